import { expect, test } from 'vitest';
import { readTime } from '#domain/typed-time.ts';
import { instantOfText } from '#web/round/typed-instant.ts';

test.each([
  ['17:30', '17:30'],
  ['9:05', '09:05'],
  ['１５：００', '15:00'],
  ['15:00:00', '15:00'],
  ['下午3点', '15:00'],
  ['上午 9 点半', '09:30'],
  ['15时30分', '15:30'],
  ['中午12点', '12:00'],
  ['中午1点', '13:00'],
  ['凌晨12点半', '00:30'],
  ['12:00 ', '12:00'],
])('a time of day typed as %s is %s', (typed, said) => {
  expect(readTime(typed)).toBe(said);
});

test.each(['25:00', '9:60', '下午', '3', '三点', ''])('%j is no time of day', (typed) => {
  expect(readTime(typed)).toBeUndefined();
});

test.each([
  '2027-01-10 09:00',
  '2027年1月10日9点',
  '2027/1/10 9：00',
  '2027.1.10上午9点',
  '2027-01-10T09:00',
])('a day with its time typed as %s is one instant', (typed) => {
  expect(instantOfText(typed)).toBe('2027-01-10T01:00:00.000Z');
});

test('what is no day with a time is given on as it was written', () => {
  for (const typed of ['2027-02-30 09:00', '2027-01-10', '1月10日 9点', '2027-01-10 24:30'])
    expect(instantOfText(typed)).toBe(typed);
});
