import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShareClaim, shareOut } from '#domain/round/share.ts';

/** 龙岗 2022: communities of the eleven streets, 111 in all (docs/rules/quotas.md#shares). */
const streets: readonly ShareClaim[] = [12, 10, 11, 9, 8, 14, 7, 12, 13, 9, 6].map((weight, index) => ({
  id: `street${index + 1}`,
  weight,
  order: index + 1,
}));
const placesOf = (total: number, claims: readonly ShareClaim[], share = {}) =>
  shareOut(total, claims, share).shares.map(({ places }) => places);

const claims = fc
  .array(fc.nat(60), { minLength: 1, maxLength: 15 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) =>
    weights.map((weight, index): ShareClaim => ({ id: `o${index}`, weight, order: index + 1 })),
  );

describe('places shared by largest remainder', () => {
  it('gives the 108 district places of 龙岗 2022', () => {
    expect(placesOf(108, streets)).toEqual([12, 10, 11, 9, 8, 13, 7, 11, 12, 9, 6]);
  });
  it('gives its 22 city places', () => {
    expect(placesOf(22, streets)).toEqual([2, 2, 2, 2, 2, 3, 1, 2, 3, 2, 1]);
  });
  it('base 1 gives one each first: two for each of the eleven', () => {
    expect(placesOf(22, streets, { base: 1 })).toEqual(Array(11).fill(2));
  });
  it('floor 1 changes nothing where each has one by share', () => {
    expect(placesOf(22, streets, { floor: 1 })).toEqual([2, 2, 2, 2, 2, 3, 1, 2, 3, 2, 1]);
  });
  it('names the tie that the official order decided: streets 1 and 8 have equal weights and get 12 and 11', () => {
    // 108 × 12 / 111 = 11.675…: the last of the places left goes to the smaller order number.
    const { shares, ties } = shareOut(108, streets);
    expect(ties).toEqual([{ remainder: '0.68', more: ['street1'], fewer: ['street8'] }]);
    expect(shares[0]).toEqual({ id: 'street1', places: 12, due: '11.68', by: 'order' });
    expect(shares[7]).toEqual({ id: 'street8', places: 11, due: '11.68', by: 'order' });
    expect(shares[1]).toMatchObject({ due: '9.73', by: 'remainder' });
    expect(shares[5]).toMatchObject({ due: '13.62', by: 'share' });
  });
  it('lifts to the floor and shares the rest among the others', () => {
    const small = [90, 9, 1].map((weight, index) => ({ id: `o${index}`, weight, order: index + 1 }));
    expect(placesOf(10, small)).toEqual([9, 1, 0]);
    const { shares } = shareOut(10, small, { floor: 2 });
    expect(shares.map(({ places, by }) => [places, by])).toEqual([
      [6, 'share'],
      [2, 'floor'],
      [2, 'floor'],
    ]);
  });
  it.each([
    ['places-too-few', 10, streets, { base: 1 }],
    ['places-too-few', 10, streets, { floor: 1 }],
    ['places-not-whole', 1.5, streets, {}],
    ['weight-not-whole', 5, [{ id: 'a', weight: -1, order: 1 }], {}],
    [
      'order-twice',
      5,
      [
        { id: 'a', weight: 1, order: 1 },
        { id: 'b', weight: 1, order: 1 },
      ],
      {},
    ],
    [
      'claim-twice',
      5,
      [
        { id: 'a', weight: 1, order: 1 },
        { id: 'a', weight: 1, order: 2 },
      ],
      {},
    ],
    ['no-weight', 5, [{ id: 'a', weight: 0, order: 1 }], {}],
    ['nobody-to-share', 5, [], {}],
  ])('refuses what cannot be shared: %s', (code, total, list, share) => {
    expect(() => shareOut(total, list, share)).toThrow(expect.objectContaining({ kind: 'invalid', code }));
  });
  it('always gives out exactly the total, nobody below base or floor', () => {
    fc.assert(
      fc.property(claims, fc.nat(300), fc.nat(3), fc.nat(3), (list, extra, base, floor) => {
        const total = extra + Math.max(base, floor) * list.length;
        const places = placesOf(total, list, { base, floor });
        expect(places.reduce((a, b) => a + b, 0)).toBe(total);
        expect(Math.min(...places)).toBeGreaterThanOrEqual(Math.max(base, floor));
      }),
    );
  });
  it('without base and floor each is within one of its exact share, and no smaller weight gets more', () => {
    fc.assert(
      fc.property(claims, fc.nat(400), (list, total) => {
        const sum = list.reduce((all, { weight }) => all + weight, 0);
        const places = placesOf(total, list);
        list.forEach(({ weight }, index) => {
          expect(places[index]).toBeGreaterThanOrEqual(Math.floor((total * weight) / sum));
          expect(places[index]).toBeLessThanOrEqual(Math.ceil((total * weight) / sum));
          list.forEach((other, at) => {
            if (other.weight < weight) expect(places[at]).toBeLessThanOrEqual(places[index]!);
          });
        });
      }),
    );
  });
  it('does not depend on the order in which the organisations are listed', () => {
    fc.assert(
      fc.property(
        claims.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        fc.nat(200),
        fc.nat(1),
        ([list, mixed], extra, floor) => {
          const total = extra + floor * list.length;
          expect(shareOut(total, mixed, { floor })).toEqual(shareOut(total, list, { floor }));
        },
      ),
    );
  });
});
