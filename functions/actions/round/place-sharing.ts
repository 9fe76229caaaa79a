/** Sharing out the places of a round by weights: worked out with its ties explained, saved as the round's shares afterwards. */

import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { fault, refuseIf } from '#domain/problem.ts';
import { type Allocation, shareOut } from '#domain/round/share.ts';
import { findOrganisation } from '#store/people.ts';
import { roundWithStage } from '#store/reads.ts';
import { placeWeights } from './round-input.ts';

/**
 * What each organisation below gets, by largest remainder; equal remainders go to the smaller official order number
 * (docs/rules/quotas.md#shares). `base` and `floor` are the stage's unless given. Nothing is written. Throws
 * Problem `forbidden`, `invalid` naming the weight that cannot be used.
 */
export async function weighShares(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof placeWeights>,
): Promise<Allocation> {
  const input = readInput(placeWeights, sent);
  const { round, stage } = await roundWithStage(deps.table, id);
  demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
  const total = input.places ?? round.settings.places;
  if (total === undefined)
    refuseIf([
      fault(
        'places',
        'required',
        '本轮没有设置名额总数，请填写要分配的名额',
        'The round has no number of places; say how many to share',
      ),
    ]);
  const found = await Promise.all(
    input.weights.map(({ organisation }) => findOrganisation(deps.table, organisation)),
  );
  refuseIf(
    input.weights.flatMap(({ organisation }, n) =>
      found[n]?.parent === round.org
        ? []
        : [
            fault(
              `weights.${n}.organisation`,
              'not-below',
              `「${found[n]?.name ?? organisation}」不是本单位的直接下级，不能分配名额`,
              `"${found[n]?.name ?? organisation}" is not directly below this organisation and cannot get places`,
            ),
          ],
    ),
  );
  const claims = input.weights.map(({ organisation, weight }, n) => ({
    id: organisation,
    weight,
    order: found[n]!.order,
  }));
  return shareOut(
    total!,
    claims.filter(({ weight }) => weight !== 0),
    { base: input.base ?? stage.quota.share.base, floor: input.floor ?? stage.quota.share.floor },
  );
}
