/** Two nominations that seem to be of the same nominee 查重, as stored. */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { instant, lazily, type Stored } from '#domain/record.ts';

/** A clash of identity. `a` held the identity when `b` came. */
export const pairRecord = lazily(() =>
  z.object({
    id: z.string(),
    round: z.string(),
    a: z.string(),
    b: z.string(),
    /** `moot`: the second one was withdrawn before the clash was settled. */
    state: z.enum(['open', 'same', 'different', 'moot']),
    at: instant,
    settled: z
      .object({
        by: z.string(),
        at: instant,
        reason: personal('words', 'removed', z.string()),
        keep: z.string().exactOptional(),
      })
      .exactOptional(),
  }),
);
export type Pair = Stored<typeof pairRecord>;
