/** A panellist's mark as she writes it: the number itself, in full width or with 分 (docs/rules/panel.md#scores). */
import { addExact, exact, type Fraction, fraction, showExact, timesExact } from '#domain/fraction.ts';
import { readNumber } from '#domain/number-input.ts';
import { type Fault, fault } from '#domain/problem.ts';

/** Marks by criterion, as they are written or as they were understood. */
export type Marks = Readonly<Record<string, string | number>>;

/** The number that was meant, as decimals; undefined for anything else: 90% and 45/50 are no marks but shares. */
function readMark(written: string | number | undefined): string | undefined {
  const number = readNumber(String(written ?? ''), ['分']);
  return Number.isNaN(number) ? undefined : String(number);
}

/** Marks as they were understood; what is no number stays as it was written, for `markFaults` to refuse. */
export const understood = (marks: Marks): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(marks).map(([id, written]) => [id, readMark(written) ?? String(written)]),
  );

export interface Criterion {
  readonly id: string;
  readonly max: number;
  readonly weight?: string | undefined;
}
const shown = (number: Fraction): string => showExact(number, 6).replace(/\.?0+$/, '');

/**
 * The total of marks that were understood, exact: their sum, or with weights each mark's share of its maximum times 100
 * and its weight, so that it is out of 100 (docs/rules/panel.md#weights). A mark that is missing counts 0.
 */
export const totalOf = (criteria: readonly Criterion[], marks: Marks): Fraction =>
  criteria
    .map(({ id, max, weight }) => {
      const mark = exact(marks[id] ?? 0);
      if (weight === undefined) return mark;
      const { n, d } = exact(String(max));
      return [fraction(d, n), fraction(100n), exact(weight)].reduce(timesExact, mark);
    })
    .reduce(addExact, fraction(0n));

/** The total as a panellist reads it before it counts: 83, or 90×50% + 80×30% + 75×20% = 84. */
export function totalSaid(criteria: readonly Criterion[], marks: Marks): string {
  const total = shown(totalOf(criteria, marks));
  if (criteria.every(({ weight }) => weight === undefined)) return total;
  const parts = criteria.map(({ id, max, weight }) => {
    const mark = String(marks[id] ?? 0);
    return `${max === 100 ? mark : `${mark}÷${max}×100`}×${weight ?? '0%'}`;
  });
  return `${parts.join(' + ')} = ${total}`;
}

/** What is wrong with the mark of one criterion. */
export function markFaults(
  { id, title, max }: { readonly id: string; readonly title: string; readonly max: number },
  written: string | number | undefined,
): readonly Fault[] {
  const at = `scores.${id}`;
  if (String(written ?? '').trim() === '')
    return [
      fault(
        at,
        'required',
        `「${title}」尚未评分，请填写 0 至 ${max} 的数字`,
        `"${title}" has no score; write a number from 0 to ${max}`,
      ),
    ];
  const mark = readMark(written);
  if (mark === undefined)
    return [
      fault(
        at,
        'malformed',
        `「${title}」须填写分数本身，即 0 至 ${max} 的数字，不写百分数或“几分之几”`,
        `Write the score of "${title}" itself, a number from 0 to ${max}, no percentage and no fraction`,
      ),
    ];
  return Number(mark) < 0 || Number(mark) > max
    ? [
        fault(
          at,
          'out-of-range',
          `「${title}」须在 0 至 ${max} 之间，现为 ${mark}，请更正`,
          `"${title}" must be from 0 to ${max} but is ${mark}; correct it`,
        ),
      ]
    : [];
}
