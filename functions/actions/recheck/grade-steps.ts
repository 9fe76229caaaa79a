/** The grades that a title of a re-check may go up or down to: those of its own list, or for a line of the ledger those of the programme. */
import { holdersOf } from '#actions/honour/grade-places.ts';
import type { Title } from '#actions/honour/titles.ts';
import type { Deps } from '#deps';
import type { GivenGrade, ListGrade } from '#domain/honour/honour-records.ts';
import { ladderOf, type Move, moveTo, nextRung } from '#domain/honour/regrade.ts';
import { text } from '#domain/problem.ts';
import type { Following } from '#domain/recheck/judging.ts';
import type { Recheck } from '#domain/recheck/recheck-record.ts';

export interface Rungs {
  readonly ladder: readonly ListGrade[];
  readonly held: readonly GivenGrade[];
  /** One grade higher, with a place left; `full` where it has none. */
  readonly higher?: ListGrade;
  readonly full: boolean;
  readonly lower?: ListGrade;
}

/** A line of the ledger has its grades as words, which are known by the programme's titles. */
const known = (ladder: readonly ListGrade[], words: readonly string[]): readonly GivenGrade[] =>
  words.map((word) => {
    const { id, title } = ladder.find((grade) => grade.title.zh === word) ?? {
      ...{ id: `#${word}`, title: text(word, word) },
    };
    return { id, title };
  });

/** Where a title stands among its grades, and what is above and below it. */
export async function rungsOf(deps: Pick<Deps, 'table'>, recheck: Recheck, title: Title): Promise<Rungs> {
  // Places are of a round's list; a line of the ledger has none.
  const ladder: readonly ListGrade[] =
    title.kind === 'honour' ? ladderOf(title.list.grades) : (recheck.grades ?? []);
  const held =
    title.kind === 'honour' ? (title.honour.grades ?? []) : known(ladder, title.entry.grades ?? []);
  const higher = nextRung(ladder, held, 'up');
  const lower = nextRung(ladder, held, 'down');
  const used =
    higher !== undefined && title.kind === 'honour'
      ? await holdersOf(deps, title.list, title.honour, higher)
      : undefined;
  const full = used !== undefined && used.holders >= used.places;
  return {
    ...{ ladder, held, full },
    ...(higher !== undefined && !full && { higher }),
    ...(lower !== undefined && { lower }),
  };
}

/** The move that follows from a verdict; undefined where the grade stays. */
export function moveAfter(
  { ladder, held, higher, lower }: Rungs,
  { state }: Pick<Following, 'state'>,
  on: string,
): (Move & { readonly raisedTo?: ListGrade }) | undefined {
  const to = state === 'raised' ? higher : state === 'lowered' ? lower : undefined;
  if (to === undefined) return undefined;
  return { ...moveTo(ladder, held, { to, on }), ...(state === 'raised' && { raisedTo: to }) };
}
