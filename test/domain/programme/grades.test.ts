/** What is said of a stage's grades and batches when a programme is read (docs/rules/grades.md#table). */
import { describe, expect, test } from 'vitest';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { roundWarnings } from '#domain/programme/programme-warnings.ts';
import { stageAt } from '#domain/programme/resolved-stage.ts';
import { changed, type Document, faultsOf } from './presets.ts';

const first = { id: 'first', title: { zh: '一等奖' }, places: 1 };
const faults = (grades: unknown, change: (stage: Document) => void = () => {}) =>
  faultsOf(() =>
    parseProgramme(
      changed('zmjt', (d) => {
        d.stages[2].grades = grades;
        change(d.stages[2]);
      }),
    ),
  );
const short = (...of: Parameters<typeof faults>) =>
  faults(...of).map(({ field, code }) => `${field} ${code}`);

describe('the grades of a stage', () => {
  test('stand in it with title, places and their order', () => {
    expect(short([first, { id: 'liked', title: { zh: '人气奖' }, places: 'open', beside: true }])).toEqual(
      [],
    );
  });
  test('have each id and title once', () => {
    expect(short([first, first])).toEqual(['stages.2.grades.1 id-twice', 'stages.2.grades.1 id-twice']);
  });
  test('want an honour and a shortlist at their level', () => {
    expect(
      short([first], (stage) => {
        stage.honour = false;
        stage.steps = stage.steps.filter(
          ({ kind }: { kind: string }) => !['shortlist', 'publish'].includes(kind),
        );
      }),
    ).toEqual(
      expect.arrayContaining([
        'stages.2.grades grades-without-honour',
        'stages.2.grades grades-without-shortlist',
      ]),
    );
  });
  test('go by an open number or a criterion that exists, and only beside the ranking', () => {
    const by = (more: object) => short([{ id: 'liked', title: { zh: '人气奖' }, places: 1, ...more }]);
    expect(by({ beside: true, by: 'residenceYears' })).toEqual([]);
    expect(by({ beside: true, by: 'likes' })).toEqual(['stages.2.grades.0.by unknown-field']);
    expect(by({ beside: true, by: 'phone' })).toEqual(['stages.2.grades.0.by unknown-field']);
    expect(by({ by: 'residenceYears' })).toEqual(['stages.2.grades.0.by grade-ranked']);
    expect(by({ beside: true, atLeast: 90 })).toEqual(['stages.2.grades.0.atLeast grade-by-hand']);
  });
  test('stand best first', () => {
    const stars = [
      { ...first, places: 'open', atLeast: 80 },
      { id: 'second', title: { zh: '二等奖' }, places: 'open', atLeast: 90 },
    ];
    expect(short(stars)).toEqual(['stages.2.grades.1.atLeast grade-order']);
    expect(
      short([
        { ...first, atLeast: 90 },
        { id: 'second', title: { zh: '二等奖' }, places: 'open' },
      ]),
    ).toEqual([]);
  });
  test('have a whole number of places, and say which grade is wrong', () => {
    expect(short([{ ...first, places: 0 }])).toEqual(['stages.2.grades.0.places too-small']);
    for (const places of [1.5, '３', '不限']) {
      const [fault] = faults([{ ...first, places }]);
      expect(fault).toMatchObject({ field: 'stages.2.grades.0.places', code: 'format' });
      expect(fault!.text.zh).toMatch(/等次 1（一等奖） · 名额：名额填正整数，如 3；不限名额的填 open/);
    }
    expect(short([{ id: 'first', title: { zh: '一等奖' } }])).toEqual(['stages.2.grades.0.places format']);
  });
  test('with more places than the round has are warned of', () => {
    const programme = parseProgramme(
      changed('zmjt', (d) => {
        d.stages[2].grades = [
          { ...first, places: 2 },
          { id: 'second', title: { zh: '二等奖' }, places: 4 },
          { id: 'liked', title: { zh: '人气奖' }, places: 1, beside: true },
        ];
      }),
    );
    const stage = stageAt(programme, 2);
    const warned = (places: number) =>
      roundWarnings(programme, 2, stage, { places }, { today: '2027-03-01' })
        .map(({ code }) => code)
        .filter((code) => code.startsWith('grade'));
    expect([warned(6), warned(5)]).toEqual([[], ['grade-places']]);
  });
});

test('batches want an honour', () => {
  expect(
    faultsOf(() =>
      parseProgramme(
        changed('lsjt', (d) => {
          d.stages.find(({ level }: { level: string }) => level === 'district').batches = true;
        }),
      ),
    ).map(({ code }) => code),
  ).toEqual(['batches-without-honour']);
});
