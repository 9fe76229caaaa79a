/** Who acts, made of a member. */
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';

/** A member as an actor, by session or by what else she came in. */
export const actorOf = (
  member: Member,
  via: Actor['via'],
  more: Pick<Actor, 'link' | 'scopes' | 'session'> = {},
): Actor => ({ id: member.id, name: member.name, grants: member.grants, via, ...more });
