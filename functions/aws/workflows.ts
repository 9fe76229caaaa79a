/** The Workflows port on AWS: Step Functions. The table is the truth, so what was done before, or waits no more, is success. */

import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { errorOf } from '#domain/thrown.ts';
import type { MachineName, Workflows } from '#ports';
import { answerTime } from '#store/answer-time.ts';

export type Machines = Readonly<Record<MachineName, string>>;

/** Names that Step Functions takes: 80 characters, none that it gives a meaning to. */
const executionName = /^[A-Za-z0-9_.-]{1,80}$/;
const over = new Set(['TaskTimedOut', 'TaskDoesNotExist']);

async function answered(work: Promise<unknown>): Promise<'done' | 'gone'> {
  try {
    await work;
    return 'done';
  } catch (error) {
    // Answered before, or timed out meanwhile: the machine looks at the table by itself.
    if (over.has(errorOf(error).name)) return 'gone';
    throw error;
  }
}

/** How long a call is tried: a reader waits for a request, nobody waits for a sweep. */
const patience = {
  /** One try, one second: the row stays, and the sweep of the next minute sends it. */
  request: { maxAttempts: 1, milliseconds: 1_000 },
  /** More than the SDK's three tries: a burst of submissions may meet the account's quota of starts a second. */
  work: { maxAttempts: 6, milliseconds: 30_000 },
} as const;

/** Binds the port to the two state machines. */
export function openWorkflows(machines: Machines, of: keyof typeof patience): Workflows {
  const { maxAttempts, milliseconds } = patience[of];
  const client = new SFNClient({ maxAttempts, ...answerTime('short') });
  const inTime = () => ({ abortSignal: AbortSignal.timeout(milliseconds) });
  return {
    async start({ machine, name, input }) {
      if (!executionName.test(name)) throw new RangeError(`not the name of an execution: ${name}`);
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: machines[machine],
            name,
            input: JSON.stringify(input),
          }),
          inTime(),
        );
        return 'started';
      } catch (error) {
        if (errorOf(error).name === 'ExecutionAlreadyExists') return 'exists';
        throw error;
      }
    },
    succeed: (taskToken, output) =>
      answered(
        client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }), inTime()),
      ),
    fail: (taskToken, error, cause) =>
      answered(
        client.send(
          new SendTaskFailureCommand({ taskToken, error, cause: cause.slice(0, 32_768) }),
          inTime(),
        ),
      ),
  };
}
