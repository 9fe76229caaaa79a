/** The ledger 荣誉台账: honours of other levels, in words and in the ledgers below (docs/rules/honours.md#ledger). */
import { plainTitle } from '#domain/honour-title.ts';
import type { Level } from '#domain/level.ts';
import { normaliseName, normaliseText } from '#domain/name.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Category } from '#domain/programme/programme-kinds.ts';
import { groupIn } from './honour.ts';
import type { HonourRecord } from './honour-records.ts';
import type { LedgerEntry } from './ledger-record.ts';
import { gradedOn } from './regrade.ts';

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

/** The names or bodies in one text, separated as people do. */
export const listedIn = (value: unknown): readonly string[] =>
  String(value ?? '')
    .split(/[、，,;；\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

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
    ...(gradedOn(honour) !== undefined && { gradedOn: gradedOn(honour)! }),
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

/** Revoked, annulled and struck rows are kept and not counted; so are those that tell of no award of the year. */
export const counts = (entry: Pick<LedgerEntry, 'status' | 'outcome'>): boolean =>
  entry.outcome === undefined && entry.status !== 'revoked' && entry.status !== 'annulled';

/** The measure word of a line: as it was written, else its category's. */
export const unitOf = ({ unit, category }: Pick<LedgerEntry, 'unit' | 'category'>): string =>
  unit ?? (category === undefined ? '个' : categoryWords[category].unit);

/** Its holders are known by name alone, and a rule could ask for it: whoever has the name may be asked about. */
export const isUnclaimed = (
  entry: Pick<
    LedgerEntry,
    'names' | 'identities' | 'source' | 'struck' | 'outcome' | 'code' | 'level' | 'status'
  >,
): boolean =>
  entry.names.length > 0 &&
  entry.identities === undefined &&
  entry.source !== 'above' &&
  entry.struck === undefined &&
  entry.code !== '' &&
  entry.level !== undefined &&
  counts(entry);

/** The word for a level, or the source's own where it says none. */
export const levelIn = ({
  level,
  levelSaid: written = '',
}: Pick<LedgerEntry, 'level' | 'levelSaid'>): string => (level === undefined ? written : levelSaid[level]);

/** How a category is said; several kinds in one number are 多类. */
export const categoryIn = (category: Category | 'mixed' | undefined): Text =>
  category === undefined || category === 'mixed'
    ? text('多类', 'Several kinds')
    : categoryWords[category].word;

/** What says which award a line is of. */
export type Award = Pick<
  LedgerEntry,
  'year' | 'level' | 'code' | 'title' | 'names' | 'grades' | 'outcome' | 'holderUnit' | 'identities'
>;
const isEqual = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));

/** True when every holder of a line has the award of another one already (docs/rules/honours.md#old-ledgers). */
export function isSameAward(line: Award, there: Award): boolean {
  const names = there.names.map(normaliseName);
  const isOther =
    line.identities !== undefined &&
    there.identities !== undefined &&
    !line.identities.some((identity) => there.identities?.includes(identity));
  const unit = normaliseText(line.holderUnit ?? there.holderUnit ?? '');
  return (
    line.names.length > 0 &&
    line.names.every((name) => names.includes(normaliseName(name))) &&
    line.year === there.year &&
    line.level === there.level &&
    line.outcome === there.outcome &&
    (line.code === '' ? plainTitle(line.title) === plainTitle(there.title) : line.code === there.code) &&
    isEqual(line.grades, there.grades) &&
    unit === normaliseText(there.holderUnit ?? line.holderUnit ?? '') &&
    !isOther
  );
}
