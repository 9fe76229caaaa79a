/** Uploaded tables: the cells of an Excel sheet or of a comma-separated file. */
import type { SheetData } from 'read-excel-file/node';
import { fault, invalid } from '#domain/problem.ts';

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

/** The rows of the first sheet of an xlsx; throws what the reader throws on anything else. */
export async function readXlsx(bytes: Uint8Array): Promise<SheetData> {
  const { readSheet } = await import('read-excel-file/node');
  return readSheet(Buffer.from(bytes));
}

/** The rows of an xlsx, known by its content, or of a CSV in UTF-8 with any usual separator. @throws Problem invalid. */
export async function readSheetFile(bytes: Uint8Array): Promise<SheetData> {
  try {
    // A zip begins with PK, whatever the file is called.
    if (Buffer.from(bytes.subarray(0, 2)).toString('latin1') === 'PK') return await readXlsx(bytes);
    const { parse } = await import('csv-parse/sync');
    return parse(Buffer.from(bytes), {
      bom: true,
      delimiter: [',', '\t', ';', '，'],
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
    });
  } catch (error) {
    throw sheetUnreadable(error);
  }
}
