/** Numbers that a published list shows and sums: loans, subsidies (docs/rules/groups.md#sums). */
import { addExact, exact, type Fraction, fraction, parseExact } from '#domain/fraction.ts';
import type { HonourList, HonourRecord } from './honour-records.ts';

/** The number that an honour shows under a label, typed by a correction perhaps; undefined where it is none. */
export function numberIn({ shown }: Pick<HonourRecord, 'shown'>, label: string): number | undefined {
  const text = Object.hasOwn(shown, label) ? shown[label]! : '';
  return parseExact(text) === undefined || text.includes('%') ? undefined : Number(text);
}

/** A sum without the faults of binary tenths: 0.1 and 0.2 are 0.3. */
export function sumOf(numbers: readonly (number | undefined)[]): number {
  const sum = numbers.reduce<Fraction>(
    (all, each) => (each === undefined ? all : addExact(all, exact(String(each)))),
    fraction(0n),
  );
  return Number(sum.n) / Number(sum.d);
}

/** The sums of a list after one of its honours was corrected. */
export const sumsAfter = (
  list: Pick<HonourList, 'sums'>,
  before: Pick<HonourRecord, 'shown'>,
  after: Pick<HonourRecord, 'shown'>,
): HonourList['sums'] =>
  list.sums?.map(({ label, sum }) => {
    const [was = 0, is = 0] = [numberIn(before, label), numberIn(after, label)];
    return { label, ...(sum !== undefined && { sum: sumOf([sum, -was, is]) }) };
  });
