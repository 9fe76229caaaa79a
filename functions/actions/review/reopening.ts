/** A rejection that was a mistake: an administrator has the step taken again, until the shortlist is confirmed (docs/rules/steps.md#reopening). */

import { letterToOwner, move } from '#actions/candidacy/moving.ts';
import { lowerOf } from '#actions/candidacy/upward.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { mayReopen, nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { canonicalJson, saltedDigest } from '#store/chain.ts';
import { versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { knownOrganisation } from '#store/people.ts';
import { findRound, getCandidacy, getNomination, programmeRevision } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import { startAgain } from '#store/writing.ts';
import { reopenedReview } from './review-input.ts';

/** @throws Problem conflict `not-rejected`, `list-confirmed`, `candidacy-changed`; `invalid` without a reason; forbidden. */
export function reopenReview(
  deps: Deps,
  actor: Actor,
  round: string,
  nominationId: string,
  sent: Input<typeof reopenedReview>,
): Promise<Candidacy> {
  return again(async () => {
    const candidacy = await getCandidacy(deps.table, round, nominationId);
    const org = await knownOrganisation(deps.table, candidacy.org);
    demand(actor, 'review.reopen', { orgPath: org.path });
    const { reason, version } = readInput(reopenedReview, sent);
    const { step } = candidacy;
    if (candidacy.version !== version)
      throw conflict(
        'candidacy-changed',
        '该申报的状态已被更新，请核对后再办理。',
        'The candidacy has changed meanwhile; check it and press again.',
      );
    if (step === undefined || !mayReopen(candidacy))
      throw conflict(
        'not-rejected',
        '该申报不是在审查、征求意见或实地评估中结束的，不能重新审查。',
        'It did not end in a review, an opinion or a visit, so there is nothing to reopen.',
      );
    const [own, list] = await Promise.all([findRound(deps.table, round), findShortlist(deps.table, round)]);
    if (list?.confirmedAt !== undefined || own?.status === 'settled' || own?.status === 'cancelled')
      throw conflict(
        'list-confirmed',
        '拟推荐名单已经确认，不能重新审查。',
        'The shortlist is confirmed; a review can no longer be reopened.',
      );
    const nomination = await getNomination(deps.table, nominationId);
    const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
    const phase = stepPhases(programme.stages[candidacy.stage]!).findIndex(({ steps }) =>
      steps.some(({ id }) => id === step.id),
    );
    const attempt = step.attempt + 1;
    const write = begin(deps, actor);
    const reopened = { at: write.now, by: actor.id, reason };
    const after = await move(deps, write, candidacy, nextState('out', 'reopen', step.kind), {
      action: 'review.reopen',
      details: { step: step.id, attempt, reason: saltedDigest(write.now, canonicalJson(reopened)) },
      patch: {
        step: { ...step, attempt },
        asked: [],
        outcome: undefined,
        reopened: [...(candidacy.reopened ?? []), reopened],
      },
    });
    // The shortlist may not be confirmed in the same moment.
    if (own !== undefined) write.op({ check: keys.round(round), when: versionIs(own.version) });
    const lower = await lowerOf(deps, nomination, round);
    if (lower?.upward?.state === 'out')
      write.save(
        'candidacy',
        lower,
        { upward: { ...lower.upward, state: 'sent', at: write.now } },
        'upward.reopened',
        {},
      );
    write.letter(letterToOwner(nomination, 'reopened', `${candidacy.stage}-${candidacy.version}`));
    write.signal(startAgain(after, phase));
    await finish(deps, write);
    return after;
  });
}
