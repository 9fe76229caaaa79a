/** Whole years and months between a date, month or year and a later day (ages, residence, years since an honour). */

const daysIn = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * Reads YYYY-MM-DD or YYYY-MM (the first of that month); undefined when there is no such day.
 * Years run from 1900 to 2200.
 */
export function readDay(value: unknown): Day | undefined {
  if (typeof value !== 'string') return undefined;
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(value);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3] ?? '1')];
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month))
    return undefined;
  return { year, month, day };
}

/**
 * Whole months from `from` until `until` (YYYY-MM-DD); negative when `from` is later; undefined when
 * `from` cannot be read. A bare year counts by calendar years: 2019 until any day of 2021 is 24.
 * The corresponding day completes the month, and where a month lacks it, its last day does
 * (Civil Code 202): born 29 February, a year older on 28 February.
 */
export function wholeMonths(from: unknown, until: string): number | undefined {
  const end = readDay(until);
  if (end === undefined) return undefined;
  const year =
    typeof from === 'number' || (typeof from === 'string' && /^\d{4}$/.test(from)) ? Number(from) : 0;
  if (Number.isInteger(year) && year >= 1900 && year <= 2200) return 12 * (end.year - year);
  const start = readDay(from);
  if (start === undefined) return undefined;
  const months = 12 * (end.year - start.year) + end.month - start.month;
  const due = Math.min(start.day, daysIn(end.year, end.month));
  return end.day >= due ? months : months - 1;
}

/** Whole years of age on a day; who turns 18 today is 18 (docs/rules/eligibility.md#age). */
export function ageOn(birth: unknown, on: string): number | undefined {
  const months = readDay(birth) === undefined ? undefined : wholeMonths(birth, on);
  return months === undefined || months < 0 ? undefined : Math.floor(months / 12);
}
