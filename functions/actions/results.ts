/** The result of a level flows back to the level below, as the candidacy's outcome and a letter; no execution waits for it. */
import { systemActor } from '#domain/people.ts';
import type { Candidacy } from '#domain/records.ts';
import { getCandidacy, getNomination } from '#store/reads.ts';
import type { Deps } from '../deps.ts';
import { again, begin, finish } from './act.ts';
import { letterToOwner } from './moving.ts';
import { lowerOf } from './upward.ts';

/** What the lower level is told; undefined while the upper one is under way. */
export function resultOf(upper: Candidacy): NonNullable<Candidacy['upward']>['state'] | undefined {
  if (upper.honour !== undefined) return 'honoured';
  if (upper.state === 'out') return 'out';
  if (upper.state === 'withdrawn') return 'withdrawn';
  return upper.state === 'done' && upper.upward !== undefined ? 'recommended' : undefined;
}

/** Writes an upper result on the lower candidacy. Safe to repeat. */
export async function passResultDown(deps: Deps, round: string, nominationId: string): Promise<void> {
  await again(async () => {
    const upper = await getCandidacy(deps.table, round, nominationId);
    const state = resultOf(upper);
    const nomination = await getNomination(deps.table, nominationId);
    const lower = await lowerOf(deps, nomination, round);
    if (state === undefined || lower?.upward === undefined || lower.upward.state === state) return;
    const write = begin(deps, systemActor);
    write.save('candidacy', lower, { upward: { ...lower.upward, state, at: write.now } }, 'upward.result', {
      state,
    });
    write.letter(letterToOwner(deps, nomination, 'resultAbove', `${upper.stage}-${state}`, { state }));
    await finish(deps, write);
  });
}
