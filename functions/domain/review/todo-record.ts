/** A task of a person as it stands in her worklist. */

import * as z from 'zod';
import { type Text, text } from '#domain/problem.ts';
import { stepKinds, stepWords } from '#domain/programme/step.ts';
import { bilingual, instant, lazily, type Stored } from '#domain/record.ts';

/** Something a person is asked to do; stored in the person's worklist. */
export const todoRecord = lazily(() =>
  z.object({
    member: z.string(),
    kind: z.enum([...stepKinds, 'consent', 'amend', 'objection']),
    round: z.string(),
    org: z.string(),
    nomination: z.string(),
    name: z.string(),
    step: z.string(),
    attempt: z.int(),
    department: z.string().exactOptional(),
    due: instant,
    createdAt: instant,
    title: bilingual(),
  }),
);
export type Todo = Stored<typeof todoRecord>;

/** Each kind of task. */
export const todoWords: Readonly<Record<Todo['kind'], Text>> = {
  ...stepWords,
  consent: text('本人同意', 'Consent'),
  amend: text('退回修改', 'Amend'),
  objection: text('异议核查', 'Objection inquiry'),
};
