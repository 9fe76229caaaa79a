/** Checks a nomination against the rules, with reasons (docs/rules/eligibility.md). */

import { ageOn, wholeMonths } from '#domain/age.ts';
import { compareExact, exact, type Fraction, fraction, parseExact, timesExact } from '#domain/fraction.ts';
import { oncePer } from '#domain/once-per.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Rule } from '#domain/programme/eligibility.ts';
import type { Form } from '#domain/programme/form.ts';
import { rankSpan } from '#domain/rank.ts';
import { describeBounds, showRatio, withinBounds } from '#domain/threshold.ts';
import type { Doubt } from './doubt.ts';
import {
  answerTo,
  type EligibilityFacts,
  fail,
  isAmong,
  isMissing,
  type Judgement,
  labelOf,
  namesOf,
  pass,
  type RuleOf,
  toFill,
  toMend,
  wordOf,
} from './eligibility-facts.ts';
import { judgeNoRepeat, judgePriorHonour } from './honour-rule.ts';

export interface Finding {
  /**
   * A rule of the programme; `idDocument`: what the form says against an ID number in it; `creditCode`: a code with an
   * odd check digit.
   */
  readonly rule: Rule['kind'] | 'idDocument' | 'creditCode';
  readonly ok: boolean;
  readonly text: Text;
  /** The field to look at first; absent for rules over the ledger alone. */
  readonly field?: string;
  /** What the reviewer says yes or no to before this can be judged. */
  readonly doubts?: readonly Doubt[];
}

/** The number that stands in a field, or what is wrong with it. */
function amountIn(facts: EligibilityFacts, field: string): Fraction | Judgement {
  const value = answerTo(facts, field);
  if (isMissing(value)) return toFill(facts, field);
  const read = parseExact(value);
  return read === undefined || read.n < 0n
    ? toMend(facts, field, '不小于 0 的数字', 'a number of 0 or more')
    : read;
}

function judgeRatio(rule: RuleOf<'ratio'>, facts: EligibilityFacts): Judgement {
  const part = amountIn(facts, rule.part);
  if (!('n' in part)) return part;
  const whole = amountIn(facts, rule.whole);
  if (!('n' in whole)) return whole;
  const [few, all] = [labelOf(facts, rule.part), labelOf(facts, rule.whole)];
  if (whole.n === 0n)
    return {
      ...fail(
        `「${all.zh}」为 0，无法计算占比，请更正`,
        `"${all.en}" is 0, so there is no ratio; correct it`,
      ),
      field: rule.whole,
    };
  if (compareExact(part, whole) > 0)
    return fail(
      `「${few.zh}」大于「${all.zh}」，请更正`,
      `"${few.en}" is more than "${all.en}"; correct them`,
    );
  const ratio = timesExact(part, fraction(whole.d, whole.n));
  const shown = showRatio(ratio, { min: rule.min, max: rule.max, above: rule.above, below: rule.below });
  const wanted = describeBounds(rule);
  const [zh, en] = [
    `「${few.zh}」占「${all.zh}」${shown}，要求${wanted.zh}`,
    `"${few.en}" is ${shown} of "${all.en}"; the rule asks for ${wanted.en}`,
  ];
  return withinBounds(ratio, rule) ? pass(zh, en) : fail(zh, en);
}

function judgeRank(rule: RuleOf<'rank'>, label: Text, answer: unknown, facts: EligibilityFacts): Judgement {
  const rank = rankSpan(wordOf(answer));
  if (rank === undefined)
    return toMend(
      facts,
      rule.field,
      '规范职级，如「副处级」，无职级写「无」',
      'a rank such as 副处级, or 无 for none',
    );
  // A nominee's own rank given as a group (处级) counts as the group's highest.
  const max = rule.max === undefined ? undefined : rankSpan(rule.max)!.high;
  const below = rule.below === undefined ? undefined : rankSpan(rule.below)!.low;
  const ok = (max === undefined || rank.high <= max) && (below === undefined || rank.high < below);
  const zh = [rule.max && `不高于${rule.max}（含）`, rule.below && `${rule.below}以下（不含）`]
    .filter(Boolean)
    .join('、');
  const en = [rule.max && `at most ${rule.max}`, rule.below && `below ${rule.below}`]
    .filter(Boolean)
    .join(' and ');
  const [said, saidEn] = [
    `「${label.zh}」为${wordOf(answer)}，要求${zh}`,
    `"${label.en}" is ${wordOf(answer)}; the rule asks for ${en}`,
  ];
  return ok ? pass(said, saidEn) : fail(said, saidEn);
}

/** Judges one rule over one answered field. */
function judgeField(
  rule: Exclude<Rule, { kind: 'ratio' | 'priorHonour' | 'noRepeat' | 'any' | 'when' | 'declared' }>,
  facts: EligibilityFacts,
): Judgement {
  const answer = answerTo(facts, rule.field);
  const label = labelOf(facts, rule.field);
  const say = (ok: boolean, value: unknown, zh: string, en: string): Judgement =>
    (ok ? pass : fail)(
      `「${label.zh}」为${wordOf(value)}，要求${zh}`,
      `"${label.en}" is ${wordOf(value)}; the rule asks for ${en}`,
    );
  if (
    rule.kind === 'number' &&
    rule.exempt !== undefined &&
    isAmong(answerTo(facts, rule.exempt.field), rule.exempt.values)
  )
    return pass(
      `「${labelOf(facts, rule.exempt.field).zh}」属例外，不受此限`,
      `Exempt by "${labelOf(facts, rule.exempt.field).en}"`,
    );
  if (isMissing(answer)) return toFill(facts, rule.field);
  const shown = Array.isArray(answer) ? namesOf(answer.map(wordOf)) : answer;
  switch (rule.kind) {
    case 'oneOf':
      return say(
        isAmong(answer, rule.values),
        shown,
        `为：${namesOf(rule.values)}`,
        `one of: ${rule.values.join(', ')}`,
      );
    case 'noneOf':
      return say(
        !isAmong(answer, rule.values),
        shown,
        `不为：${namesOf(rule.values)}`,
        `none of: ${rule.values.join(', ')}`,
      );
    case 'age': {
      const age = ageOn(answer, facts.asOf);
      if (age === undefined)
        return toMend(
          facts,
          rule.field,
          '出生日期或年月，如 1988-03-05',
          'a birth date or month such as 1988-03-05',
        );
      const wanted = describeBounds(rule, text('周岁', ' years of age'));
      const [zh, en] = [
        `${facts.asOf} 时 ${age} 周岁，要求${wanted.zh}`,
        `Aged ${age} on ${facts.asOf}; the rule asks for ${wanted.en}`,
      ];
      return withinBounds(fraction(BigInt(age)), { min: rule.min, max: rule.max })
        ? pass(zh, en)
        : fail(zh, en);
    }
    case 'number': {
      const value = parseExact(answer);
      if (value === undefined) return toMend(facts, rule.field, '数字', 'a number');
      const wanted = describeBounds(rule);
      return say(withinBounds(value, rule), answer, wanted.zh, wanted.en);
    }
    case 'rank':
      return judgeRank(rule, label, answer, facts);
    case 'years': {
      const months = wholeMonths(answer, facts.asOf);
      if (months === undefined)
        return toMend(facts, rule.field, '日期或年份，如 2019-03-05', 'a date or year such as 2019-03-05');
      const ok = compareExact(fraction(BigInt(months)), timesExact(exact(rule.min), fraction(12n))) >= 0;
      return say(ok, answer, `至 ${facts.asOf} 满 ${rule.min} 年`, `${rule.min} full years by ${facts.asOf}`);
    }
  }
}

function judgeDeclared(rule: RuleOf<'declared'>, facts: EligibilityFacts): Judgement {
  const answer = answerTo(facts, rule.field);
  const ticked = answerTo(facts, 'declarations');
  const ok =
    (Array.isArray(ticked) && ticked.includes(rule.field)) ||
    (!isMissing(answer) &&
      answer !== false &&
      answer !== 'false' &&
      !(Array.isArray(answer) && answer.length === 0));
  const label = labelOf(facts, rule.field);
  return ok
    ? pass(`「${label.zh}」已确认`, `"${label.en}" is confirmed`)
    : fail(`「${label.zh}」须确认，请勾选或填写`, `"${label.en}" must be confirmed; tick or fill it in`);
}

function findingsOf(rule: Rule, facts: EligibilityFacts): readonly Finding[] {
  const finish = (judgement: Judgement, field: string | undefined): readonly Finding[] => {
    const at = judgement.field ?? field;
    const lead = judgement.ok ? undefined : rule.reason;
    const words =
      lead === undefined
        ? judgement.text
        : text(`${lead.zh}（${judgement.text.zh}）`, `${lead.en ?? lead.zh} (${judgement.text.en})`);
    const { ok, doubts = [] } = judgement;
    return [
      {
        rule: rule.kind,
        ok,
        text: words,
        ...(at !== undefined && { field: at }),
        ...(doubts.length > 0 && { doubts }),
      },
    ];
  };
  switch (rule.kind) {
    case 'ratio':
      return finish(judgeRatio(rule, facts), rule.part);
    case 'declared':
      return finish(judgeDeclared(rule, facts), rule.field);
    case 'priorHonour':
      return finish(judgePriorHonour(rule, facts), undefined);
    case 'noRepeat':
      return finish(judgeNoRepeat(rule, facts), undefined);
    case 'any': {
      const ways = rule.of.map((way) => findingsOf(way, facts));
      const met = ways.find((way) => way.every((finding) => finding.ok));
      if (met !== undefined) return finish({ ok: true, text: met[0]!.text }, met[0]!.field);
      const unmet = ways.flat().filter((finding) => !finding.ok);
      const why = fail(
        `以下条件须至少符合一项：${unmet.map((one) => one.text.zh).join('；')}`,
        `At least one of these must hold: ${unmet.map((one) => one.text.en).join('; ')}`,
      );
      return finish({ ...why, doubts: unmet.flatMap(({ doubts = [] }) => doubts) }, unmet[0]?.field);
    }
    case 'when': {
      const answer = answerTo(facts, rule.field);
      if (isMissing(answer)) return finish(toFill(facts, rule.field), rule.field);
      if (isAmong(answer, rule.values)) return rule.rules.flatMap((inner) => findingsOf(inner, facts));
      const label = labelOf(facts, rule.field);
      return finish(pass(`「${label.zh}」不涉及此条件`, `Does not apply by "${label.en}"`), rule.field);
    }
    default:
      return finish(judgeField(rule, facts), rule.field);
  }
}

/**
 * One finding per rule, in the order of the rules (a `when` that applies gives one per inner rule).
 * The nominee is eligible when every finding is ok. A missing or unreadable answer is never ok, and its
 * text names the field to fill. Thresholds are inclusive unless written above/below (Civil Code 1259).
 */
export const checkEligibility = (rules: readonly Rule[], facts: EligibilityFacts): readonly Finding[] =>
  rules.flatMap((rule) => findingsOf(rule, facts));

/** Labels of a form's fields and declarations by id, for the texts of `checkEligibility`. */
export const fieldLabels = oncePer(
  (form: Form): Readonly<Record<string, Text>> =>
    Object.fromEntries([
      ...form.fields.map(({ id, label }) => [id, text(label.zh, label.en ?? label.zh)]),
      ...form.declarations.map((one) => [one.id, text(one.text.zh, one.text.en ?? one.text.zh)]),
    ]),
);
