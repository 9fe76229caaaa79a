/** Grades 等次: prizes of a contest, stars of a household, 示范 and 优秀; what a stage gives beside the honour itself (docs/rules/grades.md). */
import { type Text, text } from '#domain/problem.ts';
import type { Grade } from './grade-schema.ts';

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
