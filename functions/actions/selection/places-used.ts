/** Places that earlier tranches of a round use already. */

import type { Deps } from '#deps';
import type { ShortlistEntry } from '#domain/selection/selection-records.ts';
import { findShortlist, getCandidacy, tranchesOf } from '#store/reads.ts';

/** Candidacies that are read at a time. */
const readTogether = 25;

/**
 * Everybody on earlier tranches of the round who is still in: what further tranches are checked against. Who was found
 * unfit after the decision, or left a tranche for an objection, uses no place there any more.
 */
export async function usedBefore(deps: Deps, round: string, n: number): Promise<readonly ShortlistEntry[]> {
  const [list, tranches] = await Promise.all([
    findShortlist(deps.table, round),
    tranchesOf(deps.table, round),
  ]);
  const known = new Map(
    [...(list?.chosen ?? []), ...(list?.reserves ?? [])].map((entry) => [entry.nomination, entry]),
  );
  const used: ShortlistEntry[] = [];
  for (const tranche of tranches.items) {
    if (tranche.n >= n) continue;
    for (let at = 0; at < tranche.entries.length; at += readTogether) {
      const part = tranche.entries.slice(at, at + readTogether);
      const candidacies = await Promise.all(part.map((each) => getCandidacy(deps.table, round, each)));
      for (const { nomination, state, tranche: on, facts } of candidacies) {
        const entry = known.get(nomination);
        if (entry !== undefined && on === tranche.n && state !== 'out') used.push({ ...entry, facts });
      }
    }
  }
  return used;
}
