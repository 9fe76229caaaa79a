/** How a candidacy that waited for a person goes on or ends: state, counters, machine and the place it took. */

import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { keys } from '#store/keys.ts';
import { findAllotment, findRound } from '#store/reads.ts';
import { startCandidacy, type Writing, wakeCandidacy } from '#store/writing.ts';
import { releasePlace } from './admission.ts';
import { releaseSystemPlace } from './system-places.ts';

const everWaited = async (deps: Deps, { round, nomination }: Candidacy): Promise<boolean> =>
  (await deps.table.get(keys.wait('nomination', round, nomination), { consistent: true })) !== undefined;

/** Wakes the candidacy's machine when it ever waited; starts it otherwise (twice is once: its name is its own). */
export async function signalOn(deps: Deps, write: Writing, candidacy: Candidacy): Promise<void> {
  if (await everWaited(deps, candidacy)) write.signal(wakeCandidacy(candidacy));
  else if (candidacy.step !== undefined) write.signal(startCandidacy(candidacy, 0));
}

/** Wakes the machine of a candidacy that ended; one that was never started has nothing to end. */
export async function signalEnd(deps: Deps, write: Writing, candidacy: Candidacy): Promise<void> {
  if (await everWaited(deps, candidacy)) write.signal(wakeCandidacy(candidacy));
}

/** Gives back the places that a candidacy took: of those its round gave to the organisation that sent it, and of its system. */
export async function givePlaceBack(deps: Deps, write: Writing, candidacy: Candidacy): Promise<void> {
  releaseSystemPlace(write, candidacy);
  const round = await findRound(deps.table, candidacy.round);
  if (round?.allotted !== true) return;
  const allotment = await findAllotment(deps.table, candidacy.round, candidacy.from);
  if (allotment !== undefined && allotment.used > 0) releasePlace(write, candidacy.round, candidacy.from);
}
