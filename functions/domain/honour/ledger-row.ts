/** A line of an old ledger sheet as people keep it, understood as an entry: levels, kinds, numbers and days in their words (docs/rules/honours.md#old-ledgers). */
import { readAwardDate } from '#domain/award-date.ts';
import { readHonourTitle, type TitleReading } from '#domain/honour-title.ts';
import { knownHonours } from '#domain/known-honours.ts';
import type { Level } from '#domain/level.ts';
import { readPlaceWords } from '#domain/place-words.ts';
import { type Category, categories } from '#domain/programme/programme-kinds.ts';
import { plainHead } from '#domain/sheet.ts';
import { batchIn } from './batch.ts';
import { categoryWords, listedIn } from './ledger.ts';
import type { LedgerInput } from './ledger-input.ts';

type Column = Exclude<keyof LedgerInput, 'levelSaid' | 'about'>;
/** Columns of the template in their order, each with the other titles that ledgers give it. */
export const ledgerColumns = [
  ['code', '荣誉代码', '代码'],
  ['title', '荣誉名称', '荣誉', '荣誉称号', '称号', '称号名称', '奖项', '奖项名称', '获奖名称', '项目名称'],
  ['level', '级别', '层级', '荣誉级别', '获奖级别', '奖项级别', '表彰级别', '等级别'],
  ['category', '类别', '对象类别', '荣誉类别', '类型'],
  [
    'names',
    '获奖对象',
    '对象',
    '姓名',
    '名称',
    '获奖者',
    '获奖人',
    '获得者',
    '获奖单位',
    '获奖个人',
    '家庭',
    '户主',
    '获奖单位/个人',
  ],
  ['count', '数量', '人数', '户数', '个数', '获奖数量', '数量小计'],
  ['bodies', '授予单位', '表彰单位', '颁发单位', '颁奖单位', '授奖单位', '评选单位', '命名单位', '发证单位'],
  ['year', '年份', '年度', '获奖年度', '获奖年份', '表彰年度'],
  ['documentNumber', '文号', '文件号', '表彰文号', '批准文号', '发文字号'],
  ['date', '授予日期', '日期', '时间', '获奖日期', '获奖时间', '表彰时间', '表彰日期', '授予时间'],
  ['grades', '等次', '奖次', '奖级', '星级', '等级'],
  ['batch', '批次', '批'],
  ['number', '证书编号', '证书号'],
  ['kind', '性质', '评选方式', '活动性质'],
  ['outcome', '结果', '评选结果', '情况'],
  ['unit', '量词'],
  ['holderUnit', '所在单位', '工作单位', '单位', '所属单位', '所在社区'],
  ['documents', '证件号码', '身份证号', '身份证号码', '身份证', '家庭成员身份证号'],
  ['creditCode', '统一社会信用代码', '信用代码', '社会信用代码'],
  ['post', '岗位名称', '站点名称'],
  ['note', '备注', '说明'],
] as const satisfies readonly (readonly [Column, ...string[]])[];

const columnOf = new Map<string, Column>(
  ledgerColumns.flatMap(([column, ...titles]) => titles.map((title) => [plainHead(title), column] as const)),
);
/** The column that a title of a sheet stands for; undefined for one that is not read. */
export const ledgerColumn = (head: string): Column | undefined => columnOf.get(plainHead(head));

/** A line by column. */
export type LedgerCells = Readonly<Partial<Record<Column, unknown>>>;

const said = (cell: unknown): string =>
  String(cell ?? '')
    .normalize('NFKC')
    .replace(/\s/gu, '');

const manyLevels = /^(各级|多级|不分级?别?|[两三多]级|[国省市区县镇街道、/和与及级]*[两三多]级)$/u;
const otherLevels = /^(国际|境外|海外|世界|不详|未写明|未注明|其他)/u;
const levelTyped: readonly (readonly [RegExp, Level])[] = [
  [/^(全国|国家|中央)(级)?$/u, 'nation'],
  [/^(省|自治区|直辖市|省部)(级)?$/u, 'province'],
  [/^(市|地|州|地市|设区市)(级)?$/u, 'city'],
  [/^(区|县|区县|县区)(级)?$/u, 'district'],
  [/^(街道|乡|镇|镇街|街镇|乡镇)(级)?$/u, 'street'],
  [/^(社区|村|村社)(级)?$/u, 'community'],
  [/^单位(级)?$/u, 'unit'],
];

/** Two words for levels joined: 市、区, 省/市. */
const isJoined = (word: string): boolean =>
  word.split(/[、,/和与及]/u).filter((part) => levelTyped.some(([pattern]) => pattern.test(part))).length > 1;

/** The level of a line by its own column, else by the place in its title. */
function levelIn(
  cell: unknown,
  title: string,
  reading: TitleReading,
): { readonly level?: unknown; readonly levelSaid?: string } {
  const word = said(cell);
  const inTitle = readPlaceWords(said(title)).levels;
  if (word === '') {
    if (inTitle?.length === 1) return { level: inTitle[0] };
    return /^(各级|[国省市区县]+两级)/u.test(said(title)) ? { level: 'other', levelSaid: '各级' } : {};
  }
  if (manyLevels.test(word) || isJoined(word) || otherLevels.test(word))
    return { level: 'other', levelSaid: word.slice(0, 10) };
  const typed = levelTyped.find(([pattern]) => pattern.test(word))?.[1];
  // Where the honour is known for certain, its title's place must agree (docs/rules/honours.md#names).
  if (typed !== undefined)
    return { level: reading.kind === 'is' && reading.levels?.includes(typed) === false ? word : typed };
  const read = readPlaceWords(word);
  const both = inTitle === undefined ? read.levels : read.levels?.filter((level) => inTitle.includes(level));
  return { level: read.rest === '' && both?.length === 1 ? both[0] : String(cell).trim() };
}

const categoryTyped: readonly (readonly [RegExp, Category])[] = [
  [/^(个人|人|人物|女性|妇女|先进个人|individual)/u, 'individual'],
  [/^(集体|单位|团体|先进集体|团队|队伍|collective)/u, 'collective'],
  [/^(岗|岗位|文明岗|post)/u, 'post'],
  [/^(家庭|户|family)/u, 'family'],
  [/^(工作室|studio)/u, 'studio'],
  [/^(基地|站点|阵地|社区|场所|示范点|庭院|site)/u, 'site'],
  [/^(项目|案例|作品|节目|project)/u, 'project'],
];
const mixedTyped = /^(多类|各类|混合|综合|不分类?别?|mixed)$/u;
/** By what a title ends with, where no column says it. */
const categoryTitled: readonly (readonly [RegExp, Category])[] = [
  [/(家庭|家庭标兵户)$/u, 'family'],
  [/(集体|先进单位)$/u, 'collective'],
  [/岗$/u, 'post'],
  [/工作室$/u, 'studio'],
  [/(基地|之家|庭院|阳台|示范点|示范社区|小区)$/u, 'site'],
  [/(项目|案例|作品)$/u, 'project'],
  [/(旗手|标兵|个人|母亲|达人|主席|女性|百星|奋斗者|人物)$/u, 'individual'],
];

function categoryIn(cell: unknown, title: string): unknown {
  const word = said(cell);
  if (word === '') return categoryTitled.find(([pattern]) => pattern.test(said(title)))?.[1];
  if (mixedTyped.test(word)) return 'mixed';
  const parts = word.split(/[、,/和与及+]/u).filter((part) => part !== '');
  const found = new Set(parts.map((part) => categoryTyped.find(([pattern]) => pattern.test(part))?.[1]));
  const [only] = found;
  if (found.has(undefined)) return categories.find((each) => each === word) ?? word;
  return found.size > 1 ? 'mixed' : only;
}

const kindTyped: readonly (readonly [RegExp, LedgerInput['kind']])[] = [
  [/表彰|评比/u, 'commendation'],
  [/推选|寻找|选树/u, 'seeking'],
  [/命名|创建|认定/u, 'naming'],
  [/上报/u, 'recommendation'],
  [/竞赛|比赛|大赛/u, 'contest'],
  [/征集/u, 'call'],
  [/扶持|贴息|补助/u, 'support'],
];
const kindIn = (cell: unknown, title: string): unknown => {
  const word = said(cell);
  if (word !== '') return kindTyped.find(([pattern]) => pattern.test(word))?.[1] ?? word;
  // Only what changes what is counted is taken from a title.
  return kindTyped.find(
    ([pattern, kind]) => (kind === 'contest' || kind === 'support') && pattern.test(said(title)),
  )?.[1];
};

function outcomeIn(cell: unknown): unknown {
  const word = said(cell);
  if (word === '' || /^(获评|获奖|获得|已获|授予|评为|评出|当选|通过|granted)/u.test(word)) return undefined;
  if (/推荐|推选至|上报|申报|^送|初审|待定|未公布|sent/u.test(word)) return 'sent';
  return /累计|存量|共有|现有|stock/u.test(word) ? 'stock' : word;
}

/** 5, 5名, 约100户, 1,200, 100余名. */
function countIn(cell: unknown): Pick<Partial<LedgerInput>, 'unit' | 'about'> & { readonly count?: unknown } {
  const word = said(cell);
  if (word === '') return {};
  const found = /^(约|近)?(\d[\d,]{0,8})(余|多)?(\p{Script=Han}{1,2}?)?(左右|余)?$/u.exec(word);
  if (found === null) return { count: word };
  const [, before, digits = '', after, unit, behind] = found;
  const isAbout = before !== undefined || after !== undefined || behind !== undefined;
  return {
    count: Number(digits.replaceAll(',', '')),
    ...(unit !== undefined && { unit }),
    ...(isAbout && { about: true as const }),
  };
}

const allCodes = knownHonours.map(({ code }) => code);
/** The code of a title that the dictionary knows for certain. */
const codeIn = (cell: unknown, reading: TitleReading): string | undefined =>
  said(cell) || (reading.kind === 'is' ? reading.code : undefined);

/** Numbers as texts, so that a certificate's 001 typed as a number is a text; a cut ID number cannot be put right. */
const textIn = (cell: unknown): unknown => (typeof cell === 'number' ? String(cell) : cell);

/** A line of a sheet as the input of `parseLedgerInput`. */
export function ledgerInputFromRow(cells: LedgerCells): Readonly<Record<string, unknown>> {
  const title = String(cells.title ?? '').trim();
  const reading = readHonourTitle(title, allCodes, []);
  const dated = cells.date === undefined ? undefined : readAwardDate(cells.date);
  const year = cells.year === undefined ? dated?.year : (readAwardDate(cells.year)?.year ?? cells.year);
  const counted = countIn(cells.count);
  const category = categoryIn(cells.category, title);
  const isUsual = categories.some((each) => each === category && categoryWords[each].unit === counted.unit);
  const { unit: written, ...number } = counted;
  const unit = said(cells.unit) || (isUsual ? undefined : written);
  const batch = said(cells.batch);
  return {
    title,
    ...levelIn(cells.level, title, reading),
    code: codeIn(cells.code, reading),
    category,
    kind: kindIn(cells.kind, title),
    outcome: outcomeIn(cells.outcome),
    ...number,
    unit,
    names: listedIn(cells.names),
    bodies: listedIn(cells.bodies),
    grades: listedIn(cells.grades),
    year,
    date: dated === undefined ? textIn(cells.date) : dated.date,
    batch: batch === '' ? batchIn(title) : (batchIn(batch) ?? batch),
    documentNumber: textIn(cells.documentNumber),
    number: textIn(cells.number),
    holderUnit: textIn(cells.holderUnit),
    documents: cells.documents === undefined ? undefined : listedIn(cells.documents),
    creditCode: textIn(cells.creditCode),
    post: textIn(cells.post),
    note: textIn(cells.note),
  };
}
