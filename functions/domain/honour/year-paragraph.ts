/** A year of honours in words: the paragraph of an annual report (docs/rules/honours.md#year-report). */
import { plainTitle } from '#domain/honour-title.ts';
import { type Level, levelRank, levels } from '#domain/level.ts';
import { normaliseName } from '#domain/name.ts';
import { readPlaceWords } from '#domain/place-words.ts';
import { type Category, categories } from '#domain/programme/programme-kinds.ts';
import { categoryWords, counts, levelSaid, unitOf } from './ledger.ts';
import {
  countedLines,
  type ReportLine,
  sum,
  type TitleCount,
  type YearTotals,
  yearTotals,
} from './year-report.ts';

const isUnknown = (written: string): boolean => /^(不详|未写明|未注明|其他)/u.test(written);
type Titled = Pick<TitleCount, 'level' | 'levelSaid' | 'title'>;
/** A title behind the word for its level, unless it begins with a place or level itself. */
function titled({ level, levelSaid: written = '', title }: Titled): string {
  // 不详 is a word about the source, and no part of a title.
  if (level === undefined)
    return title.startsWith(written) || isUnknown(written) ? title : `${written}${title}`;
  return readPlaceWords(title).levels !== undefined ? title : `${levelSaid[level]}${title}`;
}
/** A title without year, place and level: what 芙蓉区最美家庭 and 长沙市最美家庭 are both. */
const bareTitle = (title: string): string => readPlaceWords(plainTitle(title)).rest || title;

/** How many of some honours went to nominees of another set: by identity or nomination, or else by name. */
function shared(lines: readonly ReportLine[], below: readonly ReportLine[]): number {
  const nominations = new Set(below.flatMap((line) => line.nomination ?? []));
  const identities = new Set(below.flatMap((line) => line.identities ?? []));
  const names = new Set(below.flatMap((line) => line.names.map(normaliseName)));
  return lines.reduce((n, line) => {
    if (line.nomination !== undefined && nominations.has(line.nomination)) return n + 1;
    if (line.identities?.some((each) => identities.has(each)) === true) return n + 1;
    return n + line.names.filter((name) => names.has(normaliseName(name))).length;
  }, 0);
}

/**
 * What became of one honour over the levels, lowest first: `区级12户，其中6户获评市级`. “其中” is said only when
 * all of the higher level are among the lower one's (docs/rules/levels.md#lower-honour).
 * @returns undefined when there is only one level.
 */
export function climbSentence(lines: readonly ReportLine[]): string | undefined {
  const held = lines.filter((line) => counts(line));
  const rising = levels.flatMap((level) => {
    const group = held.filter((line) => line.level === level);
    return group.length === 0 ? [] : [{ level, group, count: sum(group) }];
  });
  const [lowest, ...higher] = rising;
  if (lowest === undefined || higher.length === 0) return undefined;
  const unit = unitOf(lowest.group[0]!);
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
  const groups = Map.groupBy(joint, (line) =>
    JSON.stringify([line.level, line.levelSaid, line.title, line.bodies]),
  );
  return [...groups.values()].map((group) => {
    const first = group[0]!;
    const names = group.flatMap((line) => line.names);
    const count = sum(group);
    const who = count > 1 ? `${names[0]}等${count}${unitOf(first)}` : names[0];
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

/** Its levels as a report has them: 全国3项、区级32项（称号26项、竞赛奖项6项），级别未分列136项（各级）. */
function levelsClause({ byLevel, unlevelled }: YearTotals): string {
  const said = byLevel.map(({ level, count, prizes = 0 }) => {
    const of =
      prizes === 0
        ? ''
        : prizes === count
          ? '（竞赛奖项）'
          : `（称号${count - prizes}项、竞赛奖项${prizes}项）`;
    return `${levelSaid[level]}${count}项${of}`;
  });
  const open = unlevelled.map(({ said, count }) => `${said}${count}项`);
  return [
    ...(said.length === 0 ? [] : [`其中${said.join('、')}`]),
    ...(open.length === 0 ? [] : [`未按单一级别列出的${open.join('、')}`]),
  ].join('；');
}

/** 岗位、个人、集体等 are said in one number, the others by their own. */
const together: readonly (Category | 'mixed')[] = ['individual', 'collective', 'post', 'mixed'];

/** Who was honoured: 岗位、个人、集体等11个，家庭2户. Prizes stand by themselves. */
function kindsClause(lines: readonly ReportLine[], totals: YearTotals): string {
  const titles = lines.filter((line) => line.kind !== 'contest');
  const of = (wanted: readonly (Category | 'mixed')[]) =>
    titles.filter((line) => wanted.includes(line.category ?? 'mixed'));
  const families = of(['family']);
  const { unnamed } = totals;
  const held = sum(families);
  // What was only counted may be the same family twice: then it is said how often, not how many.
  const isCounted = unnamed.families > 0 && families.length > 1;
  const ofFamilies = isCounted
    ? `家庭${held}户次（${unnamed.families}户次未列名，无法核对是否为同一家庭）`
    : `家庭${totals.families}户`;
  const prizes = sum(lines) - sum(titles);
  return [
    sum(of(together)) > 0 ? `岗位、个人、集体等${sum(of(together))}个` : '',
    held > 0 ? ofFamilies : '',
    ...categories
      .filter((each) => each !== 'family' && !together.includes(each) && of([each]).length > 0)
      .map((each) => byUnit(of([each]), categoryWords[each].word.zh)),
    prizes > 0 ? `竞赛奖项${prizes}项` : '',
  ]
    .filter((part) => part !== '')
    .join('，');
}

/** One kind by its measure words: 基地（站点）806户、3个. */
function byUnit(lines: readonly ReportLine[], word: string): string {
  const units = [...Map.groupBy(lines, unitOf)].map(([unit, group]) => `${sum(group)}${unit}`);
  return `${word}${units.join('、')}`;
}

/** How many titles of families are of this level, and how many of those above. */
function familySentence({ familyTitles }: YearTotals, own: Level | undefined): readonly string[] {
  const ours = familyTitles.find(({ level }) => level === own);
  const above = familyTitles.filter(({ level }) => own !== undefined && levelRank(level) > levelRank(own));
  if (own === undefined || ours === undefined || above.length === 0) return [];
  const each = above.map(({ level, count }) => `${levelSaid[level]}${count}户`).join('、');
  return [`家庭荣誉${levelSaid[own]}${ours.count}户，${levelSaid[own]}以上${sum(above)}户（${each}）。`];
}

const counted = ({ about, count, unit }: TitleCount): string =>
  `${about === true ? '约' : ''}${count}${unit}`;

/** What is told and not counted, each for its reason. */
function asideSentences({ aside }: YearTotals): readonly string[] {
  const of = (why: YearTotals['aside'][number]['why'], lead: string, end: string): readonly string[] => {
    const said = aside.filter((each) => each.why === why).map((each) => `${titled(each)}${counted(each)}`);
    return said.length === 0 ? [] : [`${lead}${said.join('，')}${end}`];
  };
  return [
    ...of('sent', '推荐上报、结果未明而不计入的：', '。'),
    ...of('stock', '历年累计、不计入本年的：', '。'),
    ...of('support', '不属于荣誉、不计入的：', '。'),
  ];
}

/** The paragraph of an annual report, from the stored records alone. `own` is the level of the organisation. */
export function yearParagraph(name: string, year: number, all: readonly ReportLine[], own?: Level): string {
  const lines = countedLines(all);
  const totals = yearTotals(all);
  const aside = asideSentences(totals);
  if (totals.total === 0) return [`${year}年，${name}没有登记的荣誉。`, ...aside].join('');
  // Lists of one honour are said together.
  const said = Map.groupBy(totals.byTitle, (each) =>
    JSON.stringify([titled(each), each.category, each.unit]),
  );
  const titles = [...said.values()].map((each) => {
    const { unit } = each[0]!;
    const about = each.some((one) => one.about === true) ? '约' : '';
    return `${titled(each[0]!)}${about}${sum(each)}${unit}${groupsClause(each, unit)}${gradesClause(each, unit)}`;
  });
  const about = totals.byTitle.some((each) => each.about === true) ? '（含约数）' : '';
  const climbs = Map.groupBy(lines, (line) => JSON.stringify([line.code, bareTitle(line.title)]));
  return [
    `${year}年，${name}共有各级荣誉${totals.total}项${about}，${levelsClause(totals)}；${kindsClause(lines, totals)}。`,
    `${titles.join('，')}。`,
    ...familySentence(totals, own),
    ...[...climbs.values()].flatMap((group) => {
      const climbed = climbSentence(group);
      return climbed === undefined ? [] : [`${bareTitle(group[0]!.title)}：${climbed}。`];
    }),
    ...jointAwards(lines),
    ...aside,
  ].join('');
}
