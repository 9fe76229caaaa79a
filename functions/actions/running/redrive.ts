/** Sets a stopped execution going again: a start under the next attempt, which reads from the table where it stands. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { missing, type Problem } from '#domain/problem.ts';
import { candidacyExecutions, partsOfExecution } from '#store/execution-names.ts';
import { rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findNomination, findRound, getCandidacy } from '#store/reads.ts';
import { type Due, type Signal, startCandidacy, startRound } from '#store/writing.ts';
import { plainName } from './executions.ts';

type StartSignal = Extract<Signal, { readonly kind: 'start' }>;

/** The parts of a name that `roundExecution` made. */
const ofRound = /^(.+)_(\d+)_([a-z0-9]+)-t(\d+)$/;

const unknown = (execution: string): Problem =>
  missing(
    'execution-unknown',
    `没有名为 ${execution} 的中断流程。请从 npm run doctor 的结果中复制名称。`,
    `No execution ${execution} is stopped; copy its name from the answer of npm run doctor.`,
  );

/** The first start of what an execution was of; undefined when there is no such candidacy or round. */
async function startOfName(deps: Pick<Deps, 'table'>, name: string): Promise<StartSignal | undefined> {
  const round = ofRound.exec(name);
  if (round !== null) {
    const [, programme, stage, org, tranche] = round;
    const id = `${programme}.${stage}.${org}`;
    return (await findRound(deps.table, id)) === undefined ? undefined : startRound(id, Number(tranche));
  }
  const parts = partsOfExecution(name);
  const nomination = parts && (await findNomination(deps.table, parts.nomination));
  if (parts === undefined || nomination === undefined) return undefined;
  for (const seat of nomination.seats) {
    const candidacy = await getCandidacy(deps.table, seat, nomination.id);
    if (name.startsWith(`${candidacyExecutions(candidacy)}-`))
      return { ...startCandidacy(candidacy, parts.phase), name };
  }
  return undefined;
}

/**
 * Starts a stopped execution anew as `<name>-r1`, `-r2` … and takes it off the doctor's list, in one transaction; the
 * sweeper sends the start. Safe to repeat: what is not on the list is refused. @throws Problem missing `execution-unknown`.
 */
export async function redriveStuck(
  deps: Pick<Deps, 'table' | 'clock'>,
  execution: string,
): Promise<{ readonly started: string }> {
  const stuck = await deps.table.get(keys.stuck(execution), { consistent: true });
  const [, base = '', again = '0'] = /^(.*?)(?:-r(\d+))?$/.exec(plainName(execution)) ?? [];
  const signal = stuck === undefined ? undefined : await startOfName(deps, base);
  if (signal?.kind !== 'start') throw unknown(execution);
  const name = `${signal.name}-r${Number(again) + 1}`;
  const at = instantOf(deps);
  const what: Due = { due: 'signal', signal: { ...signal, name } };
  await deps.table.together([
    { put: { ...keys.due(`redrive-${name}`, at), at, what } },
    { remove: keys.stuck(execution), when: rowThere },
  ]);
  return { started: name };
}
