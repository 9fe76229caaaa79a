/** Whether a task ever was a person's: what is hers no longer is a conflict, what never was hers is forbidden. */

import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Action, demand } from '#domain/people/policy.ts';
import { readEvents } from '#store/chain.ts';
import { knownOrganisation } from '#store/people.ts';

/** True when the history of the candidacy has her among those asked in a step, or as who passed it on or got it. */
export async function wasAsked(
  deps: Deps,
  candidacy: Candidacy,
  step: string,
  member: string,
): Promise<boolean> {
  const chain = `candidacy:${candidacy.round}:${candidacy.nomination}`;
  const { events } = await readEvents(deps.table, chain, { descending: true });
  return events.some(({ details: { step: at, asked, from, to } }) => {
    const among = Array.isArray(asked) && asked.includes(member);
    return at === step && (among || from === member || to === member);
  });
}

/**
 * Refuses somebody whose task the step never was; does nothing for one who was asked, or whom it was passed to. Reads
 * the history, so it is for the way of refusal only.
 * @throws Problem forbidden `not-allowed`, `session-needed`.
 */
export async function demandEverAsked(
  deps: Deps,
  actor: Actor,
  candidacy: Candidacy,
  about: {
    readonly action: Action;
    readonly step: string;
    readonly owner: string;
    readonly department?: string;
  },
): Promise<void> {
  if (candidacy.asked.some(({ member }) => member === actor.id)) return;
  if (await wasAsked(deps, candidacy, about.step, actor.id)) return;
  demand(actor, about.action, {
    orgPath: (await knownOrganisation(deps.table, candidacy.org)).path,
    owner: about.owner,
    state: candidacy.state,
    worklist: `${candidacy.round}#${about.step}#`,
    ...(about.department !== undefined && { department: about.department }),
  });
}
