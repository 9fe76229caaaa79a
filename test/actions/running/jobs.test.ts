import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobHandler } from '#actions/job.ts';
import { startJob } from '#actions/job.ts';
import { jobHandler, supplyJob } from '#actions/running/job-kinds.ts';
import { getJob, listJobs, runJob, stopJob } from '#actions/running/jobs.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys, padded } from '#store/keys.ts';
import { rewrapRecordKeys, sealer } from '#store/sealing.ts';
import { type LetterTest, openLetterTest } from '../letter/letter-deps.ts';
import { codeOf } from '../people/people-deps.ts';

let test: LetterTest;
let root: Actor;
let clerk: Actor;
beforeAll(async () => {
  test = await openLetterTest();
  root = await test.administrator('city');
  clerk = { ...root, id: 'clerk', grants: [{ org: 'east', role: 'clerk' }] };
});
const handler = jobHandler('import-nominations');
afterAll(() => {
  supplyJob('import-nominations', handler);
  return test.embedded.close();
});

/** Imports so many rows, `rows` a chunk; the cursor is the number of the next row. */
const importOf =
  (total: number, work: (row: number) => void = () => {}): JobHandler =>
  async (_deps, job, { rows }) => {
    const from = Number(job.cursor ?? 0);
    const to = Math.min(total, from + rows);
    const faults = [];
    for (let row = from; row < to; row++) {
      work(row);
      if (row % 4 === 3)
        faults.push({ field: `rows.${row}`, code: 'bad', text: { zh: '有误', en: 'wrong' } });
    }
    return { cursor: to < total ? String(to) : undefined, done: to - from, faults };
  };
const start = (more: { readonly id?: string; readonly total?: number } = {}) =>
  startJob(test.deps, clerk, 'import-nominations', { org: 'east', ...more });

describe('a job', () => {
  it('is refused to those who may not', async () => {
    supplyJob('import-nominations', importOf(0));
    const stranger: Actor = { ...clerk, grants: [{ org: 'west', role: 'clerk' }] };
    expect(await codeOf(startJob(test.deps, stranger, 'import-nominations', { org: 'east' }))).toBe(
      'not-allowed',
    );
    expect(await codeOf(startJob(test.deps, clerk, 'rewrap-keys', { org: 'city' }))).toBe('not-allowed');
  });

  it('runs in chunks of a hundred; the sweeper goes on to the end, with progress and faults', async () => {
    supplyJob('import-nominations', importOf(250));
    const { id } = await start({ total: 250 });
    expect(await getJob(test.deps, root, id)).toMatchObject({ state: 'running', done: 100, cursor: '100' });
    await sweep(test.deps);
    const job = await getJob(test.deps, root, id);
    expect(job).toMatchObject({ state: 'done', done: 250, total: 250, faultCount: 62, endedAt: test.now() });
    expect(job.faults.length).toBe(50);
    expect(job).not.toHaveProperty('claimed');
    expect(await sweep(test.deps)).toMatchObject({ processed: 0, lagSeconds: 0 });
    expect((await listJobs(test.deps, root, 'east')).items[0]?.id).toBe(id);
    expect(await codeOf(getJob(test.deps, root, 'job999'))).toBe('job-unknown');
  });

  it('is one however often it is started under its id', async () => {
    let rows = 0;
    supplyJob(
      'import-nominations',
      importOf(10, () => void rows++),
    );
    const first = await start({ id: 'job-once' });
    expect((await start({ id: 'job-once' })).createdAt).toBe(first.createdAt);
    expect(rows).toBe(10);
  });

  it('has one runner at a time; a dead one lets go after half a minute', async () => {
    let second: string | undefined = 'not tried';
    supplyJob('import-nominations', async (deps, job) => {
      second = await codeOf(runJob(deps, job.id));
      return { cursor: undefined, done: 1 };
    });
    await start({ id: 'job-two' });
    expect(second).toBe('job-taken');
    expect((await getJob(test.deps, root, 'job-two')).done).toBe(1);

    supplyJob('import-nominations', importOf(150));
    await start({ id: 'job-dead' });
    const claimed = new Date(test.deps.clock() + 30_000).toISOString();
    await test.deps.table.update(keys.job('job-dead'), { set: { claimed }, add: { version: 1 } });
    expect(await sweep(test.deps)).toMatchObject({ processed: 0, failed: 1 });
    test.pass(30);
    await sweep(test.deps);
    expect(await getJob(test.deps, root, 'job-dead')).toMatchObject({ state: 'done', done: 150 });
  });

  it('loses its chunk to whoever wrote the row meanwhile', async () => {
    supplyJob('import-nominations', async (deps, job) => {
      await deps.table.update(keys.job(job.id), { add: { version: 1 }, set: { cursor: 'theirs' } });
      return { cursor: 'mine', done: 1 };
    });
    await start({ id: 'job-lost' });
    expect(await getJob(test.deps, root, 'job-lost')).toMatchObject({ cursor: 'theirs', done: 0 });
    await stopJob(test.deps, clerk, 'job-lost');
  });

  it('is given up after five broken chunks, and says why', async () => {
    supplyJob('import-nominations', async () => {
      throw new TypeError('李家 is undefined');
    });
    const { id } = await start();
    for (let n = 1; n <= 6; n++) await sweep(test.deps);
    expect(await getJob(test.deps, root, id)).toMatchObject({
      state: 'failed',
      broken: 5,
      error: 'TypeError',
    });
    expect(await sweep(test.deps)).toMatchObject({ processed: 0, failed: 0 });
  });

  it('stops when told, between chunks', async () => {
    supplyJob('import-nominations', importOf(1_000));
    const { id } = await start();
    expect(await stopJob(test.deps, clerk, id)).toMatchObject({ state: 'stopped', done: 100 });
    await sweep(test.deps);
    expect(await getJob(test.deps, root, id)).toMatchObject({ state: 'stopped', done: 100 });
  });
});

describe('rewrapping keys', () => {
  it('walks all record keys to the end', async () => {
    const seal = sealer(test.deps);
    for (let i = 0; i < 120; i++)
      await test.deps.keysTable.together([(await seal.newRecordKey(`nom${padded(i)}`)).op]);
    const { id } = await startJob(test.deps, root, 'rewrap-keys', { org: 'city' });
    await sweep(test.deps);
    expect(await getJob(test.deps, root, id)).toMatchObject({ state: 'done', done: 120 });
    expect((await rewrapRecordKeys(test.deps)).cursor).toBeDefined();
  });
});
