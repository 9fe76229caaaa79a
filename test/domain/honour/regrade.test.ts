import { describe, expect, test } from 'vitest';
import {
  demandPlace,
  isUp,
  ladderOf,
  moveTo,
  nextRung,
  placesMoved,
  regradings,
  rungFor,
} from '#domain/honour/regrade.ts';
import { codeOf } from '../../world.ts';

const grade = (id: string, zh: string) => ({ id, title: { zh, en: id } });
const [five, four, three, liked] = [
  { ...grade('five', '五星'), places: 2 },
  grade('four', '四星'),
  grade('three', '三星'),
  { ...grade('liked', '人气奖'), beside: true as const },
];
const ladder = ladderOf([five, four, three, liked]);
const refusedAs = (work: () => unknown) => codeOf((async () => work())());

describe('the ladder of grades', () => {
  test.each([
    ['four', 'five', 'three'],
    ['five', undefined, 'four'],
    ['three', 'four', undefined],
    [undefined, undefined, undefined],
  ])('from %s is %s above and %s below; what is beside the ranking is no step', (id, up, down) => {
    const held = [...ladder.filter((one) => one.id === id), liked];
    expect([nextRung(ladder, held, 'up')?.id, nextRung(ladder, held, 'down')?.id]).toEqual([up, down]);
  });

  test('a move keeps what is held beside the ranking, and says what was held', () => {
    const { grades, regraded } = moveTo(ladder, [five, liked], { to: four, on: '2027-03-16' });
    expect(grades.map(({ id }) => id)).toEqual(['four', 'liked']);
    expect(regraded).toEqual({
      from: [five.title, liked.title],
      to: [four.title, liked.title],
      on: '2027-03-16',
    });
    const line = { at: '2027-03-16T01:00:00.000Z', from: 'valid', to: 'valid', reason: '' };
    expect(regradings([line, { ...line, regraded }])).toEqual([regraded]);
  });

  test('a person names any rung but the one that is held', () => {
    expect(rungFor(ladder, [three], 'five')).toBe(five);
    expect([isUp(ladder, [three], five), isUp(ladder, [five], three), isUp(ladder, [], three)]).toEqual([
      ...[true, false, true],
    ]);
  });

  test.each([
    ['the grade that is held', () => rungFor(ladder, [three], 'three'), 'grade-same'],
    ['a grade beside the ranking', () => rungFor(ladder, [three], 'liked'), 'grade-unknown'],
    ['a list without ranked grades', () => rungFor(ladderOf([liked]), [liked], 'five'), 'grade-none'],
    ['a grade whose places are taken', () => demandPlace(five, 2, 2), 'grade-full'],
  ])('%s is refused', async (_, work, code) => {
    expect(await refusedAs(work)).toBe(code);
  });
});

test('only grades with places are counted, and who was revoked leaves hers free', () => {
  const grades = [five, four, three, liked];
  const held = (one: typeof four, status = 'valid', group = '') => ({
    ...{ status, grades: [one], shown: { 行业: group }, listedBy: '行业' },
  });
  expect(placesMoved(grades, [{ before: undefined, after: held(five) }])).toEqual({ five: 1 });
  expect(placesMoved(grades, [{ before: held(five), after: held(four) }])).toEqual({ five: -1 });
  expect(placesMoved(grades, [{ before: held(five), after: held(five, 'revoked') }])).toEqual({ five: -1 });
  expect(placesMoved(grades, [{ before: held(four), after: held(three) }])).toEqual({});
  expect(
    placesMoved(grades, [
      { before: held(five), after: held(four) },
      { before: held(four), after: held(five) },
    ]),
  ).toEqual({});
  const inGroups = [{ ...four, groups: [{ title: '农业', places: 1 }, { title: '工业' }] }];
  expect(
    placesMoved(inGroups, [
      { before: undefined, after: held(four, 'valid', '农业') },
      { before: undefined, after: held(four, 'valid', '工业') },
    ]),
  ).toEqual({ four_0: 1 });
});
