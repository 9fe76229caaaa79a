/** Who a request by an access token comes from. */
import { createHash } from 'node:crypto';
import { actorOf } from '#actions/actor.ts';
import type { Deps } from '#deps';
import type { TokenRow } from '#domain/people/access-records.ts';
import { mustHaveFactor } from '#domain/people/factor.ts';
import type { Actor } from '#domain/people/people.ts';
import { findMember } from '#store/people.ts';
import type { KeyOf } from '#store/table.ts';

/** Tokens are hashed at rest. */
export const tokenHashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
export const tokenKey = (tokenHash: string): KeyOf<TokenRow> => ({ pk: `TOK#${tokenHash}`, sk: 'TOK' });

/**
 * Who acts with a bearer token; undefined when it is unknown, revoked, over, its person has left, or it was made without
 * the second factor that she has or must have.
 */
export async function tokenActor(
  deps: Pick<Deps, 'table' | 'clock' | 'site'>,
  bearer: string,
): Promise<Actor | undefined> {
  const row = await deps.table.get(tokenKey(tokenHashOf(bearer)), { consistent: true });
  if (row === undefined || Date.parse(row.expiresAt) <= deps.clock()) return undefined;
  const member = await findMember(deps.table, row.member);
  if (member?.status !== 'active') return undefined;
  const wantsFactor = member.factor !== undefined || mustHaveFactor(member.grants, deps.site.secondFactor);
  if (wantsFactor && row.factor !== true) return undefined;
  return actorOf(member, 'token', { scopes: row.scopes });
}
