/** Working days in China by the yearly holiday schedule, loud about years it does not know (domain.md 1.4, 5.2). */
import dataset from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addDays, plainDate } from './instant.ts';
import { Problem, text } from './problem.ts';
import type { Schedule } from './schedule.ts';

/** Every date that breaks the Monday-to-Friday rhythm, and the years for which that is complete. */
export interface Calendar {
  readonly years: ReadonlySet<number>;
  readonly holidays: ReadonlySet<string>;
  /** Weekend days that are worked 补班. */
  readonly makeUpDays: ReadonlySet<string>;
}

const yearOf = (date: string): number => Number(date.slice(0, 4));

/**
 * The years that chinese-days really holds: a schedule may spill into a neighbouring year (2003-12-31, 2027-01-01),
 * so a year counts only when its 元旦, 劳动节 and 国庆节 are all there.
 */
export const builtInYears: readonly number[] = [...new Set(Object.keys(dataset.holidays).map(yearOf))]
  .filter((year) => ['01-01', '05-01', '10-01'].every((day) => `${year}-${day}` in dataset.holidays))
  .sort((a, b) => a - b);

/**
 * The built-in years plus the schedules that were loaded. A loaded year replaces the built-in one, since a schedule may
 * be changed during its year (2020); the dates it sets in the December before are added to that year.
 * @throws Problem `calendar-year-twice` when two loaded schedules are of the same year.
 */
export function makeCalendar(loaded: readonly Schedule[] = []): Calendar {
  const replaced = new Set(loaded.map(({ year }) => year));
  if (replaced.size < loaded.length) {
    throw new Problem(
      'invalid',
      'calendar-year-twice',
      text(
        '同一年份载入了两份放假安排，请只保留一份',
        'Two holiday schedules of the same year are loaded; keep one of them',
      ),
    );
  }
  const kept = (dates: object) => Object.keys(dates).filter((date) => !replaced.has(yearOf(date)));
  const holidays = new Set(kept(dataset.holidays));
  const makeUpDays = new Set(kept(dataset.workdays));
  for (const schedule of loaded) {
    for (const date of schedule.holidays) {
      holidays.add(date);
      makeUpDays.delete(date);
    }
    for (const date of schedule.makeUpDays) {
      makeUpDays.add(date);
      holidays.delete(date);
    }
  }
  return { years: new Set([...builtInYears, ...replaced]), holidays, makeUpDays };
}

/** True when the calendar holds the whole schedule of the year of this date. */
export const isLoaded = (calendar: Calendar, date: string): boolean => calendar.years.has(yearOf(date));

/**
 * Whether people work on a date: a make-up weekend day is worked, a holiday is not.
 * @throws Problem `calendar-not-loaded` for a year without schedule; never guesses Monday to Friday (domain.md 5.2).
 */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const day = plainDate(date);
  if (!calendar.years.has(day.year)) {
    throw new Problem(
      'conflict',
      'calendar-not-loaded',
      text(
        `${day.year} 年的放假安排尚未载入，无法计算工作日。请管理员按国务院办公厅公布的通知，在“放假安排”页载入 ${day.year} 年（每行一个日期，如 ${day.year}-01-01,休）`,
        `The holiday schedule of ${day.year} is not loaded, so working days cannot be counted. An administrator loads ${day.year} on the page “Holiday schedule” from the State Council's notice (one date a line, e.g. ${day.year}-01-01,holiday)`,
      ),
    );
  }
  if (calendar.makeUpDays.has(date)) return true;
  return day.dayOfWeek <= 5 && !calendar.holidays.has(date);
}

/**
 * The n-th working day after a date, which itself is never counted (n-th before it when negative); n = 0 is the date.
 * @throws Problem `calendar-not-loaded` as soon as the count reaches a year without schedule.
 */
export function addWorkingDays(calendar: Calendar, date: string, count: number): string {
  const step = Math.sign(count);
  let day = date;
  for (let left = Math.abs(count); left > 0; ) {
    day = addDays(day, step);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day;
}

/** The first working day strictly after a date. */
export const nextWorkingDay = (calendar: Calendar, date: string): string => addWorkingDays(calendar, date, 1);

/** How many working days lie from one date to another, both included; 0 when `to` is earlier. */
export function workingDaysBetween(calendar: Calendar, from: string, to: string): number {
  let count = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) count += 1;
  return count;
}
