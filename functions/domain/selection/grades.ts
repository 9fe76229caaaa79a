/** Grades of those on a shortlist: proposed from the ranking, settled by a person, capped by their places (docs/rules/grades.md#proposal). */
import { compareExact, exact, parseExact } from '#domain/fraction.ts';
import { type Fault, fault } from '#domain/problem.ts';
import { type PrizeTable, placesIn } from '#domain/programme/grade.ts';
import type { Grade } from '#domain/programme/grade-schema.ts';
import { groupOf } from '#domain/programme/list-group.ts';
import { holdingOf, overPlaces, placesLeft } from './grade-places.ts';
import { rankByScore } from './ranking.ts';
import type { ShortlistEntry } from './selection-records.ts';

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

/** The same over the whole list, or group by group with the places of each (docs/rules/grades.md#in-groups). */
function fillEach(
  { by }: PrizeTable,
  grades: readonly Grade[],
  entries: readonly Entry[],
): readonly ReadonlyMap<string, Proposal>[] {
  const [first] = grades;
  if (first === undefined) return [];
  if (by === undefined || !first.perGroup) return [fill(grades, measuredBy(first, entries))];
  return by.groups.map(({ value }) =>
    fill(
      grades.map((grade) => ({ ...grade, places: placesIn(grade, value) })),
      measuredBy(
        first,
        entries.filter(({ facts }) => groupOf(by.field, facts) === value),
      ),
    ),
  );
}

/** The grades that the ranking proposes for each; those given by hand are never proposed. */
export function proposeGrades(table: PrizeTable, entries: readonly Entry[]): ReadonlyMap<string, Proposal> {
  const { grades } = table;
  const parts = [
    ...fillEach(
      table,
      grades.filter(({ beside }) => !beside),
      entries,
    ),
    ...grades
      .filter(({ beside, by }) => beside && by !== undefined)
      .flatMap((grade) => fillEach(table, [grade], entries)),
  ];
  return new Map(
    entries.map(({ nomination }) => {
      const own = parts.flatMap((part) => part.get(nomination) ?? []);
      return [nomination, { grades: own.flatMap((one) => one.grades), tied: own.flatMap((one) => one.tied) }];
    }),
  );
}

/** What everybody on the list has: settled, or as the ranking proposes. */
export function gradedEntries(table: PrizeTable, entries: readonly Entry[]): readonly GradedEntry[] {
  const proposals = proposeGrades(table, entries);
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
  table: PrizeTable,
  entries: readonly Entry[],
  leaveVacant: boolean,
): readonly Fault[] {
  const { grades } = table;
  if (grades.length === 0) return [];
  const all = gradedEntries(table, entries);
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
  const holdings = entries.map((entry, i) => holdingOf(table, entry, all[i]!.held));
  const left = leaveVacant ? [] : placesLeft(table, holdings);
  return [
    ...faults,
    ...overPlaces(table, holdings),
    ...left.map(({ title, left: n }) =>
      fault(
        'leaveVacant',
        'grade-left',
        `“${title.zh}”还有 ${n} 个名额没有用上。确认空缺的，请勾选`,
        `${n} places of "${title.en}" are not used; tick the box if that is meant`,
      ),
    ),
  ];
}
