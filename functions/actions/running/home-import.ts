/** Import of an archive into an empty home: resumable, safe to repeat; machines are started anew from the table. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { invalid, missing, Problem, type Text, text } from '#domain/problem.ts';
import type { Files } from '#ports';
import { keys } from '#store/keys.ts';
import { eachRowOnce, standingOps } from '#store/standing.ts';
import type { Item, Key, Op, Table } from '#store/table.ts';
import { rowsInLines } from '#store/values.ts';
import type { DueRow } from '#store/writing.ts';
import { exportedKey } from './home-export.ts';
import {
  type ArchiveEntry,
  type ExportManifest,
  exportManifest,
  type HmacRings,
  hmacRingsSchema,
  isDueRow,
  isHomeRow,
  isReplaceable,
  startOf,
  wrappedRow,
} from './home-rows.ts';

/** A home to be filled. */
export interface ImportTarget {
  readonly rehearsal: boolean;
  readonly main: Table;
  readonly keysTable: Table;
  /** Every row of the main table; read only until one is found that an empty home has not. */
  rows(): AsyncIterable<Item> | Iterable<Item>;
  readonly files: Pick<Files, 'put'>;
  wrap(dataKey: Uint8Array): Promise<string>;
  /** Keeps the HMAC keys for good; called again with the same ones after an interruption. */
  layRings(rings: HmacRings): Promise<void>;
}

/** An archive that can be read several times. */
export interface HomeArchive {
  readonly id: string;
  readonly home: 'real' | 'rehearsal';
  entries(): AsyncIterable<ArchiveEntry>;
}

export interface Imported extends ExportManifest {
  /** Machines to be started. */
  readonly machines: number;
  /** True when this archive had been imported to its end before; then nothing was written. */
  readonly already: boolean;
}

const progressKey: Key = { pk: 'MOVE', sk: 'IMPORT' };
interface Progress extends Key {
  readonly archive: string;
  /** Entries that are in. */
  readonly done: number;
  readonly finishedAt?: string;
  readonly result?: Omit<Imported, 'already'>;
}

const refuse = (code: string, words: Text): Problem => new Problem('conflict', code, words);
const linesOf = (body: Buffer): readonly string[] =>
  body
    .toString()
    .split('\n')
    .filter((line) => line !== '');

/**
 * Reads a whole archive and counts it against its manifest, before anything is made of it.
 * @throws Problem conflict `home-kind`; invalid `archive-incomplete`, or what reading it throws.
 */
export async function checkArchive(
  archive: HomeArchive,
  target: Pick<ImportTarget, 'rehearsal'>,
): Promise<ExportManifest> {
  demandKind(archive, target);
  const found = { main: 0, keys: 0, files: 0 };
  let manifest: ExportManifest | undefined;
  for await (const { name, body } of archive.entries()) {
    const [folder] = name.split('/');
    if (folder === 'main' || folder === 'keys') found[folder] += linesOf(body).length;
    else if (folder === 'files') found.files++;
    else if (name === 'manifest.json') manifest = exportManifest.parse(JSON.parse(body.toString()));
  }
  const whole =
    manifest !== undefined &&
    manifest.rows.main === found.main &&
    manifest.rows.keys === found.keys &&
    manifest.attachments === found.files;
  if (whole) return manifest!;
  throw invalid(
    'archive-incomplete',
    '导出文件不完整，未导入任何内容。请重新导出。',
    'The archive is incomplete; nothing was imported. Export once more.',
  );
}

function demandKind(archive: HomeArchive, target: Pick<ImportTarget, 'rehearsal'>): void {
  if ((archive.home === 'rehearsal') === target.rehearsal) return;
  throw refuse(
    'home-kind',
    target.rehearsal
      ? text(
          '这是正式数据，不能导入演练环境。请导入正式的数据目录或阶段。',
          'These are real data and cannot go into a rehearsal; import them into a real home.',
        )
      : text(
          '这是演练数据，不能导入正式环境。请导入演练用的数据目录（--rehearsal）或演练阶段。',
          'These are the data of a rehearsal and never go into a real home; import them into a rehearsal (--rehearsal, or a stage that is one).',
        ),
  );
}

/** Begins, or finds where an earlier run was broken off. @throws Problem conflict `home-not-empty`, `import-of-another`. */
async function beginning(archive: HomeArchive, target: ImportTarget): Promise<Progress> {
  const row = await target.main.get<Progress>(progressKey, { consistent: true });
  if (row?.archive === archive.id) return row;
  if (row !== undefined && row.finishedAt === undefined)
    throw refuse(
      'import-of-another',
      text(
        '这里正在导入另一份文件。请用那份文件继续导入，或换一个空的环境。',
        'Another archive is being imported here. Go on with that one, or take an empty home.',
      ),
    );
  const checkpoints: Key[] = [];
  for await (const each of target.rows()) {
    if (each.pk === 'CHECKPOINT') checkpoints.push(each);
    if (isReplaceable(each)) continue;
    throw refuse(
      'home-not-empty',
      text(
        '目标环境已有数据，未作改动。只能导入到空的数据目录或新部署、还没有人登录过的阶段。',
        'The target holds data already and was left alone. Import into an empty folder, or into a newly deployed stage in which nobody has signed in yet.',
      ),
    );
  }
  await target.main.batchRemove(checkpoints);
  const progress = { ...progressKey, archive: archive.id, done: 0 };
  await target.main.put(progress);
  return progress;
}

/** Record keys wrapped at a time: a call of KMS each. */
const together = 16;

async function putKeys(target: ImportTarget, body: Buffer): Promise<void> {
  const lines = linesOf(body);
  for (let at = 0; at < lines.length; at += together)
    await target.keysTable.batchPut(
      await Promise.all(
        lines.slice(at, at + together).map(async (line) => {
          const { pk, sk, key } = exportedKey.parse(JSON.parse(line));
          return { pk, sk, wrapped: await target.wrap(Buffer.from(key, 'base64url')) };
        }),
      ),
    );
}

/** What is due, and the row that makes it a home, wait until everything else is in: a running sweeper must find it whole. */
const comesLast = (row: Item): boolean => isDueRow(row) || isHomeRow(row);

async function putFile(target: ImportTarget, name: string, body: Buffer): Promise<void> {
  const row = await target.main.get(keys.file(name), { consistent: true });
  await target.files.put(name, body, String(row?.type ?? 'application/octet-stream'));
}

async function putRows(target: ImportTarget, body: Buffer): Promise<void> {
  const rows = rowsInLines(body).filter((row) => !comesLast(row));
  await target.main.batchPut(await Promise.all(rows.map((row) => wrappedRow(row, target.wrap))));
}

async function putEntry(target: ImportTarget, { name, body }: ArchiveEntry): Promise<void> {
  const [folder, file = ''] = name.split('/');
  if (folder === 'main') await putRows(target, body);
  else if (folder === 'keys') await putKeys(target, body);
  else if (folder === 'files') await putFile(target, file, body);
  else if (name === 'secrets.json') await target.layRings(hmacRingsSchema.parse(JSON.parse(body.toString())));
}

const isCandidacyRow = (row: Item): row is Item & Candidacy =>
  row.pk.startsWith('RND#') && row.sk.startsWith(keys.candidacyPrefix);

/** Counters that the home it comes from may not have kept, as its candidacies stand; the same however often it is done. */
async function putCounters(target: ImportTarget, counters: readonly Op[]): Promise<void> {
  for (const op of counters)
    if ('update' in op)
      await target.main.update(op.update, { set: { ...op.change.initial, ...op.change.add } });
}

/** Due rows that start a machine for each of these rows that needs one. */
async function startsOf(main: Table, rows: readonly Item[], at: string): Promise<readonly DueRow[]> {
  const starts: DueRow[] = [];
  for (const row of rows) {
    const signal = await startOf(main, row);
    if (signal?.kind === 'start')
      starts.push({ ...keys.due(`move-${signal.name}`, at), at, what: { due: 'signal', signal } });
  }
  return starts;
}

/**
 * Starts the machines of a home anew whose executions are gone, as those of a stage that was taken down: under names of
 * their own, at the next sweep. Gives how many. @throws Problem missing `home-empty`.
 */
export async function restartHome(
  { main, rows }: Pick<ImportTarget, 'main' | 'rows'>,
  at: string,
): Promise<number> {
  let machines = 0;
  let isHome = false;
  let held: Item[] = [];
  const lay = async () => {
    const starts = await startsOf(main, held, at);
    machines += starts.length;
    await main.batchPut(starts);
    held = [];
  };
  for await (const row of rows()) {
    isHome ||= isHomeRow(row);
    if (held.push(row) >= 100) await lay();
  }
  await lay();
  if (!isHome)
    throw missing(
      'home-empty',
      '这个环境还没有数据，没有需要恢复的流程。',
      'There are no data here yet, and no executions to go on.',
    );
  // Last: whoever was broken off begins again under the same names.
  await main.update(keys.home(), { add: { moves: 1 } });
  return machines;
}

/** The second walk: counters, what is due, a start for each machine that the table needs, and last of all the home's own row. */
async function wakeUp(archive: HomeArchive, target: ImportTarget, madeAt: string): Promise<number> {
  let machines = 0;
  let home: Item | undefined;
  let counters: readonly Op[] = [];
  for await (const { name, body } of archive.entries()) {
    if (!name.startsWith('main/')) continue;
    const found = rowsInLines(body);
    const stand = found.filter(isCandidacyRow).flatMap((row) => standingOps(undefined, row));
    counters = eachRowOnce([...counters, ...stand]);
    home = found.find(isHomeRow) ?? home;
    const starts = await startsOf(target.main, found, madeAt);
    machines += starts.length;
    await target.main.batchPut([...found.filter(isDueRow), ...starts]);
  }
  await putCounters(target, counters);
  if (home === undefined) throw new Error('the archive has no row of its home');
  await target.main.put({ ...home, moves: Number(home.moves ?? 0) + 1 });
  return machines;
}

/**
 * Imports an archive into an empty home. Broken off, it goes on where it stopped; repeated after its end it does nothing.
 * The first sweep then starts the machines. @throws Problem conflict `home-kind`, `home-not-empty`, `import-of-another`;
 * invalid `archive-incomplete`, or what reading the archive throws, before anything is written.
 */
export async function importHome(archive: HomeArchive, target: ImportTarget): Promise<Imported> {
  const manifest = await checkArchive(archive, target);
  const progress = await beginning(archive, target);
  if (progress.result !== undefined) return { ...progress.result, already: true };
  let at = 0;
  for await (const entry of archive.entries()) {
    if (at++ < progress.done) continue;
    await putEntry(target, entry);
    await target.main.update(progressKey, { set: { done: at } });
  }
  const machines = await wakeUp(archive, target, manifest.madeAt);
  const result = { ...manifest, machines };
  await target.main.update(progressKey, { set: { result, finishedAt: manifest.madeAt } });
  return { ...result, already: false };
}
