/** Lists of their own 专项名单: who stands on one, and before they are published how many will (docs/rules/groups.md#several-lists). */
import type { Deps } from '#deps';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { missing } from '#domain/problem.ts';
import type { Stage } from '#domain/programme/programme.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { usedIn } from '#domain/selection/used-places.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { usedPlacesBefore } from '#store/standing.ts';
import { entriesAt, entriesPerPage, listEntries, type RollEntry } from './honour-roll.ts';

/** Each list with how many of those who use a place of the tranche stand on it. */
export async function ownListsOf(
  deps: Pick<Deps, 'table'>,
  { stage, tranche: { round, n } }: { readonly stage: Pick<Stage, 'lists'>; readonly tranche: Tranche },
) {
  if (stage.lists.length === 0) return [];
  const [before, after] = await Promise.all([
    usedPlacesBefore(deps.table, round, n),
    usedPlacesBefore(deps.table, round, n + 1),
  ]);
  return stage.lists.map((own) => ({
    title: own.title,
    instead: own.instead,
    count: usedIn(after, own).count - usedIn(before, own).count,
  }));
}

/** @throws Problem missing `list-unknown` for a list of its own that it has not. */
export function demandOwnList({ lists }: Pick<HonourList, 'lists'>, own: string | undefined): void {
  if (own !== undefined && !lists?.some(({ id }) => id === own))
    throw missing('list-unknown', '没有这份专项名单。', 'There is no such list.');
}

/** Where they stand on the list; undefined for all of it. */
async function placesOn(
  deps: Pick<Deps, 'table'>,
  { id, entries, lists = [] }: HonourList,
  own: string | undefined,
): Promise<readonly number[] | undefined> {
  const positionsOf = async (one: string) =>
    (await find(deps.table, keys.ownList(id, one), false))?.positions ?? [];
  if (own !== undefined) return positionsOf(own);
  const apart = lists.filter(({ instead }) => instead);
  if (apart.length === 0) return undefined;
  const elsewhere = new Set((await Promise.all(apart.map((each) => positionsOf(each.id)))).flat());
  return entries.flatMap((_, position) => (elsewhere.has(position) ? [] : [position]));
}

/** A list, or a list of its own, page by page: no page reads more than its entries. */
export interface EntryPages {
  readonly count: number;
  readonly pages: number;
  page(n: number): Promise<readonly RollEntry[]>;
}

/**
 * Who stands on a list of its own, with the numbers of the one list; or on the one list without those who stand elsewhere
 * instead (docs/rules/groups.md#several-lists). @throws Problem missing `list-unknown`.
 */
export async function entriesOn(
  deps: Pick<Deps, 'table' | 'clock'>,
  list: HonourList,
  own: string | undefined,
): Promise<EntryPages> {
  demandOwnList(list, own);
  const places = await placesOn(deps, list, own);
  const pages = Math.max(1, Math.ceil((places ?? list.entries).length / entriesPerPage));
  if (places === undefined) return { count: list.granted, pages, page: (n) => listEntries(deps, list, n) };
  const unused = own === undefined ? list.entries.length - list.granted : 0;
  return {
    count: places.length - unused,
    pages,
    page: (n) => entriesAt(deps, list, places.slice((n - 1) * entriesPerPage, n * entriesPerPage)),
  };
}
