import { describe, expect, test } from 'vitest';
import {
  type CandidacyMove,
  canMove,
  isFinal,
  mayWithdraw,
  nextState,
  transitions,
} from '#domain/candidacy/candidacy.ts';
import { type CandidacyState, candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { Problem } from '#domain/problem.ts';

const moves = Object.keys(transitions) as CandidacyMove[];

/** Written out once more, by hand: move → from → to, so that a slip in the table is a failing test. */
const steps = 'review opinions visit appraisal';
const wanted: Readonly<Record<CandidacyMove, readonly [from: string, to: string]>> = {
  clear: ['checking', `consent ${steps} waiting`],
  consent: ['consent', `${steps} waiting`],
  refuseConsent: ['consent', 'out'],
  enter: ['waiting chosen cleared approved', steps],
  pass: [steps, `${steps} waiting chosen cleared approved`],
  sendBackForAmendment: ['checking review opinions visit appraisal', 'returned'],
  resubmit: ['returned', `checking consent ${steps} waiting`],
  reject: [`checking ${steps} returned waiting`, 'out'],
  reopen: ['out', steps],
  merge: [`checking consent ${steps} returned waiting sentBack`, 'out'],
  choose: ['waiting reserve', 'chosen'],
  standBy: ['waiting chosen', 'reserve'],
  passOver: ['waiting reserve', 'out'],
  post: ['waiting chosen held sentBack', 'notice'],
  endRound: [`reserve waiting ${steps} returned held cleared sentBack`, 'out'],
  hold: ['notice cleared', 'held'],
  release: ['held', 'notice cleared'],
  disqualify: ['notice held cleared approved', 'out'],
  endNotice: ['notice', 'cleared'],
  approve: ['cleared chosen waiting', 'approved'],
  refuse: ['cleared chosen waiting', 'out'],
  finish: [`approved ${steps} waiting chosen cleared`, 'done'],
  comeBack: ['done', 'sentBack'],
  resend: ['sentBack', 'done'],
  withdraw: [`checking consent ${steps} returned waiting sentBack`, 'withdrawn'],
  returnBelow: [`${steps} waiting`, 'sentBack'],
  admitAgain: ['sentBack', `${steps} waiting`],
};

const attempt = (state: CandidacyState, move: CandidacyMove, to: CandidacyState): CandidacyState | string => {
  try {
    return nextState(state, move, to);
  } catch (error) {
    return error instanceof Problem ? `${error.kind} ${error.code}` : String(error);
  }
};

describe('the transition table of a candidacy', () => {
  test.each(moves)('%s leads from where to where it should, and every other pair is refused', (move) => {
    const [from, to] = wanted[move].map((list) => new Set(list.split(' ')));
    const allowed = candidacyStates.flatMap((state) =>
      candidacyStates.flatMap((target) =>
        attempt(state, move, target) === target ? [`${state}→${target}`] : [],
      ),
    );
    const expected = candidacyStates.flatMap((state) =>
      candidacyStates.flatMap((target) =>
        from!.has(state) && to!.has(target) ? [`${state}→${target}`] : [],
      ),
    );
    expect(allowed).toEqual(expected);
  });

  test('a refusal is a conflict that names the present state', () => {
    expect(attempt('done', 'choose', 'chosen')).toBe('conflict wrong-state');
    for (const move of moves)
      for (const state of candidacyStates)
        if (!canMove(state, move))
          for (const target of candidacyStates)
            expect(attempt(state, move, target)).toBe('conflict wrong-state');
  });

  test('what is withdrawn stays so; what is out is only reopened', () => {
    expect(moves.filter((move) => canMove('withdrawn', move))).toEqual([]);
    expect(moves.filter((move) => canMove('out', move))).toEqual(['reopen']);
    expect(candidacyStates.filter(isFinal)).toEqual(['done', 'out', 'withdrawn']);
  });

  test('a nominator may withdraw until the shortlist, and what the level above returned', () => {
    expect(candidacyStates.filter(mayWithdraw)).toEqual([
      'checking',
      'consent',
      'review',
      'returned',
      'opinions',
      'visit',
      'appraisal',
      'waiting',
      'sentBack',
    ]);
  });
});
