import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Problem } from '#domain/problem.ts';
import { openEmbedded } from './embedded.ts';

const folders: string[] = [];
const folder = () => {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-'));
  folders.push(data);
  return data;
};
afterEach(() => {
  for (const data of folders.splice(0)) rmSync(data, { recursive: true, force: true });
});
const problem = (opening: Promise<unknown>) =>
  opening.then(
    () => {
      throw new Error('it opened');
    },
    (error: Problem) => error,
  );

test('a killed database is started again, keeps what it acknowledged and is waited for', async () => {
  const embedded = await openEmbedded();
  const acknowledged: number[] = [];
  for (let at = 0; at < 120; at++) {
    const write = embedded.main.put({ pk: 'A', sk: String(at).padStart(4, '0') });
    if (at % 40 === 20) process.kill(embedded.database.pid()!, 'SIGKILL');
    await write;
    acknowledged.push(at);
  }
  const { items } = await embedded.main.query({ pk: 'A' });
  expect(items.map((item) => Number(item.sk))).toEqual(acknowledged);
  expect(embedded.logged.filter((code) => code === 'database.died').length).toBe(3);
  await embedded.close();
});

test('data survive a stop and a start on the same folder', async () => {
  const data = folder();
  const first = await openEmbedded({ data });
  await first.main.put({ pk: 'A', sk: '1', word: '红榜' });
  await first.close();
  const second = await openEmbedded({ data });
  expect(await second.main.get({ pk: 'A', sk: '1' })).toEqual({ pk: 'A', sk: '1', word: '红榜' });
  await second.close();
});

test('a folder in use is refused and its owner undisturbed; a dead owner’s lock is taken over', async () => {
  const data = folder();
  const first = await openEmbedded({ data });
  const refusal = await problem(openEmbedded({ data }));
  expect([refusal.kind, refusal.code]).toEqual(['conflict', 'data-folder-in-use']);
  await first.main.put({ pk: 'A', sk: '1' });
  await first.close();
  // this very process id, but born at another time: the id was given out again
  writeFileSync(join(data, 'lock'), JSON.stringify({ pid: process.pid, born: '1' }));
  await (await openEmbedded({ data })).close();
  writeFileSync(join(data, 'lock'), '');
  await (await openEmbedded({ data })).close();
});

test('a damaged database file is named as such and left as it was', async () => {
  const data = folder();
  mkdirSync(join(data, 'db'));
  writeFileSync(join(data, 'db', 'hongbang.db'), '红'.repeat(4_000));
  const refusal = await problem(openEmbedded({ data }));
  expect([refusal.kind, refusal.code]).toEqual(['unavailable', 'database-damaged']);
});

test('a data folder that cannot be made is a clear problem', async () => {
  const data = folder();
  writeFileSync(join(data, 'file'), '');
  const refusal = await problem(openEmbedded({ data: join(data, 'file', 'below') }));
  expect([refusal.kind, refusal.code]).toEqual(['unavailable', 'data-folder-unwritable']);
});
