/** Quotas with shape: places, caps, floors, shares, ties, 等额/差额, reserves (docs/rules/quotas.md#shape). */

import { exact, fraction, roundUp, timesExact } from '#domain/fraction.ts';
import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import { type Facts, groupLimits, membership } from '#domain/programme/group-limits.ts';
import type { GroupRule, QuotaRule } from '#domain/programme/stage-rules.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { movedTo, type UsedPlaces, usedIn } from './used-places.ts';

/** One line of the quota board beside a list: what is counted, against which limit. */
export interface BoardRow {
  readonly kind: 'places' | 'reserves' | 'atMost' | 'atLeast';
  readonly title: Text;
  readonly count: number;
  /** How many may belong to the group, too: their form does not ask what it looks at. They use up a cap and fill no floor. */
  readonly unknown?: number;
  /** Most (places, reserves, atMost) or fewest (atLeast) that are allowed. */
  readonly limit: number;
  readonly ok: boolean;
  /** How many of the places are empty. */
  readonly vacant?: number;
}

export interface Listed {
  readonly id: string;
  /** Answers that the groups look at, by field id; `channel` for the nomination channel. */
  readonly facts: Facts;
  /** Her place was another group's, by title, and moved to hers (docs/rules/groups.md#re-allocation). */
  readonly moved?: { readonly from: string; readonly to: string } | undefined;
}

export interface ListToCheck {
  readonly places: number;
  readonly chosen: readonly Listed[];
  readonly reserves: readonly Listed[];
  /** Chosen in earlier tranches of the round: the quota is checked over all tranches. */
  readonly alreadyUsed: UsedPlaces;
  /**
   * `change`: the list is being built, so only what is over a limit is wrong. `close`: the list goes to
   * notice, so it must also be full and reach its floors. `decision`: the same for those decided on, and
   * a 差额 list must have come down to the places.
   */
  readonly phase: 'change' | 'close' | 'decision';
  /** Fewer than the places may go on (vacancies left empty, or somebody held for a later tranche). */
  readonly mayLeaveVacant: boolean;
}

/** How many candidates go to notice: the places (等额), or places × ratio rounded up (差额): 30 × 1.2 = 36. */
export const candidatesWanted = (rule: Pick<QuotaRule, 'mode' | 'ratio'>, places: number): number =>
  rule.mode === 'equal'
    ? places
    : Number(roundUp(timesExact(exact(rule.ratio ?? 1), fraction(BigInt(places)))));

/** Places still empty. */
export const vacancies = (places: number, usedCount: number): number => Math.max(0, places - usedCount);

/** By how many places a group has grown, or shrunk, through re-allocation. */
export const movedBalance = (title: string, chosen: readonly Listed[], used: UsedPlaces): number =>
  movedTo(used, title) +
  chosen.filter(({ moved }) => moved?.to === title).length -
  chosen.filter(({ moved }) => moved?.from === title).length;

/** How many stand in a group, may stand in it, and moved into or out of it. */
interface GroupCount {
  readonly count: number;
  readonly unknown: number;
  readonly moved: number;
}
function groupCount(
  group: GroupRule,
  { chosen, alreadyUsed }: Pick<ListToCheck, 'chosen' | 'alreadyUsed'>,
): GroupCount {
  const found = chosen.map(({ facts }) => membership(group, facts));
  const used = usedIn(alreadyUsed, group);
  return {
    count: used.count + found.filter((one) => one === 'in').length,
    unknown: used.unknown + found.filter((one) => one === 'unknown').length,
    moved: movedBalance(group.title, chosen, alreadyUsed),
  };
}

function limitRows(
  group: GroupRule,
  { count, unknown, moved }: GroupCount,
  places: number,
  all: number,
): readonly BoardRow[] {
  const row = { title: titled(group), count, ...(unknown > 0 && { unknown }) };
  const { atMost: cap, atLeast } = groupLimits(group, places, all);
  const atMost = cap === undefined ? undefined : cap + moved;
  return [
    ...(atMost === undefined
      ? []
      : [{ kind: 'atMost' as const, ...row, limit: atMost, ok: count + unknown <= atMost }]),
    ...(atLeast === undefined
      ? []
      : [{ kind: 'atLeast' as const, ...row, limit: atLeast, ok: count >= atLeast }]),
  ];
}

const groupRows = (rule: QuotaRule, list: ListToCheck): readonly BoardRow[] =>
  rule.groups.flatMap((group) =>
    limitRows(group, groupCount(group, list), list.places, list.alreadyUsed.count + list.chosen.length),
  );

/**
 * What listing one more would break, as sentences: groups that she would put over their cap, and floors that the places
 * left could then no longer reach (docs/rules/quotas.md#shape). The list is counted once, whoever is asked about.
 * Nobody is told of a list that is full: that is said once, of all.
 * @param given the round's places; undefined where it gives none, so that every floor can still be reached.
 */
export function breaksOf(
  rule: QuotaRule,
  given: number | undefined,
  list: Pick<ListToCheck, 'chosen' | 'alreadyUsed'>,
): (facts: Facts) => readonly Text[] {
  const all = list.alreadyUsed.count + list.chosen.length + 1;
  const places = given ?? all;
  const left = given === undefined ? Number.POSITIVE_INFINITY : candidatesWanted(rule, given) - all;
  const counts = rule.groups.map((group) => ({ group, now: groupCount(group, list) }));
  return (facts) =>
    left < 0
      ? []
      : counts.flatMap(({ group, now }) => {
          const hers = membership(group, facts);
          const then = {
            count: now.count + Number(hers === 'in'),
            unknown: now.unknown + Number(hers === 'unknown'),
            moved: now.moved,
          };
          return limitRows(group, then, places, all).flatMap((row) => brokenBy(row, hers, left));
        });
}

function brokenBy(
  { kind, title, limit, count, unknown = 0 }: BoardRow,
  hers: ReturnType<typeof membership>,
  left: number,
): readonly Text[] {
  if (kind === 'atMost' && hers !== 'out' && count + unknown > limit)
    return [
      text(
        `列入后超出：「${title.zh}」最多 ${limit} 个，将为 ${count + unknown} 个`,
        `Would be over: at most ${limit} of "${title.en}", and ${count + unknown} with this one`,
      ),
    ];
  if (kind === 'atLeast' && limit - count > left)
    return [
      text(
        `列入后不足：「${title.zh}」至少 ${limit} 个，现有 ${count} 个，名额只剩 ${left} 个`,
        `Would fall short: at least ${limit} of "${title.en}", ${count} so far and ${left} places left`,
      ),
    ];
  return [];
}

function faultOf(row: BoardRow): Fault {
  const { count, limit, title, unknown = 0 } = row;
  if (unknown > 0 && (row.kind === 'atLeast' || count <= limit))
    return fault(
      'chosen',
      'group-unknown',
      `有 ${unknown} 个对象的申报表没有“${title.zh}”所看的项目，无法确认${row.kind === 'atMost' ? `不超过 ${limit} 个` : `达到 ${limit} 个`}`,
      `The forms of ${unknown} do not ask what "${title.en}" looks at, so ${row.kind === 'atMost' ? 'at most' : 'at least'} ${limit} cannot be confirmed`,
    );
  switch (row.kind) {
    case 'places':
      return count > limit
        ? fault(
            'chosen',
            'over-places',
            `名额 ${limit} 个，已列 ${count} 个，请移出 ${count - limit} 个`,
            `There are ${limit} places and ${count} are listed; take ${count - limit} off`,
          )
        : fault(
            'chosen',
            'under-places',
            `应列 ${limit} 个，仅列 ${count} 个，空缺 ${limit - count} 个。请补足；确认空缺的，请勾选“名额未用完，确认空缺”并写明原因`,
            `${limit} must be listed and only ${count} are, ${limit - count} are empty. Add them; if that is meant, tick "Confirm with places left empty" and say why`,
          );
    case 'reserves':
      return fault(
        'reserves',
        'over-reserves',
        `备选最多 ${limit} 个，已列 ${count} 个，请移出 ${count - limit} 个`,
        `At most ${limit} may stand by and ${count} are listed; take ${count - limit} off`,
      );
    case 'atMost':
      return fault(
        'chosen',
        'over-cap',
        `「${title.zh}」最多 ${limit} 个，已列 ${count} 个，请移出 ${count - limit} 个`,
        `At most ${limit} of "${title.en}" and ${count} are listed; take ${count - limit} off`,
      );
    case 'atLeast':
      return fault(
        'chosen',
        'under-floor',
        `「${title.zh}」至少 ${limit} 个，仅列 ${count} 个，请增加 ${limit - count} 个`,
        `At least ${limit} of "${title.en}" and only ${count} are listed; add ${limit - count}`,
      );
  }
}

/**
 * Checks a list against the quota over all tranches: places or candidates, groups, reserves, nobody
 * twice. Returns the board for the page and what forbids the list in this phase; used at every change,
 * the decision included (docs/rules/scenarios.md#furong-red-banner: a second cadre is over the cap of 1).
 */
export function checkShortlist(
  rule: QuotaRule,
  list: ListToCheck,
): { readonly board: readonly BoardRow[]; readonly faults: readonly Fault[] } {
  const all = list.alreadyUsed.count + list.chosen.length;
  const wanted = list.phase === 'decision' ? list.places : candidatesWanted(rule, list.places);
  const building = list.phase === 'change';
  const board: readonly BoardRow[] = [
    {
      kind: 'places',
      title:
        list.phase !== 'decision' && rule.mode === 'differential'
          ? text('差额人选', 'Candidates')
          : text('名额', 'Places'),
      count: all,
      limit: wanted,
      ok: all <= wanted && (building || list.mayLeaveVacant || all === wanted),
      ...(all < list.places && { vacant: list.places - all }),
    },
    ...groupRows(rule, list),
    {
      kind: 'reserves',
      title: text('备选', 'Reserves'),
      count: list.reserves.length,
      limit: rule.reserves,
      ok: list.reserves.length <= rule.reserves,
    },
  ];
  const seen = new Set<string>();
  const twice = [...list.chosen, ...list.reserves].filter(({ id }) => seen.size === seen.add(id).size);
  const faults = [
    ...board.filter((row) => !row.ok && !(building && row.kind === 'atLeast')).map(faultOf),
    ...[...new Set(twice.map(({ id }) => id))].map((id) =>
      fault(
        'chosen',
        'listed-twice',
        `「${id}」重复列入，请保留一处`,
        `"${id}" is listed more than once; keep one`,
      ),
    ),
  ];
  return { board, faults };
}
