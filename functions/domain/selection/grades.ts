/** Grades of those on a shortlist: proposed from the ranking, settled by a person, capped by their places (docs/rules/grades.md#proposal). */
import { compareExact, exact, parseExact } from '#domain/fraction.ts';
import { type Fault, fault } from '#domain/problem.ts';
import { gradeFact } from '#domain/programme/grade.ts';
import type { Grade } from '#domain/programme/grade-schema.ts';
import { rankByScore } from './ranking.ts';
import type { ShortlistEntry } from './selection-records.ts';
import { nobodyUsed, type UsedPlaces, usedIn } from './used-places.ts';

type Entry = Pick<ShortlistEntry, 'nomination' | 'name' | 'score' | 'facts' | 'criteria' | 'settled'>;

/** What the ranking proposes for one nominee. */
export interface Proposal {
  readonly grades: readonly string[];
  /** Equal scores lie across the border of these grades, the lowest perhaps without one: a person says who gets which. */
  readonly tied: readonly string[];
}
/** What a nominee has: as a person settled it, else as proposed. */
export interface GradedEntry {
  readonly nomination: string;
  readonly held: readonly string[];
  readonly proposal: Proposal;
  /** She has no grade as yet, since the ranking does not tell which. */
  readonly open: boolean;
}
export interface GradeRow {
  readonly id: string;
  readonly count: number;
  readonly places: Grade['places'];
  readonly ok: boolean;
}

/** What a grade ranks somebody by; undefined where she has nothing to be ranked by. */
function measureOf({ by }: Grade, { score, facts, criteria }: Entry): string | undefined {
  const value = by === undefined ? score : (criteria?.[by] ?? facts[by]);
  return typeof value === 'string' && parseExact(value) !== undefined ? value : undefined;
}

/** How many a proposal may give a grade: an open one takes all who reach its least score, or all that are left when it is the last. */
const seatsOf = (grade: Grade, isLast: boolean): number =>
  grade.places !== 'open' ? grade.places : grade.atLeast !== undefined || isLast ? Infinity : 0;

/**
 * Fills grades in their order from the best measure down. Equal measures take their seats together: where these are of
 * one grade each gets it, where they lie across a border none is proposed and all are tied.
 */
function fill(
  grades: readonly Grade[],
  measured: readonly { readonly id: string; readonly score: string }[],
): ReadonlyMap<string, Proposal> {
  const free = grades.map((grade, i) => seatsOf(grade, i === grades.length - 1));
  const take = (score: string): string | undefined => {
    const at = grades.findIndex(
      ({ atLeast }, i) =>
        free[i]! > 0 && (atLeast === undefined || compareExact(exact(score), exact(atLeast)) >= 0),
    );
    if (at < 0) return undefined;
    free[at]! -= 1;
    return grades[at]!.id;
  };
  const found = new Map<string, Proposal>();
  const score = new Map(measured.map((one) => [one.id, one.score]));
  for (const group of Map.groupBy(rankByScore(measured, []), ({ rank }) => rank).values()) {
    const seats = group.map(({ id }) => take(score.get(id)!));
    const kinds = [...new Set(seats)];
    const [only] = kinds;
    for (const { id } of group)
      found.set(
        id,
        kinds.length > 1
          ? { grades: [], tied: kinds.filter((each) => each !== undefined) }
          : { grades: only === undefined ? [] : [only], tied: [] },
      );
  }
  return found;
}

const measuredBy = (grade: Grade, entries: readonly Entry[]) =>
  entries.flatMap((entry) => {
    const score = measureOf(grade, entry);
    return score === undefined ? [] : [{ id: entry.nomination, score }];
  });

/** The grades that the ranking proposes for each; those given by hand are never proposed. */
export function proposeGrades(
  grades: readonly Grade[],
  entries: readonly Entry[],
): ReadonlyMap<string, Proposal> {
  const ranked = grades.filter(({ beside }) => !beside);
  const parts = [
    ...(ranked.length === 0 ? [] : [fill(ranked, measuredBy(ranked[0]!, entries))]),
    ...grades
      .filter(({ beside, by }) => beside && by !== undefined)
      .map((grade) => fill([grade], measuredBy(grade, entries))),
  ];
  return new Map(
    entries.map(({ nomination }) => {
      const own = parts.flatMap((part) => part.get(nomination) ?? []);
      return [nomination, { grades: own.flatMap((one) => one.grades), tied: own.flatMap((one) => one.tied) }];
    }),
  );
}

/** What everybody on the list has: settled, or as the ranking proposes. */
export function gradedEntries(grades: readonly Grade[], entries: readonly Entry[]): readonly GradedEntry[] {
  const proposals = proposeGrades(grades, entries);
  return entries.map(({ nomination, settled }) => {
    const proposal = proposals.get(nomination)!;
    const held = settled?.grades ?? proposal.grades;
    return {
      nomination,
      held,
      proposal,
      open: held.length === 0 || (settled === undefined && proposal.tied.length > 0),
    };
  });
}

/** Whether what is settled leaves the proposal in what the ranking could tell. */
export function differs(
  grades: readonly Grade[],
  entry: Entry,
  proposal: Proposal,
  held: readonly string[],
): boolean {
  const told = grades.filter((grade) =>
    grade.beside
      ? grade.by !== undefined && measureOf(grade, entry) !== undefined && !proposal.tied.includes(grade.id)
      : entry.score !== undefined && !grades.some(({ id, beside }) => !beside && proposal.tied.includes(id)),
  );
  return told.some(({ id }) => held.includes(id) !== proposal.grades.includes(id));
}

/** How many hold each grade, against its places; `used` by others on tranches of the round. */
export const gradeBoard = (
  grades: readonly Grade[],
  held: readonly (readonly string[])[],
  used: UsedPlaces = nobodyUsed,
): readonly GradeRow[] =>
  grades.map(({ id, places }) => {
    const others = usedIn(used, { field: gradeFact, values: [id] }).count;
    const count = others + held.filter((one) => one.includes(id)).length;
    return { id, count, places, ok: places === 'open' || count <= places };
  });

/** Grades with more holders than places: never allowed (docs/rules/grades.md#places). */
export function overPlaces(
  grades: readonly Grade[],
  held: readonly (readonly string[])[],
  used: UsedPlaces = nobodyUsed,
): readonly Fault[] {
  const board = gradeBoard(grades, held, used);
  return grades.flatMap(({ title }, i) => {
    const { count, places, ok } = board[i]!;
    return ok
      ? []
      : [
          fault(
            'nominees',
            'grade-over',
            `“${title.zh}”名额 ${places} 个，已列 ${count} 个，请改评 ${count - Number(places)} 个`,
            `"${title.en ?? title.zh}" has ${places} places and ${count} are listed; give ${count - Number(places)} another grade`,
          ),
        ];
  });
}

/** Grades with places that nobody holds, or fewer than there are: allowed, and told. */
export const placesLeft = (
  grades: readonly Grade[],
  held: readonly (readonly string[])[],
): readonly { readonly grade: Grade; readonly left: number }[] => {
  const board = gradeBoard(grades, held);
  return grades.flatMap((grade, i) => {
    const { count, places } = board[i]!;
    return places === 'open' || count >= places ? [] : [{ grade, left: places - count }];
  });
};

/** What is wrong with the grades that are sent for one nominee, at `nominees.<nomination>`; a promoted reserve has no proposal. */
export function settlingFaults(
  grades: readonly Grade[],
  entry: Entry,
  proposal: Proposal | undefined,
  sent: { readonly grades: readonly string[]; readonly reason: string },
): readonly Fault[] {
  const field = `nominees.${entry.nomination}`;
  if (sent.grades.some((id) => !grades.some((grade) => grade.id === id)))
    return [
      fault(
        field,
        'grade-unknown',
        `“${entry.name}”：请从本级的等次中选择`,
        `"${entry.name}": choose from the grades of this stage`,
      ),
    ];
  if (grades.filter(({ id, beside }) => !beside && sent.grades.includes(id)).length > 1)
    return [
      fault(
        field,
        'grade-twice',
        `“${entry.name}”只能有一个按名次评定的等次`,
        `"${entry.name}" may hold one ranked grade`,
      ),
    ];
  if (sent.reason === '' && proposal !== undefined && differs(grades, entry, proposal, sent.grades))
    return [
      fault(
        field,
        'grade-reason',
        `“${entry.name}”的等次与按得分提出的不同，请写明理由`,
        `"${entry.name}": the grade differs from the one proposed by score; say why`,
      ),
    ];
  return [];
}

/**
 * What keeps a list from being confirmed: somebody without a grade, a tie across a border, a change without its reason, more
 * holders than places; and places that are left, unless that is said to be meant.
 */
export function confirmingFaults(
  grades: readonly Grade[],
  entries: readonly Entry[],
  leaveVacant: boolean,
): readonly Fault[] {
  if (grades.length === 0) return [];
  const all = gradedEntries(grades, entries);
  const faults = entries.flatMap((entry, i) => {
    const { held, proposal, open } = all[i]!;
    const field = `nominees.${entry.nomination}`;
    if (open)
      return [
        proposal.tied.length > 0
          ? fault(
              field,
              'grade-tied',
              `“${entry.name}”与他人同分，跨两个等次，请评定`,
              `"${entry.name}" is tied across two grades; settle it`,
            )
          : fault(
              field,
              'grade-missing',
              `“${entry.name}”还没有等次，请评定或移出名单`,
              `"${entry.name}" has no grade; settle one or take it off the list`,
            ),
      ];
    return entry.settled === undefined
      ? []
      : settlingFaults(grades, entry, proposal, { grades: held, reason: entry.settled.reason ?? '' });
  });
  const held = all.map((one) => one.held);
  const left = leaveVacant ? [] : placesLeft(grades, held);
  return [
    ...faults,
    ...overPlaces(grades, held),
    ...left.map(({ grade, left: n }) =>
      fault(
        'leaveVacant',
        'grade-left',
        `“${grade.title.zh}”还有 ${n} 个名额没有用上。确认空缺的，请勾选`,
        `${n} places of "${grade.title.en ?? grade.title.zh}" are not used; tick the box if that is meant`,
      ),
    ),
  ];
}
