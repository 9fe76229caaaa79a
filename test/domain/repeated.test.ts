/** What is recorded once and sent again (docs/architecture.md#one-write-then-a-wake-up). */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { Problem, text } from '#domain/problem.ts';
import { demandSame, type SentAgain } from '#domain/repeated.ts';

const schema = z.object({
  reason: labelled(z.string().default(''), text('原因', 'Reason')),
  bodies: labelled(z.array(z.string()), text('授予单位', 'Bodies')),
});
const lead = text('已经登记。', 'Recorded already.');
const told = (fields: Readonly<Record<string, SentAgain>>): readonly string[] => {
  try {
    demandSame(schema, fields, { code: 'recorded', lead });
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.kind, error.code, error.text.zh, ...error.faults.map(({ field }) => field)];
  }
};

test('the same again is one, and nothing written is the same as nothing kept', () => {
  expect(
    told({ reason: { stands: '甲', sent: '甲' }, bodies: { stands: ['甲', '乙'], sent: ['甲', '乙'] } }),
  ).toEqual([]);
  expect(told({ reason: { stands: undefined, sent: '' } })).toEqual([]);
});

test.each([
  [{ reason: { stands: '甲', sent: '乙' } }, '「原因」已登记为：甲', 'reason'],
  [{ reason: { stands: undefined, sent: '乙' } }, '「原因」已登记为：（空）', 'reason'],
  [{ bodies: { stands: ['甲', '乙'], sent: ['乙', '甲'] } }, '「授予单位」已登记为：甲、乙', 'bodies'],
  [{ other: { stands: true, sent: false } }, '「other」已登记为：是', 'other'],
  [{ reason: { stands: '𠮷'.repeat(61), sent: '' } }, `「原因」已登记为：${'𠮷'.repeat(60)}…`, 'reason'],
])('anything else is refused and told what stands: %o', (fields, words, field) => {
  expect(told(fields)).toEqual([
    'conflict',
    'recorded',
    `已经登记。您这次填写的不同，没有保存。${words}`,
    field,
  ]);
});
