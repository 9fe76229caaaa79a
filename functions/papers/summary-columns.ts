/** What of a form the summary list 汇总表 shows, personal masked (docs/rules/privacy.md#where). */

import { maskPersonal } from '#domain/nomination/personal.ts';
import { sayAnswer, typeOf } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';

/** An A4 sheet on its side takes no more. */
const mostColumns = 14;

/** The name, the public fields in their order, then the fields to be summed, then the other short ones as the form has them. */
export function summaryColumns(form: Form): readonly Field[] {
  const summed = form.fields.filter((field) => field.sum === true).map(({ id }) => id);
  const order = [form.nameField, ...form.publicFields, ...summed, ...form.fields.map(({ id }) => id)];
  return [...new Set(order)]
    .flatMap((id) => form.fields.filter((field) => field.id === id))
    .filter((field) => typeOf(field).inSummary || form.publicFields.includes(field.id))
    .filter((field) => field.type !== 'table')
    .slice(0, mostColumns);
}

/** The cells of one nominee; `answers` may hold personal values in the clear, the cells do so only where `full` is asked. */
export function summaryCells(
  form: Form,
  columns: readonly Field[],
  answers: Answers,
  full = false,
): readonly (string | number)[] {
  const shown = full ? answers : maskPersonal(form, answers);
  return columns.map((field) => {
    const value = shown[field.id];
    return typeof value === 'number' ? value : sayAnswer(field, value).zh;
  });
}
