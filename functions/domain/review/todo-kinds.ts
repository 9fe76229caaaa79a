/** What a person may be asked to do. */
import { type Text, text } from '#domain/problem.ts';
import { stepKinds, stepWords } from '#domain/step-kinds.ts';

export const todoKinds = [...stepKinds, 'consent', 'amend', 'objection'] as const;

/** Each kind of task. */
export const todoWords: Readonly<Record<(typeof todoKinds)[number], Text>> = {
  ...stepWords,
  consent: text('本人同意', 'Consent'),
  amend: text('退回修改', 'Amend'),
  objection: text('异议核查', 'Objection inquiry'),
};
