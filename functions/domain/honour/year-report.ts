/** A year of honours in sums: by level, kind and title, distinct holders, and what is not counted (docs/rules/honours.md#year-report). */

import { type Level, levelRank, levels } from '#domain/level.ts';
import type { Category } from '#domain/programme/programme-kinds.ts';
import { distinct, unnamedIn } from './distinct-holders.ts';
import { counts, unitOf } from './ledger.ts';
import type { LedgerEntry } from './ledger-record.ts';

/** What a report looks at in one honour, granted here or recorded in the ledger. */
export type ReportLine = Pick<
  LedgerEntry,
  | 'level'
  | 'levelSaid'
  | 'code'
  | 'title'
  | 'category'
  | 'kind'
  | 'count'
  | 'unit'
  | 'about'
  | 'outcome'
  | 'names'
  | 'bodies'
  | 'identities'
  | 'nomination'
  | 'status'
  | 'year'
  | 'grades'
  | 'gradedOn'
  | 'group'
> & {
  /** Of an honour that was granted here: its programme, the title of its list, what was handed over. */
  readonly programme?: string;
  readonly list?: string;
  readonly awards?: readonly string[];
  /** Places that its list left empty. */
  readonly vacant?: number;
  /** The groups of its list, in their order. */
  readonly groupOrder?: readonly string[];
  /** The grades of its list, best first. */
  readonly gradeOrder?: readonly string[];
};

export interface LevelCount {
  readonly level: Level;
  readonly count: number;
  /** How many of them are prizes of contests and no titles; absent where none is. */
  readonly prizes?: number;
}
export interface YearTotals {
  readonly total: number;
  readonly byLevel: readonly LevelCount[];
  /** What has no single level, by the word that its source has: 各级, 国际. */
  readonly unlevelled: readonly { readonly said: string; readonly count: number }[];
  readonly byCategory: readonly { readonly category: Category | 'mixed'; readonly count: number }[];
  /** By programme, title of the list and level, highest level first. */
  readonly byTitle: readonly TitleCount[];
  /** What was handed over here: certificates, plaques. */
  readonly byAward: readonly { readonly award: string; readonly count: number }[];
  /** Distinct families: one honoured at two levels is one. */
  readonly families: number;
  /** Distinct persons. */
  readonly people: number;
  /** Of families and of persons those that were only counted, so that nobody knows whether they are others. */
  readonly unnamed: { readonly families: number; readonly people: number };
  /** Titles of families, by level. */
  readonly familyTitles: readonly { readonly level: Level; readonly count: number }[];
  /** Posts, people, collectives and whatever else is no family. */
  readonly others: number;
  /** Not counted: sent up without a result, what there is in all by now, and what is no honour. */
  readonly aside: readonly (TitleCount & { readonly why: 'sent' | 'stock' | 'support' })[];
}
export interface TitleCount {
  readonly code: string;
  readonly title: string;
  /** Title of the list, of honours that were granted here. */
  readonly list?: string;
  readonly level?: Level;
  readonly levelSaid?: string;
  readonly category?: Category;
  readonly unit: string;
  readonly count: number;
  /** The number is an estimate, or holds one. */
  readonly about?: true;
  /** Prizes of a contest. */
  readonly prize?: true;
  /** Places that the list left empty. */
  readonly vacant?: number;
  /** How many are of each group, in the order of the list; absent where it has none. */
  readonly groups?: readonly GroupCount[];
  /** How many hold each grade, best first; absent where none were given. */
  readonly grades?: readonly GradeCount[];
  /** How many of them went up or down after the award; each counts under the grade of today. */
  readonly regraded?: number;
}
export interface GroupCount {
  readonly group: string;
  readonly count: number;
}
export interface GradeCount {
  readonly grade: string;
  readonly count: number;
}

export const sum = (lines: readonly { readonly count: number }[]): number =>
  lines.reduce((all, line) => all + line.count, 0);

/** Prizes that old ledgers name without an order, best first. */
const usualGrades = [
  '特等奖',
  '金奖',
  '一等奖',
  '银奖',
  '二等奖',
  '铜奖',
  '三等奖',
  '优秀奖',
  '五星',
  '四星',
  '三星',
];
const usualPlace = (grade: string): number => (usualGrades.indexOf(grade) + 100) % 100;

/** How many of some lines have each grade: in the order of their lists, then the usual one, then as they come; one who has two counts in both. */
function gradeCounts(lines: readonly ReportLine[]): readonly GradeCount[] {
  const order = [
    ...new Set([
      ...lines.flatMap((line) => line.gradeOrder ?? []),
      ...lines.flatMap((line) => line.grades ?? []).toSorted((a, b) => usualPlace(a) - usualPlace(b)),
    ]),
  ];
  return order.flatMap((grade) => {
    const count = sum(lines.filter((line) => line.grades?.includes(grade)));
    return count === 0 ? [] : [{ grade, count }];
  });
}

const isPrize = (line: Pick<ReportLine, 'kind'>): boolean => line.kind === 'contest';

/** Lines by programme, title, level, kind and measure, highest level first; each says what its own lines say. */
function titleCounts(lines: readonly ReportLine[]): readonly TitleCount[] {
  const groups = Map.groupBy(lines, (line) =>
    JSON.stringify([
      ...[line.level, line.levelSaid, line.programme, line.code, line.category, line.title, line.list],
      ...[unitOf(line), isPrize(line)],
    ]),
  );
  return [...groups.values()]
    .map((group): TitleCount => {
      const first = group[0]!;
      const { code, title, list, level, levelSaid, category, vacant } = first;
      const grades = gradeCounts(group);
      const groups = groupCounts(group);
      const regraded = sum(group.filter((line) => line.gradedOn !== undefined));
      return {
        code,
        title,
        ...(list !== undefined && { list }),
        ...(level !== undefined && { level }),
        ...(levelSaid !== undefined && { levelSaid }),
        ...(category !== undefined && { category }),
        unit: unitOf(first),
        count: sum(group),
        ...(group.some(({ about }) => about === true) && { about: true as const }),
        ...(isPrize(first) && { prize: true as const }),
        ...(vacant !== undefined && { vacant }),
        ...(groups.length > 0 && { groups }),
        ...(grades.length > 0 && { grades }),
        ...(regraded > 0 && { regraded }),
      };
    })
    .sort((a, b) => rankOf(b) - rankOf(a) || compare(a.code, b.code) || compare(a.title, b.title));
}
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** What has no single level stands last. */
const rankOf = ({ level }: Pick<TitleCount, 'level'>): number =>
  level === undefined ? -1 : levelRank(level);

const byLevel = (lines: readonly ReportLine[]): readonly LevelCount[] =>
  [...levels].reverse().flatMap((level) => {
    const group = lines.filter((line) => line.level === level);
    const prizes = sum(group.filter(isPrize));
    return group.length === 0 ? [] : [{ level, count: sum(group), ...(prizes > 0 && { prizes }) }];
  });

/** How many of some lines are of each group, in the order of their lists. */
function groupCounts(lines: readonly ReportLine[]): readonly GroupCount[] {
  const order = [
    ...new Set([
      ...lines.flatMap((line) => line.groupOrder ?? []),
      ...lines.flatMap((line) => line.group ?? []),
    ]),
  ];
  return order.flatMap((group) => {
    const count = sum(lines.filter((line) => line.group === group));
    return count === 0 ? [] : [{ group, count }];
  });
}

/** What gives money and no honour is told, not counted. */
const isCounted = (line: ReportLine): boolean => counts(line) && line.kind !== 'support';
/** The lines that a year counts. */
export const countedLines = (all: readonly ReportLine[]): readonly ReportLine[] => all.filter(isCounted);

/** Counts by level, category and title; revoked and annulled honours are left out. */
export function yearTotals(all: readonly ReportLine[]): YearTotals {
  const lines = countedLines(all);
  const aside = all.filter((line) => counts({ status: line.status }) && !isCounted(line));
  const isFamily = ({ category }: ReportLine) => category === 'family';
  const families = lines.filter(isFamily);
  const people = lines.filter(({ category }) => category === 'individual');
  const awards = Map.groupBy(
    lines.flatMap((line) => line.awards ?? []),
    (award) => award,
  );
  const noLevel = Map.groupBy(
    lines.filter((line) => line.level === undefined),
    (line) => line.levelSaid ?? '',
  );
  return {
    total: sum(lines),
    byLevel: byLevel(lines),
    unlevelled: [...noLevel].map(([said, group]) => ({ said, count: sum(group) })),
    byCategory: [...Map.groupBy(lines, (line) => line.category ?? 'mixed')].map(([category, group]) => ({
      category,
      count: sum(group),
    })),
    byTitle: titleCounts(lines),
    byAward: [...awards].map(([award, all]) => ({ award, count: all.length })),
    families: distinct(families),
    people: distinct(people),
    unnamed: { families: unnamedIn(families), people: unnamedIn(people) },
    familyTitles: byLevel(families.filter((line) => !isPrize(line))).map(({ level, count }) => ({
      level,
      count,
    })),
    others: sum(lines) - sum(families),
    aside: (['sent', 'stock', 'support'] as const).flatMap((why) =>
      titleCounts(aside.filter((line) => (line.outcome ?? 'support') === why)).map((each) => ({
        ...each,
        why,
      })),
    ),
  };
}
