/** What does one chunk of each kind of background job. */

import { annulChunk } from '#actions/honour/annulment.ts';
import { ledgerImportChunk } from '#actions/honour/ledger-import-chunk.ts';
import { termsChunk } from '#actions/honour/terms.ts';
import type { JobHandler } from '#actions/job.ts';
import { paperChunk } from '#actions/kept-papers.ts';
import { bulkMailChunk } from '#actions/letter/bulk-letters.ts';
import { importChunk } from '#actions/nomination/import-chunk.ts';
import { submitChunk } from '#actions/nomination/submit-chunk.ts';
import { packageChunk } from '#actions/package/archive-chunk.ts';
import { resultsChunk } from '#actions/package/results-chunk.ts';
import { startChunk } from '#actions/recheck/start-chunk.ts';
import { tellChunk } from '#actions/recommendation/result-letters.ts';
import { endChunk } from '#actions/round/round-end.ts';
import { closePanelChunk } from '#actions/selection/panel-closing.ts';
import { eraseRoundChunk } from '#actions/trust/erasure.ts';
import type { JobKind } from '#domain/running/job-record.ts';
import { rewrapRecordKeys } from '#store/sealing.ts';
import { composerOf, sequenceOf } from './paper-kinds.ts';

const rewrapChunk: JobHandler = async (deps, job, { rows }) => {
  const { rewrapped, cursor } = await rewrapRecordKeys(deps, job.cursor, rows);
  return { cursor, done: rewrapped };
};

const handlers: Record<JobKind, JobHandler> = {
  'annul-list': annulChunk,
  'bulk-mail': bulkMailChunk,
  'close-panel': closePanelChunk,
  'end-round': endChunk,
  'end-terms': termsChunk,
  'erase-round': eraseRoundChunk,
  'import-ledger': ledgerImportChunk,
  'import-nominations': importChunk,
  'make-package': packageChunk,
  'make-paper': paperChunk(composerOf, sequenceOf),
  'record-results': resultsChunk,
  'rewrap-keys': rewrapChunk,
  'start-recheck': startChunk,
  'submit-drafts': submitChunk,
  'tell-results': tellChunk,
};

export const jobHandler = (kind: JobKind): JobHandler => handlers[kind];

/** Gives a kind another handler. */
export function supplyJob(kind: JobKind, handler: JobHandler): void {
  handlers[kind] = handler;
}
