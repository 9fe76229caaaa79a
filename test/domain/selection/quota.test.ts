import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupLimits } from '#domain/programme/group-limits.ts';
import {
  type GroupRule,
  groupRuleSchema,
  type QuotaRule,
  quotaRuleSchema,
} from '#domain/programme/stage-rules.ts';
import {
  breaksOf,
  candidatesWanted,
  checkShortlist,
  type Listed,
  type ListToCheck,
  vacancies,
} from '#domain/selection/quota.ts';
import { nobodyUsed, usedBy, usedIn, usedWithout } from '#domain/selection/used-places.ts';

const group = (over: object): GroupRule =>
  groupRuleSchema.parse({ title: '处级及以上', field: 'rank', values: ['处级'], ...over });
const quota = (over: object = {}): QuotaRule => quotaRuleSchema.parse(over);
const people = (count: number, facts: Listed['facts'] = {}, prefix = 'p'): Listed[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, facts }));
const list = (over: Partial<ListToCheck>): ListToCheck => ({
  places: 8,
  chosen: [],
  reserves: [],
  alreadyUsed: nobodyUsed,
  phase: 'change',
  mayLeaveVacant: false,
  ...over,
});
const codes = (rule: QuotaRule, over: Partial<ListToCheck>): string[] =>
  checkShortlist(rule, list(over)).faults.map(({ code }) => code);
const cadres = quota({ groups: [{ title: '处级及以上', field: 'rank', values: ['处级'], atMost: '20%' }] });

describe('limits of a group', () => {
  it('caps round down: 20 % of 8 places is 1', () => {
    expect(groupLimits(group({ atMost: '20%' }), 8, 0)).toEqual({ atMost: 1 });
    expect(groupLimits(group({ atMost: '20%' }), 10, 0)).toEqual({ atMost: 2 });
  });
  it('floors round up, and the stricter of percentage and count binds', () => {
    expect(groupLimits(group({ atLeast: '20%' }), 8, 0)).toEqual({ atLeast: 2 });
    expect(
      groupLimits(group({ atLeast: '50%', atLeastCount: 5, atMost: '50%', atMostCount: 2 }), 8, 0),
    ).toEqual({ atLeast: 5, atMost: 2 });
  });
  it('the base `chosen` is of those chosen', () => {
    expect(groupLimits(group({ atMost: '20%', base: 'chosen' }), 8, 5)).toEqual({ atMost: 1 });
    expect(groupLimits(group({ atMost: '20%', base: 'chosen' }), 8, 4)).toEqual({ atMost: 0 });
  });
  it('a cap is the largest number that keeps the percentage, a floor the smallest', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(100), (places, percent) => {
        const { atMost, atLeast } = groupLimits(
          group({ atMost: `${percent}%`, atLeast: `${percent}%` }),
          places,
          0,
        );
        expect(atMost! * 100).toBeLessThanOrEqual(percent * places);
        expect((atMost! + 1) * 100).toBeGreaterThan(percent * places);
        expect(atLeast! * 100).toBeGreaterThanOrEqual(percent * places);
        expect((atLeast! - 1) * 100).toBeLessThan(percent * places);
      }),
    );
  });
});

describe('a list against its quota', () => {
  it('lets one cadre of eight pass and blocks a second, at every phase', () => {
    const with_ = (count: number) => [
      ...people(count, { rank: '处级' }, 'c'),
      ...people(8 - count, { rank: '无' }),
    ];
    for (const phase of ['change', 'close', 'decision'] as const) {
      expect(codes(cadres, { chosen: with_(1), phase })).toEqual([]);
      expect(codes(cadres, { chosen: with_(2), phase })).toEqual(['over-cap']);
    }
  });
  it('counts earlier tranches: their cadre uses up the cap, their places are gone', () => {
    const facts = (count: number, rank: string) => usedBy(people(count, { rank }).map((each) => each.facts));
    const alreadyUsed = facts(1, '处级');
    expect(codes(cadres, { alreadyUsed, chosen: people(1, { rank: '处级' }, 'new') })).toEqual(['over-cap']);
    const none = { rank: '无' };
    const old = facts(7, '无');
    expect(codes(cadres, { alreadyUsed: old, chosen: people(2, none) })).toEqual(['over-places']);
    expect(codes(cadres, { alreadyUsed: old, chosen: people(1, none), phase: 'close' })).toEqual([]);
  });
  it('tells of places used who is in a group, and of whom that cannot be said', () => {
    const used = usedBy([{ rank: '处级' }, { rank: ['无', '处级'] }, { rank: '无' }, { channel: 'self' }]);
    expect(usedIn(used, { field: 'rank', values: ['处级'] })).toEqual({ count: 2, unknown: 1 });
    const fewer = usedWithout(used, { rank: ['无', '处级'] });
    expect([fewer.count, usedIn(fewer, { field: 'rank', values: ['处级'] })]).toEqual([
      3,
      { count: 1, unknown: 1 },
    ]);
  });
  it('等额 goes to notice with exactly the places, or fewer where vacancies are allowed', () => {
    expect(codes(quota(), { chosen: people(8), phase: 'close' })).toEqual([]);
    expect(codes(quota(), { chosen: people(9), phase: 'close' })).toEqual(['over-places']);
    expect(codes(quota(), { chosen: people(7), phase: 'close' })).toEqual(['under-places']);
    expect(codes(quota(), { chosen: people(7), phase: 'close', mayLeaveVacant: true })).toEqual([]);
    expect(codes(quota(), { chosen: people(7), phase: 'change' })).toEqual([]);
  });
  it('差额 rounds up exactly: 1.2 × 30 = 36, and the decision comes down to the places', () => {
    const more = quota({ mode: 'differential', ratio: 1.2 });
    expect(candidatesWanted(more, 30)).toBe(36);
    expect(candidatesWanted(more, 31)).toBe(38); // 37.2
    expect(codes(more, { places: 30, chosen: people(36), phase: 'close' })).toEqual([]);
    expect(codes(more, { places: 30, chosen: people(37), phase: 'close' })).toEqual(['over-places']);
    expect(codes(more, { places: 30, chosen: people(36), phase: 'decision' })).toEqual(['over-places']);
    expect(codes(more, { places: 30, chosen: people(30), phase: 'decision' })).toEqual([]);
  });
  it('no 差额 is one too many: ratios of one decimal over all places', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 50 }), fc.nat(1000), (tenths, places) => {
        expect(candidatesWanted({ mode: 'differential', ratio: tenths / 10 }, places)).toBe(
          Math.floor((tenths * places + 9) / 10),
        );
      }),
    );
  });
  it('a floor binds when the list closes and only shows while it is built', () => {
    const line = quota({
      groups: [{ title: '一线', field: 'class', values: ['一线', '农民'], atLeast: '20%' }],
    });
    const chosen = [...people(1, { class: '农民' }, 'f'), ...people(7, { class: '干部' })];
    expect(codes(line, { chosen })).toEqual([]);
    expect(checkShortlist(line, list({ chosen })).board[1]).toEqual({
      kind: 'atLeast',
      title: { zh: '一线', en: '一线' },
      count: 1,
      limit: 2,
      ok: false,
    });
    expect(codes(line, { chosen, phase: 'close' })).toEqual(['under-floor']);
  });
  it('caps the reserves and refuses a doubled name', () => {
    const two = quota({ reserves: 2 });
    expect(codes(two, { reserves: people(2, {}, 'r') })).toEqual([]);
    expect(codes(two, { reserves: people(3, {}, 'r') })).toEqual(['over-reserves']);
    expect(codes(two, { chosen: people(1), reserves: people(1) })).toEqual(['listed-twice']);
  });
  it('a group of several ticked values counts a nominee once', () => {
    const chosen = [{ id: 'a', facts: { rank: ['处级', '其他'] } }];
    expect(checkShortlist(cadres, list({ chosen })).board[1]).toMatchObject({ count: 1, limit: 1, ok: true });
  });
  it('who was never asked may belong to the group: she uses up a cap and fills no floor', () => {
    const chosen = [...people(1, { rank: '处级' }, 'c'), ...people(1)];
    const { board, faults } = checkShortlist(cadres, list({ chosen }));
    expect(board[1]).toMatchObject({ kind: 'atMost', count: 1, unknown: 1, limit: 1, ok: false });
    expect(faults[0]?.text.zh).toBe('有 1 个对象的申报表没有“处级及以上”所看的项目，无法确认不超过 1 个');
    expect(codes(cadres, { chosen: [{ id: 'a', facts: { rank: '' } }] })).toEqual([]);
    const line = quota({ groups: [{ title: '一线', field: 'class', values: ['一线'], atLeastCount: 1 }] });
    expect(codes(line, { chosen: people(8), phase: 'close' })).toEqual(['group-unknown']);
  });
  it('does not depend on the order of the list', () => {
    const facts = fc.record({ rank: fc.constantFrom('处级', '无') });
    const lists = fc
      .array(facts, { maxLength: 12 })
      .map((all) => all.map((one, index) => ({ id: `p${index}`, facts: one })))
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(lists, ([one, other]) => {
        expect(checkShortlist(cadres, list({ chosen: one }))).toEqual(
          checkShortlist(cadres, list({ chosen: other })),
        );
      }),
    );
  });
  it('counts the places still empty', () => {
    expect([vacancies(20, 19), vacancies(20, 20), vacancies(20, 21)]).toEqual([1, 0, 0]);
  });
});

describe('what a choice would break', () => {
  const said = (rule: QuotaRule, places: number | undefined, chosen: Listed[], facts: Listed['facts']) =>
    breaksOf(rule, places, { chosen, alreadyUsed: nobodyUsed })(facts).map(({ zh }) => zh);

  it('is a cap that she would exceed, and nothing for who is outside the group', () => {
    const one = people(1, { rank: '处级' });
    expect(said(cadres, 8, one, { rank: '处级' })).toEqual([
      '列入后超出：「处级及以上」最多 1 个，将为 2 个',
    ]);
    expect(said(cadres, 8, one, { rank: '科级' })).toEqual([]);
    expect(said(cadres, 8, one, {})).toEqual(['列入后超出：「处级及以上」最多 1 个，将为 2 个']);
    expect(said(cadres, 8, [], { rank: '处级' })).toEqual([]);
  });

  it('is a floor that the places left could no longer reach', () => {
    const floor = quota({ groups: [group({ title: '一线', values: ['职工'], atLeastCount: 2 })] });
    const others = people(5, { rank: '处级' });
    expect(said(floor, 8, others, { rank: '处级' })).toEqual([]);
    expect(said(floor, 8, people(6, { rank: '处级' }), { rank: '处级' })).toEqual([
      '列入后不足：「一线」至少 2 个，现有 0 个，名额只剩 1 个',
    ]);
    expect(said(floor, 8, people(6, { rank: '处级' }), { rank: '职工' })).toEqual([]);
    expect(said(floor, undefined, people(6, { rank: '处级' }), { rank: '处级' })).toEqual([]);
  });

  it('is said of nobody when the list is full', () => {
    expect(said(cadres, 8, people(8, { rank: '处级' }), { rank: '处级' })).toEqual([]);
  });

  it('agrees with the check of the list that follows', () => {
    const rank = fc.constantFrom('处级', '科级', undefined);
    const facts = rank.map((one): Listed['facts'] => (one === undefined ? {} : { rank: one }));
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 7 }), facts, (before, hers) => {
        const chosen = before.map((each, i) => ({ id: `p${i}`, facts: each }));
        const over = (some: readonly Listed[]) =>
          checkShortlist(cadres, list({ chosen: some })).faults.some(({ field }) => field === 'chosen');
        if (over(chosen)) return;
        expect(said(cadres, 8, chosen, hers).length > 0).toBe(over([...chosen, { id: 'x', facts: hers }]));
      }),
    );
  });
});
