/** Further tranches 批次: a nominee cleared after a hold, or reserves promoted into vacancies; the quota counts over all. */

import { move } from '#actions/candidacy/moving.ts';
import { demandGradePlaces } from '#actions/selection/grade-settling.ts';
import { checkList, emptyShortlist } from '#actions/selection/shortlists.ts';
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { demandEachOnce, type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, invalid, refuseIf } from '#domain/problem.ts';
import { prizeTable } from '#domain/programme/grade.ts';
import { type Phase, stepPhases } from '#domain/programme/step.ts';
import { trancheStart } from '#domain/round/round.ts';
import { mayStepUp } from '#domain/round/round-end.ts';
import type { Round } from '#domain/round/round-record.ts';
import { standingOf } from '#domain/round/standing.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { usedWithout } from '#domain/selection/used-places.ts';
import type { StepKind } from '#domain/step-kinds.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, getTranche, roundWithStage } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { findShortlist } from '#store/shortlists.ts';
import { usedPlacesBefore } from '#store/standing.ts';
import { startRound } from '#store/writing.ts';
import { furtherTranche } from './round-input.ts';

/** A further tranche is formed in one transaction of at most a hundred writes. */
const largestFurtherTranche = 20;

/** Where a nominee's further tranche begins: after what she has behind her; a reserve or changed facts need a notice. */
function startOf(phases: readonly Phase[], candidacy: Candidacy): number {
  const after = (kind: StepKind) => phases.findIndex((phase) => phase.steps[0].kind === kind) + 1;
  if (candidacy.state === 'approved') return after('decision');
  const noticed = after('notice');
  return candidacy.state === 'cleared' && noticed > 0 ? noticed : trancheStart(phases);
}

const leftEmpty = ({ name }: Pick<Candidacy, 'name'>) =>
  conflict(
    'vacancy-left-empty',
    `“${name}”不能递补：本评选活动规定名额空缺不递补。需要递补的，请活动设立单位在下一届方案中改为“备选递补，重新公示”。`,
    `"${name}" cannot move up: the rules of this programme leave vacancies empty. To promote reserves, the programme's owner has to say so in the rules of its next edition.`,
  );
const notFree = (name: string) =>
  conflict(
    'not-free',
    `“${name}”不能进入新批次：只有备选对象和异议已处理完的对象可以。`,
    `"${name}" cannot go in a further tranche: only reserves and those whose objections are settled.`,
  );

/** Whether somebody is on no tranche under way and nothing stands against her. */
function isFree(round: Round, candidacy: Candidacy): boolean {
  const { state, openObjections, tranche, needsNewNotice } = candidacy;
  switch (state) {
    case 'reserve':
      return round.endedAt === undefined;
    case 'held':
      return openObjections === 0;
    case 'sentBack':
      return needsNewNotice !== undefined;
    case 'cleared':
    case 'approved':
      return tranche === undefined && openObjections === 0;
    default:
      return false;
  }
}

function demandCount(count: number): void {
  if (count === 0)
    throw invalid('list-empty', '请选择要进入新批次的对象。', 'Choose who goes in the further tranche.');
  if (count > largestFurtherTranche)
    throw invalid(
      'list-too-long',
      `一个递补批次最多 ${largestFurtherTranche} 个。`,
      `At most ${largestFurtherTranche} in a further tranche.`,
    );
}

/** Those who stand on a tranche still, though the case against them is over: its end lets them go. */
async function onTranches(
  deps: Deps,
  round: string,
  found: readonly (Candidacy | undefined)[],
): Promise<ReadonlySet<string>> {
  const on = new Set<string>();
  for (const n of new Set(found.flatMap((each) => each?.tranche ?? [])))
    for (const each of (await getTranche(deps.table, round, n)).entries) on.add(each);
  return on;
}

/** Those named, each free to go; with the one phase at which all of them begin. */
async function freeOnes(deps: Deps, { round, stage, programme }: Around, nominations: readonly string[]) {
  const phases = stepPhases(stage);
  const found = await Promise.all(
    nominations.map((each) => find<Candidacy>(deps.table, keys.candidacy(round.id, each))),
  );
  const going = await onTranches(deps, round.id, found);
  const free = found.map((candidacy, i) => {
    if (candidacy === undefined || !isFree(round, candidacy) || going.has(candidacy.nomination))
      throw notFree(candidacy?.name ?? nominations[i]!);
    if (candidacy.state === 'reserve' && !mayStepUp(programme.vacancy, candidacy)) throw leftEmpty(candidacy);
    return candidacy;
  });
  const starts = new Set(free.map((each) => startOf(phases, each)));
  if (starts.size > 1)
    throw invalid(
      'mixed-tranche',
      '备选递补需要重新公示，请与已公示的对象分成两个批次。',
      'Promoted reserves need a new notice; put them in a tranche of their own.',
    );
  return { free, phase: [...starts][0]! };
}
type Around = Awaited<ReturnType<typeof roundWithStage>>;

/** The quota counts over all tranches, by the facts as they are now: a correction may have moved somebody into another group. */
async function demandPlaces(
  deps: Deps,
  { round, stage, programme }: Around,
  free: readonly Candidacy[],
  n: number,
) {
  const list = (await findShortlist(deps.table, round.id)) ?? emptyShortlist(round.id);
  const known = new Map([...list.chosen, ...list.reserves].map((entry) => [entry.nomination, entry]));
  const chosen = free.flatMap(({ nomination, name, facts }) => {
    const entry = known.get(nomination);
    return entry === undefined ? [] : [{ ...entry, name, facts }];
  });
  const used = free
    .flatMap((each) => standingOf(each).uses ?? [])
    // Who leaves a tranche behind uses no place there any more.
    .reduce((all, { facts }) => usedWithout(all, facts), await usedPlacesBefore(deps.table, round.id, n));
  refuseIf(checkList(stage, round, { chosen, reserves: [] }, 'close', true, used).faults);
  demandGradePlaces(prizeTable(programme.form, stage), chosen, used);
}

/**
 * A further tranche 批次: a nominee cleared after a hold, or reserves promoted into vacancies. Reserves, and a nominee whose
 * public facts changed, get a notice of their own; the quota counts over all tranches. Throws Problem `invalid`, `conflict`
 * (`round-changed`, `not-free`, `vacancy-left-empty` where the programme promotes nobody); forbidden.
 */
export async function formFurtherTranche(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof furtherTranche>,
): Promise<Tranche> {
  const { nominations, version } = readInput(furtherTranche, sent);
  demandEachOnce('nominations', nominations);
  const around = await roundWithStage(deps.table, id);
  const { round } = around;
  demand(actor, 'shortlist.confirm', { orgPath: round.orgPath, state: round.status });
  if (round.status !== 'settled' || round.version !== version)
    throw conflict(
      'round-changed',
      '本轮情况已变化，请刷新后再试。',
      'The round has changed; reload and try again.',
    );
  demandCount(nominations.length);
  const { free, phase } = await freeOnes(deps, around, nominations);
  const n = round.tranches + 1;
  await demandPlaces(deps, around, free, n);
  const tranche: Tranche = {
    round: id,
    n,
    state: 'running',
    phase,
    cursor: 0,
    entries: [...nominations],
    actedBy: actor.id,
    ...(free.every((each) => each.honour !== undefined) && { honoured: true as const }),
    version: 1,
  };
  const write = begin(deps, actor);
  write.save('round', round, { tranches: n }, 'tranche.form', { tranche: n, entries: free.length });
  write.op({ put: rows.tranche(tranche), when: rowAbsent });
  for (const candidacy of free)
    if (candidacy.state === 'reserve')
      await move(deps, write, candidacy, nextState('reserve', 'choose'), {
        action: 'reserve.promote',
        patch: { place: 'chosen', tranche: n },
      });
    else write.save('candidacy', candidacy, { tranche: n }, 'tranche.join', { tranche: n });
  write.signal(startRound(id, n));
  await finish(deps, write);
  return tranche;
}
