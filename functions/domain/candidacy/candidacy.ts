/** The candidacy's transitions; any other pair is refused (docs/architecture.md#the-way-of-a-nomination). */
import { isOneOf } from '#domain/members.ts';
import { conflict } from '#domain/problem.ts';
import { stepStates } from '#domain/step-kinds.ts';
import type { Candidacy } from './candidacy-record.ts';
import { type CandidacyState, candidacyStateWords } from './candidacy-state.ts';

const unfinished = [
  'checking',
  'consent',
  ...stepStates,
  'returned',
  'waiting',
] as const satisfies readonly CandidacyState[];

interface Arrow {
  readonly from: readonly CandidacyState[];
  readonly to: readonly CandidacyState[];
}

/** Act → where it may start and where it may lead. The programme's order decides among the `to`s. */
export const transitions = {
  /** The administrator finds that a clash of identity is none (查重通过). */
  clear: { from: ['checking'], to: ['consent', ...stepStates, 'waiting'] },
  /** The nominee agrees (本人同意). */
  consent: { from: ['consent'], to: [...stepStates, 'waiting'] },
  refuseConsent: { from: ['consent'], to: ['out'] },
  /** A per-candidacy phase after a batch step begins (e.g. 评审后征求意见). */
  enter: { from: ['waiting', 'chosen', 'cleared', 'approved'], to: [...stepStates] },
  /** A step is passed; the next step, or the wait for the batch, follows. */
  pass: { from: [...stepStates], to: [...stepStates, 'waiting', 'chosen', 'cleared', 'approved'] },
  /** 退回修改 */
  sendBackForAmendment: { from: ['checking', ...stepStates], to: ['returned'] },
  /** Amended: the same step again, or first a new check of identity or the consent that was still open. */
  resubmit: { from: ['returned'], to: [...stepStates, 'checking', 'consent', 'waiting'] },
  /** 不通过, 不同意, 逾期, 合并 */
  reject: { from: ['checking', ...stepStates, 'returned', 'waiting'], to: ['out'] },
  /** A rejection that was a mistake: its step is taken again (docs/rules/steps.md#reopening). */
  reopen: { from: ['out'], to: [...stepStates] },
  /** 合并: the administrator found that another nomination is of the same nominee, and keeps that one. */
  merge: { from: [...unfinished, 'sentBack'], to: ['out'] },
  choose: { from: ['waiting', 'reserve'], to: ['chosen'] },
  standBy: { from: ['waiting', 'chosen'], to: ['reserve'] },
  passOver: { from: ['waiting', 'reserve'], to: ['out'] },
  /** 公示 */
  post: { from: ['waiting', 'chosen', 'held', 'sentBack'], to: ['notice'] },
  /** The round ended with her still in reserve, waiting or carried. */
  endRound: {
    from: ['reserve', 'waiting', ...stepStates, 'returned', 'held', 'cleared', 'sentBack'],
    to: ['out'],
  },
  hold: { from: ['notice', 'cleared'], to: ['held'] },
  release: { from: ['held'], to: ['notice', 'cleared'] },
  disqualify: { from: ['notice', 'held', 'cleared', 'approved'], to: ['out'] },
  endNotice: { from: ['notice'], to: ['cleared'] },
  /** 审定; without a notice step the chosen are decided at once, without either the waiting. */
  approve: { from: ['cleared', 'chosen', 'waiting'], to: ['approved'] },
  refuse: { from: ['cleared', 'chosen', 'waiting'], to: ['out'] },
  /** The stage is through: honours granted, recommendations sent. */
  finish: { from: ['approved', ...stepStates, 'waiting', 'chosen', 'cleared'], to: ['done'] },
  /** The level above returned it (退回), and it goes up again. */
  comeBack: { from: ['done'], to: ['sentBack'] },
  resend: { from: ['sentBack'], to: ['done'] },
  withdraw: { from: [...unfinished, 'sentBack'], to: ['withdrawn'] },
  /** The upper level hands the package back: its own candidacy waits as returned until it is sent again. */
  returnBelow: { from: [...stepStates, 'waiting'], to: ['sentBack'] },
  admitAgain: { from: ['sentBack'], to: [...stepStates, 'waiting'] },
} as const satisfies Record<string, Arrow>;

export type CandidacyMove = keyof typeof transitions;

/** True when the move may be made in that state. */
export const canMove = (state: CandidacyState, move: CandidacyMove): boolean =>
  isOneOf<CandidacyState>(transitions[move].from, state);

/**
 * The next state after a move. `to` names the target where the table leaves a choice.
 * Throws Problem `conflict` / `wrong-state` for every pair outside the table.
 */
export function nextState(state: CandidacyState, move: CandidacyMove, to?: CandidacyState): CandidacyState {
  const arrow: Arrow = transitions[move];
  const target = to ?? arrow.to[0]!;
  if (arrow.from.includes(state) && arrow.to.includes(target)) return target;
  throw conflict(
    'wrong-state',
    `现在的状态是“${candidacyStateWords[state].zh}”，不能这样办理。请刷新页面，按当前状态继续。`,
    `The state is now "${candidacyStateWords[state].en}", which does not allow this. Reload the page and go on from there.`,
  );
}

/** States that end a candidacy at its level. */
export const isFinal = (state: CandidacyState): boolean =>
  state === 'done' || state === 'out' || state === 'withdrawn';
/** The nominator may still withdraw (docs/rules/levels.md#withdrawal). */
export const mayWithdraw = (state: CandidacyState): boolean => canMove(state, 'withdraw');
/** It was rejected by those who judge it in its own steps, or was late in one: that may be put right. */
export const mayReopen = ({ state, outcome, step }: Pick<Candidacy, 'state' | 'outcome' | 'step'>): boolean =>
  state === 'out' &&
  step !== undefined &&
  ['ineligible', 'vetoed', 'failedVisit', 'notCarried', 'straggler'].includes(outcome?.reason ?? '');
/** She is with the level above: sent, and neither refused there, returned nor taken back since. */
export const isUp = ({ upward }: Pick<Candidacy, 'upward'>): boolean =>
  upward !== undefined && !['refused', 'withdrawn', 'returned'].includes(upward.state);
/** It keeps the place that its sender was given; not so when withdrawn, merged into another, or refused by the nominee. */
export const holdsPlace = ({ state, outcome }: Pick<Candidacy, 'state' | 'outcome'>): boolean =>
  state !== 'withdrawn' && outcome?.reason !== 'merged' && outcome?.reason !== 'consentRefused';
