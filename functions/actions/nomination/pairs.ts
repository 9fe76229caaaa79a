/** 查重: pairs of nominations that seem to be of one nominee (docs/rules/identity.md#unique). */
import type { Seat } from '#actions/candidacy/seat.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Pair } from '#domain/nomination/pair-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { is } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy, getNomination, getRound, type Listed, listPage } from '#store/reads.ts';
import type { Table } from '#store/table.ts';
import type { Writing } from '#store/writing.ts';

const pairId = (a: string, b: string): string => `${b}.${a}`;
/** The row of a pair. */
export const pairRow = (pair: Pair) => ({ ...pair, ...keys.pair(pair.round, pair.id) });

/** Adds a pair to a write, for the administrator of the round that governs the seat. Opens it again when it was settled. */
export function openPair(
  write: Writing,
  seat: { readonly governing: Pick<Seat['governing'], 'id'> },
  nomination: Pick<Nomination, 'id'>,
  otherNominationId: string,
): void {
  const round = seat.governing.id;
  const id = pairId(otherNominationId, nomination.id);
  write.op({
    put: pairRow({ id, round, a: otherNominationId, b: nomination.id, state: 'open', at: write.now }),
  });
}

/** Adds to a write that the open pairs of a nomination that goes away need no decision any more. */
export async function dropPairs(
  deps: Deps,
  write: Writing,
  round: string,
  nomination: string,
): Promise<void> {
  const { items } = await listPage<Pair>(deps.table, {
    pk: keys.round(round).pk,
    prefix: keys.pair('', `${nomination}.`).sk,
  });
  for (const pair of items)
    if (pair.state === 'open')
      write.op({
        put: pairRow({ ...pair, state: 'moot' }),
        when: is('state', 'open'),
      });
}

/** The candidacy where a nomination stands now: its highest seat. */
export const standing = (table: Table, nomination: Nomination): Promise<Candidacy> =>
  getCandidacy(table, nomination.seats.at(-1) ?? '', nomination.id);

/** A pair as the administrator sees it: enough to compare the two; their forms are read beside. */
export interface ShownPair extends Pair {
  readonly nominations: readonly (Pick<
    Nomination,
    'id' | 'name' | 'channel' | 'org' | 'submittedAt' | 'withdrawnAt'
  > & { readonly state: CandidacyState })[];
}

/** One page of the open pairs of a round, by nomination. Throws Problem `forbidden` for others than its administrators. */
export async function listPairs(
  deps: Deps,
  actor: Actor,
  round: string,
  cursor?: string,
): Promise<Listed<ShownPair>> {
  const { orgPath } = await getRound(deps.table, round);
  demand(actor, 'pair.settle', { orgPath });
  const page = await listPage<Pair>(deps.table, {
    pk: keys.round(round).pk,
    prefix: keys.pairPrefix,
    cursor,
  });
  const items = await Promise.all(
    page.items
      .filter((pair) => pair.state === 'open')
      .map(async (pair) => {
        const both = await Promise.all([
          getNomination(deps.table, pair.a),
          getNomination(deps.table, pair.b),
        ]);
        const stands = await Promise.all(both.map((each) => standing(deps.table, each)));
        const shown = both.map(({ id, name, channel, org, submittedAt, withdrawnAt }, i) => ({
          id,
          name,
          channel,
          org,
          submittedAt,
          state: stands[i]!.state,
          ...(withdrawnAt !== undefined && { withdrawnAt }),
        }));
        return { ...pair, nominations: shown };
      }),
  );
  return { items, cursor: page.cursor };
}
