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
import { isConflict, type Key, type KeyOf, type Op } from '#store/table.ts';

export type SessionDeps = Pick<Deps, 'table' | 'clock' | 'keys' | 'site'>;

export interface Session {
  /** Hash of the cookie's value: names the session in lists, and opens nothing. */
  readonly id: string;
  readonly member: Member;
  readonly actor: Actor;
  readonly expiresAt: string;
  /** By `deviceOf`. */
  readonly device?: string | undefined;
  /** The mail's link or code was used and her second factor not yet: she acts in nothing. */
  readonly awaitsFactor: boolean;
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
/** How long a sign-in waits for its second factor. */
const factorWithin = 600_000;
/** How old "last seen" may grow before it is written again: most requests write nothing. */
const seenEvery = 300_000;
const prefix = 'SES#';

/**
 * Sessions are about the people at the keyboard, so in rehearsal they follow the real clock: moving the rehearsal
 * clock by a week must not sign out the administrator who moves it.
 */
export const keyboardNow = (deps: Pick<Deps, 'clock' | 'site'>): number =>
  deps.site.rehearsal ? Date.now() : deps.clock();

const idOf = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');
const sessionKey = (member: string, id: string): KeyOf<SessionRow> => ({
  pk: peopleKeys.member(member).pk,
  sk: `${prefix}${id}`,
});
/** Whose a cookie says it is; undefined for what is none of ours. */
export const ownerOf = (cookie: string): string | undefined =>
  /^([\w-]{1,80})\.[\w-]{40,}$/.exec(cookie)?.[1];
/** The cookie follows from the redeemed challenge under the session key, so a repeated press gets the same one. */
const cookieFor = (keys: Deps['keys'], member: string, challenge: string): string =>
  `${member}.${keys.mac('session', `cookie:${challenge}`)}`;

/** The write of a new session for a redeemed challenge. */
export function newSession(
  deps: SessionDeps,
  member: string,
  challenge: string,
  more: Pick<SessionRow, 'device' | 'factor'> = {},
): { readonly cookie: string; readonly op: Op } {
  const cookie = cookieFor(deps.keys, member, challenge);
  const now = keyboardNow(deps);
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
  const session = await openSession(deps, cookie);
  return session && { cookie, session };
}

const isOver = (row: SessionRow, now: number): boolean => row.expiresAt <= now || row.seenAt + idle <= now;

/** Who acts in a session that waits for nothing more; undefined as for `openSession`. */
export async function sessionActor(deps: SessionDeps, cookie: string): Promise<Session | undefined> {
  const session = await openSession(deps, cookie);
  return session?.awaitsFactor === true ? undefined : session;
}

/** The session of a cookie's value, and who acts in it; undefined when it is unknown, over, idle, or she has left. */
export async function openSession(deps: SessionDeps, cookie: string): Promise<Session | undefined> {
  const owner = ownerOf(cookie);
  if (owner === undefined) return undefined;
  const id = idOf(cookie);
  const row = await deps.table.get(sessionKey(owner, id), { consistent: true });
  const now = keyboardNow(deps);
  if (row === undefined || isOver(row, now)) return undefined;
  const member = await findMember(deps.table, row.member);
  if (member?.status !== 'active') return undefined;
  const byFactor = row.factor === true;
  const awaitsFactor = member.factor !== undefined && !byFactor;
  if (awaitsFactor && row.createdAt + factorWithin <= now) return undefined;
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
    actor: actorOf(member, 'session', { session: { id, isFresh, byFactor } }),
    expiresAt: new Date(row.expiresAt).toISOString(),
    device: row.device,
    awaitsFactor,
  };
}

/** Where the session of a cookie stands. */
export const sessionKeyOf = (cookie: string, owner: string): Key => sessionKey(owner, idOf(cookie));

/** The write by which the actor's present session counts as one by her second factor: she has just given its first code. */
export const provedOp = ({ id, session }: Actor): readonly Op[] =>
  session === undefined
    ? []
    : [{ update: sessionKey(id, session.id), change: { set: { factor: true } }, when: rowThere }];

/** Ends a session; an unknown one is no error. */
export async function signOut(deps: Pick<Deps, 'table'>, cookie: string): Promise<void> {
  const owner = ownerOf(cookie);
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
  const now = keyboardNow(deps);
  const rows = await rowsOf(deps, actor.id, mostShown);
  return rows
    .filter((row) => !isOver(row, now) && (row.factor === true || actor.session?.byFactor !== true))
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
