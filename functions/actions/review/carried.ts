/** Those who were carried to a later tranche: they take their step again, or stand by with the reserves (docs/rules/steps.md#phases). */

import { move } from '#actions/candidacy/moving.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { ShortlistEntry } from '#domain/selection/selection-records.ts';
import { getCandidacy, roundWithStage } from '#store/reads.ts';
import { findShortlist, shortlistOps } from '#store/shortlists.ts';
import { wakeCandidacy } from '#store/writing.ts';

const demandSettled = (round: Round): void => {
  if (round.status !== 'settled')
    throw conflict(
      'round-not-settled',
      '首批名单产生后，才能继续办理转入后续批次的对象。',
      'Those carried go on only after the first tranche was formed.',
    );
};

/**
 * Lets a carried candidacy take its step again, once the first tranche is formed.
 * Throws Problem conflict `not-carried`, `round-not-settled`; forbidden.
 */
export function resumeCarried(deps: Deps, actor: Actor, id: string, nomination: string): Promise<Candidacy> {
  return again(async () => {
    const { round } = await roundWithStage(deps.table, id);
    demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
    demandSettled(round);
    const candidacy = await getCandidacy(deps.table, id, nomination);
    const { step } = candidacy;
    if (candidacy.carried === undefined || step === undefined || candidacy.state !== 'sentBack')
      throw notCarried(candidacy);
    const write = begin(deps, actor);
    const after = await move(deps, write, candidacy, nextState(candidacy.state, 'admitAgain', step.kind), {
      action: 'straggler.resume',
      patch: { asked: [], step: { ...step, attempt: step.attempt + 1 } },
    });
    write.signal(wakeCandidacy(candidacy));
    await finish(deps, write);
    return after;
  });
}

const notCarried = (candidacy: Pick<Candidacy, 'name'>) =>
  conflict(
    'not-carried',
    `“${candidacy.name}”不在转入后续批次的对象中，请刷新后再办理。`,
    `"${candidacy.name}" is not among those carried; reload and go on from there.`,
  );

/**
 * A candidacy that was carried, came late, or whose review was reopened, and that has passed its steps when the list was made stands by with the reserves, and so may go into a further tranche; the
 * quota counts it there like any other. Throws Problem conflict `not-carried`, `round-not-settled`; forbidden.
 */
export function standByCarried(deps: Deps, actor: Actor, id: string, nomination: string): Promise<Candidacy> {
  return again(async () => {
    const { round } = await roundWithStage(deps.table, id);
    demand(actor, 'shortlist.edit', { orgPath: round.orgPath, state: round.status });
    demandSettled(round);
    const candidacy = await getCandidacy(deps.table, id, nomination);
    const cameLate = (candidacy.carried ?? candidacy.reopened ?? candidacy.late) !== undefined;
    if (cameLate && candidacy.state === 'reserve') return candidacy;
    if (!cameLate || candidacy.state !== 'waiting') throw notCarried(candidacy);
    const list = await findShortlist(deps.table, id);
    const entry: ShortlistEntry = {
      nomination,
      name: candidacy.name,
      from: candidacy.from,
      facts: candidacy.facts,
    };
    const write = begin(deps, actor);
    const after = await move(deps, write, candidacy, nextState('waiting', 'standBy'), {
      action: 'shortlist.stand-by',
      patch: { place: 'reserve' },
    });
    if (list !== undefined) write.op(...shortlistOps(list, { ...list, reserves: [...list.reserves, entry] }));
    await finish(deps, write);
    return after;
  });
}
