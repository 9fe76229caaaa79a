/** Each group of a list with its limits and its own ranking of who is listed (docs/rules/groups.md#ranking). */
import { compareExact, exact, parseExact } from '#domain/fraction.ts';
import type { Text } from '#domain/problem.ts';
import { groupOf, type ListedBy } from '#domain/programme/list-group.ts';
import type { BoardRow } from './quota.ts';
import type { Shortlist, ShortlistEntry } from './selection-records.ts';

/** One of the list in its group: best first, with her rank among all who were judged in it. */
export interface InGroup {
  readonly entry: ShortlistEntry;
  readonly place: 'chosen' | 'reserve';
}
export interface GroupRanking {
  readonly value: string;
  readonly title: Text;
  readonly count: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly listed: readonly InGroup[];
}

const byScore = (a: InGroup, b: InGroup): number => {
  const [left, right] = [a.entry.score, b.entry.score].map((score) =>
    score === undefined || parseExact(score) === undefined ? undefined : exact(score),
  );
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  return compareExact(right, left);
};

/** The groups in the programme's order; limits are those of the quota's group of the same title. */
export function groupRankings(
  by: ListedBy,
  list: Pick<Shortlist, 'chosen' | 'reserves'>,
  board: readonly BoardRow[],
): readonly GroupRanking[] {
  const all: readonly InGroup[] = [
    ...list.chosen.map((entry) => ({ entry, place: 'chosen' as const })),
    ...list.reserves.map((entry) => ({ entry, place: 'reserve' as const })),
  ];
  return by.groups.map(({ value, title }): GroupRanking => {
    const listed = all.filter(({ entry }) => groupOf(by.field, entry.facts) === value).toSorted(byScore);
    const limit = (kind: BoardRow['kind']) =>
      board.find((row) => row.kind === kind && row.title.zh === title.zh)?.limit;
    const [atMost, atLeast] = [limit('atMost'), limit('atLeast')];
    return {
      value,
      title,
      count: listed.filter(({ place }) => place === 'chosen').length,
      ...(atMost !== undefined && { atMost }),
      ...(atLeast !== undefined && { atLeast }),
      listed,
    };
  });
}
