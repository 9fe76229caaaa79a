/** Excel sheets of nominations: what a filled-in one holds. */
import type { SheetRow } from '#actions/nomination/draft-import.ts';
import { fault, invalid } from '#domain/problem.ts';
import { readXlsx } from '#papers/sheet-file.ts';

const mostColumns = 300;

export interface SheetContent {
  readonly rows: readonly SheetRow[];
}

const unreadable = () => {
  const zh = '这个文件不是可读的 Excel 文件（.xlsx），请用模板填写后另存为 .xlsx';
  const en = 'This is no readable Excel file; fill in the template and save it as .xlsx';
  return invalid('not-a-sheet', zh, en, [fault('file', 'not-a-sheet', zh, en)]);
};

/** The rows of the first sheet by the words of its header. Rows stay in place, so that their numbers are those of Excel. */
export async function readSheetContent(bytes: Uint8Array): Promise<SheetContent> {
  const [header = [], ...lines] = await readXlsx(bytes).catch(() => {
    throw unreadable();
  });
  const heads = header
    .slice(0, mostColumns)
    .map((head) => (head === null || head === undefined ? '' : String(head).trim()));
  const filled = lines.findLastIndex((line) =>
    line.some((cell) => cell !== null && cell !== undefined && cell !== ''),
  );
  return {
    rows: lines
      .slice(0, filled + 1)
      .map((line) =>
        Object.fromEntries(
          heads.flatMap((head, column) => (head === '' ? [] : [[head, line[column]] as const])),
        ),
      ),
  };
}
