/** The template of the sheet that a ledger is imported from. */
import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import { ledgerColumns } from '#domain/honour/ledger.ts';

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
