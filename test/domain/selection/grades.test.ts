import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Grade, gradeSchema } from '#domain/programme/grade-schema.ts';
import { gradeBoard } from '#domain/selection/grade-places.ts';
import { confirmingFaults, gradedEntries, proposeGrades, settlingFaults } from '#domain/selection/grades.ts';
import type { ShortlistEntry } from '#domain/selection/selection-records.ts';

const grade = (id: string, places: number | 'open', more: object = {}): Grade =>
  gradeSchema.parse({ id, title: { zh: id }, places, ...more });
const overall = (grades: readonly Grade[]) => ({ grades, by: undefined });
const prizes = [grade('first', 1), grade('second', 2), grade('third', 3)];
const entry = (id: string, score?: string, more: Partial<ShortlistEntry> = {}): ShortlistEntry => ({
  nomination: id,
  name: id,
  from: 'lane',
  facts: {},
  ...(score !== undefined && { score }),
  ...more,
});
const proposed = (grades: readonly Grade[], ...scores: readonly string[]) =>
  [
    ...proposeGrades(
      overall(grades),
      scores.map((score, i) => entry(`n${i}`, score)),
    ).values(),
  ].map(({ grades: held, tied }) => (tied.length > 0 ? `tied ${tied.join(' ')}` : held.join(' ')));
const codes = (grades: readonly Grade[], entries: readonly ShortlistEntry[], leaveVacant = false) =>
  confirmingFaults(overall(grades), entries, leaveVacant).map(({ field, code }) => `${field} ${code}`);

describe('the proposal of grades (docs/rules/grades.md#proposal)', () => {
  it('fills the places from the best score down', () => {
    expect(proposed(prizes, '90', '95', '80', '85', '70', '75')).toEqual([
      'second',
      'first',
      'third',
      'second',
      'third',
      'third',
    ]);
  });
  it('goes by the ranking and the places of each group, where they are of groups', () => {
    const by = {
      ...{ field: 'line', label: '行业' },
      groups: ['农业', '工业'].map((value) => ({ value, title: { zh: value, en: value } })),
    };
    const each = [
      grade('first', 1, { perGroup: true }),
      grade('second', 1, { perGroup: true, groupPlaces: [{ group: '工业', places: 2 }] }),
    ];
    const lines = [
      ...[
        ['农业', '70'],
        ['农业', '60'],
        ['农业', '50'],
      ],
      ...[
        ['工业', '95'],
        ['工业', '90'],
        ['工业', '90'],
        ['农业', '60'],
      ],
    ];
    const entries = lines.map(([line, score], i) => entry(`n${i}`, score, { facts: { line: line! } }));
    expect(
      [...proposeGrades({ grades: each, by }, entries).values()].map(({ grades: held, tied }) => [
        ...held,
        ...tied.map((id) => `tied ${id}`),
      ]),
    ).toEqual([['first'], ['tied second'], [], ['first'], ['second'], ['second'], ['tied second']]);
    const held = entries.map(({ facts }, i) => ({
      ...{ held: [i < 4 ? 'first' : 'second'], group: String(facts.line) },
    }));
    expect(
      gradeBoard({ grades: each, by }, held).map(({ title, count, places, ok }) => [
        title.zh,
        count,
        places,
        ok,
      ]),
    ).toEqual([
      ['农业·first', 3, 1, false],
      ['工业·first', 1, 1, true],
      ['农业·second', 1, 1, true],
      ['工业·second', 2, 2, true],
    ]);
  });
  it('gives equal scores within one grade that grade, and none across a border', () => {
    expect(proposed(prizes, '95', '90', '90', '80', '80', '80')).toEqual([
      'first',
      'second',
      'second',
      'third',
      'third',
      'third',
    ]);
    // Two at the top take the first prize and one of the second; the third place of the ranking has a second prize.
    expect(proposed(prizes, '95', '95', '90', '80')).toEqual([
      'tied first second',
      'tied first second',
      'second',
      'third',
    ]);
  });
  it('compares exactly: 1/3 and 0.3333 are not equal', () => {
    expect(proposed([grade('first', 1), grade('second', 1)], '1/3', '0.3333')).toEqual(['first', 'second']);
  });
  it('proposes none below the last place, and says a tie for it', () => {
    expect(proposed([grade('first', 1)], '9', '8')).toEqual(['first', '']);
    expect(proposed([grade('first', 1)], '9', '9')).toEqual(['tied first', 'tied first']);
  });
  it('goes by least scores, inclusive, for stars without number; the last open grade takes all that are left', () => {
    const stars = [
      grade('five', 'open', { atLeast: 90 }),
      grade('four', 'open', { atLeast: 80 }),
      grade('three', 'open'),
    ];
    expect(proposed(stars, '90', '89.99', '80', '60')).toEqual(['five', 'four', 'four', 'three']);
  });
  it('leaves an open grade above others to a person', () => {
    expect(proposed([grade('model', 'open'), grade('good', 'open')], '90', '60')).toEqual(['good', 'good']);
  });
  it('proposes nothing without a score', () => {
    expect(proposeGrades(overall(prizes), [entry('n1')]).get('n1')).toEqual({ grades: [], tied: [] });
  });
  it('gives 人气奖 beside the ranking by its own number, and by hand where it names none', () => {
    const liked = [...prizes, grade('liked', 1, { beside: true, by: 'likes' })];
    const entries = [
      entry('n1', '95', { facts: { likes: '12' } }),
      entry('n2', '90', { facts: { likes: '120' } }),
      entry('n3', '85', { facts: { likes: '' } }),
    ];
    const held = (grades: readonly Grade[]) => gradedEntries(overall(grades), entries).map((one) => one.held);
    expect(held(liked)).toEqual([['first'], ['second', 'liked'], ['second']]);
    expect(held([...prizes, grade('liked', 1, { beside: true })])).toEqual([
      ['first'],
      ['second'],
      ['second'],
    ]);
  });
  it('never gives more than the places', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 20 }),
        (places, scores) => {
          const grades = places.map((n, i) => grade(`g${i}`, n));
          const entries = scores.map((score, i) => entry(`n${i}`, String(score)));
          const held = gradedEntries(overall(grades), entries).map((one) => one.held);
          expect(
            gradeBoard(
              overall(grades),
              held.map((each) => ({ held: each })),
            ).filter(({ ok }) => !ok),
          ).toEqual([]);
        },
      ),
    );
  });
});

describe('settling grades (docs/rules/grades.md#settling)', () => {
  const best = entry('n1', '95');
  const proposal = { grades: ['first'], tied: [] };
  const settle = (grades: readonly string[], reason = '', of = proposal) =>
    settlingFaults([...prizes, grade('liked', 1, { beside: true })], best, of, { grades, reason }).map(
      ({ field, code }) => `${field} ${code}`,
    );
  it('wants a reason where it leaves the proposal', () => {
    expect(settle(['first'])).toEqual([]);
    expect(settle(['second'])).toEqual(['nominees.n1 grade-reason']);
    expect(settle([])).toEqual(['nominees.n1 grade-reason']);
    expect(settle(['second'], '评委会复议')).toEqual([]);
  });
  it('wants none for a tie, nor for a grade that is given by hand', () => {
    expect(settle(['second'], '', { grades: [], tied: ['first', 'second'] as never[] })).toEqual([]);
    expect(settle(['first', 'liked'])).toEqual([]);
  });
  it('knows the grades of the stage, and gives one of the ranking', () => {
    expect(settle(['forth'])).toEqual(['nominees.n1 grade-unknown']);
    expect(settle(['first', 'second'], '兼得')).toEqual(['nominees.n1 grade-twice']);
  });
});

describe('a list with grades is confirmed (docs/rules/grades.md#places)', () => {
  const small = [grade('first', 1), grade('second', 1)];
  it('when everybody has one and each place is used', () => {
    expect(codes(small, [entry('n1', '9'), entry('n2', '8')])).toEqual([]);
  });
  it('not with somebody tied or left without', () => {
    expect(codes(small, [entry('n1', '9'), entry('n2', '9')], true)).toEqual([
      'nominees.n1 grade-tied',
      'nominees.n2 grade-tied',
    ]);
    expect(codes(small, [entry('n1', '9'), entry('n2', '8'), entry('n3', '7')])).toEqual([
      'nominees.n3 grade-missing',
    ]);
  });
  it('not with more holders than places', () => {
    const settled = { grades: ['first'], reason: '并列' };
    expect(codes(small, [entry('n1', '9', { settled }), entry('n2', '8', { settled })], true)).toEqual([
      'nominees grade-over',
    ]);
  });
  it('with places left, which a table with more places than entries has, only when that is meant', () => {
    expect(codes(prizes, [entry('n1', '9'), entry('n2', '8')])).toEqual([
      'leaveVacant grade-left',
      'leaveVacant grade-left',
    ]);
    expect(codes(prizes, [entry('n1', '9'), entry('n2', '8')], true)).toEqual([]);
  });
  it('not by a change whose proposal has moved since and that gives no reason', () => {
    expect(
      codes(small, [
        entry('n1', '9', { settled: { grades: ['second'] } }),
        entry('n2', '8', { settled: { grades: ['first'] } }),
      ]),
    ).toEqual(['nominees.n1 grade-reason', 'nominees.n2 grade-reason']);
  });
});
