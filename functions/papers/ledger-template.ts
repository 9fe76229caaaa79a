/** The template of the sheet that a ledger is imported from. */
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { ledgerColumns } from '#domain/honour/ledger-row.ts';

/** A workbook with the header and one example row, which is to be replaced. */
export async function ledgerTemplate(): Promise<Uint8Array> {
  const example: Readonly<Partial<Record<(typeof ledgerColumns)[number][0], string | number>>> = {
    title: '最美家庭',
    level: '省级',
    category: '家庭',
    names: '示例家庭',
    count: 1,
    bodies: '广东省妇联、中共广东省委宣传部、省文明办',
    year: 2019,
    date: '2019-05-15',
    note: '示例行，请删除',
  };
  const data: SheetData = [
    ledgerColumns.map(([, title]) => ({
      value: title,
      type: String,
      fontWeight: 'bold',
      backgroundColor: '#F3EBDD',
    })),
    ledgerColumns.map(([id]) => {
      const value = example[id] ?? '';
      return typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' };
    }),
  ];
  const columns = ledgerColumns.map(([id]) => ({ width: id === 'bodies' || id === 'names' ? 36 : 14 }));
  return writeXlsxFile(data, { sheet: '荣誉台账', columns, stickyRowsCount: 1 }).toBuffer();
}
