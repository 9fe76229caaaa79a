/** The end of a round, the decision step by the clock, corrections while held, and ratios beside their bounds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { compareExact, exact, fraction } from '#domain/fraction.ts';
import { checkCorrection } from '#domain/nomination/correction.ts';
import { Problem } from '#domain/problem.ts';
import { editionTitle } from '#domain/programme/programme.ts';
import { stepSchema } from '#domain/programme/step.ts';
import { decisionAt } from '#domain/round/round.ts';
import { demandOver, endsByItself, fateOf, mayStepUp } from '#domain/round/round-end.ts';
import { showRatio } from '#domain/threshold.ts';

const codeOf = (work: () => unknown): string | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
};

describe('who is left when a round ends', () => {
  test('each state has its fate, written out', () => {
    const fates = candidacyStates.map((state) => fateOf({ state, openObjections: 0 }));
    expect(Object.fromEntries(candidacyStates.map((state, i) => [state, fates[i]]))).toEqual({
      checking: 'blocks',
      consent: 'blocks',
      review: 'passed',
      returned: 'passed',
      opinions: 'passed',
      visit: 'passed',
      appraisal: 'passed',
      waiting: 'passed',
      chosen: 'blocks',
      reserve: 'passed',
      notice: 'blocks',
      held: 'passed',
      cleared: 'passed',
      approved: 'blocks',
      sentBack: 'stays',
      done: 'stays',
      out: 'stays',
      withdrawn: 'stays',
    });
    expect(fateOf({ state: 'held', openObjections: 1 })).toBe('blocks');
    expect(fateOf({ state: 'sentBack', openObjections: 0, carried: {} })).toBe('passed');
  });

  const round = {
    states: { done: 5, reserve: 2, out: 9 },
    tranchesDone: true,
    places: 5,
    vacancy: 'promote-reserve-with-new-notice',
  } as const;
  test.each([
    ['every place used', {}, true],
    ['a vacancy that a reserve may fill', { states: { done: 4, reserve: 2 } }, false],
    ['a vacancy that stays empty', { states: { done: 4, reserve: 2 }, vacancy: 'leave-empty' }, true],
    ['a vacancy and nobody in reserve', { states: { done: 4 } }, true],
    ['no number of places', { places: undefined }, true],
    ['a tranche under way', { tranchesDone: false }, false],
    ['somebody held', { states: { done: 5, held: 1 } }, false],
    ['a package returned from above', { states: { done: 5, sentBack: 1 } }, false],
  ] as const)('ends by itself with %s: %j → %s', (_, change, ends) => {
    expect(endsByItself({ ...round, ...change })).toBe(ends);
  });

  test('by hand it ends only when every tranche is through and nobody blocks it', () => {
    const over = { status: 'settled', tranchesDone: true, blocking: [] };
    expect(codeOf(() => demandOver(over))).toBeUndefined();
    for (const change of [{ status: 'selecting' }, { tranchesDone: false }, { blocking: ['甲'] }])
      expect(codeOf(() => demandOver({ ...over, ...change }))).toBe('round-not-over');
  });
});

describe('the decision step is found by the clock', () => {
  const steps = ['notice', 'decision', 'publish'].map((kind) => stepSchema.parse({ kind }));
  const notice = {
    id: 'n',
    start: '2022-02-25',
    end: '2022-03-03',
    closesAt: '2022-03-03T09:30:00.000Z',
    decisionFrom: '2022-03-03T16:00:00.000Z',
    postedAt: '2022-02-25T01:00:00.000Z',
  };
  const at = (tranche: Parameters<typeof decisionAt>[0], now: string) =>
    decisionAt(tranche, { steps }, now)?.kind;
  test('from the first instant after the notice, not before, not while it is suspended', () => {
    expect(at({ phase: 0, notice }, '2022-03-03T15:59:59.999Z')).toBeUndefined();
    expect(at({ phase: 0, notice }, '2022-03-03T16:00:00.000Z')).toBe('decision');
    const suspended = { since: '2022-03-01T00:00:00.000Z', reason: '误' };
    expect(at({ phase: 0, notice: { ...notice, suspended } }, '2022-03-04T16:00:00.000Z')).toBeUndefined();
    expect(at({ phase: 0 }, '2022-03-04T16:00:00.000Z')).toBeUndefined();
    expect(at({ phase: 1, notice }, '2022-03-04T16:00:00.000Z')).toBe('decision');
    expect(at({ phase: 2, notice }, '2022-03-04T16:00:00.000Z')).toBeUndefined();
  });
});

test('a correction that was asked for binds the conclusion', () => {
  expect(codeOf(() => checkCorrection('corrected', { awaited: true, corrected: false }))).toBe(
    'correction-awaited',
  );
  expect(codeOf(() => checkCorrection('dismissed', { awaited: false, corrected: true }))).toBe(
    'correction-made',
  );
  for (const outcome of ['upheld', 'corrected'] as const)
    expect(codeOf(() => checkCorrection(outcome, { awaited: false, corrected: true }))).toBeUndefined();
  for (const outcome of ['upheld', 'dismissed'] as const)
    expect(codeOf(() => checkCorrection(outcome, { awaited: true, corrected: false }))).toBeUndefined();
});

test('the year stands before a title that does not say it', () => {
  expect(editionTitle({ edition: '2021-2', title: { zh: '最美家庭' } })).toBe('2021年最美家庭');
  expect(editionTitle({ edition: '2021', title: { zh: '2021年度最美家庭' } })).toBe('2021年度最美家庭');
});

describe('a ratio beside its bounds', () => {
  test.each([
    [599, 1000, { min: '60%' }, '59.90%'],
    [59_999, 100_000, { min: '60%' }, '59.99%'],
    [599_999_999, 1_000_000_000, { min: '60%' }, '59.99%'],
    [1, 3, { min: '33.33%' }, '33.333%'],
    [2, 10, { max: '20%' }, '20.00%'],
    [200_001, 1_000_000, { max: '20%' }, '20.0001%'],
    [6, 10, { above: '60%' }, '60.00%'],
    [2, 3, {}, '66.66%'],
  ])('%i of %i against %j is %s', (part, whole, bounds, shown) => {
    expect(showRatio(fraction(BigInt(part), BigInt(whole)), bounds)).toBe(shown);
  });

  test('never looks as if it kept a bound that it misses, nor the other way', () => {
    const count = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(count, count, fc.integer({ min: 1, max: 99 }), (a, b, percent) => {
        const ratio = fraction(BigInt(Math.min(a, b)), BigInt(Math.max(a, b)));
        const bound = `${percent}%`;
        const printed = exact(showRatio(ratio, { min: bound }));
        expect(compareExact(printed, exact(bound))).toBe(compareExact(ratio, exact(bound)));
      }),
    );
  });
});

test('a reserve moves up only where the programme fills vacancies; a straggler carried over always may', () => {
  const reserve = { state: 'reserve' } as const;
  const carried = { ...reserve, carried: { at: '2021-05-01', phase: 'review', reason: '出差' } };
  expect(
    (['leave-empty', 'promote-reserve-with-new-notice'] as const).map((vacancy) => [
      mayStepUp(vacancy, reserve),
      mayStepUp(vacancy, carried),
    ]),
  ).toEqual([
    [false, true],
    [true, true],
  ]);
});
