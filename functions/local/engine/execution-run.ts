/** One run of an execution: from its last durable point, state by state, until it waits or ends. */
import * as z from 'zod';
import { memberOf } from '#domain/members.ts';
import type { TaskContext, Tasks } from '#ports';
import type { Clock } from '#store/clock.ts';
import { allOf, is } from '#store/guard.ts';
import type { Table } from '#store/table.ts';
import {
  type Answer,
  answerSchema,
  asDue,
  type Execution,
  type Failure,
  failureSchema,
  keyOf,
  tokenOf,
} from './executions.ts';
import { catcherOf, fatal, type Plan, retryDelay, type Seen, type TaskState } from './machine.ts';

export interface World {
  readonly table: Table;
  readonly tasks: Tasks;
  readonly clock: Clock;
}

/** A run in memory, so that an answer that comes before the execution is parked finds it. */
export interface Live {
  row: Execution;
  /** The question now being asked; undefined before and after. */
  asking: Asking | undefined;
  /** An answer already stored with the question that it answers. */
  early: Answer | undefined;
  /** The write that is under way: of an early answer, or of the parking. */
  writing: Promise<unknown> | undefined;
}
interface Asking {
  readonly token: string;
  readonly point: {
    readonly state: string;
    readonly data: string;
    readonly failures: string | undefined;
    readonly asked: number;
  };
}

export type End =
  | { readonly kind: 'parked'; readonly wake: number | undefined }
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

/** Resolves when no write of a run is under way; what follows in the same turn is alone with the row. */
export async function quiet(live: Live): Promise<void> {
  while (live.writing !== undefined) {
    const write = live.writing;
    await write.catch(() => undefined);
    if (live.writing === write) live.writing = undefined;
  }
}

// A pause between attempts of up to a second is slept; a longer one is parked like any other wait, by the
// engine's clock, so that a crash keeps it and a moved clock ends it.
const nap = 1_000;

/** Gives what Step Functions reports of an error thrown by a Lambda. */
function failureOf(thrown: unknown): Failure {
  const { name, message } = thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown) };
  return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message }) };
}

const jsonCopy = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** A Lambda is called by its function's name; where one Lambda holds all tasks, the payload says which. */
function actOf(tasks: Tasks, { functionName }: TaskState, payload: unknown): Tasks[string] {
  const inside = memberOf(payload, 'task');
  const name = typeof inside === 'string' ? inside : functionName;
  const act = tasks[name];
  if (act === undefined) throw fatal('Lambda.ResourceNotFoundException', name);
  return act;
}

/** Gives the instant at which a question's time is up; undefined for one that waits for ever. */
function wakeOf(seconds: unknown, now: number): number | undefined {
  if (seconds === undefined) return undefined;
  if (!Number.isInteger(seconds) || Number(seconds) < 1)
    throw fatal('States.Runtime', `TimeoutSeconds must be 1 or more, not ${seconds}`);
  return now + Math.min(Number(seconds), 99_999_999) * 1_000;
}

/** One run, as its states see it. */
interface Run {
  readonly live: Live;
  readonly world: World;
  readonly input: unknown;
  /** Tokens given out, those of this run included. */
  asked: number;
}

/** A task that is visited: its state, the data that came in, and what failed in this visit so far. */
interface Visit {
  readonly state: string;
  readonly task: TaskState;
  readonly data: unknown;
  readonly failures: Failure[];
}

/** What paths see in a run; a token where one is given out. */
function seenIn({ live: { row }, input }: Run, data: unknown, token?: string): Seen {
  const Execution = { Id: row.name, Name: row.name, StartTime: row.startedAt, Input: input };
  const StateMachine = { Id: row.machine, Name: row.machine };
  return { data, context: { Execution, StateMachine, Task: { Token: token } } };
}

type Parked = Extract<End, { readonly kind: 'parked' }>;

/** Writes where the execution waits. */
async function park(
  run: Run,
  point: Asking['point'],
  how: Pick<Execution, 'token' | 'wakeKind'>,
  wake: number | undefined,
): Promise<Parked> {
  const { name, rev } = run.live.row;
  const wakeAt = wake === undefined ? undefined : new Date(wake).toISOString();
  const waiting = { status: 'parked', answer: undefined, token: undefined, ...how, wake: wakeAt };
  run.live.writing = run.world.table.update<Execution>(
    keyOf(name),
    { set: { ...point, ...waiting, ...asDue(name, wakeAt), rev: rev + 1 } },
    allOf(is('status', 'running'), is('rev', rev)),
  );
  await run.live.writing;
  return { kind: 'parked', wake };
}

const pointOf = ({ state, data, failures }: Visit, { asked }: Run): Asking['point'] => ({
  state,
  data: JSON.stringify(data),
  failures: failures.length > 0 ? JSON.stringify(failures) : undefined,
  asked,
});

/** A state that asks: calls its task with a token, then waits for the answer, unless it came meanwhile. */
async function ask(run: Run, visit: Visit, context: TaskContext): Promise<Answer | Parked> {
  const { live, world } = run;
  const { task, data } = visit;
  const token = tokenOf(live.row, run.asked);
  const seen = seenIn(run, data, token);
  const wake = wakeOf(task.wait?.(seen), world.clock());
  const payload = task.payload(seen);
  const act = actOf(world.tasks, task, payload);
  run.asked += 1;
  const asking: Asking = { token, point: pointOf(visit, run) };
  live.asking = asking;
  let thrown: { readonly error: unknown } | undefined;
  try {
    await act(jsonCopy(payload), context);
  } catch (error) {
    thrown = { error };
  }
  await quiet(live);
  live.asking = undefined;
  const { early } = live;
  live.early = undefined;
  if (early !== undefined) return early;
  if (thrown !== undefined) return { kind: 'error', ...failureOf(thrown.error) };
  return park(run, asking.point, { token, wakeKind: 'timeout' }, wake);
}

/** A state that calls: goes on with what its task gives, as lambda:invoke gives it. */
async function invoke(run: Run, { task, data }: Visit, context: TaskContext): Promise<Answer> {
  const payload = task.payload(seenIn(run, data));
  const act = actOf(run.world.tasks, task, payload);
  try {
    const Payload = jsonCopy(await act(jsonCopy(payload), context));
    return { kind: 'output', output: { ExecutedVersion: '$LATEST', Payload, StatusCode: 200 } };
  } catch (error) {
    return { kind: 'error', ...failureOf(error) };
  }
}

/** Where a visit leads: on to a state, or out of the run. */
type Led = { readonly kind: 'next'; readonly next: string | undefined; readonly data: unknown } | End;

/** Does a task until it has an outcome; `given` is the answer for which the execution waited here. */
async function visitTask(run: Run, visit: Visit, given: Answer | undefined): Promise<Led> {
  const { task, data, failures } = visit;
  const { row } = run.live;
  const context: TaskContext = { machine: row.machine, execution: row.name };
  for (let answer = given; ; answer = undefined) {
    const outcome = answer ?? (await (task.asks ? ask(run, visit, context) : invoke(run, visit, context)));
    if (outcome.kind === 'parked') return outcome;
    if (outcome.kind === 'output') {
      const result = task.selected?.(seenIn(run, outcome.output)) ?? outcome.output;
      return { kind: 'next', next: task.next, data: task.place(data, result) };
    }
    const { error, cause } = outcome;
    failures.push({ error, cause });
    const delay = retryDelay(
      task.retriers,
      failures.map((each) => each.error),
    );
    if (delay === undefined) {
      const catcher = catcherOf(task, error);
      if (catcher === undefined) return { kind: 'failed', error, cause };
      return { kind: 'next', next: catcher.next, data: catcher.place(data, { Error: error, Cause: cause }) };
    }
    if (delay > nap) return park(run, pointOf(visit, run), { wakeKind: 'retry' }, run.world.clock() + delay);
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
}

async function walk(run: Run, plan: Plan): Promise<End> {
  const { row } = run.live;
  let failures = z.array(failureSchema).parse(JSON.parse(row.failures ?? '[]'));
  let given = row.answer === undefined ? undefined : answerSchema.parse(JSON.parse(row.answer));
  let data: unknown = JSON.parse(row.data ?? row.input);
  for (let state: string | undefined = row.state ?? plan.start; state !== undefined; ) {
    const step = plan.states.get(state);
    if (step === undefined) throw fatal('States.Runtime', `there is no state ${state}`);
    if (step.kind === 'succeed') break;
    if (step.kind === 'fail') return { kind: 'failed', error: step.error, cause: step.cause };
    if (step.kind === 'choice') {
      const next = step.choose(seenIn(run, data));
      if (next === undefined) throw fatal('States.NoChoiceMatched', state);
      state = next;
      continue;
    }
    const led: Led = await visitTask(run, { state, task: step, data, failures }, given);
    if (led.kind !== 'next') return led;
    [state, data, failures, given] = [led.next, led.data, [], undefined];
  }
  return { kind: 'succeeded', output: data };
}

/**
 * Runs an execution whose row is `running`. Parking is one conditional write, made here; the end is the caller's
 * to write. Throws what the table throws: then the row still tells the last durable point, to be run from again.
 */
export async function run(live: Live, plan: Plan, world: World): Promise<End> {
  const { row } = live;
  try {
    return await walk({ live, world, input: JSON.parse(row.input), asked: row.asked }, plan);
  } catch (thrown) {
    if (!(thrown instanceof Error) || memberOf(thrown, 'isFatal') !== true) throw thrown;
    return { kind: 'failed', error: thrown.name, cause: thrown.message };
  }
}
