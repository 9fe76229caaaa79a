import { describe, expect, it } from 'vitest';
import { ageOn, wholeMonths } from '#domain/age.ts';

describe('whole years and months', () => {
  it.each([
    ['2003-03-05', 18],
    ['2003-03-06', 17],
    ['2003-03', 18],
    ['2003-04', 17],
  ])('born %s is %i on 2021-03-05', (birth, years) => {
    expect(ageOn(birth, '2021-03-05')).toBe(years);
  });
  it('who is born on 29 February is a year older on 28 February (Civil Code 202)', () => {
    expect(ageOn('2004-02-29', '2022-02-27')).toBe(17);
    expect(ageOn('2004-02-29', '2022-02-28')).toBe(18);
  });
  it.each(['2003-02-30', '2003-13', '03-05-2003', '', 'abc', '2030-01-01'])('"%s" gives no age', (birth) => {
    expect(ageOn(birth, '2021-03-05')).toBeUndefined();
  });
  it('a year counts by calendar years', () => {
    expect(wholeMonths(2019, '2021-01-01')).toBe(24);
  });
});
