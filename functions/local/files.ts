/** The Files port on one machine: a folder, files whole or not there (docs/architecture.md#homes). */

import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorOf } from '#domain/thrown.ts';
import type { Files } from '#ports';

/** Names are ours and random; anything that could leave the folder is a defect of the caller. */
function demandName(name: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{1,99}$/.test(name))
    throw new RangeError(`not the name of a file: ${JSON.stringify(name)}`);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Where an attachment stands under the folder. The end of the name spreads best: the beginning may be a time. */
export const placeOf = (folder: string, name: string): string =>
  join(folder, name.slice(-2).toLowerCase(), name);

/**
 * Opens the attachments under a folder, which is made when needed. A file is written beside its place and moved into it,
 * so that a crash leaves no half. The type is not kept: the record of the file has it.
 * @throws RangeError for a name that no attachment has.
 */
export function openFiles(folder: string): Files {
  const inside = (name: string) => dirname(placeOf(folder, name));
  return {
    async put(name, bytes) {
      demandName(name);
      const home = inside(name);
      await mkdir(home, { recursive: true, mode: 0o700 });
      const beside = join(home, `.${randomBytes(8).toString('hex')}`);
      try {
        const handle = await open(beside, 'wx', 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(beside, join(home, name));
      } finally {
        await rm(beside, { force: true });
      }
      await syncFolder(home);
    },
    async get(name) {
      demandName(name);
      try {
        return await readFile(join(inside(name), name));
      } catch (error) {
        if (errorOf(error).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async remove(name) {
      demandName(name);
      await rm(join(inside(name), name), { force: true });
    },
  };
}
