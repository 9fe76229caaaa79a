/** Uploaded tables: an Excel workbook, or a text with separators in whatever encoding its program wrote. */
import { fault, invalid, Problem, tooLarge } from '#domain/problem.ts';
import type { Sheet } from '#domain/sheet.ts';
import { cleanText } from '#domain/text-input.ts';
import type { Lines } from './workbook.ts';

/** Something else than a table, or nothing, was sent as `file`. */
export const sheetUnreadable = (cause?: unknown) =>
  Object.assign(
    invalid(
      'sheet-unreadable',
      '这个文件无法读取，请上传 xlsx 或 csv 文件。',
      'This file cannot be read; send an xlsx or csv file.',
      [fault('file', 'sheet-unreadable', '请上传 xlsx 或 csv 文件', 'Send an xlsx or csv file')],
    ),
    { cause },
  );

const withMacros = () =>
  invalid(
    'sheet-macros',
    '这个表格带宏，请在 Excel 中另存为不带宏的 xlsx 再上传。',
    'This sheet has macros; save it in Excel as xlsx without them, and upload that.',
    [fault('file', 'sheet-macros', '请另存为不带宏的 xlsx', 'Save it as xlsx without macros')],
  );

/** Sheets are texts: a larger file is pictures, or no sheet. */
const mostBytes = 20 * 1_048_576;
/** Lines of a sheet where its reader does not say another number. */
const mostLines = 20_000;

/** By its mark, else strict UTF-8, else gb18030, which Excel writes in Chinese. */
function textOf(bytes: Uint8Array): string {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (a === 0xef && b === 0xbb && c === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}

/** The file's own separator: the one that its first line with any splits into most cells; a full-width comma only where no other stands. */
function separatorOf(content: string): string {
  const lines = content.split(/\r\n|\r|\n/).slice(0, 30);
  const timesIn = (line: string, separator: string) =>
    line.replace(/"[^"]*"/g, '').split(separator).length - 1;
  for (const candidates of [
    [',', '\t', ';'],
    ['，', '；', '|'],
  ])
    for (const line of lines) {
      const most = Math.max(...candidates.map((each) => timesIn(line, each)));
      if (most > 0) return candidates.find((each) => timesIn(line, each) === most)!;
    }
  return ',';
}

async function readText(bytes: Uint8Array, { most, first }: Lines): Promise<Sheet> {
  const content = textOf(bytes);
  if (content.includes('\0')) throw sheetUnreadable();
  const { parse } = await import('csv-parse/sync');
  const rows = parse(content, {
    bom: true,
    delimiter: separatorOf(content),
    relax_column_count: true,
    relax_quotes: true,
    trim: true,
    ...(Number.isFinite(first) && { to: first }),
  });
  if (rows.length > most)
    throw tooLarge(
      'sheet-too-large',
      `表格超过 ${most} 行，请分成几个文件。`,
      `The sheet has more than ${most} rows; split it.`,
    );
  return { name: '', rows: rows.map((row) => row.map((cell) => cleanText(cell, '').value)) };
}

/**
 * The sheets of an uploaded table: an xlsx, known by its content, or a text, with `most` lines each;
 * their `first` lines alone where that is enough. @throws Problem `invalid`
 * `sheet-unreadable`; toolarge `sheet-too-large`, `archive-too-large`.
 */
export async function readSheets(
  bytes: Uint8Array,
  most = mostLines,
  first = Number.POSITIVE_INFINITY,
): Promise<readonly Sheet[]> {
  if (bytes.length > mostBytes)
    throw tooLarge(
      'sheet-too-large',
      `表格文件超过 ${mostBytes / 1_048_576} MB，请删去图片，或分成几个文件。`,
      `The file of the sheet is over ${mostBytes / 1_048_576} MB; remove pictures, or split it.`,
    );
  try {
    // A zip begins with PK, whatever the file is called.
    if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') !== 'PK')
      return [await readText(bytes, { most, first })];
    const { hasMacros } = await import('./office-file.ts');
    if (hasMacros(bytes)) throw withMacros();
    const { readWorkbook } = await import('./workbook.ts');
    return readWorkbook(bytes, { most, first });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw sheetUnreadable(error);
  }
}
