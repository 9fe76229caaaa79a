/** The sheet that a ledger is imported from: its template, and its rows by header. */
import { readSheet } from 'read-excel-file/node';
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { ledgerColumns } from '#domain/ledger.ts';
import { Problem, text } from '#domain/problem.ts';

/** A workbook with the header and one example row, which is to be replaced. */
export async function ledgerTemplate(): Promise<Uint8Array> {
  const example = [
    'ZMJT',
    '最美家庭',
    '省级',
    '家庭',
    '示例家庭',
    1,
    '广东省妇联、中共广东省委宣传部、省文明办',
    2019,
    '',
    '2019-05-15',
    '',
    '示例行，请删除',
  ];
  const data: SheetData = [
    ledgerColumns.map(([, title]) => ({
      value: title,
      type: String,
      fontWeight: 'bold',
      backgroundColor: '#F3EBDD',
    })),
    example.map((value) =>
      typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' },
    ),
  ];
  const columns = ledgerColumns.map(([id]) => ({ width: id === 'bodies' || id === 'names' ? 36 : 14 }));
  return writeXlsxFile(data, { sheet: '荣誉台账', columns, stickyRowsCount: 1 }).toBuffer();
}

/**
 * The rows of an uploaded sheet by header.
 * @throws Problem `invalid` when it is no xlsx or lacks the columns of the template.
 */
export async function readLedgerSheet(
  bytes: Uint8Array,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  let sheet: readonly (readonly unknown[])[];
  try {
    sheet = await readSheet(Buffer.from(bytes));
  } catch {
    throw new Problem(
      'invalid',
      'not-a-sheet',
      text(
        '无法读取这个文件，请上传模板格式的 .xlsx 文件。',
        'This file cannot be read; upload an .xlsx made from the template.',
      ),
    );
  }
  const [head = [], ...body] = sheet;
  const titles = head.map((cell) =>
    String(cell ?? '')
      .replace(/[\s*]/gu, '')
      .replace(/[(（].*[)）]$/u, ''),
  );
  const lacking = (['title', 'level', 'category', 'bodies', 'year', 'code'] as const)
    .map((id) => ledgerColumns.find(([each]) => each === id)![1])
    .filter((title) => !titles.includes(title));
  if (lacking.length > 0)
    throw new Problem(
      'invalid',
      'columns-missing',
      text(
        `表头缺少：${lacking.join('、')}。请使用模板。`,
        `The header lacks: ${lacking.join(', ')}. Please use the template.`,
      ),
    );
  return body.map((row) => Object.fromEntries(titles.map((title, n) => [title, row[n] ?? ''])));
}
