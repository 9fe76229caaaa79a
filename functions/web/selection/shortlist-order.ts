/** A press on the shortlist page, as the list that follows from it. Pure: the quota is checked by the action. */

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

/** One who was dragged onto another takes her place, in her list; `move` is `<who>.<onto>`. Anything else changes nothing. */
export function dragged(lists: Lists, move: string): Lists {
  const [who = '', onto = ''] = move.split('.');
  const known = [...lists.chosen, ...lists.reserves];
  if (who === onto || !known.includes(who) || !known.includes(onto)) return lists;
  const put = (ids: readonly string[]) => {
    if (!ids.includes(onto)) return without(ids, [who]);
    const to = ids.indexOf(onto);
    return without(ids, [who]).toSpliced(to, 0, who);
  };
  return { chosen: put(lists.chosen), reserves: put(lists.reserves) };
}

/** Puts who stands at a number (from 1) of a list at another; the others keep their order. */
export function movedTo(ids: readonly string[], from: number, to: number): readonly string[] {
  const moved = ids[from - 1];
  return moved === undefined ? ids : ids.toSpliced(from - 1, 1).toSpliced(to - 1, 0, moved);
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
