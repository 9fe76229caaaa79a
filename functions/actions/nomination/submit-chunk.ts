/** One chunk of submitting the drafts of an import. A chunk that ran before a crash may run again. */
import { actorOf } from '#actions/actor.ts';
import type { JobHandler } from '#actions/job.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import type { RowOutcomes } from '#domain/nomination/import-record.ts';
import type { SubmitRun, SubmittedRows } from '#domain/nomination/submit-run-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { missing, Problem } from '#domain/problem.ts';
import { askedForm } from '#domain/programme/asked-form.ts';
import type { Answers } from '#domain/programme/form.ts';
import { keys, padded } from '#store/keys.ts';
import { getMember } from '#store/people.ts';
import { find, findNomination, getProgramme, listPage } from '#store/reads.ts';
import type { Key } from '#store/table.ts';
import { getDraft } from './drafts.ts';
import { keptSeconds, outcomePrefix } from './import-chunk.ts';
import { submit } from './submit.ts';

export const runKey = (id: string): Key => ({ pk: keys.job(id).pk, sk: 'SUBMIT' });
export const submittedPrefix = 'SUB#';

type Draft = RowOutcomes['saved'][number];

/** The answers with the statements that were made of every draft, as far as this one is asked them. */
async function declared(deps: Deps, run: SubmitRun, programme: string, answers: Answers): Promise<Answers> {
  if (run.declarations.length === 0) return answers;
  const { form } = (await getProgramme(deps.table, programme)).document;
  const asked = askedForm(form, answers, shanghaiDate(run.receivedAt)).declarations;
  const before: readonly unknown[] = Array.isArray(answers.declarations) ? answers.declarations : [];
  const made = asked.filter(({ id }) => before.includes(id) || run.declarations.includes(id));
  return { ...answers, declarations: made.map(({ id }) => id) };
}

/** Submits one draft; one that was submitted already is fine, one that was deleted is told. */
async function submitOne(deps: Deps, actor: Actor, run: SubmitRun, { id }: Draft): Promise<void> {
  if ((await findNomination(deps.table, id)) !== undefined) return;
  const { draft, answers, consentEmail } = await getDraft(deps, actor, id);
  const { programme, org, channel, attachments } = draft;
  const { consentText, sensitive, roll, receivedAt } = run;
  const sent = {
    id,
    programme,
    org,
    channel,
    answers: await declared(deps, run, programme, answers),
    attachments,
    consentText,
    sensitive,
    receivedAt,
    ...(roll === true && { roll }),
    ...(consentEmail !== undefined && { consentEmail }),
  };
  // One letter for each of several hundred would bury whoever submits them; the job shows what became of each.
  await submit(deps, actor, sent, { quietly: true });
}

/** Submits the drafts from the cursor `row:page` on, where `page` is the list's own cursor of the import's outcomes. */
export const submitChunk: JobHandler = async (deps, job, { rows, spent }) => {
  const run = await find<SubmitRun>(deps.table, runKey(job.id));
  if (run === undefined) throw missing('job-unknown', '没有这次提交。', 'There is no such submission.');
  const actor = actorOf(await getMember(deps.table, run.by), 'session');
  const [, from = '0', page = ''] = /^(\d+):(.*)$/su.exec(job.cursor ?? '0:') ?? [];
  const outcomes = await listPage<RowOutcomes>(deps.table, {
    pk: keys.job(run.import).pk,
    prefix: outcomePrefix,
    limit: 1,
    ...(page !== '' && { cursor: page }),
  });
  const drafts = outcomes.items.flatMap(({ saved }) => saved);
  const submitted: Draft[] = [];
  const refused: SubmittedRows['refused'][number][] = [];
  let at = Number(from);
  for (; at < drafts.length && at < Number(from) + rows && (at === Number(from) || !spent()); at++) {
    const draft = drafts[at]!;
    try {
      await submitOne(deps, actor, run, draft);
      submitted.push(draft);
    } catch (error) {
      // What the draft itself is refused for; a database that is away for a moment stops the chunk instead.
      if (!(error instanceof Problem) || error.kind === 'unavailable') throw error;
      const { code, text, faults } = error;
      refused.push({ ...draft, faults: faults.length > 0 ? [...faults] : [{ field: '', code, text }] });
    }
  }
  const result: SubmittedRows = { submitted, refused };
  if (submitted.length + refused.length > 0)
    await deps.table.put({
      ...result,
      pk: keys.job(job.id).pk,
      sk: `${submittedPrefix}${padded(job.done)}`,
      ttl: Math.floor(deps.clock() / 1000) + keptSeconds,
    });
  const isPageOver = at >= drafts.length;
  const next = isPageOver ? outcomes.cursor && `0:${outcomes.cursor}` : `${at}:${page}`;
  return {
    cursor: next,
    done: submitted.length + refused.length,
    faults: refused.flatMap(({ row, faults }) =>
      faults.slice(0, 1).map(({ code, text }) => ({ field: String(row), code, text })),
    ),
  };
};
