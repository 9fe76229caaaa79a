/** The years whose holiday schedule is built in, and calendars made of them: a table of 37 kB, so it is loaded when it is needed. */
import dataset from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { Calendar, Schedule } from './calendar.ts';
import { invalid } from './problem.ts';

const yearOf = (date: string): number => Number(date.slice(0, 4));
/** The year whose schedule sets a date: December's breaks from the rhythm belong to the next year's 元旦. */
const scheduleYearOf = (date: string): number => yearOf(date) + (date.slice(5, 7) === '12' ? 1 : 0);

/**
 * The years that chinese-days really holds: a schedule may spill into the December before, so a year counts only
 * when its 元旦, 劳动节 and 国庆节 are all there. Version 1.5.7 holds 2004 to 2026.
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
    throw invalid(
      'calendar-year-twice',
      '同一年份载入了两份放假安排，请只保留一份',
      'Two holiday schedules of the same year are loaded; keep one of them',
    );
  }
  const kept = (dates: object) => Object.keys(dates).filter((date) => !replaced.has(scheduleYearOf(date)));
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
