/** Checks that the questions of an opinions step name departments and classes that there are (docs/rules/departments.md#questions). */
import { text } from '#domain/problem.ts';
import { type Refuse, refuseRepeats, unknownReference } from './form-checks.ts';
import type { Programme } from './programme.ts';
import type { Step } from './step.ts';

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
  const asked = departments.flatMap((row) => row.departments.map((name) => name.replace(/^\+\s*/u, '')));
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
