/** Instants and dates in Asia/Shanghai (docs/rules/deadlines.md#in-time). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addSeconds,
  daysBetween,
  instantAt,
  inTime,
  isBefore,
  secondsBetween,
  shanghaiDate,
  shanghaiTime,
  startOfDay,
} from '#domain/instant.ts';

describe('Shanghai is eight hours ahead', () => {
  test('the date turns at 16:00 UTC', () => {
    expect(shanghaiDate('2021-03-03T15:59:59.999Z')).toBe('2021-03-03');
    expect(shanghaiDate('2021-03-03T16:00:00.000Z')).toBe('2021-03-04');
    expect(shanghaiDate('2021-12-31T16:00:00Z')).toBe('2022-01-01');
  });

  test('a time of day there is an instant in UTC', () => {
    expect(instantAt('2021-03-04', '17:30')).toBe('2021-03-04T09:30:00.000Z');
    expect(startOfDay('2021-03-01')).toBe('2021-02-28T16:00:00.000Z');
    expect(shanghaiTime('2021-03-04T09:30:59Z')).toBe('17:30');
  });

  test.each([
    ['2021-02-29', '17:30', /not-a-date/],
    ['2021-2-1', '17:30', /not-a-date/],
    ['2021-02-01', '24:00', /not-a-time/],
    ['2021-02-01', '9:30', /not-a-time/],
  ])('%s %s is refused', (date, time, code) => {
    expect(() => instantAt(date, time)).toThrow(code);
  });

  test('an instant without zone is refused', () => {
    expect(() => shanghaiDate('2021-03-04T09:30:00')).toThrow(/not-an-instant/);
  });

  test('any instant lies within its day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (moment) => {
          const at = moment.toISOString();
          const day = shanghaiDate(at);
          expect(isBefore(at, startOfDay(day))).toBe(false);
          expect(isBefore(at, startOfDay(addDays(day, 1)))).toBe(true);
        },
      ),
    );
  });
});

describe('in time', () => {
  const deadline = instantAt('2021-03-04', '17:30');
  test('is up to the deadline itself, however the instant is written', () => {
    expect(inTime('2021-03-04T09:30:00Z', deadline)).toBe(true);
    expect(inTime('2021-03-04T17:30:00+08:00', deadline)).toBe(true);
    expect(inTime('2021-03-04T09:30:00.001Z', deadline)).toBe(false);
  });
});

describe('sums', () => {
  test('of days', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(daysBetween('2021-12-31', '2022-01-02')).toBe(2);
    expect(daysBetween('2022-01-02', '2021-12-31')).toBe(-2);
  });

  test('seconds added are seconds between', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), (seconds) => {
        const start = '2021-03-04T09:30:00.000Z';
        expect(secondsBetween(start, addSeconds(start, seconds))).toBe(seconds);
      }),
    );
    expect(addSeconds('2021-03-04T09:30:00Z', 0.5)).toBe('2021-03-04T09:30:00.500Z');
  });

  test('what is written sorts as text in the order of time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e10 }), fc.integer({ min: 0, max: 1e10 }), (a, b) => {
        const [x, y] = [a, b].map((ms) => addSeconds('2021-01-01T00:00:00Z', ms / 1000)) as [string, string];
        expect(x < y).toBe(isBefore(x, y));
      }),
    );
  });
});
