/** 撤回: a nomination is taken back, until a shortlist names it (docs/rules/levels.md#withdrawal). */

import { closeTodos, move } from '#actions/candidacy/moving.ts';
import { givePlaceBack, signalEnd } from '#actions/candidacy/resuming.ts';
import { ancestors, seatAt } from '#actions/candidacy/seat.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { isFinal, mayWithdraw, nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, text } from '#domain/problem.ts';
import { demandSame } from '#domain/repeated.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { findRound, getNomination, programmeRevision } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';
import { releaseOps } from './claims.ts';
import { consentStep } from './consent-asking.ts';
import { demandOf, seatsOf } from './nomination-access.ts';
import { withdrawal } from './nomination-input.ts';
import { dropPairs } from './pairs.ts';

/** What a candidacy leaves behind when it goes: tasks, the place, a pending check. */
async function clearAway(deps: Deps, write: Writing, nomination: Nomination, seat: Candidacy): Promise<void> {
  closeTodos(write, seat);
  if (nomination.consent !== undefined && seat.state === 'consent')
    write.op({ remove: keys.todo(nomination.consent.by, seat.round, consentStep, nomination.id) });
  if (seat.state === 'checking') {
    const programme = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
    const path = await ancestors(deps.table, await getOrganisation(deps.table, nomination.org));
    const own = await findRound(deps.table, seat.round);
    const governing =
      own ?? (await seatAt(deps.table, nomination.programme, programme, seat.stage, path)).governing;
    await dropPairs(deps, write, governing.id, nomination.id);
  }
  await givePlaceBack(deps, write, seat);
  await signalEnd(deps, write, seat);
}

/**
 * Withdraws a nomination at every level where it is under way; frees its identity for another nomination. Doing it twice
 * is doing it once. Throws Problem `invalid` without a reason, `forbidden`, `conflict` `withdraw-too-late` once a
 * shortlist, a notice or an outcome stands.
 */
export function withdraw(deps: Deps, actor: Actor, sent: OfRecord<typeof withdrawal>): Promise<Nomination> {
  return again(async () => {
    const nomination = await getNomination(deps.table, sent.id);
    const org = await getOrganisation(deps.table, nomination.org);
    const resource = { orgPath: org.path, owner: nomination.owner };
    await demandOf(deps, actor, nomination, 'nomination.withdraw', resource);
    const { reason } = readOfRecord(withdrawal, sent);
    const seats = await seatsOf(deps, nomination);
    if (nomination.withdrawnAt !== undefined) {
      const stands = seats.find(({ state }) => state === 'withdrawn')?.note;
      demandSame(
        withdrawal,
        { reason: { stands, sent: reason } },
        {
          code: 'withdrawn',
          lead: text('这项申报已经撤回。', 'This nomination is withdrawn already.'),
        },
      );
      return nomination;
    }
    const open = seats.filter((seat) => !isFinal(seat.state));
    if (open.length === 0 || !open.every((seat) => mayWithdraw(seat.state)))
      throw conflict(
        'withdraw-too-late',
        '这项申报已进入拟推荐名单或已有结果，不能自行撤回。请联系组织评选的妇联办理。',
        'This nomination is on a shortlist or has a result and cannot be withdrawn any more. Ask the federation that runs the selection.',
      );
    const write = begin(deps, actor);
    for (const seat of open) {
      await clearAway(deps, write, nomination, seat);
      const upward =
        seat.upward === undefined
          ? {}
          : { upward: { ...seat.upward, state: 'withdrawn' as const, at: write.now } };
      await move(deps, write, seat, nextState(seat.state, 'withdraw'), {
        action: 'candidacy.withdraw',
        patch: { note: reason, ...upward },
      });
    }
    const top = seats.indexOf(open[0]!);
    const below = seats[top - 1];
    if (below?.upward?.state === 'sent')
      write.save(
        'candidacy',
        below,
        { upward: { ...below.upward, state: 'withdrawn', at: write.now } },
        'upward.result',
        { state: 'withdrawn' },
      );
    write.op(...(await releaseOps(deps.table, nomination)));
    const after = write.save('nomination', nomination, { withdrawnAt: write.now }, 'nomination.withdraw', {});
    await finish(deps, write);
    return after;
  });
}
