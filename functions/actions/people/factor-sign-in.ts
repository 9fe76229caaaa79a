/** The second step of signing in: a session that waits for its code becomes one that acts. */
import { again } from '#actions/write.ts';
import { type Input, readInput } from '#domain/input.ts';
import { unauthenticated } from '#domain/problem.ts';
import { rowThere } from '#store/guard.ts';
import { countTry, useCode } from './factor-code.ts';
import { factorCode } from './people-input.ts';
import {
  newSession,
  openedSession,
  openSession,
  ownerOf,
  type Session,
  type SessionDeps,
  sessionKeyOf,
} from './sessions.ts';

/** What the new session follows from, so that a second press gets the same one. */
const challengeOf = (cookie: string): string => `factor:${cookie}`;

const gone = () =>
  unauthenticated(
    'factor-late',
    '登录已过期（须在 10 分钟内填写验证码），请重新登录。',
    'This sign-in has expired: its code is typed within 10 minutes. Sign in again.',
  );

/**
 * Takes a code of the app, or one from her paper, for the session of a cookie; gives a new session, and the old one ends.
 * The same press again gets the same session. @throws Problem invalid `factor-wrong`; limited; unauthenticated.
 */
export async function passFactor(
  deps: SessionDeps,
  cookie: string,
  sent: Input<typeof factorCode>,
): Promise<{ readonly cookie: string; readonly session: Session }> {
  const owner = ownerOf(cookie);
  if (owner === undefined) throw gone();
  const { code } = readInput(factorCode, sent);
  await countTry(deps, owner);
  await again(async () => {
    const waiting = await openSession(deps, cookie);
    if (waiting?.awaitsFactor !== true) return; // pressed twice
    const { device } = waiting;
    const more = { factor: true, ...(device !== undefined && { device }) } as const;
    const fresh = newSession(deps, owner, challengeOf(cookie), more);
    await deps.table.together([
      await useCode(deps, owner, code),
      fresh.op,
      { remove: sessionKeyOf(cookie, owner), when: rowThere },
    ]);
  });
  const opened = await openedSession(deps, owner, challengeOf(cookie));
  if (opened === undefined) throw gone();
  return opened;
}
