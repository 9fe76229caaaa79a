/** Import of up to 5,000 nominations: every row is checked first and nothing is written; then a job makes the drafts. */

import { startJob } from '#actions/job.ts';
import { keepParts } from '#actions/sealed-parts.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import type { ImportRecord, RowOutcomes } from '#domain/nomination/import-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { invalid } from '#domain/problem.ts';
import type { Job } from '#domain/running/job-record.ts';
import { readTable } from '#domain/sheet.ts';
import { noSuch } from '#domain/things.ts';
import { readSheets } from '#papers/sheet-file.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, getProgramme, type Listed, listPage } from '#store/reads.ts';
import { checkRows, columnsOf, type Imported, type ImportInput } from './draft-import.ts';
import { demandDraft } from './draft-record.ts';
import { importKey, keptSeconds, outcomePrefix, partRows } from './import-chunk.ts';
import { sheetPlace } from './nomination-input.ts';

const mostRows = 5_000;

export interface Prepared {
  readonly id: string;
  /** Rows that are fit to be imported. */
  readonly good: number;
  readonly doubles: readonly number[];
  readonly faulty: Imported['faulty'];
  /** Started at once, as no row is wrong. */
  readonly job?: Job;
}

/**
 * Checks a sheet and keeps its good rows, sealed, for a day. When no row is wrong its job starts; otherwise nothing is
 * written until `startImport` says that the good rows should come without the others. Throws what `checkRows` does, and
 * `invalid` `no-rows` for an empty sheet.
 */
export async function prepareImport(deps: Deps, actor: Actor, input: ImportInput): Promise<Prepared> {
  const { good, doubles, faulty } = await checkRows(deps, actor, input, mostRows);
  if (good.length + faulty.length === 0)
    throw invalid(
      'no-rows',
      '表中没有可导入的行，请在表头下面填写后再上传。',
      'The sheet has no rows to import; fill in some below the header and upload it again.',
    );
  const id = deps.id('job');
  const parts = await keepParts(deps, id, good, partRows);
  const record: ImportRecord = {
    id,
    programme: input.programme,
    org: input.org,
    by: actor.id,
    parts,
    rows: good.length,
    doubles,
    faultyRows: faulty.length,
    createdAt: instantOf(deps),
  };
  await deps.table.put(
    { ...record, ...importKey(id), ttl: Math.floor(deps.clock() / 1000) + keptSeconds },
    rowAbsent,
  );
  const prepared = { id, good: good.length, doubles, faulty };
  return faulty.length > 0 ? prepared : { ...prepared, job: await startImport(deps, actor, id) };
}

/**
 * `prepareImport` of an uploaded sheet, read once the right to it is clear. @throws Problem `invalid` also when no header
 * is found or it is no sheet; toolarge.
 */
export async function prepareSheet(
  deps: Deps,
  actor: Actor,
  place: Input<typeof sheetPlace>,
  bytes: Uint8Array,
): Promise<Prepared> {
  const { org, programme } = readInput(sheetPlace, place);
  await demandDraft(deps, actor, { org, channel: 'organisation', owner: actor.id }, 'organisation');
  const { form } = (await getProgramme(deps.table, programme)).document;
  const { isKnown, wanted } = columnsOf(form);
  const { rows, unread } = readTable(await readSheets(bytes), isKnown, wanted);
  return prepareImport(deps, actor, { org, programme, rows, unread });
}

async function importOf(deps: Deps, actor: Actor, id: string): Promise<ImportRecord> {
  const record = await find<ImportRecord>(deps.table, importKey(id));
  if (record === undefined) throw noSuch('import');
  await demandDraft(deps, actor, { org: record.org, channel: 'organisation', owner: record.by }, 'import');
  return record;
}

/** Starts the import of the good rows of a checked sheet; started twice, it is one job. Throws `missing`, `forbidden`. */
export async function startImport(deps: Deps, actor: Actor, id: string): Promise<Job> {
  const record = await importOf(deps, actor, id);
  return startJob(deps, actor, 'import-nominations', { org: record.org, id, total: record.rows });
}

export interface ImportProgress {
  readonly record: Omit<ImportRecord, 'parts'>;
  /** Undefined while the choice is open whether the good rows come without the others. */
  readonly job: Job | undefined;
}

/** How an import stands, for those who may draft for its organisation. Throws `missing` `import-unknown`, `forbidden`. */
export async function readImport(deps: Deps, actor: Actor, id: string): Promise<ImportProgress> {
  const { parts: _parts, ...record } = await importOf(deps, actor, id);
  return { record, job: await find<Job>(deps.table, keys.job(id)) };
}

/** What became of the rows, in the order of the sheet, about 500 of them at a time. Throws as `readImport`. */
export async function importOutcomes(
  deps: Deps,
  actor: Actor,
  id: string,
  cursor?: string,
): Promise<Listed<RowOutcomes>> {
  await importOf(deps, actor, id);
  return listPage<RowOutcomes>(deps.table, { pk: keys.job(id).pk, prefix: outcomePrefix, limit: 5, cursor });
}
