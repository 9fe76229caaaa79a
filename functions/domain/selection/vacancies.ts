/** Places that a list leaves empty, group by group, and their re-allocation by the next total score (docs/rules/groups.md#vacancies). */
import { compareExact, exact, parseExact } from '#domain/fraction.ts';
import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import { type Facts, groupLimits, membership } from '#domain/programme/group-limits.ts';
import type { GroupRule, QuotaRule } from '#domain/programme/stage-rules.ts';
import { type Listed, movedBalance, vacancies } from './quota.ts';
import type { Vacancy } from './selection-records.ts';
import { type UsedPlaces, usedIn } from './used-places.ts';

/** What the tick is called that lets a list be confirmed with places left empty. */
export const leaveVacantTick = text('名额未用完，确认空缺', 'Confirm with places left empty');

/** Places that stayed empty, in all and in each group with a cap of its own. */
export interface Vacancies {
  readonly places: number;
  readonly groups: readonly { readonly title: string; readonly count: number }[];
}

interface Filled {
  readonly places: number;
  readonly chosen: readonly Listed[];
  readonly alreadyUsed: UsedPlaces;
}

/** Groups by which the list is made up, as far as each has a cap of its own. */
const categories = ({ groups }: QuotaRule, listBy: string | undefined): readonly GroupRule[] =>
  groups.filter(
    ({ field, atMost, atMostCount }) =>
      field === listBy && (atMost !== undefined || atMostCount !== undefined),
  );

/** How many more each such group may take, with what was moved between them. */
function roomIn(rule: QuotaRule, listBy: string | undefined, list: Filled) {
  const { places, chosen, alreadyUsed } = list;
  return categories(rule, listBy).map((group) => {
    const { atMost = 0 } = groupLimits(group, places, chosen.length + alreadyUsed.count);
    const count = chosen.filter(({ facts }) => membership(group, facts) === 'in').length;
    const used = usedIn(alreadyUsed, group).count + count;
    return { group, room: Math.max(0, atMost + movedBalance(group.title, chosen, alreadyUsed) - used) };
  });
}

/** What stays empty of the places of a round; nothing where all are taken. */
export function vacanciesOf(rule: QuotaRule, listBy: string | undefined, list: Filled): Vacancies {
  const places = vacancies(list.places, list.chosen.length + list.alreadyUsed.count);
  return {
    places,
    groups:
      places === 0
        ? []
        : roomIn(rule, listBy, list)
            .filter(({ room }) => room > 0)
            .map(({ group, room }) => ({ title: group.title, count: room })),
  };
}

/** What a list that is short wants said: that it is meant, by its tick, and why. */
export const vacancyReasonFaults = (isShort: boolean, reason: string): readonly Fault[] =>
  isShort && reason === ''
    ? [fault('reason', 'vacancy-reason', '有空缺的名额，请写明空缺的原因', 'Places are left empty; say why')]
    : [];

/** Somebody who waits and is on no list. */
export interface Waiting {
  readonly nomination: string;
  readonly facts: Facts;
  readonly score?: string | undefined;
}
/** Who is taken by re-allocation, and between which groups her place moved; none where her own group had room. */
export interface Taken {
  readonly nomination: string;
  readonly moved?: { readonly from: string; readonly to: string };
}

/**
 * Gives the empty places to those with the next total scores, whatever their group: while her own group has room she takes
 * its place, else one moves to her group from the first with room. Equal scores go together: where not all find a place
 * none of them is taken, and the organisation settles it.
 * @param waiting Who waits and is not listed, in any order; without a score she is passed over.
 */
export function reallocate(
  rule: QuotaRule,
  listBy: string | undefined,
  list: Filled,
  waiting: readonly Waiting[],
): { readonly taken: readonly Taken[]; readonly tied: readonly string[] } {
  const rooms = roomIn(rule, listBy, list).map(({ group, room }) => ({ group, room }));
  const left = () => rooms.reduce((sum, { room }) => sum + room, 0);
  let free = vacanciesOf(rule, listBy, list).places;
  const scored = waiting
    .flatMap((one) =>
      one.score !== undefined && parseExact(one.score) !== undefined ? [{ ...one, score: one.score }] : [],
    )
    .toSorted((a, b) => compareExact(exact(b.score), exact(a.score)));
  const taken: Taken[] = [];
  for (let at = 0; at < scored.length; ) {
    const { score } = scored[at]!;
    const equal = scored.slice(at).filter((one) => compareExact(exact(one.score), exact(score)) === 0);
    if (free === 0 || left() === 0) break;
    if (equal.length > Math.min(free, left()))
      return { taken, tied: equal.map(({ nomination }) => nomination) };
    for (const { nomination, facts } of equal) {
      const own = rooms.find(({ group }) => membership(group, facts) === 'in');
      const from = own !== undefined && own.room > 0 ? own : rooms.find(({ room }) => room > 0)!;
      from.room -= 1;
      free -= 1;
      taken.push({
        nomination,
        ...(own !== undefined && own !== from && { moved: { from: from.group.title, to: own.group.title } }),
      });
    }
    at += equal.length;
  }
  return { taken, tied: [] };
}

/** What stayed empty in words: 空缺 3 名（农业 2、工业 1），原因：合格对象不足。 */
export function vacancySaid({ places, groups, grades, reason }: Vacancy): Text {
  const parts = [...groups, ...grades].map(({ title, count }) => `${title} ${count}`);
  const within = parts.length === 0 ? ['', ''] : [`（${parts.join('、')}）`, ` (${parts.join(', ')})`];
  return text(
    `空缺名额 ${places} 个${within[0]}，原因：${reason}`,
    `${places} places left empty${within[1]}, because: ${reason}`,
  );
}
