/** Working days and holiday schedules (docs/rules/calendar.md#working-days). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  parseSchedule,
  parseScheduleCsv,
  workingDaysBetween,
} from '#domain/calendar.ts';
import { builtInYears, makeCalendar } from '#domain/calendar-years.ts';
import { addDays } from '#domain/instant.ts';
import { Problem } from '#domain/problem.ts';

const calendar = makeCalendar();
const problemOf = (act: () => unknown): Problem => {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('no Problem was thrown');
};
const codes = (problem: Problem) => problem.faults.map(({ field, code }) => `${field} ${code}`);

/** Invented for the tests; the real one of 2027 is not announced. */
const schedule2027 = {
  year: 2027,
  source: '测试用，非正式通知',
  holidays: [
    ...['2027-01-01', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-02-12'],
    ...['2027-04-05', '2027-05-01', '2027-05-03', '2027-05-04', '2027-06-09', '2027-09-15'],
    ...['2027-10-01', '2027-10-02', '2027-10-03', '2027-10-04', '2027-10-05', '2027-10-06', '2027-10-07'],
  ],
  makeUpDays: ['2027-02-14', '2027-05-08', '2027-10-09'],
};

describe('the built-in years', () => {
  test('are those that the data set holds, 2004 to 2026', () => {
    expect(builtInYears).toEqual(Array.from({ length: 23 }, (_, i) => 2004 + i));
  });

  test.each([
    ['2021-05-08', true, 'a Saturday worked for 劳动节'],
    ['2021-05-05', false, 'a Wednesday off'],
    ['2022-05-07', true, 'a Saturday worked'],
    ['2022-05-08', false, 'an ordinary Sunday'],
    ['2026-02-28', true, 'a Saturday worked for 春节'],
    ['2018-12-31', false, 'off for 元旦 2019'],
    ['2026-11-23', true, 'an ordinary Monday'],
  ])('%s works: %s (%s)', (date, works) => {
    expect(isWorkingDay(calendar, date)).toBe(works);
  });

  test.each(['2027-01-04', '2003-12-31'])('%s is of a year that is not loaded, never a guess', (date) => {
    const problem = problemOf(() => isWorkingDay(calendar, date));
    expect(problem.code).toBe('calendar-not-loaded');
    expect(problem.text.zh).toContain(date.slice(0, 4));
    expect(problem.text.en).toContain('loads');
  });

  test('a count that runs into 2027 fails too', () => {
    expect(addWorkingDays(calendar, '2026-12-30', 1)).toBe('2026-12-31');
    expect(problemOf(() => addWorkingDays(calendar, '2026-12-30', 2)).code).toBe('calendar-not-loaded');
  });

  test('a text that is no date is refused', () => {
    expect(problemOf(() => isWorkingDay(calendar, '2021-02-30')).code).toBe('not-a-date');
    expect(problemOf(() => isWorkingDay(calendar, '20210226')).code).toBe('not-a-date');
  });
});

describe('counting', () => {
  test('by hand', () => {
    expect(nextWorkingDay(calendar, '2021-04-30')).toBe('2021-05-06');
    expect(nextWorkingDay(calendar, '2021-05-07')).toBe('2021-05-08');
    expect(addWorkingDays(calendar, '2021-05-10', -1)).toBe('2021-05-08');
    expect(addWorkingDays(calendar, '2021-05-01', 0)).toBe('2021-05-01');
    expect(workingDaysBetween(calendar, '2021-05-06', '2021-05-11')).toBe(5);
    expect(workingDaysBetween(calendar, '2021-05-11', '2021-05-06')).toBe(0);
  });

  const day = fc.integer({ min: 0, max: 8000 }).map((days) => addDays('2004-03-01', days));
  const count = fc.integer({ min: 1, max: 30 });

  test('the n-th working day is a working day, and n of them lie up to it', () => {
    fc.assert(
      fc.property(day, count, (from, n) => {
        const to = addWorkingDays(calendar, from, n);
        expect(isWorkingDay(calendar, to)).toBe(true);
        expect(workingDaysBetween(calendar, addDays(from, 1), to)).toBe(n);
      }),
      { numRuns: 60 },
    );
  });

  test('forth and back from a working day ends where it began', () => {
    fc.assert(
      fc.property(day, count, (any, n) => {
        const from = nextWorkingDay(calendar, any);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, from, n), -n)).toBe(from);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a loaded schedule', () => {
  test('makes its year known, and only that one', () => {
    const loaded = makeCalendar([parseSchedule(schedule2027)]);
    expect(isWorkingDay(loaded, '2027-02-14')).toBe(true);
    expect(isWorkingDay(loaded, '2027-02-12')).toBe(false);
    expect(isWorkingDay(loaded, '2027-03-01')).toBe(true);
    expect(addWorkingDays(loaded, '2026-12-30', 2)).toBe('2027-01-04');
    expect(problemOf(() => isWorkingDay(loaded, '2028-01-03')).code).toBe('calendar-not-loaded');
  });

  test('replaces a built-in year, yet keeps what the year after set in its December', () => {
    const holidays = ['2018-01-01', '2018-02-15', '2018-02-16', '2018-02-19', '2018-02-20', '2018-05-01'];
    const autumn = ['2018-10-01', '2018-10-02', '2018-10-03'];
    const loaded = makeCalendar([
      parseSchedule({ year: 2018, source: '更正', holidays: [...holidays, ...autumn], makeUpDays: [] }),
    ]);
    expect(isWorkingDay(loaded, '2018-02-21')).toBe(true);
    expect(isWorkingDay(calendar, '2018-02-21')).toBe(false);
    expect(isWorkingDay(loaded, '2018-12-29')).toBe(true);
    expect(isWorkingDay(loaded, '2018-12-31')).toBe(false);
  });

  test('may set days in the December before', () => {
    const withDecember = { ...schedule2027, makeUpDays: [...schedule2027.makeUpDays, '2026-12-27'] };
    expect(isWorkingDay(makeCalendar([parseSchedule(withDecember)]), '2026-12-27')).toBe(true);
  });

  test('is refused twice for one year', () => {
    const schedule = parseSchedule(schedule2027);
    expect(problemOf(() => makeCalendar([schedule, schedule])).code).toBe('calendar-year-twice');
  });
});

describe('reading a schedule', () => {
  const faultsOf = (change: object) => codes(problemOf(() => parseSchedule({ ...schedule2027, ...change })));

  test('puts its dates in order', () => {
    const shuffled = { ...schedule2027, holidays: schedule2027.holidays.toReversed() };
    expect(parseSchedule(shuffled)).toEqual(schedule2027);
  });

  test('a date of another year', () => {
    expect(faultsOf({ makeUpDays: ['2028-02-12'] })).toEqual(['makeUpDays.0 schedule-wrong-year']);
    expect(faultsOf({ year: 2026 })).toContain('holidays.0 schedule-wrong-year');
  });

  test('a date in both lists', () => {
    expect(faultsOf({ makeUpDays: ['2027-10-02'] })).toEqual(['makeUpDays.0 schedule-both']);
  });

  test('a make-up day in the week', () => {
    expect(faultsOf({ makeUpDays: ['2027-03-03'] })).toEqual(['makeUpDays.0 schedule-not-weekend']);
  });

  test('a date given twice', () => {
    expect(faultsOf({ holidays: [...schedule2027.holidays, '2027-10-02'] })).toEqual([
      'holidays.20 schedule-duplicate',
    ]);
  });

  test('days left out', () => {
    const without = (part: string) => schedule2027.holidays.filter((date) => !date.startsWith(part));
    expect(faultsOf({ holidays: without('2027-05-01') })).toEqual(['holidays schedule-festival-missing']);
    expect(faultsOf({ holidays: without('2027-02') })).toContain('holidays schedule-spring-missing');
    expect(faultsOf({ holidays: ['2027-01-01'] })).toContain('holidays schedule-too-few');
  });

  test('things of another shape, with the place of each', () => {
    const problem = problemOf(() =>
      parseSchedule({ ...schedule2027, holidays: ['2027-02-30'], source: undefined }),
    );
    expect(problem.faults.map(({ field }) => field).toSorted()).toEqual(['holidays.0', 'source']);
    expect(problemOf(() => parseSchedule(undefined)).kind).toBe('invalid');
  });

  test('every built-in year would pass', () => {
    for (const year of builtInYears) {
      const own = (dates: ReadonlySet<string>) =>
        [...dates].filter((date) => date.startsWith(`${year}-`) && !date.startsWith(`${year}-12-`));
      const schedule = {
        year,
        source: 'chinese-days',
        holidays: own(calendar.holidays),
        makeUpDays: own(calendar.makeUpDays),
      };
      expect(parseSchedule(schedule).year).toBe(year);
    }
  });
});

describe("reading a clerk's file", () => {
  const about = { year: 2027, source: schedule2027.source };
  const lines = [
    ...schedule2027.holidays.map((date) => `${date},holiday`),
    ...schedule2027.makeUpDays.map((date) => `${date},workday`),
  ];

  test('plain, and as spreadsheets and people write it', () => {
    expect(parseScheduleCsv(lines.join('\n'), about)).toEqual(schedule2027);
    const written = lines
      .map((line) => line.replace(',holiday', '，休，春节').replace(',workday', '，班').replaceAll('-0', '-'))
      .map((line) => line.replaceAll('-', '/'));
    expect(parseScheduleCsv(`\uFEFF日期,类型\r\n# 说明\r\n\r\n${written.join('\r\n')}\r\n`, about)).toEqual(
      schedule2027,
    );
  });

  test('names each line that it does not understand', () => {
    const problem = problemOf(() => parseScheduleCsv('2027-01-01,休\n元旦,休\n2027-01-02,放', about));
    expect(codes(problem)).toEqual(['line.2 schedule-line', 'line.3 schedule-line']);
    expect(problem.faults[0]?.text.zh).toContain('元旦,休');
  });

  test('checks the whole like any other schedule', () => {
    expect(codes(problemOf(() => parseScheduleCsv('2027-01-01,休', about)))).toContain(
      'holidays schedule-too-few',
    );
  });
});
