/** The kinds of background jobs: who may start each, and what does one chunk of it. */

import { annulChunk } from '#actions/honour/annulment.ts';
import { bulkMailChunk } from '#actions/letter/bulk-letters.ts';
import { importChunk } from '#actions/nomination/import-chunk.ts';
import { tellChunk } from '#actions/recommendation/result-letters.ts';
import { endChunk } from '#actions/round/round-end.ts';
import { eraseRoundChunk } from '#actions/trust/erasure.ts';
import type { Deps } from '#deps';
import type { Action } from '#domain/people/policy.ts';
import type { Fault } from '#domain/problem.ts';
import type { Job, JobKind } from '#domain/running/job-record.ts';
import { rewrapRecordKeys } from '#store/sealing.ts';

/** How much one chunk may do: at most `rows`, and nothing more once `spent()` is true. */
export interface Allowance {
  readonly rows: number;
  readonly spent: () => boolean;
}
/** What a chunk did. Without a cursor the job is done. */
export interface Chunk {
  readonly cursor: string | undefined;
  readonly done: number;
  readonly total?: number;
  readonly faults?: readonly Fault[];
}
/** Does one chunk. The same chunk may run again after a crash, so everything in it must be safe to repeat. */
export type JobHandler = (deps: Deps, job: Job, allowance: Allowance) => Promise<Chunk>;

export interface JobEntry {
  /** The right that starting it needs, at the job's organisation. */
  readonly action: Action;
  readonly handler: JobHandler | undefined;
}

const rewrapChunk: JobHandler = async (deps, job, { rows }) => {
  const { rewrapped, cursor } = await rewrapRecordKeys(deps, job.cursor, rows);
  return { cursor, done: rewrapped };
};

const kinds: Record<JobKind, JobEntry> = {
  'annul-list': { action: 'honour.annul', handler: annulChunk },
  'bulk-mail': { action: 'letters.send', handler: bulkMailChunk },
  'end-round': { action: 'round.configure', handler: endChunk },
  'erase-round': { action: 'nomination.erase', handler: eraseRoundChunk },
  'import-nominations': { action: 'nomination.submit', handler: importChunk },
  'rewrap-keys': { action: 'backup', handler: rewrapChunk },
  'tell-results': { action: 'letters.send', handler: tellChunk },
};

/** What is known of a kind. */
export const jobKind = (kind: JobKind): JobEntry => kinds[kind];

/**
 * Gives a kind its handler, once at the start of the process: handlers that themselves need the actions above this
 * file cannot be imported by it.
 */
export function supplyJob(kind: JobKind, handler: JobHandler): void {
  kinds[kind] = { ...kinds[kind], handler };
}
