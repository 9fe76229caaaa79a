/** How long a nomination is kept, and what stays of it (docs/rules/privacy.md#keeping). */
import { describe, expect, it } from 'vitest';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { Problem } from '#domain/problem.ts';
import {
  demandErasable,
  erasedName,
  type KeptSeat,
  keptUntil,
  nominationOverSince,
} from '#domain/trust/retention.ts';

const seat = (
  state: Candidacy['state'],
  closedAt?: string,
  more: Partial<KeptSeat['seat']> = {},
  round?: KeptSeat['round'],
) => ({ seat: { state, closedAt, receivedAt: '2021-04-02T01:00:00.000Z', ...more }, round }) as KeptSeat;
const codeOf = (seats: readonly KeptSeat[]) => {
  try {
    demandErasable(seats);
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
};

describe('the years of keeping', () => {
  it('count from the last level that ended', () => {
    const below = seat('done', '2021-05-20T01:00:00.000Z');
    expect(nominationOverSince([below, seat('out', '2021-06-24T01:00:00.000Z')])).toBe(
      '2021-06-24T01:00:00.000Z',
    );
    expect(nominationOverSince([below, seat('notice')])).toBeUndefined();
    expect(nominationOverSince([])).toBeUndefined();
  });

  it('count from the end of the round for whom it left open, but not while an objection holds her', () => {
    const round = { endedAt: '2021-07-01T01:00:00.000Z' };
    expect(nominationOverSince([seat('sentBack', undefined, {}, round)])).toBe(round.endedAt);
    expect(nominationOverSince([seat('held', undefined, {}, round)])).toBeUndefined();
    const cancelled = { cancelledAt: '2021-04-20T01:00:00.000Z' };
    expect(nominationOverSince([seat('review', undefined, {}, cancelled)])).toBe(cancelled.cancelledAt);
  });

  it('end at three in the night in Shanghai, so many years later; 29 February becomes the 28th', () => {
    expect(keptUntil('2021-06-24T17:00:00.000Z', 10)).toBe('2031-06-24T19:00:00.000Z');
    expect(keptUntil('2024-02-29T01:00:00.000Z', 1)).toBe('2025-02-27T19:00:00.000Z');
  });
});

describe('erasing on request', () => {
  it('is refused in selection, and while an outer level has not answered', () => {
    expect(codeOf([seat('review')])).toBe('still-in-selection');
    expect(codeOf([seat('withdrawn', '2021-04-03T01:00:00.000Z')])).toBeUndefined();
    const sent = {
      upward: { round: 'city', org: 'city', state: 'sent', at: '2021-05-20T01:00:00.000Z' },
    } as const;
    expect(codeOf([seat('done', '2021-05-20T01:00:00.000Z', sent)])).toBe('still-in-selection');
    expect(
      codeOf([seat('done', '2021-05-20T01:00:00.000Z', sent), seat('out', '2021-06-24T01:00:00.000Z')]),
    ).toBeUndefined();
  });
});

it('masks the names of persons and families only', () => {
  expect(
    ['individual', 'family', 'collective', 'site'].map((each) => erasedName('罗步芳家庭', each as 'family')),
  ).toEqual(['罗**', '罗**', '罗步芳家庭', '罗步芳家庭']);
});
