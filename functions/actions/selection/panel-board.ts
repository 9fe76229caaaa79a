/** The board of a panel and its closing: exact means and ranks, computed once every panellist has judged or was absent. */
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { originOf, tieOf } from '#domain/candidacy/ties.ts';
import { fraction, writeExact } from '#domain/fraction.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { type Fault, refuseIf } from '#domain/problem.ts';
import { type Panel, panelFaults, type Tally, tallyPanel } from '#domain/selection/panel.ts';
import { rankByScore } from '#domain/selection/ranking.ts';
import type { BallotRecord, Panellist, PanelScore } from '#domain/selection/selection-records.ts';
import { canonicalJson } from '#store/chain.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findMember } from '#store/people.ts';
import { candidaciesOf, getNomination } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import { wakeRound } from '#store/writing.ts';
import { type PanelSitting, panelClosed, panellistsOf, panelSitting, wholePanel } from './panel.ts';

/** Faults shown when a panel cannot close yet. */
const mostFaults = 50;
const boardPage = 25;
/** Candidacies whose score goes into one transaction: a record and an event each. */
const writePage = 20;

/** Every ballot on the nominees of a page, whose ids are in order. */
async function ballotsOn(
  deps: Deps,
  round: string,
  nominees: readonly Candidacy[],
): Promise<readonly BallotRecord[]> {
  const [first, last] = [nominees[0], nominees.at(-1)];
  if (first === undefined || last === undefined) return [];
  const found: BallotRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await deps.table.query<BallotRecord>({
      pk: keys.ballotPartition(round),
      // A member's id follows the mark, and every one sorts before the last code point.
      sk: { from: `${first.nomination}#`, to: `${last.nomination}#\u{10FFFF}` },
      consistent: true,
      cursor,
    });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** The panel over one page of nominees: who was absent is not on it, who has a tie to a nominee has a conflict. */
async function panelOver(
  deps: Deps,
  round: string,
  seats: readonly Panellist[],
  nominees: readonly Candidacy[],
): Promise<{ readonly panel: Panel; readonly records: readonly BallotRecord[] }> {
  const records = await ballotsOn(deps, round, nominees);
  const origins = await Promise.all(
    nominees.map(async (each) => originOf(each, await getNomination(deps.table, each.nomination))),
  );
  const panellists = seats.filter((seat) => seat.absent === undefined).map((seat) => seat.member);
  const people = await Promise.all(
    panellists.map(async (id) => ({ id, grants: (await findMember(deps.table, id))?.grants ?? [] })),
  );
  const barred = nominees.flatMap(({ nomination }, i) =>
    people
      .filter((person) => tieOf(person, origins[i]!) !== undefined)
      .map(({ id }) => ({ panellist: id, nominee: nomination })),
  );
  const declared = records
    .filter((each) => each.conflict !== undefined)
    .map((each) => ({ panellist: each.member, nominee: each.nomination }));
  const ballots = records
    .filter((each) => each.conflict === undefined)
    .map(({ member, nomination, scores, vote }) => ({
      panellist: member,
      nominee: nomination,
      ...(scores !== undefined && { scores }),
      ...(vote !== undefined && { vote }),
    }));
  return {
    panel: {
      panellists,
      nominees: nominees.map((each) => each.nomination),
      ballots,
      conflicts: [...barred, ...declared],
    },
    records,
  };
}

export interface BoardRow {
  readonly nomination: string;
  readonly name: string;
  readonly from: string;
  /** The reader's own ballot, where she sits on the panel. */
  readonly own?: BallotRecord;
  /** She may not judge this nominee. */
  readonly barred: boolean;
  /** How many have judged, and how many have still to. */
  readonly judged: number;
  readonly missing: number;
  /** Hidden from the panel itself until it is closed. */
  readonly tally?: Tally;
  readonly score?: PanelScore;
}
export interface PanelBoard {
  readonly sitting: PanelSitting;
  readonly panellists: readonly Panellist[];
  readonly items: readonly BoardRow[];
  readonly cursor: string | undefined;
}

/**
 * One page of the nominees before a panel. Administrators and auditors see how each stands; panellists see the nominees
 * and their own ballots only. Also an administrator who sits on the panel sees others' marks only when it is closed.
 */
export async function panelBoard(deps: Deps, actor: Actor, id: string, cursor?: string): Promise<PanelBoard> {
  const sitting = await panelSitting(deps, id);
  const panellists = await panellistsOf(deps, id);
  const seat = panellists.find((each) => each.member === actor.id);
  const { orgPath, status } = sitting.round;
  const isOverseer = may(actor, 'candidacy.judged', { orgPath });
  if (!isOverseer)
    demand(actor, 'panel.score', {
      orgPath,
      state: status,
      worklist: `${id}#${sitting.step.id}#`,
      ...(seat !== undefined && { assigned: actor.id }),
    });
  const page = await candidaciesOf(deps.table, id, cursor, boardPage);
  const nominees = page.items.filter((each) => each.state === 'waiting' || each.score !== undefined);
  const { panel, records } = await panelOver(deps, id, panellists, nominees);
  const isOver = nominees.some((each) => each.score?.rank !== undefined) && !sitting.isOpen;
  const showsAll = isOverseer && (seat === undefined || isOver);
  const tallies = tallyPanel(sitting.step, panel);
  const items = nominees.map((candidacy, i): BoardRow => {
    const tally = tallies[i]!;
    const own = records.find((each) => each.member === actor.id && each.nomination === candidacy.nomination);
    return {
      nomination: candidacy.nomination,
      name: candidacy.name,
      from: candidacy.from,
      ...(own !== undefined && { own }),
      barred: tally.leftOut.includes(actor.id),
      judged: tally.counted.length,
      missing: panel.panellists.length - tally.leftOut.length - tally.counted.length,
      ...(showsAll && { tally }),
      ...(showsAll && candidacy.score !== undefined && { score: candidacy.score }),
    };
  });
  return {
    sitting,
    panellists: isOverseer ? panellists : panellists.filter((each) => each.member === actor.id),
    items,
    cursor: page.cursor,
  };
}

/** Each page of the candidacies that wait for the panel. */
async function* waitingPages(deps: Deps, id: string, size: number): AsyncGenerator<readonly Candidacy[]> {
  let cursor: string | undefined;
  do {
    const page = await candidaciesOf(deps.table, id, cursor, size);
    const waiting = page.items.filter((each) => each.state === 'waiting');
    if (waiting.length > 0) yield waiting;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

/** No ballot is taken from here on; safe to repeat. */
async function freeze(deps: Deps, actor: Actor, id: string): Promise<void> {
  try {
    await deps.table.put({ ...keys.panelClosing(id), at: deps.clock(), by: actor.id }, rowAbsent);
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** A nominee's score as it is stored; by vote, the share of yes among those who may judge her. */
function scoreOf(tally: Tally, able: number): PanelScore | undefined {
  const count = tally.counted.length;
  if (tally.votes !== undefined) {
    const mean = writeExact(fraction(BigInt(tally.votes.for), BigInt(Math.max(1, able))));
    return { mean, count, passed: tally.votes.passed };
  }
  if (tally.mean === undefined) return undefined;
  return { mean: tally.mean.exact, count, ...(tally.criteria !== undefined && { criteria: tally.criteria }) };
}

/**
 * Closes a panel: ballots are frozen, checked, and every waiting nominee gets mean, count and rank; then the round goes
 * on. Works in pages and is safe to repeat: after an interruption, close it again. With faults it opens again.
 * @returns how many nominees were ranked.
 * @throws Problem `invalid` naming who has still to judge, or what is wrong with the panel's size; conflict `panel-closed`.
 */
export async function closePanel(deps: Deps, actor: Actor, id: string): Promise<number> {
  const { round, step, isHere, closing } = await panelSitting(deps, id);
  demand(actor, 'shortlist.edit', { orgPath: round.orgPath, state: round.status });
  if (closing && (!isHere || round.progress === 'ended')) return 0;
  if (!isHere) throw panelClosed();
  await freeze(deps, actor, id);
  const seats = await panellistsOf(deps, id);
  const scores = new Map<string, PanelScore>();
  const faults: Fault[] = [...panelFaults(step, (await panelOver(deps, id, seats, [])).panel)];
  for await (const nominees of waitingPages(deps, id, 50)) {
    const { panel } = await panelOver(deps, id, seats, nominees);
    const inSize = (each: Fault) => each.field.startsWith('nominees.');
    if (faults.length < mostFaults) faults.push(...panelFaults(step, panel).filter(inSize));
    for (const tally of tallyPanel(step, panel)) {
      const score = scoreOf(tally, panel.panellists.length - tally.leftOut.length);
      if (score !== undefined) scores.set(tally.nominee, score);
    }
  }
  if (faults.length > 0) {
    await deps.table.remove(keys.panelClosing(id));
    refuseIf(faults.slice(0, mostFaults));
  }
  const ranks = new Map(
    rankByScore(
      [...scores].map(([nominee, { mean }]) => ({ id: nominee, score: mean })),
      [],
    ).map(({ id: each, rank, decidedBy }) => [
      each,
      { rank, ...(decidedBy === 'undecided' && { tied: true as const }) },
    ]),
  );
  await writeScores(deps, actor, id, scores, ranks);
  await again(() => endPanel(deps, actor, id, scores.size));
  return scores.size;
}

async function writeScores(
  deps: Deps,
  actor: Actor,
  id: string,
  scores: ReadonlyMap<string, PanelScore>,
  ranks: ReadonlyMap<string, Required<Pick<PanelScore, 'rank'>> & Pick<PanelScore, 'tied'>>,
): Promise<void> {
  let cursor: string | undefined;
  do {
    const from = cursor;
    cursor = await again(async () => {
      const page = await candidaciesOf(deps.table, id, from, writePage);
      const write = begin(deps, actor);
      let changed = 0;
      for (const candidacy of page.items) {
        const [known, place] = [scores.get(candidacy.nomination), ranks.get(candidacy.nomination)];
        if (candidacy.state !== 'waiting' || known === undefined || place === undefined) continue;
        const score: PanelScore = { ...known, ...place };
        if (candidacy.score !== undefined && canonicalJson(candidacy.score) === canonicalJson(score))
          continue;
        write.save('candidacy', candidacy, { score }, 'panel.rank', { rank: place.rank, count: score.count });
        changed++;
      }
      if (changed > 0) await finish(deps, write);
      return page.cursor;
    });
  } while (cursor !== undefined);
}

async function endPanel(deps: Deps, actor: Actor, id: string, nominees: number): Promise<void> {
  const { round, step, isHere, closing } = await panelSitting(deps, id);
  if (!closing || !isHere || round.progress === 'ended') return;
  const write = begin(deps, actor);
  write.save('round', round, { progress: 'ended', actedBy: actor.id }, 'panel.close', { nominees });
  for (const { member } of await panellistsOf(deps, id))
    write.op({ remove: keys.todo(member, id, step.id, wholePanel) });
  write.signal(wakeRound(id, 0));
  await finish(deps, write);
}
