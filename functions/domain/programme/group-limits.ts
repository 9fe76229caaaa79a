/** A group of a quota: who belongs to it, and its caps and floors in heads (docs/rules/quotas.md#shape). */
import { exact, fraction, roundDown, roundUp, timesExact } from '#domain/fraction.ts';
import type { Field } from './form.ts';
import type { GroupRule } from './stage-rules.ts';

/**
 * What groups look at, by field id: the option that was picked, those that were, or nothing ('' or []); `channel` for
 * the nomination channel. A field that is missing here was never asked of the nominee.
 */
export type Facts = Readonly<Record<string, string | readonly string[]>>;

/** Whether groups may look at a field: a choice that is not personal. */
export const isGroupField = ({ options, personal, sensitive }: Field): boolean =>
  options !== undefined && !personal && !sensitive;

/** Whether a nominee belongs to a group; unknown where her form does not have its field. */
export function membership(
  rule: Pick<GroupRule, 'field' | 'values'>,
  facts: Facts,
): 'in' | 'out' | 'unknown' {
  const answer = Object.hasOwn(facts, rule.field) ? facts[rule.field] : undefined;
  if (answer === undefined) return 'unknown';
  return [answer].flat().some((one) => rule.values.includes(one)) ? 'in' : 'out';
}

const least = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);
const most = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);

/**
 * The limits of one group in heads: a cap of 20 % of 8 places is 1 (1.6 rounded down), a floor of 20 % of
 * 8 is 2 (rounded up). Where a percentage and a count are both given, the stricter binds.
 */
export function groupLimits(
  rule: GroupRule,
  places: number,
  chosenCount: number,
): { readonly atMost?: number; readonly atLeast?: number } {
  const whole = fraction(BigInt(rule.base === 'places' ? places : chosenCount));
  const cap =
    rule.atMost === undefined ? undefined : Number(roundDown(timesExact(exact(rule.atMost), whole)));
  const floor =
    rule.atLeast === undefined ? undefined : Number(roundUp(timesExact(exact(rule.atLeast), whole)));
  const atMost = least([cap, rule.atMostCount]);
  const atLeast = most([floor, rule.atLeastCount]);
  return { ...(atMost === undefined ? {} : { atMost }), ...(atLeast === undefined ? {} : { atLeast }) };
}
