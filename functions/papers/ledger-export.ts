/** The ledger as a workbook: what was looked for, as texts and numbers. */
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { LedgerLine } from '#domain/honour/ledger-filter.ts';
import { ledgerTable } from '#domain/honour/ledger-table.ts';

export async function ledgerExport(lines: readonly LedgerLine[]): Promise<Uint8Array> {
  const [heads = [], ...rows] = ledgerTable(lines);
  const data: SheetData = [
    heads.map((value) => ({
      value: String(value),
      type: String,
      fontWeight: 'bold',
      backgroundColor: '#F3EBDD',
    })),
    ...rows.map((row) =>
      row.map((value) =>
        typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' },
      ),
    ),
  ];
  return writeXlsxFile(data, { sheet: '荣誉台账', stickyRowsCount: 1 }).toBuffer();
}
