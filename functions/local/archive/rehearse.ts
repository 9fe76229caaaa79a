/** `npm run rehearse -- FILE --keys KEYS`: restores a backup beside the home, looks it over, takes it away again, and records that it works. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { invalid, missing } from '#domain/problem.ts';
import { attach, command, readCommand } from '#local/commands/attach.ts';
import type { Finding } from '#local/commands/counters.ts';
import { examine } from '#local/commands/doctor.ts';
import { say } from '#local/say.ts';
import { keys } from '#store/keys.ts';
import { secretFlags, secretOf } from './passphrase.ts';
import { restoreBackup } from './restore.ts';
import type { Secret } from './sealed-file.ts';

/** The newest backup of a folder, or the file itself. @throws Problem missing `backup-missing`. */
function newestBackup(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return path;
  const [newest] = readdirSync(path)
    .filter((name) => name.endsWith('.backup'))
    .map((name) => join(path, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (newest !== undefined) return newest;
  throw missing(
    'backup-missing',
    `${path} 中没有备份（*.backup）。`,
    `There is no backup (*.backup) in ${path}.`,
  );
}

/** What a backup holds; the rest of what the doctor looks at is of the machine. */
const held: ReadonlySet<Finding['area']> = new Set(['rows', 'chains', 'counters']);

export interface Rehearsed {
  readonly file: string;
  readonly madeAt: string;
  readonly rows: number;
  readonly attachments: number;
  readonly seconds: number;
  /** What the doctor finds wrong in the restored home; none is recorded as a rehearsal. */
  readonly faults: readonly Finding[];
}

/**
 * Restores a backup with its keys into a folder beside the home, has the doctor look it over, and removes it. A sound one
 * is recorded in the home. @throws Problem as `restoreBackup` and `attach`; missing `backup-missing`.
 */
export async function rehearse(options: {
  readonly path: string;
  readonly data: string;
  readonly keysFile: string;
  readonly secret?: Secret | undefined;
}): Promise<Rehearsed> {
  const [file, began] = [newestBackup(resolve(options.path)), performance.now()];
  const home = await attach(options.data);
  const beside = join(dirname(home.data), `.rehearse-${process.pid}`);
  try {
    const { keysFile, secret } = options;
    const manifest = await restoreBackup({ file, data: beside, rehearsal: home.rehearsal, keysFile, secret });
    const restored = await attach(beside);
    const found = await examine(restored, { full: true }).finally(() => restored.close());
    const faults = found.filter(({ area, level }) => level === 'fault' && held.has(area));
    const { madeAt, attachments } = manifest;
    const rows = manifest.rows.main + manifest.rows.keys;
    if (faults.length === 0)
      await home.table.put({
        ...keys.rehearsed(),
        at: new Date(home.clock()).toISOString(),
        madeAt,
        rows,
        attachments,
      });
    return { file, madeAt, rows, attachments, faults, seconds: (performance.now() - began) / 1000 };
  } finally {
    rmSync(beside, { recursive: true, force: true });
    await home.close();
  }
}

const usage = 'npm run rehearse -- FILE-OR-FOLDER  --keys KEYS  --data DIR  --seal-key FILE | --passphrase';

/** The command: exit code 1 when the backup cannot be restored, or what it gives is not sound. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags, words } = readCommand(
      args,
      { ...{ data: 'string', keys: 'string' }, ...secretFlags } as const,
      usage,
      1,
    );
    if (flags.keys === undefined)
      throw invalid(
        'keys-missing',
        `请用 --keys 指定另行保管的密钥文件：没有它，备份就没有用处。\n用法：${usage}`,
        `Name the key file that is kept apart with --keys: without it a backup is of no use.\nusage: ${usage}`,
      );
    const secret = await secretOf(flags, { fresh: false });
    const done = await rehearse({
      path: words[0]!,
      data: flags.data ?? '.data',
      keysFile: flags.keys,
      secret,
    });
    const sound = done.faults.length === 0;
    say(
      `${sound ? '✓' : '✗'} ${done.file}（${done.madeAt}）：${done.rows} 行、${done.attachments} 个附件，恢复演练 ${done.seconds.toFixed(1)} 秒。`,
    );
    say(
      `  ${done.rows} rows and ${done.attachments} attachments were restored and looked over in ${done.seconds.toFixed(1)} s.`,
    );
    for (const { text } of done.faults.slice(0, 20)) say(`    ${text.zh}\n    ${text.en}`);
    return sound ? 0 : 1;
  });
