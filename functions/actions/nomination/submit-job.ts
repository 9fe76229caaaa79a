/** The drafts of an import submitted together: started once, run as a job, its outcome by row. */
import { startJob } from '#actions/job.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { privacyFaults } from '#domain/nomination/consent-text.ts';
import type { SubmitRun, SubmittedRows } from '#domain/nomination/submit-run-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, missing, refuseIf } from '#domain/problem.ts';
import type { Job } from '#domain/running/job-record.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { is, lacks } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, getProgramme, type Listed, listPage } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import { importKey, keptSeconds } from './import-chunk.ts';
import { readImport } from './import-job.ts';
import { allSubmission } from './nomination-input.ts';
import { runKey, submittedPrefix } from './submit-chunk.ts';

/**
 * Submits every draft of an import that is not submitted yet, one by one, in a job. While one runs, starting again gives
 * the same; afterwards those that were refused are tried again. The right is asked for each draft when its turn comes.
 * @throws Problem invalid (`privacy-consent`, `separate-consent`); conflict `import-not-over`; missing; forbidden.
 */
export async function submitImported(
  deps: Deps,
  actor: Actor,
  sent: Input<typeof allSubmission> & { readonly import: string; readonly receivedAt?: string | undefined },
): Promise<Job> {
  const { import: from, receivedAt = instantOf(deps), ...rest } = sent;
  const { consentText, sensitive, roll, declarations } = readInput(allSubmission, rest);
  const { record, job } = await readImport(deps, actor, from);
  if (job === undefined || !isJobOver(job))
    throw conflict(
      'import-not-over',
      '导入还没有完成，请稍后再提交。',
      'The import is not finished yet; submit afterwards.',
    );
  const { form } = (await getProgramme(deps.table, record.programme)).document;
  refuseIf(privacyFaults(form, { consentText, sensitive }));
  const before = record.submitting;
  const running = before === undefined ? undefined : await find<Job>(deps.table, keys.job(before));
  if (running !== undefined && !isJobOver(running)) return running;
  const start = (id: string) =>
    startJob(deps, actor, 'submit-drafts', { org: record.org, id, total: record.rows });
  // Written down and not started yet: by another press in this moment, or one that was cut off.
  if (before !== undefined && running === undefined) return start(before);
  const id = deps.id('job');
  const consents = {
    consentText,
    sensitive: sensitive === true,
    declarations,
    ...(roll === true && { roll }),
  };
  const run: SubmitRun = { id, import: from, org: record.org, by: actor.id, receivedAt, ...consents };
  const ttl = Math.floor(deps.clock() / 1000) + keptSeconds;
  try {
    await deps.table.together([
      { put: { ...run, ...runKey(id), ttl } },
      {
        update: importKey(from),
        change: { set: { submitting: id } },
        when: before === undefined ? lacks('submitting') : is('submitting', before),
      },
    ]);
  } catch (error) {
    if (!isConflict(error)) throw error;
    // Pressed twice in one moment: the other press has started it.
    return submitImported(deps, actor, sent);
  }
  return start(id);
}

async function runOf(deps: Deps, actor: Actor, from: string, id: string): Promise<SubmitRun> {
  await readImport(deps, actor, from);
  const run = await find<SubmitRun>(deps.table, runKey(id));
  if (run?.import === from) return run;
  throw missing('job-unknown', '没有这次提交。', 'There is no such submission.');
}

/** How a submission of many stands. Throws `missing`, `forbidden`. */
export async function readSubmitRun(
  deps: Deps,
  actor: Actor,
  from: string,
  id: string,
): Promise<{ readonly run: SubmitRun; readonly job: Job | undefined }> {
  const run = await runOf(deps, actor, from, id);
  return { run, job: await find<Job>(deps.table, keys.job(id)) };
}

/** What became of the drafts, about 500 at a time, in the order of the sheet. Throws as `readSubmitRun`. */
export async function submitOutcomes(
  deps: Deps,
  actor: Actor,
  of: { readonly import: string; readonly job: string },
  cursor?: string,
): Promise<Listed<SubmittedRows>> {
  await runOf(deps, actor, of.import, of.job);
  return listPage<SubmittedRows>(deps.table, {
    pk: keys.job(of.job).pk,
    prefix: submittedPrefix,
    limit: 5,
    cursor,
  });
}
