/** The length of a notice, its warnings and what it shows (docs/rules/notice.md#length). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWorkingDay, workingDaysBetween } from '#domain/calendar.ts';
import { makeCalendar } from '#domain/calendar-years.ts';
import { addDays, instantAt, isBefore, startOfDay } from '#domain/instant.ts';
import { latestPostingDate, noticePeriod, noticeWarnings } from '#domain/notice/notice.ts';
import { extendNotice, shortfallOf, shortfallWords } from '#domain/notice/posted-notice.ts';
import { publicEntry, publicFactsChanged } from '#domain/notice/public-entry.ts';
import { Problem } from '#domain/problem.ts';
import { type Form, formSchema } from '#domain/programme/form.ts';
import { publicFieldFaults } from '#domain/programme/public-fields.ts';
import { noticeSettingsSchema } from '#domain/programme/stage-rules.ts';

const calendar = makeCalendar();
const settings = (change: object = {}) => noticeSettingsSchema.parse(change);
const sending = { letterDateRule: 'sending', letterGraceDays: 3 } as const;

describe('the end of a notice', () => {
  test.each([
    ['广东省妇联', '2021-12-13', '2021-12-17', 5],
    ['锡林郭勒盟妇联', '2022-11-21', '2022-11-25', 5],
    ['金华 儿童之家', '2022-10-11', '2022-10-17', 5],
    ['山东 公务员, posted on a make-up Saturday', '2022-05-07', '2022-05-12', 5],
    ['湖南 红领巾奖章', '2023-09-21', '2023-09-27', 5],
    ['高唐 最美家庭', '2022-03-03', '2022-03-07', 3],
    ['璧山 三八红旗手', '2021-03-01', '2021-03-05', 5],
    ['营口 劳模', '2022-04-18', '2022-04-22', 5],
    ['唐山 工人先锋号', '2023-08-22', '2023-08-28', 5],
  ])('%s: %s to %s, %i working days', (_, start, end, days) => {
    expect(noticePeriod(calendar, settings({ days }), start).end).toBe(end);
  });

  test('全国文明家庭: seven calendar days', () => {
    const period = noticePeriod(calendar, settings({ days: 7, mode: 'calendar' }), '2016-11-07');
    expect(period.end).toBe('2016-11-13');
    expect(workingDaysBetween(calendar, period.start, period.end)).toBe(5);
  });

  test('贵州 is ambiguous, so both dates are told', () => {
    const period = noticePeriod(calendar, settings(), '2025-04-14');
    expect([period.inclusiveEnd, period.strictEnd]).toEqual(['2025-04-18', '2025-04-21']);
  });

  test.each([
    ['2021-02-26', '2021-03-04', '2021-03-05'],
    ['2021-05-06', '2021-05-11', '2021-05-12'],
    ['2022-02-25', '2022-03-03', '2022-03-04'],
    ['2021-08-16', '2021-08-20', '2021-08-23'],
    ['2022-03-04', '2022-03-10', '2022-03-11'],
  ])('posted %s: %s, strictly %s', (start, inclusive, strict) => {
    const practice = noticePeriod(calendar, settings(), start);
    const civil = noticePeriod(calendar, settings({ countPostingDay: false }), start);
    expect([practice.end, practice.inclusiveEnd, practice.strictEnd]).toEqual([inclusive, inclusive, strict]);
    expect([civil.end, civil.inclusiveEnd, civil.strictEnd]).toEqual([strict, inclusive, strict]);
  });

  test('posted on a Saturday off, it counts from Monday either way', () => {
    for (const countPostingDay of [true, false]) {
      const period = noticePeriod(calendar, settings({ countPostingDay }), '2022-11-19');
      expect([period.countedFrom, period.end]).toEqual(['2022-11-21', '2022-11-25']);
    }
  });

  test('closes at the end of office hours, and a decision is possible from the next midnight', () => {
    const period = noticePeriod(calendar, settings(), '2021-02-26');
    expect(period.closesAt).toBe('2021-03-04T09:30:00.000Z');
    expect(period.decisionFrom).toBe(startOfDay('2021-03-05'));
  });

  test('a decision waits three working days more for letters dated by sending', () => {
    const period = noticePeriod(calendar, settings(), '2021-02-26', sending);
    expect(period.end).toBe('2021-03-04');
    expect(period.decisionFrom).toBe(startOfDay('2021-03-10'));
  });

  test('a year without schedule is an error, also for the other count', () => {
    expect(() => noticePeriod(calendar, settings(), '2026-12-28')).toThrow(/calendar-not-loaded/);
    expect(() => noticePeriod(calendar, settings({ days: 4 }), '2026-12-28')).toThrow(/calendar-not-loaded/);
    expect(noticePeriod(calendar, settings({ days: 7, mode: 'calendar' }), '2026-12-28').end).toBe(
      '2027-01-03',
    );
  });
});

describe('for any notice', () => {
  const day = fc.integer({ min: 0, max: 3600 }).map((days) => addDays('2016-01-01', days));
  const anySettings = fc.record({
    days: fc.integer({ min: 1, max: 15 }),
    mode: fc.constantFrom('working' as const, 'calendar' as const),
    countPostingDay: fc.boolean(),
    closesAt: fc.constant('17:30'),
  });

  test('the strict end is never the earlier one, and exactly the days set are counted', () => {
    fc.assert(
      fc.property(day, anySettings, (start, set) => {
        const { countedFrom, end, inclusiveEnd, strictEnd } = noticePeriod(calendar, set, start);
        expect(inclusiveEnd <= strictEnd).toBe(true);
        expect(end).toBe(set.countPostingDay ? inclusiveEnd : strictEnd);
        if (set.mode === 'working') expect(workingDaysBetween(calendar, countedFrom, end)).toBe(set.days);
        else expect(addDays(countedFrom, set.days - 1)).toBe(end);
      }),
      { numRuns: 80 },
    );
  });

  test('closing comes before the decision', () => {
    fc.assert(
      fc.property(day, anySettings, (start, set) => {
        for (const letters of [undefined, sending]) {
          const { closesAt, decisionFrom } = noticePeriod(calendar, set, start, letters);
          expect(isBefore(closesAt, decisionFrom)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('the latest posting day ends in time, and posting on the next day that works does not', () => {
    fc.assert(
      fc.property(day, anySettings, (by, set) => {
        const start = latestPostingDate(calendar, set, by);
        expect(noticePeriod(calendar, set, start).end <= by).toBe(true);
        let next = addDays(start, 1);
        while (set.mode === 'working' && !isWorkingDay(calendar, next)) next = addDays(next, 1);
        expect(noticePeriod(calendar, set, next).end > by).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});

describe('the latest posting day', () => {
  test.each([
    ['2021-03-05', '2021-03-01'],
    ['2022-03-05', '2022-02-28'],
    ['2023-03-05', '2023-02-27'],
    ['2024-03-05', '2024-02-28'],
    ['2025-03-05', '2025-02-27'],
    ['2026-03-05', '2026-02-28'],
  ])('to end by %s is %s', (by, start) => {
    expect(latestPostingDate(calendar, settings(), by)).toBe(start);
  });
});

describe('warnings', () => {
  const codes = (change: object, start: string, about: Parameters<typeof noticeWarnings>[3]) =>
    noticeWarnings(calendar, settings(change), noticePeriod(calendar, settings(change), start), about).map(
      ({ code }) => code,
    );

  test('the strict count ends on the day of the ceremony', () => {
    const about = { level: 'district', ceremony: '2021-03-05' } as const;
    expect(codes({ countPostingDay: false }, '2021-02-26', about)).toEqual(['notice-ends-too-late']);
    expect(codes({}, '2021-02-26', about)).toEqual(['notice-strict-end-too-late']);
    expect(codes({}, '2021-02-25', about)).toEqual([]);
  });

  test('the words name the day to post by', () => {
    const period = noticePeriod(calendar, settings(), '2021-03-01');
    const [warning] = noticeWarnings(calendar, settings(), period, {
      level: 'district',
      ceremony: '2021-03-05',
    });
    expect(warning?.text.en).toContain('post it by 2021-02-25');
    expect(warning?.text.zh).toContain('当天');
  });

  test('a decision that must wait for letters until after the ceremony', () => {
    const period = noticePeriod(calendar, settings(), '2021-02-24', sending);
    const about = { level: 'district', ceremony: '2021-03-05' } as const;
    expect(noticeWarnings(calendar, settings(), period, about).map(({ code }) => code)).toEqual([
      'notice-decision-too-late',
    ]);
  });

  test.each([
    ['district', 5, []],
    ['district', 4, ['notice-short']],
    ['nation', 4, ['notice-short']],
    ['street', 3, []],
    ['community', 3, []],
    ['unit', 2, ['notice-short']],
  ] as const)('at the level %s %i working days: %j', (level, days, expected) => {
    expect(codes({ days }, '2022-11-21', { level })).toEqual(expected);
  });

  test('seven calendar days are enough in an ordinary week, not over a festival', () => {
    const week = { days: 7, mode: 'calendar' };
    expect(codes(week, '2016-11-07', { level: 'nation' })).toEqual([]);
    expect(codes(week, '2021-10-01', { level: 'nation' })).toEqual(['notice-short']);
  });

  test('a posting day off', () => {
    expect(codes({}, '2022-11-19', { level: 'district' })).toEqual(['notice-posted-on-day-off']);
  });
});

describe('extending', () => {
  const letters = { letterDateRule: 'arrival', letterGraceDays: 3 } as const;
  const posted = {
    ...noticePeriod(calendar, settings(), '2021-02-26'),
    ...({ days: 5, mode: 'working', countPostingDay: true, objection: letters } as const),
  };
  const extend = (days: number, now: string) => extendNotice(calendar, posted, { days, now });

  test('moves the end while the notice is open', () => {
    const { end, closesAt } = extend(7, instantAt('2021-03-04', '17:30'));
    expect([end, closesAt]).toEqual(['2021-03-08', instantAt('2021-03-08', '17:30')]);
  });

  test('is refused when not longer, or once it has closed', () => {
    expect(() => extend(5, instantAt('2021-03-01', '09:00'))).toThrow(/notice-not-longer/);
    expect(() => extend(7, instantAt('2021-03-04', '17:31'))).toThrow(/notice-closed/);
  });
});

describe('working days that change after posting', () => {
  const letters = { letterDateRule: 'arrival', letterGraceDays: 3 } as const;
  const before = noticePeriod(calendar, settings(), '2022-11-21');
  const posted = {
    ...before,
    ...({ days: 5, mode: 'working', countPostingDay: true, objection: letters } as const),
  };
  const off = { ...calendar, holidays: new Set([...calendar.holidays, '2022-11-24', '2022-11-25']) };

  test('leave a notice as it is while it has its days', () => {
    expect(before.end).toBe('2022-11-25');
    expect(shortfallOf(calendar, posted)).toBeUndefined();
    expect(shortfallOf(off, { ...posted, mode: 'calendar' })).toBeUndefined();
  });

  test('are missing from it, with the end that it should have; the same days are then longer', () => {
    const shortfall = shortfallOf(off, posted)!;
    expect([shortfall.missing, shortfall.period.end]).toEqual([2, '2022-11-29']);
    const now = instantAt('2022-11-22', '09:00');
    expect(shortfallWords(shortfall, posted.closesAt, now).zh).toBe(
      '放假安排在公示发布后有变，公示期少 2 个工作日，按现行安排应至 2022-11-29。请延长公示，天数可以不变。',
    );
    expect(extendNotice(off, posted, { days: 5, now }).end).toBe('2022-11-29');
    expect(() => extendNotice(off, posted, { days: 4, now })).toThrow(/notice-not-longer/);
  });

  test('count for the wait for letters under way, too', () => {
    const sending = { ...posted, objection: { ...letters, letterDateRule: 'sending' } } as const;
    const own = { ...sending, ...noticePeriod(calendar, settings(), '2022-11-18', sending.objection) };
    expect([own.end, shortfallOf(off, own)?.missing]).toEqual(['2022-11-24', 1]);
  });
});

describe('what a notice shows', () => {
  const field = (id: string, zh: string, more: object = {}) => ({ id, label: { zh }, type: 'text', ...more });
  const options = [
    { value: 'front', label: { zh: '一线' } },
    { value: 'cadre', label: { zh: '干部' } },
  ];
  const form = (publicFields: string[]): Form =>
    formSchema.parse({
      nameField: 'name',
      fields: [
        field('name', '姓名'),
        field('post', '工作单位及职务'),
        field('kind', '人员类别', { type: 'choice', options }),
        field('idNumber', '证号', { type: 'idDocument' }),
        field('mobile', '联系', { type: 'phone' }),
        field('home', '家庭地址'),
        field('born', '出生日期', { type: 'date' }),
        field('health', '健康', { sensitive: true }),
        field('nickname', '小名', { personal: true }),
        field('site', '基地地址'),
        field('members', '成员', { type: 'table', columns: [field('memberName', '姓名')] }),
      ],
      publicFields,
    });
  const answers = {
    name: '何蓉蓉',
    post: '朝阳街道办事处 主任',
    kind: 'cadre',
    idNumber: '11010519491231002X',
    mobile: '13800138000',
    home: '某路 1 号',
    born: '1988-03-05',
    nickname: '蓉蓉',
  };

  test('is the public fields in their order, in words', () => {
    expect(
      publicEntry(form(['post', 'name', 'kind', 'site']), answers).map(({ label, value }) => [
        label.zh,
        value,
      ]),
    ).toEqual([
      ['工作单位及职务', '朝阳街道办事处 主任'],
      ['姓名', '何蓉蓉'],
      ['人员类别', '干部'],
    ]);
  });

  test.each(['idNumber', 'mobile', 'home', 'born', 'health', 'nickname', 'members'])(
    'is never %s, whatever the programme says',
    (id) => {
      expect(publicFieldFaults(form(['name', id])).map(({ field, code }) => [field, code])).toEqual([
        ['form.publicFields.1', 'public-field-forbidden'],
      ]);
      expect(() => publicEntry(form(['name', id]), answers)).toThrow(Problem);
    },
  );

  test('names fields of the form only', () => {
    expect(publicFieldFaults(form(['nobody'])).map(({ code }) => code)).toEqual(['public-field-unknown']);
  });

  test.each([
    '主任，身份证 11010519491231002X',
    '电话138 0013 8000',
    '１３８００１３８０００',
    '138-0013-8000转',
  ])('is refused when someone wrote a number into it: %s', (post) => {
    expect(() => publicEntry(form(['name', 'post']), { ...answers, post })).toThrow(/public-text-leaks/);
  });

  test('may hold other numbers', () => {
    const post = '914403001922038216 2021年 0731-84123456';
    expect(publicEntry(form(['post']), { post })[0]?.value).toBe(post);
  });

  test('changed public facts are told from other amendments', () => {
    const shown = form(['name', 'post']);
    expect(publicFactsChanged(shown, answers, { ...answers, mobile: '13900139000' })).toBe(false);
    expect(publicFactsChanged(shown, answers, { ...answers, post: '副主任' })).toBe(true);
  });
});
