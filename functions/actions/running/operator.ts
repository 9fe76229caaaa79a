/** Tells the operator that an execution is stuck: kept as a row that the doctor lists, and written to the log. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { StuckExecution } from '#domain/running/running-records.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { listPage } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';

/** Records a stuck execution, one row an execution; safe to repeat. */
export async function tellOperator(deps: Deps, execution: string, error: unknown): Promise<void> {
  const stuck: StuckExecution = {
    execution,
    error: JSON.stringify(error).slice(0, 2_000),
    at: instantOf(deps),
  };
  await deps.table.put({ ...keys.stuck(execution), ...stuck });
  deps.log('execution-stuck', { execution });
}

/**
 * Records an execution that ended badly without telling so itself: aborted, timed out, or failed before it could. One
 * that told keeps what it said.
 */
export async function keepEnded(deps: Deps, execution: string, ended: unknown): Promise<void> {
  const stuck: StuckExecution = {
    execution,
    error: JSON.stringify(ended).slice(0, 2_000),
    at: instantOf(deps),
  };
  try {
    await deps.table.put({ ...keys.stuck(execution), ...stuck }, rowAbsent);
  } catch (error) {
    if (!isConflict(error)) throw error;
    return;
  }
  deps.log('execution-stuck', { execution });
}

/** Executions that stopped and wait for the operator. */
export const stuckExecutions = (deps: Pick<Deps, 'table'>, cursor?: string) =>
  listPage<StuckExecution>(deps.table, { pk: keys.stuck('').pk, limit: 50, cursor });
