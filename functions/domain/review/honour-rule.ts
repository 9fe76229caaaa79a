/** Judges the honours that must, and must not, be held (docs/rules/eligibility.md#earlier-honour). */

import { levelRank, levelWords } from '#domain/level.ts';
import { text } from '#domain/problem.ts';
import { type EarlierHonour, isHeld, levelCounts, typedHonours, yearsSince } from './earlier-honour.ts';
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

function heldHonours(
  rule: RuleOf<'priorHonour'> | RuleOf<'noRepeat'>,
  facts: EligibilityFacts,
): readonly EarlierHonour[] {
  const codes = rule.codes.length > 0 ? rule.codes : [facts.programmeCode];
  const typed =
    rule.alsoFromField === undefined
      ? []
      : typedHonours(answerTo(facts, rule.alsoFromField), codes, facts.honourTitles ?? {});
  return [...facts.honours.filter((honour) => codes.includes(honour.code) && isHeld(honour)), ...typed];
}

/** The nominee must hold an earlier honour at one of the levels, for at least so many years. */
export function judgePriorHonour(rule: RuleOf<'priorHonour'>, facts: EligibilityFacts): Judgement {
  const named = (rule.codes.length > 0 ? rule.codes : [facts.programmeCode]).map(
    (code) => facts.honourTitles?.[code] ?? code,
  );
  const found = heldHonours(rule, facts).find(
    (honour) =>
      rule.levels.some((level) => levelCounts(honour.level, level, facts.stageLevel)) &&
      yearsSince(honour, facts.asOf) >= rule.minYears,
  );
  if (found !== undefined)
    return pass(
      `已获${levelWords[found.level].zh}级荣誉（${found.year} 年）`,
      `Holds the honour of the ${levelWords[found.level].en} level (${found.year})`,
    );
  const since =
    rule.minYears > 0 ? text(`满 ${rule.minYears} 年`, ` for ${rule.minYears} years`) : text('', '');
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
  const found = heldHonours(rule, facts).find(
    (honour) =>
      levelRank(honour.level) >= lowest &&
      (rule.cooldownYears === undefined || yearsSince(honour, facts.asOf) < rule.cooldownYears),
  );
  if (found === undefined)
    return pass('未曾重复获得同级或更高级荣誉', 'Has not held the honour at this or a higher level');
  const { zh, en } = levelWords[found.level];
  const free =
    rule.cooldownYears === undefined
      ? text('不再重复申报', 'it is not granted twice')
      : text(
          `获奖满 ${rule.cooldownYears} 年后方可再次申报`,
          `it may be sought again ${rule.cooldownYears} years after the award`,
        );
  return fail(
    `${found.year} 年已获${zh}级荣誉，${free.zh}`,
    `Already holds the honour of the ${en} level (${found.year}); ${free.en}`,
  );
}
