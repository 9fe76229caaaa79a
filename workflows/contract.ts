/** One contract between the state machines, the tasks and infra: task names, payloads and results. Append-only. */
import * as z from 'zod';

/** Task names that wait for an answer by token store it first, then look whether the step is answered already. */
const candidacyRef = { round: z.string(), nomination: z.string(), phase: z.number().int().nonnegative() };
const roundRef = { round: z.string(), tranche: z.number().int().nonnegative() };
const asking = { token: z.string(), step: z.string(), attempt: z.number().int().positive() };
const nothing = z.strictObject({});

const next = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ask'),
    step: z.string(),
    attempt: z.number().int().positive(),
    seconds: z.number().int().positive(),
  }),
  z.strictObject({ kind: z.literal('now'), step: z.string(), attempt: z.number().int().positive() }),
  z.strictObject({ kind: z.literal('done') }),
  z.strictObject({ kind: z.literal('dropped') }),
]);

export const contract = {
  'nomination.next': {
    payload: z.strictObject({ task: z.literal('nomination.next'), ...candidacyRef }),
    result: next,
  },
  'nomination.ask': {
    payload: z.strictObject({ task: z.literal('nomination.ask'), ...candidacyRef, ...asking }),
    result: nothing,
  },
  'round.next': { payload: z.strictObject({ task: z.literal('round.next'), ...roundRef }), result: next },
  'round.ask': {
    payload: z.strictObject({ task: z.literal('round.ask'), ...roundRef, ...asking }),
    result: nothing,
  },
  'round.now': {
    payload: z.strictObject({
      task: z.literal('round.now'),
      ...roundRef,
      step: z.string(),
      attempt: z.number().int().positive(),
    }),
    result: nothing,
  },
  'operator.tell': {
    payload: z.strictObject({ task: z.literal('operator.tell'), execution: z.string(), error: z.unknown() }),
    result: nothing,
  },
} as const;

export type TaskName = keyof typeof contract;
export type Payload<T extends TaskName> = z.infer<(typeof contract)[T]['payload']>;
export type Result<T extends TaskName> = z.infer<(typeof contract)[T]['result']>;

/** Input of an execution, by machine. */
export const machineInputs = {
  nomination: z.strictObject(candidacyRef),
  round: z.strictObject(roundRef),
} as const;
export type Machine = keyof typeof machineInputs;
