/** UNIQ rows 查重: one nomination for an identity, code and edition (docs/rules/identity.md#unique). */
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { anyOf, is, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import type { Op, Table } from '#store/table.ts';

type Claimant = Pick<Nomination, 'id' | 'code' | 'edition'>;

const rowOf = (claimant: Claimant, identity: string) =>
  keys.unique(claimant.code, claimant.edition, identity);

/** Takes an identity, or keeps it; refused (Conflict) when another nomination holds it. */
export const claimOp = (claimant: Claimant, identity: string): Op => ({
  put: { ...rowOf(claimant, identity), nomination: claimant.id },
  when: anyOf(rowAbsent, is('nomination', claimant.id)),
});

/** Hands an identity from one nomination to another; refused (Conflict) when it moved meanwhile. */
export const takeOverOp = (from: string, claimant: Claimant, identity: string): Op => ({
  put: { ...rowOf(claimant, identity), nomination: claimant.id },
  when: is('nomination', from),
});

/** Frees an identity; refused (Conflict) when another nomination holds it. */
export const releaseOp = (claimant: Claimant, identity: string): Op => ({
  remove: rowOf(claimant, identity),
  when: is('nomination', claimant.id),
});

/** Which nomination holds each of these identities now; free ones are left out. */
export async function holdersOf(
  table: Table,
  claimant: Pick<Nomination, 'code' | 'edition'>,
  identities: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const identity of identities) {
    const row = await table.get(keys.unique(claimant.code, claimant.edition, identity), { consistent: true });
    if (row !== undefined) found.set(identity, String(row.nomination));
  }
  return found;
}

/** The writes that free every identity that this nomination holds; what others hold is left alone. */
export async function releaseOps(table: Table, nomination: Nomination): Promise<readonly Op[]> {
  const holders = await holdersOf(table, nomination, nomination.identities);
  return nomination.identities
    .filter((identity) => holders.get(identity) === nomination.id)
    .map((identity) => releaseOp(nomination, identity));
}
