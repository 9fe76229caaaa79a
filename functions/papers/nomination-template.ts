/** The template of the sheet that nominations are imported from: a column for each field, and above it how it is written. */
import writeExcelFile from 'write-excel-file/node';
import type { Field, Form } from '#domain/programme/form.ts';

/** Rows of a table where the programme says no number, and at most; a sheet may have more. */
const templateRows = { usual: 5, most: 20 } as const;

type Column = Omit<Field, 'columns' | 'maxRows'>;

const listed = ({ options = [] }: Column): string => options.map(({ label }) => label.zh).join('、');

function boundsOf({ atLeast, atMost, unit }: Column): string {
  const bounds =
    atLeast !== undefined && atMost !== undefined
      ? `，${atLeast} 至 ${atMost}`
      : atLeast !== undefined
        ? `，不小于 ${atLeast}`
        : atMost !== undefined
          ? `，不大于 ${atMost}`
          : '';
  return `${bounds}${unit === undefined ? '' : `，单位 ${unit}`}`;
}

/** How a column is written, in a few words. */
function formatOf(column: Column): string {
  const { max } = column;
  switch (column.type) {
    case 'text':
      return max === undefined ? '文字' : `文字，最多 ${max} 字`;
    case 'paragraph':
      return max === undefined ? '文字，可分段' : `文字，可分段，最多 ${max} 字`;
    case 'integer':
      return `整数${boundsOf(column)}`;
    case 'number':
      return `数字${boundsOf(column)}`;
    case 'date':
      return '日期，如 1988-03-05';
    case 'month':
      return '年月，如 1988-03';
    case 'year':
      return '四位年份，如 2019';
    case 'boolean':
      return '写 是 或 否';
    case 'choice':
      return `只写其中一个：${listed(column)}`;
    case 'choices':
      return `可写几个，用顿号分开：${listed(column)}`;
    case 'phone':
      return '11 位手机号，或带区号的座机';
    case 'email':
      return '电子邮箱';
    case 'idDocument':
      return '证件号码，身份证为 18 位，保持文本格式';
    case 'creditCode':
      return '统一社会信用代码，18 位，保持文本格式';
    case 'table':
      return '';
  }
}

/** The columns of a form's template; for tables 家庭成员1姓名 and so on, as many rows as the programme allows. */
function columnsOf(
  form: Form,
): readonly { readonly title: string; readonly required: boolean; readonly format: string }[] {
  return form.fields.flatMap((field) => {
    if (field.type !== 'table')
      return [
        {
          title: field.label.zh,
          required: field.required || field.id === form.nameField,
          format: formatOf(field),
        },
      ];
    const rows = Math.min(field.maxRows ?? templateRows.usual, templateRows.most);
    return Array.from({ length: rows }, (_, row) =>
      (field.columns ?? []).map((column) => ({
        title: `${field.label.zh}${row + 1}${column.label.zh}`,
        required: row === 0 && field.required && column.required,
        format: formatOf(column),
      })),
    ).flat();
  });
}

/**
 * An empty sheet with the form's columns, all as text, so that Excel keeps long numbers: how each is written, then the
 * header, in which required ones carry an asterisk. The import finds the header below.
 */
export function templateOf(form: Form): Promise<Uint8Array> {
  const columns = columnsOf(form);
  const formats = columns.map(({ format, required }) => ({
    value: `${required ? '必填；' : ''}${format}`,
    color: '#6B6660',
    fontSize: 9,
    wrap: true,
    alignVertical: 'top' as const,
  }));
  const header = columns.map(({ title, required }) => ({
    value: required ? `${title}*` : title,
    fontWeight: 'bold' as const,
    backgroundColor: '#F3EBDD',
    wrap: true,
  }));
  const blank = columns.map(() => ({ value: '', type: String, format: '@' }));
  return writeExcelFile([formats, header, ...Array.from({ length: 50 }, () => blank)], {
    columns: columns.map(({ title }) => ({ width: Math.max(16, title.length * 2) })),
    stickyRowsCount: 2,
  }).toBuffer();
}
