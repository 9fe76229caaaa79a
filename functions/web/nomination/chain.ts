/** The steps of a stage as its chain is drawn for one nomination: done, under way, still to come. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { ShownOutcome } from '#domain/candidacy/outcome-visibility.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { isPerCandidacy, type NamedStep, nameSteps } from '#domain/programme/step.ts';
import type { ChainStep } from '#web/frame/boards.tsx';
import { stepName } from '#web/frame/names.ts';
import type { Lang } from '#web/frame/words.ts';
import { isHandedBack } from './outcomes.ts';

/** Which batch step a shown state stands at. */
const standing: Readonly<Record<string, readonly NamedStep['kind'][]>> = {
  waiting: ['panel', 'shortlist', 'notice', 'decision'],
  selecting: ['panel', 'shortlist', 'notice', 'decision'],
  chosen: ['notice', 'decision'],
  reserve: ['notice', 'decision'],
  notice: ['notice'],
  deciding: ['decision', 'publish'],
  held: ['notice'],
  cleared: ['decision', 'publish'],
  approved: ['publish', 'recommend'],
  sentBack: ['recommend'],
};

function positionOf(steps: readonly NamedStep[], state: string, step: string | undefined): number {
  const own = steps.findIndex((one) => one.id === step);
  const kinds = standing[state];
  if (kinds === undefined) return own;
  const batch = steps.findIndex((one) => !isPerCandidacy(one) && kinds.includes(one.kind));
  // Checks after the notice come back to a per-candidacy step.
  return batch === -1 ? own : batch;
}

/** The chain of one stage. `notes` are dates by step id. */
export function chainOf(
  lang: Lang,
  stage: Pick<Stage, 'steps'>,
  candidacy: Pick<Candidacy, 'step' | 'state' | 'upward'>,
  shown: ShownOutcome,
  notes: Readonly<Record<string, string>>,
): readonly ChainStep[] {
  const steps = nameSteps(stage.steps);
  const ended = shown.state === 'out' || shown.state === 'withdrawn';
  // What this level handed back stands at its own step; what came back to it stands where it had sent it up.
  const state = isHandedBack(candidacy) ? 'review' : shown.state;
  const at = shown.state === 'done' ? steps.length : positionOf(steps, state, candidacy.step?.id);
  return steps.map((step, index) => ({
    title: stepName(lang, step),
    state:
      index < at
        ? 'done'
        : index > at || at === -1
          ? 'todo'
          : ended || shown.state === 'returned' || shown.state === 'held' || shown.state === 'sentBack'
            ? 'held'
            : 'current',
    ...(index <= at && notes[step.id] !== undefined && { note: notes[step.id]! }),
  }));
}
