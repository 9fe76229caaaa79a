import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Counted, counted } from '#tools/scale/counted.ts';
import { costOfThousand, lastHour, quotas, totalOf, transitionsOfCandidacy } from '#tools/scale/model.ts';
import { scaleTables } from '#tools/scale/tables.ts';
import { rowBytes } from './meter.ts';
import { countRun } from './run.ts';

describe('the model of scale and cost', () => {
  test('rests on what a real run takes: transitions exactly, the rest within a tenth', async () => {
    const found = await countRun();
    const exact: readonly (keyof Counted)[] = ['nominationTransitions', 'wraps', 'puts', 'requests'];
    for (const part of ['submission', 'first', 'further'] as const) {
      for (const [name, kept] of Object.entries(counted[part]) as [keyof Counted, number][]) {
        const now = found[part][name];
        const near = exact.includes(name) ? now === kept : Math.abs(now - kept) <= Math.max(0.1 * kept, 0.5);
        expect([part, name, near ? kept : now]).toEqual([part, name, kept]);
      }
    }
  }, 240_000);

  test('gives the tables that the page shows', () => {
    // The formatter widens the columns of the page.
    const narrow = (table: string) => table.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');
    const page = narrow(readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'scale.md'), 'utf8'));
    for (const [name, table] of scaleTables())
      expect([name, page.includes(narrow(table))]).toEqual([name, true]);
  });

  test('keeps the aims: ten transitions for a candidacy, a dollar for a thousand submitted', () => {
    expect(transitionsOfCandidacy).toBeLessThanOrEqual(10);
    expect(totalOf(costOfThousand().all)).toBeLessThan(1);
    expect(lastHour(1_000_000).concurrency).toBeLessThan(quotas.concurrency);
    expect(lastHour(1_000_000).duePartition).toBeLessThan(quotas.partitionWrites);
    expect(lastHour(100_000).starts).toBeLessThan(quotas.starts.elsewhere);
  });

  test('measures rows as DynamoDB does: names and text in UTF-8, numbers by digits, 3 for a list or map and 1 a member', () => {
    expect(rowBytes({ pk: { S: '芙蓉' }, n: { N: '-12.5' }, ok: { BOOL: true } })).toBe(
      2 + 6 + (1 + 3) + (2 + 1),
    );
    expect(rowBytes({ l: { L: [{ S: 'ab' }, { NULL: true }] } })).toBe(1 + 3 + 1 + 2 + 1 + 1);
    expect(rowBytes({ m: { M: { a: { S: 'b' } } } })).toBe(1 + 3 + 1 + 1 + 1);
  });
});
