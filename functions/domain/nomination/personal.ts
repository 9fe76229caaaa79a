/** Takes the personal answers apart for encryption, puts them back, and masks them for lists and link pages. */
import { hide } from '#domain/programme/field-masks.ts';
import { maskAnswer } from '#domain/programme/field-types.ts';
import type { Answers, Form } from '#domain/programme/form.ts';

type Column = Pick<Form['fields'][number], 'id' | 'type' | 'personal' | 'sensitive'>;
type Row = Readonly<Record<string, unknown>>;

const isPersonal = ({ personal, sensitive }: Column): boolean => personal || sensitive;
const isTableOfRows = (value: unknown): value is readonly Row[] =>
  Array.isArray(value) &&
  value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row));
const pick = (row: Row, keep: (id: string) => boolean): Row =>
  Object.fromEntries(Object.entries(row).filter(([id]) => keep(id)));

/**
 * Splits answers into what may lie open and what must be encrypted. A table with personal columns is in
 * both, row by row. What the form does not know is personal: in doubt it is encrypted.
 */
export function splitPersonal(
  form: Form,
  answers: Answers,
): { readonly open: Answers; readonly personal: Answers } {
  const open: [string, unknown][] = [];
  const personal: [string, unknown][] = [];
  for (const [id, value] of Object.entries(answers)) {
    const field = form.fields.find((one) => one.id === id);
    const secret = new Set((field?.columns ?? []).filter(isPersonal).map((column) => column.id));
    const known = new Set((field?.columns ?? []).map((column) => column.id));
    if (id === 'declarations') open.push([id, value]);
    else if (field === undefined || isPersonal(field)) personal.push([id, value]);
    else if (field.type !== 'table') open.push([id, value]);
    else if (!isTableOfRows(value)) personal.push([id, value]);
    else {
      const isOpen = (column: string) => known.has(column) && !secret.has(column);
      open.push([id, value.map((row) => pick(row, isOpen))]);
      const hidden = value.map((row) => pick(row, (column) => !isOpen(column)));
      if (hidden.some((row) => Object.keys(row).length > 0)) personal.push([id, hidden]);
    }
  }
  return { open: Object.fromEntries(open), personal: Object.fromEntries(personal) };
}

/** The whole answers again: `joinPersonal(splitPersonal(form, answers))` equals the answers. */
export function joinPersonal({
  open,
  personal,
}: {
  readonly open: Answers;
  readonly personal: Answers;
}): Answers {
  const merged = Object.entries(personal).map(([id, value]): [string, unknown] => {
    const rows = Object.hasOwn(open, id) ? open[id] : undefined;
    if (!isTableOfRows(rows) || !isTableOfRows(value)) return [id, value];
    return [id, rows.map((row, index) => ({ ...row, ...value[index] }))];
  });
  return Object.fromEntries([...Object.entries(open), ...merged]);
}

/** The answers with every personal or sensitive value masked, table columns included; what the form does not know is left out. */
export function maskPersonal(form: Form, answers: Answers): Answers {
  const maskIf = (column: Column, value: unknown): unknown =>
    isPersonal(column) ? maskAnswer(column, value) : value;
  const masked = form.fields
    .filter(({ id }) => Object.hasOwn(answers, id))
    .map((field): [string, unknown] => {
      const value = answers[field.id];
      if (field.type !== 'table') return [field.id, maskIf(field, value)];
      if (!isTableOfRows(value)) return [field.id, hide];
      const columns = (field.columns ?? []).map((column) =>
        isPersonal(field) ? { ...column, personal: true } : column,
      );
      const rows = value.map((row) =>
        Object.fromEntries(
          columns
            .filter(({ id }) => Object.hasOwn(row, id))
            .map((column) => [column.id, maskIf(column, row[column.id])]),
        ),
      );
      return [field.id, rows];
    });
  const ticked = Object.hasOwn(answers, 'declarations')
    ? [['declarations', answers.declarations] as const]
    : [];
  return Object.fromEntries([...masked, ...ticked]);
}
