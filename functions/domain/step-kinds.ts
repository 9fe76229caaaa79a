/** What the kinds of steps have in common, and what is asked of a step by its kind; its row stands in `step-rows.ts`. */

import type * as z from 'zod';
import { entryUnder, keysOf, mapOf } from './members.ts';
import type { Text } from './problem.ts';
import type { Deep } from './read-only.ts';
import { type Outcome, type Resting, stepRows } from './step-rows.ts';

type Rows = typeof stepRows;
export type StepKind = keyof Rows;
type KindOf<Of extends string> = {
  [K in StepKind]: Rows[K] extends { readonly of: Of } ? K : never;
}[StepKind];
/** Steps that each candidacy passes on its own. */
export type NomineeStepKind = KindOf<'nominee'>;
/** Steps of a tranche; those of a batch before them belong to the round. */
export type TrancheStepKind = KindOf<'tranche'>;
/** Steps of a candidacy that are answered by a conclusion. */
export type DecidedStepKind = {
  [K in NomineeStepKind]: Rows[K]['answer'] extends { readonly form: 'conclusion' } ? K : never;
}[NomineeStepKind];

/** Every kind of step, those of a candidacy first. */
export const stepKinds: readonly StepKind[] = keysOf(stepRows);

const isOf =
  <Of extends string>(of: Of) =>
  (kind: string): kind is KindOf<Of> =>
    entryUnder<{ readonly of: string }>(stepRows, kind)?.of === of;
export const isNomineeStep = isOf('nominee');
export const isTrancheStep = isOf('tranche');

/** The states of a candidacy that is in a step of its own. */
export const stepStates: readonly NomineeStepKind[] = stepKinds.filter(isNomineeStep);

type Entries<K extends StepKind, T> = Readonly<Record<K, T>>;
/** A table over all kinds. */
export const perStep = <T>(make: (row: Rows[StepKind], kind: StepKind) => T): Entries<StepKind, T> =>
  mapOf(stepKinds, (kind) => make(stepRows[kind], kind));
/** A table over the kinds that a candidacy passes on its own. */
export const perNomineeStep = <T>(make: (row: Rows[NomineeStepKind]) => T): Entries<NomineeStepKind, T> =>
  mapOf(stepStates, (kind) => make(stepRows[kind]));

/** The state in which a nominee rests after the batch steps of a stage that are over, in their order. */
export const restingAfter = (kinds: readonly StepKind[]): Resting | 'waiting' =>
  kinds.reduce<Resting | 'waiting'>((before, kind) => {
    const row = stepRows[kind];
    return ('rests' in row ? row.rests : undefined) ?? before;
  }, 'waiting');
/** True when a nominee whose state is shown as this stands at a batch step of the kind. */
export const standsAt = (kind: StepKind, state: string): boolean => {
  const row = stepRows[kind];
  return 'at' in row && row.at.includes(state);
};

/** Each kind of step, when the programme gives it no title of its own. */
export const stepWords = perStep(({ words }) => words);

type NomineeStep = Deep<z.output<ReturnType<Rows[NomineeStepKind]['schema']>>>;
// A row takes its own kind of step, which its kind says.
/** Working days in which a step is to be answered. */
export const daysOf = (step: NomineeStep): number => stepRows[step.kind].days(step as never);
/** How many people a step asks, and how many of them must approve where they decide. */
export const peopleOf = (step: NomineeStep): number => stepRows[step.kind].people(step as never);
/** The co-hosts that take part in a step, in their order (docs/rules/steps.md#joint-review). */
export const jointOf = (step: {
  readonly kind: StepKind;
  readonly jointWith?: readonly string[] | undefined;
}): readonly string[] => step.jointWith ?? [];
export const isDecided = <S extends { readonly kind: StepKind }>(
  step: S,
): step is Extract<S, { readonly kind: DecidedStepKind }> =>
  isNomineeStep(step.kind) && stepRows[step.kind].answer.form === 'conclusion';

const decidedKinds = stepStates.filter((kind): kind is DecidedStepKind => isDecided({ kind }));
/** What the audit trail says of conclusions: `review.approve` and so on. */
export const conclusionEvents = Object.fromEntries(
  decidedKinds.flatMap((kind) =>
    Object.entries(stepRows[kind].answer.events).map(([outcome, words]) => [`${kind}.${outcome}`, words]),
  ),
) as Readonly<Record<`${DecidedStepKind}.${Outcome}`, Text>>;
