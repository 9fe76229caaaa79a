/** The steps of a stage as its chain is drawn for one nomination: done, under way, still to come. */

import type { OutReason } from '#domain/candidacy/candidacy-ends.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { ShownOutcome } from '#domain/candidacy/outcome-visibility.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { type NamedStep, nameSteps } from '#domain/programme/step.ts';
import { type StepKind, standsAt } from '#domain/step-kinds.ts';
import type { ChainStep } from '#web/frame/boards.tsx';
import { stepName } from '#web/frame/names.ts';
import { type Lang, w } from '#web/frame/words.ts';
import { isHandedBack } from './outcomes.ts';

/** The batch step at which a shown state stands, else the candidacy's own. */
function positionOf(steps: readonly NamedStep[], state: string, step: string | undefined): number {
  const own = steps.findIndex((one) => one.id === step);
  const batch = steps.findIndex(({ kind }) => standsAt(kind, state));
  // Checks after the notice come back to a per-candidacy step.
  return batch === -1 ? own : batch;
}

/** The step of the whole round or tranche at which these ends come about; the others come about at the nominee's own. */
const endsAt: Readonly<Partial<Record<OutReason, readonly StepKind[]>>> = {
  notChosen: ['shortlist', 'panel'],
  disqualified: ['notice'],
  notApproved: ['decision'],
};
const endOf = (steps: readonly NamedStep[], reason: OutReason | undefined): number | undefined =>
  (reason === undefined ? undefined : endsAt[reason])
    ?.map((kind) => steps.findIndex((step) => step.kind === kind))
    .find((at) => at !== -1);

/** The chain of one stage. `notes` are dates by step id. */
export function chainOf(
  lang: Lang,
  stage: Pick<Stage, 'steps'>,
  candidacy: Pick<Candidacy, 'step' | 'state' | 'upward' | 'carried'>,
  shown: ShownOutcome,
  notes: Readonly<Record<string, string>>,
): readonly ChainStep[] {
  const steps = nameSteps(stage.steps);
  const ended = shown.state === 'out' || shown.state === 'withdrawn';
  // What this level handed back stands at its own step; what came back to it stands where it had sent it up.
  const state = isHandedBack(candidacy) ? 'review' : shown.state;
  const at =
    shown.state === 'done'
      ? steps.length
      : (endOf(steps, shown.reason) ?? positionOf(steps, state, candidacy.step?.id));
  const word = shown.reason === undefined ? undefined : w(lang).outReasons[shown.reason];
  return steps.map((step, index) => ({
    title: stepName(lang, step),
    state:
      index < at
        ? 'done'
        : index > at || at === -1
          ? 'todo'
          : ended
            ? 'ended'
            : shown.state === 'returned' || shown.state === 'held' || shown.state === 'sentBack'
              ? 'held'
              : 'current',
    ...(ended && index === at && word !== undefined && { word }),
    ...(index <= at && notes[step.id] !== undefined && { note: notes[step.id]! }),
  }));
}
