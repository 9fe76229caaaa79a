/** The steps 环节 of a stage: three kinds per candidacy, six per batch (docs/rules/steps.md#steps). */

import * as z from 'zod';
import type { Deep } from '#domain/read-only.ts';
import type { StepKind } from './step-kinds.ts';

/** A line of the checklist: its words alone (then it must be answered), or with `required: false`. */
const checklistItemSchema = z.union([
  z.string().min(1),
  z.strictObject({ label: z.string().min(1), required: z.boolean().default(true) }),
]);

const id = {
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .optional(),
  title: z.string().min(1).optional(),
};

export const stepSchema = z.discriminatedUnion('kind', [
  /** 资格审查, 单位意见, 街道审核, 社区核实盖章: a reviewer of the stage's organisation decides on each candidacy. */
  z.strictObject({
    kind: z.literal('review'),
    ...id,
    days: z.number().int().positive().default(5),
    needed: z.number().int().positive().default(1),
    requireStampedPage: z.boolean().default(false),
  }),
  /** 征求意见: departments answer one by one; silence never means consent. */
  z.strictObject({
    kind: z.literal('opinions'),
    ...id,
    deadlineDays: z.number().int().positive().default(5),
    /** Answers count only with the department's stamped reply 盖章回函. */
    requireStampedReply: z.boolean().default(false),
  }),
  /** 实地评估: visitors record a checklist and 通过 / 整改 / 不通过. */
  z.strictObject({
    kind: z.literal('visit'),
    ...id,
    days: z.number().int().positive().default(15),
    visitors: z.number().int().positive().default(2),
    checklist: z.array(checklistItemSchema).default([]),
    /** Photographs are asked for; at least one, or `minPhotos`. */
    photos: z.boolean().default(false),
    minPhotos: z.number().int().min(0).max(9).default(0),
  }),
  /** 评审: panellists score or vote. */
  z.strictObject({
    kind: z.literal('panel'),
    ...id,
    min: z.number().int().positive().default(3),
    odd: z.boolean().default(false),
    method: z.enum(['score', 'vote']).default('score'),
    criteria: z
      .array(z.strictObject({ id: z.string(), title: z.string(), max: z.number().positive() }))
      .default([{ id: 'overall', title: '综合评分', max: 100 }]),
    dropExtremes: z.boolean().default(false),
  }),
  /** 拟推荐名单 within the quotas, with reserves. */
  z.strictObject({ kind: z.literal('shortlist'), ...id }),
  /** 公示. Its settings are the stage's. */
  z.strictObject({ kind: z.literal('notice'), ...id }),
  /** 审定: the collective decision. */
  z.strictObject({
    kind: z.literal('decision'),
    ...id,
    bodies: z.array(z.string()).min(1).default(['党组会', '主席办公会', '评审委员会']),
    needsMinutes: z.boolean().default(true),
  }),
  /** 推荐上报. */
  z.strictObject({ kind: z.literal('recommend'), ...id }),
  /** 发布表彰名单. */
  z.strictObject({ kind: z.literal('publish'), ...id }),
]);
export type Step = Deep<z.infer<typeof stepSchema>>;

const perCandidacy: readonly StepKind[] = ['review', 'opinions', 'visit'];
/** True for a step that each candidacy passes on its own; false for one that the whole batch passes together. */
export const isPerCandidacy = (step: Pick<Step, 'kind'>): boolean => perCandidacy.includes(step.kind);

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
  | { readonly kind: 'candidacies'; readonly id: string; readonly steps: readonly NamedStep[] }
  | { readonly kind: 'batch'; readonly id: string; readonly steps: readonly [NamedStep] };

/**
 * Cuts the steps of a stage into phases in order: a run of consecutive per-candidacy steps is one phase,
 * each batch step is one (docs/rules/steps.md#phases). A phase's id is the id of its first step.
 */
export function stepPhases(stage: { readonly steps: readonly Step[] }): Phase[] {
  const phases: Phase[] = [];
  let run: NamedStep[] = [];
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
}
