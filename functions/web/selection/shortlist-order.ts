/** A press on the shortlist page, as the list that follows from it. Pure: the quota is checked by the action. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { rankByScore } from '#domain/selection/ranking.ts';
import type { ShortlistEntry } from '#domain/selection/selection-records.ts';

export interface Lists {
  readonly chosen: readonly string[];
  readonly reserves: readonly string[];
}

const without = (ids: readonly string[], gone: readonly string[]) => ids.filter((id) => !gone.includes(id));

function shift(ids: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const at = ids.indexOf(id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= ids.length) return ids;
  const next = [...ids];
  [next[at], next[to]] = [next[to]!, next[at]!];
  return next;
}

/**
 * The lists after a press such as `choose:n1`, `reserve:n1`, `off:n1`, `up:n1`, `down:n1`, or `choose` and `reserve` for
 * all `ticked`. Anything else leaves them as they are.
 */
export function pressed(lists: Lists, press: string, ticked: readonly string[]): Lists {
  const [what = '', id] = press.split(':');
  const ids = id === undefined ? ticked : [id];
  switch (what) {
    case 'choose':
      return { chosen: [...without(lists.chosen, ids), ...ids], reserves: without(lists.reserves, ids) };
    case 'reserve':
      return { chosen: without(lists.chosen, ids), reserves: [...without(lists.reserves, ids), ...ids] };
    case 'off':
      return { chosen: without(lists.chosen, ids), reserves: without(lists.reserves, ids) };
    case 'up':
    case 'down': {
      const by = what === 'up' ? -1 : 1;
      return {
        chosen: shift(lists.chosen, ids[0] ?? '', by),
        reserves: shift(lists.reserves, ids[0] ?? '', by),
      };
    }
    default:
      return lists;
  }
}

export interface RankedCandidate {
  readonly candidacy: Candidacy;
  /** Absent without a score. */
  readonly rank?: number;
  /** Shares its score with others, and no declared rule tells them apart: the organisation decides. */
  readonly tied: boolean;
}

/** Candidates by exact score, best first; those without one come last, in the order in which they came. */
export function ranked(candidates: readonly Candidacy[]): readonly RankedCandidate[] {
  const scored = candidates.filter((each) => each.score !== undefined);
  const byId = new Map(candidates.map((each) => [each.nomination, each]));
  const order = rankByScore(
    scored.map((each) => ({ id: each.nomination, score: each.score!.mean })),
    [],
  );
  return [
    ...order.map(({ id, rank, decidedBy }) => ({
      candidacy: byId.get(id)!,
      rank,
      tied: decidedBy === 'undecided',
    })),
    ...candidates
      .filter((each) => each.score === undefined)
      .toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
      .map((candidacy) => ({ candidacy, tied: false })),
  ];
}

/** Ids of a list in its order. */
export const idsOf = (entries: readonly ShortlistEntry[]): readonly string[] =>
  entries.map((entry) => entry.nomination);

/** Compares candidacies by their place among the reserves; those who are not listed come last. */
export const reserveOrder = (reserves: readonly string[]) => {
  const place = (each: { readonly nomination: string }) => {
    const at = reserves.indexOf(each.nomination);
    return at < 0 ? reserves.length : at;
  };
  return (a: { readonly nomination: string }, b: { readonly nomination: string }): number =>
    place(a) - place(b);
};
