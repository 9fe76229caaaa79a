/** Which stopped executions are set going again without the operator (docs/architecture.md#the-two-machines). */
import { addSeconds } from '#domain/instant.ts';
import type { StuckExecution } from './running-records.ts';

/** Seconds after its stop at which an execution is set going for the first, second and third time. */
const pauses = [300, 1_800, 7_200] as const;

/** What passes by itself: AWS's own failures, a table that was busy, a time-out. A defect does not, nor an operator's abort. */
const passing = /"(?:Error|error|status)":"(?:Lambda\.[A-Za-z]+|Busy|States\.Timeout|TIMED_OUT)"/;

/** How often an execution was set going: its name ends with `-r2` after the second time. */
const timesRedriven = (execution: string): number => Number(/-r(\d+)$/.exec(execution)?.[1] ?? 0);

/** Whether a stopped execution is to be set going at an instant; after three times it waits for the operator. */
export function isRedriveDue({ execution, error, at }: StuckExecution, now: string): boolean {
  const pause = pauses[timesRedriven(execution)];
  return pause !== undefined && passing.test(error) && addSeconds(at, pause) <= now;
}
