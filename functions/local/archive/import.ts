/** `npm run import -- FILE`: an exported home into an empty folder or a newly deployment; safe to repeat. */
import { type Imported, importHome } from '#actions/running/home-import.ts';
import { command, readCommand } from '#local/commands/attach.ts';
import { openDeployment, standsStill } from './export-aws.ts';
import { openArchive } from './export-file.ts';
import { importFolder } from './export-home.ts';
import { demandTarget, sayBoth } from './export-words.ts';
import { askPassphrase } from './passphrase.ts';

const usage = 'npm run import -- FILE  --data DIR --rehearsal  |  --target aws --stage NAME --live';
const options = {
  data: 'string',
  rehearsal: 'boolean',
  target: 'string',
  stage: 'string',
  live: 'boolean',
} as const;

function told(where: string, { rows, attachments, machines, already, lost }: Imported): void {
  if (already) {
    sayBoth(
      `✓ 这份文件早已导入 ${where}，未作改动。`,
      `This file was imported into ${where} before; nothing was changed.`,
    );
    return;
  }
  sayBoth(
    `✓ 已导入 ${rows.main + rows.keys} 行、${attachments} 个附件到 ${where}；${machines} 个流程将在一分钟内继续。`,
    `${rows.main + rows.keys} rows and ${attachments} attachments are in ${where}; ${machines} executions go on within a minute.`,
  );
  if (lost.length > 0)
    sayBoth(
      `！导出时已缺 ${lost.length} 个附件的文件`,
      `${lost.length} attachments had no file when exported`,
    );
  sayBoth(
    '  请停用原来的环境，不要让两处同时运行；然后运行 npm run doctor 和 npm run audit:verify。',
    'Retire the old home, never run both; then run npm run doctor and npm run audit:verify.',
  );
}

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags, words } = readCommand(args, options, usage, 1);
    const file = words[0]!;
    const stage = demandTarget(flags, usage);
    const passphrase = await askPassphrase(process.env, { fresh: false });
    if (stage === undefined) {
      const data = flags.data ?? '.data';
      told(data, await importFolder({ data, file, passphrase, rehearsal: flags.rehearsal === true }));
      return 0;
    }
    const home = await openDeployment(stage, {});
    try {
      if (flags.live !== true) await standsStill(home);
      told(stage, await importHome(await openArchive(file, passphrase), home.target));
    } finally {
      home.close();
    }
    return 0;
  });
