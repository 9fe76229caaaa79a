/** The ledger of a year as a file, part by part: what is looked for, as a workbook or a table of texts. */
import { createHash } from 'node:crypto';
import { stringify } from 'csv-stringify/sync';
import { type Composer, composer, namesAtOnce } from '#actions/composing.ts';
import {
  beginPaper,
  type GivenPaper,
  givePaper,
  type PaperOf,
  type PaperStanding,
  paperStanding,
} from '#actions/kept-papers.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { ledgerFilter, prefixOf } from '#domain/honour/ledger-filter.ts';
import { ledgerTable } from '#domain/honour/ledger-table.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import type { PaperChoice } from '#domain/running/kept-paper-record.ts';
import { ledgerFrame, ledgerHead, ledgerSheetRows } from '#papers/ledger-export.ts';
import { emptySheet, type SheetPlace, sheetAround, sheetPart } from '#papers/sheet-writer.ts';
import { canonicalJson } from '#store/chain.ts';
import { yearRows } from '#store/ledger.ts';
import { demandLedgerReader, ledgerPart } from './ledger-reading.ts';

type LedgerChoice = Extract<PaperChoice, { paper: 'ledger' }>;
export type LedgerFile = LedgerChoice['as'];

/** With the mark by which Excel knows UTF-8; what a spreadsheet would take for a formula is made text. */
const csvOf = (rows: readonly (readonly (string | number)[])[]): string =>
  stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: 'windows' },
  );

interface Place {
  readonly cursor?: string;
  readonly sheet: SheetPlace;
}

/** What is looked for in a year. Asks no rights: whoever calls did. */
export function ledgerComposer(deps: Deps, { org, year, as, filter }: LedgerChoice): Composer {
  const [heads = []] = ledgerTable([]);
  const frame = ledgerFrame(heads);
  const isSheet = as === 'xlsx';
  return composer<Place>({
    ...{ name: `${year}年荣誉台账.${as}`, plain: `ledger-${year}.${as}` },
    type: isSheet
      ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      : 'text/csv; charset=utf-8',
    begin: { sheet: emptySheet },
    async more(place, most) {
      const { lines, looked, cursor } = await ledgerPart(deps, org, year, filter, place.cursor, most);
      const [, ...rows] = ledgerTable(lines);
      const isFirst = place.cursor === undefined;
      const at = cursor === undefined ? {} : { cursor };
      const end = { done: looked, isLast: cursor === undefined };
      if (!isSheet)
        return {
          ...{ ...end, place: { ...at, sheet: emptySheet } },
          bytes: Buffer.from(csvOf(isFirst ? [heads, ...rows] : rows), 'utf8'),
        };
      const { bytes, place: sheet } = sheetPart(frame, place.sheet, [
        ...(isFirst ? [ledgerHead(heads)] : []),
        ...ledgerSheetRows(rows),
      ]);
      return { ...end, bytes, place: { ...at, sheet } };
    },
    around: async ({ sheet }) =>
      isSheet
        ? sheetAround(frame, sheet, instantOf(deps))
        : { front: Buffer.from('\ufeff', 'utf8'), back: new Uint8Array() },
  });
}
/** A paper of a year by what is looked for, so that each filter has a file of its own. */
async function paperOf(deps: Deps, choice: LedgerChoice): Promise<PaperOf> {
  const { org, year, as, filter } = choice;
  const most = deps.namesAtOnce ?? namesAtOnce;
  const { items, cursor } = await yearRows(deps.table, org, year, { limit: most, prefix: prefixOf(filter) });
  const looked = createHash('sha256').update(canonicalJson(filter)).digest('hex').slice(0, 16);
  return {
    ...{ of: org, key: `ledger-${year}-${as}-${looked}`, org, choice, sequence: '' },
    count: cursor === undefined ? items.length : undefined,
    // No counter tells that a line was written: the page says when a file was made, and makes it anew.
    mark: '',
  };
}

export interface LedgerAsked {
  readonly org: string;
  readonly year: number;
  readonly as: LedgerFile;
  readonly filter: Input<typeof ledgerFilter>;
}
async function choiceOf(deps: Deps, actor: Actor, { filter, ...of }: LedgerAsked): Promise<LedgerChoice> {
  await demandLedgerReader(deps, actor, of.org);
  return { paper: 'ledger', ...of, filter: readInput(ledgerFilter, filter) };
}

/** How the file of a year stands. @throws Problem forbidden; invalid for a filter that is none. */
export const ledgerFileStanding = async (deps: Deps, actor: Actor, of: LedgerAsked): Promise<PaperStanding> =>
  paperStanding(deps, await paperOf(deps, await choiceOf(deps, actor, of)));

/** Begins to make the file of a long year, as a job. @throws Problem forbidden; invalid. */
export const makeLedgerFile = async (deps: Deps, actor: Actor, of: LedgerAsked): Promise<PaperStanding> =>
  beginPaper(deps, actor, await paperOf(deps, await choiceOf(deps, actor, of)));

/** The file: at once for a short year. @throws Problem forbidden; invalid; conflict `paper-not-ready`. */
export async function giveLedgerFile(deps: Deps, actor: Actor, of: LedgerAsked): Promise<GivenPaper> {
  const choice = await choiceOf(deps, actor, of);
  return givePaper(deps, await paperOf(deps, choice), ledgerComposer(deps, choice));
}
