import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, invalid, refuseIf } from '#domain/problem.ts';
import { gradeOrder } from '#domain/programme/grade.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { stepPhases } from '#domain/programme/step.ts';
import type { Round } from '#domain/round/round-record.ts';
import { confirmingFaults, type GradeRow, gradeBoard, gradedEntries } from '#domain/selection/grades.ts';
import { type BoardRow, checkShortlist } from '#domain/selection/quota.ts';
import type { Shortlist, ShortlistEntry } from '#domain/selection/selection-records.ts';
import { nobodyUsed, type UsedPlaces } from '#domain/selection/used-places.ts';
import { rowAbsent, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, findShortlist, roundWithStage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { usedPlacesBefore } from '#store/standing.ts';
import { wakeRound } from '#store/writing.ts';
import { shortlistConfirmation, shortlistOrder } from './selection-input.ts';

/** Largest shortlist: its row stays far under the 400 KB of an item. */
export const longestShortlist = 2_000;

/** So many may be put on the list in one change: each is looked at. */
const mostAdded = 200;

export interface ShortlistView {
  readonly round: Round;
  readonly stage: Stage;
  readonly list: Shortlist;
  readonly board: readonly BoardRow[];
  /** How many hold each grade. */
  readonly grades: readonly GradeRow[];
}

/** A list nobody has begun. */
export const emptyShortlist = (round: string): Shortlist => ({ round, chosen: [], reserves: [], version: 0 });
const listed = (entries: readonly ShortlistEntry[]) =>
  entries.map((e) => ({ id: e.nomination, facts: e.facts }));

/** Checks a list against the stage's quota, over all tranches (docs/rules/quotas.md#shape). */
export function checkList(
  stage: Stage,
  round: Round,
  list: Pick<Shortlist, 'chosen' | 'reserves'>,
  phase: 'change' | 'close' | 'decision',
  mayLeaveVacant: boolean,
  used: UsedPlaces = nobodyUsed,
) {
  return checkShortlist(stage.quota, {
    places: round.settings.places ?? list.chosen.length + used.count,
    chosen: listed(list.chosen),
    reserves: listed(list.reserves),
    alreadyUsed: used,
    phase,
    mayLeaveVacant,
  });
}

/** How many hold each grade: as it stands on the list, and once there are tranches of those who still use a place. */
async function gradeRows(
  deps: Deps,
  round: Round,
  { grades }: Stage,
  list: Shortlist,
): Promise<readonly GradeRow[]> {
  if (grades.length === 0) return [];
  if (round.tranches > 0)
    return gradeBoard(grades, [], await usedPlacesBefore(deps.table, round.id, round.tranches + 1));
  return gradeBoard(
    grades,
    gradedEntries(grades, list.chosen).map(({ held }) => held),
  );
}

/** The shortlist as it stands, with the quota board. */
export async function readShortlist(deps: Deps, actor: Actor, id: string): Promise<ShortlistView> {
  const { round, stage } = await roundWithStage(deps.table, id);
  demand(actor, 'candidacy.judged', { orgPath: round.orgPath });
  const list = (await findShortlist(deps.table, id)) ?? emptyShortlist(id);
  const { board } = checkList(stage, round, list, 'change', true);
  return { round, stage, list, board, grades: await gradeRows(deps, round, stage, list) };
}

export const staleList = (list: Shortlist) =>
  conflict(
    'shortlist-changed',
    `名单刚被别人修改（现有拟推荐 ${list.chosen.length} 个、备选 ${list.reserves.length} 个），您的修改没有保存。请核对后再改。`,
    `Somebody has just changed the list (${list.chosen.length} chosen, ${list.reserves.length} reserves); yours was not saved. Check and change again.`,
  );

const confirmedOtherwise = (list: Shortlist) =>
  conflict(
    'shortlist-confirmed',
    `名单在您打开页面之后有改动，并已确认（拟推荐 ${list.chosen.length} 个、备选 ${list.reserves.length} 个）。请查看已确认的名单。`,
    `The list was changed after you opened it and is confirmed (${list.chosen.length} chosen, ${list.reserves.length} reserves). Look at the list that stands.`,
  );

async function entryOf(deps: Deps, round: string, nomination: string): Promise<ShortlistEntry> {
  const candidacy = await find<Candidacy>(deps.table, keys.candidacy(round, nomination));
  if (candidacy === undefined || candidacy.state !== 'waiting')
    throw conflict(
      'not-waiting',
      `“${candidacy?.name ?? nomination}”现在不能列入名单：尚未办完前面的环节，或已退出。`,
      `"${candidacy?.name ?? nomination}" cannot be listed now.`,
    );
  return {
    nomination,
    name: candidacy.name,
    from: candidacy.from,
    facts: candidacy.facts,
    ...(candidacy.score !== undefined && { score: candidacy.score.mean }),
    ...(candidacy.score?.criteria !== undefined && { criteria: candidacy.score.criteria }),
    ...(candidacy.score?.tied && { tied: true as const }),
  };
}

/** The step at which a shortlist may be edited: no batch step other than panel stands open before it. */
export function isShortlisting(round: Round, stage: Stage): boolean {
  const phase = stepPhases(stage)[round.phase];
  return (
    round.status === 'selecting' &&
    phase?.kind === 'batch' &&
    phase.steps[0].kind === 'shortlist' &&
    round.progress === 'idle'
  );
}

function demandShortlistStep(round: Round, stage: Stage): void {
  if (!isShortlisting(round, stage))
    throw conflict('not-shortlisting', '现在不是拟定名单的环节。', 'The round is not at the shortlist step.');
}

/** Sets the list: ids in order, chosen and reserves. Refused with the broken limits named, or when somebody was faster. */
export async function editShortlist(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof shortlistOrder>,
): Promise<ShortlistView> {
  const input = readInput(shortlistOrder, sent);
  const { round, stage } = await roundWithStage(deps.table, id);
  demand(actor, 'shortlist.edit', { orgPath: round.orgPath, state: round.status });
  demandShortlistStep(round, stage);
  const before = (await findShortlist(deps.table, id)) ?? emptyShortlist(id);
  if (before.version !== input.version) throw staleList(before);
  const wanted = [...input.chosen, ...input.reserves];
  if (new Set(wanted).size !== wanted.length)
    throw invalid('listed-twice', '同一申报在名单中出现了两次。', 'A nomination is listed twice.');
  if (wanted.length > longestShortlist)
    throw invalid(
      'list-too-long',
      `名单最多 ${longestShortlist} 个，请分批办理。`,
      `At most ${longestShortlist} on a list; use several tranches.`,
    );
  const known = new Map([...before.chosen, ...before.reserves].map((entry) => [entry.nomination, entry]));
  const added = wanted.filter((each) => !known.has(each)).length;
  if (added > mostAdded)
    throw invalid(
      'added-too-many',
      `一次最多新列入 ${mostAdded} 名，这次是 ${added} 名，请分几次列入。`,
      `At most ${mostAdded} may be added in one change, and these are ${added}; add them in several.`,
    );
  const resolve = (ids: readonly string[]) =>
    Promise.all(ids.map((each) => known.get(each) ?? entryOf(deps, id, each)));
  const list: Shortlist = {
    round: id,
    chosen: await resolve(input.chosen),
    reserves: await resolve(input.reserves),
    version: before.version + 1,
  };
  const { board, faults } = checkList(stage, round, list, 'change', true);
  refuseIf(faults);
  const write = begin(deps, actor);
  write.save('round', round, {}, 'shortlist.edit', {
    chosen: list.chosen.length,
    reserves: list.reserves.length,
  });
  write.op({
    put: rows.shortlist(list),
    when: before.version === 0 ? rowAbsent : versionIs(before.version),
  });
  await finish(deps, write);
  return { round, stage, list, board, grades: await gradeRows(deps, round, stage, list) };
}

/** The chosen as they are confirmed: each with her grades, the best grade first, else in the order of the list. */
function gradedChosen({ grades }: Stage, chosen: readonly ShortlistEntry[]): readonly ShortlistEntry[] {
  if (grades.length === 0) return chosen;
  const all = gradedEntries(grades, chosen);
  return chosen
    .map((entry, i) => ({ ...entry, settled: { ...entry.settled, grades: all[i]!.held } }))
    .toSorted((a, b) => gradeOrder(grades, a.settled.grades) - gradeOrder(grades, b.settled.grades));
}

/** Confirms the list: full and with its floors reached, or with vacancies left empty on purpose. The machine applies it. */
export async function confirmShortlist(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof shortlistConfirmation>,
): Promise<void> {
  const input = readInput(shortlistConfirmation, sent);
  const { round, stage } = await roundWithStage(deps.table, id);
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
  refuseIf([
    ...checkList(stage, round, list, 'close', input.leaveVacant).faults,
    ...confirmingFaults(stage.grades, list.chosen, input.leaveVacant),
  ]);
  const write = begin(deps, actor);
  write.save('round', round, { progress: 'starting', actedBy: actor.id }, 'shortlist.confirm', {
    chosen: list.chosen.length,
    reserves: list.reserves.length,
  });
  write.op(
    replaced(rows.shortlist, list, {
      chosen: gradedChosen(stage, list.chosen),
      confirmedAt: write.now,
      confirmedBy: actor.id,
    }),
  );
  write.signal(wakeRound(id, 0));
  await finish(deps, write);
}
