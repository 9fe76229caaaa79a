/** Import of an old ledger: every line is checked first, then a job records the good ones; nothing is dropped without a word. */
import { startJob } from '#actions/job.ts';
import { keepParts } from '#actions/sealed-parts.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { LedgerImport, LedgerOutcomes } from '#domain/honour/ledger-import-record.ts';
import {
  checkLedgerRows,
  type LedgerSheetRow,
  ledgerCells,
  unknownHeads,
} from '#domain/honour/ledger-rows.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { invalid, missing, tooLarge } from '#domain/problem.ts';
import type { Job } from '#domain/running/job-record.ts';
import { readLedgerSheet } from '#papers/ledger-sheet.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, type Listed, listPage } from '#store/reads.ts';
import { demandKeeper } from './ledger-entry.ts';
import { ledgerImportKey, ledgerOutcomePrefix, partRows } from './ledger-import-chunk.ts';

/** Lines of one sheet. */
export const mostImported = 50_000;
/** The record of an import is kept so long, for its result to be read. */
const keptSeconds = 90 * 86_400;
/** Faulty and doubled lines of one row of the table. */
const toldAtOnce = 200;

export type LedgerSource =
  | { readonly bytes: Uint8Array }
  | { readonly rows: readonly Readonly<Record<string, unknown>>[] };

/** Lines as a program sends them: the first is 2, as below a header. */
function sentLines(rows: readonly Readonly<Record<string, unknown>>[]) {
  const unknown = unknownHeads([...new Set(rows.flatMap((row) => Object.keys(row)))]);
  return { rows: rows.map((row, n): LedgerSheetRow => ({ row: n + 2, cells: ledgerCells(row) })), unknown };
}

/**
 * Checks a sheet, read once the right to it is clear, and starts the job that records its good lines; faulty and doubled
 * ones are kept with the import, to be read by number. The same sheet again adds nothing.
 * @throws Problem `invalid` `no-rows`, and what `readLedgerSheet` throws; toolarge beyond 50,000 lines; forbidden.
 */
export async function importLedger(
  deps: Deps,
  actor: Actor,
  org: string,
  source: LedgerSource,
): Promise<LedgerImport> {
  demandKeeper(actor, await getOrganisation(deps.table, org));
  const sheet =
    'bytes' in source ? await readLedgerSheet(source.bytes, mostImported + 100) : sentLines(source.rows);
  const { good, doubles, faulty } = checkLedgerRows(sheet.rows);
  const lines = good.length + doubles.length + faulty.length;
  if (lines > mostImported)
    throw tooLarge(
      'too-many-rows',
      `一次最多导入 ${mostImported} 行，请分几次导入。`,
      `At most ${mostImported} rows at once; import in parts.`,
    );
  if (lines === 0)
    throw invalid(
      'no-rows',
      '表中没有可导入的行，请在表头下面填写后再上传。',
      'The sheet has no rows to import; fill in some below the header and upload it again.',
    );
  const id = deps.id('job');
  const record: LedgerImport = {
    id,
    org,
    by: actor.id,
    parts: await keepParts(deps, id, good, partRows),
    rows: good.length,
    doubled: doubles.length,
    faulty: faulty.length,
    unknown: sheet.unknown.slice(0, 50),
    createdAt: instantOf(deps),
  };
  const ttl = Math.floor(deps.clock() / 1000) + keptSeconds;
  const told: LedgerOutcomes[] = [];
  for (let from = 0; from < faulty.length; from += toldAtOnce)
    told.push({ ...none, faulty: faulty.slice(from, from + toldAtOnce) });
  for (let from = 0; from < doubles.length; from += toldAtOnce)
    told.push({ ...none, doubles: doubles.slice(from, from + toldAtOnce) });
  const { pk } = keys.job(id);
  await deps.table.batchPut(
    told.map((each, n) => ({
      ...each,
      pk,
      sk: `${ledgerOutcomePrefix}0#${String(n).padStart(5, '0')}`,
      ttl,
    })),
  );
  await deps.table.put({ ...record, ...ledgerImportKey(id), ttl }, rowAbsent);
  await startJob(deps, actor, 'import-ledger', { org, id, total: good.length });
  return record;
}
const none = { saved: 0, known: [], doubles: [], faulty: [] } as const;

async function importOf(deps: Deps, actor: Actor, id: string): Promise<LedgerImport> {
  const record = await find<LedgerImport>(deps.table, ledgerImportKey(id));
  if (record === undefined)
    throw missing(
      'import-unknown',
      '没有这次导入，请重新上传表格；已导入的行不会重复。',
      'There is no such import; upload the sheet again, nothing comes twice.',
    );
  demand(actor, 'round.read', { orgPath: (await getOrganisation(deps.table, record.org)).path });
  return record;
}

export interface LedgerImportProgress {
  readonly record: Omit<LedgerImport, 'parts'>;
  readonly job: Job;
}

/** How an import stands. @throws Problem missing `import-unknown`; forbidden. */
export async function readLedgerImport(deps: Deps, actor: Actor, id: string): Promise<LedgerImportProgress> {
  const { parts: _parts, ...record } = await importOf(deps, actor, id);
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
