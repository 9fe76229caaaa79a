/** Moving a candidacy: its record, its event and its counters in one write; and what every such move needs. */

import type { Deps } from '#deps';
import { isFinal } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import type { NewLetter } from '#domain/letter/new-letter.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Programme } from '#domain/programme/programme.ts';
import {
  isPerCandidacy,
  type NamedStep,
  type NomineeStep,
  type Phase,
  stepPhases,
} from '#domain/programme/step.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { keptUntil } from '#domain/trust/retention.ts';
import type { AuditDetails } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { getNomination, programmeRevision } from '#store/reads.ts';
import { moveOp } from '#store/tally.ts';
import { type Writing, wakeRound } from '#store/writing.ts';

/** The step that a candidacy is taking now, within its programme. */
export interface StepTaken {
  readonly programme: Programme;
  readonly phases: readonly Phase[];
  readonly steps: readonly NamedStep[];
  readonly step: NomineeStep | undefined;
}
export async function stepAt(deps: Deps, candidacy: Candidacy): Promise<StepTaken> {
  const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
  const phases = stepPhases(programme.stages[candidacy.stage]!);
  const steps = phases.flatMap((phase) => [...phase.steps]);
  return {
    programme,
    phases,
    steps,
    step: steps.filter(isPerCandidacy).find((step) => step.id === candidacy.step?.id),
  };
}

/** The same with the nomination, for those who change it. */
export async function stepOf(
  deps: Deps,
  candidacy: Candidacy,
): Promise<StepTaken & { readonly nomination: Nomination }> {
  const [nomination, taken] = await Promise.all([
    getNomination(deps.table, candidacy.nomination),
    stepAt(deps, candidacy),
  ]);
  return { nomination, ...taken };
}

/** What a write of a person adds to a step: its event, its record, the state of those asked. */
export interface Change {
  readonly action: EventName;
  readonly details?: AuditDetails;
  readonly patch?: Partial<Candidacy>;
  readonly add?: (write: Writing) => void;
}

/** Removes the open tasks of a candidacy's step. */
export function closeTodos(write: Writing, candidacy: Candidacy): void {
  const step = candidacy.step?.id;
  if (step === undefined) return;
  for (const member of new Set(candidacy.asked.map((asked) => asked.member)))
    write.op({ remove: keys.todo(member, candidacy.round, step, candidacy.nomination) });
}

/** Has a nomination looked at when the years are over for which its programme keeps it. */
async function lookWhenOver(deps: Deps, write: Writing, candidacy: Candidacy): Promise<void> {
  const { nomination, round, programme, programmeRevision: revision } = candidacy;
  const { retention } = await programmeRevision(deps.table, programme, revision);
  write.due(keptUntil(write.now, retention.years), `kept-${nomination}-${round}`, {
    due: 'retention',
    nomination,
  });
}

/** The same for those whom a round leaves open when it ends or is cancelled: put into that write. */
export function lookAfterRound(write: Writing, round: string, { retention }: Pick<Programme, 'retention'>) {
  const at = keptUntil(write.now, retention.years);
  write.due(at, `kept-${round}`, { due: 'round-retention', round });
}

/** Moves a candidacy: record, event, counters, and the signal to the round when it was the last of its phase. */
export async function move(
  deps: Deps,
  write: Writing,
  candidacy: Candidacy,
  to: CandidacyState,
  change: Change,
): Promise<Candidacy> {
  const ends = isFinal(to);
  const closedAt = ends ? write.now : undefined;
  const closed = candidacy.closedAt === undefined && !ends ? {} : { closedAt };
  const next = write.save('candidacy', candidacy, { ...change.patch, ...closed, state: to }, change.action, {
    ...change.details,
    from: candidacy.state,
    to,
  });
  if (candidacy.state !== to) {
    const { op, wake } = await moveOp(deps.table, candidacy.round, candidacy.nomination, candidacy.state, to);
    write.op(op);
    if (wake) write.signal(wakeRound(candidacy.round, candidacy.tranche ?? 0));
    if (ends) await lookWhenOver(deps, write, candidacy);
  }
  change.add?.(write);
  return next;
}

/** A letter about an event on a nomination to its owner; one an event. */
export function letterToOwner(
  nomination: Nomination,
  template: string,
  event: string,
  params: Letter['params'] = {},
): NewLetter {
  return {
    key: `${template}-${nomination.owner}-${nomination.id}-${event}`,
    template,
    to: nomination.owner,
    params: { name: nomination.name, ...params },
    opens: { kind: 'nomination', scope: nomination.id },
  };
}
