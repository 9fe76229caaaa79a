import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPacked, pack, unpack } from '#store/packing.ts';

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => JSON.stringify(value) !== undefined);
const kinds = [
  ['NOM#n1', 'META'],
  ['NOM#n1', 'REV#0001'],
  ['RND#r1', 'CAND#n1'],
  ['WORK#m1', 'r1#review#n1'],
  ['CHAIN#round:r1', '0000000001'],
] as const;

describe('packing', () => {
  it('gives back what was packed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.dictionary(fc.stringMatching(/^[a-ce-z][a-z]{0,9}$/), json),
        ([pk, sk], rest) => {
          const row = { ...rest, pk, sk, gsi1pk: 'A', gsi1sk: 'B', version: 3 };
          const plain = JSON.parse(JSON.stringify(row)) as object;
          expect(unpack(pack(row))).toEqual(plain);
        },
      ),
    );
  });

  it('keeps beside the text what keys, indexes and guards read', () => {
    const row = pack({
      pk: 'NOM#n1',
      sk: 'META',
      gsi2pk: 'OWNER#m',
      gsi2sk: 'x',
      version: 2,
      name: '李秀英家庭',
    });
    expect(row).toEqual({
      pk: 'NOM#n1',
      sk: 'META',
      gsi2pk: 'OWNER#m',
      gsi2sk: 'x',
      version: 2,
      d: '{"name":"李秀英家庭"}',
    });
  });

  it('leaves rows alone that updates change in part', () => {
    for (const [pk, sk] of [
      ['RND#r1', 'META'],
      ['RND#r1', 'TALLY#000#1'],
      ['NOM#n1', 'UPLOADS'],
      ['LET#k', 'META'],
    ] as const) {
      const row = { pk, sk, d: '{"a":1}', open: 1 };
      expect(isPacked(row)).toBe(false);
      expect(pack(row)).toBe(row);
      expect(unpack(row)).toBe(row);
    }
  });
});
