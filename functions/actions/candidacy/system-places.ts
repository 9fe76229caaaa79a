/** Places of a system 系统 at a stage: how many are used, and the write that takes or gives back one. */
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { demandSystemPlace, mostOf, type SystemPlaces, systemOf } from '#domain/round/system-places.ts';
import type { SystemCount } from '#domain/round/tranche-record.ts';
import { above, anyOf, below, lacks } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisations, knownOrganisation } from '#store/people.ts';
import { listPage } from '#store/reads.ts';
import type { Table } from '#store/table.ts';
import type { Writing } from '#store/writing.ts';
import type { Seat } from './seat.ts';

/** What the system of an organisation may send to a seat, and has; undefined where no limit binds it. */
export async function systemPlaces(
  { table }: Pick<Deps, 'table'>,
  programme: Programme,
  { stage, round }: Pick<Seat, 'stage' | 'round'>,
  from: string,
): Promise<SystemPlaces | undefined> {
  const { systems } = programme.stages[stage]!;
  if (systems.length === 0) return undefined;
  const { path } = await knownOrganisation(table, from);
  const system = systemOf(await getOrganisations(table, path));
  const most = mostOf(systems, system);
  if (system === undefined || most === undefined) return undefined;
  const row = await table.get(keys.systemCount(round, system), { consistent: true });
  return { system, most, used: row?.used ?? 0 };
}

/** What came to a round through each system that it limits, those that it names first. */
export async function systemCounts(
  { table }: Pick<Deps, 'table'>,
  { systems }: Pick<Stage, 'systems'>,
  round: string,
): Promise<readonly SystemPlaces[]> {
  if (systems.length === 0) return [];
  const { items } = await listPage<SystemCount>(table, {
    ...{ pk: keys.round(round).pk, prefix: keys.systemCountPrefix, limit: 200 },
  });
  const used = new Map(items.map((row) => [row.system, row.used]));
  const named = systems.flatMap(({ system }) => (system === undefined ? [] : [system]));
  return [...new Set([...named, ...used.keys()])].map((system) => ({
    system,
    most: mostOf(systems, system) ?? 0,
    used: used.get(system) ?? 0,
  }));
}

/**
 * Takes a place of the system that a nomination comes through; gives the system, which the candidacy keeps.
 * @throws Problem conflict `system-closed`, `system-full`.
 */
export async function takeSystemPlace(
  table: Table,
  write: Writing,
  programme: Programme,
  seat: Seat,
  from: string,
): Promise<string | undefined> {
  const places = await systemPlaces({ table }, programme, seat, from);
  if (places === undefined) return undefined;
  demandSystemPlace(places);
  const { system, most } = places;
  write.op({
    update: keys.systemCount(seat.round, system),
    change: { add: { used: 1 }, initial: { system } },
    when: anyOf(lacks('used'), below('used', most)),
  });
  return system;
}

/** Gives back the place of her system, if she took one. */
export function releaseSystemPlace(
  write: Writing,
  { round, system }: Pick<Candidacy, 'round' | 'system'>,
): void {
  if (system !== undefined)
    write.op({
      update: keys.systemCount(round, system),
      change: { add: { used: -1 } },
      when: above('used', 0),
    });
}
