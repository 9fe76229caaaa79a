/** `npm run audit:verify`: every checkpoint, day and chain, checked beside the running server or on a stopped folder. */
import { verifyAll } from '#actions/trust/verification.ts';
import { say } from '#local/say.ts';
import { attach, command, readCommand } from './attach.ts';

const usage = 'npm run audit:verify -- --data DIR  --from 2026-01-01  --json';

/** The command: exit code 1 when anything was altered, is missing or was cut off. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags } = readCommand(args, { data: 'string', from: 'string', json: 'boolean' } as const, usage);
    const home = await attach(flags.data ?? '.data');
    try {
      const found = await verifyAll(home, flags.from === undefined ? {} : { from: flags.from });
      if (flags.json) {
        say(JSON.stringify(found));
      } else {
        for (const { text } of found.faults) say(`✗ ${text.zh}\n  ${text.en}`);
        const { days, checkpoints, aggregates, events, erased, faults } = found;
        const word = faults.length === 0 ? '✓' : '✗';
        say(
          `${word} 核验 ${days} 天、${checkpoints} 个检查点、${aggregates} 条链、${events} 条操作记录：${faults.length} 处异常，${erased.length} 条链的个人信息已删除。`,
        );
        say(
          `  ${days} days, ${checkpoints} checkpoints, ${aggregates} chains, ${events} events verified: ${faults.length} faults, ${erased.length} records erased.`,
        );
      }
      return found.faults.length === 0 ? 0 : 1;
    } finally {
      await home.close();
    }
  });
