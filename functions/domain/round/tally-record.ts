/** Counters of a round as they are stored: one row a shard, the numbers by state under `s_<state>`. */
import * as z from 'zod';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { mapOf } from '#domain/members.ts';
import { lazily, type Stored } from '#domain/record.ts';

const stateKeys = candidacyStates.map((state) => `s_${state}` as const);

/** The counters of one shard. */
export const tallyRecord = lazily(() =>
  z.object({
    open: z.int().exactOptional(),
    sealed: z.boolean().exactOptional(),
    closed: z.boolean().exactOptional(),
    /** Places were given to organisations below: who enters without taking one read the round before that. */
    allotted: z.boolean().exactOptional(),
    /** Held by an open case, and resting after being carried: what the states do not tell of the end of the round. */
    heldOpen: z.int().exactOptional(),
    atRest: z.int().exactOptional(),
    /** Moves so far: what was made from the round before has changed when this has. */
    moves: z.int().exactOptional(),
    ...mapOf(stateKeys, () => z.int().exactOptional()),
  }),
);
export type TallyRow = Stored<typeof tallyRecord>;
