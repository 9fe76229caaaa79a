/** Routes of the holiday schedules by which working days are counted. */
import * as z from 'zod';
import { scheduleLoad } from '#actions/programme/schedule-input.ts';
import { listSchedules, loadSchedule } from '#actions/programme/schedules.ts';
import { routesOf } from '#web/api/route.ts';
import { date, instant, named } from '#web/api/schemas.ts';

const ofSchedules = routesOf('schedules');

const schedule = named(
  'Schedule',
  z.object({
    year: z.int(),
    kind: z.enum(['builtIn', 'loaded']),
    source: z.string().optional(),
    holidays: z.array(date).optional(),
    makeUpDays: z.array(date).optional(),
    loadedAt: instant.optional(),
    version: z.int().optional(),
    replaced: z.array(z.object({ source: z.string(), at: instant, reason: z.string() })).optional(),
  }),
);

export const scheduleRoutes = [
  ofSchedules.get({
    path: '/api/schedules',
    id: 'listSchedules',
    needs: 'public',
    summary: {
      zh: '各年度放假安排及来源',
      en: 'The years that working days can be counted in, with their sources',
    },
    answer: z.object({ items: z.array(schedule) }),
    handle: async (deps) => ({ items: await listSchedules(deps) }),
  }),
  ofSchedules.put({
    path: '/api/schedules/{year}',
    id: 'loadSchedule',
    needs: 'admin',
    summary: { zh: '导入年度放假安排', en: 'Load the schedule of a year' },
    body: scheduleLoad,
    example: {
      source: '国办发明电〔2026〕7号',
      holidays: ['2027-01-01', '2027-02-05', '2027-02-06', '2027-02-07', '2027-05-01', '2027-10-01'],
      makeUpDays: ['2027-01-30'],
      version: 0,
    },
    answer: schedule,
    handle: async (deps, actor, { params, body: { reason, version, ...rest } }) => {
      const schedule = { ...rest, year: params.year };
      return {
        ...(await loadSchedule(deps, actor, { reason, version, schedule })),
        kind: 'loaded' as const,
      };
    },
  }),
];
