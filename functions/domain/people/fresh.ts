/** What changes how somebody gets in wants her to have signed in just now (ASVS 5.0 V7.5.1). */
import { unauthenticated } from '#domain/problem.ts';
import type { Actor } from './people.ts';

/** How long a sign-in counts as just now. */
export const freshMinutes = 15;

/** Refuses a session that was left open: whoever finds it must not move the account to herself. @throws Problem unauthenticated `sign-in-again`. */
export function demandFresh(actor: Actor): void {
  if (actor.via === 'system' || actor.session?.isFresh === true) return;
  throw unauthenticated(
    'sign-in-again',
    `这项操作关系到登录方式，须在登录后 ${freshMinutes} 分钟内办理，请重新登录。`,
    `This changes how one gets in, so it is done within ${freshMinutes} minutes of signing in; sign in again.`,
  );
}
