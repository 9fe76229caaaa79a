import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listSchedules, loadSchedule } from '#actions/programme/schedules.ts';
import { addWorkingDays } from '#domain/calendar.ts';
import type { Actor } from '#domain/people/people.ts';
import { readCalendar } from '#store/reads.ts';
import { type Office, openOffice, problemOf } from '../office.ts';
import { organisationChain } from '../office-reads.ts';
import { codeOf } from '../people/people-deps.ts';

let office: Office;
let root: Actor;
beforeEach(async () => {
  office = await openOffice('2022-02-25T01:00:00.000Z');
  root = office.above;
});
afterEach(() => office.test.embedded.close());

/** A schedule of 2031 as the notices usually are. */
const schedule = {
  year: 2031,
  source: '国办发明电〔2030〕1号',
  holidays: [
    '2031-01-01',
    '2031-01-22',
    '2031-01-23',
    '2031-01-24',
    '2031-01-27',
    '2031-01-28',
    '2031-04-04',
    '2031-05-01',
    '2031-05-02',
    '2031-06-24',
    '2031-10-01',
    '2031-10-02',
    '2031-10-03',
    '2031-10-06',
  ],
  makeUpDays: ['2031-01-19'],
};
const csv = [
  ...schedule.holidays.map((day) => `${day},休`),
  ...schedule.makeUpDays.map((day) => `${day},班`),
].join('\n');

describe('a holiday schedule', () => {
  it('of a new year is loaded with its source, and working days can be counted', async () => {
    expect(
      await codeOf(
        Promise.resolve().then(async () =>
          addWorkingDays(await readCalendar(office.deps.table), '2031-01-01', 1),
        ),
      ),
    ).toBe('calendar-not-loaded');
    await loadSchedule(office.deps, root, { schedule });
    expect(addWorkingDays(await readCalendar(office.deps.table), '2031-01-01', 1)).toBe('2031-01-02');
    expect((await listSchedules(office.deps))[0]).toMatchObject({
      kind: 'loaded',
      year: 2031,
      source: '国办发明电〔2030〕1号',
      by: root.id,
      replaced: [],
    });
    expect((await organisationChain(office, 'city')).at(-1)).toMatchObject({
      action: 'calendar.load',
      details: { year: 2031 },
    });
  });

  it('is the same from a sheet', async () => {
    const loaded = await loadSchedule(office.deps, root, { csv, year: 2031, source: schedule.source });
    expect(loaded).toMatchObject(schedule);
  });

  it('is checked, and loaded by administrators of the root only', async () => {
    const wrong = { ...schedule, holidays: schedule.holidays.slice(1) };
    expect((await problemOf(loadSchedule(office.deps, root, { schedule: wrong }))).faults[0]?.code).toBe(
      'schedule-festival-missing',
    );
    expect(await codeOf(loadSchedule(office.deps, office.admin, { schedule }))).toBe('not-allowed');
  });

  it('is replaced with a reason and on the version that was shown', async () => {
    await loadSchedule(office.deps, root, { schedule });
    const next = { ...schedule, makeUpDays: ['2031-01-18'] };
    expect(await codeOf(loadSchedule(office.deps, root, { schedule: next, reason: '通知调整' }))).toBe(
      'schedule-changed',
    );
    expect(
      (await problemOf(loadSchedule(office.deps, root, { schedule: next, version: 1 }))).faults[0]?.field,
    ).toBe('reason');
    const replaced = await loadSchedule(office.deps, root, {
      schedule: next,
      version: 1,
      reason: '通知调整',
    });
    expect(replaced).toMatchObject({
      version: 2,
      makeUpDays: ['2031-01-18'],
      replaced: [{ source: schedule.source, reason: '通知调整' }],
    });
  });

  it('keeps the days that have passed', async () => {
    await loadSchedule(office.deps, root, { schedule });
    office.at('2031-05-05T01:00:00.000Z');
    const past = { ...schedule, makeUpDays: ['2031-01-18'] };
    const refused = await problemOf(
      loadSchedule(office.deps, root, { schedule: past, version: 1, reason: '通知调整' }),
    );
    expect([refused.code, refused.text.zh.includes('2031-01-18、2031-01-19')]).toEqual([
      'schedule-passed',
      true,
    ]);
    const coming = { ...schedule, holidays: [...schedule.holidays, '2031-10-07'] };
    expect(
      await loadSchedule(office.deps, root, { schedule: coming, version: 1, reason: '通知调整' }),
    ).toMatchObject({ version: 2 });
  });

  it('of a built-in year needs a reason too, and leaves its past alone', async () => {
    const own = {
      ...schedule,
      year: 2022,
      holidays: schedule.holidays.map((day) => day.replace('2031', '2022')),
      makeUpDays: [],
    };
    expect((await problemOf(loadSchedule(office.deps, root, { schedule: own }))).faults[0]?.code).toBe(
      'reason-needed',
    );
    expect(await codeOf(loadSchedule(office.deps, root, { schedule: own, reason: '核对后更正' }))).toBe(
      'schedule-passed',
    );
  });
});
