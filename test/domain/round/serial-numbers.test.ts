import { expect, it } from 'vitest';
import { readNumbered, readNumbers } from '#domain/round/serial-numbers.ts';

it('numbers are read as people write them: ranges, full width, any separator', () => {
  expect(readNumbers('1-3、５３，2； 7 至 8', 60, 'numbers')).toEqual([1, 2, 3, 7, 8, 53]);
  expect(readNumbers(' ', 60, 'numbers')).toEqual([]);
});
it.each(['0', '61', '5-2', '三', '1-', '-4', '1-61'])('%s is no number of a list of sixty', (written) => {
  expect(() => readNumbers(written, 60, 'numbers')).toThrow(/numbers-unreadable/);
});
it('a line has a number and a text', () => {
  expect(readNumbered(['５３ 材料不实', '7．弃权 未到'], 60, 'numbered')).toEqual([
    { n: 53, text: '材料不实' },
    { n: 7, text: '弃权 未到' },
  ]);
  expect(() => readNumbered(['材料不实'], 60, 'numbered')).toThrow(/numbers-unreadable/);
});
