/** Letting a candidacy into a phase, as round and tranche tasks do. */
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { isPerCandidacy, type Phase } from '#domain/programme/step.ts';
import type { Round } from '#domain/round/round-record.ts';
import { startAgain } from '#store/writing.ts';
import { move } from './moving.ts';

/** On behalf of whose act led to it, lets one candidacy into a per-candidacy phase that follows a batch step. */
export async function enterPhase(
  deps: Deps,
  actor: Pick<Actor, 'id' | 'via'>,
  round: Pick<Round, 'id'>,
  candidacy: Candidacy,
  phase: number,
  steps: readonly Phase[],
): Promise<void> {
  const first = [...steps[phase]!.steps].find(isPerCandidacy)!;
  const write = begin(deps, actor);
  const to = nextState(candidacy.state, 'enter', first.kind);
  const after = await move(deps, write, candidacy, to, {
    action: 'phase.enter',
    details: { phase },
    patch: { step: { index: 0, id: first.id, kind: first.kind, attempt: 1 }, asked: [] },
  });
  write.signal(startAgain({ ...after, round: round.id }, phase));
  await finish(deps, write);
}
