/** Confirming a shortlist: its order, what it leaves empty and why; then it is fixed. */

import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, invalid, refuseIf } from '#domain/problem.ts';
import { gradeOrder, type PrizeTable, prizeTable } from '#domain/programme/grade.ts';
import { groupOrder } from '#domain/programme/list-group.ts';
import type { Stage } from '#domain/programme/programme.ts';
import type { Round } from '#domain/round/round-record.ts';
import { holdingOf, placesLeft } from '#domain/selection/grade-places.ts';
import { confirmingFaults, gradedEntries } from '#domain/selection/grades.ts';
import type { BoardRow } from '#domain/selection/quota.ts';
import type { Shortlist, ShortlistEntry, Vacancy } from '#domain/selection/selection-records.ts';
import { nobodyUsed } from '#domain/selection/used-places.ts';
import { vacanciesOf, vacancyReasonFaults } from '#domain/selection/vacancies.ts';
import { roundWithStage } from '#store/reads.ts';
import { findShortlist, shortlistOps } from '#store/shortlists.ts';
import { wakeRound } from '#store/writing.ts';
import { shortlistConfirmation } from './selection-input.ts';
import { checkList, demandShortlistStep, emptyShortlist, listed, staleList } from './shortlists.ts';

const confirmedOtherwise = (list: Shortlist) =>
  conflict(
    'shortlist-confirmed',
    `名单在您打开页面之后有改动，并已确认（拟推荐 ${list.chosen.length} 个、备选 ${list.reserves.length} 个）。请查看已确认的名单。`,
    `The list was changed after you opened it and is confirmed (${list.chosen.length} chosen, ${list.reserves.length} reserves). Look at the list that stands.`,
  );

/** The chosen as they are confirmed: each with her grades, by groups, in each the best grade first, else in the order of the list. */
function orderedChosen(table: PrizeTable, chosen: readonly ShortlistEntry[]): readonly ShortlistEntry[] {
  const { grades, by } = table;
  if (grades.length === 0)
    return chosen.toSorted((a, b) => groupOrder(by, a.facts) - groupOrder(by, b.facts));
  const all = gradedEntries(table, chosen);
  return chosen
    .map((entry, i) => ({ ...entry, settled: { ...entry.settled, grades: all[i]!.held } }))
    .toSorted(
      (a, b) =>
        groupOrder(by, a.facts) - groupOrder(by, b.facts) ||
        gradeOrder(grades, a.settled.grades) - gradeOrder(grades, b.settled.grades),
    );
}

/** What a list that is confirmed leaves empty: places, of which groups, and of which grades; undefined where it is full. */
function vacancyOf(
  { quota, listBy }: Stage,
  table: PrizeTable,
  round: Round,
  list: Shortlist,
  board: readonly BoardRow[],
): Omit<Vacancy, 'reason'> | undefined {
  const places = round.settings.places ?? list.chosen.length;
  const empty = vacanciesOf(quota, listBy, { places, chosen: listed(list.chosen), alreadyUsed: nobodyUsed });
  const held = gradedEntries(table, list.chosen).map((each, i) =>
    holdingOf(table, list.chosen[i]!, each.held),
  );
  const left = placesLeft(table, held).map(({ title, left: count }) => ({ title: title.zh, count }));
  const isShort = board.some(({ kind, count, limit }) => kind === 'places' && count < limit);
  return isShort || left.length > 0
    ? { places: empty.places, groups: [...empty.groups], grades: left }
    : undefined;
}

/** Confirms the list: full and with its floors reached, or with places left empty on purpose, which are recorded with the reason. The machine applies it. */
export async function confirmShortlist(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof shortlistConfirmation>,
): Promise<void> {
  const input = readInput(shortlistConfirmation, sent);
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  demand(actor, 'shortlist.confirm', { orgPath: round.orgPath, state: round.status });
  const list = (await findShortlist(deps.table, id)) ?? emptyShortlist(id);
  if (list.confirmedAt !== undefined) {
    // Confirming was the last change; whoever saw an earlier list did not confirm this one.
    if (input.version >= list.version - 1) return;
    throw confirmedOtherwise(list);
  }
  demandShortlistStep(round, stage);
  if (list.version !== input.version) throw staleList(list);
  if (list.chosen.length === 0)
    throw invalid(
      'list-empty',
      '名单是空的，请先选定拟推荐对象。',
      'The list is empty; choose nominees first.',
    );
  const { board, faults } = checkList(stage, round, list, 'close', input.leaveVacant);
  const table = prizeTable(programme.form, stage);
  const vacancy = vacancyOf(stage, table, round, list, board);
  refuseIf([
    ...faults,
    ...confirmingFaults(table, list.chosen, input.leaveVacant),
    ...vacancyReasonFaults(input.leaveVacant && vacancy !== undefined, input.reason),
  ]);
  const write = begin(deps, actor);
  write.save('round', round, { progress: 'starting', actedBy: actor.id }, 'shortlist.confirm', {
    chosen: list.chosen.length,
    reserves: list.reserves.length,
    ...(vacancy !== undefined && { vacant: vacancy.places }),
  });
  write.op(
    ...shortlistOps(list, {
      ...list,
      chosen: orderedChosen(table, list.chosen),
      ...(vacancy !== undefined && { vacancy: { ...vacancy, reason: input.reason } }),
      confirmedAt: write.now,
      confirmedBy: actor.id,
    }),
  );
  write.signal(wakeRound(id, 0));
  await finish(deps, write);
}
