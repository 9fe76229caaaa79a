/** Checks that what an opinions step asks names departments, classes and fields that there are (docs/rules/departments.md#questions). */
import { text } from '#domain/problem.ts';
import { type Refuse, refuseRepeats, unknownReference } from './form-checks.ts';
import type { Programme } from './programme.ts';
import type { Step } from './step.ts';

const askedIn = ({ departments }: Pick<Programme, 'departments'>): readonly string[] =>
  departments.flatMap((row) => row.departments.map((name) => name.replace(/^\+\s*/u, '')));

/** The departments are asked, the fields stand in the form, and the columns of one rule are of one table. */
export function checkChecked(
  checks: NonNullable<Extract<Step, { readonly kind: 'opinions' }>['checks']>,
  programme: Pick<Programme, 'departments' | 'form'>,
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  const asked = askedIn(programme);
  const known = programme.form.fields.flatMap(({ id, columns }) =>
    columns === undefined ? [id] : columns.map((column) => `${id}.${column.id}`),
  );
  checks.forEach(({ departments = [], name, by }, i) => {
    for (const one of departments)
      if (!asked.includes(one))
        refuse(
          [...path, i, 'departments'],
          'unknown-department',
          unknownReference(text('部门', 'department'), one, asked),
        );
    refuseRepeats(by, [...path, i, 'by'], refuse);
    const places = [...(name === undefined ? [] : [name]), ...by];
    for (const at of places)
      if (!known.includes(at))
        refuse(
          [...path, i, at === name ? 'name' : 'by'],
          'unknown-field',
          unknownReference(text('字段', 'field'), at, known),
        );
    const tables = new Set(places.filter((at) => at.includes('.')).map((at) => at.split('.')[0]));
    if (tables.size > 1)
      refuse(
        [...path, i, 'by'],
        'two-tables',
        text('一项核查只能用一张表的栏目', 'the columns of one check must be of one table'),
      );
  });
}

/** Ids stand once; `departments` and `classes` are those that the programme asks and its class field offers. */
export function checkQuestions(
  questions: Extract<Step, { readonly kind: 'opinions' }>['questions'],
  { departments, form }: Pick<Programme, 'departments' | 'form'>,
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  refuseRepeats(
    questions.map(({ id }) => id),
    path,
    refuse,
  );
  const asked = askedIn({ departments });
  const classes =
    form.fields.find(({ id }) => id === form.classField)?.options?.map(({ value }) => value) ?? [];
  questions.forEach((question, i) => {
    for (const name of question.departments ?? [])
      if (!asked.includes(name))
        refuse(
          [...path, i, 'departments'],
          'unknown-department',
          unknownReference(text('部门', 'department'), name, asked),
        );
    for (const name of question.classes ?? [])
      if (!classes.includes(name))
        refuse(
          [...path, i, 'classes'],
          'unknown-class',
          unknownReference(text('类别', 'class'), name, classes),
        );
  });
}
