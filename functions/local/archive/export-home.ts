/** The home of one machine as source and target of a move. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ExportSource, exportHome } from '#actions/running/home-export.ts';
import { checkArchive, type Imported, type ImportTarget, importHome } from '#actions/running/home-import.ts';
import type { ExportManifest } from '#actions/running/home-rows.ts';
import { attach } from '#local/commands/attach.ts';
import { openDatabase } from '#local/database/database.ts';
import { openFiles } from '#local/files.ts';
import { keepKeyMarks } from '#local/key-marks.ts';
import { layRings, openKeys, readRings } from '#local/keys.ts';
import { demandFree, snapshotOf } from './backup.ts';
import { openArchive, writeArchive } from './export-file.ts';
import { demandEmpty } from './into-folder.ts';

/** Writes an export of any home to a file: whole and on the disk, or not there. @throws Problem conflict `file-exists`. */
export async function writeExport(
  source: ExportSource,
  home: 'real' | 'rehearsal',
  file: string,
  passphrase: string,
): Promise<ExportManifest> {
  demandFree(file);
  const beside = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  let manifest: ExportManifest | undefined;
  async function* entries() {
    manifest = yield* exportHome(source);
  }
  try {
    await writeArchive(beside, home, passphrase, entries());
    const handle = await open(beside, 'r');
    await handle.sync().finally(() => handle.close());
    await link(beside, file);
  } finally {
    await rm(beside, { force: true });
  }
  return manifest!;
}

/**
 * Exports the home in a folder as it stood at one instant, also beside the running server; what is written after that
 * instant is not in it. @throws what attaching, the snapshot and writing throw.
 */
export async function exportFolder(options: {
  readonly data: string;
  readonly file: string;
  readonly passphrase: string;
}): Promise<ExportManifest & { readonly running: boolean }> {
  const file = resolve(options.file);
  demandFree(file);
  const home = await attach(options.data);
  try {
    const copy = await snapshotOf(home);
    try {
      const source: ExportSource = {
        rows: copy.rows,
        files: home.files,
        unwrap: home.keys.unwrap,
        rings: async () => readRings(home.data),
        clock: home.clock,
      };
      const kind = home.rehearsal ? 'rehearsal' : 'real';
      return { ...(await writeExport(source, kind, file, options.passphrase)), running: home.running };
    } finally {
      copy.close();
    }
  } finally {
    await home.close();
  }
}

/**
 * Imports an archive into an empty or new folder. It is filled beside it, under a name that follows from the archive, so
 * that a run that is broken off can be repeated and goes on; then it is moved there whole.
 * @throws Problem conflict `folder-not-empty`, and what importing and reading the archive throw.
 */
export async function importFolder(options: {
  readonly data: string;
  readonly file: string;
  readonly passphrase: string;
  readonly rehearsal: boolean;
}): Promise<Imported> {
  const data = resolve(options.data);
  demandEmpty(data);
  const archive = await openArchive(resolve(options.file), options.passphrase);
  await checkArchive(archive, options);
  const beside = join(dirname(data), `.import-${archive.id}`);
  await mkdir(beside, { recursive: true, mode: 0o700 });
  const database = await openDatabase({ data: beside });
  let moved: Imported;
  try {
    const target: ImportTarget = {
      rehearsal: options.rehearsal,
      main: database.main,
      keysTable: database.keys,
      rows: () => database.rows('main'),
      files: openFiles(join(beside, 'files')),
      wrap: (dataKey) => openKeys(beside, { create: false }).wrap(dataKey),
      layRings: async (rings) => layRings(beside, rings),
    };
    moved = await importHome(archive, target);
    await keepKeyMarks(database.main, openKeys(beside, { create: false }));
  } finally {
    await database.close();
  }
  if (existsSync(data)) await rmdir(data);
  await rename(beside, data);
  return moved;
}
