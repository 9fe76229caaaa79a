/** The dates of a level's settings for a later edition, by working days (docs/rules/calendar.md#working-days). */
import {
  addWorkingDays,
  type Calendar,
  isWorkingDay,
  nextWorkingDay,
  workingDaysBetween,
} from '#domain/calendar.ts';
import { addDays, addYears, instantAt, plainDate, shanghaiDate, shanghaiTime } from '#domain/instant.ts';
import type { StageSettings } from './stage-settings.ts';

type Dates = Pick<StageSettings, 'opensAt' | 'closesAt' | 'phaseEnds' | 'ceremony'>;

/**
 * The window opens on the same day of the year, or the next working day; it closes, and each phase ends, as many working
 * days later as it did. A ceremony keeps its day of the year. Undefined where the schedule of a year is not loaded: then
 * nothing is guessed.
 */
export function shiftedDates(settings: Dates, years: number, calendar: Calendar): Dates | undefined {
  const [opened, closed] = [shanghaiDate(settings.opensAt), shanghaiDate(settings.closesAt)];
  const old = [opened, closed, ...Object.values(settings.phaseEnds)];
  // A count may reach somewhat further than the day itself: over a long holiday, or over the end of a year.
  const reached = old.flatMap((date) => [date, addYears(date, years), addDays(addYears(date, years), 20)]);
  if (!reached.every((date) => calendar.years.has(plainDate(date).year))) return undefined;
  const sameDay = addYears(opened, years);
  const opens = isWorkingDay(calendar, sameDay) ? sameDay : nextWorkingDay(calendar, sameDay);
  const moved = (date: string): string =>
    addWorkingDays(calendar, opens, workingDaysBetween(calendar, addDays(opened, 1), date));
  return {
    opensAt: instantAt(opens, shanghaiTime(settings.opensAt)),
    closesAt: instantAt(moved(closed), shanghaiTime(settings.closesAt)),
    phaseEnds: Object.fromEntries(
      Object.entries(settings.phaseEnds).map(([phase, date]) => [phase, moved(date)]),
    ),
    ...(settings.ceremony !== undefined && { ceremony: addYears(settings.ceremony, years) }),
  };
}
