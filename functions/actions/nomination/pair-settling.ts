/** 查重处理: two nominations are merged or told apart (docs/rules/identity.md#unique). */
import { closeTodos, letterToOwner, move } from '#actions/candidacy/moving.ts';
import { givePlaceBack, signalEnd } from '#actions/candidacy/resuming.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { canMove, isFinal, nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Pair } from '#domain/nomination/pair-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, missing, refuseIf, text } from '#domain/problem.ts';
import { demandSame } from '#domain/repeated.ts';
import { is } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getNomination, getRound } from '#store/reads.ts';
import type { Op } from '#store/table.ts';
import { type Writing, wakeRound } from '#store/writing.ts';
import { claimOp, holdersOf, releaseOp, releaseOps, takeOverOp } from './claims.ts';
import { consentStep } from './consent-asking.ts';
import { goOn } from './going-on.ts';
import { settlement } from './nomination-input.ts';
import { openPair, pairRow, standing } from './pairs.ts';

type Settlement = Input<typeof settlement> & { readonly round: string; readonly pair: string };

/** A transaction touches each row once: counts of two moves in one shard of one round are added up. */
function addingUp(write: Writing): { readonly write: Writing; readonly flush: () => void } {
  const counts: Extract<Op, { update: unknown }>[] = [];
  const op = (...ops: readonly Op[]) => {
    for (const one of ops) {
      const at =
        'update' in one
          ? counts.findIndex((each) => each.update.pk === one.update.pk && each.update.sk === one.update.sk)
          : -1;
      const before = counts[at];
      if (!('update' in one)) write.op(one);
      else if (before === undefined) counts.push(one);
      else {
        const add: Record<string, number> = { ...before.change.add };
        for (const [name, by] of Object.entries(one.change.add ?? {})) add[name] = (add[name] ?? 0) + by;
        counts[at] = { ...(before.when === undefined ? one : before), change: { add } };
      }
    }
  };
  return { write: { ...write, op }, flush: () => write.op(...counts) };
}

/** Ends the one that is merged into the other: outcome, place, tasks, letter; its identities are dealt with by the caller. */
async function endMerged(
  deps: Deps,
  write: Writing,
  nomination: Nomination,
  candidacy: Candidacy,
  pair: Pair,
): Promise<void> {
  if (!canMove(candidacy.state, 'merge'))
    throw conflict(
      'pair-too-late',
      `“${nomination.name}”的申报已进入名单或公示，不能并入另一申报。请保留这一申报，或先由本级将其从名单中取消。`,
      `The nomination of "${nomination.name}" is on a list or notice already and cannot be merged away. Keep this one, or take it off the list first.`,
    );
  closeTodos(write, candidacy);
  if (candidacy.state === 'consent' && nomination.consent !== undefined)
    write.op({ remove: keys.todo(nomination.consent.by, candidacy.round, consentStep, nomination.id) });
  await move(deps, write, candidacy, nextState(candidacy.state, 'merge'), {
    action: 'candidacy.merge',
    details: { pair: pair.id, ...(candidacy.round !== pair.round && { pairRound: pair.round }) },
    patch: { outcome: { reason: 'merged', at: write.now } },
  });
  await givePlaceBack(deps, write, candidacy);
  write.letter(letterToOwner(nomination, 'merged', pair.id));
  if (nomination.seats.length > 1)
    write.due(write.now, deps.id('res'), {
      due: 'result',
      round: candidacy.round,
      nomination: nomination.id,
    });
  await signalEnd(deps, write, candidacy);
}

/** Claims every identity that is free or `from`'s. Gives the nomination that holds another one, if any. */
async function claimAll(
  deps: Deps,
  write: Writing,
  nomination: Nomination,
  from?: Nomination,
): Promise<string | undefined> {
  const holders = await holdersOf(deps.table, nomination, nomination.identities);
  const third = nomination.identities
    .map((identity) => holders.get(identity))
    .find((id) => id !== undefined && id !== nomination.id && id !== from?.id);
  for (const identity of nomination.identities) {
    const holder = holders.get(identity);
    if (from !== undefined && holder === from.id) write.op(takeOverOp(from.id, nomination, identity));
    else if (third === undefined) write.op(claimOp(nomination, identity));
  }
  if (from === undefined) return third;
  const released = await holdersOf(deps.table, from, from.identities);
  for (const identity of from.identities)
    if (released.get(identity) === from.id && !nomination.identities.includes(identity))
      write.op(releaseOp(from, identity));
  return third;
}

/** 不是同一对象: the second goes on if its identity is free by now, else it goes back to be corrected. */
async function keepApart(
  deps: Deps,
  write: Writing,
  nomination: Nomination,
  candidacy: Candidacy,
  { pair, reason }: { readonly pair: string; readonly reason: string },
): Promise<void> {
  const details = { verdict: 'different', pair };
  const holders = await holdersOf(deps.table, nomination, nomination.identities);
  if ([...holders.values()].every((holder) => holder === nomination.id)) {
    write.op(...nomination.identities.map((identity) => claimOp(nomination, identity)));
    await goOn(deps, write, nomination, candidacy, 'clear', { action: 'candidacy.clear', details });
    return;
  }
  await move(deps, write, candidacy, nextState(candidacy.state, 'sendBackForAmendment'), {
    action: 'candidacy.return',
    details,
    patch: { note: reason },
  });
  write.letter(letterToOwner(nomination, 'returned', `${candidacy.stage}-${candidacy.version}`));
}

/** 是同一对象: one stays. The second, if it stays, takes the identities over and goes on. */
async function merge(
  deps: Deps,
  write: Writing,
  pair: Pair,
  both: { readonly a: Nomination; readonly b: Nomination },
  waiting: Candidacy,
  keep: string,
): Promise<void> {
  const other = await standing(deps.table, both.a);
  if (keep === pair.a) {
    if (other.state === 'withdrawn')
      throw conflict(
        'pair-withdrawn',
        '先到的一份已撤回，不能保留；并入它会使这一对象失去申报。请保留后到的一份。',
        'The first nomination was withdrawn and cannot be the one that stays: the nominee would be lost. Keep the later one.',
      );
    // Withdrawn in this very moment, it is read again and refused.
    write.op({ check: keys.candidacy(other.round, other.nomination), when: is('version', other.version) });
    await endMerged(deps, write, both.b, waiting, pair);
    write.op(...(await releaseOps(deps.table, both.b)));
    return;
  }
  const path = (await getOrganisation(deps.table, other.org)).path;
  const round = await getRound(deps.table, pair.round);
  if (!isFinal(other.state)) {
    if (!path.includes(round.org))
      throw conflict(
        'pair-elsewhere',
        '另一申报在其他地区或上级，本级不能终止它。请保留那一申报，或商请其所在单位撤回后再处理。',
        'The other nomination is in another area or above; you cannot end it. Keep that one, or have it withdrawn there first.',
      );
    await endMerged(deps, write, both.a, other, pair);
  } else if (other.state === 'done')
    throw conflict(
      'pair-too-late',
      '另一申报已经办结，只能保留它。',
      'The other nomination is finished; it can only be kept.',
    );
  const third = await claimAll(deps, write, both.b, both.a);
  if (third === undefined)
    await goOn(deps, write, both.b, waiting, 'clear', {
      action: 'candidacy.clear',
      details: { verdict: 'same', pair: pair.id },
    });
  else openPair(write, { governing: round }, both.b, third);
}

/**
 * Settles a pair. `same` keeps one and ends the other (合并); when the waiting one is kept, it takes the identities over
 * and goes on. `different` lets the waiting one go on only when its identities are free, else it is returned with the
 * reason; so each identity stays with one nomination. The same verdict sent twice is one.
 * Throws Problem `invalid`, `forbidden`, `conflict` (`already-settled`, `pair-withdrawn`, `pair-too-late`, `pair-elsewhere`).
 */
export function settlePair(
  deps: Deps,
  actor: Actor,
  { round: roundId, pair: pairId, ...sent }: Settlement,
): Promise<Pair> {
  return again(async () => {
    const input = readInput(settlement, sent);
    const [round, pair] = await Promise.all([
      getRound(deps.table, roundId),
      find<Pair>(deps.table, keys.pair(roundId, pairId)),
    ]);
    demand(actor, 'pair.settle', { orgPath: round.orgPath });
    if (pair === undefined)
      throw missing(
        'pair-unknown',
        '没有这一组重复申报，请刷新列表。',
        'There is no such pair; reload the list.',
      );
    if (pair.state === input.verdict && pair.settled?.keep === input.keep) {
      demandSame(
        settlement,
        { reason: { stands: pair.settled?.reason, sent: input.reason } },
        {
          code: 'already-settled',
          lead: text('这一组重复申报已经处理。', 'This pair has been settled already.'),
        },
      );
      return pair;
    }
    if (pair.state !== 'open')
      throw conflict(
        'already-settled',
        '这一组重复申报已经处理，请刷新列表。',
        'This pair has been settled already; reload the list.',
      );
    const { reason } = input;
    refuseIf([
      ...(input.verdict === 'same' && input.keep !== pair.a && input.keep !== pair.b
        ? [fault('keep', 'keep-needed', '请选择保留哪一个申报', 'Choose which nomination stays')]
        : []),
    ]);
    const [a, b] = await Promise.all([getNomination(deps.table, pair.a), getNomination(deps.table, pair.b)]);
    const waiting = await standing(deps.table, b);
    const { write, flush } = addingUp(begin(deps, actor));
    const settled = {
      by: actor.id,
      at: write.now,
      reason,
      ...(input.verdict === 'same' && { keep: input.keep! }),
    };
    const after: Pair = { ...pair, state: waiting.state === 'checking' ? input.verdict : 'moot', settled };
    if (waiting.state === 'checking') {
      if (input.verdict === 'same') await merge(deps, write, pair, { a, b }, waiting, input.keep!);
      else await keepApart(deps, write, b, waiting, { pair: pair.id, reason });
      // Two moves may together end the last open one of the shard, which neither sees alone.
      write.signal(wakeRound(waiting.round, waiting.tranche ?? 0));
    }
    write.op({ put: pairRow(after), when: is('state', 'open') });
    flush();
    await finish(deps, write);
    return after;
  });
}
