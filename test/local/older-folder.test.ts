/**
 * The data folder that a version wrote is opened by the next: its rows fit, its parked machines go on. The folder of 0.2
 * lies in `test/fixtures/0.2.tgz`; `MAKE_FIXTURE=1 npx vitest run test/local/older-folder.test.ts` writes it anew while
 * 0.2 is not released.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { plantFurong } from '#local/demo/furong.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { keys } from '#store/keys.ts';
import { getMember } from '#store/people.ts';
import { rowFaults } from '#store/row-kinds.ts';
import type { Item } from '#store/table.ts';
import { openRound, playHalf } from './archive/play-half.ts';

const fixture = 'test/fixtures/0.2.tgz';
let folder: string;
let home: Home | undefined;
const open = (data: string, now?: string): Promise<Home> =>
  openHome({
    ...{ data, rehearsal: true, now, url: 'http://127.0.0.1:1', mailer: outboxMailer },
    log: () => undefined,
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hongbang-older-'));
  if (process.env.MAKE_FIXTURE === undefined) return;
  const data = join(folder, 'made', 'data');
  mkdirSync(data, { recursive: true });
  const made = await open(data, '2022-03-01T01:00:00.000Z');
  const { org } = await firstSteps(made);
  await playHalf(made, await plantFurong(made.deps, org));
  await made.close();
  mkdirSync('test/fixtures', { recursive: true });
  execFileSync('tar', ['-czf', fixture, '-C', join(folder, 'made'), 'data']);
});
afterAll(async () => {
  await home?.close();
  rmSync(folder, { recursive: true, force: true });
});

const all = async (table: 'main' | 'keys') =>
  Array.fromAsync(home!.database.rows(table) as AsyncIterable<Item>);

test('a folder of 0.2 is opened, and every row of it fits', async () => {
  expect(statSync(fixture).size).toBeLessThan(300_000);
  execFileSync('tar', ['-xzf', fixture, '-C', folder]);
  home = await open(join(folder, 'data'));
  expect(home.fresh).toBe(false);
  await home.settled();
  const rows = [...(await all('main')), ...(await all('keys'))];
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.flatMap((row) => rowFaults(row).map((fault) => `${row.pk} ${row.sk}: ${fault}`))).toEqual([]);
});

test('a nomination that waited in it is reviewed, and its machine goes on', async () => {
  const { deps, settled } = home!;
  const todo = (await all('main')).find(
    ({ pk, kind, round }) => pk.startsWith('WORK#') && kind === 'review' && round === openRound,
  );
  const nomination = String(todo?.nomination);
  const waiting = (await all('main')).filter(({ pk }) => pk.startsWith(`EXEC#${nomination}-`));
  expect(waiting.map(({ status }) => status)).toEqual(['parked']);
  const key = keys.candidacy(openRound, nomination);
  const before = await deps.table.get(key, { consistent: true });
  const reviewer = actorOf(await getMember(deps.table, String(todo?.member)), 'session');
  const decision = { round: openRound, nomination, step: String(todo?.step), reason: '' };
  await decideReview(deps, reviewer, { ...decision, outcome: 'approve' });
  await settled();
  const after = await deps.table.get(key, { consistent: true });
  // Its machine has taken the next step and asked the departments, in the execution that was parked.
  expect([before?.state, after?.state, after?.asked.length]).toEqual(['review', 'opinions', 2]);
  const later = (await all('main')).filter(({ pk }) => pk.startsWith(`EXEC#${nomination}-`));
  expect(later.map(({ pk, status }) => [pk, status])).toEqual([[waiting[0]?.pk, 'parked']]);
  expect(Number(later[0]?.rev)).toBeGreaterThan(Number(waiting[0]?.rev));
});
