/** Access tokens for the API: scoped, ending, hashed at rest, shown once (docs/architecture.md#rights). */

import { randomBytes } from 'node:crypto';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import type { TokenEntry, TokenListing } from '#domain/people/access-records.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import { rowAbsent } from '#store/guard.ts';
import { peopleKeys } from '#store/people.ts';
import { listPage } from '#store/reads.ts';
import type { KeyOf } from '#store/table.ts';
import { tokenRequest } from './people-input.ts';
import { tokenHashOf, tokenKey } from './token-actor.ts';

type TokenDeps = Pick<Deps, 'table' | 'clock' | 'id'>;

/** Enough for a person's programs, and few enough for one read. */
const mostTokens = 20;

const listingKey = (member: string, id: string): KeyOf<TokenListing> => ({
  pk: peopleKeys.member(member).pk,
  sk: `TOK#${id}`,
});

async function rowsOf(deps: TokenDeps, member: string) {
  const pk = peopleKeys.member(member).pk;
  return (await listPage<TokenListing>(deps.table, { pk, prefix: 'TOK#', limit: 100 })).items;
}

/**
 * Makes a token for the actor herself; `token` is shown once and never again. Needs a session.
 * @throws Problem invalid with faults; conflict `tokens-many`; forbidden.
 */
export async function createToken(
  deps: TokenDeps,
  actor: Actor,
  sent: Input<typeof tokenRequest>,
): Promise<{ readonly token: string; readonly entry: TokenEntry }> {
  demand(actor, 'token.create', { orgPath: [], owner: actor.id });
  const { name, scopes, days } = readInput(tokenRequest, sent);
  const now = deps.clock();
  const live = (await rowsOf(deps, actor.id)).filter((row) => Date.parse(row.expiresAt) > now);
  if (live.length >= mostTokens)
    throw conflict(
      'tokens-many',
      `每人最多 ${mostTokens} 个令牌，请先撤销不用的。`,
      `A person has ${mostTokens} tokens at most; revoke one that is not used.`,
    );
  const token = `hb_${randomBytes(32).toString('base64url')}`;
  const expires = now + days * 86_400_000;
  const entry: TokenEntry = {
    id: deps.id('tok'),
    name,
    scopes,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(expires).toISOString(),
  };
  const tokenHash = tokenHashOf(token);
  const ttl = Math.ceil(expires / 1000);
  const { expiresAt } = entry;
  const proof = actor.session?.byFactor === true ? { factor: true } : {};
  await deps.table.together([
    {
      put: { ...tokenKey(tokenHash), member: actor.id, scopes, expiresAt, ttl, ...proof },
      when: rowAbsent,
    },
    { put: { ...listingKey(actor.id, entry.id), ...entry, hash: tokenHash, ttl }, when: rowAbsent },
  ]);
  return { token, entry };
}

/** The actor's own tokens, oldest first, without anything that would open them. */
export async function listTokens(deps: TokenDeps, actor: Actor): Promise<readonly TokenEntry[]> {
  return (await rowsOf(deps, actor.id)).map(({ hash: _, ...entry }) => entry);
}

/** Ends one of the actor's own tokens at once. Safe to repeat. Needs a session. */
export async function revokeToken(deps: TokenDeps, actor: Actor, id: string): Promise<void> {
  demand(actor, 'token.create', { orgPath: [], owner: actor.id });
  const row = await deps.table.get(listingKey(actor.id, id), { consistent: true });
  if (row === undefined) return;
  await deps.table.together([{ remove: listingKey(actor.id, id) }, { remove: tokenKey(row.hash) }]);
}
