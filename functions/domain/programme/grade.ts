/** Grades 等次: prizes of a contest, stars of a household, 示范 and 优秀; what a stage gives beside the honour itself (docs/rules/grades.md). */
import { type Text, text } from '#domain/problem.ts';
import type { Form } from './form.ts';
import type { Grade } from './grade-schema.ts';
import type { Facts } from './group-limits.ts';
import { type ListedBy, listedBy } from './list-group.ts';
import type { Stage } from './programme.ts';

/** Under which the grades of those who use a place are counted, beside their facts; no field of a form has such a name. */
export const gradeFact = '#grade';

/** What is counted of her grades: each, and each in her group, whose places it may use. */
export const gradeFacts = (grades: readonly string[], group: string | undefined): Facts => ({
  [gradeFact]: group === undefined ? grades : [...grades, ...grades.map((id) => `${id}@${group}`)],
});

/** The grades of a stage with the groups of its list. */
export interface PrizeTable {
  readonly grades: readonly Grade[];
  readonly by: ListedBy | undefined;
}
export const prizeTable = (form: Form, stage: Stage): PrizeTable => ({
  grades: stage.grades,
  by: listedBy(form, stage),
});

/** Places of one grade: of the whole list, or of one of its groups (docs/rules/grades.md#in-groups). */
export interface Prize {
  readonly grade: Grade;
  readonly group?: ListedBy['groups'][number];
  readonly places: Grade['places'];
  readonly title: Text;
}
/** What a grade has places in: the list, or each of its groups in their order. */
export function prizesOf({ grades, by }: PrizeTable): readonly Prize[] {
  return grades.flatMap((grade): readonly Prize[] => {
    const title = gradeTitle(grade);
    if (!grade.perGroup || by === undefined) return [{ grade, places: grade.places, title }];
    return by.groups.map((group) => ({
      grade,
      group,
      places: placesIn(grade, group.value),
      title: text(`${group.title.zh}·${title.zh}`, `${group.title.en}: ${title.en}`),
    }));
  });
}

/** The places of a grade in a group. */
export const placesIn = ({ places, groupPlaces }: Grade, group: string): Grade['places'] =>
  groupPlaces.find((each) => each.group === group)?.places ?? places;

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
