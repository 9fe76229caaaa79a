/** Counters of a round, kept in the same transaction as each move of a candidacy: by state, and how many keep the phase open. */
import { type CandidacyState, candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { memberOf } from '#domain/members.ts';
import type { Tally } from '#domain/round/round.ts';
import type { TallyRow } from '#domain/round/tally-record.ts';
import { allOf, is, lacks, rowThere } from './guard.ts';
import { keys, tallyShards } from './keys.ts';
import type { Op, Table } from './table.ts';
import { isOpenState, tallyKey } from './writing.ts';

const delta = (from: CandidacyState | undefined, to: CandidacyState | undefined) => {
  const add: Record<string, number> = { moves: 1 };
  if (from !== undefined) add[`s_${from}`] = -1;
  if (to !== undefined) add[`s_${to}`] = (add[`s_${to}`] ?? 0) + 1;
  const open = Number(to !== undefined && isOpenState(to)) - Number(from !== undefined && isOpenState(from));
  if (open !== 0) add.open = open;
  return { add, open };
};

/**
 * Counts a new candidacy; refused (Conflict) once the window was closed, save one for which that was allowed. One that takes no place is refused, too, where
 * places were given meanwhile: then the round is read anew.
 */
export const enterOp = (
  round: string,
  nomination: string,
  to: CandidacyState,
  { takesPlace = false, isLate = false }: { readonly takesPlace?: boolean; readonly isLate?: boolean } = {},
): Op => ({
  update: tallyKey(round, nomination),
  change: { add: delta(undefined, to).add },
  when: allOf(...(isLate ? [rowThere] : [lacks('closed')]), ...(takesPlace ? [] : [lacks('allotted')])),
});

/** Takes marks from every shard: that places were given, that the window was over. */
export const unmarkTally = (
  round: string,
  marks: readonly ('allotted' | 'closed' | 'sealed')[],
): readonly Op[] =>
  marks.length === 0
    ? []
    : Array.from({ length: tallyShards }, (_, shard) => ({
        update: keys.tally(round, 0, shard),
        change: { remove: marks },
      }));

/** The window is over, in the write that says so: no more submissions, and the phase is fully started. */
export const closeTally = (round: string): readonly Op[] =>
  Array.from({ length: tallyShards }, (_, shard) => ({
    update: keys.tally(round, 0, shard),
    change: { set: { closed: true, sealed: true } },
  }));

/**
 * Counts a move from one state to another. When the count is closed (`sealed` in the row) and this move ends its last open candidacy of the
 * shard, `wake` says that the round must be woken in the same transaction. Refused (Conflict) when another move of the
 * same shard came between; then the whole action is done again.
 */
export async function moveOp(
  table: Table,
  round: string,
  nomination: string,
  from: CandidacyState,
  to: CandidacyState,
): Promise<{ readonly op: Op; readonly wake: boolean }> {
  const key = tallyKey(round, nomination);
  const { add, open } = delta(from, to);
  if (open >= 0) return { op: { update: key, change: { add } }, wake: false };
  const row = await table.get(key, { consistent: true });
  if (row?.sealed !== true)
    return { op: { update: key, change: { add }, when: lacks('sealed') }, wake: false };
  const was = row.open ?? 0;
  return {
    op: {
      update: key,
      change: { add },
      when: allOf(is('open', was), is('sealed', true)),
    },
    wake: was + open <= 0,
  };
}

/** Sum over the shards: what is open in the phase, whether every shard is sealed, and the numbers by state. */
export async function readTally(
  table: Table,
  round: string,
  scope = 0,
): Promise<
  Tally & {
    readonly states: Readonly<Partial<Record<CandidacyState, number>>>;
    /** Held by an open case, and resting after being carried. */
    readonly heldOpen: number;
    readonly atRest: number;
    readonly moves: number;
    /** The days on which they came to their state (`dayOf`), summed by state. */
    readonly days: Readonly<Partial<Record<CandidacyState, number>>>;
    /** How many have a mean at each place of the scale. */
    readonly marks: ReadonlyMap<number, number>;
  }
> {
  const page = await table.query<TallyRow>({
    pk: keys.round(round).pk,
    sk: { prefix: keys.tallyPrefix(scope) },
    consistent: true,
  });
  const states: Partial<Record<CandidacyState, number>> = {};
  const days: Partial<Record<CandidacyState, number>> = {};
  const marks = new Map<number, number>();
  let open = 0;
  let sealed = 0;
  let heldOpen = 0;
  let atRest = 0;
  let moves = 0;
  for (const row of page.items) {
    open += row.open ?? 0;
    heldOpen += row.heldOpen ?? 0;
    atRest += row.atRest ?? 0;
    moves += row.moves ?? 0;
    if (row.sealed === true) sealed++;
    for (const state of candidacyStates) {
      const count = row[`s_${state}`];
      if (count !== undefined) states[state] = (states[state] ?? 0) + count;
      const sum = memberOf(row, `d_${state}`);
      if (typeof sum === 'number') days[state] = (days[state] ?? 0) + sum;
    }
    for (const [name, count] of Object.entries(row)) {
      if (!name.startsWith('m_') || typeof count !== 'number' || count === 0) continue;
      const mark = Number(name.slice(2));
      marks.set(mark, (marks.get(mark) ?? 0) + count);
    }
  }
  return { open, sealed: sealed === tallyShards, states, heldOpen, atRest, moves, days, marks };
}

async function markTally(
  table: Table,
  round: string,
  scope: number,
  sealed: true | undefined,
): Promise<void> {
  for (let shard = 0; shard < tallyShards; shard++)
    await table.update(keys.tally(round, scope, shard), { set: { sealed } });
}

/** A phase is being started: nobody is woken when a row is empty meanwhile. Safe to repeat. */
export const openCount = (table: Table, round: string, scope: number) =>
  markTally(table, round, scope, undefined);

/** The phase is fully started: from now on the move that empties a row wakes the round. Safe to repeat. */
export const closeCount = (table: Table, round: string, scope: number) =>
  markTally(table, round, scope, true);
