/** What of a form the summary list 汇总表 shows, personal masked (docs/rules/privacy.md#where). */

import { maskPersonal } from '#domain/nomination/personal.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';

/** Long texts and tables stay in the form itself. */
const shortTypes: readonly Field['type'][] = [
  'text',
  'choice',
  'choices',
  'boolean',
  'integer',
  'number',
  'year',
  'month',
  'date',
  'phone',
  'idDocument',
  'creditCode',
];
/** An A4 sheet on its side takes no more. */
const mostColumns = 14;

/** The name, the public fields in their order, then the other short fields as the form has them. */
export function summaryColumns(form: Form): readonly Field[] {
  const order = [form.nameField, ...form.publicFields, ...form.fields.map(({ id }) => id)];
  return [...new Set(order)]
    .flatMap((id) => form.fields.filter((field) => field.id === id))
    .filter((field) => shortTypes.includes(field.type) || form.publicFields.includes(field.id))
    .filter((field) => field.type !== 'table')
    .slice(0, mostColumns);
}

function inWords(field: Field, value: unknown): string | number {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? '是' : '否';
  const label = (option: unknown): string =>
    field.options?.find((each) => each.value === option)?.label.zh ?? String(option);
  return Array.isArray(value) ? value.map(label).join('、') : label(value);
}

/** The cells of one nominee; `answers` may hold personal values in the clear, the cells do not. */
export function summaryCells(
  form: Form,
  columns: readonly Field[],
  answers: Answers,
): readonly (string | number)[] {
  const masked = maskPersonal(form, answers);
  return columns.map((field) => inWords(field, masked[field.id]));
}
