/** Whom a bulk letter is for beside a round's candidacies: owners of drafts, the panel, the administrators of units with places. */
import { entrySeat } from '#actions/candidacy/seat.ts';
import type { Deps } from '#deps';
import type { DraftPlace } from '#domain/nomination/draft-record.ts';
import { Problem } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { organisationsIn } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Panellist } from '#domain/selection/selection-records.ts';
import { draftShards, keys } from '#store/keys.ts';
import { knownOrganisation, membersOf } from '#store/people.ts';
import { allotmentsOf, find, type Listed, listPage } from '#store/reads.ts';

/** True when this round's window is the one by which a draft is handed in. */
async function isGoverned(
  deps: Deps,
  round: Round,
  programme: Programme,
  draft: DraftPlace,
): Promise<boolean> {
  try {
    const org = await knownOrganisation(deps.table, draft.org);
    const seat = await entrySeat(deps.table, round.programme, programme, draft.channel, org);
    return seat.governing.id === round.id;
  } catch (error) {
    // Where no round is set up yet, or the level is none of hers, there is nothing that this one could say.
    if (error instanceof Problem && error.kind !== 'unavailable') return false;
    throw error;
  }
}

/** Owners of drafts that are handed in by this round's window, a page at a time; an owner may come in several pages. */
export async function draftOwners(
  deps: Deps,
  round: Round,
  programme: Programme,
  cursor: string | undefined,
  limit: number,
): Promise<Listed<string>> {
  const owners = new Set<string>();
  const judged = new Map<string, boolean>();
  let [shard, rest] = cursor === undefined ? [0, ''] : [Number(cursor[0]), cursor.slice(1)];
  for (let read = 0; read < limit && shard < draftShards; ) {
    const page = await listPage<DraftPlace>(deps.table, {
      pk: keys.draftsOf(round.programme, shard),
      prefix: keys.draftsBelow(round.orgPath),
      limit: limit - read,
      cursor: rest === '' ? undefined : rest,
    });
    for (const draft of page.items) {
      const way = `${draft.org}#${draft.channel}`;
      const known = judged.get(way) ?? (await isGoverned(deps, round, programme, draft));
      judged.set(way, known);
      if (known) owners.add(draft.owner);
    }
    read += page.items.length;
    [shard, rest] = page.cursor === undefined ? [shard + 1, ''] : [shard, page.cursor];
  }
  return { items: [...owners], cursor: shard < draftShards ? `${shard}${rest}` : undefined };
}

/** Administrators of the units that have places, and of those whose places a change took away. */
export async function administratorsBelow(
  deps: Deps,
  round: string,
  change?: number,
): Promise<readonly string[]> {
  const { items } = await allotmentsOf(deps.table, round);
  const changed = change === undefined ? undefined : await find(deps.table, keys.roundChange(round, change));
  const orgs = new Set([
    ...items.map(({ org }) => org),
    ...(changed === undefined ? [] : organisationsIn(changed)),
  ]);
  const members = await Promise.all([...orgs].map((org) => membersOf(deps.table, org, 'administrator')));
  return [...new Set(members.flat().map((member) => member.id))];
}

/** Those who sit on the panel. */
export const panelOf = async (deps: Deps, round: string): Promise<readonly string[]> =>
  (
    await listPage<Panellist>(deps.table, {
      pk: keys.round(round).pk,
      prefix: keys.panellistPrefix,
      limit: 200,
    })
  ).items.flatMap(({ member, absent }) => (absent === undefined ? [member] : []));
