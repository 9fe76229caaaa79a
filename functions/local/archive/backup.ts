/** `npm run backup -- FILE`: one file with everything of a home but its keys, consistent also while the server runs. */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, readFileSync, rmSync } from 'node:fs';
import { link, open, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { conflict } from '#domain/problem.ts';
import { type Attached, attach, command, readCommand } from '#local/commands/attach.ts';
import type { Snapshot } from '#local/database/snapshot.ts';
import { keysMarkOf } from '#local/key-marks.ts';
import { say } from '#local/say.ts';
import { typedItem } from '#store/values.ts';
import { type Entry, type Manifest, manifestName, type Part, packEntries, verifyBackup } from './archive.ts';
import { secretFlags, secretOf } from './passphrase.ts';
import { type Secret, sealed } from './sealed-file.ts';

/** A part of rows is written when it has grown to this; small enough to be held in memory on both sides. */
const partBytes = 4 * 1024 * 1024;

/** A table as parts of some megabytes each. */
async function* tableParts(rows: ReturnType<Snapshot['rows']>, folder: string) {
  let lines: Buffer[] = [];
  let size = 0;
  let count = 0;
  const part = () => ({
    name: `${folder}/${String(++count).padStart(5, '0')}.jsonl`,
    body: Buffer.concat(lines),
    rows: lines.length,
  });
  for await (const row of rows) {
    const line = Buffer.from(`${JSON.stringify({ Item: typedItem(row) })}\n`);
    lines.push(line);
    size += line.length;
    if (size < partBytes) continue;
    yield part();
    lines = [];
    size = 0;
  }
  if (lines.length > 0) yield part();
}

/** Names of the attachments in the folder; what a crash left half-written begins with a dot. */
async function attachmentsIn(data: string): Promise<readonly string[]> {
  const folder = join(data, 'files');
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The entries of the archive, its manifest last. */
async function* entriesOf(home: Attached, copy: Pick<Snapshot, 'rows'>, madeAt: Date): AsyncGenerator<Entry> {
  const parts: Part[] = [];
  const rows = { main: 0, keys: 0 };
  const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex');
  for (const folder of ['main', 'keys'] as const)
    for await (const part of tableParts(copy.rows(folder), folder)) {
      rows[folder] += part.rows;
      parts.push({ name: part.name, bytes: part.body.length, sha256: sha256(part.body), rows: part.rows });
      yield { name: part.name, body: part.body };
    }
  let attachments = 0;
  for (const path of await attachmentsIn(home.data)) {
    // one that a draft gave up meanwhile is in no row of the copy that matters
    const body = await readFile(path).catch(() => undefined);
    if (body === undefined) continue;
    const name = `files/${path.slice(dirname(path).length + 1)}`;
    parts.push({ name, bytes: body.length, sha256: sha256(body) });
    attachments++;
    yield { name, body };
  }
  const manifest: Manifest = {
    format: 'hongbang-backup',
    version: 1,
    home: home.rehearsal ? 'rehearsal' : 'real',
    madeAt: madeAt.toISOString(),
    keysMark: keysMarkOf(home.keys),
    rows,
    attachments,
    parts,
  };
  yield { name: manifestName, body: Buffer.from(JSON.stringify(manifest, null, 1)) };
}

/** The home's rows as they stand at one instant, beside the running server where the database can do that. */
export async function snapshotOf(home: Attached): Promise<Pick<Snapshot, 'rows' | 'close'>> {
  const { database, running } = home;
  if (database.snapshot !== undefined) return database.snapshot();
  if (!running) return { rows: database.rows, close: () => undefined };
  throw conflict(
    'backup-needs-stop',
    '这个数据库不能在运行中备份。请先停止红榜，再运行备份。',
    'This database cannot be backed up while it runs. Stop Hongbang, then run the backup.',
  );
}

/** Refuses a file that is there. @throws Problem conflict `file-exists`. */
export function demandFree(file: string): void {
  if (!existsSync(file)) return;
  throw conflict(
    'file-exists',
    `${file} 已存在，未作改动。请换一个文件名。`,
    `${file} exists and was left alone; give another name.`,
  );
}

/** Puts a file in its place only when it is whole and on the disk, and never over another. */
async function settleFile(beside: string, file: string): Promise<void> {
  const handle = await open(beside, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(beside, file);
}

/**
 * Writes a backup of the home in `data` to a file, mode 600; the keys, which open it, to another file when `keysFile`
 * is given. @throws Problem conflict `file-exists`, `backup-needs-stop`; whatever attaching throws.
 */
export async function backUp(options: {
  readonly data: string;
  readonly file: string;
  readonly keysFile?: string | undefined;
  /** Encrypts it. */
  readonly secret?: Secret | undefined;
}): Promise<{ readonly rows: number; readonly attachments: number }> {
  const file = resolve(options.file);
  demandFree(file);
  if (options.keysFile !== undefined) demandFree(resolve(options.keysFile));
  const home = await attach(options.data);
  const beside = `${file}.${process.pid}.part`;
  const { secret } = options;
  const kind = home.rehearsal ? 'rehearsal' : 'real';
  try {
    const madeAt = new Date();
    const copy = await snapshotOf(home);
    try {
      await pipeline(
        packEntries(entriesOf(home, copy, madeAt), madeAt),
        createGzip({ level: 6 }),
        (source: AsyncIterable<Buffer>) =>
          secret === undefined
            ? source
            : sealed(source, { format: 'hongbang-backup', home: kind, madeAt }, secret),
        createWriteStream(beside, { flags: 'wx', mode: 0o600 }),
      );
    } finally {
      copy.close();
    }
    await settleFile(beside, file);
    if (options.keysFile !== undefined) await copyKeys(home.data, resolve(options.keysFile));
  } finally {
    rmSync(beside, { force: true });
    await home.close();
  }
  const { rows, attachments } = await verifyBackup(file, secret);
  return { rows: rows.main + rows.keys, attachments };
}

async function copyKeys(data: string, keysFile: string): Promise<void> {
  const handle = await open(keysFile, 'wx', 0o600);
  try {
    await handle.writeFile(readFileSync(join(data, 'keys')));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const usage = 'npm run backup -- FILE  --data DIR  --with-keys FILE2  --seal-key FILE3 | --passphrase';

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags, words } = readCommand(
      args,
      { ...{ data: 'string', 'with-keys': 'string' }, ...secretFlags } as const,
      usage,
      1,
    );
    const keysFile = flags['with-keys'];
    const file = words[0]!;
    const secret = await secretOf(flags, { fresh: true });
    const made = await backUp({ data: flags.data ?? '.data', file, keysFile, secret });
    say(`✓ 已备份 ${made.rows} 行、${made.attachments} 个附件到 ${file}，并已核对。`);
    say(`  ${made.rows} rows and ${made.attachments} attachments are in ${file}, and were verified.`);
    say(
      secret === undefined
        ? '  没有加密。要离开本机，请加 --seal-key 或 --passphrase。 / Not encrypted; add --seal-key or --passphrase before it leaves this machine.'
        : '  已加密（AES-256-GCM）。没有密钥文件或口令就无法恢复，请另行保管。 / Encrypted; without its key file or passphrase it cannot be restored: keep that apart.',
    );
    say(
      keysFile === undefined
        ? '  密钥不在其中，请另行备份（--with-keys），与本文件分开保管。 / The keys are not in it; back them up apart.'
        : `  密钥在 ${keysFile}，请与备份分开保管。 / The keys are in ${keysFile}; keep it apart from the backup.`,
    );
    return 0;
  });
