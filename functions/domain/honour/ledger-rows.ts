/** The lines of an old ledger checked: good ones, doubled ones, and those that cannot be taken, each by its number (docs/rules/honours.md#old-ledgers). */
import { plainTitle } from '#domain/honour-title.ts';
import { normaliseName, normaliseText } from '#domain/name.ts';
import { type Fault, invalid, Problem } from '#domain/problem.ts';
import { plainHead } from '#domain/sheet.ts';
import { ledgerIdentity } from './ledger-identity.ts';
import { type LedgerInput, parseLedgerInput } from './ledger-input.ts';
import { type LedgerCells, ledgerColumn, ledgerColumns, ledgerInputFromRow } from './ledger-row.ts';

export interface LedgerSheetRow {
  /** As the sheet numbers it. */
  readonly row: number;
  readonly cells: LedgerCells;
  /** What could not be read of it. */
  readonly unread?: readonly Fault[];
}
export interface GoodLedgerRow {
  readonly row: number;
  readonly input: LedgerInput;
  /** What is the same award of the same holders: two lines with one are one. */
  readonly same: string;
}
export interface CheckedLedgerRows {
  readonly good: readonly GoodLedgerRow[];
  readonly doubles: readonly { readonly row: number; readonly of: number }[];
  readonly faulty: readonly { readonly row: number; readonly faults: readonly Fault[] }[];
}

const needed = ['title', 'bodies'] as const;

/** A row by the titles of a sheet as cells; titles that nobody knows are left to the caller to tell. */
export function ledgerCells(row: Readonly<Record<string, unknown>>): LedgerCells {
  return Object.fromEntries(
    Object.entries(row).flatMap(([head, value]) => {
      const column = ledgerColumn(head);
      return column === undefined || value === null || value === '' ? [] : [[column, value]];
    }),
  );
}

/**
 * The titles of a sheet that are not read. @throws Problem `invalid` `columns-missing` where titles or awarding bodies
 * have no column.
 */
export function unknownHeads(heads: readonly string[]): readonly string[] {
  const found = new Set(heads.map((head) => ledgerColumn(head)));
  const lacking = ledgerColumns.filter(([column]) =>
    needed.some((each) => each === column && !found.has(each)),
  );
  if (lacking.length > 0) {
    const titles = lacking.map(([, title]) => title);
    throw invalid(
      'columns-missing',
      `表头缺少：${titles.join('、')}。可以使用模板。`,
      `The header lacks: ${titles.join(', ')}. The template has them.`,
    );
  }
  return heads.filter((head) => ledgerColumn(head) === undefined && plainHead(head) !== '');
}

/**
 * What says that two lines are one award. With names: year, title, level, holders and their unit, grade and batch; the
 * remark and the day may be written in two ways. Without, everything.
 */
function sameOf(input: LedgerInput): string {
  const { year, code, title, level, levelSaid, outcome, grades = [], batch, names, holderUnit = '' } = input;
  if (names.length === 0) return JSON.stringify(input);
  const holders = names.map(normaliseName).toSorted();
  const what = code ?? plainTitle(title);
  return JSON.stringify([
    ...[year, what, level, levelSaid, outcome, grades, batch, holders],
    ...[normaliseText(holderUnit), input.count],
  ]);
}
const awardOf = (
  { year, code, title, level, outcome, grades = [], batch, post = '' }: LedgerInput,
  of: string,
) =>
  JSON.stringify([of, year, code ?? plainTitle(title), level, outcome, grades, batch, normaliseText(post)]);
const documentsOf = ({ documents = [], creditCode = '' }: LedgerInput): string =>
  [...documents, creditCode].join(' ').normalize('NFKC').toUpperCase().trim();

/** Nothing to take. */
export const isBlankLine = ({ cells, unread = [] }: LedgerSheetRow): boolean =>
  unread.length === 0 && Object.values(cells).every((cell) => String(cell ?? '').trim() === '');

function readRow({ cells, unread = [] }: LedgerSheetRow): LedgerInput | readonly Fault[] {
  try {
    const input = parseLedgerInput(ledgerInputFromRow(cells));
    const faults = [...unread, ...ledgerIdentity(input).faults];
    return faults.length > 0 ? faults : input;
  } catch (error) {
    if (!(error instanceof Problem) || error.kind !== 'invalid') throw error;
    return [...unread, ...error.faults];
  }
}

/**
 * Takes the lines of a sheet portion by portion, each as what it is; blank ones are passed over. `found` is what was taken
 * so far.
 */
export function ledgerChecker(): {
  readonly take: (rows: readonly LedgerSheetRow[]) => void;
  readonly found: CheckedLedgerRows;
} {
  const good: GoodLedgerRow[] = [];
  const doubles: { row: number; of: number }[] = [];
  const faulty: { row: number; faults: readonly Fault[] }[] = [];
  const seen = new Map<string, { readonly row: number; readonly documents: string }>();
  function takeRow(sheetRow: LedgerSheetRow): void {
    if (isBlankLine(sheetRow)) return;
    const { row } = sheetRow;
    const input = readRow(sheetRow);
    if (!('title' in input)) {
      faulty.push({ row, faults: input });
      return;
    }
    const documents = documentsOf(input);
    const plain = sameOf(input);
    const first = seen.get(plain);
    // Two of one name are two where their numbers differ.
    const isOther =
      first !== undefined && documents !== '' && first.documents !== '' && documents !== first.documents;
    const same = isOther ? `${plain}${documents}` : plain;
    const there = isOther ? seen.get(same) : first;
    // The same person is the same, however her name or unit is written.
    const byNumber = documents === '' ? undefined : awardOf(input, documents);
    const twin = there ?? (byNumber === undefined ? undefined : seen.get(byNumber));
    if (twin !== undefined) {
      doubles.push({ row, of: twin.row });
      return;
    }
    if (byNumber !== undefined) seen.set(byNumber, { row, documents });
    seen.set(same, { row, documents });
    good.push({ row, input, same });
  }
  return { take: (rows) => rows.forEach(takeRow), found: { good, doubles, faulty } };
}
