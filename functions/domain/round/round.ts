/** A round 轮次 and its tranches 批次: what comes next (docs/architecture.md#the-two-machines). */

import { secondsBetween } from '#domain/instant.ts';
import type { Level } from '#domain/level.ts';
import { conflict, forbidden, invalid } from '#domain/problem.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { type Phase, stepPhases } from '#domain/programme/step.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { isTrancheStep, type TrancheStepKind } from '#domain/step-kinds.ts';
import type { Round } from './round-record.ts';
import type { Tranche } from './tranche-record.ts';

/** How much of a per-candidacy phase is still under way. */
export interface Tally {
  readonly open: number;
  readonly sealed: boolean;
}

/** What a machine does next: ask and wait (at most `seconds`), do a piece of work now, or end. */
export type Next =
  | { readonly kind: 'ask'; readonly step: string; readonly attempt: number; readonly seconds: number }
  | { readonly kind: 'now'; readonly step: string; readonly attempt: number }
  | { readonly kind: 'done' };

/** Longest wait that is asked of Step Functions in one go; the machine looks again after it. */
export const longestWait = 30 * 86_400;
/** Requests that arrived in time may still be on their way for this long after the window closed. */
export const closingGraceSeconds = 120;

const ask = (step: string, seconds = longestWait): Next => ({
  kind: 'ask',
  step,
  attempt: 1,
  seconds: Math.min(longestWait, Math.max(1, Math.ceil(seconds))),
});
const now_ = (step: string): Next => ({ kind: 'now', step, attempt: 1 });
const until = (now: string, instant: string): number => secondsBetween(now, instant);

/** The window is over, and whatever came in time has arrived. */
export const isWindowOver = ({ settings }: Pick<Round, 'settings'>, now: string): boolean =>
  until(now, settings.closesAt) + closingGraceSeconds <= 0;

/**
 * An extension takes the round back into its window while nothing was judged together: it stands in its first phase, or
 * at the batch step after it, which has not been closed (docs/rules/deadlines.md#extending).
 */
export const mayReopenWindow = (
  { status, progress, phase }: Pick<Round, 'status' | 'progress' | 'phase'>,
  phases: readonly Phase[],
): boolean =>
  status === 'selecting' &&
  progress === 'idle' &&
  phases.slice(0, phase).every(({ kind }) => kind === 'candidacies');

/** A unit may still hand in after the window 补报: it was allowed so many, until then. */
export const lateEntryOf = (
  { late = [], status }: Pick<Round, 'late' | 'status'>,
  orgs: readonly string[],
  receivedAt: string,
): NonNullable<Round['late']>[number] | undefined =>
  status === 'selecting'
    ? late.find(({ org, until }) => orgs.includes(org) && receivedAt <= until)
    : undefined;

/** Where the tranche's phases begin in the stage's phases; the length when there is none. */
export function trancheStart(phases: readonly Phase[]): number {
  const at = phases.findIndex((phase) => phase.kind === 'batch' && isTrancheStep(phase.steps[0].kind));
  return at === -1 ? phases.length : at;
}

/** True when the stage selects in a round; else the approved go up (docs/rules/levels.md#places). */
export const hasRound = (stage: Pick<Stage, 'steps'>): boolean =>
  stepPhases(stage).some((phase) => phase.kind === 'batch');

/** Whether an organisation is the owner of a programme, above it or below it: others have nothing to select there. */
export const isInLine = (
  org: { readonly path: readonly string[] },
  owner: { readonly path: readonly string[] },
): boolean => owner.path.every((id, i) => (org.path[i] ?? id) === id);

/** Throws Problem conflict `programme-of-others` for an organisation of another line. */
export function demandInLine(...[org, owner]: Parameters<typeof isInLine>): void {
  if (!isInLine(org, owner))
    throw conflict(
      'programme-of-others',
      '这个评选活动属于另一地区或系统的单位，本单位不能设置评选。',
      'The programme belongs to an organisation of another region or system; a round cannot be set up here.',
    );
}

/** Which stage of a programme an organisation selects in; -1 when none is at its level. */
export const stageOf = (stages: readonly Stage[], org: { readonly level: string }): number =>
  stages.findIndex((stage) => stage.level === org.level && hasRound(stage));

/**
 * The next thing for the round's own machine: open, collect, close, drain, panel, shortlist, form the first tranche.
 * `tally` is that of the present per-candidacy phase.
 */
export function nextOfRound(round: Round, stage: Pick<Stage, 'steps'>, tally: Tally, now: string): Next {
  if (round.status === 'cancelled' || round.status === 'settled') return { kind: 'done' };
  if (round.status === 'planned')
    return round.settings.opensAt <= now ? now_('open') : ask('opening', until(now, round.settings.opensAt));
  const phases = stepPhases(stage);
  const last = trancheStart(phases);
  if (round.status === 'open') {
    return isWindowOver(round, now)
      ? now_('seal')
      : ask('window', until(now, round.settings.closesAt) + closingGraceSeconds);
  }
  if (round.phase >= last) return now_('formTranche');
  const phase = phases[round.phase]!;
  if (phase.kind === 'candidacies') {
    if (!tally.sealed) return now_('startPhase');
    return tally.open > 0 ? ask('draining') : now_('advance');
  }
  if (round.progress === 'ended') return now_('advance');
  return round.progress === 'starting' ? now_('applyShortlist') : ask(phase.steps[0].kind);
}

/** What a tranche waits for, or does, in each of its steps. */
const inStep: Readonly<Record<TrancheStepKind, (tranche: Tranche, now: string) => Next>> = {
  notice: ({ notice }, now) => {
    if (notice === undefined) return ask('posting');
    if (notice.postedAt === undefined) return now_('post');
    if (notice.endedAt !== undefined) return now_('advanceTranche');
    const left = until(now, notice.decisionFrom);
    if (notice.suspended !== undefined) return ask('suspended');
    return left > 0 ? ask('notice', left) : now_('endNotice');
  },
  decision: ({ decision }) => {
    if (decision === undefined) return ask('decision');
    return decision.appliedAt === undefined ? now_('applyDecision') : now_('advanceTranche');
  },
  publish: ({ honoured, list, publishedAt }) => {
    if (honoured === true) return now_('advanceTranche');
    if (list === undefined) return ask('publishing');
    return publishedAt === undefined ? now_('grant') : now_('advanceTranche');
  },
  recommend: ({ recommended, checkedAt, sentAt }) => {
    if (recommended === undefined) return ask('recommending');
    if (checkedAt === undefined) return now_('checkChosen');
    return sentAt === undefined ? now_('send') : now_('advanceTranche');
  },
};

/** The next thing for a tranche's machine: notice, checks after it, decision, publishing, recommending, finishing. */
export function nextOfTranche(
  tranche: Tranche,
  stage: Pick<Stage, 'steps'>,
  tally: Tally,
  now: string,
): Next {
  if (tranche.state === 'done') return { kind: 'done' };
  const phase = stepPhases(stage)[tranche.phase];
  if (phase === undefined) return now_('finish');
  if (phase.kind === 'candidacies') {
    if (!tally.sealed) return now_('startChecks');
    return tally.open > 0 ? ask('checks') : now_('advanceTranche');
  }
  const { kind } = phase.steps[0];
  return isTrancheStep(kind) ? inStep[kind](tranche, now) : now_('advanceTranche');
}

/**
 * The decision step that a tranche is at; undefined at any other. The table is the truth, not the machine: once the
 * notice's time is over the tranche is at its decision, though the machine, whose waits are rounded up to the second, may
 * still have to take the notice down (docs/rules/deadlines.md#decision-from).
 */
export function decisionAt(
  tranche: Pick<Tranche, 'phase' | 'notice'>,
  stage: Pick<Stage, 'steps'>,
  now: string,
): Extract<Stage['steps'][number], { kind: 'decision' }> | undefined {
  const phases = stepPhases(stage);
  const { notice, phase } = tranche;
  const isOver =
    phases[phase]?.steps[0].kind === 'notice' &&
    notice?.postedAt !== undefined &&
    notice.suspended === undefined &&
    now >= notice.decisionFrom;
  const step = phases[isOver ? phase + 1 : phase]?.steps[0];
  return step?.kind === 'decision' ? step : undefined;
}

/** Id of the round of a stage by an organisation; also the seat of candidacies at a stage without a round. */
export const roundId = (programme: string, stage: number, org: string): string =>
  `${programme}.${stage}.${org}`;

/**
 * Refuses an instant outside the window. In time is the instant at which the server got the request, whatever state a
 * machine is in (docs/rules/deadlines.md#in-time); a unit that may hand in late is in time until its own date.
 */
export function demandWindow(
  round: Pick<Round, 'settings' | 'status' | 'late'>,
  receivedAt: string,
  orgs: readonly string[],
): void {
  if (round.status === 'cancelled')
    throw conflict('round-cancelled', '本轮评选已取消。', 'This round was cancelled.');
  if (receivedAt < round.settings.opensAt)
    throw conflict(
      'window-not-open',
      `申报尚未开始，开始时间：${shownAt(round.settings.opensAt)}。`,
      `The window opens at ${shownAt(round.settings.opensAt)}.`,
    );
  if (receivedAt > round.settings.closesAt && lateEntryOf(round, orgs, receivedAt) === undefined)
    throw conflict(
      'window-closed',
      `申报已于 ${shownAt(round.settings.closesAt)} 截止。如有特殊情况，请联系组织评选的妇联延长时间或准予补报。`,
      `The window closed at ${shownAt(round.settings.closesAt)}. Ask the organising federation to extend it.`,
    );
}

/**
 * Refuses a channel by which a level takes no nominations directly: as its round says, else as the programme does.
 * @throws Problem forbidden `channel-closed`.
 */
export function demandDirect(direct: readonly string[] | undefined, channel: string): void {
  if (direct === undefined || direct.includes(channel)) return;
  throw forbidden(
    'channel-closed',
    '这一层级不接受该渠道的直接申报，请通过下级组织申报。',
    'This level takes no direct nominations through that channel; go through a lower one.',
  );
}

/** Where a nomination enters: above its organisation, or there (自荐, 他荐) (docs/rules/levels.md#entry). */
export function entryStage(
  programme: Pick<Programme, 'stages'>,
  channel: 'organisation' | 'self' | 'other',
  levelRankOf: (level: Level) => number,
  orgLevel: Level,
  pathLevels: ReadonlySet<Level>,
): number {
  const floor = levelRankOf(orgLevel) + (channel === 'organisation' ? 1 : 0);
  const at = programme.stages.findIndex(
    (stage) => levelRankOf(stage.level) >= floor && pathLevels.has(stage.level) && !stage.external,
  );
  if (at === -1)
    throw invalid(
      'no-stage',
      '这个评选活动没有从该单位开始的层级，请换一个申报单位。',
      'This programme has no stage above that organisation; choose another one.',
    );
  return at;
}
