/** Judges the honours that must, and must not, be held (docs/rules/eligibility.md#earlier-honour). */

import { honourName } from '#domain/known-honours.ts';
import { levelRank, levelWords } from '#domain/level.ts';
import { text } from '#domain/problem.ts';
import {
  awardedOn,
  type EarlierHonour,
  isHeld,
  levelCounts,
  namedHonours,
  type TypedHonours,
  typedHonours,
  yearsSince,
} from './earlier-honour.ts';
import {
  answerTo,
  type EligibilityFacts,
  fail,
  type Judgement,
  labelOf,
  namesOf,
  pass,
  type RuleOf,
} from './eligibility-facts.ts';

type HonourRule = RuleOf<'priorHonour'> | RuleOf<'noRepeat'>;

const codesOf = (rule: HonourRule, facts: EligibilityFacts) =>
  rule.codes.length > 0 ? rule.codes : [facts.programmeCode];

/** What the ledger holds of the rule's honours, with what the form says where the rule looks there. */
function honoursFor(rule: HonourRule, facts: EligibilityFacts): TypedHonours {
  const codes = codesOf(rule, facts);
  const known = facts.honours.filter((honour) => codes.includes(honour.code) && isHeld(honour));
  const named = namedHonours(facts.named ?? [], codes, facts.doubtAnswers);
  if (rule.alsoFromField === undefined)
    return { held: [...known, ...named.held], doubts: named.doubts, unreadable: [] };
  const rows = answerTo(facts, rule.alsoFromField);
  const typed = typedHonours(rows, codes, facts.honourNames, facts.doubtAnswers);
  return {
    ...typed,
    held: [...known, ...named.held, ...typed.held],
    doubts: [...named.doubts, ...typed.doubts],
  };
}

/** The refusal of rows whose level or year cannot be told, so that nothing is judged without them; else nothing. */
function unreadableRows(
  rule: HonourRule,
  facts: EligibilityFacts,
  typed: TypedHonours,
): Judgement | undefined {
  if (typed.unreadable.length === 0 || rule.alsoFromField === undefined) return undefined;
  const label = labelOf(facts, rule.alsoFromField);
  return {
    ...fail(
      `「${label.zh}」无法核对：${typed.unreadable.map(({ zh }) => zh).join('；')}`,
      `"${label.en}" cannot be checked: ${typed.unreadable.map(({ en }) => en).join('; ')}`,
    ),
    field: rule.alsoFromField,
  };
}

/** Not judged yet: a reviewer has to say what the typed titles are. */
function toSay(rule: HonourRule, doubts: TypedHonours['doubts']): Judgement {
  return {
    ...fail(
      `须由审核人确认：${doubts.map(({ question }) => question.zh).join('；')}`,
      `The reviewer has to say: ${doubts.map(({ question }) => question.en).join('; ')}`,
    ),
    ...(rule.alsoFromField !== undefined && { field: rule.alsoFromField }),
    doubts,
  };
}

/** The nominee must hold an earlier honour at one of the levels, for at least so many years. */
export function judgePriorHonour(rule: RuleOf<'priorHonour'>, facts: EligibilityFacts): Judgement {
  const named = codesOf(rule, facts).map((code) => honourName(code, facts.honourNames));
  const typed = honoursFor(rule, facts);
  const atLevel = (honour: EarlierHonour) =>
    rule.levels.some((level) => levelCounts(honour.level, level, facts.stageLevel));
  const meets = (honour: EarlierHonour) => atLevel(honour) && yearsSince(honour, facts.asOf) >= rule.minYears;
  const found = typed.held.find(meets);
  if (found !== undefined) {
    const { zh, en } = levelWords[found.level];
    const on = awardedOn(found);
    return pass(`已获${zh}级荣誉（${on.zh}）`, `Holds the honour of the ${en} level (${on.en})`);
  }
  const unreadable = unreadableRows(rule, facts, typed);
  if (unreadable !== undefined) return unreadable;
  const doubts = typed.doubts.filter(({ honour }) => meets(honour));
  if (doubts.length > 0) return toSay(rule, doubts);
  const since =
    rule.minYears > 0 ? text(`满 ${rule.minYears} 年`, ` for ${rule.minYears} years`) : text('', '');
  const early = typed.held.find(atLevel);
  if (early !== undefined) {
    const [{ zh, en }, on] = [levelWords[early.level], awardedOn(early)];
    return fail(
      `${on.zh}获${zh}级荣誉（${namesOf(named)}），至 ${facts.asOf} 未${since.zh}`,
      `The honour of the ${en} level (${named.join(', ')}) is of ${on.en}; by ${facts.asOf} it was not held${since.en}`,
    );
  }
  const hint =
    rule.alsoFromField === undefined
      ? text('请核对荣誉台账', 'check the ledger of honours')
      : text(
          `如有请在「${labelOf(facts, rule.alsoFromField).zh}」中填写`,
          `if held, write it under "${labelOf(facts, rule.alsoFromField).en}"`,
        );
  return {
    ...fail(
      `须曾获规定层级的荣誉（${namesOf(named)}）${since.zh}，未找到；${hint.zh}`,
      `An earlier honour (${named.join(', ')}) at the required level${since.en} is needed and was not found; ${hint.en}`,
    ),
    ...(rule.alsoFromField === undefined ? {} : { field: rule.alsoFromField }),
  };
}

/** The nominee must not hold the honour at that level or above already, unless the cooldown has passed. */
export function judgeNoRepeat(rule: RuleOf<'noRepeat'>, facts: EligibilityFacts): Judgement {
  const lowest = levelRank(rule.atOrAbove === 'same' ? facts.stageLevel : rule.atOrAbove);
  const typed = honoursFor(rule, facts);
  const stops = (honour: EarlierHonour) =>
    levelRank(honour.level) >= lowest &&
    !(rule.afterTerm && honour.status === 'expired') &&
    (rule.cooldownYears === undefined || yearsSince(honour, facts.asOf) < rule.cooldownYears);
  const found = typed.held.find(stops);
  if (found === undefined) {
    const unreadable = unreadableRows(rule, facts, typed);
    if (unreadable !== undefined) return unreadable;
    const doubts = typed.doubts.filter(({ honour }) => stops(honour));
    return doubts.length > 0
      ? toSay(rule, doubts)
      : pass('未曾重复获得同级或更高级荣誉', 'Has not held the honour at this or a higher level');
  }
  const [{ zh, en }, on] = [levelWords[found.level], awardedOn(found)];
  const free =
    rule.cooldownYears === undefined
      ? text('不再重复申报', 'it is not granted twice')
      : text(
          `获奖满 ${rule.cooldownYears} 年后方可再次申报`,
          `it may be sought again ${rule.cooldownYears} years after the award`,
        );
  return fail(
    `${on.zh}已获${zh}级荣誉，${free.zh}`,
    `Already holds the honour of the ${en} level (${on.en}); ${free.en}`,
  );
}
