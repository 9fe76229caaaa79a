/** The tasks of the round machine up to its first tranche: open, close the window, start phases, apply the shortlist, form the tranche. */

import { enterPhase } from '#actions/candidacy/entering.ts';
import { move } from '#actions/candidacy/moving.ts';
import { gradesOn } from '#actions/selection/grade-settling.ts';
import { tellPanel } from '#actions/selection/panel.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { onBehalf, systemActor } from '#domain/people/people.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { isWindowOver, type Next, nextOfRound, nextOfTranche, trancheStart } from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { candidaciesOf, find, getProgramme, getTranche, roundWithStage } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { findShortlist } from '#store/shortlists.ts';
import { closeCount, closeTally, openCount, readTally } from '#store/tally.ts';
import { startRound } from '#store/writing.ts';
import { trancheNow } from './tranche-tasks.ts';

export interface RoundRef {
  readonly round: string;
  /** 0 for the round itself, else the tranche. */
  readonly tranche: number;
}

/** How many candidacies one call of a task takes: well under the time of a Lambda, and one page of the table. */
export const chunk = 25;

/** A round, or one of its tranches, with what comes next in it. */
async function standOf(deps: Deps, ref: RoundRef) {
  const { round, stage } = await roundWithStage(deps.table, ref.round);
  const now = instantOf(deps);
  const tranche = ref.tranche === 0 ? undefined : await getTranche(deps.table, ref.round, ref.tranche);
  // Only what nominees go through one by one is over by its count.
  const at = tranche ?? (round.status === 'selecting' ? round : undefined);
  const isCounted = at !== undefined && stepPhases(stage)[at.phase]?.kind === 'candidacies';
  const tally = isCounted ? await readTally(deps.table, ref.round) : { open: 0, sealed: false };
  const next =
    tranche === undefined ? nextOfRound(round, stage, tally, now) : nextOfTranche(tranche, stage, tally, now);
  return { round, stage, tranche, next };
}

/** round.next */
export const nextForRound = async (deps: Deps, ref: RoundRef): Promise<Next> =>
  (await standOf(deps, ref)).next;

/** round.ask: stores the token, then looks whether the step is over already; if so it answers itself. */
export async function askRound(
  deps: Deps,
  ref: RoundRef & { readonly token: string; readonly step: string },
): Promise<void> {
  await deps.table.put({
    ...keys.wait('round', ref.round, String(ref.tranche)),
    token: ref.token,
    ttl: Math.floor(deps.clock() / 1000) + 400 * 86_400,
  });
  const next = await nextForRound(deps, ref);
  if (next.kind !== 'ask' || next.step !== ref.step) await deps.workflows.succeed(ref.token, {});
  else if (ref.tranche === 0 && ref.step === 'panel') await tellPanel(deps, ref.round);
}

/**
 * round.now: one bounded piece of work. A machine may ask for it twice, when its first answer was lost: then the record
 * says that something else comes next, and nothing is done.
 */
export async function nowRound(deps: Deps, ref: RoundRef & { readonly step: string }): Promise<void> {
  await again(async () => {
    const { round, stage, tranche, next } = await standOf(deps, ref);
    if (next.kind !== 'now' || next.step !== ref.step) return;
    if (tranche !== undefined) return trancheNow(deps, round, stage, tranche, ref.step);
    switch (ref.step) {
      case 'open':
        return open(deps, round);
      case 'seal':
        return closeWindow(deps, round);
      case 'startPhase':
        return startPhase(deps, round);
      case 'advance':
        return advance(deps, round);
      case 'applyShortlist':
        return applyShortlist(deps, round);
      case 'formTranche':
        return formTranche(deps, round);
      default:
        throw new Error(`round.now does not know ${ref.step}`);
    }
  });
}

async function saveRound(deps: Deps, round: Round, patch: Partial<Round>, action: EventName): Promise<void> {
  const write = begin(deps, onBehalf(round.actedBy));
  write.save('round', round, patch, action, {});
  await finish(deps, write);
}

/** The window opens: rules and form are pinned by version from here (docs/rules/deadlines.md#window). */
async function open(deps: Deps, round: Round): Promise<void> {
  if (round.status !== 'planned') return;
  const programme = await getProgramme(deps.table, round.programme);
  await saveRound(
    deps,
    round,
    { status: 'open', programmeRevision: programme.revision, openedAt: instantOf(deps) },
    'round.open',
  );
}

/** The window is over: no more submissions; what is under way in the first phase goes on to its end. */
async function closeWindow(deps: Deps, round: Round): Promise<void> {
  // The window may have been extended since the machine decided this.
  if (round.status !== 'open' || !isWindowOver(round, instantOf(deps))) return;
  const write = begin(deps, systemActor);
  write.save('round', round, { status: 'selecting', actedBy: undefined }, 'round.seal', {});
  write.op(...closeTally(round.id));
  await finish(deps, write);
}

/** Gives each phase its turn; a per-candidacy phase begins with an open count, so that it is started anew. */
async function advance(deps: Deps, round: Round): Promise<void> {
  const { stage } = await roundWithStage(deps.table, round.id);
  const [over, following] = stepPhases(stage).slice(round.phase, round.phase + 2);
  if (following?.kind === 'candidacies') await openCount(deps.table, round.id, 0);
  const { cursor: _, ...rest } = round;
  // What many answered one by one is over by itself; the panel or the list was closed by somebody.
  const actedBy = over?.kind === 'batch' ? round.actedBy : undefined;
  const write = begin(deps, onBehalf(actedBy));
  write.save('round', rest, { phase: round.phase + 1, progress: 'idle', actedBy }, 'round.advance', {
    phase: round.phase + 1,
  });
  await finish(deps, write);
}

async function startPhase(deps: Deps, round: Round): Promise<void> {
  const { stage } = await roundWithStage(deps.table, round.id);
  const phases = stepPhases(stage);
  const page = await candidaciesOf(deps.table, round.id, round.cursor, chunk);
  for (const candidacy of page.items)
    if (candidacy.state === 'waiting' || candidacy.state === 'chosen')
      await enterPhase(deps, onBehalf(round.actedBy), round, candidacy, round.phase, phases);
  await goOn(deps, round, page.cursor, async () => closeCount(deps.table, round.id, 0));
}

/** Keeps the place of chunked work on the round; at the end does `last`, and forgets the place. */
async function goOn(
  deps: Deps,
  round: Round,
  cursor: string | undefined,
  last: () => Promise<void>,
  patch: Partial<Round> = {},
): Promise<void> {
  if (cursor !== undefined) return saveRound(deps, round, { cursor }, 'round.chunk');
  await last();
  const { cursor: _, ...rest } = round;
  const write = begin(deps, onBehalf(round.actedBy));
  write.save('round', rest, patch, 'round.chunk-end', {});
  await finish(deps, write);
}

/** Moves each waiting candidacy to its place on the confirmed shortlist: 拟推荐, 备选 or 未入选. */
async function applyShortlist(deps: Deps, round: Round): Promise<void> {
  const list = await findShortlist(deps.table, round.id);
  const chosen = new Map((list?.chosen ?? []).map((entry) => [entry.nomination, entry]));
  const { stage } = await roundWithStage(deps.table, round.id);
  const reserves = new Set((list?.reserves ?? []).map((entry) => entry.nomination));
  const page = await candidaciesOf(deps.table, round.id, round.cursor, chunk);
  for (const candidacy of page.items) {
    if (candidacy.state !== 'waiting') continue;
    const write = begin(deps, onBehalf(round.actedBy));
    const entry = chosen.get(candidacy.nomination);
    if (entry !== undefined)
      await move(deps, write, candidacy, nextState('waiting', 'choose'), {
        action: 'shortlist.choose',
        patch: {
          place: 'chosen',
          ...(entry.settled !== undefined && gradesOn(stage, entry)),
          ...(entry.moved !== undefined && { moved: entry.moved }),
        },
      });
    else if (reserves.has(candidacy.nomination))
      await move(deps, write, candidacy, nextState('waiting', 'standBy'), {
        action: 'shortlist.stand-by',
        patch: { place: 'reserve' },
      });
    else {
      await move(deps, write, candidacy, nextState('waiting', 'passOver'), {
        action: 'shortlist.pass-over',
        patch: { outcome: { reason: 'notChosen', at: write.now } },
      });
      write.due(write.now, deps.id('res'), {
        due: 'result',
        round: round.id,
        nomination: candidacy.nomination,
      });
    }
    await finish(deps, write);
  }
  await goOn(deps, round, page.cursor, async () => {}, { progress: 'ended' });
}

/**
 * The first tranche: the chosen of the shortlist in its order, or all that wait where the stage has no shortlist. They
 * are gone through in chunks: who was found so far stands in a row of its own until the tranche is there.
 */
async function formTranche(deps: Deps, round: Round): Promise<void> {
  const { stage } = await roundWithStage(deps.table, round.id);
  const list = await findShortlist(deps.table, round.id);
  const chosen = list?.confirmedAt === undefined ? undefined : list.chosen.map((each) => each.nomination);
  const page = await candidaciesOf(deps.table, round.id, round.cursor, chunk);
  const before = round.cursor === undefined ? undefined : await find(deps.table, keys.forming(round.id));
  const found = [...(before?.entries ?? []), ...(await standing(deps, round, page.items, chosen))];
  const write = begin(deps, onBehalf(round.actedBy));
  if (page.cursor !== undefined) {
    write.save('round', round, { cursor: page.cursor }, 'round.chunk', {});
    write.op({ put: { ...keys.forming(round.id), entries: found } });
    await finish(deps, write);
    return;
  }
  const there = new Set(found);
  const entries = chosen?.filter((each) => there.has(each)) ?? found;
  const tranche: Tranche = {
    round: round.id,
    n: 1,
    state: 'running',
    phase: trancheStart(stepPhases(stage)),
    cursor: 0,
    entries,
    actedBy: round.actedBy,
    version: 1,
  };
  const { cursor: _, ...rest } = round;
  write.save('round', rest, { status: 'settled', tranches: 1 }, 'round.form-tranche', {
    entries: entries.length,
  });
  write.op({ put: rows.tranche(tranche), when: rowAbsent }, { remove: keys.forming(round.id) });
  write.signal(startRound(round.id, 1));
  await finish(deps, write);
}

/** Those of a page who stand when the tranche is formed, and their tranche written on them. Safe to repeat. */
async function standing(
  deps: Deps,
  round: Round,
  page: readonly Candidacy[],
  chosen: readonly string[] | undefined,
): Promise<readonly string[]> {
  const wanted = chosen && new Set(chosen);
  const entries: string[] = [];
  for (const candidacy of page) {
    if (candidacy.state !== 'waiting' && candidacy.state !== 'chosen') continue;
    if (wanted?.has(candidacy.nomination) === false) continue;
    entries.push(candidacy.nomination);
    if (candidacy.tranche === 1) continue;
    const write = begin(deps, onBehalf(round.actedBy));
    write.save('candidacy', candidacy, { tranche: 1 }, 'tranche.join', { tranche: 1 });
    await finish(deps, write);
  }
  return entries;
}
