/** Closing a panel: ballots are frozen, means are taken page by page, then ranks are written from the best down; many by a job. */
import { type Allowance, type Chunk, type JobHandler, startJob } from '#actions/job.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { fraction, writeExact } from '#domain/fraction.ts';
import { type Actor, onBehalf } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { type Fault, refuseIf, text } from '#domain/problem.ts';
import { groupOf } from '#domain/programme/list-group.ts';
import type { Job } from '#domain/running/job-record.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { panelFaults, type Tally, tallyPanel } from '#domain/selection/panel.ts';
import {
  bestFirst,
  type GroupsSoFar,
  type RankedSoFar,
  rankGroupsOn,
  rankOn,
} from '#domain/selection/ranking.ts';
import type { PanelMean, PanelScore } from '#domain/selection/selection-records.ts';
import { canonicalJson } from '#store/chain.ts';
import { is, lacks, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { candidaciesOf, find, getCandidacy } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import { readTally } from '#store/tally.ts';
import { wakeRound } from '#store/writing.ts';
import { panelClosed, panellistsOf, panelSitting, wholePanel } from './panel.ts';
import { panelOver } from './panel-board.ts';

/** Faults shown when a panel cannot close yet. */
const mostFaults = 50;
/** Nominees that are ranked while the browser waits; more are by a job. */
const mostAtOnce = 100;
/** Candidacies in one step: their ballots are read together, and a record and an event of each go into one transaction. */
const stepSize = 20;
/** A mean is only looked at until the ranks are written. */
const meanDays = 30;

/** What closing a panel gave: how many were ranked, or the job that ranks them. */
export interface PanelClosed {
  readonly ranked: number;
  readonly job?: string;
}

/** No ballot is taken from here on; gives the name of this closing, which is its job's. Safe to repeat. */
async function freeze(deps: Deps, actor: Actor, id: string): Promise<string> {
  const key = keys.panelClosing(id);
  const job = deps.id('job');
  try {
    await deps.table.put({ ...key, at: deps.clock(), by: actor.id, job }, rowAbsent);
    return job;
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
  const before = (await find(deps.table, key))?.job;
  const there = before === undefined ? undefined : await find<Job>(deps.table, keys.job(before));
  if (before !== undefined && (there === undefined || !isJobOver(there))) return before;
  // A job that was stopped or given up is followed by another.
  await deps.table.update(key, { set: { job } }, before === undefined ? lacks('job') : is('job', before));
  return job;
}

/** A nominee's score as it is stored; by vote, the share of yes among those who may judge her. */
function meanOf(tally: Tally, able: number): PanelMean['score'] | undefined {
  const count = tally.counted.length;
  if (tally.votes !== undefined) {
    const mean = writeExact(fraction(BigInt(tally.votes.for), BigInt(Math.max(1, able))));
    return { mean, count, passed: tally.votes.passed };
  }
  if (tally.mean === undefined) return undefined;
  return { mean: tally.mean.exact, count, ...(tally.criteria !== undefined && { criteria: tally.criteria }) };
}

/** Where a closing stands. */
type Place =
  | { readonly part: 'means'; readonly cursor?: string | undefined }
  | ({ readonly part: 'ranks'; readonly after?: string; readonly groups?: GroupsSoFar } & RankedSoFar)
  | { readonly part: 'reopen' };

interface Step {
  readonly next: Place | undefined;
  readonly done: number;
  readonly faults?: readonly Fault[];
}
interface Closing {
  readonly round: string;
  /** Its name; the means of another closing are not looked at. */
  readonly id: string;
  readonly by: Pick<Actor, 'id' | 'via'>;
}

/** Means of the next nominees, and what keeps the panel from closing. */
async function takeMeans(
  deps: Deps,
  { round, id }: Closing,
  cursor: string | undefined,
  hadFaults: boolean,
): Promise<Step> {
  const { step } = await panelSitting(deps, round);
  const page = await candidaciesOf(deps.table, round, cursor, stepSize);
  const nominees = page.items.filter((each) => each.state === 'waiting');
  const { panel } = await panelOver(deps, round, await panellistsOf(deps, round), nominees);
  const names = new Map(nominees.map((each) => [`nominees.${each.nomination}`, each.name]));
  const faults = panelFaults(step, panel).flatMap((each) => {
    const name = names.get(each.field.split('.', 2).join('.'));
    if (name === undefined) return [];
    const { zh, en = zh } = each.text;
    return [{ ...each, text: text(`“${name}”${zh}`, `"${name}": ${en}`) }];
  });
  const ttl = Math.floor(deps.clock() / 1000) + meanDays * 86_400;
  const means = tallyPanel(step, panel).flatMap((tally) => {
    const score = meanOf(tally, panel.panellists.length - tally.leftOut.length);
    if (score === undefined) return [];
    const key = keys.panelMean(id, bestFirst(score.mean), tally.nominee);
    return [{ ...key, nomination: tally.nominee, score, ttl }];
  });
  await deps.table.batchPut(means);
  const isBad = hadFaults || faults.length > 0;
  const next: Place =
    page.cursor !== undefined
      ? { part: 'means', cursor: page.cursor }
      : isBad
        ? { part: 'reopen' }
        : { part: 'ranks', position: 0, rank: 0 };
  return { next, done: nominees.length, faults };
}

/** Ranks of the next nominees, from the best down, into their candidacies. */
async function writeRanks(
  deps: Deps,
  { round, id, by }: Closing,
  place: Extract<Place, { readonly part: 'ranks' }>,
): Promise<Step> {
  // One more than is written: who is like the next shares her rank.
  const { items } = await deps.table.query<PanelMean>({
    pk: keys.panelMeans(id),
    ...(place.after !== undefined && { sk: { from: `${place.after}\u0000` } }),
    limit: stepSize + 1,
    consistent: true,
  });
  const here = items.slice(0, stepSize);
  const { ranked, last } = rankOn(
    place,
    here.map(({ score }) => score.mean),
    items[stepSize]?.score.mean,
  );
  const { stage } = await panelSitting(deps, round);
  const groups = await again(async () => {
    const write = begin(deps, by);
    const before = await Promise.all(here.map((each) => getCandidacy(deps.table, round, each.nomination)));
    const within = rankGroupsOn(
      place.groups ?? {},
      before.map(({ facts }, i) => ({ group: groupOf(stage.listBy, facts), score: here[i]!.score.mean })),
    );
    let changed = 0;
    for (const [i, candidacy] of before.entries()) {
      const inGroup = within.ranks[i];
      const score: PanelScore = {
        ...here[i]!.score,
        ...ranked[i]!,
        ...(inGroup !== undefined && { inGroup }),
      };
      const isSame = candidacy.score !== undefined && canonicalJson(candidacy.score) === canonicalJson(score);
      if (candidacy.state !== 'waiting' || isSame) continue;
      write.save('candidacy', candidacy, { score }, 'panel.rank', {
        rank: ranked[i]!.rank,
        count: score.count,
      });
      changed++;
    }
    if (changed > 0) await finish(deps, write);
    return within.groups;
  });
  if (items.length > stepSize)
    return { next: { part: 'ranks', ...last, groups, after: here.at(-1)!.sk }, done: here.length };
  await again(() => endPanel(deps, { round, id, by }, last.position));
  return { next: undefined, done: here.length };
}

/** The next step of a closing; one that another took the place of, or that is over, has none. */
async function closingStep(deps: Deps, closing: Closing, place: Place, hadFaults: boolean): Promise<Step> {
  const key = keys.panelClosing(closing.round);
  const { isHere, round } = await panelSitting(deps, closing.round);
  const isMine = (await find(deps.table, key))?.job === closing.id;
  if (!isMine || !isHere || round.progress === 'ended') return { next: undefined, done: 0 };
  switch (place.part) {
    case 'means':
      return takeMeans(deps, closing, place.cursor, hadFaults);
    case 'ranks':
      return writeRanks(deps, closing, place);
    case 'reopen':
      await deps.table.remove(key, is('job', closing.id));
      return { next: undefined, done: 0 };
  }
}

async function endPanel(deps: Deps, { round: id, by }: Closing, nominees: number): Promise<void> {
  const { round, step, isHere, closing } = await panelSitting(deps, id);
  if (!closing || !isHere || round.progress === 'ended') return;
  const write = begin(deps, by);
  write.save('round', round, { progress: 'ended', actedBy: by.id }, 'panel.close', { nominees });
  for (const { member } of await panellistsOf(deps, id))
    write.op({ remove: keys.todo(member, id, step.id, wholePanel) });
  write.signal(wakeRound(id, 0));
  await finish(deps, write);
}

/**
 * Closes a panel: ballots are frozen, checked, and every waiting nominee gets mean, count and rank; then the round goes
 * on (docs/rules/panel.md#ties). At most 100 at once, more by a job, whose id is given; until it is done the panel's page
 * shows how far it is. Safe to repeat: after an interruption it goes on. With faults it opens again.
 * @throws Problem `invalid` naming who has still to judge, or what is wrong with the panel's size; conflict `panel-closed`.
 */
export async function closePanel(deps: Deps, actor: Actor, id: string): Promise<PanelClosed> {
  const { round, step, isHere, closing } = await panelSitting(deps, id);
  demand(actor, 'shortlist.edit', { orgPath: round.orgPath, state: round.status });
  if (closing && (!isHere || round.progress === 'ended')) return { ranked: 0 };
  if (!isHere) throw panelClosed();
  const inSize = panelFaults(step, (await panelOver(deps, id, await panellistsOf(deps, id), [])).panel);
  if (inSize.length > 0) await deps.table.remove(keys.panelClosing(id));
  refuseIf([...inSize]);
  const job = await again(() => freeze(deps, actor, id));
  const { states } = await readTally(deps.table, id);
  const total = states.waiting ?? 0;
  if (total > mostAtOnce) {
    // Each is counted twice: when her mean is taken, and when her rank is written.
    await startJob(deps, actor, 'close-panel', {
      ...{ org: round.org, id: job, total: 2 * total },
      params: { round: id },
    });
    return { ranked: 0, job };
  }
  const faults: Fault[] = [];
  let ranked = 0;
  let place: Place | undefined = { part: 'means' };
  while (place !== undefined) {
    const took: Step = await closingStep(deps, { round: id, id: job, by: actor }, place, faults.length > 0);
    faults.push(...(took.faults ?? []));
    if (place.part === 'ranks') ranked += took.done;
    place = took.next;
  }
  refuseIf(faults.slice(0, mostFaults));
  return { ranked };
}

/** One chunk of the job that closes a panel: as many steps as it may do. */
export const closePanelChunk: JobHandler = async (
  deps: Deps,
  job: Job,
  { rows, spent }: Allowance,
): Promise<Chunk> => {
  const closing: Closing = { round: String(job.params.round), id: job.id, by: onBehalf(job.by) };
  const faults: Fault[] = [];
  let place: Place = job.cursor === undefined ? { part: 'means' } : JSON.parse(job.cursor);
  let done = 0;
  for (;;) {
    const took = await closingStep(deps, closing, place, job.faultCount + faults.length > 0);
    faults.push(...(took.faults ?? []));
    done += took.done;
    if (took.next === undefined) return { cursor: undefined, done, faults };
    place = took.next;
    // What was found is kept before the panel opens again.
    if (place.part === 'reopen' || done >= rows || spent())
      return { cursor: JSON.stringify(place), done, faults };
  }
};
