/** A table that people filled in: where its header is, and what each row says; what could not be read is named by its cell. */
import { cut } from './characters.ts';
import { type Fault, fault, invalid, text } from './problem.ts';

/** A cell without a value to take: an error such as #N/A, or a formula that was never worked out. */
export interface UnreadCell {
  readonly unread: string;
}
export type SheetCell = string | number | boolean | undefined | UnreadCell;
/** Rows as the sheet has them, from its first; a value that is merged over rows stands in each of them. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly SheetCell[])[];
}
export type SheetRow = Readonly<Record<string, string | number | boolean>>;

export interface SheetTable {
  readonly heads: readonly string[];
  /** At `n` stands line `n + 2` of the sheet, wherever the header is; lines with nothing to take are empty. */
  readonly rows: readonly SheetRow[];
  /** What could not be read, by its line. */
  readonly unread: readonly { readonly row: number; readonly faults: readonly Fault[] }[];
}

/** The words of a header without what people add: stars, spaces, a remark in brackets. */
export const plainHead = (head: string): string =>
  head
    .normalize('NFKC')
    .replace(/[\s*:]/gu, '')
    .replace(/(?<=.)[(].*[)]$/u, '')
    .toLowerCase();

/** Columns that only number the lines. */
const serials = ['序号', '序', '行号', 'no', 'no.', '#'];
/** A header stands in the first lines, below a title and remarks. */
const deepestHeader = 30;

const isUnread = (cell: SheetCell): cell is UnreadCell => typeof cell === 'object';
const isBlank = (cell: SheetCell): boolean =>
  cell === undefined || (typeof cell === 'string' && cell.trim() === '');
const wordOf = (cell: SheetCell): string => (isUnread(cell) ? '' : plainHead(String(cell ?? '')));

/** `C5`, as the sheet calls a cell; counted from 0. */
export function cellName(row: number, column: number): string {
  const first = column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26));
  return `${first}${String.fromCharCode(65 + (column % 26))}${row + 1}`;
}

interface Header {
  readonly sheet: Sheet;
  readonly at: number;
  readonly known: number;
}
/** The line of a sheet that holds most of the wanted words. */
function headerOf(sheet: Sheet, isKnown: (head: string) => boolean): Header {
  const known = sheet.rows
    .slice(0, deepestHeader)
    .map((row) => new Set(row.map(wordOf).filter((word) => word !== '' && isKnown(word))).size);
  const most = Math.max(0, ...known);
  return { sheet, at: known.indexOf(most), known: most };
}

/** A line of sums below a table: 合计 stands where it begins. */
const isSum = (line: readonly SheetCell[]): boolean =>
  /^(合计|总计|小计|共计|total)(\d+[户名个人家]?)?$/u.test(wordOf(line.find((cell) => !isBlank(cell))));

const hasRows = ({ sheet, at }: Header): boolean =>
  sheet.rows.slice(at + 1).some((row) => row.some((cell) => !isBlank(cell)));

const noHeader = (wanted: readonly string[]) => {
  const some = wanted.slice(0, 4);
  const zh = `没有找到表头：表中要有一行写着「${some.join('」「')}」等列名，请用模板填写。`;
  const en = `No header was found: one line must hold the titles ${some.join(', ')} and so on; use the template.`;
  return invalid('no-header', zh, en, [fault('file', 'no-header', zh, en)]);
};
const twoTables = (names: readonly string[]) => {
  const zh = `有 ${names.length} 张工作表都有数据（${names.join('、')}），请只留要导入的一张。`;
  const en = `${names.length} sheets hold rows (${names.join(', ')}); keep the one to be imported.`;
  return invalid('several-tables', zh, en, [fault('file', 'several-tables', zh, en)]);
};

/** The columns that are read: each head with the places where it stands. */
function columnsOf({ sheet, at }: Header, isKnown: (head: string) => boolean) {
  const columns = new Map<string, { readonly head: string; readonly at: number[] }>();
  const header = sheet.rows[at] ?? [];
  for (const [n, cell] of header.entries()) {
    const word = wordOf(cell);
    if (word === '' || (serials.includes(word) && !isKnown(word))) continue;
    const there = columns.get(word);
    if (there === undefined) columns.set(word, { head: String(cell).trim(), at: [n] });
    else there.at.push(n);
  }
  const isSerial = (n: number) => serials.includes(wordOf(header[n])) && !isKnown(wordOf(header[n]));
  return { columns: [...columns.values()], isSerial, isNamed: (n: number) => wordOf(header[n]) !== '' };
}

function unreadFault(row: number, column: number, head: string, why: string): Fault {
  const place = cellName(row, column);
  return fault(
    head,
    'unread-cell',
    `${place}「${head}」读不出内容（${why}），请改成文字或数字后再上传`,
    `${place} "${head}" cannot be read (${why}); write a text or a number there`,
  );
}

/** One head's value in a line: the filled cell counts; two different ones are a fault that names both. */
function takenFrom(
  line: readonly SheetCell[],
  row: number,
  { head, at }: { readonly head: string; readonly at: readonly number[] },
): string | number | boolean | undefined | Fault {
  const filled = at.filter((n) => !isBlank(line[n]));
  const first = filled[0];
  if (first === undefined) return undefined;
  for (const n of filled) {
    const cell = line[n];
    if (isUnread(cell)) return unreadFault(row, n, head, cell.unread);
  }
  const other = filled.find((n) => String(line[n]).trim() !== String(line[first]).trim());
  if (other === undefined) return line[first] as string | number | boolean;
  const places = [cellName(row, first), cellName(row, other)];
  return fault(
    head,
    'two-values',
    `「${head}」有两列，${places.join(' 和 ')} 的内容不同，请只留一个`,
    `"${head}" stands twice, and ${places.join(' and ')} differ; keep one`,
  );
}

/**
 * The rows of the sheet whose header holds most of the wanted words. Lines above the header, columns of numbers 序号 and
 * lines of sums 合计 are passed over; nothing else is dropped without a word.
 * @throws Problem `invalid` (`no-header`, `several-tables`).
 */
export function readTable(
  sheets: readonly Sheet[],
  isKnown: (head: string) => boolean,
  wanted: readonly string[],
): SheetTable {
  const headers = sheets.map((sheet) => headerOf(sheet, isKnown)).filter(({ known }) => known > 0);
  const best = headers.toSorted((a, b) => b.known - a.known)[0];
  if (best === undefined) throw noHeader(wanted);
  const filled = headers.filter(hasRows);
  if (filled.length > 1) throw twoTables(filled.map(({ sheet }) => cut(sheet.name, 30)));
  const header = filled[0] ?? best;
  const { columns, isSerial, isNamed } = columnsOf(header, isKnown);
  const rows: SheetRow[] = [];
  const unread: { row: number; faults: readonly Fault[] }[] = [];
  for (const [n, line] of header.sheet.rows.entries()) {
    if (n <= header.at) {
      if (n > 0) rows.push({});
      continue;
    }
    if (isSum(line)) {
      rows.push({});
      continue;
    }
    const read: Record<string, string | number | boolean> = {};
    const faults: Fault[] = [];
    for (const column of columns) {
      const value = takenFrom(line, n, column);
      if (typeof value === 'object') faults.push(value);
      else if (value !== undefined) read[column.head] = value;
    }
    for (const [at, cell] of line.entries())
      if (!isNamed(at) && !isSerial(at) && !isBlank(cell)) faults.push(strayFault(cellName(n, at)));
    rows.push(read);
    if (faults.length > 0) unread.push({ row: n + 1, faults });
  }
  return { heads: columns.map(({ head }) => head), rows, unread };
}
const strayFault = (place: string): Fault => {
  const { zh, en } = text(
    `${place} 有内容，但这一列没有列名，请写上列名或删去`,
    `${place} holds something, but its column has no title; give it one or clear it`,
  );
  return fault(place, 'stray-cell', zh, en);
};
