/** The job that holds a sheet of results against its package, then records them row by row. */
import type { JobHandler } from '#actions/job.ts';
import { writeExternalResult } from '#actions/recommendation/external-results.ts';
import type { Deps } from '#deps';
import { type Candidate, matchResults } from '#domain/package/matching.ts';
import type { Package, ResultRow, ResultRun } from '#domain/package/package-record.ts';
import { type Actor, onBehalf } from '#domain/people/people.ts';
import { Problem } from '#domain/problem.ts';
import { versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { sentOf } from './packages.ts';

/** Rows recorded in one chunk: each is a write of its own. */
const perChunk = 25;

async function candidatesOf(deps: Deps, { parts }: Package): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  for (const part of parts)
    for (const { round, nomination, name } of (await sentOf(deps, part, 0, Number.POSITIVE_INFINITY)).up)
      found.push({ round, nomination, name, programme: part.title });
  return found;
}

/** Records one row; what the action refuses is told beside it. */
async function record(deps: Deps, actor: Actor, row: ResultRow): Promise<ResultRow> {
  const { round, nomination, state, source, bodies, date, certificate, grades, batch } = row;
  if (row.outcome !== 'waiting' || round === undefined || nomination === undefined || state === undefined)
    return row;
  // Bodies, date, number, grade and batch belong to an honour; a nominee who was not chosen has none.
  const granted =
    state === 'honoured'
      ? { bodies: [...bodies], date, number: certificate, grades: [...(grades ?? [])], batch }
      : {};
  try {
    const sent = { round, nomination, state, source, ...granted };
    const { written } = await writeExternalResult(deps, actor, sent);
    return { ...row, outcome: written ? 'recorded' : 'same' };
  } catch (error) {
    if (!(error instanceof Problem) || error.kind === 'unavailable' || error.code === 'row-changed')
      throw error;
    const { code, text, faults } = error;
    return { ...row, outcome: 'refused', faults: faults.length > 0 ? faults : [{ field: '', code, text }] };
  }
}

/** One chunk: first whom each row is about, then so many rows. A row recorded before a crash says that it stands already. */
export const resultsChunk: JobHandler = async (deps, job) => {
  const [id, name] = [String(job.params.package), String(job.params.run)];
  const [found, run] = await Promise.all([
    find<Package>(deps.table, keys.package(id)),
    find<ResultRun>(deps.table, keys.resultRun(id, name)),
  ]);
  if (found === undefined || run === undefined) return { cursor: undefined, done: 0 };
  const save = (patch: Partial<ResultRun>) =>
    deps.table.update(
      keys.resultRun(id, name),
      { set: { ...patch, version: run.version + 1 } },
      versionIs(run.version),
    );
  if (!run.matched) {
    await save({ matched: true, rows: matchResults(run.rows, await candidatesOf(deps, found)) });
    return { cursor: '0', done: 0 };
  }
  const end = Math.min(run.rows.length, run.done + perChunk);
  const rows = [...run.rows];
  for (let n = run.done; n < end; n++) rows[n] = await record(deps, onBehalf(run.by), rows[n]!);
  await save({ rows, done: end });
  return { cursor: end < rows.length ? String(end) : undefined, done: end - run.done };
};
