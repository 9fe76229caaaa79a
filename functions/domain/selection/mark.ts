/** A panellist's mark as she writes it: the number itself, in full width or with 分 (docs/rules/panel.md#scores). */
import { addExact, exact, fraction, showExact } from '#domain/fraction.ts';
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

/** The sum of marks that were understood. */
export const sumOf = (marks: Marks): string =>
  showExact(Object.values(marks).map(exact).reduce(addExact, fraction(0n)), 6).replace(/\.?0+$/, '');

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
