/** The steps 环节 of a stage: four kinds per candidacy, six per batch (docs/rules/steps.md#steps). */

import * as z from 'zod';
import { oncePer } from '#domain/once-per.ts';
import type { Deep } from '#domain/read-only.ts';
import { isNomineeStep, type NomineeStepKind, type StepKind, stepKinds } from '#domain/step-kinds.ts';
import { stepParts } from '#domain/step-parts.ts';
import { stepRows } from '#domain/step-rows.ts';

type StepSchema = ReturnType<(typeof stepRows)[StepKind]['schema']>;
const schemas = stepKinds.map((kind) => stepRows[kind].schema(stepParts));
export const stepSchema = z.discriminatedUnion(
  'kind',
  schemas as unknown as readonly [StepSchema, ...StepSchema[]],
);
export type Step = Deep<z.infer<typeof stepSchema>>;

/** A step that each candidacy passes on its own; any other the whole batch passes together. */
export type NomineeStep = Extract<NamedStep, { readonly kind: NomineeStepKind }>;
export const isPerCandidacy = <S extends Pick<Step, 'kind'>>(
  step: S,
): step is Extract<S, { readonly kind: NomineeStepKind }> => isNomineeStep(step.kind);

/** A step with its stable id: the given one, or its kind, or `kind-2` for the second of that kind. */
export type NamedStep = Step & { readonly id: string };

/** Gives every step its stable id (also the prefix of tasks and executions). Counts the steps of a kind from 1, given ids included. */
export function nameSteps(steps: readonly Step[]): NamedStep[] {
  const seen = new Map<StepKind, number>();
  return steps.map((step) => {
    const count = (seen.get(step.kind) ?? 0) + 1;
    seen.set(step.kind, count);
    return { ...step, id: step.id ?? (count === 1 ? step.kind : `${step.kind}-${count}`) };
  });
}

/** A part of a stage's step list that runs as one: each candidacy on its own, or the whole batch together. */
export type Phase =
  | { readonly kind: 'candidacies'; readonly id: string; readonly steps: readonly NomineeStep[] }
  | { readonly kind: 'batch'; readonly id: string; readonly steps: readonly [NamedStep] };

/**
 * Cuts the steps of a stage into phases in order: a run of consecutive per-candidacy steps is one phase,
 * each batch step is one (docs/rules/steps.md#phases). A phase's id is the id of its first step.
 */
export const stepPhases = oncePer((stage: { readonly steps: readonly Step[] }): readonly Phase[] => {
  const phases: Phase[] = [];
  let run: NomineeStep[] = [];
  const flush = () => {
    if (run[0] !== undefined) phases.push({ kind: 'candidacies', id: run[0].id, steps: run });
    run = [];
  };
  for (const step of nameSteps(stage.steps)) {
    if (isPerCandidacy(step)) run.push(step);
    else {
      flush();
      phases.push({ kind: 'batch', id: step.id, steps: [step] });
    }
  }
  flush();
  return phases;
});
