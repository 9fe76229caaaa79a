/** A background job as a row: who may start it, and how it is queued. What runs it is in `running`. */
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { type Action, demand } from '#domain/people/policy.ts';
import type { Fault } from '#domain/problem.ts';
import type { Job, JobKind } from '#domain/running/job-record.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import type { Due, DueRow, Writing } from '#store/writing.ts';
import { instantOf } from './write.ts';

/** How much one chunk may do: at most `rows`, and nothing more once `spent()` is true. */
export interface Allowance {
  readonly rows: number;
  readonly spent: () => boolean;
}
/** What a chunk did. Without a cursor the job is done. */
export interface Chunk {
  readonly cursor: string | undefined;
  readonly done: number;
  readonly total?: number;
  readonly faults?: readonly Fault[];
}
/** Does one chunk. The same chunk may run again after a crash, so everything in it must be safe to repeat. */
export type JobHandler = (deps: Deps, job: Job, allowance: Allowance) => Promise<Chunk>;

/** The right that starting a job needs, at its organisation; stopping it needs the same. */
export const jobRights: Readonly<Record<JobKind, Action>> = {
  'annul-list': 'honour.confirm',
  'bulk-mail': 'letters.send',
  'close-panel': 'shortlist.edit',
  'end-round': 'round.configure',
  'end-terms': 'honour.handed',
  'erase-round': 'nomination.erase',
  'import-ledger': 'upward.send',
  'import-nominations': 'nomination.submit',
  'make-package': 'package.make',
  'make-paper': 'export.read',
  'record-results': 'upward.send',
  'rewrap-keys': 'backup',
  'start-recheck': 'recheck.run',
  'submit-drafts': 'nomination.submit',
  'tell-results': 'letters.send',
};

/** The row by which a job is due at an instant. */
export const jobDue = (id: string, at: string): DueRow => {
  const what: Due = { due: 'job', job: id };
  return { ...keys.due(`job-${id}`, at), at, what };
};

const item = (job: Job) => ({
  ...job,
  ...keys.job(job.id),
  gsi1pk: keys.jobsOf(job.org),
  gsi1sk: `${job.createdAt}#${job.id}`,
});

export interface NewJob {
  readonly org: string;
  readonly params?: Job['params'];
  readonly total?: number;
  readonly id: string;
}

const newJob = (by: string, kind: JobKind, { org, params = {}, total, id }: NewJob, now: string): Job => ({
  id,
  kind,
  org,
  by,
  state: 'waiting',
  done: 0,
  ...(total !== undefined && { total }),
  faults: [],
  faultCount: 0,
  params,
  createdAt: now,
  broken: 0,
  version: 1,
});

/** Adds a job to a write, so that it is there if and only if what asked for it was written. The right is the caller's to check. */
export function queueJob(write: Writing, actor: Pick<Actor, 'id'>, kind: JobKind, job: NewJob): void {
  write.op({ put: item(newJob(actor.id, kind, job, write.now)), when: rowAbsent });
  write.due(write.now, `job-${job.id}`, { due: 'job', job: job.id });
}

/**
 * Queues a job for an organisation; the sweeper runs it. An `id` given makes starting safe to repeat: the job that is
 * there already is given back.
 * @throws Problem forbidden, by the right that the kind needs; missing `organisation-unknown`.
 */
export async function startJob(
  deps: Deps,
  actor: Actor,
  kind: JobKind,
  { org, params = {}, total, id = deps.id('job') }: Omit<NewJob, 'id'> & Partial<Pick<NewJob, 'id'>>,
): Promise<Job> {
  demand(actor, jobRights[kind], { orgPath: (await getOrganisation(deps.table, org)).path }, 'organisation');
  const now = instantOf(deps);
  const job = newJob(actor.id, kind, { org, params, id, ...(total !== undefined && { total }) }, now);
  const due = jobDue(id, now);
  try {
    await deps.table.together([{ put: item(job), when: rowAbsent }, { put: { ...due } }]);
  } catch (error) {
    if (!isConflict(error)) throw error;
    const there = await find<Job>(deps.table, keys.job(id));
    if (there === undefined || there.kind !== kind || there.org !== org) throw error;
    return there;
  }
  // The first chunk at once, so that short jobs need not wait for the sweeper.
  await deps.handOver([due]);
  return job;
}
