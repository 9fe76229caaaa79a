/** An organisation's own words for a kind of letter, as they are stored: places by id, `{name}`. */
import * as z from 'zod';
import { instant, lazily, type Stored } from '#domain/record.ts';

const both = () => z.object({ zh: z.string(), en: z.string() });

export const letterTextRecord = lazily(() =>
  z.object({
    org: z.string(),
    template: z.string(),
    subject: both(),
    lead: both(),
    /** Who worded it. */
    by: z.string(),
    at: instant,
    version: z.int(),
  }),
);
export type LetterText = Stored<typeof letterTextRecord>;
