/** Small writes that round and tranche tasks share: storing a tranche by version, letting a candidacy into a phase. */
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { systemActor } from '#domain/people/people.ts';
import { isPerCandidacy, type Phase } from '#domain/programme/step.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { versionIs } from '#store/guard.ts';
import { rows } from '#store/rows.ts';
import { startCandidacy } from '#store/writing.ts';
import { move } from './moving.ts';

/** Stores a tranche by version; losing a race means that the machine looks again. */
export async function saveTranche(deps: Deps, tranche: Tranche, patch: Partial<Tranche>): Promise<void> {
  await deps.table.put(
    rows.tranche({ ...tranche, ...patch, version: tranche.version + 1 }),
    versionIs(tranche.version),
  );
}

/** Lets one candidacy into a per-candidacy phase that follows a batch step. */
export async function enterPhase(
  deps: Deps,
  round: Pick<Round, 'id'>,
  candidacy: Candidacy,
  phase: number,
  steps: readonly Phase[],
): Promise<void> {
  const first = [...steps[phase]!.steps].find(isPerCandidacy)!;
  const write = begin(deps, systemActor);
  const to = nextState(candidacy.state, 'enter', first.kind);
  const after = await move(deps, write, candidacy, to, {
    action: 'phase.enter',
    details: { phase },
    patch: { step: { index: 0, id: first.id, kind: first.kind, attempt: 1 }, asked: [] },
  });
  write.signal(startCandidacy({ ...after, round: round.id }, phase));
  await finish(deps, write);
}
