/** Excel sheets of nominations: the template that a form gives, and what a filled-in one holds. */
import { readSheet } from 'read-excel-file/node';
import writeExcelFile from 'write-excel-file/node';
import type { SheetRow } from '#actions/draft-import.ts';
import type { Form } from '#domain/form.ts';

/** Rows of a table that the template offers; a sheet may have more. */
const templateRows = 3;
const mostColumns = 300;

/** The header of a form's template, by field; for tables 家庭成员1姓名 and so on. */
const headersOf = (form: Form): readonly { readonly title: string; readonly required: boolean }[] =>
  form.fields.flatMap((field) =>
    field.type === 'table'
      ? Array.from({ length: Math.min(templateRows, field.maxRows ?? templateRows) }, (_, row) =>
          (field.columns ?? []).map((column) => ({
            title: `${field.label.zh}${row + 1}${column.label.zh}`,
            required: row === 0 && field.required && column.required,
          })),
        ).flat()
      : [{ title: field.label.zh, required: field.required || field.id === form.nameField }],
  );

/** An empty sheet with the form's columns, all as text, so that Excel keeps long numbers; required ones carry an asterisk. */
export function templateOf(form: Form): Promise<Uint8Array> {
  const heads = headersOf(form);
  const header = heads.map(({ title, required }) => ({
    value: required ? `${title}*` : title,
    fontWeight: 'bold' as const,
    wrap: true,
  }));
  const blank = heads.map(() => ({ value: '', type: String, format: '@' }));
  return writeExcelFile([header, ...Array.from({ length: 50 }, () => blank)], {
    columns: heads.map(({ title }) => ({ width: Math.max(12, title.length * 2) })),
    stickyRowsCount: 1,
  }).toBuffer();
}

export interface SheetContent {
  readonly rows: readonly SheetRow[];
}

/** The rows of the first sheet by the words of its header. Rows stay in place, so that their numbers are those of Excel. */
export async function readSheetContent(bytes: Uint8Array): Promise<SheetContent> {
  const [header = [], ...lines] = await readSheet(Buffer.from(bytes));
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
