import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addExact,
  compareExact,
  exact,
  fraction,
  parseExact,
  roundDown,
  roundUp,
  showExact,
  timesExact,
  writeExact,
} from '#domain/fraction.ts';

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([n, d]) => fraction(n, d));

describe('exact numbers', () => {
  it.each([
    ['62.5%', '5/8'],
    ['60%', '3/5'],
    [1.2, '6/5'],
    ['1.2', '6/5'],
    [1e-7, '1/10000000'],
    ['262/3', '262/3'],
    [' 12 ', '12/1'],
  ])('%s is %s', (written, want) => {
    expect(writeExact(exact(written))).toBe(want);
  });
  it.each(['', 'abc', '1.', '.5', '1,2', '3/0', 'NaN', '--1'])('"%s" is no number', (written) => {
    expect(parseExact(written)).toBeUndefined();
    expect(() => exact(written)).toThrow(expect.objectContaining({ code: 'not-a-number' }));
  });
  it.each([
    ['262/3', '87.33'],
    ['87.125', '87.13'],
    ['87.124999', '87.12'],
    ['0', '0.00'],
    ['99.995', '100.00'],
    ['-1/400', '0.00'],
  ])('%s is shown as %s', (written, want) => {
    expect(showExact(exact(written))).toBe(want);
  });
  it('a written fraction reads back as itself', () => {
    fc.assert(
      fc.property(fractions, (a) => {
        expect(exact(writeExact(a))).toEqual(a);
      }),
    );
  });
  it('rounds down and up to the whole numbers around it', () => {
    fc.assert(
      fc.property(fractions, (a) => {
        const [down, up] = [roundDown(a), roundUp(a)];
        expect(compareExact(fraction(down), a)).toBeLessThanOrEqual(0);
        expect(compareExact(fraction(up), a)).toBeGreaterThanOrEqual(0);
        expect(up - down).toBe(a.d === 1n ? 0n : 1n);
      }),
    );
  });
  it('adds and multiplies as whole numbers do over a common denominator', () => {
    fc.assert(
      fc.property(fractions, fractions, (a, b) => {
        expect(addExact(a, b)).toEqual(addExact(b, a));
        expect(timesExact(a, b)).toEqual(fraction(a.n * b.n, a.d * b.d));
        expect(addExact(addExact(a, b), fraction(-b.n, b.d))).toEqual(a);
      }),
    );
  });
});
