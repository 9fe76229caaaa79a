/** How many hold each grade with places, counted with every write that gives, moves or ends one (docs/rules/grades.md#places). */
import type { Deps } from '#deps';
import { groupIn } from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord, ListGrade } from '#domain/honour/honour-records.ts';
import { demandPlace, placesFor, placesMoved } from '#domain/honour/regrade.ts';
import { anyOf, below, lacks } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import type { Op } from '#store/table.ts';

type OfRound = Pick<HonourList, 'round' | 'grades'>;
/** The name of a counter in its row: no attribute may be named by a programme. */
export const gradeCounter = (name: string): string => `g_${name}`;

/** The places of a grade that an honour would use, and their holders today; undefined where any number may hold it. */
export async function holdersOf(
  deps: Pick<Deps, 'table'>,
  { round }: OfRound,
  honour: HonourRecord,
  to: ListGrade,
): Promise<{ readonly places: number; readonly holders: number } | undefined> {
  const used = placesFor(to, groupIn(honour));
  if (used === undefined) return undefined;
  const row = await deps.table.get(keys.gradeHolders(round), { consistent: true });
  return { places: used.places, holders: Number(row?.[gradeCounter(used.counter)] ?? 0) };
}

/** The write that counts some moves; `raisedTo` is a grade that must still have a place. */
export function placesOps(
  { round, grades }: OfRound,
  moves: Parameters<typeof placesMoved>[1],
  raisedTo?: ListGrade,
): readonly Op[] {
  const moved = Object.entries(placesMoved(grades, moves));
  if (moved.length === 0) return [];
  const used = raisedTo && placesFor(raisedTo, groupIn(moves[0]!.after));
  return [
    {
      update: keys.gradeHolders(round),
      change: { add: Object.fromEntries(moved.map(([id, by]) => [gradeCounter(id), by])) },
      ...(used !== undefined && {
        when: anyOf(lacks(gradeCounter(used.counter)), below(gradeCounter(used.counter), used.places)),
      }),
    },
  ];
}

/** @throws Problem conflict `grade-full` where a grade has no place left. */
export async function checkPlace(
  deps: Pick<Deps, 'table'>,
  of: OfRound,
  honour: HonourRecord,
  to: ListGrade,
): Promise<void> {
  const found = await holdersOf(deps, of, honour, to);
  if (found !== undefined) demandPlace(to, found.places, found.holders);
}
