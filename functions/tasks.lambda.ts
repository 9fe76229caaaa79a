/** The tasks function: the states of both machines, jobs that a request began, executions that ended badly, and each minute the sweep of everything but letters. */

import * as z from 'zod';
import { keepEnded } from '#actions/running/operator.ts';
import type { Swept } from '#actions/running/sweep.ts';
import { openFiles } from '#aws/files.ts';
import { openHandOver } from '#aws/handover.ts';
import { codeOf, type Home, openHome } from '#aws/home.ts';
import { openLog } from '#aws/log.ts';
import { metricNames, waitingAges } from '#aws/metrics.ts';
import { once } from '#aws/once.ts';
import { openPapers } from '#aws/papers.ts';
import { readSettings, type Settings } from '#aws/settings.ts';
import { keepWake } from '#aws/wakes.ts';
import { openWorkflows } from '#aws/workflows.ts';
import { mapOf } from '#domain/members.ts';
import { errorOf } from '#domain/thrown.ts';
import { dueShards, keys } from '#store/keys.ts';
import { makeTasks } from './tasks.ts';

const open = once(async () => {
  const settings = readSettings('tasks', process.env);
  const files = openFiles(settings.FILES_BUCKET);
  const machines = { nomination: settings.NOMINATION_MACHINE_ARN, round: settings.ROUND_MACHINE_ARN };
  const home = await openHome(settings, {
    workflows: openWorkflows(machines, 'work'),
    files,
    ...(settings.SCANNER === 'guardduty' && {
      scanner: (await import('#aws/guard-duty.ts')).openGuardDuty(settings.FILES_BUCKET),
    }),
    papers: openPapers(files, settings.PAPERS_FUNCTION, openLog(settings.HONGBANG_STAGE).log),
    handOver: (deps) => openHandOver(deps, { mail: settings.MAIL_FUNCTION }),
  });
  return { settings, home, machines, tasks: makeTasks(home.deps) };
});

/** Failures that pass by themselves; the machines repeat a state that fails with `Busy`. */
const passing = new Set([
  'ThrottlingException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ExecutionLimitExceeded',
  'TimeoutError',
]);

/** The error under the name by which a machine's Retry and Catch know it. */
function named(error: unknown): unknown {
  if (!passing.has(errorOf(error).name)) return error;
  return Object.assign(new Error(codeOf(error), { cause: error }), { name: 'Busy' });
}

async function runTask(payload: { readonly task: string }): Promise<unknown> {
  const { home, tasks } = await open();
  const task = tasks[payload.task];
  if (task === undefined) throw new RangeError(`unknown task ${payload.task}`);
  const result = await task(payload, {
    machine: payload.task.startsWith('round.') ? 'round' : 'nomination',
    execution: '',
  });
  if (home.deps.site.rehearsal) await keepWake(home.deps, home.clock, payload, result);
  return result;
}

async function runJobs(jobs: readonly { readonly job: string; readonly at: string }[]): Promise<number> {
  const [{ deliver }, { jobDue }, { home }] = await Promise.all([
    import('#actions/running/signals.ts'),
    import('#actions/job.ts'),
    open(),
  ]);
  return deliver(
    home.deps,
    jobs.map(({ job, at }) => jobDue(job, at)),
  );
}

/** Minutes between two counts of what waits for people. */
const countEvery = 15;

async function countPeopleAwaited(home: Home, settings: Settings<'tasks'>): Promise<void> {
  try {
    const { countWaiting } = await import('#aws/waiting.ts');
    const counts = await Promise.all(
      [settings.NOMINATION_MACHINE_ARN, settings.ROUND_MACHINE_ARN].map((arn) => countWaiting(arn)),
    );
    home.log.waiting(mapOf(waitingAges, (age) => counts.reduce((sum, each) => sum + each[age], 0)));
  } catch (error) {
    // A picture on the dashboard: its absence must not fail the sweep.
    home.log.log('waiting-not-counted', { error: codeOf(error) });
  }
}

async function runSweep(shards: readonly number[] | undefined): Promise<Swept> {
  const { home, settings, machines } = await open();
  const { jobsDue, sweep } = await import('#actions/running/sweep.ts');
  const swept = await sweep(home.deps, { part: 'rest', ...(shards !== undefined && { shards }) });
  home.log.gauge(metricNames.sweepLagSeconds, swept.lagSeconds);
  home.log.gauge(metricNames.sweepFailed, swept.failed);
  if (shards !== undefined && !shards.includes(0)) return swept;
  // What a sweep needs and a state of the machines does not, is loaded by the first sweep.
  const { redriveDue } = await import('#aws/redrive.ts');
  await redriveDue(home.deps, machines);
  home.log.gauge(metricNames.jobsOpen, await jobsDue(home.deps));
  // Nothing is recorded in a deployment before its first sign-in link, so that another home can still be moved in.
  if ((await home.root()) !== undefined) {
    const row = await home.deps.table.get(keys.home(), { consistent: true });
    const { tellAuditors } = await import('#actions/trust/auditors.ts');
    const { makeDueCheckpoints } = await import('#actions/trust/checkpoints.ts');
    await tellAuditors(home.deps, await makeDueCheckpoints(home.deps, String(row?.createdAt).slice(0, 10)));
  }
  if (new Date().getUTCMinutes() % countEvery === 0) await countPeopleAwaited(home, settings);
  return swept;
}

const eventSchema = z.union([
  z.looseObject({ task: z.string(), sweep: z.undefined().optional() }),
  z.object({ ended: z.object({ execution: z.string(), status: z.string(), error: z.string().optional() }) }),
  z.object({ jobs: z.array(z.object({ job: z.string().min(1), at: z.iso.datetime() })).max(100) }),
  z.object({
    sweep: z.literal(true),
    shards: z
      .array(
        z
          .int()
          .min(0)
          .max(dueShards - 1),
      )
      .min(1)
      .optional(),
  }),
]);

/** Throws an error named `Busy` for what the machine shall repeat, else the defect itself. */
export async function handler(event: unknown): Promise<unknown> {
  try {
    const asked = eventSchema.parse(event);
    const { home } = await open();
    return await home.invocation<unknown>(() => {
      if ('task' in asked) return runTask(asked);
      if ('jobs' in asked) return runJobs(asked.jobs);
      return 'ended' in asked
        ? keepEnded(home.deps, asked.ended.execution, asked.ended)
        : runSweep(asked.shards);
    });
  } catch (error) {
    throw named(error);
  }
}
