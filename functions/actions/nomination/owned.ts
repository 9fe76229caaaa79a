/** 我的申报: the drafts and nominations of one owner, newest first. */

import type { Deps } from '#deps';
import type { Draft } from '#domain/nomination/draft-record.ts';
import { lackingIn } from '#domain/nomination/lacking.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { type Listed, listPage } from '#store/reads.ts';

/** What its owner sees of a draft or nomination in her list. */
export type Owned =
  | ({ readonly kind: 'draft' } & Pick<
      Draft,
      'id' | 'programme' | 'org' | 'channel' | 'name' | 'createdAt' | 'savedAt' | 'version'
    > & {
        /** How many things it still lacks before it can be submitted. */
        readonly lacking: number;
      })
  | ({ readonly kind: 'nomination' } & Pick<
      Nomination,
      | 'id'
      | 'programme'
      | 'org'
      | 'channel'
      | 'name'
      | 'submittedAt'
      | 'withdrawnAt'
      | 'seats'
      | 'code'
      | 'edition'
    >);

/** One page of the drafts and nominations that the actor owns, newest first. */
export async function listOwned(
  deps: Deps,
  actor: Actor,
  cursor?: string,
  limit = 25,
): Promise<Listed<Owned>> {
  const page = await listPage<Draft | Nomination>(deps.table, {
    pk: keys.owned(actor.id),
    index: 'gsi2',
    cursor,
    limit,
    descending: true,
  });
  const items = page.items.map((item): Owned => {
    const { id, programme, org, channel, name } = item;
    if ('savedAt' in item)
      return {
        kind: 'draft',
        id,
        programme,
        org,
        channel,
        name,
        createdAt: item.createdAt,
        savedAt: item.savedAt,
        version: item.version,
        lacking: lackingIn(item),
      };
    const { submittedAt, withdrawnAt, seats, code, edition } = item;
    return {
      kind: 'nomination',
      id,
      programme,
      org,
      channel,
      name,
      submittedAt,
      seats,
      code,
      edition,
      ...(withdrawnAt !== undefined && { withdrawnAt }),
    };
  });
  return { items, cursor: page.cursor };
}
