/** Instants and dates in Asia/Shanghai, and what is in time (docs/rules/deadlines.md#in-time). */
import { invalid } from './problem.ts';

const dayMilliseconds = 86_400_000;
/** China has kept one zone without summer time since 1992, so the offset is a constant. */
const offsetMilliseconds = 8 * 3_600_000;

export interface PlainDate {
  readonly year: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly dayOfWeek: number;
}

/** Midnight UTC of a date in milliseconds, NaN when it is no real one: Date itself takes 30 February for 2 March. */
function midnight(date: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return Number.NaN;
  const at = new Date(`${date}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && dateOf(at) === date ? at.getTime() : Number.NaN;
}
/** Years after 9999 are written with a sign and six digits, so the date is what stands before the T. */
const dateOf = (at: Date): string => at.toISOString().split('T', 1)[0]!;

function demandMidnight(date: string): Date {
  const at = midnight(date);
  if (!Number.isNaN(at)) return new Date(at);
  throw invalid(
    'not-a-date',
    `“${date}”不是有效日期，请写成 2027-01-31 的样子`,
    `“${date}” is no valid date; write it like 2027-01-31`,
  );
}

/**
 * Year and day of the week of the calendar date `YYYY-MM-DD`.
 * @throws Problem `not-a-date` when the text is no real date, e.g. 2021-02-30.
 */
export function plainDate(date: string): PlainDate {
  const at = demandMidnight(date);
  return { year: at.getUTCFullYear(), dayOfWeek: at.getUTCDay() || 7 };
}

/** The date `days` calendar days later, or earlier when negative. */
export const addDays = (date: string, days: number): string =>
  dateOf(new Date(demandMidnight(date).getTime() + days * dayMilliseconds));

/** The same day so many months later; in a month that is too short, its last day. */
export function addMonths(date: string, months: number): string {
  const at = demandMidnight(date);
  const day = at.getUTCDate();
  at.setUTCMonth(at.getUTCMonth() + months);
  // Day 0 of a month is the last of the one before.
  if (at.getUTCDate() !== day) at.setUTCDate(0);
  return dateOf(at);
}

/** The same day so many years later; 29 February becomes the 28th in a year that has none. */
export const addYears = (date: string, years: number): string => addMonths(date, years * 12);

/** Calendar days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (demandMidnight(to).getTime() - demandMidnight(from).getTime()) / dayMilliseconds;

/** The form in which instants are stored. */
const stored = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:\d{2}\.\d{3}Z$/;
/** Date, time and zone, which must all be there; up to nanoseconds. */
const written =
  /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-])([01]\d|2[0-3])(?::?([0-5]\d))?)$/i;

interface Moment {
  /** Since the epoch. */
  readonly milliseconds: number;
  /** Beyond the last whole millisecond. */
  readonly nanoseconds: number;
}

/** An instant read strictly. @throws Problem `not-an-instant`. */
function moment(iso: string): Moment {
  const [match, date = '', hour, minute, second = 0, fraction = '', sign, hours = 0, minutes = 0] =
    written.exec(iso) ?? [];
  const day = match === undefined ? Number.NaN : midnight(date);
  if (Number.isNaN(day)) {
    throw invalid(
      'not-an-instant',
      `“${iso}”不是有效时间，请写成 2027-01-31T09:30:00Z 的样子`,
      `“${iso}” is no valid instant; write it like 2027-01-31T09:30:00Z`,
    );
  }
  const digits = fraction.padEnd(9, '0');
  const ahead = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const seconds = (Number(hour) * 60 + Number(minute) - ahead) * 60 + Number(second);
  return {
    milliseconds: day + seconds * 1_000 + Number(digits.slice(0, 3)),
    nanoseconds: Number(digits.slice(3)),
  };
}

/** Milliseconds since the epoch. The stored form needs no taking apart. */
function milliseconds(iso: string): number {
  if (stored.test(iso)) {
    const at = Date.parse(iso);
    // Date takes 30 February for 2 March; up to the 28th every month has the day
    if (!Number.isNaN(at) && (iso.slice(8, 10) <= '28' || new Date(at).toISOString() === iso)) return at;
  }
  return moment(iso).milliseconds;
}
const inShanghai = (at: string): string => new Date(milliseconds(at) + offsetMilliseconds).toISOString();

/** The date in Shanghai at an instant: 16:00 UTC is already tomorrow there. */
export const shanghaiDate = (at: string): string => inShanghai(at).slice(0, 10);

/** The time of day `HH:mm` in Shanghai at an instant. */
export const shanghaiTime = (at: string): string => inShanghai(at).slice(11, 16);

/** Date and time of day `YYYY-MM-DD HH:mm` in Shanghai at an instant. */
export const shanghaiMinute = (at: string): string => inShanghai(at).slice(0, 16).replace('T', ' ');

/**
 * The instant of a date and a time of day `HH:mm` in Shanghai.
 * @throws Problem `not-a-date`, or `not-a-time` when the time is not between 00:00 and 23:59.
 */
export function instantAt(date: string, time: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw invalid(
      'not-a-time',
      `“${time}”不是有效时刻，请写成 17:30 的样子`,
      `“${time}” is no valid time of day; write it like 17:30`,
    );
  }
  const [hour, minute] = time.split(':');
  const inDay = (Number(hour) * 60 + Number(minute)) * 60_000 - offsetMilliseconds;
  // Always UTC with milliseconds, so that stored instants sort as text.
  return new Date(demandMidnight(date).getTime() + inDay).toISOString();
}

/** 00:00 of a date in Shanghai. */
export const startOfDay = (date: string): string => instantAt(date, '00:00');

/** The instant so many seconds later; fractions down to the millisecond, negative goes back. */
export const addSeconds = (at: string, seconds: number): string =>
  new Date(milliseconds(at) + Math.round(seconds * 1000)).toISOString();

/** Seconds from one instant to another, with fractions; negative when `to` is earlier. */
export const secondsBetween = (from: string, to: string): number =>
  (milliseconds(to) - milliseconds(from)) / 1000;

/** True when `a` is strictly earlier than `b`, whatever form the two are written in. */
export function isBefore(a: string, b: string): boolean {
  if (stored.test(a) && stored.test(b)) return milliseconds(a) < milliseconds(b);
  const [x, y] = [moment(a), moment(b)];
  return x.milliseconds === y.milliseconds ? x.nanoseconds < y.nanoseconds : x.milliseconds < y.milliseconds;
}

/**
 * True when a request that the server got at `receivedAt` met the deadline.
 * The deadline's own instant is still in time: 届满 includes it (docs/rules/thresholds.md#inclusive).
 */
export const inTime = (receivedAt: string, deadline: string): boolean => !isBefore(deadline, receivedAt);
