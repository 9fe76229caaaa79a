import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueLetter } from '#actions/letter/letters.ts';
import { deliver } from '#actions/running/signals.ts';
import { lastSweeps, sweep } from '#actions/running/sweep.ts';
import { dueShards, keys } from '#store/keys.ts';
import type { DueRow } from '#store/writing.ts';
import { type LetterTest, openLetterTest } from '../letter/letter-deps.ts';

let test: LetterTest;
let member: string;
beforeAll(async () => {
  test = await openLetterTest();
  member = (await test.invite('wang@example.cn', 'reviewer')).id;
});
afterAll(() => test.embedded.close());

const signal = (id: string, at = test.now()): DueRow => ({
  ...keys.due(id, at),
  at,
  what: { due: 'signal', signal: { kind: 'start', machine: 'round', name: id, input: {} } },
});
const left = async () => {
  let rows = 0;
  for (let shard = 0; shard < dueShards; shard++)
    rows += (await test.deps.table.query({ pk: keys.duePartition(shard), consistent: true })).items.length;
  return rows;
};

describe('the sweeper', () => {
  it('delivers what is due from all shards, and leaves what is not', async () => {
    const later = new Date(test.deps.clock() + 60_000).toISOString();
    await test.deps.table.batchPut([
      ...Array.from({ length: 350 }, (_, i) => signal(`sig${i}`)),
      signal('later', later),
    ]);
    expect(await sweep(test.deps)).toEqual({ processed: 350, failed: 0, lagSeconds: 0 });
    expect(new Set(test.started).size).toBe(350);
    expect(await left()).toBe(1);
    test.pass(60);
    expect(await sweep(test.deps)).toMatchObject({ processed: 1 });
    expect(await left()).toBe(0);
  });

  it('takes a row once that two commits hand over, as a moved clock does', async () => {
    const row = signal('twice');
    await test.deps.table.batchPut([row]);
    const before = test.started.length;
    expect(await deliver(test.deps, [row, { ...row }])).toBe(1);
    expect([test.started.length - before, await left()]).toEqual([1, 0]);
  });

  it('keeps what fails, goes on with the rest, and tells the lag', async () => {
    await test.deps.table.put({
      ...signal('bad'),
      what: { due: 'result', round: 'none', nomination: 'none' },
    });
    await test.deps.table.batchPut(Array.from({ length: 20 }, (_, i) => signal(`more${i}`)));
    test.pass(90);
    expect(await sweep(test.deps)).toEqual({ processed: 20, failed: 1, lagSeconds: 90 });
    expect(await left()).toBe(1);
    expect(await lastSweeps(test.deps)).toEqual([
      { at: test.now(), processed: 20, failed: 1, lagSeconds: 90 },
    ]);
    for (let shard = 0; shard < dueShards; shard++) {
      const { items } = await test.deps.table.query({ pk: keys.duePartition(shard), consistent: true });
      for (const row of items) await test.deps.table.remove(row);
    }
  });

  it('sweeps some shards only when told so', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => signal(`part${i}`));
    await test.deps.table.batchPut(rows);
    const first = rows.filter((row) => row.pk === keys.duePartition(0)).length;
    expect(await sweep(test.deps, { shards: [0] })).toMatchObject({ processed: first });
    expect(await sweep(test.deps)).toMatchObject({ processed: 40 - first });
  });

  it('sends each letter once when two sweep at the same time', async () => {
    const mails: string[] = [];
    test.use({ mailer: { kind: 'smtp', send: async ({ messageId }) => void mails.push(messageId) } });
    const opens = { kind: 'page', scope: '/rounds/r1' } as const;
    for (let i = 0; i < 60; i++) {
      const letter = test.letter({ key: `l${i}`, to: member, template: 'overdue', opens });
      await queueLetter(test.deps, letter, { later: true });
    }
    await Promise.all([sweep(test.deps), sweep(test.deps), sweep(test.deps)]);
    await sweep(test.deps);
    expect(mails.length).toBe(60);
    expect(new Set(mails).size).toBe(60);
    expect(await left()).toBe(0);
  });

  it('can be shared by two: one does the letters, the other everything else, each with its own lag', async () => {
    const mails: string[] = [];
    test.use({ mailer: { kind: 'smtp', send: async ({ messageId }) => void mails.push(messageId) } });
    const opens = { kind: 'page', scope: '/rounds/r1' } as const;
    const letter = test.letter({ key: 'shared', to: member, template: 'overdue', opens });
    await queueLetter(test.deps, letter, { later: true });
    test.pass(30);
    const failing = { due: 'result', round: 'none', nomination: 'none' } as const;
    await test.deps.table.batchPut([signal('shared'), { ...signal('bad2'), what: failing } as DueRow]);
    test.pass(60);
    expect(await sweep(test.deps, { part: 'rest' })).toEqual({ processed: 1, failed: 1, lagSeconds: 60 });
    expect(mails).toEqual([]);
    expect(await sweep(test.deps, { part: 'letters' })).toEqual({ processed: 1, failed: 0, lagSeconds: 0 });
    expect(mails.length).toBe(1);
    expect(await left()).toBe(1);
  });
});
