import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Problem } from '#domain/problem.ts';
import { openDatabase } from '#local/database/database.ts';
import { openConnection } from '#local/database/sqlite.ts';
import { createTables, openTables } from '#local/database/tables.ts';
import { is } from '#store/guard.ts';
import type { Item } from '#store/table.ts';

const folders: string[] = [];
const folder = () => {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-'));
  folders.push(data);
  return data;
};
afterEach(() => {
  for (const data of folders.splice(0)) rmSync(data, { recursive: true, force: true });
});
const fileIn = (data: string): string => join(data, 'hongbang.sqlite');
const open = (data: string, beside = false) => openDatabase({ data, beside, endpoint: '' });
const refusalOf = async (opening: Promise<unknown>): Promise<readonly [string, string]> => {
  try {
    await opening;
  } catch (error) {
    return [(error as Problem).kind, (error as Problem).code];
  }
  throw new Error('it opened');
};

test('data survive a stop and a start on the same folder, in a file that only its owner reads', async () => {
  const data = folder();
  const first = await open(data);
  await first.main.put({ pk: 'A', sk: '1', word: '红榜' });
  expect([fileIn(data), `${fileIn(data)}-wal`].map((path) => statSync(path).mode & 0o777)).toEqual([
    0o600, 0o600,
  ]);
  await first.close();
  const second = await open(data);
  expect(await second.main.get({ pk: 'A', sk: '1' })).toEqual({ pk: 'A', sk: '1', word: '红榜' });
  await second.close();
});

test('what is not yet answered when it is closed is written all the same', async () => {
  const data = folder();
  const first = await open(data);
  const write = first.main.put({ pk: 'A', sk: '1' });
  await first.close();
  await write;
  const second = await open(data);
  expect(await second.main.get({ pk: 'A', sk: '1' })).toBeDefined();
  await second.close();
});

test('a folder in use is refused and its owner undisturbed; a dead owner’s lock is taken over', async () => {
  const data = folder();
  const first = await open(data);
  expect(await refusalOf(open(data))).toEqual(['conflict', 'data-folder-in-use']);
  await first.main.put({ pk: 'A', sk: '1' });
  await first.close();
  // this very process id, but born at another time: the id was given out again
  writeFileSync(join(data, 'lock'), JSON.stringify({ pid: process.pid, born: '1' }));
  await (await open(data)).close();
  writeFileSync(join(data, 'lock'), '');
  await (await open(data)).close();
});

test('a command beside the server writes the same file, and each sees what the other was answered', async () => {
  const data = folder();
  const server = await open(data);
  const command = await open(data, true);
  const key = { pk: 'A', sk: 'sum' };
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      await (i % 2 === 0 ? server : command).main.update(key, { add: { n: 1 } });
    }),
  );
  expect([await server.main.get(key), await command.main.get(key)]).toEqual([
    { ...key, n: 40 },
    { ...key, n: 40 },
  ]);
  await command.close();
  expect(existsSync(join(data, 'lock'))).toBe(true);
  await server.close();
});

test('a snapshot holds what stood at its instant, and leaves nothing behind', async () => {
  const data = folder();
  const database = await open(data);
  const rows = Array.from({ length: 300 }, (_, i) => ({ pk: 'A', sk: String(i), text: 'x'.repeat(500) }));
  await database.main.batchPut(rows);
  await database.keys.put({ pk: 'K', sk: '1' });
  // a process that was killed left its copy; no process has this id
  writeFileSync(join(data, '.copy-4194305-00000000'), 'left');
  const snapshot = await database.snapshot!();
  const copies = readdirSync(data).filter((name) => name.startsWith('.copy-'));
  expect(copies).not.toContain('.copy-4194305-00000000');
  for (const copy of copies.filter((name) => !/-(wal|shm)$/.test(name)))
    expect(statSync(join(data, copy)).mode & 0o777).toBe(0o600);
  await database.main.put({ pk: 'A', sk: 'later' });
  const found: Item[] = [];
  for await (const row of snapshot.rows('main')) found.push(row);
  expect(found).toEqual(rows);
  expect([...(snapshot.rows('keys') as Iterable<Item>)]).toEqual([{ pk: 'K', sk: '1' }]);
  snapshot.close();
  await database.close();
  expect(existsSync(fileIn(data))).toBe(true);
  expect(readdirSync(data)).toEqual(['hongbang.sqlite']);
});

test('a full disk refuses what does not fit with a Problem, and nothing that fits beside it', async () => {
  const connection = openConnection(join(folder(), 'full'));
  createTables(connection);
  const { main, close } = openTables(connection);
  const limit = (more: number) => {
    const { page_count: pages } = connection.prepare('PRAGMA page_count').get() as { page_count: number };
    connection.exec(`PRAGMA max_page_count = ${pages + more}`);
  };
  await main.put({ pk: 'A', sk: '1', n: 1 });
  limit(4);
  const large = { pk: 'A', sk: '3', text: 'x'.repeat(200_000) };
  const [small, refused, other] = await Promise.allSettled([
    main.put({ pk: 'A', sk: '2', text: 'x' }),
    main.put(large),
    main.update({ pk: 'A', sk: '1' }, { add: { n: 1 } }, is('n', 1)),
  ]);
  expect([small.status, other.status]).toEqual(['fulfilled', 'fulfilled']);
  expect((refused as PromiseRejectedResult).reason).toMatchObject({
    kind: 'unavailable',
    code: 'database-unavailable',
  });
  expect((await main.query({ pk: 'A' })).items).toEqual([
    { pk: 'A', sk: '1', n: 2 },
    { pk: 'A', sk: '2', text: 'x' },
  ]);
  limit(1_000);
  await main.put(large);
  await close();
});

test('a damaged file, and one that is no database or another’s, is named as such and left as it was', async () => {
  const data = folder();
  writeFileSync(fileIn(data), '红'.repeat(4_000));
  expect(await refusalOf(open(data))).toEqual(['unavailable', 'database-damaged']);
  expect(readFileSync(fileIn(data), 'utf8')).toBe('红'.repeat(4_000));

  const other = folder();
  const connection = openConnection(fileIn(other));
  connection.exec('CREATE TABLE notes (words TEXT)');
  connection.close();
  expect(await refusalOf(open(other))).toEqual(['unavailable', 'database-damaged']);

  // one page of many, in the middle of the file, overwritten: by a disk, or a copy that was broken off
  const torn = folder();
  const whole = await open(torn);
  await whole.main.batchPut(
    Array.from({ length: 500 }, (_, i) => ({ pk: 'A', sk: String(i), text: 'x'.repeat(300) })),
  );
  await whole.close();
  const bytes = readFileSync(fileIn(torn));
  bytes.fill(0x5a, 20 * 4_096, 21 * 4_096);
  writeFileSync(fileIn(torn), bytes);
  expect(await refusalOf(open(torn))).toEqual(['unavailable', 'database-damaged']);
  expect(readFileSync(fileIn(torn)).equals(bytes)).toBe(true);
});

test('a file of a newer version is left alone', async () => {
  const data = folder();
  await (await open(data)).close();
  const connection = openConnection(fileIn(data));
  connection.exec('PRAGMA user_version = 2');
  connection.close();
  expect(await refusalOf(open(data))).toEqual(['unavailable', 'database-newer']);
});

test('a data folder of 0.1.0 is refused and left as it was', async () => {
  const data = folder();
  mkdirSync(join(data, 'db'));
  writeFileSync(join(data, 'db', 'hongbang.db'), 'old');
  expect(await refusalOf(open(data))).toEqual(['conflict', 'data-of-0-1-0']);
  expect([existsSync(fileIn(data)), existsSync(join(data, 'lock'))]).toEqual([false, false]);
});

test('a start that was killed while it made the file is made good by the next', async () => {
  const data = folder();
  writeFileSync(fileIn(data), '');
  const database = await open(data);
  await database.main.put({ pk: 'A', sk: '1' });
  await database.close();
});

test('rows go when their time was over, and no others', async () => {
  const data = folder();
  const database = await open(data);
  await database.main.batchPut([100, 200, undefined, 'x'].map((ttl, i) => ({ pk: 'A', sk: String(i), ttl })));
  await database.expire!(200);
  expect((await database.main.query({ pk: 'A' })).items.map(({ sk }) => sk)).toEqual(['1', '2', '3']);
  await database.close();
});

test('a data folder that cannot be made is a clear problem', async () => {
  const data = folder();
  writeFileSync(join(data, 'file'), '');
  expect(await refusalOf(open(join(data, 'file', 'below')))).toEqual([
    'unavailable',
    'data-folder-unwritable',
  ]);
});
