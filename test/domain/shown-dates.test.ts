import { describe, expect, it } from 'vitest';
import { shownAt, shownDate, shownDateOrInstant, shownInstant, timeLeft } from '#domain/shown-dates.ts';

const instant = '2021-03-05T16:30:00.000Z';

describe('a date as people read it', () => {
  it('is in Shanghai, in digits or in words', () => {
    expect(shownAt(instant)).toBe('2021-03-06 00:30');
    expect(shownAt(undefined)).toBe('');
    expect(shownDate('2021-03-05')).toEqual({ zh: '2021年3月5日', en: '5 March 2021' });
    expect(shownInstant(instant)).toEqual({
      zh: '2021年3月6日（星期六）00:30',
      en: '6 March 2021 (Saturday), 00:30',
    });
  });

  it('is told from other words', () => {
    expect(shownDateOrInstant(instant)).toEqual(shownInstant(instant));
    expect(shownDateOrInstant('2021-12-31').zh).toBe('2021年12月31日');
    expect(shownDateOrInstant('下周')).toEqual({ zh: '下周', en: '下周' });
  });
});

describe('the time left', () => {
  it.each([
    ['2021-03-08T16:29:00.000Z', '还剩 2 天', '2 days left'],
    ['2021-03-06T18:30:00.000Z', '还剩 1 天 2 小时', '1 day 2 h left'],
    ['2021-03-05T18:35:00.000Z', '还剩 2 小时 5 分', '2 h 5 min left'],
    ['2021-03-05T16:30:59.000Z', '还剩 0 分钟', '0 min left'],
    ['2021-03-05T16:29:59.000Z', '', ''],
  ])('until %s is “%s”', (until, zh, en) => expect(timeLeft(instant, until)).toEqual({ zh, en }));
});
