/** Lists of their own 专项名单: who stands on one, and before they are published how many will (docs/rules/groups.md#several-lists). */
import type { Deps } from '#deps';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { missing } from '#domain/problem.ts';
import type { Stage } from '#domain/programme/programme.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { usedIn } from '#domain/selection/used-places.ts';
import { usedPlacesBefore } from '#store/standing.ts';
import { allEntries, type RollEntry } from './honour-roll.ts';

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

/**
 * Who stands on a list of its own, with the numbers of the one list; or on the one list without those who stand elsewhere
 * instead (docs/rules/groups.md#several-lists). @throws Problem missing `list-unknown`.
 */
export async function entriesOn(
  deps: Pick<Deps, 'table' | 'clock'>,
  list: HonourList,
  own: string | undefined,
): Promise<readonly RollEntry[]> {
  demandOwnList(list, own);
  const apart = (list.lists ?? []).flatMap(({ id, instead }) => (instead ? [id] : []));
  const isOn = ({ lists = [] }: RollEntry): boolean =>
    own === undefined ? !lists.some((id) => apart.includes(id)) : lists.includes(own);
  return (await allEntries(deps, list)).filter(isOn);
}
