/** A holiday schedule as an administrator loaded it. */
import * as z from 'zod';
import { scheduleSchema } from '#domain/calendar.ts';
import { instant, lazily, type Stored } from '#domain/record.ts';

/** A loaded year with where it comes from, and what it replaced. */
export const loadedScheduleRecord = lazily(() =>
  scheduleSchema.extend({
    loadedAt: instant,
    by: z.string(),
    version: z.int(),
    replaced: z.array(z.object({ source: z.string(), at: instant, by: z.string(), reason: z.string() })),
  }),
);
export type LoadedSchedule = Stored<typeof loadedScheduleRecord>;
