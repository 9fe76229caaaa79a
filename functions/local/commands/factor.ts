/** `npm run factor -- --email E --reset`: takes away the second factor of a member who lost it, where no administrator can. */
import { resetByAddress } from '#actions/people/factor.ts';
import { invalid } from '#domain/problem.ts';
import { say } from '#local/say.ts';
import { attach, command, readCommand } from './attach.ts';

const usage = 'npm run factor -- --reset --email E  --data DIR  --rehearsal';

/**
 * Resets by the operator, who can read the data folder and so owns the installation, whether the server runs or not.
 * @throws Problem missing `member-unknown`; invalid.
 */
export async function resetByOperator(args: readonly string[]): Promise<void> {
  const options = { email: 'string', data: 'string', rehearsal: 'boolean', reset: 'boolean' } as const;
  const { flags } = readCommand(args, options, usage);
  if (flags.reset !== true || flags.email === undefined)
    throw invalid('email-needed', `用法：${usage}`, `usage: ${usage}`);
  const home = await attach(flags.data ?? '.data', { rehearsal: flags.rehearsal === true });
  try {
    await resetByAddress(home, flags.email);
  } finally {
    await home.close();
  }
}

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    await resetByOperator(args);
    say('二次验证已重置。/ The second factor is reset.');
    return 0;
  });
