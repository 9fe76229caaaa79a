import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Rule, ruleSchema } from '#domain/programme/eligibility.ts';
import { formSchema } from '#domain/programme/form.ts';
import { ranks } from '#domain/rank.ts';
import type { EarlierHonour } from '#domain/review/earlier-honour.ts';
import { checkEligibility, fieldLabels } from '#domain/review/eligibility-check.ts';
import type { EligibilityFacts } from '#domain/review/eligibility-facts.ts';

const facts = (answers: Record<string, unknown>, more: Partial<EligibilityFacts> = {}): EligibilityFacts => ({
  answers,
  stageLevel: 'district',
  programmeCode: 'SBQS',
  asOf: '2021-03-05',
  honours: [],
  honourNames: [],
  doubtAnswers: {},
  ...more,
});
const rule = (input: unknown): Rule => ruleSchema.parse(input);
const isOk = (
  input: unknown,
  answers: Record<string, unknown>,
  more: Partial<EligibilityFacts> = {},
): boolean => checkEligibility([rule(input)], facts(answers, more)).every((finding) => finding.ok);
const honour = (over: Partial<EarlierHonour>): EarlierHonour => ({
  code: 'SBQS',
  level: 'district',
  year: 2018,
  status: 'valid',
  ...over,
});

describe('ages and years', () => {
  it('whoever turns 18 today passes, and a day later does not', () => {
    const age = { kind: 'age', field: 'birth', min: 18, max: 60 };
    expect(isOk(age, { birth: '2003-03-05' })).toBe(true);
    expect(isOk(age, { birth: '2003-03-06' })).toBe(false);
    expect(isOk(age, { birth: '1960-03-06' })).toBe(true);
    expect(isOk(age, { birth: '1960-03-05' })).toBe(false);
  });
  it('one year of residence is complete on the same day a year later', () => {
    const years = { kind: 'years', field: 'since', min: 1 };
    expect(isOk(years, { since: '2020-03-05' })).toBe(true);
    expect(isOk(years, { since: '2020-03-06' })).toBe(false);
    expect(isOk({ ...years, min: 0.5 }, { since: '2020-09-05' })).toBe(true);
    expect(isOk({ ...years, min: 0.5 }, { since: '2020-09-06' })).toBe(false);
  });
});

describe('thresholds are inclusive, 不满 and 超过 are not (Civil Code 1259)', () => {
  const sixty = { kind: 'ratio', part: 'women', whole: 'staff', min: '60%' };
  it.each([
    [599, 1000, '60%', false],
    [600, 1000, '60%', true],
    [8, 10, '60%', true],
    [5, 8, '62.5%', true],
    [624, 1000, '62.5%', false],
    [1, 3, '33.33%', true],
    [1, 3, '33.34%', false],
  ])('%i of %i against at least %s: %s', (women, staff, min, ok) => {
    expect(isOk({ ...sixty, min }, { women, staff })).toBe(ok);
  });
  it('above and below leave the bound out', () => {
    expect(isOk({ kind: 'ratio', part: 'a', whole: 'b', above: '60%' }, { a: 6, b: 10 })).toBe(false);
    expect(isOk({ kind: 'ratio', part: 'a', whole: 'b', below: '60%' }, { a: 6, b: 10 })).toBe(false);
    expect(isOk({ kind: 'ratio', part: 'a', whole: 'b', max: '60%' }, { a: 6, b: 10 })).toBe(true);
    expect(isOk({ kind: 'number', field: 'n', above: 3 }, { n: 3 })).toBe(false);
    expect(isOk({ kind: 'number', field: 'n', below: 3 }, { n: 3 })).toBe(false);
    expect(isOk({ kind: 'number', field: 'n', min: 3, max: 3 }, { n: 3 })).toBe(true);
    expect(isOk({ kind: 'number', field: 'n', min: 0.3 }, { n: 0.3 })).toBe(true);
  });
  it('agrees with whole-number arithmetic for every part and whole', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 1, max: 5000 }), fc.nat(100), (women, staff, percent) => {
        fc.pre(women <= staff);
        expect(isOk({ ...sixty, min: `${percent}%` }, { women, staff })).toBe(women * 100 >= percent * staff);
      }),
    );
  });
  it('an empty whole and a part above the whole are refused in words', () => {
    const [empty] = checkEligibility([rule(sixty)], facts({ women: 0, staff: 0 }));
    expect(empty).toMatchObject({ ok: false, field: 'staff' });
    expect(isOk(sixty, { women: 11, staff: 10 })).toBe(false);
  });
  it('an exempt kind of post needs no three members', () => {
    const three = {
      kind: 'number',
      field: 'members',
      min: 3,
      exempt: { field: 'special', values: ['特殊岗位'] },
    };
    expect(isOk(three, { members: 2, special: '特殊岗位' })).toBe(true);
    expect(isOk(three, { special: '特殊岗位' })).toBe(true);
    expect(isOk(three, { members: 2, special: '一般岗位' })).toBe(false);
  });
});

describe('ranks', () => {
  it('max 处级 lets 副处级 and 正处级 pass, below 副处级 stops her', () => {
    const max = { kind: 'rank', field: 'rank', max: '处级' };
    expect(isOk(max, { rank: '副处级' })).toBe(true);
    expect(isOk(max, { rank: '正处级' })).toBe(true);
    expect(isOk(max, { rank: '副厅局级' })).toBe(false);
    expect(isOk({ kind: 'rank', field: 'rank', below: '副处级' }, { rank: '副处级' })).toBe(false);
    expect(isOk({ kind: 'rank', field: 'rank', below: '副处级' }, { rank: '正科级' })).toBe(true);
    expect(isOk({ kind: 'rank', field: 'rank', below: '司局级' }, { rank: '副司局级' })).toBe(false);
    expect(isOk(max, { rank: '无' })).toBe(true);
  });
  it("a nominee's own rank given as a group counts as its highest", () => {
    expect(isOk({ kind: 'rank', field: 'rank', max: '副处级' }, { rank: '处级' })).toBe(false);
    expect(isOk({ kind: 'rank', field: 'rank', max: '处级' }, { rank: '科级及以下' })).toBe(true);
    expect(isOk({ kind: 'rank', field: 'rank', max: '处级' }, { rank: '处级及以上' })).toBe(false);
  });
  it('a word that is no rank is refused, in the rule and in the answer', () => {
    expect(ruleSchema.safeParse({ kind: 'rank', field: 'rank', max: '主任' }).success).toBe(false);
    expect(isOk({ kind: 'rank', field: 'rank', max: '处级' }, { rank: '主任' })).toBe(false);
  });
  it('is an order: max lets exactly the ranks up to it pass, below exactly those under it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ranks), fc.constantFrom(...ranks), (mine, bound) => {
        const [at, limit] = [ranks.indexOf(mine), ranks.indexOf(bound)];
        expect(isOk({ kind: 'rank', field: 'r', max: bound }, { r: mine })).toBe(at <= limit);
        expect(isOk({ kind: 'rank', field: 'r', below: bound }, { r: mine })).toBe(at < limit);
      }),
    );
  });
});

describe('earlier honours', () => {
  const prior = { kind: 'priorHonour', levels: ['lower'] };
  const repeat = { kind: 'noRepeat', atOrAbove: 'same' };
  it('a city round asks for the district honour', () => {
    const city = { stageLevel: 'city', honours: [honour({})] } as const;
    expect(isOk(prior, {}, city)).toBe(true);
    expect(isOk(prior, {}, { ...city, honours: [honour({ level: 'city' })] })).toBe(false);
    expect(
      isOk({ ...prior, levels: ['lowerOrHigher'] }, {}, { ...city, honours: [honour({ level: 'city' })] }),
    ).toBe(true);
    expect(isOk(prior, {}, { ...city, honours: [honour({ code: 'ZMJT' })] })).toBe(false);
    expect(isOk({ ...prior, codes: ['ZMJT'] }, {}, { ...city, honours: [honour({ code: 'ZMJT' })] })).toBe(
      true,
    );
  });
  it.each(['revoked', 'annulled'] as const)('a %s honour counts as not held', (status) => {
    expect(isOk(prior, {}, { stageLevel: 'city', honours: [honour({ status })] })).toBe(false);
    expect(isOk(repeat, {}, { honours: [honour({ status })] })).toBe(true);
  });
  it('a title of two years is one of two years or more', () => {
    const two = { ...prior, minYears: 2 };
    expect(isOk(two, {}, { stageLevel: 'city', honours: [honour({ year: 2019 })] })).toBe(true);
    expect(isOk(two, {}, { stageLevel: 'city', honours: [honour({ year: 2019, date: '2019-03-06' })] })).toBe(
      false,
    );
    expect(isOk(two, {}, { stageLevel: 'city', honours: [honour({ year: 2019, date: '2019-03-05' })] })).toBe(
      true,
    );
  });
  it('is not granted twice at the same level or higher', () => {
    expect(isOk(repeat, {}, { honours: [honour({})] })).toBe(false);
    expect(isOk(repeat, {}, { honours: [honour({ level: 'province' })] })).toBe(false);
    expect(isOk(repeat, {}, { honours: [honour({ level: 'street' })] })).toBe(true);
    expect(isOk({ ...repeat, atOrAbove: 'city' }, {}, { honours: [honour({})] })).toBe(true);
  });
  it('a cooldown of five years ends when five years have passed', () => {
    const five = { ...repeat, cooldownYears: 5 };
    expect(isOk(five, {}, { honours: [honour({ year: 2017 })] })).toBe(false);
    expect(isOk(five, {}, { honours: [honour({ year: 2016 })] })).toBe(true);
  });
  it('counts honours typed in the form where the rule says so', () => {
    const typed = { ...prior, alsoFromField: 'held' };
    const more = { stageLevel: 'city' } as const;
    const row = { title: '福田区三八红旗手荣誉称号', level: '区级', year: 2018 };
    expect(isOk(typed, { held: [row] }, more)).toBe(true);
    expect(isOk(typed, { held: [{ ...row, title: '三八红旗手标兵' }] }, more)).toBe(false);
    expect(isOk(prior, { held: [row] }, more)).toBe(false);
    const [finding] = checkEligibility([rule(typed)], facts({}, more));
    expect(finding).toMatchObject({
      ok: false,
      field: 'held',
      text: { zh: expect.stringContaining('held') },
    });
  });
  const never = { ...repeat, alsoFromField: 'held' };
  it.each([
    [{ title: '芙蓉区三八红旗手', level: 'district', year: 2019 }],
    [{ title: '湖南省“三八红旗手”', level: '省级', year: '2019年' }],
    [{ title: '全国三八红旗手荣誉称号', level: '', year: '二〇一九年' }],
    [{ title: '３·８红旗手（2019年度）', level: 'ｃｉｔｙ', year: '２０１９' }],
  ])('an honour that was typed stops a second one: %o', (row) => {
    expect(isOk(never, { held: [row] })).toBe(false);
  });
  it('asks the reviewer about a title that only resembles the honour, and follows her answer', () => {
    const answers = { held: [{ title: '优秀三八红旗手', level: '市级', year: 2019 }] };
    const [asked] = checkEligibility([rule(never)], facts(answers));
    expect(asked).toMatchObject({ ok: false, field: 'held', doubts: [{ honour: { level: 'city' } }] });
    const { id } = asked!.doubts![0]!;
    expect(isOk(never, answers, { doubtAnswers: { [id]: true } })).toBe(false);
    expect(isOk(never, answers, { doubtAnswers: { [id]: false } })).toBe(true);
    const wanted = { ...prior, levels: ['city'], alsoFromField: 'held' };
    expect(isOk(wanted, answers, { doubtAnswers: { [id]: true } })).toBe(true);
    expect(isOk(wanted, answers, { doubtAnswers: { [id]: false } })).toBe(false);
    const either = { kind: 'any', of: [wanted, { kind: 'declared', field: 'system' }] };
    expect(checkEligibility([rule(either)], facts(answers))[0]?.doubts).toHaveLength(1);
  });
  it.each([
    [
      'whose place and level contradict each other',
      { title: '湖南省三八红旗手', level: 'district', year: 2019 },
      '级别',
    ],
    ['without a level anywhere', { title: '三八红旗手', level: '', year: 2019 }, '级别'],
    ['without a readable year', { title: '三八红旗手', level: '市级', year: '前年' }, '年份'],
  ])('a row %s is to be mended, and never taken as none', (_what, row, said) => {
    const [finding] = checkEligibility([rule(never)], facts({ held: [row] }));
    expect(finding).toMatchObject({ ok: false, field: 'held', text: { zh: expect.stringContaining(said) } });
  });
  it('counts a day that was typed to the day, and says both dates', () => {
    const two = { ...prior, minYears: 2, alsoFromField: 'held' };
    const since = (year: string) => ({ held: [{ title: '三八红旗手', level: '区级', year }] });
    const city = { stageLevel: 'city' } as const;
    expect(isOk(two, since('2019年3月5日'), city)).toBe(true);
    expect(isOk(two, since('2019.3.6'), city)).toBe(false);
    const [finding] = checkEligibility([rule(two)], facts(since('2019-03-06'), city));
    expect(finding!.text.zh).toContain('2019-03-06获区县级荣誉（三八红旗手），至 2021-03-05 未满 2 年');
  });
});

describe('choices, statements and combined rules', () => {
  const mainland = {
    kind: 'when',
    field: 'class',
    values: ['港澳台'],
    rules: [
      { kind: 'years', field: 'worksSince', min: 1 },
      { kind: 'oneOf', field: 'channel', values: ['港澳办', '台办'] },
    ],
  };
  it('港澳台 nominees need a year on the mainland and their channel, others do not', () => {
    expect(isOk(mainland, { class: '一线' })).toBe(true);
    expect(isOk(mainland, { class: '港澳台', worksSince: '2020-03-05' }, { channel: '港澳办' })).toBe(true);
    expect(isOk(mainland, { class: '港澳台', worksSince: '2020-03-06' }, { channel: '港澳办' })).toBe(false);
    expect(isOk(mainland, { class: '港澳台', worksSince: '2020-03-05' }, { channel: 'self' })).toBe(false);
    expect(checkEligibility([rule(mainland)], facts({}))).toMatchObject([
      { ok: false, field: 'class', rule: 'when' },
    ]);
  });
  it('any passes with one way, and else tells every way', () => {
    const any = {
      kind: 'any',
      of: [
        { kind: 'oneOf', field: 'a', values: ['是'] },
        { kind: 'number', field: 'n', min: 5 },
      ],
    };
    expect(isOk(any, { a: '否', n: 5 })).toBe(true);
    const [finding, ...rest] = checkEligibility([rule(any)], facts({ a: '否', n: 4 }));
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ ok: false, rule: 'any', field: 'a' });
    expect(finding?.text.en).toMatch(/"a" is 否.*"n" is 4/);
  });
  it('noneOf passes an empty list of negative cases, and refuses a ticked one', () => {
    const none = { kind: 'noneOf', field: 'cases', values: ['家庭暴力', '黄赌毒'] };
    expect(isOk(none, { cases: [] })).toBe(true);
    expect(isOk(none, { cases: ['其他', '黄赌毒'] })).toBe(false);
    expect(isOk(none, {})).toBe(false);
  });
  it('declared takes a ticked statement, a true box or any text', () => {
    const declared = { kind: 'declared', field: 'clean' };
    expect(isOk(declared, { declarations: ['clean'] })).toBe(true);
    expect(isOk(declared, { clean: true })).toBe(true);
    expect(isOk(declared, { clean: '已承诺' })).toBe(true);
    expect(
      [{}, { clean: false }, { clean: ' ' }, { clean: [] }].some((answers) => isOk(declared, answers)),
    ).toBe(false);
  });
  it("leads with the rule's own reason and keeps the numbers", () => {
    const reason = { zh: '女性须占六成', en: 'Sixty percent must be women' };
    const [finding] = checkEligibility(
      [rule({ kind: 'ratio', part: 'w', whole: 's', min: '60%', reason })],
      facts({ w: 599, s: 1000 }),
    );
    expect(finding?.text.zh).toBe('女性须占六成（「w」占「s」59.90%，要求60%以上（含））');
  });
  it('a missing answer is never ok, and the text names the field by its label', () => {
    const labels = fieldLabels(
      formSchema.parse({
        nameField: 'x',
        publicFields: ['x'],
        fields: [{ id: 'x', type: 'text', label: { zh: '出生年月', en: 'Born' } }],
      }),
    );
    const over = (kind: Record<string, unknown>) => rule({ field: 'x', ...kind });
    const rules = [
      over({ kind: 'oneOf', values: ['a'] }),
      over({ kind: 'noneOf', values: ['a'] }),
      over({ kind: 'age', min: 18 }),
      over({ kind: 'number', min: 1 }),
      over({ kind: 'rank', max: '处级' }),
      over({ kind: 'years', min: 1 }),
      over({ kind: 'declared' }),
      rule({ kind: 'ratio', part: 'x', whole: 'x', min: '60%' }),
    ];
    for (const answers of [{}, { x: '' }, { x: null }])
      for (const finding of checkEligibility(rules, facts(answers, { labels }))) {
        expect(finding).toMatchObject({ ok: false, field: 'x' });
        expect(finding.text.zh).toContain('「出生年月」');
        expect(finding.text.en).toContain('"Born"');
      }
  });
  it('never throws, whatever was answered', () => {
    const rules = [
      mainland,
      { kind: 'age', field: 'x', min: 1 },
      { kind: 'rank', field: 'x', max: '处级' },
      { kind: 'years', field: 'x', min: 1 },
      { kind: 'number', field: 'x', min: 1 },
      { kind: 'noRepeat', atOrAbove: 'same', alsoFromField: 'x' },
    ].map(rule);
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.constant({ toString: 1 }), fc.constant([{ level: { toString: 1 } }])),
        (x) => {
          expect(
            checkEligibility(rules, facts({ x: x as unknown, class: x as unknown })).length,
          ).toBeGreaterThan(5);
        },
      ),
    );
  });
});
