/** Background jobs: rows with a cursor, run in bounded chunks that a crash may repeat; progress is read from the row. */

import { jobRights } from '#actions/job.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { addSeconds } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, type Fault, Problem } from '#domain/problem.ts';
import type { Job } from '#domain/running/job-record.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { noSuch } from '#domain/things.ts';
import { versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, type Listed, listPage } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import { jobHandler } from './job-kinds.ts';

/** One chunk: at most so many rows, and so many real milliseconds. */
const chunkRows = 100;
const chunkMilliseconds = 2_000;
/** A runner that died lets go after this; longer than any chunk. */
const claimSeconds = 30;
const mostFaults = 50;
/** Chunks that may break in a row before the job is given up. */
const mostBroken = 5;

const codeOf = (error: unknown): string =>
  error instanceof Problem ? error.code : error instanceof Error ? error.name : 'unknown';

/** Writes a job on, guarded by the version it was read with; undefined when somebody else did. */
async function change(
  deps: Deps,
  job: Job,
  set: Partial<Job>,
  remove: readonly (keyof Job)[] = [],
): Promise<Job | undefined> {
  try {
    return await deps.table.update(
      keys.job(job.id),
      { set: { ...set, version: job.version + 1 }, remove },
      versionIs(job.version),
    );
  } catch (error) {
    if (isConflict(error)) return undefined;
    throw error;
  }
}

const taken = (): Problem => conflict('job-taken', '任务正在运行。', 'The job is being run already.');

/**
 * Runs one chunk of a job: at most 100 rows or 2 seconds. Gives `more` while there is something left, so that its due
 * row stays. Safe to run twice at once: the second sees the claim and leaves it alone, by an error, so that its due row
 * stays too. A chunk that throws is tried
 * again by the next sweep, five times; then the job has failed and says why.
 * @throws Problem conflict `job-taken`; whatever the handler threw.
 */
export async function runJob(deps: Deps, id: string): Promise<'more' | 'done'> {
  const job = await find<Job>(deps.table, keys.job(id));
  if (job === undefined || isJobOver(job)) return 'done';
  const now = instantOf(deps);
  if (job.claimed !== undefined && job.claimed > now) throw taken();
  const held = await change(deps, job, {
    state: 'running',
    claimed: addSeconds(now, claimSeconds),
    startedAt: job.startedAt ?? now,
  });
  if (held === undefined) throw taken();
  const handler = jobHandler(held.kind);
  const end = performance.now() + chunkMilliseconds;
  try {
    const chunk = await handler(deps, held, { rows: chunkRows, spent: () => performance.now() >= end });
    const found: readonly Fault[] = chunk.faults ?? [];
    const over = chunk.cursor === undefined;
    await change(
      deps,
      held,
      {
        state: over ? 'done' : 'running',
        done: held.done + chunk.done,
        ...(chunk.cursor !== undefined && { cursor: chunk.cursor }),
        ...(chunk.total !== undefined && { total: chunk.total }),
        faults: [...held.faults, ...found].slice(0, mostFaults),
        faultCount: held.faultCount + found.length,
        broken: 0,
        ...(over && { endedAt: instantOf(deps) }),
      },
      ['claimed', 'error'],
    );
    // Stopped or taken over meanwhile: the next look at the row says what holds.
    return over ? 'done' : 'more';
  } catch (error) {
    const broken = held.broken + 1;
    const over = broken >= mostBroken;
    await change(
      deps,
      held,
      { broken, error: codeOf(error), ...(over && { state: 'failed', endedAt: instantOf(deps) }) },
      ['claimed'],
    );
    deps.log('job-broke', { job: id, kind: held.kind, code: codeOf(error), broken });
    if (over) return 'done';
    throw error;
  }
}

/** What went wrong names those whom the job is about: for who started it, who could, and who oversees. */
const jobAsRead = (job: Job, actor: Actor, orgPath: readonly string[]): Job =>
  job.by === actor.id ||
  may({ ...actor, via: 'session' }, jobRights[job.kind], { orgPath }) ||
  may(actor, 'candidacy.judged', { orgPath })
    ? job
    : { ...job, faults: [] };

/** A job with its progress. @throws Problem missing `job-unknown`; forbidden. */
export async function getJob(deps: Deps, actor: Actor, id: string): Promise<Job> {
  const job = await find<Job>(deps.table, keys.job(id));
  if (job === undefined) throw noSuch('job');
  const { path } = await getOrganisation(deps.table, job.org);
  demand(actor, 'round.read', { orgPath: path }, 'job');
  return jobAsRead(job, actor, path);
}

/** One page of an organisation's jobs, newest first. @throws Problem forbidden. */
export async function listJobs(deps: Deps, actor: Actor, org: string, cursor?: string): Promise<Listed<Job>> {
  const { path } = await getOrganisation(deps.table, org);
  demand(actor, 'round.read', { orgPath: path }, 'organisation');
  const page = await listPage<Job>(deps.table, {
    pk: keys.jobsOf(org),
    index: 'gsi1',
    cursor,
    descending: true,
  });
  return { ...page, items: page.items.map((job) => jobAsRead(job, actor, path)) };
}

/** Stops a job after its present chunk; what is done stays done. Safe to repeat. @throws Problem missing; forbidden. */
export async function stopJob(deps: Deps, actor: Actor, id: string): Promise<Job> {
  for (let left = 8; ; left--) {
    const job = await find<Job>(deps.table, keys.job(id));
    if (job === undefined) throw noSuch('job');
    demand(actor, jobRights[job.kind], { orgPath: (await getOrganisation(deps.table, job.org)).path }, 'job');
    if (isJobOver(job)) return job;
    const stopped = await change(deps, job, { state: 'stopped', endedAt: instantOf(deps) }, ['claimed']);
    if (stopped !== undefined) return (await find<Job>(deps.table, keys.job(id))) ?? stopped;
    if (left === 0) throw conflict('job-busy', '任务正忙，请稍后再试。', 'The job is busy; try again.');
  }
}
