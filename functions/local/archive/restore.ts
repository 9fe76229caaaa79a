/** `npm run restore -- FILE --data DIR`: a backup into an empty folder, every part verified before the first row is written. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { command, readCommand } from '#local/commands/attach.ts';
import { openDatabase } from '#local/database/database.ts';
import { openFiles } from '#local/files.ts';
import { say } from '#local/say.ts';
import { rowsInLines } from '#store/values.ts';
import { type Manifest, readBackup, verifyBackup } from './archive.ts';
import { demandEmpty, demandKind, layKeys } from './into-folder.ts';
import { secretFlags, secretOf } from './passphrase.ts';
import { restoreStandby } from './restore-standby.ts';
import type { Secret } from './sealed-file.ts';

async function load(file: string, data: string, secret: Secret | undefined): Promise<void> {
  const database = await openDatabase({ data });
  const files = openFiles(join(data, 'files'));
  try {
    for await (const { name, body } of readBackup(file, secret)) {
      const [folder, rest = ''] = name.split('/');
      if (folder === 'main' || folder === 'keys') await database[folder].batchPut(rowsInLines(body));
      else if (folder === 'files') await files.put(rest, body, '');
    }
  } finally {
    await database.close();
  }
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
  /** What an encrypted one was made with. */
  readonly secret?: Secret | undefined;
}): Promise<Manifest> {
  const file = resolve(options.file);
  const data = resolve(options.data);
  demandEmpty(data);
  const manifest = await verifyBackup(file, options.secret);
  demandKind(manifest.home, options.rehearsal);
  const beside = join(dirname(data), `.restore-${process.pid}`);
  try {
    await mkdir(beside, { recursive: true, mode: 0o700 });
    if (options.keysFile !== undefined) await layKeys(options.keysFile, beside, manifest.keysMark);
    await load(file, beside, options.secret);
    if (existsSync(data)) await rmdir(data);
    await rename(beside, data);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return manifest;
}

const usage =
  'npm run restore -- FILE | --standby DIR  --data DIR  --keys FILE2  --rehearsal  --seal-key FILE3 | --passphrase';

function sayKeys(keysFile: string | undefined, data: string): void {
  if (keysFile === undefined)
    say(
      `  启动前请把另行保管的密钥文件放到 ${join(data, 'keys')}（权限 600）。 / Put the key file at ${join(data, 'keys')}, mode 600, before you start.`,
    );
}

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const options = {
      data: 'string',
      keys: 'string',
      rehearsal: 'boolean',
      standby: 'string',
      ...secretFlags,
    } as const;
    const { flags, words } = readCommand(args, options, usage, args.includes('--standby') ? 0 : 1);
    const data = flags.data ?? '.data';
    const into = { data, rehearsal: flags.rehearsal === true, keysFile: flags.keys };
    if (flags.standby !== undefined) {
      const { upTo, ended } = await restoreStandby({ ...into, standby: flags.standby });
      say(`✓ 已从备用副本接手到 ${data}：${ended ? '没有缺失' : `含 ${upTo} 以前的全部内容`}。`);
      say(
        `  The standby copy is in ${data}: ${ended ? 'nothing is missing' : `it holds everything up to ${upTo}`}.`,
      );
    } else {
      const { rows, attachments } = await restoreBackup({
        ...into,
        file: words[0]!,
        secret: await secretOf(flags, { fresh: false }),
      });
      const count = rows.main + rows.keys;
      say(`✓ 已恢复 ${count} 行、${attachments} 个附件到 ${data}。`);
      say(`  ${count} rows and ${attachments} attachments are in ${data}.`);
    }
    sayKeys(flags.keys, data);
    return 0;
  });
