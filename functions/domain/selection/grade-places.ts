/** How many hold each grade against its places, in the list or in each of its groups (docs/rules/grades.md#places). */
import { type Fault, fault, type Text } from '#domain/problem.ts';
import { gradeFact, gradeFacts, type PrizeTable, prizesOf } from '#domain/programme/grade.ts';
import type { Grade } from '#domain/programme/grade-schema.ts';
import { groupOf } from '#domain/programme/list-group.ts';
import type { ShortlistEntry } from './selection-records.ts';
import { nobodyUsed, type UsedPlaces, usedIn } from './used-places.ts';

export interface GradeRow {
  readonly id: string;
  readonly title: Text;
  /** The group whose places these are; absent for those of the whole list. */
  readonly group?: string;
  readonly count: number;
  readonly places: Grade['places'];
  readonly ok: boolean;
}

/** What somebody on the list is counted by: her grades, in her group. */
export interface Holding {
  readonly held: readonly string[];
  readonly group?: string | undefined;
}
/** The same of an entry of the list. */
export const holdingOf = (
  { by }: PrizeTable,
  { facts }: Pick<ShortlistEntry, 'facts'>,
  held: readonly string[],
): Holding => ({ held, group: groupOf(by?.field, facts) });

/** How many hold each grade, in the list or in each group, against its places; `used` by others on tranches of the round. */
export const gradeBoard = (
  table: PrizeTable,
  holdings: readonly Holding[],
  used: UsedPlaces = nobodyUsed,
): readonly GradeRow[] => {
  const own = holdings.flatMap(({ held, group }) => [gradeFacts(held, group)[gradeFact]!].flat());
  return prizesOf(table).map(({ grade: { id }, group, places, title }): GradeRow => {
    const name = group === undefined ? id : `${id}@${group.value}`;
    const others = usedIn(used, { field: gradeFact, values: [name] }).count;
    const count = others + own.filter((one) => one === name).length;
    const ok = places === 'open' || count <= places;
    return { id, title, ...(group !== undefined && { group: group.value }), count, places, ok };
  });
};

/** Grades with more holders than places: never allowed (docs/rules/grades.md#places). */
export const overPlaces = (
  table: PrizeTable,
  holdings: readonly Holding[],
  used: UsedPlaces = nobodyUsed,
): readonly Fault[] =>
  gradeBoard(table, holdings, used).flatMap(({ title, count, places, ok }) =>
    ok
      ? []
      : [
          fault(
            'nominees',
            'grade-over',
            `“${title.zh}”名额 ${places} 个，已列 ${count} 个，请改评 ${count - Number(places)} 个`,
            `"${title.en}" has ${places} places and ${count} are listed; give ${count - Number(places)} another grade`,
          ),
        ],
  );

/** Grades with places that nobody holds, or fewer than there are: allowed, and told. */
export const placesLeft = (
  table: PrizeTable,
  holdings: readonly Holding[],
): readonly { readonly title: Text; readonly left: number }[] =>
  gradeBoard(table, holdings).flatMap(({ title, count, places }) =>
    places === 'open' || count >= places ? [] : [{ title, left: places - count }],
  );
