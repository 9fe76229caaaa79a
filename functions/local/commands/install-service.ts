/** `npm run install-service -- --to DIR --host NAME`: writes the files of a service, and says what root does with them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { invalid } from '#domain/problem.ts';
import { demandEmpty } from '#local/archive/into-folder.ts';
import { say } from '#local/say.ts';
import { command, readCommand } from './attach.ts';
import { type Service, serviceFiles } from './service-files.ts';

const usage = 'npm run install-service -- --to DIR  --host hongbang.example.cn  --port 8080  --keep-days 30';

const wholeOf = (said: string | undefined, otherwise: number, flag: string, most: number): number => {
  const value = said === undefined ? otherwise : Number(said);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw invalid(
    'number-wrong',
    `--${flag} 须为 1 至 ${most} 的整数。`,
    `--${flag} must be a whole number from 1 to ${most}.`,
  );
};

/** Reads the flags. @throws Problem invalid `host-missing`, `folder-missing`, `code-path`, `number-wrong`. */
export function readService(
  args: readonly string[],
  code: string,
): { readonly to: string; readonly service: Service } {
  const options = { to: 'string', host: 'string', port: 'string', 'keep-days': 'string' } as const;
  const { flags } = readCommand(args, options, usage);
  if (flags.to === undefined)
    throw invalid(
      'folder-missing',
      `请用 --to 指定写入文件的目录。\n用法：${usage}`,
      `Name the folder for the files with --to.\nusage: ${usage}`,
    );
  if (flags.host === undefined || !/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(flags.host))
    throw invalid(
      'host-missing',
      '请用 --host 填写网站的域名，如 hongbang.example.cn。',
      'Give the host name of the site with --host, such as hongbang.example.cn.',
    );
  if (!/^[A-Za-z0-9_./-]+$/.test(code) || /^\/(home|root|run\/user)\//.test(code))
    throw invalid(
      'code-path',
      `服务不能从 ${code} 运行：请把本项目放到 /opt/hongbang 之类的目录，路径中没有空格，也不在个人目录之内。`,
      `The service cannot run from ${code}: put the project into a folder such as /opt/hongbang, without spaces in its path and in nobody's home.`,
    );
  const port = wholeOf(flags.port, 8080, 'port', 65_535);
  const keepDays = wholeOf(flags['keep-days'], 30, 'keep-days', 3_650);
  return { to: resolve(flags.to), service: { code, host: flags.host, port, keepDays } };
}

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { to, service } = readService(args, process.cwd());
    demandEmpty(to);
    mkdirSync(to, { recursive: true, mode: 0o700 });
    const files = Object.entries(serviceFiles(service));
    for (const [name, words] of files) writeFileSync(join(to, name), words, { mode: 0o600 });
    say(`✓ 已写入 ${to}：${files.map(([name]) => name).join('、')}。`);
    say(`  请核对后以 root 运行 sh ${to}/install.sh；不会自动启动服务。`);
    say(`  Look at the files in ${to}, then run sh ${to}/install.sh as root; it starts nothing by itself.`);
    return 0;
  });
