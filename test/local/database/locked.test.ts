import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '#local/database/database.ts';
import { fileOf } from '#local/database/file.ts';

it.skipIf(!existsSync('/proc/locks'))(
  'an open database keeps its locks on the file: looking it over takes none of them along',
  async () => {
    const data = mkdtempSync(join(tmpdir(), 'hongbang-locked-'));
    await (await openDatabase({ data, endpoint: '' })).close();
    const database = await openDatabase({ data, endpoint: '' });
    const { ino } = statSync(fileOf(data));
    const own = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .filter((line) => line.includes(` ${process.pid} `) && line.includes(`:${ino} `));
    await database.close();
    rmSync(data, { recursive: true });
    expect(own).toHaveLength(1);
  },
);
