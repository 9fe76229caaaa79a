/** Routes of background jobs: their progress, and stopping one. */

import * as z from 'zod';
import { getJob, listJobs, stopJob } from '#actions/running/jobs.ts';
import type { Deep } from '#domain/read-only.ts';
import { only } from '#domain/record.ts';
import { jobRecord } from '#domain/running/job-record.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, faultLine, faultsIn, named, organisationId, page } from '#web/api/schemas.ts';
import type { Lang } from '#web/frame/words.ts';

const ofJobs = routesOf('jobs');

/** A job as routes show it; what it works on is not told. */
export const job = named(
  'Job',
  jobRecord()
    .pick(only('id kind org state done total faultCount error createdAt startedAt endedAt'))
    .extend({ faults: z.array(faultLine) }),
);
/** A job with its faults in the language of the request. */
export const jobIn = (lang: Lang, one: Awaited<ReturnType<typeof getJob>>): Deep<z.input<typeof job>> => ({
  ...one,
  faults: faultsIn(lang, one.faults),
});

export const jobRoutes = [
  ofJobs.get({
    path: '/api/jobs',
    id: 'listJobs',
    needs: 'read',
    summary: { zh: '单位的后台任务', en: "An organisation's jobs" },
    query: z.strictObject({ org: organisationId, cursor }),
    answer: page(job),
    handle: async (deps, actor, { query, facts }) => {
      const { items, cursor: next } = await listJobs(deps, actor, query.org, query.cursor);
      return { items: items.map((each) => jobIn(facts.lang, each)), cursor: next };
    },
  }),
  ofJobs.get({
    path: '/api/jobs/{job}',
    id: 'getJob',
    needs: 'read',
    summary: { zh: '后台任务的进度', en: 'Progress of a job' },
    answer: job,
    handle: async (deps, actor, { params, facts }) =>
      jobIn(facts.lang, await getJob(deps, actor, params.job)),
  }),
  ofJobs.post({
    path: '/api/jobs/{job}/stop',
    id: 'stopJob',
    needs: 'admin',
    summary: { zh: '停止后台任务', en: 'Stop a job' },
    answer: job,
    handle: async (deps, actor, { params, facts }) =>
      jobIn(facts.lang, await stopJob(deps, actor, params.job)),
  }),
];
