/** Sessions behind a strict cookie: hashed at rest, 12 hours at most, 2 hours without use, ended by signing out. */

import { createHash } from 'node:crypto';
import { actorOf } from '#actions/actor.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { rowAbsent, rowThere } from '#store/guard.ts';
import { findMember } from '#store/people.ts';
import { isConflict, type Key, type Op } from '#store/table.ts';

type SessionDeps = Pick<Deps, 'table' | 'clock' | 'keys' | 'site'>;

export interface Session {
  /** Hash of the cookie's value: names the session in logs and in the CSRF token, and opens nothing. */
  readonly id: string;
  readonly member: Member;
  readonly actor: Actor;
  readonly expiresAt: string;
}

const hours = 3_600_000;
const lasting = 12 * hours;
const idle = 2 * hours;
/** How old "last seen" may grow before it is written again: most requests write nothing. */
const seenEvery = 300_000;

/**
 * Sessions are about the people at the keyboard, so in rehearsal they follow the real clock: moving the rehearsal
 * clock by a week must not sign out the administrator who moves it.
 */
const realNow = (deps: SessionDeps): number => (deps.site.rehearsal ? Date.now() : deps.clock());

const idOf = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');
const sessionKey = (id: string): Key => ({ pk: `SES#${id}`, sk: 'SES' });
/** The cookie follows from the redeemed challenge under the session key, so a repeated press gets the same one. */
const cookieFor = (keys: Deps['keys'], challenge: string): string =>
  keys.mac('session', `cookie:${challenge}`);

/** The write of a new session for a redeemed challenge. */
export function newSession(
  deps: SessionDeps,
  member: string,
  challenge: string,
): { readonly cookie: string; readonly op: Op } {
  const cookie = cookieFor(deps.keys, challenge);
  const now = realNow(deps);
  const expiresAt = now + lasting;
  return {
    cookie,
    op: {
      put: {
        ...sessionKey(idOf(cookie)),
        member,
        createdAt: now,
        seenAt: now,
        expiresAt,
        ttl: Math.ceil(expiresAt / 1000),
      },
      when: rowAbsent,
    },
  };
}

/** The session that a challenge was redeemed for, with its cookie; undefined once it ended. */
export async function openedSession(
  deps: SessionDeps,
  challenge: string,
): Promise<{ readonly cookie: string; readonly session: Session } | undefined> {
  const cookie = cookieFor(deps.keys, challenge);
  const session = await sessionActor(deps, cookie);
  return session && { cookie, session };
}

/** The session of a cookie's value, and who acts in it; undefined when it is unknown, over, idle, or she has left. */
export async function sessionActor(deps: SessionDeps, cookie: string): Promise<Session | undefined> {
  const id = idOf(cookie);
  const row = await deps.table.get(sessionKey(id), { consistent: true });
  const now = realNow(deps);
  if (row === undefined || Number(row.expiresAt) <= now || Number(row.seenAt) + idle <= now) return undefined;
  const member = await findMember(deps.table, String(row.member));
  if (member?.status !== 'active') return undefined;
  if (now - Number(row.seenAt) > seenEvery) {
    try {
      await deps.table.update(sessionKey(id), { set: { seenAt: now } }, rowThere);
    } catch (error) {
      if (isConflict(error)) return undefined; // signed out meanwhile
      throw error;
    }
  }
  return {
    id,
    member,
    actor: actorOf(member, 'session'),
    expiresAt: new Date(Number(row.expiresAt)).toISOString(),
  };
}

/** Ends a session; an unknown one is no error. */
export const signOut = (deps: Pick<Deps, 'table'>, cookie: string): Promise<void> =>
  deps.table.remove(sessionKey(idOf(cookie)));
