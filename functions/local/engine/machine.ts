/** Makes a state machine's definition ready for the interpreter, once: checks the subset, finds what it calls. */

import { createHash } from 'node:crypto';
import { registerHooks } from 'node:module';
import type { RunOptions, StateMachine, StateMachineDefinition } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { hasMembers, type Members } from '#domain/members.ts';
import type { Deep } from '#domain/read-only.ts';

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
const next = z.string().optional();
const stateSchema = z.looseObject({
  Next: next,
  Default: next,
  Choices: z.array(z.looseObject({ Next: next })).optional(),
  Retry: z.array(retrierSchema).optional(),
  Catch: z.array(retrierSchema.extend({ Next: next })).optional(),
});
type State = z.output<typeof stateSchema>;
/** A definition in Amazon States Language, as parsed from its file: what the engine looks at. */
const aslSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });
export type Asl = Deep<z.input<typeof aslSchema>>;

/** A state that calls a function: `call` goes on with its result, `ask` waits for an answer to its token. */
export interface TaskState {
  readonly kind: 'call' | 'ask';
  readonly retriers: readonly Retrier[];
}

/** What the interpreter hands to a state: its Parameters, with two of our own beside them. */
export const parametersSchema = z.looseObject({
  FunctionName: z.string(),
  Payload: z.unknown().optional(),
  '~input': z.unknown().optional(),
  '~timeout': z.unknown().optional(),
});
export type Parameters = Deep<z.output<typeof parametersSchema>>;

/** A definition made ready, known by the SHA-256 of its text. */
export interface Plan {
  readonly hash: string;
  readonly body: string;
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** Gives the machine that begins at this state, or at its start. */
  from(state: string | undefined): StateMachine;
  readonly retryIntervals: NonNullable<NonNullable<RunOptions['overrides']>['retryIntervalOverrides']>;
}

type Json = Record<string, unknown>;
const resource = /:states:::lambda:invoke(\.waitForTaskToken)?$/;
const kinds = new Set(['Task', 'Choice', 'Succeed', 'Fail', 'Pass']);
const contexts = /^\$\$\.(Task\.Token|Execution\.(Id|Name|StartTime|Input.*)|StateMachine\.(Id|Name))$/;
// 23 days: the interpreter's own limit on a call is a setTimeout, which fires at once beyond 24.8 days
const longest = 2_000_000;

const refuse = (state: string, why: string): never => {
  throw new Error(`state ${state}: ${why}`);
};

/**
 * The interpreter replaces `$$.Execution` by the input of the present run, which after a pause is not the
 * execution's: the paths are made to read `$$.Run`, which is ours.
 */
function readOurContext(state: string, value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => readOurContext(state, each));
  if (hasMembers(value)) return membersInOurContext(state, value);
  const isPath = key.endsWith('.$') || key.endsWith('Path') || key === 'Variable';
  if (typeof value !== 'string' || !isPath || !value.includes('$$')) return value;
  for (const [path] of value.matchAll(/\$\$[\w.[\]'"-]*/g))
    if (!contexts.test(path)) refuse(state, `${path} is not in the engine's context object`);
  // a function, since `$$` in a replacement string means one `$`
  return value.replaceAll('$$.Execution', () => '$$.Run');
}

const membersInOurContext = (state: string, members: Members): Json =>
  Object.fromEntries(
    Object.entries(members).map(([name, each]) => [name, readOurContext(state, each, name)]),
  );

function prepareTask(name: string, state: State): { task: TaskState; ready: Json } {
  const match = resource.exec(String(state.Resource));
  const kind = match === null ? refuse(name, 'only lambda:invoke is known') : match[1] ? 'ask' : 'call';
  const parameters = state.Parameters;
  if (!hasMembers(parameters) || typeof parameters.FunctionName !== 'string')
    return refuse(name, 'Parameters.FunctionName is missing');
  if ('InputPath' in state) refuse(name, 'InputPath is not in the subset');
  const { TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds: _, ...rest } = state;
  if (kind === 'call' && TimeoutSecondsPath !== undefined)
    refuse(name, 'TimeoutSecondsPath is for states that wait for a token');
  const { Retry: named = [], Catch: catchers = [] } = state;
  // The interpreter would count our States.Timeout among States.TaskFailed, Step Functions does not.
  if (catchers.some((each) => each.ErrorEquals.includes('States.TaskFailed')))
    refuse(name, 'name the errors, or States.ALL, instead of States.TaskFailed');
  // Retried for what a function of another process may meet. What fails in this one fails again: it is told at once.
  const retriers = named.filter((each) => !each.ErrorEquals.includes('States.TaskFailed'));
  const waits =
    TimeoutSecondsPath !== undefined
      ? { '~timeout.$': TimeoutSecondsPath }
      : TimeoutSeconds !== undefined && { '~timeout': TimeoutSeconds };
  const ready = {
    ...rest,
    Retry: retriers,
    Parameters: { ...parameters, '~input.$': '$', ...(kind === 'ask' && waits) },
    TimeoutSeconds: kind === 'call' ? Math.min(Number(TimeoutSeconds ?? longest), longest) : longest,
  };
  return { task: { kind, retriers }, ready: membersInOurContext(name, ready) };
}

const unused = new Set(['@aws-sdk/client-lambda', '@aws-sdk/credential-providers', 'asl-validator']);
const nothing =
  'data:text/javascript,export class LambdaClient{};export class InvokeCommand{};export const fromCognitoIdentityPool=0;export default()=>({isValid:true,errorsText:()=>""})';

/** JSONPath called as a function throws each single value and catches it: the trace of that takes longer than the path. */
const withoutThrowing = (url: string): string =>
  `data:text/javascript,${encodeURIComponent(
    `import { JSONPath as Path } from ${JSON.stringify(url)}; export const JSONPath = (asked) => new Path({ ...asked, autostart: false }).evaluate(asked);`,
  )}`;

/**
 * Loads the interpreter without what it need not do here. The two SDK clients call Lambda, while every task is a function
 * of this process: 19 MB and 75 ms at each start. asl-validator compiles its schemas for 300 ms a machine: the test suite
 * runs it over the definitions that are shipped, and the engine checks its own, narrower subset at every load.
 */
export async function loadInterpreter(): Promise<typeof StateMachine> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (context.parentURL?.includes('aws-local-stepfunctions') !== true) return next(specifier, context);
      if (unused.has(specifier)) return { url: nothing, format: 'module', shortCircuit: true };
      const found = next(specifier, context);
      return specifier === 'jsonpath-plus'
        ? { url: withoutThrowing(found.url), format: 'module', shortCircuit: true }
        : found;
    },
  });
  try {
    return (await import('aws-local-stepfunctions')).StateMachine;
  } finally {
    hooks.deregister();
  }
}

/** Checks and prepares a definition. Throws Error naming the state that is outside the subset (see workflows/). */
export function prepare(Machine: typeof StateMachine, body: string): Plan {
  const hash = createHash('sha256').update(body).digest('hex');
  const plan = prepared.get(hash) ?? check(Machine, body, hash);
  prepared.set(hash, plan);
  return plan;
}

// checking takes some 25 ms, and a definition never changes under its hash
const prepared = new Map<string, Plan>();

/** Every state that a state may lead to. */
function targetsOf({ Next, Default, Choices = [], Catch = [] }: State): string[] {
  const branches = [...Choices, ...Catch].map((each) => each.Next);
  return [Next, Default, ...branches].filter((each) => each !== undefined);
}

function check(Machine: typeof StateMachine, body: string, hash: string): Plan {
  const definition = aslSchema.parse(JSON.parse(body));
  if (!(definition.StartAt in definition.States)) refuse(definition.StartAt, 'StartAt names no state');
  const tasks = new Map<string, TaskState>();
  const states: Json = {};
  for (const [name, state] of Object.entries(definition.States)) {
    if (!kinds.has(String(state.Type))) refuse(name, `${state.Type} is not in the subset`);
    for (const target of targetsOf(state))
      if (!(target in definition.States)) refuse(name, `goes to ${target}, which is no state`);
    if (state.Type !== 'Task') {
      states[name] = readOurContext(name, state);
      continue;
    }
    const { task, ready } = prepareTask(name, state);
    tasks.set(name, task);
    states[name] = ready;
  }
  if (definition.TimeoutSeconds !== undefined)
    throw new Error('a machine-wide TimeoutSeconds is not in the subset');
  const machines = new Map<string, StateMachine>();
  return {
    hash,
    body,
    tasks,
    from(state = definition.StartAt) {
      const known = machines.get(state);
      if (known !== undefined) return known;
      const part = { StartAt: state, States: states } as unknown as StateMachineDefinition;
      const machine = new Machine(part, { validationOptions: { noValidate: true } });
      machines.set(state, machine);
      return machine;
    },
    // 0: the engine waits between attempts itself, see retryDelay
    retryIntervals: Object.fromEntries(
      [...tasks].filter(([, task]) => task.retriers.length > 0).map(([name]) => [name, 0]),
    ),
  };
}

const matches = (retrier: Retrier, error: string) =>
  retrier.ErrorEquals.includes(error) || retrier.ErrorEquals.includes('States.ALL');

/**
 * Gives the milliseconds to wait before the interpreter's next attempt after these errors of one visit of a
 * state, the last of them just met; undefined when it will not try again. The first retrier that names the
 * error decides; each counts its own attempts (3 by default, after 1 s, then twice as long each time).
 */
export function retryDelay(retriers: readonly Retrier[], errors: readonly string[]): number | undefined {
  const deciding = (error: string) => retriers.find((each) => matches(each, error));
  const last = errors.at(-1);
  const retrier = last === undefined ? undefined : deciding(last);
  if (retrier === undefined) return undefined;
  const before = errors.slice(0, -1).filter((error) => deciding(error) === retrier).length;
  if (before >= (retrier.MaxAttempts ?? 3)) return undefined;
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** before;
  return Math.min(seconds, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY) * 1_000;
}
