/** Up or down by a grade 升级、降级 after the award: the ladder of grades, the move, and since when each was held (docs/rules/regrade.md). */
import { conflict, invalid, type Text } from '#domain/problem.ts';
import { groupIn } from './honour.ts';
import type { GivenGrade, HonourChange, HonourRecord, ListGrade, Regrading } from './honour-records.ts';

/** The ranked grades of a list, best first; what is given beside the ranking is never a step of it. */
export const ladderOf = (grades: readonly ListGrade[] = []): readonly ListGrade[] =>
  grades.filter(({ beside }) => beside !== true);

/** Where somebody stands on a ladder: 0 for the best; undefined for one without a ranked grade. */
export function rungOf(
  ladder: readonly Pick<GivenGrade, 'id'>[],
  held: readonly Pick<GivenGrade, 'id'>[] = [],
): number | undefined {
  const at = ladder.findIndex(({ id }) => held.some((grade) => grade.id === id));
  return at < 0 ? undefined : at;
}

export type Direction = 'up' | 'down';

/** The grade one higher or lower; undefined above the best, below the lowest, and for one without a ranked grade. */
export function nextRung<G extends Pick<GivenGrade, 'id'>>(
  ladder: readonly G[],
  held: readonly Pick<GivenGrade, 'id'>[] | undefined,
  direction: Direction,
): G | undefined {
  const at = rungOf(ladder, held);
  return at === undefined ? undefined : ladder[at + (direction === 'up' ? -1 : 1)];
}

/** What somebody holds once she has another ranked grade: what was given beside the ranking stays. */
const heldAfter = (
  ladder: readonly Pick<GivenGrade, 'id'>[],
  held: readonly GivenGrade[],
  { id, title }: GivenGrade,
): readonly GivenGrade[] => [
  { id, title },
  ...held.filter((grade) => !ladder.some((rung) => rung.id === grade.id)),
];

const titlesOf = (grades: readonly GivenGrade[]): readonly Text[] => grades.map(({ title }) => title);

/** A move to another grade, with what is held after it. */
export interface Move {
  readonly grades: readonly GivenGrade[];
  readonly regraded: Regrading;
}

/** The move of somebody to a rung of her ladder on a day. */
export function moveTo(
  ladder: readonly Pick<GivenGrade, 'id'>[],
  held: readonly GivenGrade[] = [],
  { to, on }: { readonly to: GivenGrade; readonly on: string },
): Move {
  const grades = heldAfter(ladder, held, to);
  return { grades, regraded: { from: titlesOf(held), to: titlesOf(grades), on } };
}

/** Every move of a title, oldest first. */
export const regradings = (history: readonly HonourChange[] = []): readonly Regrading[] =>
  history.flatMap(({ regraded }) => regraded ?? []);

/** What is shown of a title that went up or down. */
export interface Regraded {
  /** Under which grades the list was published, where she has others by now. */
  readonly listedGrades?: readonly Text[];
  /** Every move, oldest first; the last says since when she has her grade. */
  readonly regraded?: readonly Regrading[];
}
export function regradedOf(history: readonly HonourChange[]): Regraded {
  const moves = regradings(history);
  return moves.length === 0 ? {} : { regraded: moves, listedGrades: moves[0]!.from };
}

/** The day of the last move; undefined for one who holds what she was given. */
export const gradedOn = ({ history }: Pick<HonourRecord, 'history'>): string | undefined =>
  regradings(history).at(-1)?.on;

/**
 * The rung that a person names for an honour, which may be any but her own.
 * @throws Problem `invalid` `grade-unknown`, `grade-none`; conflict `grade-same`.
 */
export function rungFor(
  ladder: readonly ListGrade[],
  held: readonly GivenGrade[] | undefined,
  id: string,
): ListGrade {
  if (ladder.length === 0)
    throw invalid(
      'grade-none',
      '这份名单没有按名次评定的等次，不能升级或降级。',
      'This list has no ranked grades, so nothing on it goes up or down.',
    );
  const to = ladder.find((grade) => grade.id === id);
  if (to === undefined)
    throw invalid(
      'grade-unknown',
      `没有这个等次，请从本名单的等次中选择：${ladder.map(({ title }) => title.zh).join('、')}。`,
      `There is no such grade; choose one of this list: ${ladder.map(({ title }) => title.en).join(', ')}.`,
    );
  if (rungOf(ladder, held) === ladder.indexOf(to))
    throw conflict(
      'grade-same',
      `目前已是“${to.title.zh}”，等次没有变化。`,
      `It holds "${to.title.en}" already; nothing changes.`,
    );
  return to;
}

/** Whether a move goes up: to a better rung, or to the first that is held. */
export const isUp = (
  ladder: readonly Pick<GivenGrade, 'id'>[],
  held: readonly GivenGrade[] | undefined,
  to: Pick<GivenGrade, 'id'>,
): boolean => (rungOf(ladder, [to]) ?? 0) < (rungOf(ladder, held) ?? ladder.length);

/** @throws Problem conflict `grade-full`: a grade never has more holders than places (docs/rules/grades.md#places). */
export function demandPlace({ title }: GivenGrade, places: number, holders: number): void {
  if (holders < places) return;
  throw conflict(
    'grade-full',
    `“${title.zh}”名额 ${places} 个，已全部有人，不能再升入。`,
    `All ${places} places of "${title.en}" are taken; nobody can go up to it.`,
  );
}

type Holder = { readonly status: string } & Pick<HonourRecord, 'shown'> &
  Partial<Pick<HonourRecord, 'grades' | 'listedBy'>>;

/** The places of a grade that one of a group uses, and what counts their holders; undefined where any number may hold it. */
export function placesFor(
  { id, places, groups }: ListGrade,
  group: string | undefined,
): { readonly counter: string; readonly places: number } | undefined {
  if (groups === undefined) return places === undefined ? undefined : { counter: id, places };
  const at = groups.findIndex(({ title }) => title === group);
  const own = groups[at]?.places;
  return own === undefined ? undefined : { counter: `${id}_${at}`, places: own };
}

/** By how many the holders of each grade with places change, by what counts them; who was revoked or annulled leaves hers free. */
export function placesMoved(
  grades: readonly ListGrade[] = [],
  moves: readonly { readonly before: Holder | undefined; readonly after: Holder }[],
): Readonly<Record<string, number>> {
  const moved = new Map<string, number>();
  const count = (one: Holder | undefined, by: 1 | -1): void => {
    if (one === undefined || one.status === 'revoked' || one.status === 'annulled') return;
    for (const grade of grades) {
      const used = (one.grades ?? []).some(({ id }) => id === grade.id) && placesFor(grade, groupIn(one));
      if (used) moved.set(used.counter, (moved.get(used.counter) ?? 0) + by);
    }
  };
  for (const { before, after } of moves) {
    count(before, -1);
    count(after, 1);
  }
  return Object.fromEntries([...moved].filter(([, by]) => by !== 0));
}
