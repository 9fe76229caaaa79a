/** `npm run redrive -- NAME`: sets an execution going again that the doctor lists as stopped, beside the running server too. */
import { redriveStuck } from '#actions/running/redrive.ts';
import { say } from '#local/say.ts';
import { attach, command, readCommand } from './attach.ts';

const usage = 'npm run redrive -- NAME  --data DIR';

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags, words } = readCommand(args, { data: 'string' } as const, usage, 1);
    const home = await attach(flags.data ?? '.data');
    try {
      const { started } = await redriveStuck(home, words[0]!);
      say(`✓ 流程将以 ${started} 重新启动${home.running ? '，一分钟内生效' : '，服务启动后生效'}。`);
      say(`  It goes on as ${started} ${home.running ? 'within a minute' : 'when the server is started'}.`);
      return 0;
    } finally {
      await home.close();
    }
  });
