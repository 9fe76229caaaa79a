/** An organisation's places are not taken below what it has handed down itself (docs/rules/quotas.md#handed-down). */
import type { Deps } from '#deps';
import { memberOf } from '#domain/members.ts';
import { type Fault, fault, refuseIf } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { type HandedPlaces, sumOf } from '#domain/round/handed-places.ts';
import { roundId } from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation } from '#store/people.ts';
import { find } from '#store/reads.ts';

/** Refuses fewer places for an organisation than it has handed down already. */
export async function demandAboveHanded(
  deps: Deps,
  { programme: id, stage }: Round,
  { stages }: Programme,
  { shares }: Readonly<Record<string, unknown>>,
): Promise<void> {
  const faults: Fault[] = [];
  for (const [n, share] of (Array.isArray(shares) ? shares : []).entries()) {
    const [org, places] = [memberOf(share, 'organisation'), memberOf(share, 'places')];
    if (typeof org !== 'string' || typeof places !== 'number') continue;
    const below = await findOrganisation(deps.table, org);
    const at = stages.findIndex((each, i) => i < stage && each.level === below?.level);
    const handed = await find<HandedPlaces>(deps.table, keys.handedPlaces(roundId(id, at, org)));
    const sum = sumOf(handed?.shares ?? []);
    if (sum > places)
      faults.push(
        fault(
          `shares.${n}.places`,
          'handed-already',
          `${below?.name ?? org}已向下分配 ${sum} 个，名额不能少于 ${sum} 个`,
          `${below?.name ?? org} has handed down ${sum} already, so its places cannot be fewer`,
        ),
      );
  }
  refuseIf(faults);
}
