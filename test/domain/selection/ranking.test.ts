import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankByScore, rankGroupsOn, type Scored, type TieKey } from '#domain/selection/ranking.ts';

const deedsThenOrder: readonly TieKey[] = [
  { key: 'deeds', wins: 'higher' },
  { key: 'order', wins: 'lower' },
];

describe('ranking by score', () => {
  it('shares the rank of equal scores, breaks ties by the declared keys and says which decided', () => {
    const ranked = rankByScore(
      [
        { id: 'a', score: '90', keys: { deeds: 40, order: 1 } },
        { id: 'b', score: 90, keys: { deeds: '45', order: 2 } },
        { id: 'c', score: '90.00', keys: { deeds: 40, order: 3 } },
        { id: 'd', score: '95' },
        { id: 'e', score: '80' },
      ],
      deedsThenOrder,
    );
    expect(ranked).toEqual([
      { id: 'd', rank: 1, position: 1, decidedBy: 'score' },
      { id: 'b', rank: 2, position: 2, decidedBy: { key: 'deeds' } },
      { id: 'a', rank: 2, position: 3, decidedBy: { key: 'order' } },
      { id: 'c', rank: 2, position: 4, decidedBy: { key: 'order' } },
      { id: 'e', rank: 5, position: 5, decidedBy: 'score' },
    ]);
  });
  it('decides nothing that was not declared', () => {
    const ranked = rankByScore(
      [
        { id: 'a', score: 1 },
        { id: 'b', score: 1 },
      ],
      [],
    );
    expect(ranked.map(({ rank, decidedBy }) => [rank, decidedBy])).toEqual([
      [1, 'undecided'],
      [1, 'undecided'],
    ]);
  });
  it('compares exact scores, not the two decimals shown', () => {
    const ranked = rankByScore(
      [
        { id: 'a', score: '87.33' },
        { id: 'b', score: '262/3' },
      ],
      [],
    );
    expect(ranked.map(({ id, rank }) => [id, rank])).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });
  it('is the same for every order of the entries, and better scores never rank lower', () => {
    const entries = fc
      .array(fc.record({ score: fc.nat(5), deeds: fc.option(fc.nat(3), { nil: undefined }) }), {
        minLength: 1,
        maxLength: 10,
      })
      .map((all) =>
        all.map(
          ({ score, deeds }, index): Scored => ({
            id: `n${index}`,
            score,
            keys: deeds === undefined ? {} : { deeds },
          }),
        ),
      )
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(entries, ([one, other]) => {
        const ranked = rankByScore(one, deedsThenOrder);
        expect(rankByScore(other, deedsThenOrder)).toEqual(ranked);
        const scoreOf = (id: string) => Number(one.find((entry) => entry.id === id)?.score);
        for (const { id, rank } of ranked)
          expect(rank).toBe(1 + one.filter((entry) => Number(entry.score) > scoreOf(id)).length);
      }),
    );
  });
});

describe('the ranking of each group (docs/rules/groups.md#ranking)', () => {
  it('goes on from where it stood, whatever was cut where', () => {
    const entries = [
      { group: '农业', score: '95' },
      { group: '工业', score: '95' },
      { group: '农业', score: '90' },
      { group: undefined, score: '90' },
      { group: '农业', score: '90' },
      { group: '工业', score: '80' },
      { group: '农业', score: '70' },
    ];
    for (let cut = 0; cut <= entries.length; cut++) {
      const first = rankGroupsOn({}, entries.slice(0, cut));
      const { ranks } = rankGroupsOn(first.groups, entries.slice(cut));
      expect([...first.ranks, ...ranks]).toEqual([1, 1, 2, undefined, 2, 2, 4]);
    }
  });
});
