/** Grades 等次: prizes of a contest, stars of a household, 示范 and 优秀; what a stage gives beside the honour itself (docs/rules/grades.md). */
import * as z from 'zod';
import { needed } from '#domain/input.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Deep } from '#domain/read-only.ts';

export const gradeSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
  title: z.strictObject({ zh: needed(20), en: z.string().min(1).optional() }),
  /** How many may hold it, over all tranches of a round; `open` for any number. */
  places: z.union([z.number().int().positive(), z.literal('open')], {
    error:
      '名额填正整数，如 3；不限名额的填 open / places are a whole number such as 3, or "open" for any number',
  }),
  /** Proposed from this score on (inclusive). */
  atLeast: z.number().nonnegative().optional(),
  /** Given beside the ranking 人气奖: with a ranked grade, or without one. */
  beside: z.boolean().default(false),
  /** What a grade beside the ranking goes by: a number field of the form, or a criterion of the panel; by hand without it. */
  by: z.string().optional(),
});
/** Best first, as the programme lists them. */
export type Grade = Deep<z.infer<typeof gradeSchema>>;

/** Under which the grades of those who use a place are counted, beside their facts; no field of a form has such a name. */
export const gradeFact = '#grade';

/** The title of a grade in both languages. */
export const gradeTitle = ({ title }: Pick<Grade, 'title'>): Text => text(title.zh, title.en ?? title.zh);

/** Titles of the grades that somebody holds, in the programme's order: 二等奖, 人气奖. */
export const gradeTitles = (grades: readonly Grade[], held: readonly string[] | undefined): readonly Text[] =>
  grades.filter(({ id }) => held?.includes(id)).map(gradeTitle);

/** Several titles as one text: 二等奖、人气奖; empty without any. */
export const titlesSaid = (titles: readonly Text[] | undefined): Text =>
  text((titles ?? []).map(({ zh }) => zh).join('、'), (titles ?? []).map(({ en }) => en).join(', '));

/** Place of what somebody holds in the programme's order, by the best of it; without a grade she comes last. */
export function gradeOrder(grades: readonly Grade[], held: readonly string[] | undefined): number {
  const at = grades.findIndex(({ id }) => held?.includes(id));
  return at < 0 ? grades.length : at;
}
