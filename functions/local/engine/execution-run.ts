/** One run of an execution: through the interpreter, from its last durable point until it waits or ends. */
import type { RunOptions } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { memberOf } from '#domain/members.ts';
import { errorOf } from '#domain/thrown.ts';
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
import { type Parameters, type Plan, parametersSchema, retryDelay, type TaskState } from './machine.ts';

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

/** Gives an error that the interpreter treats as a task's, by this name. */
const named = ({ error, cause }: Failure): Error => Object.assign(new Error(cause), { name: error });

/** Gives an error that no Retry and no Catch sees: it ends the run. */
const final = (error: Error): Error => Object.assign(error, { isRetryable: false, isCatchable: false });

/** Gives what Step Functions reports of an error thrown by a Lambda. */
function failureOf(thrown: unknown): Failure {
  const { name, message } = thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown) };
  return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message }) };
}

const jsonCopy = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** A Lambda is called by its function's name; where one Lambda holds all tasks, the payload says which. */
function taskOf(tasks: Tasks, call: Parameters): Tasks[string] {
  const inside = memberOf(call.Payload, 'task');
  const name = typeof inside === 'string' ? inside : call.FunctionName;
  const task = tasks[name];
  if (task === undefined) throw final(named({ error: 'Lambda.ResourceNotFoundException', cause: name }));
  return task;
}

/** Gives the instant at which a question's time is up; undefined for one that waits for ever. */
function wakeOf(seconds: unknown, now: number): number | undefined {
  if (seconds === undefined) return undefined;
  if (!Number.isInteger(seconds) || Number(seconds) < 1)
    throw final(
      named({ error: 'States.Runtime', cause: `TimeoutSeconds must be 1 or more, not ${seconds}` }),
    );
  return now + Math.min(Number(seconds), 99_999_999) * 1_000;
}

/** The visit of the state at hand: what failed in it, what is still to be replayed after a pause, its answer. */
interface Visit {
  readonly failures: Failure[];
  readonly replay: Failure[];
  answer: Answer | undefined;
}

/** One run, as its states see it. */
interface Run {
  readonly live: Live;
  readonly world: World;
  /** Tokens given out, those of this run included. */
  asked: number;
  visit: Visit | undefined;
  parked: End | undefined;
  /** The parking could not be written. */
  broken: { readonly error: unknown } | undefined;
}

/** Writes where the execution waits, and gives the error that ends the interpreter's run. */
async function park(
  run: Run,
  point: Asking['point'],
  how: Pick<Execution, 'token' | 'wakeKind'>,
  wake: number | undefined,
): Promise<Error> {
  const { name, rev } = run.live.row;
  const wakeAt = wake === undefined ? undefined : new Date(wake).toISOString();
  const waiting = { status: 'parked', answer: undefined, token: undefined, ...how, wake: wakeAt };
  run.live.writing = run.world.table
    .update<Execution>(
      keyOf(name),
      { set: { ...point, ...waiting, ...asDue(name, wakeAt), rev: rev + 1 } },
      allOf(is('status', 'running'), is('rev', rev)),
    )
    .catch((error: unknown) => {
      run.broken = { error };
    });
  await run.live.writing;
  run.parked = { kind: 'parked', wake };
  return final(new Error('parked'));
}

const pointOf = ({ visit, asked }: Run, state: string, data: unknown): Asking['point'] => ({
  state,
  data: JSON.stringify(data),
  failures: visit && visit.failures.length > 0 ? JSON.stringify(visit.failures) : undefined,
  asked,
});

/** A state as the interpreter enters it. */
interface Entered {
  readonly state: string;
  readonly task: TaskState;
  readonly call: Parameters;
}

/** What a state that failed throws, after the pause before its next attempt, if it has one. */
async function failed(run: Run, { state, task, call }: Entered, failure: Failure): Promise<Error> {
  run.visit?.failures.push(failure);
  const delay = retryDelay(task.retriers, run.visit?.failures.map((each) => each.error) ?? []);
  if (delay === undefined) run.visit = undefined;
  else if (delay > nap)
    return park(run, pointOf(run, state, call['~input']), { wakeKind: 'retry' }, run.world.clock() + delay);
  else await new Promise((resolve) => setTimeout(resolve, delay));
  return named(failure);
}

async function settle(run: Run, entered: Entered, answer: Answer): Promise<unknown> {
  if (answer.kind === 'error') throw await failed(run, entered, answer);
  run.visit = undefined;
  return answer.output;
}

/** A state that asks: calls its task with a token, then waits for the answer. */
async function ask(run: Run, entered: Entered, context: TaskContext): Promise<unknown> {
  const { live, world } = run;
  const { state, call } = entered;
  const wake = wakeOf(call['~timeout'], world.clock());
  const token = tokenOf(live.row, run.asked);
  run.asked += 1;
  const asking: Asking = { token, point: pointOf(run, state, call['~input']) };
  live.asking = asking;
  const act = taskOf(world.tasks, call);
  let thrown: { readonly error: unknown } | undefined;
  try {
    await act(jsonCopy(call.Payload), context);
  } catch (error) {
    thrown = { error };
  }
  await quiet(live);
  live.asking = undefined;
  if (live.early !== undefined) {
    const answer = live.early;
    live.early = undefined;
    return settle(run, entered, answer);
  }
  if (thrown !== undefined) throw await failed(run, entered, failureOf(thrown.error));
  throw await park(run, asking.point, { token, wakeKind: 'timeout' }, wake);
}

/** A state that calls: goes on with what its task gives. */
async function invoke(run: Run, entered: Entered, context: TaskContext): Promise<unknown> {
  const act = taskOf(run.world.tasks, entered.call);
  try {
    const Payload = jsonCopy(await act(jsonCopy(entered.call.Payload), context));
    run.visit = undefined;
    // as lambda:invoke gives it
    return { ExecutedVersion: '$LATEST', Payload, StatusCode: 200 };
  } catch (error) {
    throw await failed(run, entered, failureOf(error));
  }
}

async function enter(run: Run, entered: Entered, context: TaskContext): Promise<unknown> {
  run.visit ??= { failures: [], replay: [], answer: undefined };
  const { visit } = run;
  const replayed = visit.replay.shift();
  if (replayed !== undefined) throw named(replayed);
  const { answer } = visit;
  visit.answer = undefined;
  if (answer !== undefined) return settle(run, entered, answer);
  return entered.task.kind === 'ask' ? ask(run, entered, context) : invoke(run, entered, context);
}

/**
 * Runs an execution whose row is `running`. Parking is one conditional write, made here; the end is the caller's
 * to write. Throws what the table throws: then the row still tells the last durable point, to be run from again.
 */
export async function run(live: Live, plan: Plan, world: World): Promise<End> {
  const { row } = live;
  const context: TaskContext = { machine: row.machine, execution: row.name };
  const earlier = z.array(failureSchema).parse(JSON.parse(row.failures ?? '[]'));
  const given = row.answer === undefined ? undefined : answerSchema.parse(JSON.parse(row.answer));
  const visit: Visit = { failures: earlier, replay: [...earlier], answer: given };
  const here: Run = { live, world, asked: row.asked, visit, parked: undefined, broken: undefined };

  const handlers: NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']> = {};
  for (const [state, task] of plan.tasks)
    handlers[state] = async (call) =>
      enter(here, { state, task, call: parametersSchema.parse(call) }, context) as Promise<never>;

  const Input: unknown = JSON.parse(row.input);
  const { result } = plan.from(row.state).run(JSON.parse(row.data ?? row.input), {
    overrides: { taskResourceLocalHandlers: handlers, retryIntervalOverrides: plan.retryIntervals },
    context: {
      Run: { Id: row.name, Name: row.name, StartTime: row.startedAt, Input },
      StateMachine: { Id: row.machine, Name: row.machine },
      Task: {
        get Token() {
          return tokenOf(row, here.asked);
        },
      },
    },
  });
  try {
    return { kind: 'succeeded', output: await result };
  } catch (thrown) {
    if (here.broken !== undefined) throw here.broken.error;
    if (here.parked !== undefined) return here.parked;
    const { name, message } = errorOf(memberOf(thrown, 'cause'));
    return { kind: 'failed', error: name, cause: message };
  }
}
