/** A bad day under journeys: each ends as it must, whatever is late, lost, repeated or out of order (docs/reliability.md#a-bad-day-in-the-cloud). */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Item, Key } from '#store/table.ts';
import { openFaults } from './faults.ts';

test('three journeys end the same on a bad day: sums, places of groups, conditions', () => {
  const only = ['sums', 'groups', 'conditions'].map((name) => `test/journey/${name}.test.ts`).join(',');
  const args = ['run.js', 'prove', '--faults', '--journeys', '--seed', '7', '--only', only];
  const cwd = join(import.meta.dirname, '..', '..');
  const ended = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', timeout: 280_000 });
  expect(ended.stdout, ended.stderr).toMatch(/✓ 3 journeys, \d+ tests, 0 end differently/);
  // How many reads of a late copy lack something hangs on how slow the machine is: that they do is held below.
  expect(ended.stdout).toMatch(/"throttled":[1-9].*"repeated":[1-9].*"late":[1-9]/);
}, 300_000);

test('who asks for no consistency may be shown what was just before, and who asks for it never is', async () => {
  const rows = new Map<string, Item>();
  const table = {
    get: async ({ pk }: Key) => rows.get(pk),
    query: async () => ({ items: [...rows.values()] }),
    put: async (item: Item) => void rows.set(item.pk, item),
  };
  const faults = openFaults(7);
  faults.around({ deps: { table, handOver: async () => undefined } } as never);
  const put = async (said: number): Promise<void> => {
    const item = { pk: 'A', sk: 'A', said };
    while (rows.get('A')?.said !== said) await table.put(item).catch(() => undefined);
  };
  await put(1);
  await put(2);
  const read = async (options: object) => {
    const get: (key: Key, how: object) => Promise<Item | undefined> = table.get;
    return new Set(
      (await Promise.all(Array.from({ length: 40 }, () => get({ pk: 'A', sk: 'A' }, options)))).map(
        (item) => item?.said,
      ),
    );
  };
  expect([...(await read({}))].toSorted()).toEqual([1, 2]);
  expect(faults.done.stale).toBeGreaterThan(0);
  expect([...(await read({ consistent: true }))]).toEqual([2]);
});
