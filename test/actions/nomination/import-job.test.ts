import { afterAll, beforeAll, expect, it } from 'vitest';
import { importKey } from '#actions/nomination/import-chunk.ts';
import { importOutcomes, prepareImport, readImport, startImport } from '#actions/nomination/import-job.ts';
import { listOwned } from '#actions/nomination/owned.ts';
import { runJob } from '#actions/running/jobs.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Actor } from '#domain/people/people.ts';
import { sealer } from '#store/sealing.ts';
import { idNumber, street } from '../../furong.ts';
import { readBy } from '../../reading.ts';
import { codeOf, makeWorld, type World } from '../../world.ts';

let world: World;
let clerk: Actor;
beforeAll(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', street(1));
});
afterAll(() => world.close());

const row = (n: number, more: Readonly<Record<string, unknown>> = {}) => ({
  家庭称谓: `导入${n}家庭`,
  家庭代表姓名: `代表${n}`,
  联系电话: '13900001234',
  'members.1.idNumber': idNumber('1971-03-05', n % 1000),
  ...more,
});
const rows = (from: number, count: number) => Array.from({ length: count }, (_, n) => row(from + n));
const prepare = (sheet: readonly Readonly<Record<string, unknown>>[], actor = clerk) =>
  prepareImport(world.deps, actor, { programme: world.programme, org: street(1), rows: sheet });

async function outcomesOf(id: string) {
  const found = { saved: [] as number[], known: [] as number[], refused: [] as number[] };
  let cursor: string | undefined;
  do {
    const page = await importOutcomes(world.deps, clerk, id, cursor);
    for (const each of page.items)
      for (const kind of ['saved', 'known', 'refused'] as const)
        found[kind].push(...each[kind].map((one) => one.row));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
const countDrafts = async () => {
  let [count, cursor]: [number, string | undefined] = [0, undefined];
  do {
    const page: Awaited<ReturnType<typeof listOwned>> = await listOwned(world.deps, clerk, cursor);
    count += page.items.length;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return count;
};

it('runs in chunks that may be cut off anywhere and run again: each row is one draft and one outcome', async () => {
  const { id, good, job } = await prepare(rows(1, 250));
  expect([good, job?.total]).toEqual([250, 250]);
  // kill -9 after the drafts of a chunk, before its place is written: the row is as it was before the chunk.
  const { pk, sk } = { pk: `JOB#${id}`, sk: 'META' };
  const before = await world.deps.table.get({ pk, sk }, { consistent: true });
  await runJob(world.deps, id).catch(() => undefined);
  await world.deps.table.put({ ...before!, pk, sk });
  await sweep(world.deps);
  const progress = await readImport(world.deps, clerk, id);
  expect([progress.job?.state, progress.job?.done, progress.job?.faultCount]).toEqual(['done', 250, 0]);
  const outcomes = await outcomesOf(id);
  expect(outcomes).toEqual({ saved: Array.from({ length: 250 }, (_, n) => n + 2), known: [], refused: [] });
  expect(await countDrafts()).toBe(250);
  // Nothing of the sheet is left outside the drafts.
  expect(world.stored.size).toBe(0);
  expect((await sealer(world.deps).open(id, '')).kind).toBe('erased');
});

it('keeps the rows sealed, and writes nothing while one of them is wrong', async () => {
  const before = await countDrafts();
  const prepared = await prepare([...rows(1_000, 2), row(1_002, { 在本区居住年数: '很久' }), row(1_000)]);
  expect([prepared.job, prepared.good, prepared.doubles]).toEqual([undefined, 2, [5]]);
  expect(prepared.faulty.map((one) => one.row)).toEqual([4]);
  const stored = [...world.stored.values()].map((bytes) => Buffer.from(bytes).toString('utf8')).join('');
  expect(
    ['导入1000家庭', '13900001234', idNumber('1971-03-05', 0)].filter((each) => stored.includes(each)),
  ).toEqual([]);
  await sweep(world.deps);
  expect(await countDrafts()).toBe(before);
  await startImport(world.deps, clerk, prepared.id);
  await startImport(world.deps, clerk, prepared.id);
  await sweep(world.deps);
  expect(await countDrafts()).toBe(before + 2);
  expect(await outcomesOf(prepared.id)).toEqual({ saved: [2, 3], known: [], refused: [] });
});

it('tells the rows that were there before, and is not for others', async () => {
  const { id } = await prepare([...rows(1, 2), row(2_000)]);
  await sweep(world.deps);
  expect(await outcomesOf(id)).toEqual({ saved: [4], known: [2, 3], refused: [] });
  const other = await world.as('clerk', street(2));
  expect(await codeOf(readImport(world.deps, other, id))).toBe('import-unknown');
  expect(await codeOf(prepare(rows(1, 1), other))).toBe('not-allowed');
  expect(await codeOf(readImport(world.deps, clerk, 'job-nothing'))).toBe('import-unknown');
  expect(await codeOf(prepare([]))).toBe('no-rows');
  expect(await codeOf(prepare(Array.from({ length: 5_001 }, () => ({ 家庭称谓: '甲' }))))).toBe(
    'too-many-rows',
  );
});

it('lets go of rows that nobody imported within a day, and says so', async () => {
  const { id } = await prepare([row(3_000), row(3_001, { 在本区居住年数: '很久' })]);
  expect(world.stored.size).toBe(1);
  world.at('2021-04-04T02:00:00.000Z');
  await sweep(world.deps);
  expect(world.stored.size).toBe(0);
  await startImport(world.deps, clerk, id);
  for (let left = 6; left > 0; left--) {
    world.at(`2021-04-04T0${9 - left}:00:00.000Z`);
    await sweep(world.deps);
  }
  const { job } = await readImport(world.deps, clerk, id);
  expect([job?.state, job?.error]).toEqual(['failed', 'import-expired']);
  expect(await world.deps.table.get(importKey(id), { consistent: true })).toBeDefined();
});

it('700 nominations come in as drafts, in chunks that hold and read no more at the end than at the beginning', async () => {
  // Nobody runs the job but this test.
  const waiting = { ...world.deps, handOver: async () => undefined };
  const before = await countDrafts();
  const { id, good } = await prepareImport(waiting, clerk, {
    ...{ programme: world.programme, org: street(1) },
    rows: rows(10_000, 700),
  });
  expect([good, world.stored.size]).toEqual([700, 7]);
  const chunks: { readonly done: number; readonly reads: number }[] = [];
  for (let state = 'waiting', at = 0; state !== 'done'; ) {
    const read = await readBy(world.deps, () => runJob(waiting, id));
    const { job } = await readImport(world.deps, clerk, id);
    chunks.push({ done: job!.done - at, reads: read.rows });
    [state, at] = [job!.state, job!.done];
  }
  expect(chunks.reduce((sum, { done }) => sum + done, 0)).toBe(700);
  expect(Math.max(...chunks.map(({ done }) => done))).toBeLessThanOrEqual(100);
  expect(chunks.filter(({ done, reads }) => reads > 3 * done + 20)).toEqual([]);
  expect((await countDrafts()) - before).toBe(700);
  expect(world.stored.size).toBe(0);
});
