/** Walks a form as it is stored: its fields once, and the columns of each row of its tables, which say whose they are. */
import { cut } from '#domain/characters.ts';
import { sayAnswer } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';

/** A field or a column of a table. */
export type Cell = Omit<Field, 'columns' | 'maxRows'>;
/** The path of a field or column: `members.2.name`. */
export type PathOf = (id: string) => string;

/**
 * The columns of one row with words that say whose they are: 配偶的证件号码, by the first column that names the row and is
 * no personal data (faults also stand where such are masked), else 第 2 行的证件号码 (docs/rules/forms.md#whose).
 */
export function columnsOfRow(columns: readonly Field[], row: Answers, index: number): readonly Field[] {
  const naming = columns.find(({ type, personal }) => !personal && (type === 'text' || type === 'choice'));
  const said = naming === undefined ? undefined : sayAnswer(naming, row[naming.id]);
  const isNamed = said !== undefined && said.zh.trim() !== '';
  return columns.map((column) => {
    const { zh, en = zh } = column.label;
    const named = isNamed && column.id !== naming?.id;
    return {
      ...column,
      label: {
        zh: named ? `${cut(said.zh, 12)}的${zh}` : `第 ${index + 1} 行的${zh}`,
        en: named ? `${en} of ${cut(said.en, 24)}` : `${en} in row ${index + 1}`,
      },
    };
  });
}

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
      judge(columnsOfRow(columns, row, i), row, (id) => `${table}.${i}.${id}`),
    );
  }),
];
