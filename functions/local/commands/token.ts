/** `npm run token -- --email E`: an API access token for a member of a local installation, shown once. */

import { actorOf } from '#actions/actor.ts';
import { tokenRequest } from '#actions/people/people-input.ts';
import { createToken } from '#actions/people/tokens.ts';
import { readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { invalid, missing } from '#domain/problem.ts';
import { say } from '#local/say.ts';
import { findMemberByEmail } from '#store/people.ts';
import { attach, command, readCommand } from './attach.ts';

const usage =
  'npm run token -- --email E  --data DIR  --rehearsal  --scopes read,write,admin  --days 30  --name NAME';

/** Who can read the data folder needs no other proof. */
const byOperator = (member: Member): Actor =>
  actorOf(member, 'session', { session: { id: '', isFresh: true, byFactor: true } });

/**
 * Makes a token for the member with an address, whether the server runs or not: who can read the data folder owns the
 * installation. @throws Problem missing `member-unknown`; invalid with the faults of scopes and days.
 */
export async function makeToken(args: readonly string[]) {
  const options = {
    email: 'string',
    data: 'string',
    rehearsal: 'boolean',
    scopes: 'string',
    days: 'string',
    name: 'string',
  } as const;
  const { flags } = readCommand(args, options, usage);
  const email = flags.email ?? '';
  if (email === '')
    throw invalid(
      'email-needed',
      `请用 --email 指定人员的邮箱。\n用法：${usage}`,
      `Name the member with --email.\nusage: ${usage}`,
    );
  const home = await attach(flags.data ?? '.data', { rehearsal: flags.rehearsal === true });
  try {
    const member = await findMemberByEmail(home, email);
    if (member?.status !== 'active')
      throw missing(
        'member-unknown',
        `没有邮箱为 ${email} 的在岗人员。请核对邮箱，或先在“人员管理”中邀请。`,
        `There is no active member with the address ${email}. Check it, or invite her first.`,
      );
    const asked = {
      name: flags.name ?? 'npm run token',
      scopes: (flags.scopes ?? 'read').split(',').map((scope) => scope.trim()),
      days: Number(flags.days ?? 30),
    };
    return await createToken(home, byOperator(member), readInput(tokenRequest, asked));
  } finally {
    await home.close();
  }
}

/** The command: the token alone on the output, so that it can be piped; what to know of it beside it. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { token, entry } = await makeToken(args);
    say(token);
    process.stderr.write(
      `权限 ${entry.scopes.join('、')}，有效至 ${entry.expiresAt}；令牌只显示这一次。 / scopes ${entry.scopes.join(', ')}, until ${entry.expiresAt}; it is shown only this once.\n`,
    );
    return 0;
  });
