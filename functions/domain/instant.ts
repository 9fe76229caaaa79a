/** Instants and dates in Asia/Shanghai: when a day starts, when an office closes, what is in time (design.md 3, deadlines). */
import { Temporal } from 'temporal-polyfill';
import { Problem, text } from './problem.ts';

/** China has kept one zone without summer time since 1992, so the offset is a constant. */
const offset = '+08:00';

/**
 * The calendar date `YYYY-MM-DD` as a PlainDate, for sums of days.
 * @throws Problem `not-a-date` when the text is no real date, e.g. 2021-02-30.
 */
export function plainDate(date: string): Temporal.PlainDate {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    try {
      return Temporal.PlainDate.from(date, { overflow: 'reject' });
    } catch {
      // falls through to the same answer: a well-formed text may still name no day
    }
  }
  throw new Problem(
    'invalid',
    'not-a-date',
    text(
      `“${date}”不是有效日期，请写成 2027-01-31 的样子`,
      `“${date}” is no valid date; write it like 2027-01-31`,
    ),
  );
}

/** The date `days` calendar days later, or earlier when negative. */
export const addDays = (date: string, days: number): string => plainDate(date).add({ days }).toString();

/** Calendar days from one date to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  plainDate(from).until(plainDate(to), { largestUnit: 'day' }).days;

/** An instant read strictly: date, time and zone must all be there. */
function instant(iso: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(iso);
  } catch {
    throw new Problem(
      'invalid',
      'not-an-instant',
      text(
        `“${iso}”不是有效时间，请写成 2027-01-31T09:30:00Z 的样子`,
        `“${iso}” is no valid instant; write it like 2027-01-31T09:30:00Z`,
      ),
    );
  }
}

/** The form in which instants are stored. */
const stored = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Milliseconds since the epoch. The stored form is read without Temporal, twenty times faster; any other as Temporal does. */
function milliseconds(iso: string): number {
  if (stored.test(iso)) {
    const at = new Date(iso);
    // Date takes 30 February for 2 March
    if (!Number.isNaN(at.getTime()) && at.toISOString() === iso) return at.getTime();
  }
  return instant(iso).epochMilliseconds;
}
const inShanghai = (at: string): string => new Date(milliseconds(at) + 8 * 3_600_000).toISOString();

/** Always UTC with milliseconds, as Date.prototype.toISOString writes it, so that stored instants sort as text. */
const write = (at: Temporal.Instant): string => at.toString({ smallestUnit: 'millisecond' });

/** The date in Shanghai at an instant: 16:00 UTC is already tomorrow there. */
export const shanghaiDate = (at: string): string => inShanghai(at).slice(0, 10);

/** The time of day `HH:mm` in Shanghai at an instant. */
export const shanghaiTime = (at: string): string => inShanghai(at).slice(11, 16);

/**
 * The instant of a date and a time of day `HH:mm` in Shanghai.
 * @throws Problem `not-a-date`, or `not-a-time` when the time is not between 00:00 and 23:59.
 */
export function instantAt(date: string, time: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new Problem(
      'invalid',
      'not-a-time',
      text(
        `“${time}”不是有效时刻，请写成 17:30 的样子`,
        `“${time}” is no valid time of day; write it like 17:30`,
      ),
    );
  }
  return write(Temporal.Instant.from(`${plainDate(date)}T${time}:00${offset}`));
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
export const isBefore = (a: string, b: string): boolean =>
  stored.test(a) && stored.test(b)
    ? milliseconds(a) < milliseconds(b)
    : Temporal.Instant.compare(instant(a), instant(b)) < 0;

/**
 * True when a request that the server got at `receivedAt` met the deadline.
 * The deadline's own instant is still in time: 届满 includes it (domain.md 1.7).
 */
export const inTime = (receivedAt: string, deadline: string): boolean => !isBefore(deadline, receivedAt);
