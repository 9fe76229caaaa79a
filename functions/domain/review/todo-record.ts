/** A task of a person as it stands in her worklist. */
import * as z from 'zod';
import { stepKinds } from '#domain/programme/step.ts';
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
