import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFiles } from '#local/files.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hongbang-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const all = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

describe('files in a folder', () => {
  it('come back as they went in, also under the same name twice, and can be removed', async () => {
    const files = openFiles(join(folder, 'deep', 'files'));
    await files.put('a1b2', Uint8Array.of(1, 2), 'image/jpeg');
    await files.put('a1b2', Uint8Array.of(3), 'image/jpeg');
    expect([...(await files.get('a1b2'))!]).toEqual([3]);
    await files.remove('a1b2');
    await files.remove('a1b2');
    expect(await files.get('a1b2')).toBe(undefined);
  });

  it('are readable by nobody else and leave nothing half written', async () => {
    const files = openFiles(folder);
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => files.put(`file${n}`, new Uint8Array(1000).fill(n), '')),
    );
    expect(
      all()
        .map((entry) => entry.name)
        .toSorted(),
    ).toEqual(Array.from({ length: 20 }, (_, n) => `file${n}`).toSorted());
    expect(all().every((entry) => (statSync(join(entry.parentPath, entry.name)).mode & 0o077) === 0)).toBe(
      true,
    );
  });

  it.each(['../x', 'a/b', '.hidden', '', 'a', 'a\\b', 'a\0b', 'x'.repeat(101)])(
    'never leave the folder: %j',
    async (name) => {
      const files = openFiles(folder);
      await expect(files.put(name, new Uint8Array(), '')).rejects.toThrow(RangeError);
      await expect(files.get(name)).rejects.toThrow(RangeError);
      await expect(files.remove(name)).rejects.toThrow(RangeError);
    },
  );
});
