/** The ledger as a workbook: what was looked for, as texts and numbers, some rows at a time. */
import type { SheetFrame, SheetRow } from './sheet-writer.ts';

type LedgerCells = readonly (string | number)[];

export const ledgerFrame = (heads: LedgerCells): SheetFrame => ({
  name: '荣誉台账',
  widths: heads.map((head) => Math.max(12, [...String(head)].length * 2)),
  sticky: 1,
  landscape: true,
  large: true,
  units: [],
});

export const ledgerHead = (heads: LedgerCells): SheetRow => ({
  cells: heads.map((value) => ({ value: String(value), look: 'head' })),
});

export const ledgerSheetRows = (rows: readonly LedgerCells[]): readonly SheetRow[] =>
  rows.map((row) => ({
    cells: row.map((value) => ({ value, look: typeof value === 'number' ? 'number' : 'text' })),
  }));
