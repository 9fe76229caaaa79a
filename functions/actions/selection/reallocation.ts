/** Re-allocation of places that the groups of a list leave empty, to the next total scores of those who wait (docs/rules/groups.md#re-allocation). */

import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { compareExact, exact } from '#domain/fraction.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, refuseIf } from '#domain/problem.ts';
import type { PanelMean, Shortlist } from '#domain/selection/selection-records.ts';
import { nobodyUsed } from '#domain/selection/used-places.ts';
import { reallocate, vacanciesOf } from '#domain/selection/vacancies.ts';
import { keys } from '#store/keys.ts';
import { find, getCandidacy, listPage, roundWithStage, waitingOf } from '#store/reads.ts';
import { findShortlist, shortlistOps } from '#store/shortlists.ts';
import { reallocation } from './selection-input.ts';
import {
  checkList,
  demandShortlistStep,
  emptyShortlist,
  entryOf,
  gradeRows,
  listed,
  longestShortlist,
  mostAdded,
  type ShortlistView,
  staleList,
} from './shortlists.ts';

const page = 100;

type Waiting = { readonly items: readonly Candidacy[]; readonly cursor: string | undefined };
type PageOf = (cursor: string | undefined) => Promise<Waiting>;

/**
 * Those who wait, best first, a page at a time. The index of states may lack for a moment whom the panel has just ranked, and
 * her place would go to the next one: on the day of the closing the order is that of its means.
 */
async function bestFirst({ table, clock }: Deps, round: string): Promise<PageOf> {
  const { job: closing = '', at = 0 } = (await find(table, keys.panelClosing(round))) ?? {};
  const ranked = async (cursor: string | undefined): Promise<Waiting> => {
    const means = await listPage<PanelMean>(table, { pk: keys.panelMeans(closing), cursor, limit: page });
    const here = await Promise.all(means.items.map((mean) => getCandidacy(table, round, mean.nomination)));
    return { items: here.filter(({ state }) => state === 'waiting'), cursor: means.cursor };
  };
  const isNew = closing !== '' && clock() - at < 86_400_000;
  return isNew ? ranked : (cursor) => waitingOf(table, round, { rank: 1, cursor }, page);
}

/** Those who wait and are not listed, best first, as far as the free places reach, with all who equal the last of them. */
async function nextByScore(deps: Deps, round: string, on: ReadonlySet<string>, free: number) {
  const found: Candidacy[] = [];
  const pageOf = await bestFirst(deps, round);
  let cursor: string | undefined;
  for (let read = 0; read < longestShortlist; read += page) {
    const next = await pageOf(cursor);
    found.push(...next.items.filter(({ nomination }) => !on.has(nomination)));
    const [last, after] = [found[free - 1]?.score, found.at(-1)?.score];
    if (last && after && compareExact(exact(after.mean), exact(last.mean)) < 0) break;
    cursor = next.cursor;
    if (cursor === undefined) break;
  }
  return found;
}

const nothing = (zh: string, en: string) => conflict('nothing-to-move', zh, en);

/**
 * Fills the places that are left by the next total scores, over the caps of their groups, and writes who moved where into the list
 * and the history.
 * @throws Problem conflict `not-reallocating` where the programme leaves vacancies or fills them from reserves,
 * `nothing-to-move`, `shortlist-changed`, `not-shortlisting`; forbidden.
 */
export async function reallocateVacancies(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof reallocation>,
): Promise<ShortlistView> {
  const { version } = readInput(reallocation, sent);
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  demand(actor, 'shortlist.edit', { orgPath: round.orgPath, state: round.status });
  if (programme.vacancy !== 're-allocate')
    throw conflict(
      'not-reallocating',
      '本评选活动没有规定空缺名额按总分调剂。',
      'The programme does not re-allocate places that are left.',
    );
  demandShortlistStep(round, stage);
  const before = (await findShortlist(deps.table, id)) ?? emptyShortlist(id);
  if (before.version !== version) throw staleList(before);
  const { places } = round.settings;
  const filled = { places: places ?? 0, chosen: listed(before.chosen), alreadyUsed: nobodyUsed };
  const free = Math.min(mostAdded, vacanciesOf(stage.quota, stage.listBy, filled).places);
  if (free === 0) throw nothing('没有空缺的名额可以调剂。', 'No place is left to move.');
  const on = new Set([...before.chosen, ...before.reserves].map(({ nomination }) => nomination));
  const waiting = (await nextByScore(deps, id, on, free)).map(({ nomination, facts, score }) => ({
    nomination,
    facts,
    score: score?.mean,
  }));
  const { taken, tied } = reallocate(stage.quota, stage.listBy, filled, waiting);
  if (taken.length === 0)
    throw tied.length > 0
      ? nothing(
          `接下来的 ${tied.length} 名总分相同，空缺不够全部列入，请集体研究后在名单中选定。`,
          `The next ${tied.length} have the same total score and not all find a place; settle it and choose by hand.`,
        )
      : nothing(
          '没有可以调剂的对象：没有评分的待选对象，或各类别都已满额。',
          'Nobody to move a place to: nobody with a score waits, or every group is full.',
        );
  const added = await Promise.all(
    taken.slice(0, mostAdded).map(async ({ nomination, moved }) => ({
      ...(await entryOf(deps, id, nomination)),
      ...(moved !== undefined && { moved }),
    })),
  );
  const list: Shortlist = { ...before, chosen: [...before.chosen, ...added], version: before.version + 1 };
  const { board, faults } = checkList(stage, round, list, 'change', true);
  refuseIf(faults);
  const write = begin(deps, actor);
  // An event holds no words: groups by their number in the quota.
  const numberOf = (title: string) => stage.quota.groups.findIndex((group) => group.title === title) + 1;
  write.save('round', round, {}, 'shortlist.reallocate', {
    count: added.length,
    moved: added.flatMap(({ nomination, moved }) =>
      moved === undefined ? [] : [`${nomination}:${numberOf(moved.from)}>${numberOf(moved.to)}`],
    ),
  });
  write.op(...shortlistOps(before, list));
  await finish(deps, write);
  return {
    round,
    stage,
    programme,
    list,
    board,
    grades: await gradeRows(deps, { round, stage, programme }, list),
  };
}
