/** Re-checks as they are read: those of an organisation, one with its counts, its titles by state or reviewer. */

import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import type { RecheckState } from '#domain/recheck/judging.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import { noSuch } from '#domain/things.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, type Listed, listPage } from '#store/reads.ts';

/** A re-check with its organisation, for somebody who may read it. @throws Problem missing `recheck-unknown`; forbidden. */
export async function getRecheck(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  id: string,
): Promise<{ readonly recheck: Recheck; readonly organisation: Organisation }> {
  const recheck = await find<Recheck>(deps.table, keys.recheck(id));
  if (recheck === undefined) throw noSuch('recheck');
  const organisation = await getOrganisation(deps.table, recheck.org);
  demand(actor, 'round.read', { orgPath: organisation.path }, 'recheck');
  return { recheck, organisation };
}

/** One page of an organisation's re-checks, newest first. @throws Problem forbidden. */
export async function listRechecks(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  org: string,
  cursor?: string,
): Promise<Listed<Recheck>> {
  demand(actor, 'round.read', { orgPath: (await getOrganisation(deps.table, org)).path }, 'organisation');
  return listPage<Recheck>(deps.table, {
    pk: keys.rechecksOfOrg(org),
    index: 'gsi1',
    limit: 25,
    cursor,
    descending: true,
  });
}

/** Titles of one page. */
const perPage = 50;

/** One page of the titles of a re-check in a state; of one reviewer, where she is named. @throws Problem forbidden; missing. */
export async function recheckItems(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  id: string,
  {
    state,
    member,
    cursor,
  }: { state: RecheckState; member?: string | undefined; cursor?: string | undefined },
): Promise<Listed<RecheckItem>> {
  await getRecheck(deps, actor, id);
  return itemsIn(deps, id, { state, member, cursor });
}

/** The same for the system's own work. */
export const itemsIn = (
  deps: Pick<Deps, 'table'>,
  id: string,
  of: {
    readonly state: RecheckState;
    readonly member?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit?: number;
  },
): Promise<Listed<RecheckItem>> =>
  listPage<RecheckItem>(deps.table, {
    ...(of.member === undefined
      ? { pk: keys.recheckItems(id, of.state), index: 'gsi1' as const }
      : { pk: keys.recheckItemsOf(id, of.member), index: 'gsi2' as const, prefix: `${of.state}#` }),
    limit: of.limit ?? perPage,
    cursor: of.cursor,
  });
