/** The shape of a form on the page: its groups, the rows of its tables, and presses on their row buttons. */

import type { Text } from '#domain/problem.ts';
import type { Field, Form } from '#domain/programme/form.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { type Body, one } from './posted.ts';

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of a table's answer; anything else has none. */
export const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? value.filter(isRow) : []);

export interface FieldGroup {
  readonly title: string;
  /** The title in both languages. */
  readonly said: Text;
  readonly fields: readonly Field[];
}

/** Fields in their groups, in the order in which the groups first appear; '' for those without one. */
export function groupsOf(form: Form): readonly FieldGroup[] {
  const groups = Map.groupBy(form.fields, (field) => field.group ?? '');
  return [...groups].map(([title, fields]) => {
    const named = form.groups.find((group) => group.title === title);
    return { title, said: titled(named ?? { title }), fields };
  });
}

export interface RowPress {
  /** The posted body without the removed row. */
  readonly body: Body;
  /** Give it to FormFields: how many blank rows to show after the filled ones, by table. */
  readonly blank: Readonly<Record<string, number>>;
}

/**
 * What a press on 添加 or 删除 of a table asks for (`_addRow=members`, `_removeRow=members.1`), undefined for any
 * other press. The page then shows the form again from `formFromBody(form, press.body)` with `blank={press.blank}`.
 */
export function pressedRow(form: Form, body: Body): RowPress | undefined {
  const tables = form.fields.filter((field) => field.type === 'table').map((field) => field.id);
  const { _addRow, _removeRow, ...rest } = body;
  const [added, removed] = [one(body, '_addRow'), one(body, '_removeRow')];
  if (tables.includes(added)) return { body: rest, blank: { [added]: 1 } };
  if (!tables.includes(removed.split('.')[0] ?? '')) return undefined;
  const kept = Object.entries(rest).filter(([name]) => !name.startsWith(`${removed}.`));
  return { body: Object.fromEntries(kept), blank: {} };
}
