/** The sheet that a ledger is imported from: its rows by header. */
import { ledgerColumns } from '#domain/honour/ledger.ts';
import { invalid } from '#domain/problem.ts';
import { readXlsx } from './sheet-file.ts';

/**
 * The rows of an uploaded sheet by header.
 * @throws Problem `invalid` when it is no xlsx or lacks the columns of the template.
 */
export async function readLedgerSheet(
  bytes: Uint8Array,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  let sheet: readonly (readonly unknown[])[];
  try {
    sheet = await readXlsx(bytes);
  } catch {
    throw invalid(
      'not-a-sheet',
      '无法读取这个文件，请上传模板格式的 .xlsx 文件。',
      'This file cannot be read; upload an .xlsx made from the template.',
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
    throw invalid(
      'columns-missing',
      `表头缺少：${lacking.join('、')}。请使用模板。`,
      `The header lacks: ${lacking.join(', ')}. Please use the template.`,
    );
  return body.map((row) => Object.fromEntries(titles.map((title, n) => [title, row[n] ?? ''])));
}
