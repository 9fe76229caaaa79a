import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, invalid, refuseIf } from '#domain/problem.ts';
import { prizeTable } from '#domain/programme/grade.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { stepPhases } from '#domain/programme/step.ts';
import type { Round } from '#domain/round/round-record.ts';
import { type GradeRow, gradeBoard, holdingOf } from '#domain/selection/grade-places.ts';
import { gradedEntries } from '#domain/selection/grades.ts';
import { type BoardRow, breaksOf, checkShortlist } from '#domain/selection/quota.ts';
import type { Shortlist, ShortlistEntry } from '#domain/selection/selection-records.ts';
import { nobodyUsed, type UsedPlaces } from '#domain/selection/used-places.ts';
import { keys } from '#store/keys.ts';
import { find, roundWithStage } from '#store/reads.ts';
import { findShortlist, shortlistOps } from '#store/shortlists.ts';
import { usedPlacesBefore } from '#store/standing.ts';
import { shortlistOrder } from './selection-input.ts';

/** Largest shortlist: its row stays far under the 400 KB of an item. */
export const longestShortlist = 2_000;

/** So many may be put on the list in one change: each is looked at. */
export const mostAdded = 200;

export interface ShortlistView {
  readonly round: Round;
  readonly stage: Stage;
  readonly programme: Programme;
  readonly list: Shortlist;
  readonly board: readonly BoardRow[];
  /** How many hold each grade. */
  readonly grades: readonly GradeRow[];
}

/** A list nobody has begun. */
export const emptyShortlist = (round: string): Shortlist => ({ round, chosen: [], reserves: [], version: 0 });
/** Entries as the quota counts them. */
export const listed = (entries: readonly ShortlistEntry[]) =>
  entries.map(({ nomination, facts, moved }) => ({ id: nomination, facts, moved }));

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

/** What listing one more would break, asked of each who may be listed (docs/rules/quotas.md#shape). */
export const listBreaks = (stage: Stage, round: Round, list: Pick<Shortlist, 'chosen'>) =>
  breaksOf(stage.quota, round.settings.places, { chosen: listed(list.chosen), alreadyUsed: nobodyUsed });

/** How many hold each grade: as it stands on the list, and once there are tranches of those who still use a place. */
export async function gradeRows(
  deps: Deps,
  { round, stage, programme }: Pick<ShortlistView, 'round' | 'stage' | 'programme'>,
  list: Shortlist,
): Promise<readonly GradeRow[]> {
  const table = prizeTable(programme.form, stage);
  if (table.grades.length === 0) return [];
  if (round.tranches > 0)
    return gradeBoard(table, [], await usedPlacesBefore(deps.table, round.id, round.tranches + 1));
  return gradeBoard(
    table,
    gradedEntries(table, list.chosen).map(({ held }, i) => holdingOf(table, list.chosen[i]!, held)),
  );
}

/** The shortlist as it stands, with the quota board. */
export async function readShortlist(deps: Deps, actor: Actor, id: string): Promise<ShortlistView> {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  demand(actor, 'candidacy.judged', { orgPath: round.orgPath });
  const list = (await findShortlist(deps.table, id)) ?? emptyShortlist(id);
  const { board } = checkList(stage, round, list, 'change', true);
  return {
    round,
    stage,
    programme,
    list,
    board,
    grades: await gradeRows(deps, { round, stage, programme }, list),
  };
}

export const staleList = (list: Shortlist) =>
  conflict(
    'shortlist-changed',
    `名单刚被别人修改（现有拟推荐 ${list.chosen.length} 个、备选 ${list.reserves.length} 个），您的修改没有保存。请核对后再改。`,
    `Somebody has just changed the list (${list.chosen.length} chosen, ${list.reserves.length} reserves); yours was not saved. Check and change again.`,
  );

/** Somebody who waits, as she is listed. @throws Problem conflict `not-waiting`. */
export async function entryOf(deps: Deps, round: string, nomination: string): Promise<ShortlistEntry> {
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
    ...(candidacy.score?.inGroup !== undefined && { inGroup: candidacy.score.inGroup }),
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

/** @throws Problem conflict `not-shortlisting` at any other step. */
export function demandShortlistStep(round: Round, stage: Stage): void {
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
  const { round, stage, programme } = await roundWithStage(deps.table, id);
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
    // Who stands by gives back a place that was moved for her.
    reserves: (await resolve(input.reserves)).map(({ moved: _, ...entry }) => entry),
    version: before.version + 1,
  };
  const { board, faults } = checkList(stage, round, list, 'change', true);
  refuseIf(faults);
  const write = begin(deps, actor);
  write.save('round', round, {}, 'shortlist.edit', {
    chosen: list.chosen.length,
    reserves: list.reserves.length,
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
