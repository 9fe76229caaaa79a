/** The receipt of an erasure 删除凭证: when, why, and what went. */
import * as z from 'zod';
import { instant, lazily, type Stored } from '#domain/record.ts';

export const erasureRecord = lazily(() =>
  z.object({
    at: instant,
    /** `retention`, or a code of retention.ts. */
    reason: z.string(),
    by: z.string(),
    /** Revisions of the form, reviews with ballots, letters and cases whose personal data went; attachments removed. */
    forms: z.int(),
    files: z.int(),
    acts: z.int(),
    letters: z.int(),
    cases: z.int(),
    /** When the last of it was gone. */
    finishedAt: instant.exactOptional(),
  }),
);
export type Erasure = Stored<typeof erasureRecord>;
