/** Makes a state machine's definition ready to be run, once: checks that it is in our subset, finds what it calls. */

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { hasMembers, type Members, memberOf } from '#domain/members.ts';
import type { Deep } from '#domain/read-only.ts';

const next = z.string().exactOptional();
const retrierSchema = z.looseObject({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number().exactOptional(),
  MaxAttempts: z.number().exactOptional(),
  BackoffRate: z.number().exactOptional(),
  MaxDelaySeconds: z.number().exactOptional(),
});
type Retrier = Pick<
  Deep<z.output<typeof retrierSchema>>,
  'ErrorEquals' | 'IntervalSeconds' | 'MaxAttempts' | 'BackoffRate' | 'MaxDelaySeconds'
>;
const resultPath = z.string().nullable().exactOptional();
const stateSchema = z.looseObject({
  Type: z.string(),
  Next: next,
  Default: next,
  Error: z.string().exactOptional(),
  Cause: z.string().exactOptional(),
  Resource: z.string().exactOptional(),
  Parameters: z.looseObject({ FunctionName: z.string(), Payload: z.unknown() }).exactOptional(),
  ResultSelector: z.looseObject({}).exactOptional(),
  ResultPath: resultPath,
  TimeoutSeconds: z.number().exactOptional(),
  TimeoutSecondsPath: z.string().exactOptional(),
  Choices: z
    .array(z.strictObject({ Variable: z.string(), StringEquals: z.string(), Next: z.string() }))
    .exactOptional(),
  Retry: z.array(retrierSchema).exactOptional(),
  Catch: z
    .array(z.looseObject({ ErrorEquals: z.array(z.string()), ResultPath: resultPath, Next: z.string() }))
    .exactOptional(),
});
type State = z.output<typeof stateSchema>;
/** A definition in Amazon States Language, as parsed from its file: what the engine looks at. */
const aslSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), z.unknown()) });
export type Asl = Deep<z.input<typeof aslSchema>>;

/** What paths read: the data of the state (`$`), and what is known of the run (`$$`). */
export interface Seen {
  readonly data: unknown;
  readonly context: unknown;
}
type Template = (seen: Seen) => unknown;
/** Puts a result into the data of a state. */
type Place = (data: unknown, result: unknown) => unknown;

/** A state that calls a function: one that asks waits for an answer to its token, any other goes on with the result. */
export interface TaskState {
  readonly kind: 'task';
  readonly asks: boolean;
  readonly functionName: string;
  readonly payload: Template;
  /** Seconds after which a question's time is up. */
  readonly wait: Template | undefined;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly {
    readonly errors: readonly string[];
    readonly place: Place;
    readonly next: string;
  }[];
  readonly selected: Template | undefined;
  readonly place: Place;
  /** Undefined where the machine ends with it. */
  readonly next: string | undefined;
}
type Step =
  | TaskState
  | { readonly kind: 'choice'; readonly choose: (seen: Seen) => string | undefined }
  | { readonly kind: 'succeed' }
  | { readonly kind: 'fail'; readonly error: string; readonly cause: string };

/** A definition made ready, known by the SHA-256 of its text. */
export interface Plan {
  readonly hash: string;
  readonly body: string;
  readonly start: string;
  readonly states: ReadonlyMap<string, Step>;
}

const refuse = (state: string, why: string): never => {
  throw new Error(`state ${state}: ${why}`);
};

/** Ends the run, past every Retry and Catch. */
export const fatal = (error: string, cause: string): Error =>
  Object.assign(new Error(cause), { name: error, isFatal: true });

const contexts = /^\$\$\.(Task\.Token|Execution\.(Id|Name|StartTime|Input(\.\w+)*)|StateMachine\.(Id|Name))$/;

/** Reads `$.member.member`, `$` or what is known of the run. Throws what ends the run where nothing stands there. */
function pathOf(state: string, path: unknown): Template {
  const inContext = typeof path === 'string' && contexts.test(path);
  if (typeof path !== 'string' || !(inContext || /^\$(\.\w+)*$/.test(path)))
    return refuse(state, `${String(path)} is no path that the engine reads`);
  const names = path.split('.').slice(1);
  return ({ data, context }) => {
    let value = inContext ? context : data;
    for (const name of names) value = memberOf(value, name);
    if (value === undefined) throw fatal('States.Runtime', `${state}: nothing stands at ${path}`);
    return value;
  };
}

/** A value in which members named `….$` are paths. */
function templateOf(state: string, value: unknown): Template {
  if (Array.isArray(value)) {
    const each = value.map((one) => templateOf(state, one));
    return (seen) => each.map((one) => one(seen));
  }
  if (!hasMembers(value)) return () => value;
  const members = Object.entries(value).map(([name, one]): [string, Template] =>
    name.endsWith('.$') ? [name.slice(0, -2), pathOf(state, one)] : [name, templateOf(state, one)],
  );
  return (seen) => {
    const made: Record<string, unknown> = {};
    for (const [name, one] of members) made[name] = one(seen);
    return made;
  };
}

/** Where a result goes: null drops it, `$` puts it in the place of all. */
function placeOf(state: string, path: string | null = '$'): Place {
  if (path === null) return (data) => data;
  if (!/^\$(\.\w+)*$/.test(path)) return refuse(state, `ResultPath ${path} is not in the subset`);
  const put = (data: unknown, names: readonly string[], result: unknown): unknown => {
    const [name, ...inside] = names;
    if (name === undefined) return result;
    const members: Members = hasMembers(data) ? data : {};
    return { ...members, [name]: put(members[name], inside, result) };
  };
  const names = path.split('.').slice(1);
  return (data, result) => put(data, names, result);
}

const resource = /:states:::lambda:invoke(\.waitForTaskToken)?$/;

function taskOf(name: string, state: State): TaskState {
  const match = resource.exec(state.Resource ?? '');
  if (match === null) return refuse(name, 'only lambda:invoke is known');
  const asks = match[1] !== undefined;
  const { Parameters, TimeoutSeconds, TimeoutSecondsPath, Retry = [], Catch = [], ResultSelector } = state;
  if (Parameters === undefined) return refuse(name, 'Parameters.FunctionName is missing');
  for (const member of ['InputPath', 'OutputPath'])
    if (member in state) refuse(name, `${member} is not in the subset`);
  if (!asks && (TimeoutSecondsPath !== undefined || TimeoutSeconds !== undefined))
    refuse(name, 'time-outs are for states that wait for a token');
  // Step Functions does not count our States.Timeout among States.TaskFailed: names say which is meant.
  if (Catch.some((each) => each.ErrorEquals.includes('States.TaskFailed')))
    refuse(name, 'name the errors, or States.ALL, instead of States.TaskFailed');
  return {
    kind: 'task',
    asks,
    functionName: Parameters.FunctionName,
    payload: templateOf(name, Parameters.Payload),
    wait:
      TimeoutSecondsPath !== undefined
        ? pathOf(name, TimeoutSecondsPath)
        : TimeoutSeconds === undefined
          ? undefined
          : () => TimeoutSeconds,
    // Retried for what a function of another process may meet. What fails in this one fails again: it is told at once.
    retriers: Retry.filter((each) => !each.ErrorEquals.includes('States.TaskFailed')),
    catchers: Catch.map((each) => ({
      errors: each.ErrorEquals,
      place: placeOf(name, each.ResultPath),
      next: each.Next,
    })),
    selected: ResultSelector && templateOf(name, ResultSelector),
    place: placeOf(name, state.ResultPath),
    next: state.Next,
  };
}

function stepOf(name: string, state: State): Step {
  switch (state.Type) {
    case 'Task':
      return taskOf(name, state);
    case 'Choice': {
      const branches = (state.Choices ?? []).map((each) => ({ ...each, at: pathOf(name, each.Variable) }));
      return {
        kind: 'choice',
        choose: (seen) =>
          branches.find(({ at, StringEquals }) => at(seen) === StringEquals)?.Next ?? state.Default,
      };
    }
    case 'Succeed':
      return { kind: 'succeed' };
    case 'Fail':
      return { kind: 'fail', error: state.Error ?? '', cause: state.Cause ?? '' };
    default:
      return refuse(name, `${state.Type} is not in the subset`);
  }
}

/** Every state that a state may lead to. */
function targetsOf({ Next, Default, Choices = [], Catch = [] }: State): string[] {
  const branches = [...Choices, ...Catch].map((each) => each.Next);
  return [Next, Default, ...branches].filter((each) => each !== undefined);
}

/** Checks and prepares a definition. Throws Error naming the state that is outside the subset (see workflows/). */
export function prepare(body: string): Plan {
  const { StartAt, States, ...rest } = aslSchema.parse(JSON.parse(body));
  if (!(StartAt in States)) refuse(StartAt, 'StartAt names no state');
  if (rest.TimeoutSeconds !== undefined)
    throw new Error('a machine-wide TimeoutSeconds is not in the subset');
  const states = new Map<string, Step>();
  for (const [name, written] of Object.entries(States)) {
    const { data: state, error } = stateSchema.safeParse(written);
    if (state === undefined) return refuse(name, z.prettifyError(error));
    for (const target of targetsOf(state))
      if (!(target in States)) refuse(name, `goes to ${target}, which is no state`);
    states.set(name, stepOf(name, state));
  }
  return { hash: createHash('sha256').update(body).digest('hex'), body, start: StartAt, states };
}

const isNamed = (errors: readonly string[], error: string) =>
  errors.includes(error) || errors.includes('States.ALL');

/** The catcher of an error that is not tried again. */
export const catcherOf = (
  { catchers }: TaskState,
  error: string,
): TaskState['catchers'][number] | undefined => catchers.find(({ errors }) => isNamed(errors, error));

/**
 * Gives the milliseconds to wait before the next attempt after these errors of one visit of a
 * state, the last of them just met; undefined when there is none. The first retrier that names the
 * error decides; each counts its own attempts (3 by default, after 1 s, then twice as long each time).
 */
export function retryDelay(retriers: readonly Retrier[], errors: readonly string[]): number | undefined {
  const deciding = (error: string) => retriers.find((each) => isNamed(each.ErrorEquals, error));
  const last = errors.at(-1);
  const retrier = last === undefined ? undefined : deciding(last);
  if (retrier === undefined) return undefined;
  const before = errors.slice(0, -1).filter((error) => deciding(error) === retrier).length;
  if (before >= (retrier.MaxAttempts ?? 3)) return undefined;
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** before;
  return Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1_000;
}
