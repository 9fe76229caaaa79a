/** Places that the tranches of a round use: how many, and how many gave which answer to what groups look at. */
import { type Facts, membership } from '#domain/programme/group-limits.ts';
import type { GroupRule } from '#domain/programme/stage-rules.ts';

export interface UsedPlaces {
  readonly count: number;
  /** Each answer to each field that was asked; who was not asked a field is missing there. */
  readonly answers: readonly {
    readonly field: string;
    readonly answer: string | readonly string[];
    readonly count: number;
  }[];
}

/** Under which places that moved between groups are counted; no field of a form has such a name. */
const movedFact = '#moved';
/** A place that moved, as it is counted beside the facts of who has it. */
export const movedFacts = ({ from, to }: { readonly from: string; readonly to: string }): Facts => ({
  [movedFact]: [`-${from}`, `+${to}`],
});
/** By how many places a group has grown through those who use one. */
export const movedTo = (used: UsedPlaces, title: string): number =>
  usedIn(used, { field: movedFact, values: [`+${title}`] }).count -
  usedIn(used, { field: movedFact, values: [`-${title}`] }).count;

export const nobodyUsed: UsedPlaces = { count: 0, answers: [] };

/** The places that some use, from what groups see of each. */
export function usedBy(facts: readonly Facts[]): UsedPlaces {
  const answers = facts.flatMap((each) =>
    Object.entries(each).map(([field, answer]) => ({ field, answer, count: 1 })),
  );
  return { count: facts.length, answers };
}

/** The same without one of them. */
export const usedWithout = (used: UsedPlaces, facts: Facts): UsedPlaces => ({
  count: used.count - 1,
  answers: [...used.answers, ...usedBy([facts]).answers.map((each) => ({ ...each, count: -1 }))],
});

/** How many of them belong to a group, and of how many that cannot be said. */
export function usedIn(
  { count, answers }: UsedPlaces,
  group: Pick<GroupRule, 'field' | 'values'>,
): { readonly count: number; readonly unknown: number } {
  let asked = 0;
  let inside = 0;
  for (const { field, answer, count: some } of answers) {
    if (field !== group.field) continue;
    asked += some;
    if (membership(group, { [field]: answer }) === 'in') inside += some;
  }
  return { count: inside, unknown: count - asked };
}
