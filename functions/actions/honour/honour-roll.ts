/** What anybody may read of honours: published lists, their entries, one certificate; each a get or a bounded page. */

import { type Limit, limit } from '#actions/limits.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { batchSaid, titleWithBatch } from '#domain/honour/batch.ts';
import {
  groupIn,
  honourNumber,
  honourTransitions,
  parseHonourNumber,
  publicStatus,
} from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { type HonourStatus, honourStatusWords } from '#domain/honour/honour-status.ts';
import { type Regraded, regradedOf } from '#domain/honour/regrade.ts';
import { numberIn } from '#domain/honour/sums.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Level } from '#domain/level.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { missing, type Text } from '#domain/problem.ts';
import { numberWithUnit } from '#domain/programme/field-types.ts';
import { keys, padded } from '#store/keys.ts';
import { findOrganisation } from '#store/people.ts';
import { find, type Listed, listPage } from '#store/reads.ts';
import { plain } from '#store/rows.ts';
import { honourByNumber } from './honour-writes.ts';

/** Entries of one page of a list. */
export const entriesPerPage = 100;
const listsPerPage = 25;
/** Pages of the index that one request looks through for a filter before it offers to go on. */
const mostPages = 8;

/** A published list as pages show it. */
export type PublicList = Omit<HonourList, 'entries' | 'head' | 'block' | 'granted'> & {
  /** 首批, where its lists are counted; the title says it too. */
  readonly batchSaid?: Text;
  readonly count: number;
  readonly orgName: string;
  readonly region: string;
};

export interface RollFilter {
  /** May be left out for one organisation. */
  readonly year?: number | undefined;
  readonly org?: string | undefined;
  readonly code?: string | undefined;
  readonly edition?: string | undefined;
  readonly level?: Level | undefined;
  /** GB/T 2260 code; 430100 takes in 430102. */
  readonly area?: string | undefined;
}

const publicList = (list: HonourList, org: Organisation | undefined): PublicList => {
  const { entries: _entries, head: _head, block: _block, granted, ...rest } = list;
  return {
    ...rest,
    title: titleWithBatch(list),
    ...(list.batch !== undefined && { batchSaid: batchSaid(list.batch) }),
    count: granted,
    orgName: org?.name ?? list.org,
    region: org?.region ?? '',
  };
};

/** Whether a region lies in an area: trailing pairs of zeros of the area stand for anything. */
const inArea = (region: string, area: string): boolean => region.startsWith(area.replace(/(00)+$/, ''));

/** A published list as pages show it, with its organisation. */
export const publicListOf = async (deps: Pick<Deps, 'table'>, list: HonourList): Promise<PublicList> =>
  publicList(list, await findOrganisation(deps.table, list.org));

function organisations(deps: Pick<Deps, 'table'>) {
  const known = new Map<string, Promise<Organisation | undefined>>();
  return (id: string) => {
    const found = known.get(id) ?? findOrganisation(deps.table, id);
    known.set(id, found);
    return found;
  };
}

/**
 * Published lists as they are stored, newest first: of a year, or of an organisation, narrowed by honour, edition, level
 * and area. A page may be short while there is a cursor: go on with it.
 */
export async function findLists(
  deps: Pick<Deps, 'table'>,
  filter: RollFilter,
  {
    cursor,
    limit: wanted = listsPerPage,
  }: { readonly cursor?: string | undefined; readonly limit?: number } = {},
): Promise<Listed<{ readonly list: HonourList; readonly org: Organisation | undefined }>> {
  const orgOf = organisations(deps);
  const items: { readonly list: HonourList; readonly org: Organisation | undefined }[] = [];
  const { org: owner, year, code, edition, level, area } = filter;
  const isAsked = (list: HonourList) =>
    (year === undefined || list.year === year) &&
    (code === undefined || list.code === code) &&
    (edition === undefined || list.edition === edition) &&
    (level === undefined || list.level === level);
  let at = cursor;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await listPage<HonourList>(deps.table, {
      pk: owner === undefined ? keys.listsOfYear(year ?? 0) : keys.listsOfOrg(owner),
      index: owner === undefined ? 'gsi2' : 'gsi1',
      limit: wanted,
      cursor: at,
      descending: true,
    });
    for (const list of page.items.filter(isAsked)) {
      const org = await orgOf(list.org);
      if (area === undefined || inArea(org?.region ?? '', area)) items.push({ list, org });
    }
    at = page.cursor;
    if (at === undefined || items.length >= wanted) break;
  }
  return { items, cursor: at };
}

/** The same as pages show them. */
export async function browseLists(
  deps: Pick<Deps, 'table'>,
  filter: RollFilter,
  cursor?: string,
): Promise<Listed<PublicList>> {
  const found = await findLists(deps, filter, { cursor });
  return { ...found, items: found.items.map(({ list, org }) => publicList(list, org)) };
}

/** A published list. @throws Problem missing `list-unknown`, also before it is published. */
export async function readList(
  deps: Pick<Deps, 'table'>,
  id: string,
): Promise<{ readonly list: HonourList; readonly shown: PublicList }> {
  const list = await find<HonourList>(deps.table, keys.list(id), false);
  if (list?.publishedAt === undefined)
    throw missing(
      'list-unknown',
      '没有这份表彰名单，或尚未发布。',
      'There is no such list, or it is not published yet.',
    );
  return { list, shown: await publicListOf(deps, list) };
}

export interface RollEntry extends Regraded {
  readonly number: string;
  readonly position: number;
  readonly name: string;
  readonly shown: Readonly<Record<string, string>>;
  /** Those of the shown that are numbers with a unit or a sum, without the unit. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** Ids of the lists of their own on which it stands. */
  readonly lists?: readonly string[];
  /** The group that she is listed under. */
  readonly group?: string;
  /** Titles of the grades that she has. */
  readonly grades?: readonly Text[];
  readonly status: HonourStatus;
  readonly words: Text;
  /** Number and date of the decision that revoked or annulled it. */
  readonly decision?: string;
  readonly decidedOn?: string;
  /** Day of the last correction. */
  readonly correctedOn?: string;
  /** The last re-check of one that goes on, and until when it may put right what was found. */
  readonly rechecked?: { readonly on: string; readonly band: string };
  readonly rectifyBy?: string;
}

/** What an honour shows, in the order of its list: a stored map keeps none. */
export const inOrder = (
  shown: Readonly<Record<string, string>>,
  columns: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(columns.flatMap((label) => (label in shown ? [[label, shown[label]!]] : [])));

/** The same with the units of its numbers. */
const withUnits = (
  shown: Readonly<Record<string, string>>,
  { units = {} }: Pick<HonourList, 'units'>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(shown).map(([label, value]) => [
      label,
      numberIn({ shown }, label) === undefined ? value : numberWithUnit(value, units[label]),
    ]),
  );

/** What the public is told of an honour on a day; a list annulled as a whole counts at once for each of its honours. */
export function entryOf(
  honour: HonourRecord,
  list: Pick<HonourList, 'annulled' | 'columns' | 'units' | 'sums'>,
  today: string,
): RollEntry {
  const own = publicStatus(honour, today);
  const whole = list.annulled;
  const taken =
    whole !== undefined && honourTransitions[own.status].includes('annulled')
      ? {
          status: 'annulled' as const,
          words: honourStatusWords.annulled,
          decision: whole.decision,
          date: whole.date,
        }
      : own;
  const corrected = honour.history.findLast((line) => line.field !== undefined);
  const { rechecked, rectifyBy } = honour.standing ?? {};
  const counted = [...Object.keys(list.units ?? {}), ...(list.sums ?? []).map(({ label }) => label)];
  const numbers = Object.fromEntries(
    [...new Set(counted)].flatMap((label) => {
      const number = numberIn(honour, label);
      return number === undefined ? [] : [[label, number] as const];
    }),
  );
  const goesOn = honourTransitions[taken.status].length > 0;
  return {
    number: honour.number,
    position: honour.position,
    name: honour.name,
    shown: withUnits(inOrder(honour.shown, list.columns), list),
    ...(Object.keys(numbers).length > 0 && { numbers }),
    ...(honour.lists !== undefined && { lists: honour.lists }),
    ...(groupIn(honour) !== undefined && { group: groupIn(honour)! }),
    ...(honour.grades !== undefined && { grades: honour.grades.map(({ title }) => title) }),
    ...regradedOf(honour.history),
    status: taken.status,
    words: taken.words,
    ...(taken.decision !== undefined && { decision: taken.decision }),
    ...(taken.date !== undefined && { decidedOn: taken.date }),
    ...(corrected !== undefined && { correctedOn: shanghaiDate(corrected.at) }),
    ...(goesOn && rechecked !== undefined && { rechecked }),
    ...(taken.status === 'rectifying' && rectifyBy !== undefined && { rectifyBy }),
  };
}

const todayOf = (deps: Pick<Deps, 'clock'>): string => shanghaiDate(instantOf(deps));

/** One page of a list's honours, from 1, without positions whose number stayed unused; only a public page reads a copy that may be late. */
export async function listHonours(
  deps: Pick<Deps, 'table'>,
  list: HonourList,
  page: number,
  consistent = true,
): Promise<readonly HonourRecord[]> {
  const from = (page - 1) * entriesPerPage;
  const found = await deps.table.query<HonourRecord>({
    pk: keys.list(list.id).pk,
    sk: {
      from: `${keys.listEntryPrefix}${padded(from)}`,
      to: `${keys.listEntryPrefix}${padded(from + entriesPerPage - 1)}`,
    },
    consistent,
  });
  return found.items.map((item) => plain(item));
}

/** The same as the public is told of them. */
export const listEntries = async (
  deps: Pick<Deps, 'table' | 'clock'>,
  list: HonourList,
  page: number,
  consistent = false,
): Promise<readonly RollEntry[]> =>
  (await listHonours(deps, list, page, consistent)).map((honour) => entryOf(honour, list, todayOf(deps)));

/** The entries at some positions of a list, in their order. */
export async function entriesAt(
  deps: Pick<Deps, 'table' | 'clock'>,
  list: HonourList,
  positions: readonly number[],
): Promise<readonly RollEntry[]> {
  const found = await Promise.all(
    positions.map((position) => find<HonourRecord>(deps.table, keys.listEntry(list.id, position), false)),
  );
  const today = todayOf(deps);
  return found.flatMap((honour) => (honour === undefined ? [] : [entryOf(honour, list, today)]));
}

/** A whole hall scans the code on its certificates at once, from one address. */
const checks: Limit = { max: 120, seconds: 600 };

/** The printed spelling of a number, whatever way it was typed; undefined when it is none. */
export function printedNumber(typed: string): string | undefined {
  const parsed = parseHonourNumber(typed);
  return parsed === undefined ? undefined : honourNumber(parsed, parsed.sequence);
}

/** Checks a certificate by its number. @throws Problem missing `honour-unknown`; limited `too-often` by the visitor's address. */
export async function checkCertificate(
  deps: Pick<Deps, 'table' | 'clock' | 'keys'>,
  typed: string,
  address: string,
): Promise<{ readonly honour: HonourRecord; readonly list: HonourList; readonly entry: RollEntry }> {
  await limit(deps, `certificate:${address}`, checks);
  // What is no number at all is refused in the same words as one that was never given.
  const { honour, list } = await honourByNumber(deps, printedNumber(typed) ?? '-');
  return { honour, list, entry: entryOf(honour, list, todayOf(deps)) };
}
