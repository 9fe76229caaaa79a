/** Sets a stopped execution going again: a new one with the same input, which looks at the table and goes on from there. */

import { DescribeExecutionCommand, type DescribeExecutionOutput, SFNClient } from '@aws-sdk/client-sfn';
import type { Deps } from '#deps';
import { conflict, missing } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';
import type { MachineName } from '#ports';
import { keys } from '#store/keys.ts';
import type { Machines } from './workflows.ts';

const stopped = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);
/** Times that one execution is set going again; after that something is wrong that starting anew does not mend. */
const mostTimes = 50;

async function find(
  machines: Machines,
  name: string,
): Promise<readonly [MachineName, DescribeExecutionOutput]> {
  const client = new SFNClient({});
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
