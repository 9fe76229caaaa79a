import { describe, expect, test } from 'vitest';
import { type Step, stepPhases, stepSchema } from '#domain/programme/step.ts';
import {
  closingGraceSeconds,
  demandWindow,
  hasRound,
  longestWait,
  mayReopenWindow,
  nextOfRound,
  nextOfTranche,
  trancheStart,
} from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { candidacyExecution, roundExecution } from '#store/execution-names.ts';

const steps = (...kinds: Step['kind'][]): { steps: Step[] } => ({
  steps: kinds.map((kind) => stepSchema.parse({ kind })),
});
const district = steps(
  'review',
  'opinions',
  'panel',
  'shortlist',
  'notice',
  'decision',
  'publish',
  'recommend',
);
const opensAt = '2021-04-01T01:00:00.000Z';
const closesAt = '2021-04-20T09:30:00.000Z';
const round = (patch: Partial<Round> = {}): Round =>
  ({ status: 'selecting', phase: 0, progress: 'idle', settings: { opensAt, closesAt }, ...patch }) as Round;
const empty = { open: 0, sealed: true };
const now = '2021-04-21T00:00:00.000Z';
const step = (next: { kind: string; step?: string }) => `${next.kind} ${next.step ?? ''}`.trim();

describe('what a round does next', () => {
  test('it waits for its opening, opens, and waits for the end of the window with the grace of requests under way', () => {
    const planned = round({ status: 'planned' });
    expect(nextOfRound(planned, district, empty, '2021-04-01T00:00:00.000Z')).toEqual({
      kind: 'ask',
      step: 'opening',
      attempt: 1,
      seconds: 3_600,
    });
    expect(step(nextOfRound(planned, district, empty, opensAt))).toBe('now open');
    const open = round({ status: 'open' });
    expect(nextOfRound(open, district, empty, '2021-04-20T09:29:00.000Z')).toEqual({
      kind: 'ask',
      step: 'window',
      attempt: 1,
      seconds: 60 + closingGraceSeconds,
    });
    expect(step(nextOfRound(open, district, empty, now))).toBe('now seal');
  });

  test('no wait is longer than what is asked of Step Functions in one go', () => {
    const next = nextOfRound(
      round({
        status: 'planned',
        settings: { opensAt: '2031-01-01T00:00:00.000Z', closesAt } as Round['settings'],
      }),
      district,
      empty,
      now,
    );
    expect(next).toEqual({ kind: 'ask', step: 'opening', attempt: 1, seconds: longestWait });
  });

  test('a per-candidacy phase is started, drained, and left when nothing is open', () => {
    expect(step(nextOfRound(round(), district, { open: 3, sealed: false }, now))).toBe('now startPhase');
    expect(step(nextOfRound(round(), district, { open: 3, sealed: true }, now))).toBe('ask draining');
    expect(step(nextOfRound(round(), district, empty, now))).toBe('now advance');
  });

  test('panel and shortlist wait for a person; a confirmed shortlist is applied; then the first tranche is formed', () => {
    expect(step(nextOfRound(round({ phase: 1 }), district, empty, now))).toBe('ask panel');
    expect(step(nextOfRound(round({ phase: 1, progress: 'ended' }), district, empty, now))).toBe(
      'now advance',
    );
    expect(step(nextOfRound(round({ phase: 2 }), district, empty, now))).toBe('ask shortlist');
    expect(step(nextOfRound(round({ phase: 2, progress: 'starting' }), district, empty, now))).toBe(
      'now applyShortlist',
    );
    expect(step(nextOfRound(round({ phase: 3 }), district, empty, now))).toBe('now formTranche');
  });

  test('a settled or cancelled round is done', () => {
    for (const status of ['settled', 'cancelled'] as const)
      expect(nextOfRound(round({ status }), district, empty, now)).toEqual({ kind: 'done' });
  });
});

describe('what a tranche does next', () => {
  const start = trancheStart(stepPhases(district));
  const tranche = (patch: Partial<Tranche> = {}): Tranche => ({
    round: 'r',
    n: 1,
    state: 'running',
    phase: start,
    cursor: 0,
    entries: [],
    version: 1,
    ...patch,
  });
  const notice = {
    id: 'n',
    start: '2021-05-06',
    end: '2021-05-11',
    closesAt: '2021-05-11T09:30:00.000Z',
    decisionFrom: '2021-05-11T16:00:00.000Z',
  };
  const next = (patch: Partial<Tranche>, at = now) =>
    step(nextOfTranche(tranche(patch), district, empty, at));

  test('its phases begin with the notice', () => expect(start).toBe(3));
  test('the notice is asked for, posted, waited out and ended at 00:00 after its last day', () => {
    expect(next({})).toBe('ask posting');
    expect(next({ notice })).toBe('now post');
    const posted = { ...notice, postedAt: now };
    expect(nextOfTranche(tranche({ notice: posted }), district, empty, '2021-05-11T15:59:00.000Z')).toEqual({
      kind: 'ask',
      step: 'notice',
      attempt: 1,
      seconds: 60,
    });
    expect(next({ notice: posted }, notice.decisionFrom)).toBe('now endNotice');
    expect(next({ notice: { ...posted, suspended: { since: now, reason: 'x' } } }, notice.decisionFrom)).toBe(
      'ask suspended',
    );
    expect(next({ notice: { ...posted, endedAt: now } })).toBe('now advanceTranche');
  });
  test('decision, list and recommendation each wait for a person, are worked through, and make way', () => {
    const decision = { body: '党组会', date: '2021-05-12', by: 'm', at: now, refused: [] };
    expect(next({ phase: start + 1 })).toBe('ask decision');
    expect(next({ phase: start + 1, decision })).toBe('now applyDecision');
    expect(next({ phase: start + 1, decision: { ...decision, appliedAt: now } })).toBe('now advanceTranche');
    expect(next({ phase: start + 2 })).toBe('ask publishing');
    expect(next({ phase: start + 2, list: 'l' })).toBe('now grant');
    expect(next({ phase: start + 2, list: 'l', publishedAt: now })).toBe('now advanceTranche');
    expect(next({ phase: start + 2, honoured: true })).toBe('now advanceTranche');
    expect(next({ phase: start + 3 })).toBe('ask recommending');
    expect(next({ phase: start + 3, recommended: [] })).toBe('now checkChosen');
    expect(next({ phase: start + 3, recommended: [], checkedAt: now })).toBe('now send');
    expect(next({ phase: start + 3, recommended: [], checkedAt: now, sentAt: now })).toBe(
      'now advanceTranche',
    );
    expect(next({ phase: start + 4 })).toBe('now finish');
    expect(next({ state: 'done' })).toBe('done');
  });
  test('checks between notice and decision are started, drained and left', () => {
    const shaanxi = steps('review', 'shortlist', 'notice', 'review', 'decision');
    const at = (open: number, sealed: boolean) =>
      step(nextOfTranche(tranche({ phase: 3 }), shaanxi, { open, sealed }, now));
    expect([at(2, false), at(2, true), at(0, true)]).toEqual([
      'now startChecks',
      'ask checks',
      'now advanceTranche',
    ]);
  });
});

test('the window opens again until something was judged together', () => {
  const phases = stepPhases(steps('review', 'panel', 'opinions', 'shortlist'));
  const at = (phase: number, more: Partial<Round> = {}) =>
    mayReopenWindow({ ...round({ status: 'selecting' }), phase, progress: 'idle', ...more }, phases);
  expect([at(0), at(1), at(2), at(3)]).toEqual([true, true, false, false]);
  expect([at(1, { progress: 'ended' }), at(0, { status: 'settled' })]).toEqual([false, false]);
});

describe('the window', () => {
  const code = (receivedAt: string, status: Round['status'] = 'open') => {
    try {
      demandWindow(round({ status }), receivedAt, []);
      return 'in time';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  test('in time is the instant at which the server got the request, both ends included, whatever state a machine is in', () => {
    expect(code(opensAt, 'planned')).toBe('in time');
    expect(code(closesAt, 'selecting')).toBe('in time');
    expect(code('2021-04-01T00:59:59.999Z')).toBe('window-not-open');
    expect(code('2021-04-20T09:30:00.001Z')).toBe('window-closed');
    expect(code(opensAt, 'cancelled')).toBe('round-cancelled');
  });
});

describe('names', () => {
  test('a stage with only per-candidacy steps has no round', () => {
    expect([hasRound(steps('review')), hasRound(district)]).toEqual([false, true]);
  });
  test('executions have deterministic names that Step Functions accepts', () => {
    const names = [
      roundExecution('zmjt-2021-430102.2.furong', 1),
      candidacyExecution(
        { nomination: `nom${'0'.repeat(26)}`, round: 'zmjt-2021-430102.2.furong', stage: 2 },
        0,
        '1',
      ),
    ];
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  });
});
