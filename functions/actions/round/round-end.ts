/** The end of a round: reserves never promoted, and whatever else is left open, are passed over 未入选 and told. */

import { closeTodos, lookAfterRound, move } from '#actions/candidacy/moving.ts';
import type { JobHandler } from '#actions/job.ts';
import { tellEnd } from '#actions/recommendation/result-letters.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import { endsByItself, fateOf } from '#domain/round/round-end.ts';
import { candidaciesOf, getCandidacy, getNomination, roundWithStage, tranchesOf } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { wakeCandidacy } from '#store/writing.ts';

/** Each that is passed over is a transaction of its own. */
const perChunk = 25;

/** The job that looks, when a tranche is through, whether the round is; and the one that a person starts (0). */
export const endJob = (round: string, tranche: number): string => `end-${round}-${tranche}`;

/** Marks the round as ended when nothing is left to wait for; true when it is ended, now or before. */
async function endIfOver(deps: Deps, by: string, id: string): Promise<boolean> {
  return again(async () => {
    const { round, stage: _, programme } = await roundWithStage(deps.table, id);
    if (round.endedAt !== undefined) return true;
    const [{ states }, tranches] = await Promise.all([readTally(deps.table, id), tranchesOf(deps.table, id)]);
    const tranchesDone = round.status === 'settled' && tranches.items.every(({ state }) => state === 'done');
    const { places } = round.settings;
    if (!endsByItself({ states, tranchesDone, places, vacancy: programme.vacancy })) return false;
    const write = begin(deps, { id: by, via: 'system' });
    write.save('round', round, { endedAt: instantOf(deps) }, 'round.end', { itself: true });
    lookAfterRound(write, id, programme);
    await finish(deps, write);
    return true;
  });
}

/** Passes over one who is left, with her letters and the result for the level below; safe to repeat. */
async function passOver(deps: Deps, by: string, round: string, nominationId: string): Promise<boolean> {
  const candidacy = await getCandidacy(deps.table, round, nominationId);
  if (fateOf(candidacy) !== 'passed') return false;
  const nomination = await getNomination(deps.table, nominationId);
  const write = begin(deps, { id: by, via: 'system' });
  closeTodos(write, candidacy);
  const after = await move(deps, write, candidacy, nextState(candidacy.state, 'endRound'), {
    action: 'round.pass-over',
    patch: { asked: [], outcome: { reason: 'notChosen', at: write.now } },
  });
  tellEnd(write, nomination, after);
  write.due(write.now, deps.id('res'), { due: 'result', round, nomination: nominationId });
  if (candidacy.step !== undefined) write.signal(wakeCandidacy(candidacy));
  await finish(deps, write);
  return true;
}

/**
 * One chunk of the job `end-round`. It begins by asking whether the round is over; while the tranche that started it is
 * not quite through it waits, and when there is something left to wait for it ends without doing anything.
 */
export const endChunk: JobHandler = async (deps, job) => {
  const id = String(job.params.round);
  const n = Number(job.params.tranche);
  if ((job.cursor ?? '') === '') {
    const { items } = await tranchesOf(deps.table, id);
    if (items.some((tranche) => tranche.n === n && tranche.state !== 'done')) return { cursor: '', done: 0 };
    if (!(await endIfOver(deps, job.by, id))) return { cursor: undefined, done: 0 };
  }
  const page = await candidaciesOf(deps.table, id, job.cursor, perChunk);
  let done = 0;
  for (const { nomination } of page.items)
    if (await again(() => passOver(deps, job.by, id, nomination))) done++;
  return { cursor: page.cursor, done };
};
