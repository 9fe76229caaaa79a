/** Sets a stopped execution going again: a new one with the same input, which looks at the table and goes on from there. */

import { DescribeExecutionCommand, type DescribeExecutionOutput, SFNClient } from '@aws-sdk/client-sfn';
import { stuckExecutions } from '#actions/running/operator.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { conflict, missing, Problem } from '#domain/problem.ts';
import { isRedriveDue } from '#domain/running/redrive-rule.ts';
import { errorOf } from '#domain/thrown.ts';
import type { MachineName } from '#ports';
import { answerTime } from '#store/answer-time.ts';
import { keys } from '#store/keys.ts';
import type { Machines } from './workflows.ts';

const stopped = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);
/** Times that one execution is set going again; after that something is wrong that starting anew does not mend. */
const mostTimes = 50;

async function find(
  machines: Machines,
  name: string,
): Promise<readonly [MachineName, DescribeExecutionOutput]> {
  const client = new SFNClient(answerTime('short'));
  for (const machine of ['nomination', 'round'] as const) {
    const executionArn = `${machines[machine].replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      return [machine, await client.send(new DescribeExecutionCommand({ executionArn }))];
    } catch (error) {
      if (errorOf(error).name !== 'ExecutionDoesNotExist') throw error;
    }
  }
  throw missing(
    'execution-unknown',
    `没有名为 ${name} 的执行。请从报警邮件或 {"doctor":true} 的结果中复制名称。`,
    `There is no execution ${name}; copy its name from the alarm's mail or from the answer to {"doctor":true}.`,
  );
}

/**
 * Starts a stopped execution anew. Its last state is one that fails, so Step Functions' own redrive would fail at once
 * again. @throws Problem missing `execution-unknown`; conflict `execution-not-stopped` or `redriven-too-often`.
 */
export async function redrive(
  deps: Pick<Deps, 'table' | 'workflows' | 'log'>,
  machines: Machines,
  name: string,
): Promise<{ readonly started: string }> {
  const [machine, { status, input = '{}' }] = await find(machines, name);
  if (!stopped.has(String(status)))
    throw conflict(
      'execution-not-stopped',
      `执行 ${name} 并未中断（${status}）。`,
      `The execution ${name} has not stopped (${status}).`,
    );
  const plain = name.replace(/-r\d+$/, '');
  for (let n = 1; n <= mostTimes; n++) {
    const started = `${plain}-r${n}`;
    const answer = await deps.workflows.start({ machine, name: started, input: JSON.parse(input) });
    // One of this number was started before: this stopped execution, or one after it.
    if (answer === 'exists') continue;
    await deps.table.remove(keys.stuck(name));
    deps.log('execution-redriven', { execution: name, started });
    return { started };
  }
  throw conflict(
    'redriven-too-often',
    `执行 ${name} 已多次重新驱动仍然中断，请先查明原因。`,
    `The execution ${name} was set going many times and stopped again; find out why first.`,
  );
}

/** Executions set going in one run, so that an hour of throttling is not answered by a wave of starts. */
const mostAtOnce = 20;
/** Pages of stopped ones read in one run: those that wait for the operator do not hide the others behind them. */
const mostPages = 10;

async function dueOnes(deps: Deps): Promise<readonly string[]> {
  const now = instantOf(deps);
  const due: string[] = [];
  let cursor: string | undefined;
  for (let n = 0; n < mostPages && due.length < mostAtOnce; n++) {
    const page = await stuckExecutions(deps, cursor);
    due.push(...page.items.filter((each) => isRedriveDue(each, now)).map(({ execution }) => execution));
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return due.slice(0, mostAtOnce);
}

/** Sets those going that a rule allows (`isRedriveDue`); one that cannot be is told in the log and left to the operator. */
export async function redriveDue(deps: Deps, machines: Machines): Promise<void> {
  for (const execution of await dueOnes(deps))
    try {
      await redrive(deps, machines, execution);
    } catch (error) {
      deps.log('redrive-failed', { execution, error: errorOf(error).name });
    }
}

/** Real milliseconds after which the rest is left to the next call. */
const allMilliseconds = 20_000;

/** Sets all stopped executions going. Gives how many were started, those refused with their codes, and whether some are left. */
export async function redriveAll(deps: Deps, machines: Machines) {
  const end = performance.now() + allMilliseconds;
  const refused: { readonly execution: string; readonly error: string }[] = [];
  let started = 0;
  let cursor: string | undefined;
  do {
    const page = await stuckExecutions(deps, cursor);
    for (const { execution } of page.items) {
      if (performance.now() >= end) return { started, refused, more: true };
      try {
        await redrive(deps, machines, execution);
        started++;
      } catch (error) {
        refused.push({ execution, error: error instanceof Problem ? error.code : errorOf(error).name });
      }
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { started, refused, more: false };
}
