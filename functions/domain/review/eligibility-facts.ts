/** What the eligibility rules are judged on, and the words of a judgement. */

import type { HonourNames } from '#domain/known-honours.ts';
import type { Level } from '#domain/level.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Rule } from '#domain/programme/eligibility.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Doubt } from './doubt.ts';
import type { EarlierHonour, NamedHonour } from './earlier-honour.ts';

export interface EligibilityFacts {
  readonly answers: Answers;
  /** Nomination channel; rules reach it as the field `channel`. */
  readonly channel?: string;
  readonly stageLevel: Level;
  /** Honour code of the programme itself. */
  readonly programmeCode: string;
  /** First day of the window, YYYY-MM-DD. */
  readonly asOf: string;
  /** Earlier honours of this nominee from the ledger. */
  readonly honours: readonly EarlierHonour[];
  /** Titles of a ledger by her name alone: a person has to say whether she is their holder. */
  readonly named?: readonly NamedHonour[];
  /** Labels of fields, from `fieldLabels`; a field without one is called by its id. */
  readonly labels?: Readonly<Record<string, Text>>;
  /** The programme's own names of honours, beside the dictionary, to recognise those typed in the form. */
  readonly honourNames: readonly HonourNames[];
  /** A reviewer's yes or no to doubts about typed honours, by their ids. */
  readonly doubtAnswers: Readonly<Record<string, boolean>>;
}

/** One kind of rule. */
export type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>;

export interface Judgement {
  readonly ok: boolean;
  readonly text: Text;
  readonly field?: string;
  /** What a person has to say before it can be judged; then it is not ok yet. */
  readonly doubts?: readonly Doubt[];
}
export const pass = (zh: string, en: string): Judgement => ({ ok: true, text: text(zh, en) });
export const fail = (zh: string, en: string): Judgement => ({ ok: false, text: text(zh, en) });

/** The answer to a field; `channel` without such a field is the nomination channel. */
export const answerTo = (facts: EligibilityFacts, field: string): unknown => {
  if (Object.hasOwn(facts.answers, field)) return facts.answers[field];
  return field === 'channel' ? facts.channel : undefined;
};
export const labelOf = (facts: EligibilityFacts, field: string): Text =>
  facts.labels !== undefined && Object.hasOwn(facts.labels, field)
    ? facts.labels[field]!
    : text(field, field);
export const isMissing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
export const namesOf = (values: readonly string[]): string => values.join('、');
/** An answer as a word to compare and show; a table or another shape has none (and may have no String() at all). */
export const wordOf = (value: unknown): string =>
  ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '…';
/** True when the answer, or one of several ticked, is among the values. */
export const isAmong = (answer: unknown, values: readonly string[]): boolean =>
  (Array.isArray(answer) ? answer : [answer]).some((one) => values.includes(wordOf(one)));

/** The refusal of an unanswered field: which one to fill in. */
export function toFill(facts: EligibilityFacts, field: string): Judgement {
  const label = labelOf(facts, field);
  return {
    ...fail(
      `「${label.zh}」尚未填写，无法核对，请填写`,
      `"${label.en}" is not filled in, so this cannot be checked; fill it in`,
    ),
    field,
  };
}
/** The refusal of an answer that cannot be read: what to write instead. */
export function toMend(facts: EligibilityFacts, field: string, zh: string, en: string): Judgement {
  const label = labelOf(facts, field);
  return {
    ...fail(`「${label.zh}」无法识别，请填写${zh}`, `"${label.en}" cannot be read; write ${en}`),
    field,
  };
}
