/** Searching nominees by name, exact or prefix, never "contains" (docs/architecture.md#search). */

import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { normaliseName } from '#domain/name.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { keys } from '#store/keys.ts';
import { find, getRound, type Listed } from '#store/reads.ts';

/**
 * One page of a round's candidacies whose nominee's name begins with some characters, in the order of the names. Names are
 * indexed by programme, so a page may be short when other rounds hold some of them; it is the last when it gives no
 * cursor. An empty prefix finds nothing. Throws Problem `forbidden`.
 */
export async function searchCandidacies(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  roundId: string,
  written: string,
  cursor?: string,
  limit = 25,
): Promise<Listed<Candidacy>> {
  const round = await getRound(deps.table, roundId);
  demand(actor, 'candidacy.list', { orgPath: round.orgPath });
  const prefix = normaliseName(written);
  if (prefix === '') return { items: [], cursor: undefined };
  const page = await deps.table.query({
    pk: keys.namePartition(round.programme, prefix),
    sk: { prefix },
    index: 'gsi1',
    limit,
    cursor,
  });
  const found = await Promise.all(
    page.items.map((row) => find<Candidacy>(deps.table, keys.candidacy(roundId, String(row.id)))),
  );
  return { items: found.filter((each) => each !== undefined), cursor: page.cursor };
}
