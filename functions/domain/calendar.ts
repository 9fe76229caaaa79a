/** Working days in China by the yearly schedules, never guessed (docs/rules/calendar.md#working-days). */

import * as z from 'zod';
import { faultsFromZod } from './faults.ts';
import { needed } from './input.ts';
import { addDays, plainDate } from './instant.ts';
import { conflict, type Fault, fault, refuseIf } from './problem.ts';
import type { Deep } from './read-only.ts';

/** The holiday schedule of one year as the State Council's office announces it: days off, and weekend days worked. */
export const scheduleSchema = z.strictObject({
  year: z.number().int().min(2000).max(2100),
  /** Where it comes from, e.g. 国办发明电〔2026〕7号. */
  source: needed(200),
  holidays: z.array(z.iso.date()),
  makeUpDays: z.array(z.iso.date()),
});
export type Schedule = Deep<z.infer<typeof scheduleSchema>>;

/** Fixed festivals that every schedule since 2000 has given: 元旦, 劳动节, 国庆节. */
const fixedFestivals = ['01-01', '05-01', '10-01', '10-02', '10-03'];

/** Faults of single dates of one of the two lists. */
function dateFaults(schedule: Schedule, list: 'holidays' | 'makeUpDays'): Fault[] {
  const { year } = schedule;
  const seen = new Set<string>();
  return schedule[list].flatMap((date, i) => {
    const field = `${list}.${i}`;
    const faults: Fault[] = [];
    // 元旦 reaches back into December: 2018-12-29 was worked for 2019.
    if (!date.startsWith(`${year}-`) && !date.startsWith(`${year - 1}-12-`)) {
      faults.push(
        fault(
          field,
          'schedule-wrong-year',
          `${date} 不属于 ${year} 年的放假安排，请改正日期或年份`,
          `${date} is not of the schedule of ${year}; correct the date or the year`,
        ),
      );
    }
    if (seen.has(date)) {
      faults.push(
        fault(
          field,
          'schedule-duplicate',
          `${date} 重复，请删去一个`,
          `${date} is given twice; delete one of the two`,
        ),
      );
    }
    seen.add(date);
    if (list === 'makeUpDays') {
      if (schedule.holidays.includes(date)) {
        faults.push(
          fault(
            field,
            'schedule-both',
            `${date} 既是休息日又是补班日，请核对通知后只留一项`,
            `${date} is both a day off and a make-up day; check the notice and keep one`,
          ),
        );
      }
      if (plainDate(date).dayOfWeek <= 5) {
        faults.push(
          fault(
            field,
            'schedule-not-weekend',
            `补班日 ${date} 不是周六或周日，请核对`,
            `The make-up day ${date} is neither Saturday nor Sunday; check it`,
          ),
        );
      }
    }
    return faults;
  });
}

/** Faults of the schedule as a whole: every true one of 2004 to 2026 passes these bounds. */
function wholeFaults({ year, holidays, makeUpDays }: Schedule): Fault[] {
  const faults: Fault[] = [];
  const missing = fixedFestivals.map((day) => `${year}-${day}`).filter((date) => !holidays.includes(date));
  if (missing.length > 0) {
    faults.push(
      fault(
        'holidays',
        'schedule-festival-missing',
        `缺少法定节日 ${missing.join('、')}，请补上`,
        `The statutory holidays ${missing.join(', ')} are missing; add them`,
      ),
    );
  }
  const spring = holidays.filter((date) => date > `${year}-01-20` && date < `${year}-03-01`);
  if (spring.length < 3) {
    faults.push(
      fault(
        'holidays',
        'schedule-spring-missing',
        '1 月 21 日至 2 月底的休息日不足 3 天，缺少春节假期，请补上',
        'There are fewer than 3 days off from 21 January to the end of February: add the Spring Festival',
      ),
    );
  }
  // Weekdays off less weekend days worked: 9 to 13 in all years known; 11 statutory days until 2024, 13 since 2025.
  const free = holidays.filter((date) => plainDate(date).dayOfWeek <= 5).length - makeUpDays.length;
  if (free < 8 || free > 16) {
    faults.push(
      fault(
        free < 8 ? 'holidays' : 'makeUpDays',
        free < 8 ? 'schedule-too-few' : 'schedule-too-many',
        `工作日放假天数减去补班天数为 ${free}，通常在 8 至 16 之间，请核对是否有遗漏`,
        `Weekdays off less make-up days are ${free}, where 8 to 16 is usual; check whether days were left out`,
      ),
    );
  }
  return faults;
}

/**
 * Reads the schedule of a year and checks it, so that a clerk's slip can't shift a notice.
 * @returns the schedule with its dates in order.
 * @throws Problem `invalid` with all faults found, each beside its entry (`holidays.3`).
 */
export function parseSchedule(input: unknown): Schedule {
  const result = scheduleSchema.safeParse(input);
  if (!result.success) {
    refuseIf(faultsFromZod(result.error, input, scheduleSchema));
    throw result.error;
  }
  const schedule = result.data;
  refuseIf([
    ...dateFaults(schedule, 'holidays'),
    ...dateFaults(schedule, 'makeUpDays'),
    ...wholeFaults(schedule),
  ]);
  return {
    ...schedule,
    holidays: schedule.holidays.toSorted(),
    makeUpDays: schedule.makeUpDays.toSorted(),
  };
}

const dayWords: Readonly<Record<string, 'holidays' | 'makeUpDays'>> = {
  休: 'holidays',
  放假: 'holidays',
  休息: 'holidays',
  holiday: 'holidays',
  班: 'makeUpDays',
  补班: 'makeUpDays',
  上班: 'makeUpDays',
  workday: 'makeUpDays',
};

/**
 * Reads a clerk's file: one date a line with 休/holiday or 班/workday, e.g. `2027-01-01,休`. A first line of titles,
 * empty lines, lines after `#` and further columns are passed over; 2027/1/1 and 2027年1月1日 are read as dates too.
 * @throws Problem `invalid` with faults by line (`line.3`), or those of `parseSchedule`.
 */
export function parseScheduleCsv(content: string, about: { year: number; source: string }): Schedule {
  const days: Record<'holidays' | 'makeUpDays', string[]> = { holidays: [], makeUpDays: [] };
  const faults: Fault[] = [];
  content
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .forEach((line, i) => {
      if (line.trim() === '' || line.startsWith('#')) return;
      const [day = '', word = ''] = line
        .split(/[,，;；\t]/)
        .map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
      const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(day);
      const kind = dayWords[word.toLowerCase()];
      if (i === 0 && parts === null && kind === undefined) return;
      if (parts === null || kind === undefined) {
        faults.push(
          fault(
            `line.${i + 1}`,
            'schedule-line',
            `第 ${i + 1} 行“${line}”无法识别，请写成“2027-01-01,休”或“2027-01-09,班”`,
            `Line ${i + 1}, “${line}”, is not understood; write “2027-01-01,holiday” or “2027-01-09,workday”`,
          ),
        );
        return;
      }
      const [, year, month = '', date = ''] = parts;
      days[kind].push(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
    });
  refuseIf(faults);
  return parseSchedule({ ...about, ...days });
}

/** Every date that breaks the Monday-to-Friday rhythm, and the years for which that is complete. */
export interface Calendar {
  readonly years: ReadonlySet<number>;
  readonly holidays: ReadonlySet<string>;
  /** Weekend days that are worked 补班. */
  readonly makeUpDays: ReadonlySet<string>;
}

/**
 * Whether people work on a date: a make-up weekend day is worked, a holiday is not.
 * @throws Problem `calendar-not-loaded` for a year without schedule; never guesses Monday to Friday
 * (docs/rules/calendar.md#unknown-year).
 */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  const day = plainDate(date);
  if (!calendar.years.has(day.year)) {
    throw conflict(
      'calendar-not-loaded',
      `${day.year} 年的放假安排尚未载入，无法计算工作日。请管理员按国务院办公厅公布的通知，在“放假安排”页载入 ${day.year} 年（每行一个日期，如 ${day.year}-01-01,休）`,
      `The holiday schedule of ${day.year} is not loaded, so working days cannot be counted. An administrator loads ${day.year} on the page “Holiday schedule” from the State Council's notice (one date a line, e.g. ${day.year}-01-01,holiday)`,
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
