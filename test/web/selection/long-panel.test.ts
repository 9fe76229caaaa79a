/** A panel over many: its closing is a job whose every chunk is bounded, and whose ranks do not depend on where it was cut. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runJob } from '#actions/running/jobs.ts';
import { closePanel } from '#actions/selection/panel-closing.ts';
import type { Job } from '#domain/running/job-record.ts';
import { keys } from '#store/keys.ts';
import { find, getCandidacy, getRound } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import type { Item } from '#store/table.ts';
import { manyId, plantMany } from '../../actions/many.ts';
import { type Office, openOffice } from '../../actions/office.ts';
import { readBy } from '../../reading.ts';
import { openBrowser } from '../people/account-browser.ts';

const at = '2022-02-25T01:00:00.000Z';
/** Marks go up by one with every second nominee, so that they share ranks two by two. */
const markOf = (n: number) => Math.floor(n / 2) / 100;

/** A panel of three that has judged everybody, save one ballot. */
async function openPanel(count: number) {
  const office = await openOffice();
  office.test.use({ site: { url: 'http://localhost' } });
  await plantMany(office, count);
  await office.move({ status: 'selecting', phase: 1, progress: 'idle' });
  const people = await Promise.all([1, 2, 3].map((n) => office.member(`p${n}@example.cn`, 'panellist')));
  const made: Item[] = people.map(({ id: member, name }) =>
    rows.panellist({ round: office.round, member, name, invitedAt: at, commitment: { text: '1', at } }),
  );
  for (let n = 1; n <= count; n++)
    for (const { id: member } of people)
      made.push(ballot(office, manyId(n), member, { idea: String(markOf(n)), use: '10' }));
  await office.deps.table.batchPut(made);
  return { office, people };
}
const ballot = ({ round }: Office, nomination: string, member: string, scores: Record<string, string>) =>
  rows.ballot({ round, nomination, member, scores, salt: 's', at, version: 1 });

let small: Awaited<ReturnType<typeof openPanel>>;
let large: Awaited<ReturnType<typeof openPanel>>;
beforeAll(async () => {
  small = await openPanel(200);
  large = await openPanel(2_000);
});
afterAll(async () => {
  await small.office.test.embedded.close();
  await large.office.test.embedded.close();
});

const jobOf = ({ deps }: Office, id: string) => find<Job>(deps.table, keys.job(id));
async function close({ deps, admin, round }: Office): Promise<string> {
  const { job = '' } = await closePanel(deps, admin, round);
  return job;
}
/** Runs a job to its end, or so many chunks; no chunk reads more than a bounded number of rows. */
async function run({ deps }: Office, job: string, chunks = Number.POSITIVE_INFINITY): Promise<void> {
  for (let n = 0; n < chunks; n++) {
    let left: string | undefined;
    const read = await readBy(deps, async () => {
      left = await runJob(deps, job);
    });
    expect(read.rows).toBeLessThan(1_000);
    if (left === 'done') return;
  }
}

it('whoever has not judged is named by the job, and the panel opens again', async () => {
  const { office, people } = small;
  const missing = keys.scores(office.round, manyId(150), people[0]!.id);
  await office.deps.table.remove(missing);
  const job = await close(office);
  await run(office, job);
  const { state, faults } = (await jobOf(office, job))!;
  expect([state, faults.map(({ text: { zh } }) => zh)]).toEqual([
    'done',
    ['“作品150”还有 1 名评委未评，请催办'],
  ]);
  expect(await find(office.deps.table, keys.panelClosing(office.round))).toBeUndefined();
  await office.deps.table.put(
    ballot(office, manyId(150), people[0]!.id, { idea: String(markOf(150)), use: '10' }),
  );
});

it('pressing reads as much of 2,000 as of 200; ranks show when all is done; a chunk done twice changes nothing', async () => {
  const jobs: string[] = [];
  const reads: number[] = [];
  for (const { office } of [small, large]) {
    const read = await readBy(office.deps, async () => {
      jobs.push(await close(office));
    });
    reads.push(read.rows);
  }
  expect(reads[1]).toBe(reads[0]);
  const { office } = large;
  const { deps, round } = office;
  const [, job = ''] = jobs;
  expect(await close(office)).toBe(job);

  await run(office, job, 25);
  const { cursor = '' } = (await jobOf(office, job))!;
  expect(JSON.parse(cursor)).toMatchObject({ part: 'ranks' });
  const browser = openBrowser(deps);
  await browser.signIn(office.admin);
  const path = `/rounds/${encodeURIComponent(round)}/panel`;
  const page = await browser.get(path);
  expect([page.status, page.text.includes('正在汇总，全部完成后显示名次')]).toEqual([200, true]);
  expect(page.html).toContain(`/jobs/${job}`);
  expect((await getRound(deps.table, round)).progress).toBe('idle');
  // The best are ranked already; no page and no route says so before all are.
  const best = `/rounds/${encodeURIComponent(round)}/nominations/${manyId(2_000)}`;
  expect((await getCandidacy(deps.table, round, manyId(2_000))).score?.rank).toBe(1);
  const scoreByApi = async () =>
    JSON.parse((await browser.get(`/api/rounds/${round}/candidacies/${manyId(2_000)}`)).html).score?.rank;
  expect([(await browser.get(best)).text.includes('评审名次'), await scoreByApi()]).toEqual([
    false,
    undefined,
  ]);

  // Killed after its writes and before its row was: the same chunk once more.
  const before = (await jobOf(office, job))!;
  await run(office, job, 1);
  await deps.table.put({
    ...before,
    ...keys.job(job),
    gsi1pk: keys.jobsOf(before.org),
    gsi1sk: `${before.createdAt}#${job}`,
  });
  await run(office, job);
  expect((await getRound(deps.table, round)).progress).toBe('ended');
  const ranks = await Promise.all(
    [2_000, 1_999, 1_998, 3, 2, 1].map(async (n) => (await getCandidacy(deps.table, round, manyId(n))).score),
  );
  expect(ranks.map((score) => [score?.rank, score?.tied])).toEqual([
    [1, undefined],
    [2, true],
    [2, true],
    [1_998, true],
    [1_998, true],
    [2_000, undefined],
  ]);
  expect((await getCandidacy(deps.table, round, manyId(2_000))).version).toBe(2);
  const board = (await browser.get(path)).text;
  expect([board.includes('正在汇总'), board.includes('并列'), board.includes('谁入选由本单位')]).toEqual([
    false,
    true,
    true,
  ]);
  expect([(await browser.get(best)).text.includes('评审名次'), await scoreByApi()]).toEqual([true, 1]);
}, 240_000);
