/** The ledger 荣誉台账: honours of other levels, and a year's sums (docs/rules/honours.md#ledger). */
import * as z from 'zod';
import { faultsFromZod } from '#domain/faults.ts';
import { labelled } from '#domain/field-label.ts';
import { words } from '#domain/input.ts';
import type { Level } from '#domain/level.ts';
import { levelSchema } from '#domain/level-schema.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { type Fault, fault, refuseIf, type Text, text } from '#domain/problem.ts';
import { type Category, categories } from '#domain/programme/programme-kinds.ts';
import { isHeld } from '#domain/review/earlier-honour.ts';
import { groupIn } from './honour.ts';
import type { HonourRecord } from './honour-records.ts';
import type { LedgerEntry } from './ledger-record.ts';

export const ledgerInput = z.strictObject({
  year: z.coerce.number().int().min(1949).max(2200),
  level: labelled(levelSchema, text('级别', 'Level')),
  code: labelled(
    z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2,8}$/),
    text('荣誉代码', 'Honour code'),
  ),
  title: labelled(words(40).min(1), text('荣誉名称', 'Title')),
  category: labelled(z.enum(categories), text('类别', 'Category')),
  /** Left out, it is the number of names. */
  count: labelled(z.coerce.number().int().min(1).max(10_000).optional(), text('数量', 'How many')),
  names: z.array(words(60).min(1)).max(200).default([]),
  bodies: z.array(words(60).min(1)).min(1).max(10),
  documentNumber: labelled(words(60).optional(), text('文号', 'Document number')),
  date: labelled(z.iso.date().optional(), text('授予日期', 'Date')),
  grades: labelled(
    z
      .array(words(20).min(1))
      .max(10)
      .optional()
      .transform((grades) => (grades?.length === 0 ? undefined : grades)),
    text('等次', 'Grades'),
  ),
  number: words(60).optional(),
  note: words(200).optional(),
});
export type LedgerInput = z.infer<typeof ledgerInput>;

const fieldWords: Readonly<Record<string, readonly [string, string]>> = {
  year: ['请填写四位年份', 'give the year in four digits'],
  level: ['请选择级别', 'choose the level'],
  code: ['荣誉代码为 2 至 8 个大写字母，如 ZMJT', 'the honour code is 2 to 8 capital letters, such as ZMJT'],
  title: ['请填写荣誉名称（不超过 40 字）', 'give the title in at most 40 characters'],
  category: ['请选择类别', 'choose the category'],
  count: ['数量为 1 至 10000 的整数', 'the count is a whole number from 1 to 10,000'],
  names: ['获奖对象名称每个不超过 60 字，最多 200 个', 'at most 200 names of at most 60 characters'],
  bodies: ['请按印制顺序填写授予单位', 'give the awarding bodies in their printed order'],
  date: ['授予日期应写成 2019-05-15 的样子', 'write the date like 2019-05-15'],
};

/**
 * Reads a row of the ledger as typed. Empty texts count as left out.
 * @throws Problem `invalid` with a fault beside each field; `count-short` when more names are given than are counted.
 */
export function parseLedgerInput(input: Readonly<Record<string, unknown>>): LedgerInput & { count: number } {
  const filled = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
  const parsed = ledgerInput.safeParse(filled);
  if (!parsed.success) {
    const known = new Map<string, Fault>();
    for (const one of faultsFromZod(parsed.error, filled, ledgerInput)) {
      const field = one.field.split('.')[0] ?? '';
      const words = fieldWords[field];
      known.set(field, words === undefined ? one : fault(field, `ledger-${field}`, words[0], words[1]));
    }
    refuseIf([...known.values()]);
    throw parsed.error;
  }
  const { data } = parsed;
  const count = data.count ?? Math.max(1, data.names.length);
  if (data.names.length > count)
    refuseIf([
      fault(
        'count',
        'count-short',
        `列了 ${data.names.length} 个对象，数量却是 ${count}，请核对`,
        `${data.names.length} names are listed but the count is ${count}; check`,
      ),
    ]);
  return { ...data, count };
}

/** Measure word of each category, and how reports name it. */
export const categoryWords: Readonly<Record<Category, { readonly word: Text; readonly unit: string }>> = {
  individual: { word: text('个人', 'Individuals'), unit: '名' },
  collective: { word: text('集体', 'Collectives'), unit: '个' },
  post: { word: text('岗位', 'Posts'), unit: '个' },
  family: { word: text('家庭', 'Families'), unit: '户' },
  studio: { word: text('工作室', 'Studios'), unit: '个' },
  site: { word: text('基地（站点）', 'Sites'), unit: '个' },
  project: { word: text('项目', 'Projects'), unit: '项' },
};

/** How a level is said before a title: 全国, 省级, 市级, 区级. */
export const levelSaid: Readonly<Record<Level, string>> = {
  nation: '全国',
  province: '省级',
  city: '市级',
  district: '区级',
  street: '街道级',
  community: '社区级',
  unit: '单位级',
};

const levelTyped: readonly (readonly [RegExp, Level])[] = [
  [/^(全国|国家)/u, 'nation'],
  [/^(省|自治区|直辖市)/u, 'province'],
  [/^(市|地|州)/u, 'city'],
  [/^(区|县)/u, 'district'],
  [/^(街道|乡|镇)/u, 'street'],
  [/^(社区|村)/u, 'community'],
  [/^单位/u, 'unit'],
];
/** The names or bodies in one text, separated as people do. */
export const listedIn = (value: unknown): readonly string[] =>
  String(value ?? '')
    .split(/[、，,;；\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Columns of the sheet that a ledger is imported from, in their order. */
export const ledgerColumns = [
  ['code', '荣誉代码'],
  ['title', '荣誉名称'],
  ['level', '级别'],
  ['category', '类别'],
  ['names', '获奖对象'],
  ['count', '数量'],
  ['bodies', '授予单位'],
  ['year', '年份'],
  ['documentNumber', '文号'],
  ['date', '授予日期'],
  ['grades', '等次'],
  ['number', '证书编号'],
  ['note', '备注'],
] as const satisfies readonly (readonly [keyof LedgerInput, string])[];

/** A row of the sheet, by header, as the input of `parseLedgerInput`: levels and categories in words, lists by 、. */
export function ledgerInputFromRow(
  row: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const cell = (field: keyof LedgerInput) => row[ledgerColumns.find(([id]) => id === field)?.[1] ?? ''];
  const said = String(cell('level') ?? '').trim();
  const kind = String(cell('category') ?? '').trim();
  const date = cell('date');
  return {
    ...Object.fromEntries(
      ledgerColumns.map(([id]) => [
        id,
        typeof cell(id) === 'number' && id !== 'count' && id !== 'year' ? String(cell(id)) : cell(id),
      ]),
    ),
    level: levelTyped.find(([pattern]) => pattern.test(said))?.[1] ?? said,
    category:
      categories.find(
        (each) => each === kind || (kind !== '' && categoryWords[each].word.zh.startsWith(kind.slice(0, 2))),
      ) ?? kind,
    names: listedIn(cell('names')),
    bodies: listedIn(cell('bodies')),
    grades: listedIn(cell('grades')),
    year: String(cell('year') ?? '').replace(/年$/u, ''),
    date: date instanceof Date ? date.toISOString().slice(0, 10) : date,
  };
}

/** Organisations through which a nomination came: those of some of its seats, and who nominated it. */
export function lowerOrgsOf(
  nomination: Pick<Nomination, 'org' | 'channel'>,
  seats: readonly string[],
): readonly string[] {
  // A round's id ends with its organisation, see roundId.
  const orgs = seats.map((seat) => seat.slice(seat.lastIndexOf('.') + 1));
  if (nomination.channel === 'organisation') orgs.push(nomination.org);
  return [...new Set(orgs)];
}

/** Organisations below the granting one through which a nomination came. */
export function lowerOrgs(
  honour: Pick<HonourRecord, 'org' | 'round'>,
  nomination: Nomination,
): readonly string[] {
  const at = nomination.seats.indexOf(honour.round);
  const seats = at === -1 ? [] : nomination.seats.slice(0, at);
  return lowerOrgsOf(nomination, seats).filter((org) => org !== honour.org);
}

/** What the lower organisations' ledgers say of an honour granted above them in this system: 区里获评市级. */
export const mirrorsOf = (
  honour: HonourRecord,
  nomination: Nomination,
  category: Category,
  { by, at }: Pick<LedgerEntry, 'by' | 'at'>,
): readonly LedgerEntry[] =>
  lowerOrgs(honour, nomination).map((org) => ({
    id: honour.number,
    org,
    year: honour.year,
    level: honour.level,
    code: honour.code,
    title: honour.title,
    category,
    count: 1,
    names: [honour.name],
    bodies: honour.bodies,
    date: honour.date,
    ...(honour.grades !== undefined && { grades: honour.grades.map(({ title }) => title.zh) }),
    ...(groupIn(honour) !== undefined && { group: groupIn(honour)! }),
    ...(honour.batch !== undefined && { batch: honour.batch }),
    number: honour.number,
    nomination: honour.nomination,
    source: 'above',
    status: honour.status,
    by,
    at,
    version: 1,
  }));

/** Revoked, annulled and struck rows are kept and not counted. */
export const counts = (entry: Pick<LedgerEntry, 'status' | 'code' | 'level' | 'year'>): boolean =>
  isHeld(entry);
