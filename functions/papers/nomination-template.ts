/** The template of the sheet that nominations are imported from: one column for each field of the form. */
import writeExcelFile from 'write-excel-file/node';
import type { Form } from '#domain/programme/form.ts';

/** Rows of a table that the template offers; a sheet may have more. */
const templateRows = 3;

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
