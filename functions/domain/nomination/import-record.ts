/** What an import of a sheet of nominations keeps while it runs. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { faultRecord, instant, lazily, type Stored } from '#domain/record.ts';

/** A checked sheet that waits for its import, or is being imported; its rows lie sealed in files of `partRows` each. */
export const importRecord = lazily(() =>
  z.object({
    id: z.string(),
    programme: z.string(),
    org: z.string(),
    by: z.string(),
    /** Names of the files; the sweeper removes them a day later, whatever became of the import. */
    parts: z.array(z.string()),
    rows: z.int(),
    doubles: z.array(z.int()),
    faultyRows: z.int(),
    createdAt: instant,
    /** The job that submits its drafts together, the latest one. */
    submitting: z.string().exactOptional(),
  }),
);
export type ImportRecord = Stored<typeof importRecord>;

/** What became of some rows. */
export const rowOutcomesRecord = lazily(() =>
  z.object({
    saved: z.array(
      z.object({ row: z.int(), id: z.string(), name: personal('nominee', 'timed', z.string()) }),
    ),
    known: z.array(z.object({ row: z.int(), name: personal('nominee', 'timed', z.string()) })),
    refused: z.array(
      z.object({ row: z.int(), name: personal('nominee', 'timed', z.string()), fault: faultRecord() }),
    ),
  }),
);
export type RowOutcomes = Stored<typeof rowOutcomesRecord>;
