/** Who reads candidacies over the API, and how much of them (docs/rules/privacy.md#secrecy-of-judgement). */
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { withoutJudgement } from '#domain/candidacy/candidacy-view.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { getOrganisation, knownOrganisation } from '#store/people.ts';
import { getCandidacy, getNomination } from '#store/reads.ts';

/** The organisation is the last part of a round's id, also at a stage without a round of its own. */
export async function demandRound(deps: Deps, actor: Actor, round: string): Promise<void> {
  const org = await getOrganisation(deps.table, round.slice(round.lastIndexOf('.') + 1));
  demand(actor, 'candidacy.list', { orgPath: org.path });
}

/** A candidacy as this person may see it. */
export async function seenBy(deps: Deps, actor: Actor, candidacy: Candidacy): Promise<Candidacy> {
  const { path } = await knownOrganisation(deps.table, candidacy.org);
  return may(actor, 'candidacy.judged', { orgPath: path })
    ? candidacy
    : withoutJudgement(candidacy, actor.id);
}
/** What an act gives back, as its actor may see it. */
export const after = async (deps: Deps, actor: Actor, act: Promise<Candidacy>): Promise<Candidacy> =>
  seenBy(deps, actor, await act);

/** A candidacy with its nomination, for somebody who may read it. Throws Problem `missing`, `forbidden`. */
export async function readable(
  deps: Deps,
  actor: Actor,
  { round, nomination }: Pick<Candidacy, 'round' | 'nomination'>,
) {
  const [found, of] = await Promise.all([
    getCandidacy(deps.table, round, nomination),
    getNomination(deps.table, nomination),
  ]);
  const org = await getOrganisation(deps.table, found.org);
  const asked = found.asked.some(({ member }) => member === actor.id);
  demand(actor, 'nomination.read', { orgPath: org.path, ...(asked && { assigned: actor.id }) });
  return { found, nomination: of };
}
