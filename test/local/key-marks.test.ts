import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Problem } from '#domain/problem.ts';
import { openTablesInMemory, type SqliteTables } from '#local/database/tables.ts';
import { demandOwnKeys, keepKeyMarks } from '#local/key-marks.ts';
import { openKeys } from '#local/keys.ts';

let data: string;
let tables: SqliteTables;
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'hongbang-marks-'));
  tables = openTablesInMemory();
  await keepKeyMarks(tables.main, openKeys(data, { create: true }));
});
afterEach(async () => {
  await tables.close();
  rmSync(data, { recursive: true, force: true });
});
const file = () => join(data, 'keys');
const open = () => openKeys(data, { create: false });
const codeOf = (work: Promise<void>) =>
  work.then(
    () => undefined,
    (error: Problem) => error.code,
  );
const rewrite = (
  change: (rings: Record<string, { current: number; keys: Record<string, string> }>) => void,
) => {
  const content = JSON.parse(readFileSync(file(), 'utf8'));
  change(content.rings);
  writeFileSync(file(), JSON.stringify(content));
};

it('the keys that the data were made with are accepted, and marked without being told', async () => {
  expect(await codeOf(demandOwnKeys(tables.main, open()))).toBeUndefined();
  const [row] = [...tables.rows('main')];
  const { rings } = JSON.parse(readFileSync(file(), 'utf8'));
  for (const { keys } of Object.values<{ keys: Record<string, string> }>(rings))
    for (const key of Object.values(keys)) expect(JSON.stringify(row)).not.toContain(key);
});

it.each(['master', 'identity', 'link'])('a file with another key of the ring %s is refused', async (ring) => {
  rewrite((rings) => {
    rings[ring]!.keys[1] = Buffer.alloc(32, 7).toString('base64url');
  });
  expect(await codeOf(demandOwnKeys(tables.main, open()))).toBe('keys-of-another');
});

it('a backup of the file from before a rotation is refused, one from after it is not', async () => {
  const before = readFileSync(file());
  const keys = open();
  keys.rotate('master');
  await keepKeyMarks(tables.main, keys);
  expect(await codeOf(demandOwnKeys(tables.main, open()))).toBeUndefined();
  writeFileSync(file(), before);
  expect(await codeOf(demandOwnKeys(tables.main, open()))).toBe('keys-too-old');
});

it('an old version that was taken out of the file is no fault', async () => {
  const keys = open();
  keys.rotate('link');
  await keepKeyMarks(tables.main, keys);
  rewrite((rings) => {
    delete rings.link!.keys[1];
  });
  expect(await codeOf(demandOwnKeys(tables.main, open()))).toBeUndefined();
});
