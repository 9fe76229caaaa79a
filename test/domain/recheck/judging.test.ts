import { describe, expect, test } from 'vitest';
import { recheckRuleSchema } from '#domain/programme/recheck-rule.ts';
import { following, isReminderDue, judge, recheckDue, rectifyNews } from '#domain/recheck/judging.ts';
import { codeOf } from '../../world.ts';

/** 汶上's bands (docs/rules/recheck.md#verdict). */
const rule = recheckRuleSchema.parse({
  everyYears: 2,
  items: [
    { id: 'work', title: '基础工作', max: 60 },
    { id: 'effect', title: '效益', max: 40 },
  ],
  bands: [
    { id: 'pass', title: '合格', atLeast: 80, keeps: true },
    { id: 'basic', title: '基本合格', atLeast: 60, keeps: true },
    { id: 'fail', title: '不合格', atLeast: 0, keeps: false },
  ],
  vetoes: ['安全责任事故', '弄虚作假'],
});
const said = recheckRuleSchema.parse({
  everyMonths: 12,
  bands: [
    { id: 'keep', title: '保留', keeps: true },
    { id: 'drop', title: '不保留', keeps: false },
  ],
});
const points = (work: number, effect: number, vetoes: readonly string[] = []) =>
  judge(rule, { scores: { work, effect }, vetoes });
const refusedAs = (work: () => unknown) => codeOf((async () => work())());

describe('a title is due', () => {
  test('so many months after its award or the last look, on the day itself; short months end earlier', () => {
    expect(recheckDue({ everyYears: 2 }, '2024-03-08')).toBe('2026-03-08');
    expect(recheckDue({ everyYears: 1 }, '2024-02-29')).toBe('2025-02-28');
    expect(recheckDue({ everyMonths: 18 }, '2024-08-31')).toBe('2026-02-28');
    expect(recheckDue({ everyMonths: 6 }, '2024-08-31')).toBe('2025-02-28');
  });
});

describe('the band of a verdict', () => {
  test.each([
    [45, 40, '合格', 85],
    [45, 35, '合格', 80],
    [44.99, 35, '基本合格', 79.99],
    [30, 30, '基本合格', 60],
    [30.1, 29.8, '不合格', 59.9],
    [0, 0, '不合格', 0],
  ])('%s and %s points are %s, thresholds inclusive', (work, effect, band, total) => {
    expect(points(work, effect)).toMatchObject({ bandTitle: band, total });
  });

  test('a veto overrides 95 points, and needs none', () => {
    expect(points(57, 38, ['安全责任事故'])).toMatchObject({
      total: 95,
      band: 'fail',
      keeps: false,
      vetoed: true,
    });
    expect(judge(rule, { scores: {}, vetoes: ['弄虚作假'] })).toMatchObject({ band: 'fail', vetoed: true });
  });

  test('is said by the reviewer where nothing is scored', () => {
    expect(judge(said, { scores: {}, band: 'keep', vetoes: [] })).toMatchObject({
      band: 'keep',
      keeps: true,
    });
  });

  test.each([
    ['no points', () => judge(rule, { scores: { work: 50 }, vetoes: [] }), 'recheck-score'],
    ['more than there are', () => points(61, 0), 'recheck-score'],
    ['less than none', () => points(-1, 0), 'recheck-score'],
    ['three decimals', () => points(1.005, 0), 'recheck-score'],
    ['no number', () => points(Number.NaN, 0), 'recheck-score'],
    [
      'an item that is not there',
      () => judge(said, { scores: { x: 1 }, band: 'keep', vetoes: [] }),
      'recheck-score',
    ],
    ['a veto that is not there', () => points(50, 30, ['迟到']), 'recheck-veto'],
    [
      'a band beside points',
      () => judge(rule, { scores: { work: 1, effect: 1 }, band: 'pass', vetoes: [] }),
      'recheck-band',
    ],
    ['no band', () => judge(said, { scores: {}, vetoes: [] }), 'recheck-band'],
  ])('is refused with %s', async (_, work, code) => {
    let found: unknown;
    try {
      work();
    } catch (error) {
      found = error;
    }
    expect(found).toMatchObject({ kind: 'invalid', faults: [expect.objectContaining({ code })] });
  });
});

describe('what follows', () => {
  const failed = { keeps: false, vetoed: false };
  const today = '2026-11-28';

  test('kept, and earlier failures are forgotten', () => {
    expect(following(rule, { keeps: true, vetoed: false }, { before: 1, today })).toEqual({
      state: 'kept',
      failures: 0,
    });
  });
  test('a first failure is put right within the days that the programme gives', () => {
    expect(following(rule, failed, { before: 0, today })).toEqual({
      state: 'rectifying',
      failures: 1,
      rectifyBy: '2026-12-28',
    });
  });
  test('a second one is proposed for revocation, and so is a veto', () => {
    expect(following(rule, failed, { before: 1, today })).toEqual({ state: 'proposed', failures: 2 });
    expect(following(rule, { keeps: false, vetoed: true }, { before: 0, today })).toEqual({
      state: 'proposed',
      failures: 1,
    });
  });
  test('nobody fails again before the last day is over; she may be found put right, and a veto does not wait', async () => {
    const before = { before: 1, rectifyBy: today };
    expect(await refusedAs(() => following(rule, failed, { ...before, today }))).toBe('rectify-running');
    expect(following(rule, failed, { ...before, today: '2026-11-29' }).state).toBe('proposed');
    expect(following(rule, { keeps: true, vetoed: false }, { ...before, today }).state).toBe('kept');
    expect(following(rule, { keeps: false, vetoed: true }, { ...before, today }).state).toBe('proposed');
  });
});

describe('reminders', () => {
  const dueOn = '2026-12-10';
  test.each([
    [undefined, '2026-12-06', false],
    [undefined, '2026-12-07', true],
    ['2026-12-07', '2026-12-10', false],
    ['2026-12-07', '2026-12-11', true],
    ['2026-12-11', '2026-12-17', false],
    ['2026-12-11', '2026-12-18', true],
  ])('last on %s, on %s: %s', (remindedOn, today, isDue) => {
    expect(isReminderDue({ dueOn, ...(remindedOn !== undefined && { remindedOn }) }, today)).toBe(isDue);
  });
  test.each([
    ['2026-12-04', undefined],
    ['2026-12-05', 'soon'],
    ['2026-12-10', 'soon'],
    ['2026-12-11', 'over'],
  ])('of putting right until 12-10, on %s: %s', (today, news) => {
    expect(rectifyNews(dueOn, today)).toBe(news);
  });
});

describe('where there are grades', () => {
  const stars = recheckRuleSchema.parse({
    everyMonths: 12,
    bands: [
      { id: 'up', title: '优秀', keeps: true, upgrade: true },
      { id: 'pass', title: '合格', keeps: true },
      { id: 'fail', title: '不合格', keeps: false },
    ],
    failing: 'downgrade',
    atLowest: 'rectify',
  });
  const band = (id: string) => judge(stars, { scores: {}, band: id, vetoes: [] });
  const today = '2027-03-16';
  test.each([
    ['fail', 0, { lower: true }, 'lowered', 1],
    ['fail', 0, { lower: false }, 'rectifying', 1],
    ['fail', 1, { lower: true }, 'proposed', 2],
    ['up', 1, { higher: true }, 'raised', 0],
    ['up', 0, { higher: false }, 'kept', 0],
    ['pass', 1, { higher: true }, 'kept', 0],
  ] as const)('%s after %s failures, with %o, is %s', (id, before, rungs, state, failures) => {
    expect(following(stars, band(id), { before, today, ...rungs })).toMatchObject({ state, failures });
  });
});
