/** `npm run export -- FILE`: everything of a home in one encrypted file, to be imported into another one. */
import { resolve } from 'node:path';
import type { ExportManifest } from '#actions/running/home-rows.ts';
import { command, readCommand } from '#local/commands/attach.ts';
import { say } from '#local/say.ts';
import { openDeployment, standsStill } from './export-aws.ts';
import { exportFolder, writeExport } from './export-home.ts';
import { demandTarget, sayBoth } from './export-words.ts';
import { askPassphrase } from './passphrase.ts';

const usage =
  'npm run export -- FILE  --data DIR  |  --target aws --stage NAME  --main-table RESTORED  --live';
const options = {
  data: 'string',
  target: 'string',
  stage: 'string',
  'main-table': 'string',
  live: 'boolean',
} as const;

function told(file: string, { rows, attachments, lost }: ExportManifest): void {
  sayBoth(
    `✓ 已导出 ${rows.main + rows.keys} 行、${attachments} 个附件到 ${file}（已加密）。请把口令与文件分开保管。`,
    `${rows.main + rows.keys} rows and ${attachments} attachments are in ${file}, encrypted. Keep the passphrase apart from it.`,
  );
  if (lost.length > 0)
    sayBoth(
      `！${lost.length} 个附件有记录而无文件，未能导出：${lost.join('、')}`,
      `${lost.length} attachments have a record and no file: ${lost.join(', ')}`,
    );
}

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags, words } = readCommand(args, options, usage, 1);
    const file = resolve(words[0]!);
    const stage = demandTarget(flags, usage);
    const passphrase = await askPassphrase(process.env, { fresh: true });
    if (stage === undefined) {
      const made = await exportFolder({ data: flags.data ?? '.data', file, passphrase });
      told(file, made);
      if (made.running)
        say(
          '！服务仍在运行：此后的改动不在文件中。搬迁前请先停止服务再导出。 / The server is running: what is written from now on is not in the file. To move, stop it first and export again.',
        );
      return 0;
    }
    const home = await openDeployment(stage, { mainTable: flags['main-table'] });
    try {
      if (flags['main-table'] === undefined && flags.live !== true) await standsStill(home);
      told(file, await writeExport(home.source, home.rehearsal ? 'rehearsal' : 'real', file, passphrase));
    } finally {
      home.close();
    }
    return 0;
  });
