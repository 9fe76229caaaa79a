/** How routes show a paper that may be long: its state, its job, and where its file is. */
import * as z from 'zod';
import { paperStates } from '#actions/kept-papers.ts';
import { instant, named } from '#web/api/schemas.ts';

export const paperStanding = named(
  'PaperStanding',
  z.object({
    paper: z.string(),
    state: z.enum(paperStates),
    count: z.int().optional(),
    done: z.int().optional(),
    job: z.string().optional(),
    madeAt: instant.optional(),
    until: instant.optional(),
    changed: z.literal(true).optional(),
    /** Where it is had once it is short or ready. */
    file: z.string(),
  }),
);
