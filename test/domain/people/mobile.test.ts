import { expect, it } from 'vitest';
import { daytime } from '#domain/letter/short-hours.ts';
import { mobileOf } from '#domain/people/mobile.ts';
import { cellsOfLines, readMembers } from '#domain/people/typed-members.ts';

it('a mobile is its 11 digits, however it was typed; anything else is none', () => {
  for (const typed of [
    '13812345678',
    '+86 138 1234 5678',
    '0086-138-1234-5678',
    '８６１３８１２３４５６７８',
    '＋８６ 138－1234－5678',
    '(+86) 138.1234.5678',
    '\u202d13812345678\u202c',
    ' 138\u3000１２３４\u00a05678 ',
  ])
    expect([typed, mobileOf(typed)]).toEqual([typed, '13812345678']);
  for (const none of ['1381234567', '138123456789', '12812345678', '0731-84681234', '+852 61234567', '李敏'])
    expect([none, mobileOf(none)]).toEqual([none, undefined]);
});

it('a line of people may name a mobile at any place; one with too few digits is said', () => {
  const known = [{ id: 'd1', name: '芙蓉区妇联' }] as const;
  const read = (list: string) => readMembers(cellsOfLines(list), known);
  const list = [
    '姓名\t邮箱\t手机\t角色',
    '李敏\tli@example.cn\t+86 138 1234 5678\t审核员',
    '张静 审核员 ＋86 139－0000 1111 zhang@example.cn',
    '𠮷田, yt@example.cn, 审核员',
  ].join('\n');
  expect(read(list).members.map(({ name, phone }) => [name, phone])).toEqual([
    ['李敏', '13812345678'],
    ['张静', '13900001111'],
    ['𠮷田', undefined],
  ]);
  expect(read('李敏\tli@example.cn\t138 1234 567\t审核员').faults.map(({ code }) => code)).toEqual([
    'line-phone',
  ]);
});

it('nobody is rung at night: what comes after nine in the evening goes at eight', () => {
  const day = '2027-03-05';
  for (const [now, at] of [
    ['T08:00:00+08:00', 'T08:00:00+08:00'],
    ['T20:59:59+08:00', 'T20:59:59+08:00'],
    ['T07:59:00+08:00', 'T08:00:00+08:00'],
    ['T00:10:00+08:00', 'T08:00:00+08:00'],
  ])
    expect(new Date(daytime(`${day}${now}`)).getTime()).toBe(new Date(`${day}${at}`).getTime());
  expect(daytime('2027-03-05T13:00:00.000Z')).toBe('2027-03-06T00:00:00.000Z');
});
