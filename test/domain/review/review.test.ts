import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReviewOutcome, reviewFaults, reviewOutcomes, reviewResult } from '#domain/review/review.ts';

const vote = (member: string, outcome: ReviewOutcome) => ({ member, outcome });

describe('a review decision as sent', () => {
  it('is explicit: none is preselected', () => {
    expect(reviewFaults({})).toMatchObject([{ field: 'outcome', code: 'required' }]);
    expect(reviewFaults({ outcome: 'yes', reason: 'x' })).toMatchObject([{ field: 'outcome' }]);
  });
  it('退回修改 and 不通过 need a reason, 通过 does not', () => {
    expect(reviewFaults({ outcome: 'approve' })).toEqual([]);
    for (const outcome of ['return', 'reject']) {
      expect(reviewFaults({ outcome })).toMatchObject([{ field: 'reason', code: 'required' }]);
      expect(reviewFaults({ outcome, reason: '\n ' })).toMatchObject([{ field: 'reason' }]);
      expect(reviewFaults({ outcome, reason: '照片缺失' })).toEqual([]);
    }
  });
});

describe('the quorum', () => {
  it('two different reviewers must approve', () => {
    expect(reviewResult([vote('a', 'approve')], 2)).toEqual({ state: 'waiting', approvals: 1, missing: 1 });
    expect(reviewResult([vote('a', 'approve'), vote('a', 'approve')], 2).state).toBe('waiting');
    expect(reviewResult([vote('a', 'approve'), vote('b', 'approve')], 2)).toEqual({
      state: 'approve',
      approvals: 2,
      missing: 0,
    });
  });
  it('one return or rejection ends the step, and a later vote changes nothing', () => {
    expect(reviewResult([vote('a', 'approve'), vote('b', 'return'), vote('c', 'approve')], 2).state).toBe(
      'return',
    );
    expect(reviewResult([vote('a', 'reject'), vote('b', 'return')], 2).state).toBe('reject');
    expect(reviewResult([vote('a', 'approve'), vote('b', 'reject')], 1).state).toBe('approve');
    expect(reviewResult([vote('a', 'approve'), vote('a', 'reject')], 2).state).toBe('waiting');
  });
  it('never approves with fewer than needed different approvals', () => {
    const votes = fc.array(
      fc.record({ member: fc.constantFrom('a', 'b', 'c', 'd'), outcome: fc.constantFrom(...reviewOutcomes) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(votes, fc.integer({ min: 1, max: 4 }), (all, needed) => {
        const approvers = new Set(
          all.filter(({ outcome }) => outcome === 'approve').map(({ member }) => member),
        );
        const { state, approvals } = reviewResult(all, needed);
        if (state === 'approve') expect(approvers.size).toBeGreaterThanOrEqual(needed);
        expect(approvals).toBeLessThanOrEqual(needed);
      }),
    );
  });
});
