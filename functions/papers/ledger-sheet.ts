/** The sheet that a ledger is imported from: its rows by the titles of the template. */
import { ledgerColumns } from '#domain/honour/ledger.ts';
import { invalid, refuseIf } from '#domain/problem.ts';
import { plainHead, readTable, type SheetRow } from '#domain/sheet.ts';
import { readSheets } from './sheet-file.ts';

const titles: readonly string[] = ledgerColumns.map(([, title]) => title);
const needed = ['title', 'level', 'category', 'bodies', 'year', 'code'];

/**
 * The rows of an uploaded sheet by title; at `n` stands line `n + 2`.
 * @throws Problem `invalid` when it is no sheet, lacks columns, or holds cells that cannot be read.
 */
export async function readLedgerSheet(bytes: Uint8Array): Promise<readonly SheetRow[]> {
  const table = readTable(await readSheets(bytes), (head) => titles.includes(head), titles);
  const heads = table.heads.map((head) => [head, plainHead(head)] as const);
  const lacking = ledgerColumns
    .filter(([id, title]) => needed.includes(id) && !heads.some(([, plain]) => plain === title))
    .map(([, title]) => title);
  if (lacking.length > 0)
    throw invalid(
      'columns-missing',
      `表头缺少：${lacking.join('、')}。请使用模板。`,
      `The header lacks: ${lacking.join(', ')}. Please use the template.`,
    );
  refuseIf(table.unread.flatMap(({ faults }) => faults));
  return table.rows.map((row) =>
    Object.fromEntries(
      heads.flatMap(([head, plain]) => (row[head] === undefined ? [] : [[plain, row[head]]])),
    ),
  );
}
