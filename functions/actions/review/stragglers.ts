/** The end of a per-candidacy phase: stragglers are out or carried over (docs/rules/steps.md#phases). */

import { closeTodos, letterToOwner, move } from '#actions/candidacy/moving.ts';
import { signalEnd } from '#actions/candidacy/resuming.ts';
import { keepChange } from '#actions/kept-change.ts';
import { consentStep } from '#actions/nomination/consent-asking.ts';
import { dropPairs } from '#actions/nomination/pairs.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { canMove, nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { candidacyStateWords, openStates } from '#domain/candidacy/candidacy-state.ts';
import { candidaciesAsRead } from '#domain/candidacy/candidacy-view.ts';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, type Problem, refuseIf, text } from '#domain/problem.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { changedTo } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import { keys } from '#store/keys.ts';
import {
  find,
  getCandidacy,
  getNomination,
  getTranche,
  inboxOf,
  type Listed,
  roundWithStage,
} from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { wakeCandidacy } from '#store/writing.ts';
import { mostStragglers, phaseClosing } from './review-input.ts';

type Straggler = Input<typeof phaseClosing>['stragglers'][number];

/** Somebody whose identity or consent is open cannot wait for a later tranche: there is nothing yet to go on with. */
export const mayCarry = (candidacy: Pick<Candidacy, 'state' | 'step'>): boolean =>
  candidacy.step !== undefined && canMove(candidacy.state, 'returnBelow') && candidacy.state !== 'waiting';

/** The first of those who still keep the phase open, oldest first in each state. Throws Problem `forbidden`. */
export async function listStragglers(deps: Deps, actor: Actor, id: string): Promise<Listed<Candidacy>> {
  const { round } = await roundWithStage(deps.table, id);
  demand(actor, 'candidacy.list', { orgPath: round.orgPath });
  const judged = may(actor, 'candidacy.judged', { orgPath: round.orgPath });
  const pages = await Promise.all(
    openStates.map((state) => inboxOf(deps.table, id, state, undefined, mostStragglers)),
  );
  const items = pages.flatMap((page) => page.items);
  const more = items.length > mostStragglers || pages.some((page) => page.cursor !== undefined);
  const first = items.slice(0, mostStragglers);
  return { items: candidaciesAsRead(first, { id: actor.id, judged }), cursor: more ? 'more' : undefined };
}

export interface OpenPhase {
  readonly round: Round;
  readonly id: string;
  /** Last day, where the settings name one. */
  readonly end: string | undefined;
  /** Candidacies still under way. */
  readonly open: number;
  /** The phase may be closed: every candidacy is in it, and its last day is over. */
  readonly closable: boolean;
}

/** The per-candidacy phase in which a round (or a tranche of it) stands; undefined at a batch step. */
export async function openPhase(deps: Deps, id: string, tranche = 0): Promise<OpenPhase | undefined> {
  const { round, stage } = await roundWithStage(deps.table, id);
  const at = tranche === 0 ? round.phase : (await getTranche(deps.table, id, tranche)).phase;
  const isUnderWay = tranche === 0 ? round.status === 'selecting' : round.status === 'settled';
  const phase = stepPhases(stage)[at];
  if (!isUnderWay || phase?.kind !== 'candidacies') return undefined;
  const tally = await readTally(deps.table, id);
  const end = round.settings.phaseEnds[phase.id];
  const isOver = end === undefined || shanghaiDate(instantOf(deps)) > end;
  return { round, id: phase.id, end, open: tally.open, closable: tally.sealed && isOver };
}

const notClosable = (phase: OpenPhase | undefined): Problem =>
  phase?.end === undefined
    ? conflict('no-open-phase', '现在没有可以结束的审查环节。', 'There is no phase to close now.')
    : conflict(
        'phase-running',
        `本阶段截止日是 ${phase.end}，次日起才能结束；需要提前的，请先在设置中改截止日。`,
        `The phase runs until ${phase.end} and may be closed from the next day; to close it earlier change its end first.`,
      );

async function leave(
  deps: Deps,
  actor: Actor,
  ref: { round: string; nomination: string },
  reason: string,
): Promise<boolean> {
  const candidacy = await getCandidacy(deps.table, ref.round, ref.nomination);
  if (!openStates.includes(candidacy.state)) return false;
  const nomination = await getNomination(deps.table, ref.nomination);
  const write = begin(deps, actor);
  closeTodos(write, candidacy);
  if (candidacy.state === 'consent' && nomination.consent !== undefined)
    write.op({ remove: keys.todo(nomination.consent.by, ref.round, consentStep, nomination.id) });
  if (candidacy.state === 'checking') await dropPairs(deps, write, ref.round, nomination.id);
  const to = nextState(candidacy.state, candidacy.state === 'consent' ? 'refuseConsent' : 'reject');
  await move(deps, write, candidacy, to, {
    action: 'straggler.out',
    patch: { outcome: { reason: 'straggler', note: reason, at: write.now } },
  });
  write.letter(letterToOwner(nomination, 'out', `${candidacy.stage}-${candidacy.version}`, { note: reason }));
  write.due(write.now, deps.id('res'), { due: 'result', ...ref });
  await signalEnd(deps, write, candidacy);
  await finish(deps, write);
  return true;
}

async function carry(
  deps: Deps,
  actor: Actor,
  ref: { round: string; nomination: string },
  phase: string,
  reason: string,
): Promise<boolean> {
  const candidacy = await getCandidacy(deps.table, ref.round, ref.nomination);
  if (!mayCarry(candidacy)) return false;
  const write = begin(deps, actor);
  closeTodos(write, candidacy);
  const patch = { asked: [], note: reason, carried: { at: write.now, phase, reason } };
  await move(deps, write, candidacy, nextState(candidacy.state, 'returnBelow'), {
    action: 'straggler.carry',
    patch,
  });
  write.letter(
    letterToOwner(
      await getNomination(deps.table, ref.nomination),
      'carried',
      `${candidacy.stage}-${candidacy.version}`,
    ),
  );
  write.signal(wakeCandidacy(candidacy));
  await finish(deps, write);
  return true;
}

const faultOf = (i: number, code: string, zh: string, en: string) => fault(`stragglers.${i}`, code, zh, en);

/** True when this very thing became of it before: a repeat changes nothing. */
const isSettled = ({ outcome, carried, state }: Candidacy, fate: Straggler['fate']): boolean =>
  fate === 'out' ? outcome?.reason === 'straggler' : carried !== undefined && state === 'sentBack';

/** What stands against one of those named: only who still keeps the phase open can be settled, and not everybody carried. */
async function stragglerFaults(
  deps: Deps,
  round: string,
  {
    tranche = 0,
    stragglers,
  }: { readonly tranche?: number | undefined; readonly stragglers: readonly Straggler[] },
): Promise<readonly Fault[]> {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  if (stragglers.length === 0)
    faults.push(fault('stragglers', 'required', '请为每一名选择如何处理', 'Choose what becomes of each'));
  for (const [i, { nomination, fate }] of stragglers.entries()) {
    const candidacy = await find<Candidacy>(deps.table, keys.candidacy(round, nomination));
    const name = candidacy?.name ?? nomination;
    if (seen.has(nomination))
      faults.push(faultOf(i, 'named-twice', `“${name}”重复，只能选一种处理`, `"${name}" is named twice`));
    else if (candidacy === undefined)
      faults.push(
        faultOf(i, 'unknown', `本轮没有参评 ${nomination}`, `The round has no candidacy ${nomination}`),
      );
    else if (isSettled(candidacy, fate)) continue;
    else if (!openStates.includes(candidacy.state) || (candidacy.tranche ?? 0) !== tranche)
      faults.push(
        faultOf(
          i,
          'no-straggler',
          `“${name}”现为“${candidacyStateWords[candidacy.state].zh}”，已不在未办结之列，请刷新后重选`,
          `"${name}" is no straggler any more (${candidacyStateWords[candidacy.state].en}); reload and choose again`,
        ),
      );
    else if (fate === 'carry' && !mayCarry(candidacy))
      faults.push(
        faultOf(
          i,
          'cannot-carry',
          `“${name}”尚在查重、待本人同意或退回修改中，不能转入后续批次，只能按逾期处理`,
          `"${name}" waits for a check, a consent or an amendment and cannot be carried; only out`,
        ),
      );
    seen.add(nomination);
  }
  return faults;
}

/**
 * Closes a per-candidacy phase after its last day: each straggler named is out, or is carried to a later tranche. All are
 * checked first: one that cannot be settled so, or is none, changes nothing. The round goes on by itself when nobody is left.
 * @returns how many went each way, and how many still keep the phase open.
 * @throws Problem `invalid` with a fault beside each straggler that stands against it; conflict `phase-running`,
 * `no-open-phase`, `round-changed`; forbidden.
 */
export async function closePhase(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof phaseClosing>,
): Promise<{ readonly out: number; readonly carried: number; readonly left: number }> {
  const phase = await openPhase(deps, id, sent.tranche);
  const { round } = phase ?? (await roundWithStage(deps.table, id));
  demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
  if (phase === undefined || !phase.closable) throw notClosable(phase);
  const input = readInput(phaseClosing, sent);
  if (round.version !== input.version) throw staleRound(round);
  const { reason } = input;
  refuseIf(await stragglerFaults(deps, id, input));
  let [out, carried] = [0, 0];
  for (const { nomination, fate } of input.stragglers) {
    const ref = { round: id, nomination };
    if (fate === 'out') out += Number(await again(() => leave(deps, actor, ref, reason)));
    else carried += Number(await again(() => carry(deps, actor, ref, phase.id, reason)));
  }
  await again(async () => {
    const now = await roundWithStage(deps.table, id);
    const write = begin(deps, actor);
    const after = write.save('round', now.round, {}, 'phase.close', { phase: phase.id, out, carried });
    const count = (n: number) => text(`${n} 名`, String(n));
    keepChange(write, actor, after, {
      kind: 'close',
      reason,
      changes: [
        changedTo('out', text('逾期未办结', 'Not finished in time'), undefined, count(out)),
        changedTo('carried', text('转入后续批次', 'Carried to a later tranche'), undefined, count(carried)),
      ],
    });
    await finish(deps, write);
  });
  return { out, carried, left: (await readTally(deps.table, id)).open };
}
