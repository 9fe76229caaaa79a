/** The home of one machine as source and target of a move. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { exportHome, type MoveSource } from '#actions/running/home-export.ts';
import { checkArchive, importHome, type Moved, type MoveTarget } from '#actions/running/home-import.ts';
import type { MoveManifest } from '#actions/running/home-rows.ts';
import { attach } from '#local/commands/attach.ts';
import { openDatabase } from '#local/database/database.ts';
import { scan } from '#local/database/scan.ts';
import { openWire, type Wire, wireClient } from '#local/database/wire.ts';
import { openFiles } from '#local/files.ts';
import { layRings, openKeys, readRings } from '#local/keys.ts';
import { unpack } from '#store/packing.ts';
import { tables } from '#store/schema.ts';
import { type Item, openTable } from '#store/table.ts';
import { plainItem } from '#store/values.ts';
import { demandFree, snapshot } from './backup.ts';
import { openArchive, writeArchive } from './export-file.ts';
import { demandEmpty } from './restore.ts';

const shapes = tables('hongbang');

/** All rows of a table as they were written. */
async function* rowsOf(wire: Wire, table: string): AsyncGenerator<Item> {
  for await (const item of scan(wire, table)) yield unpack(plainItem(item) as Item);
}

/** Writes an export of any home to a file: whole and on the disk, or not there. @throws Problem conflict `file-exists`. */
export async function writeExport(
  source: MoveSource,
  home: 'real' | 'rehearsal',
  file: string,
  passphrase: string,
): Promise<MoveManifest> {
  demandFree(file);
  const beside = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
  let manifest: MoveManifest | undefined;
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
}): Promise<MoveManifest & { readonly running: boolean }> {
  const file = resolve(options.file);
  demandFree(file);
  const home = await attach(options.data);
  try {
    const copy = await snapshot(home);
    try {
      const source: MoveSource = {
        rows: (table) => rowsOf(copy.wire, shapes[table].name),
        files: home.files,
        unwrap: home.keys.unwrap,
        rings: async () => readRings(home.data),
        clock: home.clock,
      };
      const kind = home.rehearsal ? 'rehearsal' : 'real';
      return { ...(await writeExport(source, kind, file, options.passphrase)), running: home.running };
    } finally {
      await copy.close();
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
}): Promise<Moved> {
  const data = resolve(options.data);
  demandEmpty(data);
  const archive = await openArchive(resolve(options.file), options.passphrase);
  await checkArchive(archive, options);
  const beside = join(dirname(data), `.import-${archive.id}`);
  await mkdir(beside, { recursive: true, mode: 0o700 });
  const database = await openDatabase({ data: beside, log: () => undefined });
  const opened = openWire(database.endpoint);
  let moved: Moved;
  try {
    await database.createTables([shapes.main, shapes.keys]);
    const target: MoveTarget = {
      rehearsal: options.rehearsal,
      main: openTable(wireClient(opened.wire), shapes.main.name),
      keysTable: openTable(wireClient(opened.wire), shapes.keys.name),
      rows: () => rowsOf(opened.wire, shapes.main.name),
      files: openFiles(join(beside, 'files')),
      wrap: (dataKey) => openKeys(beside, { create: false }).wrap(dataKey),
      layRings: async (rings) => layRings(beside, rings),
    };
    moved = await importHome(archive, target);
  } finally {
    opened.close();
    await database.close();
  }
  if (existsSync(data)) await rmdir(data);
  await rename(beside, data);
  return moved;
}
