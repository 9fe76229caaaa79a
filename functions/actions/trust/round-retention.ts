/** Whom a round left open when it ended or was cancelled is erased too, when the years of the round are over. */

import { queueJob } from '#actions/job.ts';
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { systemActor } from '#domain/people/people.ts';
import { getRound } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';

/** Starts the job that walks the round; started twice, it is one. */
export async function lookAtRound(deps: Deps, id: string): Promise<void> {
  const { org } = await getRound(deps.table, id);
  const write = begin(deps, systemActor);
  queueJob(write, systemActor, 'erase-round', { org, id: `kept-${id}`, params: { round: id } });
  try {
    await finish(deps, write);
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}
