/** Work over many candidacies of a tranche, chunk by chunk: its place is kept on the tranche, so that a crash repeats one chunk. */
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { getCandidacy } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';

/** Stores a tranche by version; losing a race means that the machine looks again. */
export async function saveTranche(deps: Deps, tranche: Tranche, patch: Partial<Tranche>): Promise<void> {
  const { put, when } = replaced(rows.tranche, tranche, patch);
  await deps.table.put(put, when);
}

export interface TrancheWork {
  /** Who is gone through; the entries of the tranche unless said otherwise. */
  readonly over?: readonly string[] | undefined;
  /** How many at a time. */
  readonly size: number;
  /** What is done to one, with her position; who `leaves` is an entry no longer. Safe to repeat. */
  readonly work: (candidacy: Candidacy, position: number) => Promise<'leaves' | undefined>;
  /** What the tranche gets with this chunk. */
  readonly also?: () => Partial<Tranche>;
  /** What the tranche gets after the last. Safe to repeat. */
  readonly last: () => Promise<Partial<Tranche>>;
}

/** Does something to the next of a tranche. */
export async function nextChunk(deps: Deps, tranche: Tranche, of: TrancheWork): Promise<void> {
  const { over = tranche.entries, size, work, also, last } = of;
  const part = over.slice(tranche.cursor, tranche.cursor + size);
  const gone = new Set<string>();
  for (const [i, nomination] of part.entries()) {
    const candidacy = await getCandidacy(deps.table, tranche.round, nomination);
    if ((await work(candidacy, tranche.cursor + i)) === 'leaves') gone.add(nomination);
  }
  const isOver = tranche.cursor + part.length >= over.length;
  await saveTranche(deps, tranche, {
    ...(gone.size > 0 && { entries: tranche.entries.filter((each) => !gone.has(each)) }),
    ...also?.(),
    ...(isOver && (await last())),
    cursor: isOver ? 0 : tranche.cursor + part.length - (of.over === undefined ? gone.size : 0),
  });
}
