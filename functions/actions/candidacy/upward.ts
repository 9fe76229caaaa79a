/** 推荐上报: one candidacy goes to the intake above; and what comes back (docs/rules/levels.md#result). */

import { demandStampedPage } from '#actions/files/stamped-check.ts';
import { demandNotBarred } from '#actions/people/bars.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { canMove, nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { everyOne } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { knownOrganisation } from '#store/people.ts';
import {
  find,
  getCandidacy,
  getNomination,
  getProgramme,
  listPage,
  programmeRevision,
} from '#store/reads.ts';
import { startAgain, type Writing, wakeCandidacy } from '#store/writing.ts';
import { admit, firstState, releasePlace } from './admission.ts';
import { closeTodos, letterToOwner, move } from './moving.ts';
import { ancestors, type Seat, seatAt, stageAbove } from './seat.ts';
import { releaseSystemPlace } from './system-places.ts';
import { handedBack } from './upward-input.ts';

interface Going {
  readonly candidacy: Candidacy;
  readonly nomination: Nomination;
  readonly programme: Programme;
}

/** Where a candidacy goes when it is recommended: a seat above, or outside this system. */
async function target(
  deps: Deps,
  { candidacy, programme }: Omit<Going, 'nomination'>,
): Promise<{ seat: Seat; programmeId: string; programme: Programme } | 'external'> {
  const org = await knownOrganisation(deps.table, candidacy.org);
  const path = await ancestors(deps.table, org);
  const feeds = programme.stages[candidacy.stage]!.upward;
  if (feeds !== undefined) {
    const other = await getProgramme(deps.table, feeds.programme);
    const stage = other.document.stages.findIndex((each) => each.level === feeds.level);
    const seat = await seatAt(deps.table, other.id, other.document, stage, path);
    return {
      seat,
      programmeId: other.id,
      programme: await programmeRevision(deps.table, other.id, seat.governing.programmeRevision),
    };
  }
  const above = stageAbove(programme, candidacy.stage, path);
  if (above === undefined)
    throw conflict('no-level-above', '上面没有可以上报的层级。', 'There is no level above to recommend to.');
  if (programme.stages[above]!.external) return 'external';
  return {
    seat: await seatAt(deps.table, candidacy.programme, programme, above, path),
    programmeId: candidacy.programme,
    programme,
  };
}

/**
 * Everybody who decided on the nomination below an organisation, at every step and attempt: none of them may act on it
 * again above (docs/rules/steps.md#who-may-not-review). Whoever declined has not acted. Those of the last
 * step are taken from the candidacy, since the decision that sends it up is not written yet.
 */
async function actedBelow(deps: Deps, candidacy: Candidacy, org: string): Promise<readonly string[]> {
  const { pk } = keys.nomination(candidacy.nomination);
  const acts = await Array.fromAsync(
    everyOne((cursor) =>
      listPage<ActRecord>(deps.table, { pk, prefix: keys.reviewPrefix, limit: 200, cursor }),
    ),
  );
  const deciding = acts.filter((act) => act.org !== org && act.outcome !== 'declined');
  const asked = candidacy.asked.map((each) => each.member);
  return [...new Set([...candidacy.actedBelow, ...deciding.map((act) => act.member), ...asked])];
}

/**
 * Adds the recommendation to a write: the new candidacy above (or the same one, admitted again after a return), the
 * place it takes, and what the lower candidacy keeps of it. Throws Problem `conflict` when late or without a place.
 */
export async function addRecommendation(
  deps: Deps,
  write: Writing,
  actor: Actor,
  going: Going,
): Promise<Pick<Candidacy, 'upward'>> {
  const { candidacy, nomination } = going;
  const now = instantOf(deps);
  await demandStampedPage(deps, going.programme, candidacy, nomination.revision);
  const goal = await target(deps, going);
  if (goal === 'external') return { upward: { round: '', org: 'external', state: 'sent', at: now } };
  const { seat, programme, programmeId } = goal;
  const upward = { round: seat.round, org: seat.org.id, state: 'sent' as const, at: now };
  const acted = await actedBelow(deps, candidacy, seat.org.id);
  const there = await find<Candidacy>(deps.table, keys.candidacy(seat.round, nomination.id));
  if (there !== undefined) {
    if (!canMove(there.state, 'admitAgain'))
      throw conflict(
        'already-sent',
        `“${nomination.name}”已经上报，不必重复上报。`,
        `"${nomination.name}" has been sent already.`,
      );
    const first = firstState(programme, seat.stage);
    const to = nextState(there.state, 'admitAgain', first.state);
    const step =
      first.step === undefined ? undefined : { ...first.step, attempt: (there.step?.attempt ?? 1) + 1 };
    await move(deps, write, there, to, {
      action: 'candidacy.admit-again',
      patch: {
        revision: nomination.revision,
        name: nomination.name,
        asked: [],
        actedBelow: [...new Set([...there.actedBelow, ...acted])],
        ...(step !== undefined && { step }),
      },
    });
    write.signal(wakeCandidacy(there));
    return { upward };
  }
  await demandNotBarred(deps, await knownOrganisation(deps.table, candidacy.org), {
    code: programme.code,
    org: seat.org.id,
    opensOn: shanghaiDate(seat.governing.settings.opensAt),
  });
  const seats = [...nomination.seats, seat.round];
  const updated = write.save('nomination', nomination, { seats }, 'nomination.go-up', {
    stage: seat.stage,
    to: seat.org.id,
  });
  await admit(deps.table, write, actor, {
    seat,
    programme,
    nomination: { ...updated, programme: programmeId },
    from: candidacy.org,
    facts: candidacy.facts,
    receivedAt: now,
    actedBelow: acted,
  });
  return { upward };
}

/** The lower candidacy of one that came from below, if it did. */
export async function lowerOf(
  deps: Deps,
  nomination: Nomination,
  round: string,
): Promise<Candidacy | undefined> {
  const at = nomination.seats.indexOf(round);
  return at <= 0
    ? undefined
    : find<Candidacy>(deps.table, keys.candidacy(nomination.seats[at - 1]!, nomination.id));
}

/** 退回: the upper organisation hands a package back to the lower one, with the reason; until its shortlist. */
export async function returnBelow(
  deps: Deps,
  actor: Actor,
  round: string,
  nominationId: string,
  sent: Input<typeof handedBack>,
): Promise<void> {
  const { note } = readInput(handedBack, sent);
  const candidacy = await getCandidacy(deps.table, round, nominationId);
  const nomination = await getNomination(deps.table, nominationId);
  const org = await knownOrganisation(deps.table, candidacy.org);
  demand(actor, 'upward.return', { orgPath: org.path, state: candidacy.state });
  const lower = await lowerOf(deps, nomination, round);
  if (lower === undefined)
    throw conflict(
      'no-lower',
      '该申报由申报人直接提交，请在审查中“退回修改”。',
      'It was nominated directly; use "return for amendment" in the review.',
    );
  const write = begin(deps, actor);
  const after = await move(deps, write, candidacy, nextState(candidacy.state, 'returnBelow'), {
    action: 'upward.return',
    patch: { note, asked: [] },
  });
  await move(deps, write, lower, nextState(lower.state, 'comeBack'), {
    action: 'upward.came-back',
    patch: {
      note,
      ...(lower.upward !== undefined && { upward: { ...lower.upward, state: 'returned', reason: note } }),
    },
  });
  for (const asked of candidacy.asked)
    if (candidacy.step !== undefined)
      write.op({ remove: keys.todo(asked.member, round, candidacy.step.id, nominationId) });
  write.letter(
    letterToOwner(nomination, 'returnedFromAbove', `${candidacy.stage}-${candidacy.version}`, { note }),
  );
  // One that waited for the batch had ended: a machine waits with it again until it is sent.
  write.signal(candidacy.state === 'waiting' ? startAgain(after, 0) : wakeCandidacy(candidacy));
  await finish(deps, write);
}

/** Sends a returned package up again, as amended. */
export async function sendAgain(
  deps: Deps,
  actor: Actor,
  round: string,
  nominationId: string,
): Promise<void> {
  const [candidacy, nomination] = await Promise.all([
    getCandidacy(deps.table, round, nominationId),
    getNomination(deps.table, nominationId),
  ]);
  const org = await knownOrganisation(deps.table, candidacy.org);
  demand(actor, 'upward.send', { orgPath: org.path, state: candidacy.state });
  if (candidacy.upward?.state !== 'returned')
    throw conflict(
      'not-returned',
      '上级没有退回这份申报，不能再次上报。',
      'The level above has not returned it; it cannot be sent again.',
    );
  if (candidacy.needsNewNotice !== undefined)
    throw conflict(
      'new-notice-needed',
      '公示过的内容已经修改，须先在本级重新公示，再上报。请在评选工作台“新批次”中为其安排公示。',
      'What the notice showed has changed: it needs a new notice here before it goes up again. Put it in a further tranche.',
    );
  const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
  const write = begin(deps, actor);
  const upward = await addRecommendation(deps, write, actor, { candidacy, nomination, programme });
  await move(deps, write, candidacy, nextState(candidacy.state, 'resend'), {
    action: 'upward.resend',
    patch: { ...upward, revision: nomination.revision },
  });
  await finish(deps, write);
}

/** The lower organisation takes a recommendation back, possible until the upper shortlist. */
export async function withdrawUpward(
  deps: Deps,
  actor: Actor,
  round: string,
  nominationId: string,
): Promise<void> {
  const [candidacy, _nomination] = await Promise.all([
    getCandidacy(deps.table, round, nominationId),
    getNomination(deps.table, nominationId),
  ]);
  const org = await knownOrganisation(deps.table, candidacy.org);
  demand(actor, 'upward.withdraw', { orgPath: org.path, state: candidacy.state });
  if (candidacy.upward === undefined || !['sent', 'returned'].includes(candidacy.upward.state))
    throw conflict(
      'not-sent',
      '该申报没有上报，或上级已有结果。',
      'It was not sent up, or the result is known.',
    );
  const write = begin(deps, actor);
  if (candidacy.upward.round !== '') {
    const upper = await getCandidacy(deps.table, candidacy.upward.round, nominationId);
    closeTodos(write, upper);
    await move(deps, write, upper, nextState(upper.state, 'withdraw'), { action: 'upward.withdrawn' });
    const upperRound = await find<{ allotted: boolean }>(deps.table, keys.round(upper.round));
    if (upperRound?.allotted === true) releasePlace(write, upper.round, candidacy.org);
    releaseSystemPlace(write, upper);
    write.signal(wakeCandidacy(upper));
  }
  write.save(
    'candidacy',
    candidacy,
    { upward: { ...candidacy.upward, state: 'withdrawn', at: write.now } },
    'upward.withdraw',
    {},
  );
  await finish(deps, write);
}
