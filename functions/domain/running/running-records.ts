/** What runs: due rows with their signals, waiting machines, runs of the sweeper, what a home notes of itself. */
import * as z from 'zod';
import { instant, lazily, type Stored } from '#domain/record.ts';

export const stuckExecutionRecord = lazily(() =>
  z.object({ execution: z.string(), error: z.string(), at: instant }),
);
export type StuckExecution = Stored<typeof stuckExecutionRecord>;
