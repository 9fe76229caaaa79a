/** What people decided on a nomination, as kept beside it. */

import type { Deps } from '#deps';
import type { ActRecord } from '#domain/review/act-record.ts';
import { keys } from '#store/keys.ts';
import { listPage } from '#store/reads.ts';

/** Acts on a nomination at every level; more than this nobody reads. */
const mostActs = 200;

/** Every review, visit and opinion on a nomination, in the order in which they came. */
export async function actsOn(deps: Pick<Deps, 'table'>, nomination: string): Promise<readonly ActRecord[]> {
  const page = await listPage<ActRecord>(deps.table, {
    pk: keys.nomination(nomination).pk,
    prefix: keys.reviewPrefix,
    limit: mostActs,
  });
  return page.items.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
