/** The check of an uploaded ledger, as the first chunk of its job: every line is told as what it is, good ones are kept for the next chunks. */
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { dropParts, keepParts, openPart } from '#actions/sealed-parts.ts';
import type { Deps } from '#deps';
import type { LedgerImport, LedgerOutcomes } from '#domain/honour/ledger-import-record.ts';
import {
  type CheckedLedgerRows,
  type LedgerSheetRow,
  ledgerCells,
  ledgerChecker,
  unknownHeads,
} from '#domain/honour/ledger-rows.ts';
import { invalid, Problem, tooLarge } from '#domain/problem.ts';
import { readLedgerSheet } from '#papers/ledger-sheet.ts';
import { keys } from '#store/keys.ts';
import type { Key } from '#store/table.ts';

/** Good lines in one file, and at most in one chunk. */
const partRows = 250;
/** Lines of one sheet. */
const mostImported = 50_000;
/** The record of an import is kept so long, for its result to be read. */
const keptSeconds = 90 * 86_400;
/** Faulty and doubled lines of one row of the table. */
const toldAtOnce = 200;
/** Lines that are checked before others get their turn. */
const portion = 250;

export type LedgerSource =
  | { readonly bytes: Uint8Array }
  | { readonly rows: readonly Readonly<Record<string, unknown>>[] };

export const ledgerImportKey = (id: string): Key => ({ pk: keys.job(id).pk, sk: 'LEDGER' });
export const ledgerOutcomePrefix = 'LEDOUT#';
export const ledgerImportEnd = (deps: Pick<Deps, 'clock'>): number =>
  Math.floor(deps.clock() / 1000) + keptSeconds;

const tooMany = () =>
  tooLarge(
    'too-many-rows',
    `一次最多导入 ${mostImported} 行，请分几次导入。`,
    `At most ${mostImported} rows at once; import in parts.`,
  );
export const noRows = () =>
  invalid(
    'no-rows',
    '表中没有可导入的行，请在表头下面填写后再上传。',
    'The sheet has no rows to import; fill in some below the header and upload it again.',
  );

/** Lines as a program sends them: the first is 2, as below a header. */
function sentLines(rows: readonly Readonly<Record<string, unknown>>[]) {
  const unknown = unknownHeads([...new Set(rows.flatMap((row) => Object.keys(row)))]);
  return { rows: rows.map((row, n): LedgerSheetRow => ({ row: n + 2, cells: ledgerCells(row) })), unknown };
}

/** The lines of a sheet, all or the first ones. @throws Problem as `readLedgerSheet`. */
export const ledgerSheetOf = async (source: LedgerSource, first?: number) =>
  'bytes' in source ? readLedgerSheet(source.bytes, mostImported + 100, first) : sentLines(source.rows);

/** A sheet has a key of its own, gone with it once its lines are checked. */
const sheetId = (id: string): string => `${id}-sheet`;
const keptSheet = z.union([
  z.object({ bytes: z.base64() }),
  z.object({ rows: z.array(z.record(z.string(), z.unknown())) }),
]);

/** Keeps an uploaded sheet sealed for its job. Gives the name of its file. */
export const keepSheet = (deps: Deps, id: string, source: LedgerSource): Promise<readonly string[]> =>
  keepParts(
    deps,
    sheetId(id),
    ['bytes' in source ? { bytes: Buffer.from(source.bytes).toString('base64') } : source],
    1,
  );

async function openSheet(deps: Deps, { id, sheet }: LedgerImport): Promise<LedgerSource> {
  const [kept] = z.tuple([keptSheet]).parse(await openPart(deps, sheetId(id), sheet[0]!));
  return 'bytes' in kept ? { bytes: Buffer.from(kept.bytes, 'base64') } : kept;
}

/** Reads and checks every line; the process serves others meanwhile. */
async function checkedOf(source: LedgerSource): Promise<CheckedLedgerRows> {
  const { rows } = await ledgerSheetOf(source);
  const { take, found } = ledgerChecker();
  for (let from = 0; from < rows.length; from += portion) {
    take(rows.slice(from, from + portion));
    await setImmediate();
  }
  const lines = found.good.length + found.doubles.length + found.faulty.length;
  if (lines > mostImported) throw tooMany();
  if (lines === 0) throw noRows();
  return found;
}

const none: LedgerOutcomes = { saved: 0, known: [], doubles: [], faulty: [] };

/** Keeps faulty and doubled lines to be read, before the outcomes of the good ones; written twice, they are the same rows. */
async function tell(
  deps: Deps,
  id: string,
  { faulty, doubles }: Pick<CheckedLedgerRows, 'faulty' | 'doubles'>,
): Promise<void> {
  const told: LedgerOutcomes[] = [];
  for (let from = 0; from < faulty.length; from += toldAtOnce)
    told.push({ ...none, faulty: faulty.slice(from, from + toldAtOnce) });
  for (let from = 0; from < doubles.length; from += toldAtOnce)
    told.push({ ...none, doubles: doubles.slice(from, from + toldAtOnce) });
  const { pk } = keys.job(id);
  const ttl = ledgerImportEnd(deps);
  await deps.table.batchPut(
    told.map((each, n) => ({
      ...each,
      pk,
      sk: `${ledgerOutcomePrefix}0#${String(n).padStart(5, '0')}`,
      ttl,
    })),
  );
}

/**
 * Checks the lines of an import and keeps the good ones in parts; an import whose lines were checked is given back as it
 * is. What the sheet as a whole is refused for stands in `refused`.
 */
export async function checkImport(deps: Deps, found: LedgerImport): Promise<LedgerImport> {
  let checked = found;
  if (found.rows === undefined && found.refused === undefined) {
    try {
      const { good, doubles, faulty } = await checkedOf(await openSheet(deps, found));
      await tell(deps, found.id, { faulty, doubles });
      const parts = await keepParts(deps, found.id, good, partRows);
      checked = { ...found, parts, rows: good.length, doubled: doubles.length, faulty: faulty.length };
    } catch (error) {
      if (!(error instanceof Problem) || (error.kind !== 'invalid' && error.kind !== 'toolarge')) throw error;
      checked = { ...found, refused: { field: 'sheet', code: error.code, text: error.text } };
    }
    await deps.table.put({ ...checked, ...ledgerImportKey(found.id), ttl: ledgerImportEnd(deps) });
  }
  await dropParts(deps, sheetId(found.id), found.sheet);
  return checked;
}
