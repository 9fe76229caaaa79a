/** Places left empty by group, and their re-allocation by total score (docs/rules/groups.md#vacancies). */
import { describe, expect, it } from 'vitest';
import { type QuotaRule, quotaRuleSchema } from '#domain/programme/stage-rules.ts';
import { checkShortlist, type Listed } from '#domain/selection/quota.ts';
import { movedFacts, nobodyUsed, usedBy } from '#domain/selection/used-places.ts';
import { reallocate, vacanciesOf, type Waiting } from '#domain/selection/vacancies.ts';

const rule: QuotaRule = quotaRuleSchema.parse({
  groups: ['农业', '工业', '商贸'].map((title) => ({
    title,
    field: 'line',
    values: [title],
    atMostCount: 2,
  })),
});
const listed = (...lines: readonly string[]): Listed[] =>
  lines.map((line, i) => ({ id: `n${i}`, facts: { line } }));
const waits = (...of: readonly (readonly [line: string, score?: string])[]): Waiting[] =>
  of.map(([line, score], i) => ({ nomination: `w${i}`, facts: { line }, score }));
const filled = (places: number, chosen: readonly Listed[]) => ({ places, chosen, alreadyUsed: nobodyUsed });
const moves = (places: number, chosen: readonly Listed[], waiting: readonly Waiting[]) => {
  const { taken, tied } = reallocate(rule, 'line', filled(places, chosen), waiting);
  return [
    ...taken.map(({ nomination, moved }) => (moved ? `${nomination} ${moved.from}→${moved.to}` : nomination)),
    ...tied.map((nomination) => `tied ${nomination}`),
  ];
};

describe('what a list leaves empty', () => {
  it('is its places, and the room under the caps of the groups it is listed by', () => {
    expect(vacanciesOf(rule, 'line', filled(6, listed('农业', '农业', '工业')))).toEqual({
      places: 3,
      groups: [
        { title: '工业', count: 1 },
        { title: '商贸', count: 2 },
      ],
    });
    expect(vacanciesOf(rule, undefined, filled(4, listed('农业')))).toEqual({ places: 3, groups: [] });
  });
  it('is nothing where every place is taken, though a cap is not reached', () => {
    expect(vacanciesOf(rule, 'line', filled(3, listed('农业', '农业', '工业')))).toEqual({
      places: 0,
      groups: [],
    });
  });
});

describe('re-allocation', () => {
  const two = listed('农业', '农业', '工业', '工业');
  it('gives the next total score a place of the first group with room, whatever order they come in', () => {
    expect(moves(6, two, waits(['农业', '80'], ['工业', '81.5'], ['农业', '81']))).toEqual([
      'w1 商贸→工业',
      'w2 商贸→农业',
    ]);
  });
  it('moves nothing for somebody whose own group has room', () => {
    expect(moves(6, two, waits(['商贸', '60'], ['农业', '80']))).toEqual(['w1 商贸→农业', 'w0']);
  });
  it('takes equal scores together, or none of them', () => {
    expect(moves(6, two, waits(['农业', '80'], ['工业', '80']))).toEqual(['w0 商贸→农业', 'w1 商贸→工业']);
    expect(moves(5, two, waits(['农业', '80'], ['工业', '80.0']))).toEqual(['tied w0', 'tied w1']);
  });
  it('passes over who has no score, and stops when no group has room', () => {
    expect(moves(6, two, waits(['农业'], ['农业', '70']))).toEqual(['w1 商贸→农业']);
    expect(moves(9, listed('农业', '农业', '工业', '工业', '商贸', '商贸'), waits(['农业', '90']))).toEqual(
      [],
    );
  });
});

describe('a place that moved', () => {
  const moved = { from: '商贸', to: '农业' };
  const codes = (chosen: readonly Listed[], alreadyUsed = nobodyUsed) =>
    checkShortlist(rule, {
      places: 6,
      chosen,
      reserves: [],
      alreadyUsed,
      phase: 'change',
      mayLeaveVacant: true,
    }).faults.map(({ code }) => code);
  it('raises one cap and lowers the other, here and in later tranches', () => {
    const third = { id: 'third', facts: { line: '农业' }, moved };
    expect(codes([...listed('农业', '农业'), { ...third, moved: undefined }])).toEqual(['over-cap']);
    expect(codes([...listed('农业', '农业'), third])).toEqual([]);
    expect(codes([...listed('农业', '农业', '商贸', '商贸'), third])).toEqual(['over-cap']);
    const used = usedBy([{ line: '农业' }, { line: '农业' }, { line: '农业', ...movedFacts(moved) }]);
    expect(codes(listed('商贸'), used)).toEqual([]);
    expect(codes(listed('商贸', '商贸'), used)).toEqual(['over-cap']);
  });
});
