/** What an import of an old ledger keeps while it runs, and what became of its lines. */
import * as z from 'zod';
import { faultRecord, instant, lazily, type Stored } from '#domain/record.ts';

/** A sheet whose head was looked at; it, and later its good lines, lie sealed in files until the job has recorded them. */
export const ledgerImportRecord = lazily(() =>
  z.object({
    id: z.string(),
    org: z.string(),
    by: z.string(),
    /** Names of the files, of the sheet and of the good lines; the sweeper removes them a day later, whatever became of the import. */
    sheet: z.array(z.string()),
    parts: z.array(z.string()),
    /** Good lines, and those that stood twice in the sheet or cannot be taken; absent until the job has checked them. */
    rows: z.int().exactOptional(),
    doubled: z.int().exactOptional(),
    faulty: z.int().exactOptional(),
    /** Why nothing of it was taken. */
    refused: faultRecord().exactOptional(),
    /** Titles of columns that are not read. */
    unknown: z.array(z.string()),
    createdAt: instant,
  }),
);
export type LedgerImport = Stored<typeof ledgerImportRecord>;

/** What became of some lines, by their numbers in the sheet. */
export const ledgerOutcomesRecord = lazily(() =>
  z.object({
    saved: z.int(),
    /** In the ledger already; `held`: granted in this system, or recorded of the same identity. */
    known: z.array(z.object({ row: z.int(), held: z.boolean() })),
    doubles: z.array(z.object({ row: z.int(), of: z.int() })),
    faulty: z.array(z.object({ row: z.int(), faults: z.array(faultRecord()) })),
  }),
);
export type LedgerOutcomes = Stored<typeof ledgerOutcomesRecord>;
