/** A year of honours in sums and words: 区级12户，其中6户获评市级 (docs/rules/honours.md#year-report). */

import { type Level, levelRank, levels } from '#domain/level.ts';
import { normaliseName } from '#domain/name.ts';
import type { Category } from '#domain/programme/programme-kinds.ts';
import { categoryWords, counts, levelSaid } from './ledger.ts';
import type { LedgerEntry } from './ledger-record.ts';

/** What a report looks at in one honour, granted here or recorded in the ledger. */
export type ReportLine = Pick<
  LedgerEntry,
  | 'level'
  | 'code'
  | 'title'
  | 'category'
  | 'count'
  | 'names'
  | 'bodies'
  | 'nomination'
  | 'status'
  | 'year'
  | 'grades'
  | 'group'
> & {
  /** Of an honour that was granted here: its programme, the title of its list, who holds it, what was handed over. */
  readonly programme?: string;
  readonly list?: string;
  readonly identities?: readonly string[];
  readonly awards?: readonly string[];
  /** Places that its list left empty. */
  readonly vacant?: number;
  /** The groups of its list, in their order. */
  readonly groupOrder?: readonly string[];
  /** The grades of its list, best first. */
  readonly gradeOrder?: readonly string[];
};

export interface YearTotals {
  readonly total: number;
  readonly byLevel: readonly { readonly level: Level; readonly count: number }[];
  readonly byCategory: readonly { readonly category: Category; readonly count: number }[];
  /** By programme, title of the list and level, highest level first. */
  readonly byTitle: readonly TitleCount[];
  /** What was handed over here: certificates, plaques. */
  readonly byAward: readonly { readonly award: string; readonly count: number }[];
  /** Distinct families: one honoured at two levels is one. */
  readonly families: number;
  /** Posts, people, collectives and whatever else is no family. */
  readonly others: number;
}
export interface TitleCount {
  readonly code: string;
  readonly title: string;
  /** Title of the list, of honours that were granted here. */
  readonly list?: string;
  readonly level: Level;
  readonly category: Category;
  readonly count: number;
  /** Places that the list left empty. */
  readonly vacant?: number;
  /** How many are of each group, in the order of the list; absent where it has none. */
  readonly groups?: readonly GroupCount[];
  /** How many hold each grade, best first; absent where none were given. */
  readonly grades?: readonly GradeCount[];
}
export interface GroupCount {
  readonly group: string;
  readonly count: number;
}
export interface GradeCount {
  readonly grade: string;
  readonly count: number;
}

const sum = (lines: readonly { readonly count: number }[]): number =>
  lines.reduce((all, line) => all + line.count, 0);

/** By what lines are known to be of one nominee: an identity, the nomination, else the name. */
function holdersOf(line: ReportLine, byName: boolean): readonly string[] {
  const sure = [
    ...(line.identities ?? []).map((identity) => `identity ${identity}`),
    ...(line.nomination === undefined ? [] : [`nomination ${line.nomination}`]),
  ];
  return byName || sure.length === 0
    ? [...sure, ...line.names.map((name) => `name ${normaliseName(name)}`)]
    : sure;
}

/**
 * How many nominees some lines are of. Two with identities are one when they share one; a name tells only of a line that
 * was recorded by hand, since two families may have the same.
 */
export function distinct(lines: readonly ReportLine[]): number {
  const typed = new Set(
    lines.flatMap((line) =>
      line.identities === undefined && line.nomination === undefined
        ? line.names.map((name) => normaliseName(name))
        : [],
    ),
  );
  const groups: Set<string>[] = [];
  let unnamed = 0;
  for (const line of lines) {
    // Several in one line are each their own; more than are named were only counted.
    const isOne = line.count === 1 && line.names.length === 1;
    unnamed += isOne ? 0 : Math.max(0, line.count - line.names.length);
    const byName = line.names.some((name) => typed.has(normaliseName(name)));
    const nominees = isOne
      ? [holdersOf(line, byName)]
      : line.names.map((name) => [`name ${normaliseName(name)}`]);
    for (const marks of nominees) {
      const met = groups.filter((group) => marks.some((mark) => group.has(mark)));
      const one = new Set([...marks, ...met.flatMap((group) => [...group])]);
      for (const group of met) groups.splice(groups.indexOf(group), 1);
      groups.push(one);
    }
  }
  return groups.length + unnamed;
}

/** How many of some lines have each grade: in the order of their lists, then as they come; one who has two counts in both. */
function gradeCounts(lines: readonly ReportLine[]): readonly GradeCount[] {
  const order = [
    ...new Set([
      ...lines.flatMap((line) => line.gradeOrder ?? []),
      ...lines.flatMap((line) => line.grades ?? []),
    ]),
  ];
  return order.flatMap((grade) => {
    const count = sum(lines.filter((line) => line.grades?.includes(grade)));
    return count === 0 ? [] : [{ grade, count }];
  });
}

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

/** Counts by level, category and title; revoked and annulled honours are left out. */
export function yearTotals(all: readonly ReportLine[]): YearTotals {
  const lines = all.filter(counts);
  const groups = Map.groupBy(lines, (line) =>
    JSON.stringify([line.level, line.programme, line.code, line.category, line.title, line.list]),
  );
  const byTitle = [...groups.values()]
    .map((group): TitleCount => {
      const { code, title, list, level, category, vacant } = group[0]!;
      const grades = gradeCounts(group);
      const groups = groupCounts(group);
      return {
        code,
        title,
        ...(list !== undefined && { list }),
        level,
        category,
        count: sum(group),
        ...(vacant !== undefined && { vacant }),
        ...(groups.length > 0 && { groups }),
        ...(grades.length > 0 && { grades }),
      };
    })
    .sort((a, b) => levelRank(b.level) - levelRank(a.level) || (a.code < b.code ? -1 : 1));
  const families = lines.filter((line) => line.category === 'family');
  const awards = Map.groupBy(
    lines.flatMap((line) => line.awards ?? []),
    (award) => award,
  );
  return {
    total: sum(lines),
    byLevel: [...levels].reverse().flatMap((level) => {
      const count = sum(lines.filter((line) => line.level === level));
      return count === 0 ? [] : [{ level, count }];
    }),
    byCategory: [...Map.groupBy(lines, (line) => line.category)].map(([category, group]) => ({
      category,
      count: sum(group),
    })),
    byTitle,
    byAward: [...awards].map(([award, all]) => ({ award, count: all.length })),
    families: distinct(families),
    others: sum(lines) - sum(families),
  };
}

const titled = ({ level, title }: Pick<TitleCount, 'level' | 'title'>): string =>
  title.startsWith('全国') || title.startsWith(levelSaid[level]) ? title : `${levelSaid[level]}${title}`;

/** How many of some honours went to nominees of another set: by nomination, or else by name. */
function shared(lines: readonly ReportLine[], below: readonly ReportLine[]): number {
  const nominations = new Set(below.flatMap((line) => line.nomination ?? []));
  const names = new Set(below.flatMap((line) => line.names.map(normaliseName)));
  return lines.reduce((n, line) => {
    if (line.nomination !== undefined && nominations.has(line.nomination)) return n + 1;
    return n + line.names.filter((name) => names.has(normaliseName(name))).length;
  }, 0);
}

/**
 * What became of one honour over the levels, lowest first: `区级12户，其中6户获评市级`. “其中” is said only when
 * all of the higher level are among the lower one's (docs/rules/levels.md#lower-honour).
 * @returns undefined when there is only one level.
 */
export function climbSentence(lines: readonly ReportLine[]): string | undefined {
  const held = lines.filter(counts);
  const rising = levels.flatMap((level) => {
    const group = held.filter((line) => line.level === level);
    return group.length === 0 ? [] : [{ level, group, count: sum(group) }];
  });
  const [lowest, ...higher] = rising;
  if (lowest === undefined || higher.length === 0) return undefined;
  const unit = categoryWords[lowest.group[0]!.category].unit;
  let within = false;
  const parts = higher.map(({ level, group, count }) => {
    const common = shared(group, lowest.group);
    if (common === count) {
      const lead = within ? '' : '其中';
      within = true;
      return `${lead}${count}${unit}获评${levelSaid[level]}`;
    }
    within = false;
    const also = common === 0 ? '' : `（${common}${unit}同获${levelSaid[lowest.level]}）`;
    return `${levelSaid[level]}${count}${unit}${also}`;
  });
  return [`${levelSaid[lowest.level]}${lowest.count}${unit}`, ...parts].join('，');
}

/** Several awarding bodies in their order, one sentence an honour (docs/rules/honours.md#ledger). */
function jointAwards(lines: readonly ReportLine[]): readonly string[] {
  const joint = lines.filter((line) => line.bodies.length > 1 && line.names.length > 0);
  const groups = Map.groupBy(joint, (line) => JSON.stringify([line.level, line.title, line.bodies]));
  return [...groups.values()].map((group) => {
    const first = group[0]!;
    const names = group.flatMap((line) => line.names);
    const count = sum(group);
    const who = count > 1 ? `${names[0]}等${count}${categoryWords[first.category].unit}` : names[0];
    return `${who}被${first.bodies.join('、')}授予${first.year}年${titled(first)}荣誉称号。`;
  });
}

/** 其中 the groups of some titles: （农业10个、工业7个）; empty where there are none. */
function groupsClause(titles: readonly TitleCount[], unit: string): string {
  const all = Map.groupBy(
    titles.flatMap((each) => each.groups ?? []),
    ({ group }) => group,
  );
  const said = [...all].map(([group, counts]) => `${group}${sum(counts)}${unit}`);
  return said.length === 0 ? '' : `（${said.join('、')}）`;
}

/** 其中 the prizes of some titles: （一等奖1项、二等奖2项）; empty where there are none. */
function gradesClause(titles: readonly TitleCount[], unit: string): string {
  const all = Map.groupBy(
    titles.flatMap((each) => each.grades ?? []),
    ({ grade }) => grade,
  );
  const said = [...all].map(([grade, counts]) => `${grade}${sum(counts)}${unit}`);
  return said.length === 0 ? '' : `（${said.join('、')}）`;
}

/** The paragraph of an annual report, from the stored records alone. */
export function yearParagraph(name: string, year: number, all: readonly ReportLine[]): string {
  const lines = all.filter(counts);
  const totals = yearTotals(lines);
  if (totals.total === 0) return `${year}年，${name}没有登记的荣誉。`;
  const byLevel = totals.byLevel.map(({ level, count }) => `${levelSaid[level]}${count}项`).join('、');
  const kinds = [
    totals.others > 0 ? `岗位、个人、集体等${totals.others}个` : '',
    totals.families > 0 ? `家庭${totals.families}户` : '',
  ].filter((part) => part !== '');
  // Lists of one honour are said together.
  const said = Map.groupBy(totals.byTitle, (each) => JSON.stringify([titled(each), each.category]));
  const titles = [...said.values()].map((each) => {
    const { unit } = categoryWords[each[0]!.category];
    return `${titled(each[0]!)}${sum(each)}${unit}${groupsClause(each, unit)}${gradesClause(each, unit)}`;
  });
  const sentences = [
    `${year}年，${name}共有各级荣誉${totals.total}项，其中${byLevel}；${kinds.join('，')}。`,
    `${titles.join('，')}。`,
    ...[...Map.groupBy(lines, (line) => JSON.stringify([line.code, line.title])).values()].flatMap(
      (group) => {
        const climbed = climbSentence(group);
        return climbed === undefined ? [] : [`${group[0]!.title}：${climbed}。`];
      },
    ),
    ...jointAwards(lines),
  ];
  return sentences.join('');
}
