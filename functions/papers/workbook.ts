/** The sheets of an xlsx: texts, numbers, days, merged cells; a cell that has no value to take says why. */
import { Parser } from 'saxen';
import { tooLarge } from '#domain/problem.ts';
import type { Sheet, SheetCell } from '#domain/sheet.ts';
import { cleanText } from '#domain/text-input.ts';
import { unpack } from './unpacking.ts';

const mostColumns = 500;
/** Cells for each line that is allowed: a sheet of 20,000 may have a million. */
const cellsPerRow = 50;

const tooBig = (mostRows: number) =>
  tooLarge(
    'sheet-too-large',
    `表格过大（最多 ${mostRows} 行、${mostColumns} 列、${mostRows * cellsPerRow} 格），请删去多余的行列，或分成几个文件。`,
    `The sheet is too large (at most ${mostRows} rows, ${mostColumns} columns, ${mostRows * cellsPerRow} cells); remove what is empty, or split it.`,
  );

type Attributes = Readonly<Record<string, string>>;
interface Hearer {
  readonly open?: (name: string, attributes: Attributes) => void;
  /** Nothing more is read once it is true. */
  readonly enough?: () => boolean;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}
/** Names without their prefix: `x:row` is `row`. */
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function hear(xml: Buffer | undefined, { open, enough, text, close }: Hearer): void {
  if (xml === undefined) return;
  const parser = new Parser();
  parser.on('openTag', (name, attributes, decode) => {
    const read = Object.entries(attributes()).map(([key, value]) => [local(key), decode(value)]);
    open?.(local(name), Object.fromEntries(read));
    if (enough?.()) parser.stop();
  });
  if (close !== undefined) parser.on('closeTag', (name) => close(local(name)));
  if (text !== undefined) {
    parser.on('text', (written, decode) => text(decode(written)));
    parser.on('cdata', text);
  }
  parser.on('error', (error) => {
    throw error;
  });
  parser.parse(xml.toString('utf8'));
}

/** Excel writes control characters as `_x000D_`. */
const tidy = (written: string): string =>
  cleanText(
    written.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    ),
    '',
  ).value;

/** Texts that cells name by number; readings of Chinese and Japanese (`rPh`) are no part of them. */
function sharedTexts(xml: Buffer | undefined): readonly string[] {
  const texts: string[] = [];
  let now = '';
  let inText = false;
  let reading = false;
  hear(xml, {
    open: (name) => {
      if (name === 'si') now = '';
      else if (name === 'rPh') reading = true;
      else if (name === 't') inText = true;
    },
    text: (written) => {
      if (inText && !reading) now += written;
    },
    close: (name) => {
      if (name === 'si') texts.push(tidy(now));
      else if (name === 'rPh') reading = false;
      else if (name === 't') inText = false;
    },
  });
  return texts;
}

const builtInDates = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
const saysDate = (format: string): boolean =>
  /[ymdhs年月日]/iu.test(format.replace(/"[^"]*"|\\.|\[[^\]]*\]|general/giu, ''));

/** Which styles show a number as a day. */
function dateStyles(xml: Buffer | undefined): readonly boolean[] {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCells = false;
  hear(xml, {
    open: (name, { numFmtId = '0', formatCode = '' }) => {
      const id = Number(numFmtId);
      if (name === 'numFmt') own.set(id, saysDate(formatCode));
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) styles.push(own.get(id) ?? builtInDates(id));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

/** A day as Excel counts it: from the last of 1899, and a 29 February 1900 that never was. */
function dayText(serial: number, from1904: boolean): string {
  const days = Math.floor(serial) + (from1904 ? 1_462 : serial < 60 ? 1 : 0);
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400);
  const iso = new Date(Date.UTC(1899, 11, 30) + (days * 86_400 + seconds) * 1_000).toISOString();
  if (seconds === 0) return iso.slice(0, 10);
  return serial < 1 ? iso.slice(11, 16) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** `D3` as column and row, from 0. */
function placeOf(ref: string): readonly [column: number, row: number] {
  const [, letters = 'A', digits = '1'] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(ref) ?? [];
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return [column - 1, Number(digits) - 1];
}

/** Lines that a sheet may have, and how many of them are read. */
export interface Lines {
  readonly most: number;
  readonly first: number;
}

interface Book {
  readonly texts: readonly string[];
  readonly isDate: readonly boolean[];
  readonly from1904: boolean;
}
interface Written {
  readonly type: string;
  readonly style: number;
  readonly value: string;
  readonly isFormula: boolean;
}

function cellOf({ texts, isDate, from1904 }: Book, { type, style, value, isFormula }: Written): SheetCell {
  if (type === 'e') return { unread: value || '#ERROR' };
  if (value === '') return isFormula && type !== 'str' ? { unread: '公式没有结果 / no result' } : undefined;
  if (type === 's') return texts[Number(value)];
  if (type === 'inlineStr' || type === 'str') return tidy(value);
  if (type === 'b') return value === '1';
  if (type === 'd') return value.slice(0, 10);
  const number = Number(value);
  if (Number.isNaN(number)) return { unread: value };
  return isDate[style] === true && number >= 0 && number < 3_000_000 ? dayText(number, from1904) : number;
}

/** A value that is merged over several rows holds for each of them. */
function spread(rows: SheetCell[][], merged: readonly string[]): void {
  for (const ref of merged) {
    const [from = '', to = from] = ref.split(':');
    const [column, first] = placeOf(from);
    const [, last] = placeOf(to);
    const value = rows[first]?.[column];
    if (value === undefined) continue;
    for (let row = first + 1; row <= Math.min(last, rows.length - 1); row++) rows[row]![column] ??= value;
  }
}

function sheetRows(book: Book, xml: Buffer, { most: mostRows, first }: Lines): SheetCell[][] {
  const rows: SheetCell[][] = [];
  const merged: string[] = [];
  let row = -1;
  let column = -1;
  let cells = 0;
  let written: { type: string; style: number; value: string; isFormula: boolean } | undefined;
  let inside = '';
  const keep = () => {
    const value = written && cellOf(book, written);
    if (value === undefined) return;
    if (row >= mostRows || column >= mostColumns || ++cells > mostRows * cellsPerRow) throw tooBig(mostRows);
    while (rows.length <= row) rows.push([]);
    rows[row]![column] = value;
  };
  hear(xml, {
    open: (name, { r, t = 'n', s = '0', ref }) => {
      if (name === 'row') {
        row = r === undefined ? row + 1 : Number(r) - 1;
        column = -1;
      } else if (name === 'c') {
        column = r === undefined ? column + 1 : placeOf(r)[0];
        written = { type: t, style: Number(s), value: '', isFormula: false };
      } else if (name === 'f' && written !== undefined) written.isFormula = true;
      else if (name === 'mergeCell' && ref !== undefined) merged.push(ref);
      inside = name;
    },
    enough: () => row >= first,
    text: (part) => {
      if (written !== undefined && (inside === 'v' || inside === 't')) written.value += part;
    },
    close: (name) => {
      inside = '';
      if (name !== 'c') return;
      keep();
      written = undefined;
    },
  });
  if (merged.length > mostRows) throw tooBig(mostRows);
  spread(rows, merged);
  // Holes of a row that was filled here and there are blank cells.
  return rows.map((line) => Array.from(line));
}

/**
 * The sheets of a workbook in its order, without those that are hidden. @throws Problem toolarge (`archive-too-large`,
 * `sheet-too-large`); anything else than a workbook throws what its reader throws.
 */
export function readWorkbook(bytes: Uint8Array, lines: Lines): readonly Sheet[] {
  const files = unpack(bytes, (name) =>
    /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/.test(
      name,
    ),
  );
  const targets = new Map<string, string>();
  hear(files.get('xl/_rels/workbook.xml.rels'), {
    open: (name, { Id = '', Target = '' }) => {
      if (name === 'Relationship') targets.set(Id, Target.replace(/^\/?xl\//, ''));
    },
  });
  const named: { readonly name: string; readonly id: string }[] = [];
  let from1904 = false;
  hear(files.get('xl/workbook.xml'), {
    open: (tag, { name = '', id = '', state = '', date1904 = '' }) => {
      if (tag === 'sheet' && state === '') named.push({ name, id });
      else if (tag === 'workbookPr') from1904 = date1904 === '1' || date1904 === 'true';
    },
  });
  if (named.length === 0) throw new Error('no workbook');
  const book: Book = {
    texts: sharedTexts(files.get('xl/sharedStrings.xml')),
    isDate: dateStyles(files.get('xl/styles.xml')),
    from1904,
  };
  return named.flatMap(({ name, id }) => {
    const xml = files.get(`xl/${targets.get(id) ?? ''}`);
    return xml === undefined ? [] : [{ name, rows: sheetRows(book, xml, lines) }];
  });
}
