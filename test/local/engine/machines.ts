/** Small state machines of the shape of ours, and a world around an engine, for tests. */
import { type Engine, type EngineOptions, openEngine } from '#local/engine/engine.ts';
import { type Execution, keyOf } from '#local/engine/executions.ts';
import type { Asl } from '#local/engine/machine.ts';
import type { Tasks } from '#ports';
import type { Embedded } from '../database/embedded.ts';

export const month = 30 * 86_400_000;
export const call = (task: string, rest: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'tasks', Payload: { task, 'id.$': '$$.Execution.Input.id', 'at.$': '$' } },
  ...rest,
});
export const ask = (rest: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Parameters: {
    FunctionName: 'tasks',
    Payload: { task: 'ask', 'id.$': '$$.Execution.Input.id', 'token.$': '$$.Task.Token' },
  },
  ...rest,
});
// take the next step, ask, look again: the shape of our machines
export const loop: Asl = {
  StartAt: 'Take',
  States: {
    Take: call('next', {
      ResultSelector: { 'kind.$': '$.Payload.kind', 'seconds.$': '$.Payload.seconds' },
      Next: 'Which',
    }),
    Which: {
      Type: 'Choice',
      Choices: [{ Variable: '$.kind', StringEquals: 'ask', Next: 'Ask' }],
      Default: 'Done',
    },
    Ask: ask({
      TimeoutSecondsPath: '$.seconds',
      ResultPath: '$.answer',
      Catch: [
        { ErrorEquals: ['States.Timeout'], ResultPath: '$.late', Next: 'Late' },
        { ErrorEquals: ['Refused'], ResultPath: '$.refused', Next: 'Done' },
      ],
      Next: 'Take',
    }),
    Late: call('late', { ResultPath: null, Next: 'Take' }),
    Done: { Type: 'Succeed' },
  },
};

/** Makes a definition of these states; the first is the start. */
export const machine = (States: Asl['States'], StartAt = Object.keys(States)[0]!): Asl => ({
  StartAt,
  States,
});

let serial = 0;
/** Gives a name not yet used. */
export const newName = () => `run-${serial++}`;

/** A world that remembers outside the engine, as the table does: answers by id, and what was called. */
export function makeWorld(steps = 1) {
  const state = { now: Date.parse('2026-03-01T00:00:00Z'), effects: [] as string[] };
  const tokens = new Map<string, string>();
  const doneSteps = new Map<string, number>();
  const tasks: Record<string, Tasks[string]> = {
    next: async (payload) => {
      const { id } = payload as { id: string };
      state.effects.push(`next ${id}`);
      return { kind: (doneSteps.get(id) ?? 0) < steps ? 'ask' : 'done', seconds: (3 * month) / 1_000 };
    },
    ask: async (payload) => {
      const { id, token } = payload as { id: string; token: string };
      state.effects.push(`ask ${id}`);
      tokens.set(id, token);
    },
    late: async (payload) => {
      const { id } = payload as { id: string };
      state.effects.push(`late ${id}`);
      doneSteps.set(id, (doneSteps.get(id) ?? 0) + 1);
    },
  };
  const finish = (id: string) => void doneSteps.set(id, (doneSteps.get(id) ?? 0) + 1);
  return { state, tokens, tasks, finish };
}
export type World = ReturnType<typeof makeWorld>;

/** Opens an engine on a test database, with the world's clock and tasks; ticks are the test's. */
export const openOn = (
  embedded: Embedded,
  world: World,
  more: Partial<EngineOptions> = {},
): Promise<Engine> =>
  openEngine({
    table: embedded.main,
    tasks: world.tasks,
    definitions: { nomination: loop, round: loop },
    clock: () => world.state.now,
    log: () => undefined,
    tickMs: 0,
    ...more,
  });

/** Gives the row of an execution. */
export const rowOn = async (embedded: Embedded, name: string) =>
  (await embedded.main.get<Execution>(keyOf(name)))!;

/** Starts an execution, whose id is its name, and waits until it does. */
export async function begin(engine: Engine, name = newName()): Promise<string> {
  if ((await engine.start({ machine: 'nomination', name, input: { id: name } })) !== 'started')
    throw new Error(`${name} exists`);
  await engine.idle();
  return name;
}
