/** What a panellist does: promises, stands aside where she must, and judges by herself. */

import type * as z from 'zod';
import { demandUntied } from '#actions/candidacy/tie-check.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import { oneOf } from '#domain/members.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { fault, Problem, refuseIf, text } from '#domain/problem.ts';
import { commitmentVersion } from '#domain/selection/commitment.ts';
import { understood } from '#domain/selection/mark.ts';
import { type Ballot, ballotFaults, panelVotes } from '#domain/selection/panel.ts';
import type { BallotRecord, Panellist } from '#domain/selection/selection-records.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { canonicalJson, saltedDigest } from '#store/chain.ts';
import { allOf, lacks, rowAbsent, rowThere, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, getCandidacy, getNomination } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { type PanelSitting, panelClosed, panelSitting, stillOpen } from './panel.ts';
import { type BallotInput, castBallot, declaredConflict } from './panel-input.ts';
import { commitmentFirst } from './panel-reading.ts';

/**
 * The actor's own seat on the panel, also when it is closed; undefined where she has none but may judge for the organisation.
 * @throws Problem missing `not-found`; forbidden.
 */
export async function ownSeat(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<PanelSitting & { readonly seat: Panellist | undefined }> {
  const sitting = await panelSitting(deps, id);
  const seat = await find<Panellist>(deps.table, keys.panellist(id, actor.id));
  demand(actor, 'panel.score', {
    orgPath: sitting.round.orgPath,
    state: sitting.round.status,
    worklist: `${id}#${sitting.step.id}#`,
    ...(seat !== undefined && { assigned: actor.id }),
  });
  return { ...sitting, seat };
}

/** The same while it is open and she sits on it. */
async function seatOf(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<PanelSitting & { readonly seat: Panellist }> {
  const { seat, ...sitting } = await ownSeat(deps, actor, id);
  if (!sitting.isOpen || seat === undefined || seat.absent !== undefined) throw panelClosed();
  return { ...sitting, seat };
}

/**
 * Accepts the commitment 评审承诺 by the version of its text; needed before the first ballot. Safe to repeat: the first
 * acceptance stands.
 * @throws Problem `invalid` `commitment-needed` for another version than the one shown now.
 */
export async function commitToPanel(
  deps: Deps,
  actor: Actor,
  id: string,
  textVersion: string,
): Promise<Panellist> {
  return again(async () => {
    const { round, seat } = await seatOf(deps, actor, id);
    if (seat.commitment !== undefined) return seat;
    if (textVersion.trim() !== commitmentVersion)
      refuseIf([
        fault('text', 'commitment-needed', '请阅读并勾选评审承诺', 'Read and accept the commitment'),
      ]);
    const write = begin(deps, actor);
    const next: Panellist = { ...seat, commitment: { text: textVersion.trim(), at: write.now } };
    write.save('round', round, {}, 'panel.commit', { text: saltedDigest(id, textVersion.trim()) });
    write.op({
      put: rows.panellist(next),
      when: allOf(rowThere, lacks('commitment')),
    });
    await finish(deps, write);
    return next;
  });
}

async function nomineeFor(
  deps: Deps,
  id: string,
  nominationId: string,
): Promise<{ candidacy: Candidacy; nomination: Nomination }> {
  const candidacy = await getCandidacy(deps.table, id, nominationId);
  if (candidacy.state !== 'waiting')
    throw new Problem(
      'conflict',
      'not-before-panel',
      text('该对象不在评审名单中，请刷新页面。', 'This nominee is not before the panel; reload the page.'),
    );
  return { candidacy, nomination: await getNomination(deps.table, nominationId) };
}

/** Puts a panellist's word on one nominee, with an event that proves it without telling it. */
async function keepBallot(
  deps: Deps,
  actor: Actor,
  candidacy: Candidacy,
  before: BallotRecord | undefined,
  said: Pick<BallotRecord, 'scores' | 'vote' | 'conflict'>,
  action: EventName,
): Promise<BallotRecord> {
  const write = begin(deps, actor);
  const ballot: BallotRecord = {
    round: candidacy.round,
    nomination: candidacy.nomination,
    member: actor.id,
    ...said,
    salt: deps.id('salt'),
    at: write.now,
    version: (before?.version ?? 0) + 1,
  };
  write.save('candidacy', candidacy, {}, action, {
    version: ballot.version,
    ballot: saltedDigest(ballot.salt, canonicalJson(said)),
  });
  write.op(
    {
      put: rows.ballot(ballot),
      when: before === undefined ? rowAbsent : versionIs(before.version),
    },
    stillOpen(candidacy.round),
  );
  await finish(deps, write);
  return ballot;
}

const ballotOf = (deps: Deps, id: string, nomination: string, member: string) =>
  find<BallotRecord>(deps.table, keys.scores(id, nomination, member));

/** Declares a conflict of interest 回避 about one nominee; it replaces what was said before and cannot be taken back. */
export function declareConflict(
  deps: Deps,
  actor: Actor,
  sent: Input<typeof declaredConflict>,
): Promise<BallotRecord> {
  return again(async () => {
    const input = readInput(declaredConflict, sent);
    await seatOf(deps, actor, input.round);
    const before = await ballotOf(deps, input.round, input.nomination, actor.id);
    if (before?.conflict !== undefined) return before;
    const { candidacy } = await nomineeFor(deps, input.round, input.nomination);
    return keepBallot(
      deps,
      actor,
      candidacy,
      before,
      { conflict: { reason: input.reason } },
      'panel.conflict',
    );
  });
}

/** A ballot that may be cast, as it was understood. */
interface Understood {
  readonly candidacy: Candidacy;
  /** What stands now. */
  readonly before: BallotRecord | undefined;
  readonly said: Pick<BallotRecord, 'scores' | 'vote'>;
}

/**
 * Reads a panellist's marks or vote on one nominee and holds them against the rules of the panel, whether they count now
 * or are kept until she confirms them.
 * @throws Problem `invalid` with faults by criterion; conflict `commitment-first`, `panel-closed`; forbidden `tied-…`.
 */
export async function readBallot(
  deps: Deps,
  actor: Actor,
  input: Omit<z.output<typeof castBallot>, 'version'>,
): Promise<Understood> {
  const { step, seat } = await seatOf(deps, actor, input.round);
  if (seat.commitment === undefined) throw commitmentFirst();
  const { candidacy, nomination } = await nomineeFor(deps, input.round, input.nomination);
  demandUntied(actor, candidacy, nomination);
  const before = await ballotOf(deps, input.round, input.nomination, actor.id);
  const scores = understood(input.scores ?? {});
  const vote = oneOf(panelVotes, input.vote);
  const sent: Ballot = {
    panellist: actor.id,
    nominee: input.nomination,
    ...(step.method === 'score' ? { scores } : vote !== undefined && { vote }),
  };
  const conflicts =
    before?.conflict === undefined ? [] : [{ panellist: actor.id, nominee: input.nomination }];
  refuseIf(
    ballotFaults(
      step,
      { panellists: [actor.id], nominees: [input.nomination], ballots: [], conflicts },
      sent,
    ),
  );
  return { candidacy, before, said: step.method === 'score' ? { scores } : { vote: sent.vote! } };
}

/**
 * Records a panellist's marks or vote on one nominee; she may change them until the panel is closed. The same ballot
 * sent twice is one.
 * @throws Problem as `readBallot`; conflict `ballot-changed`.
 */
export function scoreNomination(deps: Deps, actor: Actor, cast: BallotInput): Promise<BallotRecord> {
  return again(async () => {
    const input = readInput(castBallot, cast);
    const { candidacy, before, said } = await readBallot(deps, actor, input);
    if (
      before !== undefined &&
      canonicalJson({ scores: before.scores, vote: before.vote }) === canonicalJson(said)
    )
      return before;
    if ((before?.version ?? 0) !== input.version)
      throw new Problem(
        'conflict',
        'ballot-changed',
        text(
          '您在另一页面已修改过评分，请核对最新评分后再提交。',
          'You changed this ballot on another page; check it and send again.',
        ),
      );
    return keepBallot(deps, actor, candidacy, before, said, 'panel.ballot');
  });
}
