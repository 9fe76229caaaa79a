/** Walks a form as it is stored: its fields once, and the columns of each row of its tables. */
import type { Answers, Field, Form } from '#domain/programme/form.ts';

/** A field or a column of a table. */
export type Cell = Omit<Field, 'columns' | 'maxRows'>;
/** The path of a field or column: `members.2.name`. */
export type PathOf = (id: string) => string;

/** What `judge` says of the fields of a form and of each row of its tables. */
export const throughForm = <T>(
  { fields }: Form,
  answers: Answers,
  judge: (fields: readonly Cell[], values: Answers, pathOf: PathOf) => readonly T[],
): readonly T[] => [
  ...judge(fields, answers, (id) => id),
  ...fields.flatMap(({ id: table, columns = [] }) => {
    const rows: unknown = columns.length === 0 ? [] : answers[table];
    return (Array.isArray(rows) ? (rows as readonly Answers[]) : []).flatMap((row, i) =>
      judge(columns, row, (id) => `${table}.${i}.${id}`),
    );
  }),
];
