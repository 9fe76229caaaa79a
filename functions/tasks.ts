/** What the state machines call: task name → action, payload and result checked against the one contract. Thin. */

import { askCandidacy, nextForCandidacy } from '#actions/review/candidacy-steps.ts';
import { askRound, nextForRound, nowRound } from '#actions/round/round-tasks.ts';
import { tellOperator } from '#actions/running/operator.ts';
import { keysOf, mapOf } from '#domain/members.ts';
import { Problem } from '#domain/problem.ts';
import { contract, type Payload, type Result, type TaskName } from '#workflows/contract.ts';
import type { Deps } from './deps.ts';
import type { Tasks } from './ports.ts';

type Handlers = { readonly [T in TaskName]: (deps: Deps, payload: Payload<T>) => Promise<Result<T>> };

const handlers: Handlers = {
  'nomination.next': (deps, payload) => nextForCandidacy(deps, payload),
  'nomination.ask': (deps, payload) => askCandidacy(deps, payload).then(() => ({})),
  'round.next': (deps, payload) => nextForRound(deps, payload),
  'round.ask': (deps, payload) => askRound(deps, payload).then(() => ({})),
  'round.now': (deps, payload) => nowRound(deps, payload).then(() => ({})),
  'operator.tell': (deps, payload) => tellOperator(deps, payload.execution, payload.error).then(() => ({})),
};

/** What time mends, under the name by which a machine's Retry knows it: the state is tried again for hours. */
const passing = (error: unknown): unknown =>
  error instanceof Problem && (error.kind === 'unavailable' || error.kind === 'conflict')
    ? Object.assign(new Error(error.code, { cause: error }), { name: 'Busy' })
    : error;

/** Binds the tasks to a home. A payload outside the contract is a defect and fails the execution. */
export function makeTasks(deps: Deps): Tasks {
  const bind =
    <T extends TaskName>(name: T) =>
    async (payload: unknown): Promise<unknown> => {
      try {
        const result = await handlers[name](deps, contract[name].payload.parse(payload) as Payload<T>);
        return contract[name].result.parse(result);
      } catch (error) {
        throw passing(error);
      }
    };
  return mapOf(keysOf(contract), bind);
}
