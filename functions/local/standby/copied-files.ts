/** Attachments of a standby copy: those that are new since the last look, before the rows that name them. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorOf } from '#domain/thrown.ts';
import { placeOf } from '#local/files.ts';
import type { Files } from '#ports';

export interface CopiedFiles {
  /** The attachments of the home, with what is put and removed remembered. */
  readonly files: Files;
  /** Copies all that are missing, and takes away what is no more in the home. */
  copyAll(): Promise<void>;
  /** Copies what was put since; a failed one is kept for the next time. */
  copyNew(): Promise<void>;
  /** Takes away what was removed since. */
  removeGone(): Promise<void>;
}

async function copyWhole(from: string, to: string): Promise<void> {
  const beside = `${to}.part`;
  await copyFile(from, beside);
  const handle = await open(beside, 'r+');
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(beside, to);
}

const sizeOf = async (file: string): Promise<number | undefined> => {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (errorOf(error).code === 'ENOENT') return undefined;
    throw error;
  }
};

async function* namesIn(folder: string): AsyncGenerator<string> {
  if (!existsSync(folder)) return;
  for (const part of await readdir(folder))
    for (const name of await readdir(join(folder, part))) if (!name.startsWith('.')) yield name;
}

/** Follows the attachments under `from` into `to`. */
export function copyFiles(files: Files, from: string, to: string): CopiedFiles {
  const put = new Set<string>();
  const gone = new Set<string>();
  const copy = async (name: string): Promise<void> => {
    const [source, target] = [placeOf(from, name), placeOf(to, name)];
    const size = await sizeOf(source);
    // given up meanwhile, or there already: what stands under a name never changes
    if (size === undefined || size === (await sizeOf(target))) return;
    await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
    await copyWhole(source, target);
  };
  return {
    files: {
      ...files,
      async put(name, bytes, type) {
        await files.put(name, bytes, type);
        gone.delete(name);
        put.add(name);
      },
      async remove(name) {
        await files.remove(name);
        gone.add(name);
      },
    },
    async copyAll() {
      for await (const name of namesIn(from)) await copy(name);
      for await (const name of namesIn(to))
        if ((await sizeOf(placeOf(from, name))) === undefined) await rm(placeOf(to, name), { force: true });
    },
    async copyNew() {
      for (const name of put) {
        await copy(name);
        put.delete(name);
      }
    },
    async removeGone() {
      for (const name of gone) {
        await rm(placeOf(to, name), { force: true });
        gone.delete(name);
      }
    },
  };
}
