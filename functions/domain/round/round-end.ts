/** The end of a round: who is left open when every tranche is through, and when there is nothing more to wait for. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type CandidacyState, candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { conflict } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { isNomineeStep } from '#domain/step-kinds.ts';

/** At the end of the round a candidacy is passed over 未入选, keeps the round from ending, or stays what it is. */
export type Fate = 'passed' | 'blocks' | 'stays';

/** `carried` marks a straggler who waits for a later tranche; a package returned by the level above is none of ours. */
export function fateOf({
  state,
  openObjections,
  carried,
}: Pick<Candidacy, 'state' | 'openObjections'> & { readonly carried?: unknown }): Fate {
  if (isNomineeStep(state)) return 'passed';
  switch (state) {
    case 'reserve':
    case 'waiting':
    case 'returned':
    case 'cleared':
      return 'passed';
    case 'sentBack':
      return carried === undefined ? 'stays' : 'passed';
    // Nobody is passed over while a case against her is open: its conclusion may be that she is right.
    case 'held':
      return openObjections > 0 ? 'blocks' : 'passed';
    case 'checking':
    case 'consent':
    case 'chosen':
    case 'notice':
    case 'approved':
      return 'blocks';
    case 'done':
    case 'out':
    case 'withdrawn':
      return 'stays';
  }
}

/** Whether somebody in a state may come to an end: by the state alone, save for those held and those who rest. */
export const mayEnd = (state: CandidacyState, fate: Fate): boolean =>
  fateOf({ state, openObjections: 0 }) === fate ||
  fateOf({ state, openObjections: 1, carried: true }) === fate;

/** How many are passed over and how many keep the round from ending, from the counters of a round. */
export function fatesIn(
  states: Readonly<Partial<Record<CandidacyState, number>>>,
  { heldOpen, atRest }: { readonly heldOpen: number; readonly atRest: number },
): { readonly passed: number; readonly blocking: number } {
  const count = { passed: atRest - heldOpen, blocks: heldOpen, stays: 0 };
  for (const state of candidacyStates) count[fateOf({ state, openObjections: 0 })] += states[state] ?? 0;
  return { passed: count.passed, blocking: count.blocks };
}

/**
 * Whether somebody in reserve may go into a further tranche: a straggler carried over stands by there and always may; a
 * true reserve fills a vacancy, which is the programme's to allow (docs/rules/quotas.md#vacancies).
 */
export const mayStepUp = (
  vacancy: Programme['vacancy'],
  { carried }: Pick<Candidacy, 'state'> & { readonly carried?: unknown },
): boolean => carried !== undefined || vacancy === 'promote-reserve-with-new-notice';

const settledStates: ReadonlySet<string> = new Set(['done', 'out', 'withdrawn', 'reserve']);

/**
 * True when a round ends by itself: every tranche is through, nobody but reserves is left, and no reserve can move up,
 * since no place is empty or empty ones stay so.
 */
export function endsByItself(round: {
  readonly states: Readonly<Partial<Record<CandidacyState, number>>>;
  readonly tranchesDone: boolean;
  readonly places: number | undefined;
  readonly vacancy: Programme['vacancy'];
}): boolean {
  const { states, places, vacancy } = round;
  const open = Object.entries(states).some(([state, count]) => count > 0 && !settledStates.has(state));
  if (!round.tranchesDone || open) return false;
  const hasVacancy = places !== undefined && (states.done ?? 0) < places;
  return (states.reserve ?? 0) === 0 || !hasVacancy || vacancy !== 'promote-reserve-with-new-notice';
}

/** Refuses to end a round by hand too early. `blocking` are names. Throws Problem conflict `round-not-over`. */
export function demandOver(round: {
  readonly status: string;
  readonly tranchesDone: boolean;
  readonly blocking: readonly string[];
}): void {
  const refuse = (zh: string, en: string): never => {
    throw conflict('round-not-over', zh, en);
  };
  if (round.status !== 'settled' || !round.tranchesDone)
    refuse(
      '还有批次没有办结，本轮不能结束。请先办结各批次。',
      'A tranche is still under way; complete every tranche before ending the round.',
    );
  if (round.blocking.length > 0)
    refuse(
      `以下对象须先办结：${round.blocking.join('、')}。有异议的请先作出结论；已审定的请先形成新批次。`,
      `Settle these first: ${round.blocking.join(', ')}. Conclude open objections; take the approved into a further tranche.`,
    );
}
