/** A grade as a programme writes it; apart from `grade.ts`, which every request needs. */
import * as z from 'zod';
import { needed } from '#domain/input.ts';
import type { Deep } from '#domain/read-only.ts';

export const gradeSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
  title: z.strictObject({ zh: needed(20), en: z.string().min(1).optional() }),
  /** How many may hold it, over all tranches of a round; `open` for any number. */
  places: z.union([z.number().int().positive(), z.literal('open')], {
    error:
      '名额填正整数，如 3；不限名额的填 open / places are a whole number such as 3, or "open" for any number',
  }),
  /** Its places are those of each group of the list (`listBy`), by the ranking in it; else of the whole list. */
  perGroup: z.boolean().default(false),
  /** Groups with another number of places, by the option's value; none for 0. */
  groupPlaces: z
    .array(z.strictObject({ group: z.string().min(1), places: z.number().int().nonnegative() }))
    .max(50)
    .default([]),
  /** Proposed from this score on (inclusive). */
  atLeast: z.number().nonnegative().optional(),
  /** Given beside the ranking 人气奖: with a ranked grade, or without one. */
  beside: z.boolean().default(false),
  /** What a grade beside the ranking goes by: a number field of the form, or a criterion of the panel; by hand without it. */
  by: z.string().optional(),
});
/** Best first, as the programme lists them. */
export type Grade = Deep<z.infer<typeof gradeSchema>>;
