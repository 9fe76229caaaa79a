/** The summary list 汇总表 as xlsx, going up with the forms (docs/rules/forms.md#written-once). */
import writeXlsxFile, { type CellObject, type SheetData } from 'write-excel-file/node';

export interface Summary {
  /** Title row, such as 2021年最美家庭推荐汇总表. */
  readonly title: string;
  readonly organisation: string;
  /** Day on which it was made, `YYYY-MM-DD`. */
  readonly date: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** What stands under each column; none where nothing is summed. */
  readonly sums?: readonly (number | undefined)[];
  /** Units of the columns, as their heads say them too; printed behind a sum. */
  readonly units?: readonly (string | undefined)[];
  readonly rehearsal: boolean;
}

/** Excel counts a Chinese character as about two of its widths. */
const widthOf = (text: string): number =>
  [...text].reduce((n, character) => n + (character.charCodeAt(0) > 255 ? 2 : 1), 0);

const border = { borderStyle: 'thin', borderColor: '#808080' } as const;

/** Always a text or a number cell, so that nothing that a clerk typed can become a formula. */
const cell = (value: string | number): CellObject =>
  typeof value === 'number'
    ? { value, type: Number, align: 'center', alignVertical: 'center', ...border }
    : { value, type: String, format: '@', alignVertical: 'center', wrap: true, ...border };

/** The last row: how many, and under the columns that are summed their sums. */
const totalRow = ({ columns, rows, sums = [], units = [] }: Summary): CellObject[] => [
  cell('合计'),
  ...columns.map((_, n) => {
    const sum = sums[n];
    const bare = cell(sum ?? (n === 0 ? String(rows.length) : ''));
    // Stays a number; a quotation mark would end the text of the format.
    return sum === undefined || units[n] === undefined
      ? bare
      : { ...bare, format: `General" ${units[n].replaceAll('"', '')}"` };
  }),
];

/** Makes the workbook: title, organisation and date, numbered rows, and a last row with their number. */
export async function summarySheet(summary: Summary): Promise<Uint8Array> {
  const heads = ['序号', ...summary.columns];
  const across = (value: string, more: Omit<CellObject, 'value' | 'type'> = {}): (CellObject | null)[] => [
    { ...more, value, type: String, columnSpan: heads.length },
    ...Array<null>(heads.length - 1).fill(null),
  ];
  const mark = summary.rehearsal ? '【演练】' : '';
  const data: SheetData = [
    across(mark + summary.title, { fontWeight: 'bold', fontSize: 18, align: 'center', height: 34 }),
    across(`填报单位（盖章）：${summary.organisation}　　　　填报日期：${summary.date}`, { height: 24 }),
    heads.map((value) => ({
      value,
      type: String,
      fontWeight: 'bold',
      align: 'center',
      alignVertical: 'center',
      wrap: true,
      backgroundColor: '#F3EBDD',
      ...border,
    })),
    ...summary.rows.map((row, n) => [cell(n + 1), ...row.map(cell)]),
    ...(summary.sums?.some((sum) => sum !== undefined)
      ? [totalRow(summary)]
      : [across(`合计：${summary.rows.length}`, { height: 22 })]),
  ];
  const columns = heads.map((head, n) => {
    const longest = Math.max(
      widthOf(head),
      ...summary.rows.map((row) => (n === 0 ? 0 : widthOf(String(row[n - 1] ?? '')))),
    );
    return { width: n === 0 ? 6 : Math.min(36, Math.max(10, longest + 2)) };
  });
  return writeXlsxFile(
    data,
    { sheet: '汇总表', columns, orientation: 'landscape', stickyRowsCount: 3 },
    { fontFamily: '宋体', fontSize: 11 },
  ).toBuffer();
}
