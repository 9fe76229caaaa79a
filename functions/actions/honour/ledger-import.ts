/** Import of an old ledger: the head of its sheet is looked at, then a job checks every line and records the good ones. */

import { startJob } from '#actions/job.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { LedgerImport, LedgerOutcomes } from '#domain/honour/ledger-import-record.ts';
import { isBlankLine } from '#domain/honour/ledger-rows.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import type { Job } from '#domain/running/job-record.ts';
import { noSuch } from '#domain/things.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, type Listed, listPage } from '#store/reads.ts';
import { demandKeeper } from './ledger-entry.ts';
import {
  keepSheet,
  type LedgerSource,
  ledgerImportEnd,
  ledgerImportKey,
  ledgerOutcomePrefix,
  ledgerSheetOf,
  noRows,
} from './ledger-import-check.ts';

/** Lines that are looked at before the job: a header stands in the first thirty. */
const firstLines = 60;

/**
 * Looks at what needs no check of the lines: rights, size, the header, and whether there is anything below it. Gives the
 * titles that are not read.
 */
async function lookAtHead(source: LedgerSource): Promise<readonly string[]> {
  const { rows, unknown } = await ledgerSheetOf(source, firstLines);
  const isWhole = rows.length < firstLines - 1;
  if (isWhole && rows.every(isBlankLine)) throw noRows();
  return unknown;
}

/**
 * Looks at the head of a sheet, read once the right to it is clear, keeps it sealed, and starts the job that checks its
 * lines and records the good ones; faulty and doubled ones are kept with the import, to be read by number. The same sheet
 * again adds nothing.
 * @throws Problem `invalid` `no-rows`, and what `readLedgerSheet` throws of the first lines; toolarge beyond 50,000 lines
 * or 20 MB; forbidden.
 */
export async function importLedger(
  deps: Deps,
  actor: Actor,
  org: string,
  source: LedgerSource,
): Promise<LedgerImport> {
  demandKeeper(actor, await getOrganisation(deps.table, org));
  const unknown = await lookAtHead(source);
  const id = deps.id('job');
  const record: LedgerImport = {
    id,
    org,
    by: actor.id,
    sheet: await keepSheet(deps, id, source),
    parts: [],
    unknown: unknown.slice(0, 50),
    createdAt: instantOf(deps),
  };
  await deps.table.put({ ...record, ...ledgerImportKey(id), ttl: ledgerImportEnd(deps) }, rowAbsent);
  await startJob(deps, actor, 'import-ledger', { org, id });
  return record;
}

async function importOf(deps: Deps, actor: Actor, id: string): Promise<LedgerImport> {
  const record = await find<LedgerImport>(deps.table, ledgerImportKey(id));
  if (record === undefined) throw noSuch('import');
  const { path } = await getOrganisation(deps.table, record.org);
  demand(actor, 'round.read', { orgPath: path }, 'import');
  return record;
}

export interface LedgerImportProgress {
  readonly record: Omit<LedgerImport, 'parts' | 'sheet'>;
  readonly job: Job;
}

/** How an import stands. @throws Problem missing `import-unknown`; forbidden. */
export async function readLedgerImport(deps: Deps, actor: Actor, id: string): Promise<LedgerImportProgress> {
  const { parts: _parts, sheet: _sheet, ...record } = await importOf(deps, actor, id);
  return { record, job: (await find<Job>(deps.table, keys.job(id)))! };
}

/** What became of the lines: first the faulty and doubled ones, then those that stood already. @throws as `readLedgerImport`. */
export async function ledgerOutcomes(
  deps: Deps,
  actor: Actor,
  id: string,
  cursor?: string,
): Promise<Listed<LedgerOutcomes>> {
  await importOf(deps, actor, id);
  return listPage<LedgerOutcomes>(deps.table, {
    pk: keys.job(id).pk,
    prefix: ledgerOutcomePrefix,
    limit: 20,
    cursor,
  });
}
