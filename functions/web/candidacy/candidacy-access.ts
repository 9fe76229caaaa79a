/** Who reads candidacies over the API, and how much of them (docs/rules/privacy.md#secrecy-of-judgement). */
import { demandOthers } from '#actions/nomination/nomination-access.ts';
import { panelSitting } from '#actions/selection/panel.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { candidaciesAsRead, withoutJudgement } from '#domain/candidacy/candidacy-view.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, knownOrganisation } from '#store/people.ts';
import { find, getCandidacy, getNomination } from '#store/reads.ts';

/** True while ranks are being written one after another: none is shown before all of them stand. */
const isRanking = async (deps: Deps, round: string): Promise<boolean> =>
  (await find(deps.table, keys.panelClosing(round))) !== undefined &&
  (await panelSitting(deps, round)).isRanking;
const unranked = ({ score: _score, ...candidacy }: Candidacy): Candidacy => candidacy;
/** A candidacy for who may know the panel's judgement: with her rank once all ranks stand. */
export const judgedView = async (deps: Deps, candidacy: Candidacy): Promise<Candidacy> =>
  candidacy.score !== undefined && candidacy.state === 'waiting' && (await isRanking(deps, candidacy.round))
    ? unranked(candidacy)
    : candidacy;

/**
 * Demands that somebody may list the candidacies of a round, and gives what shows them to her. The organisation is the last
 * part of a round's id, also at a stage without a round of its own.
 */
export async function listingOf(
  deps: Deps,
  actor: Actor,
  round: string,
): Promise<(items: readonly Candidacy[]) => readonly Candidacy[]> {
  const { path: orgPath } = await getOrganisation(deps.table, round.slice(round.lastIndexOf('.') + 1));
  demand(actor, 'candidacy.list', { orgPath });
  const judged = may(actor, 'candidacy.judged', { orgPath });
  const ranking = judged && (await isRanking(deps, round));
  return (items) => candidaciesAsRead(ranking ? items.map(unranked) : items, { id: actor.id, judged });
}

/** A candidacy as this person may see it. */
export async function seenBy(deps: Deps, actor: Actor, candidacy: Candidacy): Promise<Candidacy> {
  const { path } = await knownOrganisation(deps.table, candidacy.org);
  return may(actor, 'candidacy.judged', { orgPath: path })
    ? judgedView(deps, candidacy)
    : withoutJudgement(candidacy, actor.id);
}
/** What an act gives back, as its actor may see it. */
export const after = async (deps: Deps, actor: Actor, act: Promise<Candidacy>): Promise<Candidacy> =>
  seenBy(deps, actor, await act);

/** A candidacy with its nomination, for who lists those of its round, or is asked about this one. Throws Problem `missing`, `forbidden`. */
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
  // Who was asked before follows it no further.
  const asked = found.step?.kind === found.state && found.asked.some(({ member }) => member === actor.id);
  if (asked) demand(actor, 'nomination.read', { orgPath: org.path, assigned: actor.id });
  else demand(actor, 'candidacy.list', { orgPath: org.path }, 'candidacy');
  if (!may(actor, 'candidacy.judged', { orgPath: org.path })) demandOthers(actor, of);
  return { found, nomination: of };
}
