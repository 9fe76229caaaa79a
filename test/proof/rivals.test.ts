/** Who comes second is told so and keeps what she wrote; nothing is given twice (docs/reliability.md#rivals). */
import { expect, test } from 'vitest';
import { compete } from './rivals.ts';

test('many who want the same thing at once: ten places, one nominee, one task, one series, a decision in time', async () => {
  const found = await compete({ clients: 24, races: 30 });
  expect(found.map(({ name, wrong }) => [name, wrong])).toEqual([
    ['places', []],
    ['identity', []],
    ['task', []],
    ['certificates', []],
    ['time-out', []],
  ]);
  expect(found[0]!.told).toEqual({ 201: 10, '409 quota-used-up': 14 });
}, 120_000);
