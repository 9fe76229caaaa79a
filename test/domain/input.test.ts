/** The door of an action: texts read into the types of its schema, faults in the words of its fields. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { faultsIn, inputFromTexts, line, needed, readInput, words } from '#domain/input.ts';
import { readNumber } from '#domain/number-input.ts';
import { text } from '#domain/problem.ts';

const schema = z.strictObject({
  days: labelled(z.int().max(30), text('天数', 'Days'), { units: ['天'] }),
  reason: labelled(needed(5), text('原因', 'Reason'), { missing: text('请填写原因', 'Give the reason') }),
  note: words(5).optional(),
  way: z.enum(['a', 'b']),
  sealed: z.boolean().default(false),
  ids: z.array(z.string()).optional(),
});
const read = (sent: Readonly<Record<string, readonly string[]>>) =>
  inputFromTexts(schema, (name) => sent[name]);

describe('texts of a form', () => {
  test('are read by the types of the schema; what nobody filled in is left out', () => {
    expect(
      read({
        days: ['１０ 天'],
        reason: [' 雨 '],
        note: [' '],
        way: [''],
        sealed: ['true'],
        ids: ['x', '', 'y'],
      }),
    ).toEqual({ days: 10, reason: ' 雨 ', sealed: true, ids: ['x', 'y'] });
    expect(read({ days: ['1', '2'], other: ['x'] })).toEqual({ days: 2 });
  });
  test('that are no number stay as written, for the schema to refuse', () => {
    expect(read({ days: ['3 年'] })).toEqual({ days: '3 年' });
  });
});

test('faults carry the label of the field, or its own words when nothing was written', () => {
  const faults = faultsIn(schema, { days: 31, reason: ' ', way: 'a', sealed: 1 });
  expect(faults.map(({ field, code }) => [field, code])).toEqual([
    ['days', 'too-large'],
    ['reason', 'required'],
    ['sealed', 'type'],
  ]);
  expect(faults[0]!.text).toEqual({ zh: '天数：应在 30以内', en: 'Days: must be at most 30' });
  expect(faults[1]!.text).toEqual(text('请填写原因', 'Give the reason'));
  expect(faultsIn(schema, { days: 1, reason: '雨', way: 'a' })).toEqual([]);
});

test('an action reads its input or refuses it with all faults at once', () => {
  expect(readInput(schema, { days: 1, reason: ' 雨 ', way: 'b' })).toEqual({
    days: 1,
    reason: '雨',
    way: 'b',
    sealed: false,
  });
  expect(() => readInput(schema, {})).toThrow('required: Days: is missing and must be given (3 in all)');
});

test.each([
  ['12', [], 12],
  ['１２', [], 12],
  [' 1,234.5 ', [], 1234.5],
  ['-3', [], -3],
  ['90分', ['分'], 90],
  ['90%', ['分'], Number.NaN],
  ['45/50', ['分'], Number.NaN],
  ['12天', [], Number.NaN],
  ['', [], Number.NaN],
  ['1e3', [], Number.NaN],
  ['1234567890123456', [], Number.NaN],
] as const)('%j with units %j is %d', (written, units, number) => {
  expect(readNumber(written, units)).toBe(number);
});

test('lengths count characters: thirty rare ones are thirty; a name has one line', () => {
  const named = z.strictObject({ name: line(30), note: words(2) });
  expect(faultsIn(named, { name: '𠮷'.repeat(30), note: '𬱖𬱖' })).toEqual([]);
  expect(faultsIn(named, { name: '𠮷'.repeat(31), note: '一二三' }).map(({ field }) => field)).toEqual([
    'name',
    'note',
  ]);
  expect(readInput(named, { name: ' 罗\n步芳 ', note: '' })).toEqual({ name: '罗 步芳', note: '' });
});
