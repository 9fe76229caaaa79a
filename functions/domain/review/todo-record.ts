/** A task of a person as it stands in her worklist. */

import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { bilingual, instant, lazily, type Stored } from '#domain/record.ts';
import { todoKinds } from './todo-kinds.ts';

/** Something a person is asked to do; stored in the person's worklist. */
export const todoRecord = lazily(() =>
  z.object({
    member: z.string(),
    kind: z.enum(todoKinds),
    round: z.string(),
    org: z.string(),
    nomination: z.string(),
    name: personal('nominee', 'done', z.string()),
    /** Of a panel's, which bears the name of its round. */
    nameEn: z.string().exactOptional(),
    step: z.string(),
    attempt: z.int(),
    /** The departments for which she answers: a contact may be that of several. */
    departments: z.array(z.string()).exactOptional(),
    due: instant,
    createdAt: instant,
    title: bilingual(),
  }),
);
export type Todo = Stored<typeof todoRecord>;

/** Somebody was asked in a step of a round; her worklist says whether something is open there. */
export const askedOfRecord = z.object({ member: z.string(), step: z.string() });
export type AskedOf = z.output<typeof askedOfRecord>;
