/**
 * Sessions behind a strict cookie: hashed at rest among the rows of their member, 12 hours at most, 2 hours without use,
 * ended by signing out, by herself from another session, or by an administrator.
 */

import { createHash } from 'node:crypto';
import { actorOf } from '#actions/actor.ts';
import type { Deps } from '#deps';
import type { SessionRow } from '#domain/people/access-records.ts';
import { deviceOf } from '#domain/people/device.ts';
import { freshMinutes } from '#domain/people/fresh.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { rowAbsent, rowThere } from '#store/guard.ts';
import { findMember, peopleKeys } from '#store/people.ts';
import { isConflict, type KeyOf, type Op } from '#store/table.ts';

export type SessionDeps = Pick<Deps, 'table' | 'clock' | 'keys' | 'site'>;

export interface Session {
  /** Hash of the cookie's value: names the session in lists, and opens nothing. */
  readonly id: string;
  readonly member: Member;
  readonly actor: Actor;
  readonly expiresAt: string;
}

/** A session as its owner's list shows it. */
export interface SessionEntry {
  readonly id: string;
  /** By `deviceOf`. */
  readonly device: string;
  readonly signedInAt: string;
  /** Within five minutes. */
  readonly usedAt: string;
  readonly isThis: boolean;
}

const hours = 3_600_000;
const lasting = 12 * hours;
const idle = 2 * hours;
/** How old "last seen" may grow before it is written again: most requests write nothing. */
const seenEvery = 300_000;
const prefix = 'SES#';

/**
 * Sessions are about the people at the keyboard, so in rehearsal they follow the real clock: moving the rehearsal
 * clock by a week must not sign out the administrator who moves it.
 */
const realNow = (deps: Pick<Deps, 'clock' | 'site'>): number =>
  deps.site.rehearsal ? Date.now() : deps.clock();

const idOf = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');
const sessionKey = (member: string, id: string): KeyOf<SessionRow> => ({
  pk: peopleKeys.member(member).pk,
  sk: `${prefix}${id}`,
});
/** Whose a cookie says it is; undefined for what is none of ours. */
const memberIn = (cookie: string): string | undefined => /^([\w-]{1,80})\.[\w-]{40,}$/.exec(cookie)?.[1];
/** The cookie follows from the redeemed challenge under the session key, so a repeated press gets the same one. */
const cookieFor = (keys: Deps['keys'], member: string, challenge: string): string =>
  `${member}.${keys.mac('session', `cookie:${challenge}`)}`;

/** The write of a new session for a redeemed challenge. */
export function newSession(
  deps: SessionDeps,
  member: string,
  challenge: string,
  more: Pick<SessionRow, 'device'> = {},
): { readonly cookie: string; readonly op: Op } {
  const cookie = cookieFor(deps.keys, member, challenge);
  const now = realNow(deps);
  const expiresAt = now + lasting;
  return {
    cookie,
    op: {
      put: {
        ...sessionKey(member, idOf(cookie)),
        ...{ member, createdAt: now, seenAt: now, expiresAt, ...more },
        ttl: Math.ceil(expiresAt / 1000),
      },
      when: rowAbsent,
    },
  };
}

/** The session that a challenge was redeemed for, with its cookie; undefined once it ended. */
export async function openedSession(
  deps: SessionDeps,
  member: string,
  challenge: string,
): Promise<{ readonly cookie: string; readonly session: Session } | undefined> {
  const cookie = cookieFor(deps.keys, member, challenge);
  const session = await sessionActor(deps, cookie);
  return session && { cookie, session };
}

const isOver = (row: SessionRow, now: number): boolean => row.expiresAt <= now || row.seenAt + idle <= now;

/** The session of a cookie's value, and who acts in it; undefined when it is unknown, over, idle, or she has left. */
export async function sessionActor(deps: SessionDeps, cookie: string): Promise<Session | undefined> {
  const owner = memberIn(cookie);
  if (owner === undefined) return undefined;
  const id = idOf(cookie);
  const row = await deps.table.get(sessionKey(owner, id), { consistent: true });
  const now = realNow(deps);
  if (row === undefined || isOver(row, now)) return undefined;
  const member = await findMember(deps.table, row.member);
  if (member?.status !== 'active') return undefined;
  if (now - row.seenAt > seenEvery) {
    try {
      await deps.table.update(sessionKey(owner, id), { set: { seenAt: now } }, rowThere);
    } catch (error) {
      if (isConflict(error)) return undefined; // signed out meanwhile
      throw error;
    }
  }
  const isFresh = now - row.createdAt < freshMinutes * 60_000;
  return {
    id,
    member,
    actor: actorOf(member, 'session', { session: { id, isFresh } }),
    expiresAt: new Date(row.expiresAt).toISOString(),
  };
}

/** Ends a session; an unknown one is no error. */
export async function signOut(deps: Pick<Deps, 'table'>, cookie: string): Promise<void> {
  const owner = memberIn(cookie);
  if (owner !== undefined) await deps.table.remove(sessionKey(owner, idOf(cookie)));
}

/** More than are shown: whoever has so many open ends all others. */
const mostShown = 100;

const rowsOf = async (deps: Pick<Deps, 'table'>, member: string, limit: number) =>
  (
    await deps.table.query<SessionRow>({
      ...{ pk: peopleKeys.member(member).pk, sk: { prefix }, limit, consistent: true },
    })
  ).items;
const demandOwn = (actor: Actor): void => demand(actor, 'token.create', { orgPath: [], owner: actor.id });
const inUtc = (ms: number): string => new Date(ms).toISOString();

/** The actor's own sessions, the one that was used last first. Needs a session, as all that follows. */
export async function listSessions(
  deps: Pick<Deps, 'table' | 'clock' | 'site'>,
  actor: Actor,
): Promise<readonly SessionEntry[]> {
  demandOwn(actor);
  const now = realNow(deps);
  const rows = await rowsOf(deps, actor.id, mostShown);
  return rows
    .filter((row) => !isOver(row, now))
    .sort((a, b) => b.seenAt - a.seenAt)
    .map((row) => {
      const id = row.sk.slice(prefix.length);
      const { device = deviceOf(undefined), createdAt, seenAt } = row;
      return {
        id,
        device,
        signedInAt: inUtc(createdAt),
        usedAt: inUtc(seenAt),
        isThis: id === actor.session?.id,
      };
    });
}

/** Ends one of the actor's own sessions at once. Safe to repeat. */
export async function endSession(deps: Pick<Deps, 'table'>, actor: Actor, id: string): Promise<void> {
  demandOwn(actor);
  await deps.table.remove(sessionKey(actor.id, id));
}

/** Ends all of the actor's own sessions but the one in which she asks for it. Safe to repeat. */
export async function endOtherSessions(deps: Pick<Deps, 'table'>, actor: Actor): Promise<void> {
  demandOwn(actor);
  await endSessions(deps, actor.id, actor.session?.id);
}

/** Ends every session of a member but one, however many there are. Safe to repeat. */
export async function endSessions(deps: Pick<Deps, 'table'>, member: string, except?: string): Promise<void> {
  for (;;) {
    const rows = await rowsOf(deps, member, 50);
    const ending = rows.filter(({ sk }) => sk !== `${prefix}${except}`);
    if (ending.length === 0) return;
    await deps.table.batchRemove(ending.map(({ pk, sk }) => ({ pk, sk })));
  }
}
