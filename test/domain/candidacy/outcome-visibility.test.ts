import { describe, expect, it } from 'vitest';
import type { OutReason } from '#domain/candidacy/candidacy-ends.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { type Release, shownOutcome } from '#domain/candidacy/outcome-visibility.ts';

const kept: Release = { published: false, settled: false, noticing: false };
const seen = (
  candidacy: Pick<Candidacy, 'state' | 'outcome' | 'upward' | 'tranche'>,
  release: Release = kept,
  reader: 'nominator' | 'staff' = 'nominator',
) => shownOutcome(candidacy, release, reader);
const out = (reason: OutReason, tranche?: number) => ({
  state: 'out' as const,
  outcome: { reason, at: '2027-03-01T00:00:00.000Z' },
  ...(tranche !== undefined && { tranche }),
});

describe('what a nominator sees before the outcome is public', () => {
  it('keeps the chosen, the reserves and those passed over alike', () => {
    const shown = [
      seen({ state: 'chosen' }),
      seen({ state: 'reserve' }),
      seen({ state: 'waiting' }),
      seen(out('notChosen')),
    ];
    expect(shown).toEqual(Array(4).fill({ state: 'selecting', hidden: true }));
  });

  it('says after a notice only that the decision is under way, objection or not', () => {
    const shown = [
      seen({ state: 'cleared', tranche: 1 }),
      seen({ state: 'held', tranche: 1 }),
      seen({ state: 'approved', tranche: 1 }),
      seen(out('disqualified', 1)),
      seen(out('notApproved', 1)),
      seen({ state: 'done', tranche: 1 }),
    ];
    expect(shown).toEqual(Array(6).fill({ state: 'deciding', hidden: true }));
  });

  it('shows everybody on a running notice alike, so that no state tells of an objection', () => {
    const running: Release = { ...kept, noticing: true };
    const shown = [
      seen({ state: 'notice', tranche: 1 }, running),
      seen({ state: 'held', tranche: 1 }, running),
      seen(out('disqualified', 1), running),
    ];
    expect(shown.map(({ state }) => state)).toEqual(['notice', 'notice', 'notice']);
    expect(seen({ state: 'held', tranche: 1 }, running, 'staff').state).toBe('held');
  });

  it('tells at once what concerns the nomination alone, with the reason', () => {
    for (const reason of ['ineligible', 'failedVisit', 'consentRefused', 'merged'] as const)
      expect(seen(out(reason))).toEqual({ state: 'out', hidden: false, reason });
  });

  it('keeps back what a department said', () => {
    expect(seen(out('vetoed'))).toEqual({ state: 'selecting', hidden: true });
  });

  it('shows every state of the way that hides no outcome as it is', () => {
    for (const state of [
      'checking',
      'consent',
      'review',
      'returned',
      'opinions',
      'visit',
      'notice',
      'sentBack',
      'withdrawn',
    ] as const)
      expect(seen({ state })).toEqual({ state, hidden: false });
  });

  it('shows that it was recommended upward', () => {
    const upward = { round: 'p.1.city', org: 'city', state: 'sent', at: '2027-03-01T00:00:00.000Z' } as const;
    expect(seen({ state: 'done', upward })).toEqual({ state: 'done', hidden: false });
  });
});

describe('once the list is published or the round settled', () => {
  it('shows the nominator every state and reason', () => {
    for (const release of [
      { ...kept, published: true },
      { ...kept, settled: true },
    ]) {
      for (const state of candidacyStates) expect(seen({ state }, release)).toEqual({ state, hidden: false });
      expect(seen(out('notChosen'), release)).toEqual({ state: 'out', hidden: false, reason: 'notChosen' });
    }
  });
});

it('keeps nothing from those who run the selection', () => {
  for (const state of candidacyStates)
    expect(seen({ state }, kept, 'staff')).toEqual({ state, hidden: false });
  expect(seen(out('vetoed'), kept, 'staff')).toEqual({ state: 'out', hidden: false, reason: 'vetoed' });
});
