/** `/import/:job/submit`: the drafts of an import are submitted together; then how far that is, and what became of each row. */

import { readImport } from '#actions/nomination/import-job.ts';
import { allSubmission } from '#actions/nomination/nomination-input.ts';
import { readSubmitRun, submitImported, submitOutcomes } from '#actions/nomination/submit-job.ts';
import { asksSensitive } from '#domain/nomination/consent-text.ts';
import type { SubmittedRows } from '#domain/nomination/submit-run-record.ts';
import { text } from '#domain/problem.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { getOrganisation } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Tick } from '#web/frame/fields.tsx';
import { framed, keptTick } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, HiddenCsrf, nextPage, Pager } from '#web/frame/parts.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { listCrumb } from './edit-page.tsx';
import { seatOrNone } from './opened-draft.ts';
import { Consents, privacyOf } from './privacy.tsx';

const words = {
  title: text('一次提交导入的申报', 'Submit the imported nominations together'),
  lead: text(
    '逐份提交。缺少内容或附件的不会提交，仍是草稿，并在结果中写明原因；改好后可以再提交一次。',
    'Each is submitted by itself. One that lacks something stays a draft and the result says why; mend it and submit again.',
  ),
  agreeAll: text('以下同意适用于这次提交的每一份申报。', 'What you agree to below stands for each of them.'),
  declare: text('承诺', 'Statements'),
  declareHelp: text(
    '表格不能勾选承诺。在这里勾选的，对这次提交的每一份都算作出；只对部分申报成立的，请在各份草稿中勾选。',
    'A sheet cannot tick statements. One ticked here is made of every nomination submitted now; where it holds for some only, tick it in their drafts.',
  ),
  submit: (rows: number) => text(`全部提交（最多 ${rows} 份）`, `Submit all (${rows} at most)`),
  running: text('正在提交', 'Submitting'),
  over: text('提交结果', 'Result'),
  stopped: text(
    '提交没有办完，可以再提交一次，已提交的不会重复。',
    'It did not finish; submit again, nothing comes twice.',
  ),
  wait: text(
    '本页每 3 秒刷新，离开不影响提交。',
    'This page reloads every 3 seconds; leaving it does no harm.',
  ),
  progress: text('已办', 'Done'),
  done: (submitted: number, refused: number) =>
    text(`已提交 ${submitted} 份，${refused} 份没有提交`, `${submitted} submitted, ${refused} not`),
  refused: text('没有提交的', 'Not submitted'),
  row: text('行', 'Row'),
  name: text('申报对象', 'Nominee'),
  why: text('原因', 'Why'),
  again: text('改好后再提交', 'Submit again once mended'),
  list: text('我的申报', 'My nominations'),
} as const;

const form = 'submitAll';

async function askView({ deps }: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const id = c.req.param('job') ?? '';
  const { record } = await readImport(deps, actor, id);
  const [{ document: programme }, org] = await Promise.all([
    getProgramme(deps.table, record.programme),
    getOrganisation(deps.table, record.org),
  ]);
  const seat = await seatOrNone(deps, record.programme, programme, 'organisation', org);
  const frame = framed(c, typed);
  const { lang, csrf, faults } = frame;
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={`${t(lang, programme.title)} · ${org.name}`}
      lead={t(lang, words.lead)}
      current="nominations"
      crumbs={[listCrumb(lang)]}
    >
      <form method="post" action={`/import/${id}/submit`}>
        <HiddenCsrf csrf={csrf} />
        <p>{t(lang, words.agreeAll)}</p>
        <Consents
          {...{ lang, form, faults, typed }}
          consent={privacyOf({ programme, org, seat })}
          asksSensitive={asksSensitive(programme.form)}
          asksRoll
        />
        {programme.form.declarations.length > 0 && (
          <fieldset class="group">
            <legend class="group-title">{t(lang, words.declare)}</legend>
            <p class="hint">{t(lang, words.declareHelp)}</p>
            {programme.form.declarations.map((one) => (
              <Tick
                lang={lang}
                path={`declarations.${one.id}`}
                name="declarations"
                value={one.id}
                words={t(lang, one.text)}
                checked={keptTick(typed, form, 'declarations', one.id)}
                faults={faults}
              />
            ))}
          </fieldset>
        )}
        <Actions>
          <Button>{t(lang, words.submit(record.rows))}</Button>
        </Actions>
      </form>
    </Page>
  );
}

const Refused = (props: { readonly lang: Lang; readonly rows: SubmittedRows['refused'] }) => {
  const { lang } = props;
  return (
    <Box title={t(lang, words.refused)}>
      <DataTable
        lang={lang}
        caption={t(lang, words.refused)}
        rows={props.rows}
        columns={[
          { title: t(lang, words.row), numeric: true, cell: ({ row }) => String(row) },
          {
            title: t(lang, words.name),
            cell: ({ id, name }) => <a href={`/nominations/${id}/edit`}>{name}</a>,
          },
          {
            title: t(lang, words.why),
            cell: ({ faults }) => faults.map((one) => t(lang, one.text)).join('；'),
          },
        ]}
      />
    </Box>
  );
};

async function resultView({ deps }: Web, c: Ctx) {
  const actor = signedIn(c);
  const [from, id] = [c.req.param('job') ?? '', c.req.param('run') ?? ''];
  const frame = c.get('frame');
  const { lang } = frame;
  const { job } = await readSubmitRun(deps, actor, from, id);
  const { items, cursor } = await submitOutcomes(
    deps,
    actor,
    { import: from, job: id },
    c.req.query('cursor'),
  );
  const refused = items.flatMap((one) => one.refused);
  const isOver = job !== undefined && isJobOver(job);
  const isBroken = job?.state === 'failed' || job?.state === 'stopped';
  const count = job === undefined ? undefined : words.done(job.done - job.faultCount, job.faultCount);
  return c.html(
    <Page
      {...frame}
      title={t(lang, isOver ? words.over : words.running)}
      current="nominations"
      crumbs={[listCrumb(lang)]}
      flash={
        isOver && count !== undefined
          ? {
              kind: isBroken || job.faultCount > 0 ? 'warning' : 'success',
              title: t(lang, count),
              ...(isBroken && { body: t(lang, words.stopped) }),
            }
          : undefined
      }
    >
      {job !== undefined && (
        <Box>
          <Progress
            lang={lang}
            label={t(lang, words.progress)}
            value={job.done}
            max={job.total ?? job.done}
          />
          {!isOver && <p class="muted">{t(lang, words.wait)}</p>}
        </Box>
      )}
      {refused.length > 0 && <Refused lang={lang} rows={refused} />}
      <Pager lang={lang} next={nextPage(`/import/${from}/submitted/${id}`, cursor)} />
      {isOver && (
        <Actions>
          {job.faultCount > 0 && <Button href={`/import/${from}/submit`}>{t(lang, words.again)}</Button>}
          <Button href="/nominations" tone="secondary">
            {t(lang, words.list)}
          </Button>
        </Actions>
      )}
    </Page>,
    200,
    // By header, as the page's policy allows no script to do it.
    isOver ? {} : { refresh: '3' },
  );
}

/** The press that submits all, and what became of them. */
export const submitImportedPages = mounting((app, web) => {
  app.get('/import/:job/submit', async (c) => c.html(await askView(web, c)));
  app.post('/import/:job/submit', (c) => {
    const from = c.req.param('job');
    return take(c, {
      form,
      input: allSubmission,
      work: async (sent) => {
        const { id } = await submitImported(web.deps, signedIn(c), {
          ...sent,
          import: from,
          receivedAt: c.get('receivedAt'),
        });
        return `/import/${from}/submitted/${id}`;
      },
      show: (typed) => askView(web, c, typed),
    });
  });
  app.get('/import/:job/submitted/:run', (c) => resultView(web, c));
});
