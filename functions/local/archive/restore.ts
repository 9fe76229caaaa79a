/** `npm run restore -- FILE --data DIR`: a backup into an empty folder, every part verified before the first row is written. */
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { conflict, Problem, type Text, text } from '#domain/problem.ts';
import { command, readCommand } from '#local/commands/attach.ts';
import { openDatabase } from '#local/database/database.ts';
import { openFiles } from '#local/files.ts';
import { openKeys } from '#local/keys.ts';
import { say } from '#local/say.ts';
import { rowsInLines } from '#store/values.ts';
import { keysMarkOf, type Manifest, readBackup, verifyBackup } from './archive.ts';

const refuse = (code: string, words: Text): Problem => new Problem('invalid', code, words);

/** Refuses a folder that holds anything. @throws Problem conflict `folder-not-empty`. */
export function demandEmpty(data: string): void {
  if (!existsSync(data) || readdirSync(data).length === 0) return;
  throw conflict(
    'folder-not-empty',
    `${data} 不是空目录，未作改动。只能恢复到空目录，请用 --data 另选一个。`,
    `${data} is not empty and was left alone. A backup goes into an empty folder only; choose another with --data.`,
  );
}

async function load(file: string, data: string): Promise<void> {
  const database = await openDatabase({ data });
  const files = openFiles(join(data, 'files'));
  try {
    for await (const { name, body } of readBackup(file)) {
      const [folder, rest = ''] = name.split('/');
      if (folder === 'main' || folder === 'keys') await database[folder].batchPut(rowsInLines(body));
      else if (folder === 'files') await files.put(rest, body, '');
    }
  } finally {
    await database.close();
  }
}

/** Lays the key file into the folder, and refuses one that is of another installation. */
async function layKeys(keysFile: string, data: string, manifest: Manifest): Promise<void> {
  await copyFile(resolve(keysFile), join(data, 'keys'));
  chmodSync(join(data, 'keys'), 0o600);
  if (keysMarkOf(openKeys(data, { create: false })) === manifest.keysMark) return;
  throw refuse(
    'keys-of-another',
    text(
      `密钥文件 ${keysFile} 不属于这份备份。请使用同一套数据的密钥。`,
      `The key file ${keysFile} does not belong to this backup; use the one that was kept with these data.`,
    ),
  );
}

/**
 * Restores a verified backup into an empty or new folder. It is made beside it and moved there whole, so that a restore
 * that is broken off leaves nothing that could be started.
 * @throws Problem conflict `folder-not-empty`, `home-kind` when a rehearsal is not asked for as one or the other way
 * round; invalid `backup-damaged`, `keys-of-another`.
 */
export async function restoreBackup(options: {
  readonly file: string;
  readonly data: string;
  readonly rehearsal: boolean;
  readonly keysFile?: string | undefined;
}): Promise<Manifest> {
  const file = resolve(options.file);
  const data = resolve(options.data);
  demandEmpty(data);
  const manifest = await verifyBackup(file);
  if ((manifest.home === 'rehearsal') !== options.rehearsal)
    throw new Problem(
      'conflict',
      'home-kind',
      manifest.home === 'rehearsal'
        ? text(
            '这是演练数据的备份，不能恢复为正式数据；恢复为演练请加 --rehearsal。',
            'This is the backup of a rehearsal and cannot become a real home; add --rehearsal to restore it as one.',
          )
        : text(
            '这是正式数据的备份，不能恢复为演练；请去掉 --rehearsal。',
            'This is the backup of a real home and cannot become a rehearsal; leave out --rehearsal.',
          ),
    );
  const beside = join(dirname(data), `.restore-${process.pid}`);
  try {
    await mkdir(beside, { recursive: true, mode: 0o700 });
    if (options.keysFile !== undefined) await layKeys(options.keysFile, beside, manifest);
    await load(file, beside);
    if (existsSync(data)) await rmdir(data);
    await rename(beside, data);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return manifest;
}

const usage = 'npm run restore -- FILE  --data DIR  --keys FILE2  --rehearsal';

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const options = { data: 'string', keys: 'string', rehearsal: 'boolean' } as const;
    const { flags, words } = readCommand(args, options, usage, 1);
    const data = flags.data ?? '.data';
    const { rows, attachments } = await restoreBackup({
      file: words[0]!,
      data,
      rehearsal: flags.rehearsal === true,
      keysFile: flags.keys,
    });
    const count = rows.main + rows.keys;
    say(`✓ 已恢复 ${count} 行、${attachments} 个附件到 ${data}。`);
    say(`  ${count} rows and ${attachments} attachments are in ${data}.`);
    if (flags.keys === undefined)
      say(
        `  启动前请把另行保管的密钥文件放到 ${join(data, 'keys')}（权限 600）。 / Put the key file at ${join(data, 'keys')}, mode 600, before you start.`,
      );
    return 0;
  });
