import { describe, expect, it } from 'vitest';
import { directlyBelow, handedFaults } from '#domain/round/handed-places.ts';

describe('places that are handed down', () => {
  const path = ['city', 'district', 'street1', 'community'];
  it('are taken by whoever stands directly below, however far below a nominee comes from', () => {
    expect(directlyBelow('district', path)).toBe('street1');
    expect(directlyBelow('district', path.slice(0, 3))).toBe('street1');
    expect(directlyBelow('city', path)).toBe('district');
  });
  it('are its own where the organisation nominates itself', () => {
    expect(directlyBelow('district', path.slice(0, 2))).toBe('district');
  });
  it('bind by the sum of what comes from all below', () => {
    const shares = [{ organisation: 'street1', places: 2 }];
    const going = (count: number) => handedFaults(shares, new Map([['street1', count]]), (org) => org);
    expect([going(2), going(3).map(({ code }) => code)]).toEqual([[], ['handed-used-up']]);
  });
});
