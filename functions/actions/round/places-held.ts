/** Places that nominations hold already when their organisation is first given some: counted, and guarded against a change. */
import type { Deps } from '#deps';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { allOf, is, lacks, rowAbsent } from '#store/guard.ts';
import { keys, tallyShards } from '#store/keys.ts';
import { sentBy } from '#store/standing.ts';
import type { Op, Table } from '#store/table.ts';

/**
 * Marks a shard as one of a round that gave places, so that a submission that read the round before is refused (tally.ts
 * `enterOp`); refuses the write itself when a candidacy of the shard came or moved since its counter was read.
 */
async function markUnchanged(table: Table, round: string, shard: number): Promise<Op> {
  const key = keys.tally(round, 0, shard);
  const mark = { update: key, change: { set: { allotted: true } } };
  const row = await table.get(key, { consistent: true });
  if (row === undefined) return { ...mark, when: rowAbsent };
  const names = candidacyStates.map((state) => `s_${state}` as const);
  const same = names.map((name) => (name in row ? is(name, row[name]) : lacks(name)));
  return { ...mark, when: allOf(...same) };
}

/**
 * How many places some organisations hold in a round by the nominations that are there, with the writes that let a
 * transaction rely on it: lost to a submission or a withdrawal in between, it is counted again.
 */
export async function placesHeld(
  deps: Pick<Deps, 'table'>,
  round: string,
  orgs: readonly string[],
): Promise<{ readonly held: ReadonlyMap<string, number>; readonly guards: readonly Op[] }> {
  const guards: Op[] = [];
  for (let shard = 0; shard < tallyShards; shard++)
    guards.push(await markUnchanged(deps.table, round, shard));
  const held = new Map<string, number>();
  for (const org of orgs) held.set(org, (await sentBy(deps.table, round, org)).held);
  return { held, guards };
}
