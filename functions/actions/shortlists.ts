/** 拟推荐名单: built by the administrator within the quotas, checked in one write at every change, confirmed once. */
import { nextState } from '#domain/candidacy.ts';
import type { Actor } from '#domain/people.ts';
import { demand } from '#domain/policy.ts';
import { Problem, refuseIf, text } from '#domain/problem.ts';
import type { Stage } from '#domain/programme.ts';
import { type BoardRow, checkShortlist } from '#domain/quota.ts';
import type { Candidacy, Shortlist, ShortlistEntry, Tranche } from '#domain/records.ts';
import { type Round, trancheStart } from '#domain/round.ts';
import { stepPhases } from '#domain/step.ts';
import { keys } from '#store/keys.ts';
import { find, findShortlist, roundWithStage, tranchesOf } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { startRound, wakeRound } from '#store/writing.ts';
import type { Deps } from '../deps.ts';
import { begin, finish } from './act.ts';
import { move } from './moving.ts';

/** Largest shortlist: its row stays far under the 400 KB of an item. */
export const longestShortlist = 2_000;

export interface ShortlistView {
  readonly round: Round;
  readonly stage: Stage;
  readonly list: Shortlist;
  readonly board: readonly BoardRow[];
}

const empty = (round: string): Shortlist => ({ round, chosen: [], reserves: [], version: 0 });
const listed = (entries: readonly ShortlistEntry[]) =>
  entries.map((e) => ({ id: e.nomination, facts: e.facts }));

/** Checks a list against the quota of the stage, over all tranches of the round (design.md 3 Quotas). */
export function checkList(
  stage: Stage,
  round: Round,
  list: Pick<Shortlist, 'chosen' | 'reserves'>,
  phase: 'change' | 'close' | 'decision',
  mayLeaveVacant: boolean,
  used: readonly ShortlistEntry[] = [],
) {
  return checkShortlist(stage.quota, {
    places: round.settings.places ?? list.chosen.length + used.length,
    chosen: listed(list.chosen),
    reserves: listed(list.reserves),
    alreadyUsed: listed(used),
    phase,
    mayLeaveVacant,
  });
}

/** The shortlist as it stands, with the quota board. */
export async function readShortlist(deps: Deps, actor: Actor, id: string): Promise<ShortlistView> {
  const { round, stage } = await roundWithStage(deps.table, id);
  demand(actor, 'round.read', { orgPath: round.orgPath });
  const list = (await findShortlist(deps.table, id)) ?? empty(id);
  return { round, stage, list, board: checkList(stage, round, list, 'change', true).board };
}

const stale = (list: Shortlist) =>
  new Problem(
    'conflict',
    'shortlist-changed',
    text(
      `名单刚被别人修改（现有拟推荐 ${list.chosen.length} 个、备选 ${list.reserves.length} 个），您的修改没有保存。请核对后再改。`,
      `Somebody has just changed the list (${list.chosen.length} chosen, ${list.reserves.length} reserves); yours was not saved. Check and change again.`,
    ),
  );

async function entryOf(deps: Deps, round: string, nomination: string): Promise<ShortlistEntry> {
  const candidacy = await find<Candidacy>(deps.table, keys.candidacy(round, nomination));
  if (candidacy === undefined || candidacy.state !== 'waiting')
    throw new Problem(
      'conflict',
      'not-waiting',
      text(
        `“${candidacy?.name ?? nomination}”现在不能列入名单：尚未办完前面的环节，或已退出。`,
        `"${candidacy?.name ?? nomination}" cannot be listed now.`,
      ),
    );
  return {
    nomination,
    name: candidacy.name,
    from: candidacy.from,
    facts: candidacy.facts,
    ...(candidacy.score !== undefined && { score: candidacy.score.mean }),
  };
}

/** The step at which a shortlist may be edited: no batch step other than panel stands open before it. */
function demandShortlistStep(round: Round, stage: Stage): void {
  const phase = stepPhases(stage)[round.phase];
  const open =
    round.status === 'selecting' &&
    phase?.kind === 'batch' &&
    phase.steps[0].kind === 'shortlist' &&
    round.progress === 'idle';
  if (!open)
    throw new Problem(
      'conflict',
      'not-shortlisting',
      text('现在不是拟定名单的环节。', 'The round is not at the shortlist step.'),
    );
}

/** Sets the list: ids in order, chosen and reserves. Refused with the broken limits named, or when somebody was faster. */
export async function editShortlist(
  deps: Deps,
  actor: Actor,
  id: string,
  input: {
    readonly chosen: readonly string[];
    readonly reserves: readonly string[];
    readonly version: number;
  },
): Promise<ShortlistView> {
  const { round, stage } = await roundWithStage(deps.table, id);
  demand(actor, 'shortlist.edit', { orgPath: round.orgPath, state: round.status });
  demandShortlistStep(round, stage);
  const before = (await findShortlist(deps.table, id)) ?? empty(id);
  if (before.version !== input.version) throw stale(before);
  const wanted = [...input.chosen, ...input.reserves];
  if (new Set(wanted).size !== wanted.length)
    throw new Problem(
      'invalid',
      'listed-twice',
      text('同一申报在名单中出现了两次。', 'A nomination is listed twice.'),
    );
  if (wanted.length > longestShortlist)
    throw new Problem(
      'invalid',
      'list-too-long',
      text(
        `名单最多 ${longestShortlist} 个，请分批办理。`,
        `At most ${longestShortlist} on a list; use several tranches.`,
      ),
    );
  const known = new Map([...before.chosen, ...before.reserves].map((entry) => [entry.nomination, entry]));
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
    ...(before.version === 0
      ? { ifAbsent: true }
      : { when: '#version = :was', values: { was: before.version } }),
  });
  await finish(deps, write);
  return { round, stage, list, board };
}

/** Confirms the list: full and with its floors reached, or with vacancies left empty on purpose. The machine applies it. */
export async function confirmShortlist(
  deps: Deps,
  actor: Actor,
  id: string,
  input: { readonly version: number; readonly leaveVacant: boolean },
): Promise<void> {
  const { round, stage } = await roundWithStage(deps.table, id);
  demand(actor, 'shortlist.confirm', { orgPath: round.orgPath, state: round.status });
  const list = (await findShortlist(deps.table, id)) ?? empty(id);
  if (list.confirmedAt !== undefined) return;
  demandShortlistStep(round, stage);
  if (list.version !== input.version) throw stale(list);
  if (list.chosen.length === 0)
    throw new Problem(
      'invalid',
      'list-empty',
      text('名单是空的，请先选定拟推荐对象。', 'The list is empty; choose nominees first.'),
    );
  refuseIf(checkList(stage, round, list, 'close', input.leaveVacant).faults);
  const write = begin(deps, actor);
  write.save('round', round, { progress: 'starting' }, 'shortlist.confirm', {
    chosen: list.chosen.length,
    reserves: list.reserves.length,
  });
  write.op({
    put: rows.shortlist({ ...list, confirmedAt: write.now, version: list.version + 1 }),
    when: '#version = :was',
    values: { was: list.version },
  });
  write.signal(wakeRound(id, 0));
  await finish(deps, write);
}

/** A further tranche is formed in one transaction of at most a hundred writes. */
const largestFurtherTranche = 20;

/** Everybody on earlier tranches of the round who is still in: what further tranches are checked against. */
export async function usedBefore(deps: Deps, round: string, n: number): Promise<readonly ShortlistEntry[]> {
  const [list, tranches] = await Promise.all([
    findShortlist(deps.table, round),
    tranchesOf(deps.table, round),
  ]);
  const known = new Map(
    [...(list?.chosen ?? []), ...(list?.reserves ?? [])].map((entry) => [entry.nomination, entry]),
  );
  return tranches.items
    .filter((tranche) => tranche.n < n)
    .flatMap((tranche) => tranche.entries.flatMap((each) => known.get(each) ?? []));
}

/**
 * A further tranche 批次: a nominee cleared after a hold, or reserves promoted into vacancies. Reserves, and a nominee whose
 * public facts changed, get a notice of their own; the quota counts over all tranches.
 */
export async function formFurtherTranche(
  deps: Deps,
  actor: Actor,
  id: string,
  input: { readonly nominations: readonly string[]; readonly version: number },
): Promise<Tranche> {
  const { round, stage } = await roundWithStage(deps.table, id);
  demand(actor, 'shortlist.confirm', { orgPath: round.orgPath, state: round.status });
  if (round.status !== 'settled' || round.version !== input.version)
    throw new Problem(
      'conflict',
      'round-changed',
      text('本轮情况已变化，请刷新后再试。', 'The round has changed; reload and try again.'),
    );
  if (input.nominations.length === 0)
    throw new Problem(
      'invalid',
      'list-empty',
      text('请选择要进入新批次的对象。', 'Choose who goes in the further tranche.'),
    );
  if (input.nominations.length > largestFurtherTranche)
    throw new Problem(
      'invalid',
      'list-too-long',
      text(
        `一个递补批次最多 ${largestFurtherTranche} 个。`,
        `At most ${largestFurtherTranche} in a further tranche.`,
      ),
    );
  const candidacies = await Promise.all(
    input.nominations.map((each) => find<Candidacy>(deps.table, keys.candidacy(id, each))),
  );
  const list = (await findShortlist(deps.table, id)) ?? empty(id);
  const known = new Map([...list.chosen, ...list.reserves].map((entry) => [entry.nomination, entry]));
  const phases = stepPhases(stage);
  const noticeAt = phases.findIndex((phase) => phase.steps[0].kind === 'notice');
  let phase = -1;
  for (const [i, candidacy] of candidacies.entries()) {
    const free =
      candidacy !== undefined &&
      (candidacy.state === 'reserve' ||
        (candidacy.state === 'held' && candidacy.openObjections === 0) ||
        (candidacy.state === 'cleared' && candidacy.tranche === undefined));
    if (!free)
      throw new Problem(
        'conflict',
        'not-free',
        text(
          `“${candidacy?.name ?? input.nominations[i]}”不能进入新批次：只有备选对象和异议已处理完的对象可以。`,
          `"${candidacy?.name ?? input.nominations[i]}" cannot go in a further tranche: only reserves and those whose objections are settled.`,
        ),
      );
    const from =
      noticeAt === -1 ? trancheStart(phases) : candidacy.state === 'cleared' ? noticeAt + 1 : noticeAt;
    if (phase !== -1 && phase !== from)
      throw new Problem(
        'invalid',
        'mixed-tranche',
        text(
          '备选递补需要重新公示，请与已公示的对象分成两个批次。',
          'Promoted reserves need a new notice; put them in a tranche of their own.',
        ),
      );
    phase = from;
  }
  const n = round.tranches + 1;
  const entries = input.nominations.flatMap((each) => known.get(each) ?? []);
  refuseIf(
    checkList(stage, round, { chosen: entries, reserves: [] }, 'close', true, await usedBefore(deps, id, n))
      .faults,
  );
  const tranche: Tranche = {
    round: id,
    n,
    state: 'running',
    phase,
    cursor: 0,
    entries: [...input.nominations],
    version: 1,
  };
  const write = begin(deps, actor);
  write.save('round', round, { tranches: n }, 'tranche.form', { tranche: n, entries: entries.length });
  write.op({ put: rows.tranche(tranche), ifAbsent: true });
  for (const candidacy of candidacies)
    if (candidacy?.state === 'reserve')
      await move(deps, write, candidacy, nextState('reserve', 'choose'), {
        action: 'reserve.promote',
        patch: { place: 'chosen', tranche: n },
      });
    else if (candidacy !== undefined)
      write.save('candidacy', candidacy, { tranche: n }, 'tranche.join', { tranche: n });
  write.signal(startRound(id, n));
  await finish(deps, write);
  return tranche;
}
