/** How many hold each grade with places, counted with every write that gives, moves or ends one (docs/rules/grades.md#places). */
import type { Deps } from '#deps';
import type { HonourList, ListGrade } from '#domain/honour/honour-records.ts';
import { demandPlace, placesMoved } from '#domain/honour/regrade.ts';
import { anyOf, below, lacks } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import type { Op } from '#store/table.ts';

type OfRound = Pick<HonourList, 'round' | 'grades'>;
/** No attribute of a row may be named by a programme. */
const counter = (grade: string): string => `g_${grade}`;

/** The holders of a grade today. */
export async function holdersOf(
  deps: Pick<Deps, 'table'>,
  { round }: OfRound,
  grade: string,
): Promise<number> {
  const row = await deps.table.get(keys.gradeHolders(round), { consistent: true });
  return Number(row?.[counter(grade)] ?? 0);
}

/** The write that counts some moves; `raisedTo` is a grade that must still have a place. */
export function placesOps(
  { round, grades }: OfRound,
  moves: Parameters<typeof placesMoved>[1],
  raisedTo?: ListGrade,
): readonly Op[] {
  const moved = Object.entries(placesMoved(grades, moves));
  if (moved.length === 0) return [];
  const places = raisedTo?.places;
  return [
    {
      update: keys.gradeHolders(round),
      change: { add: Object.fromEntries(moved.map(([id, by]) => [counter(id), by])) },
      ...(raisedTo !== undefined &&
        places !== undefined && {
          when: anyOf(lacks(counter(raisedTo.id)), below(counter(raisedTo.id), places)),
        }),
    },
  ];
}

/** @throws Problem conflict `grade-full` where a grade has no place left. */
export async function checkPlace(deps: Pick<Deps, 'table'>, of: OfRound, to: ListGrade): Promise<void> {
  if (to.places !== undefined) demandPlace(to, await holdersOf(deps, of, to.id));
}
