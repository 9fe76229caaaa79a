/** Quotas with shape: places, caps, floors, shares, ties, 等额/差额, reserves (docs/rules/quotas.md#shape). */
import { exact, fraction, roundDown, roundUp, timesExact } from '#domain/fraction.ts';
import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import type { GroupRule, QuotaRule } from '#domain/programme/stage-rules.ts';

/** One line of the quota board beside a list: what is counted, against which limit. */
export interface BoardRow {
  readonly kind: 'places' | 'reserves' | 'atMost' | 'atLeast';
  readonly title: Text;
  readonly count: number;
  /** Most (places, reserves, atMost) or fewest (atLeast) that are allowed. */
  readonly limit: number;
  readonly ok: boolean;
}

export interface Listed {
  readonly id: string;
  /** Answers that the groups look at, by field id; `channel` for the nomination channel. */
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
}

export interface ListToCheck {
  readonly places: number;
  readonly chosen: readonly Listed[];
  readonly reserves: readonly Listed[];
  /** Chosen in earlier tranches of the round: the quota is checked over all tranches. */
  readonly alreadyUsed: readonly Listed[];
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

const least = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);
const most = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.reduce((a, b) => (a === undefined || (b !== undefined && b > a) ? b : a), undefined);

/**
 * The limits of one group in heads: a cap of 20 % of 8 places is 1 (1.6 rounded down), a floor of 20 % of
 * 8 is 2 (rounded up). Where a percentage and a count are both given, the stricter binds.
 */
export function groupLimits(
  rule: GroupRule,
  places: number,
  chosenCount: number,
): { readonly atMost?: number; readonly atLeast?: number } {
  const whole = fraction(BigInt(rule.base === 'places' ? places : chosenCount));
  const cap =
    rule.atMost === undefined ? undefined : Number(roundDown(timesExact(exact(rule.atMost), whole)));
  const floor =
    rule.atLeast === undefined ? undefined : Number(roundUp(timesExact(exact(rule.atLeast), whole)));
  const atMost = least([cap, rule.atMostCount]);
  const atLeast = most([floor, rule.atLeastCount]);
  return { ...(atMost === undefined ? {} : { atMost }), ...(atLeast === undefined ? {} : { atLeast }) };
}

/** True when an answer of the nominee to the group's field is one of the group's values. */
export function isInGroup(rule: Pick<GroupRule, 'field' | 'values'>, { facts }: Listed): boolean {
  const answer = Object.hasOwn(facts, rule.field) ? facts[rule.field] : undefined;
  return (Array.isArray(answer) ? answer : [answer]).some((one) => rule.values.includes(one));
}

/** Places still empty. */
export const vacancies = (places: number, usedCount: number): number => Math.max(0, places - usedCount);

function groupRows(rule: QuotaRule, places: number, all: readonly Listed[]): readonly BoardRow[] {
  return rule.groups.flatMap((group): BoardRow[] => {
    const count = all.filter((one) => isInGroup(group, one)).length;
    const { atMost, atLeast } = groupLimits(group, places, all.length);
    const title = text(group.title, group.title);
    return [
      ...(atMost === undefined
        ? []
        : [{ kind: 'atMost' as const, title, count, limit: atMost, ok: count <= atMost }]),
      ...(atLeast === undefined
        ? []
        : [{ kind: 'atLeast' as const, title, count, limit: atLeast, ok: count >= atLeast }]),
    ];
  });
}

function faultOf(row: BoardRow): Fault {
  const { count, limit, title } = row;
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
            `应列 ${limit} 个，仅列 ${count} 个，请补足`,
            `${limit} must be listed and only ${count} are; add ${limit - count}`,
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
  const all = [...list.alreadyUsed, ...list.chosen];
  const wanted = list.phase === 'decision' ? list.places : candidatesWanted(rule, list.places);
  const building = list.phase === 'change';
  const board: readonly BoardRow[] = [
    {
      kind: 'places',
      title:
        list.phase !== 'decision' && rule.mode === 'differential'
          ? text('差额人选', 'Candidates')
          : text('名额', 'Places'),
      count: all.length,
      limit: wanted,
      ok: all.length <= wanted && (building || list.mayLeaveVacant || all.length === wanted),
    },
    ...groupRows(rule, list.places, all),
    {
      kind: 'reserves',
      title: text('备选', 'Reserves'),
      count: list.reserves.length,
      limit: rule.reserves,
      ok: list.reserves.length <= rule.reserves,
    },
  ];
  const seen = new Set<string>();
  const twice = [...all, ...list.reserves].filter(({ id }) => seen.size === seen.add(id).size);
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
