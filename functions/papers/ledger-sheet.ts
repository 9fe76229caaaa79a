/** The sheet that a ledger is imported from: its lines by column, and the titles that are not read. */
import { ledgerColumn, ledgerColumns } from '#domain/honour/ledger-row.ts';
import { type LedgerSheetRow, ledgerCells, unknownHeads } from '#domain/honour/ledger-rows.ts';
import { readTable } from '#domain/sheet.ts';
import { readSheets } from './sheet-file.ts';

const titles: readonly string[] = ledgerColumns.map(([, title]) => title);

export interface LedgerSheet {
  readonly rows: readonly LedgerSheetRow[];
  readonly unknown: readonly string[];
}

/**
 * The lines of an uploaded sheet, all or the `first` ones, numbered as it numbers them; cells that could not be read stand
 * with their lines.
 * @throws Problem `invalid` when it is no sheet or lacks columns.
 */
export async function readLedgerSheet(
  bytes: Uint8Array,
  most?: number,
  first?: number,
): Promise<LedgerSheet> {
  const table = readTable(
    await readSheets(bytes, most, first),
    (head) => ledgerColumn(head) !== undefined,
    titles.slice(1, 6),
  );
  const unknown = unknownHeads(table.heads);
  const unread = new Map(table.unread.map(({ row, faults }) => [row, faults]));
  const rows = table.rows.map((row, n): LedgerSheetRow => {
    const faults = unread.get(n + 2);
    return { row: n + 2, cells: ledgerCells(row), ...(faults !== undefined && { unread: faults }) };
  });
  return { rows, unknown };
}
