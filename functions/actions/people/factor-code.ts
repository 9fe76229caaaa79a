/** The use of a code of somebody's second factor: counted before it is looked at, and good once. */
import { limit } from '#actions/limits.ts';
import { openText } from '#actions/sealed-text.ts';
import type { Deps } from '#deps';
import { compact } from '#domain/number-input.ts';
import { fault, invalid, type Problem } from '#domain/problem.ts';
import { versionIs } from '#store/guard.ts';
import { peopleKeys } from '#store/people.ts';
import type { Op } from '#store/table.ts';
import { isAppCode, stepOf, withoutCode } from './one-time-code.ts';
import { keyboardNow, type SessionDeps } from './sessions.ts';

const soon = { max: 10, seconds: 900 };
const daily = { max: 50, seconds: 86_400 };

/** What binds a sealed secret to its member. */
export const sealedFor = (member: string): string => `factor:${member}`;

export const wrongFactor = (): Problem =>
  invalid(
    'factor-wrong',
    '验证码不正确或已用过：请填写验证器应用里现在显示的 6 位数字，并核对手机时间是否自动设置；也可以填写一个恢复码。',
    'The code is wrong or was used: type the 6 digits that your app shows now, and see that your telephone sets its time by itself; or type a recovery code.',
    [fault('code', 'factor-wrong', '验证码不正确或已用过', 'the code is wrong or was used')],
  );

/** Counts a try, right or wrong. @throws Problem limited `too-often`. */
export async function countTry(deps: Pick<Deps, 'table' | 'clock' | 'keys'>, member: string): Promise<void> {
  await limit(deps, `factor:${member}`, soon);
  await limit(deps, `factor:day:${member}`, daily);
}

/**
 * The write that uses up a code of the app, or one from her paper: with it in its transaction nothing happens twice by
 * one code. @throws Problem invalid `factor-wrong`.
 */
export async function useCode(deps: SessionDeps, member: string, typed: string): Promise<Op> {
  const key = peopleKeys.factor(member);
  const row = await deps.table.get(key, { consistent: true });
  if (row === undefined) throw wrongFactor();
  const when = versionIs(row.version);
  if (isAppCode(typed)) {
    const secret = await openText(deps.keys, sealedFor(member), row.secret);
    const step = stepOf(secret, compact(typed), keyboardNow(deps));
    if (step === undefined || step <= row.step) throw wrongFactor();
    return { update: key, change: { set: { step }, add: { version: 1 } }, when };
  }
  const recovery = await withoutCode(row, typed);
  if (recovery === undefined) throw wrongFactor();
  return { update: key, change: { set: { recovery }, add: { version: 1 } }, when };
}
