/** A background job as it is stored. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { faultRecord, instant, lazily, type Stored } from '#domain/record.ts';

export const jobKindNames = [
  'annul-list',
  'bulk-mail',
  'close-panel',
  'end-round',
  'end-terms',
  'erase-round',
  'import-ledger',
  'import-nominations',
  'make-package',
  'make-paper',
  'record-results',
  'rewrap-keys',
  'start-recheck',
  'submit-drafts',
  'tell-results',
] as const;
export type JobKind = (typeof jobKindNames)[number];

/** Long work as a row: where it stands, how much is done, what went wrong (docs/architecture.md#jobs). */
export const jobRecord = lazily(() =>
  z.object({
    id: z.string(),
    kind: z.enum(jobKindNames),
    org: z.string(),
    by: z.string(),
    state: z.enum(['waiting', 'running', 'done', 'failed', 'stopped']),
    /** What the handler left off at; absent at the beginning. */
    cursor: z.string().exactOptional(),
    done: z.int(),
    /** Rows in all, where they could be counted before. */
    total: z.int().exactOptional(),
    /** The first 50. */
    faults: z.array(faultRecord()),
    faultCount: z.int(),
    params: personal('words', 'office', z.record(z.string(), z.unknown())),
    createdAt: instant,
    startedAt: instant.exactOptional(),
    endedAt: instant.exactOptional(),
    /** Chunks that broke one after the other; code of the last. */
    broken: z.int(),
    error: z.string().exactOptional(),
    /** A runner holds it until this instant. */
    claimed: instant.exactOptional(),
    version: z.int(),
  }),
);
export type Job = Stored<typeof jobRecord>;
