/** `/jobs` lists background jobs of an organisation; `/jobs/:id` shows the progress of one, without script too. */

import * as z from 'zod';
import { getJob, listJobs, stopJob } from '#actions/running/jobs.ts';
import { text } from '#domain/problem.ts';
import type { Job } from '#domain/running/job-record.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { getOrganisation } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import { type Ctx, orgAsked, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, nextPage, Pager, SummaryList, Tag, type Tone } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type Say, t, w } from '#web/frame/words.ts';

const stateWords = (say: Say): Readonly<Record<Job['state'], readonly [string, Tone]>> => ({
  waiting: [say('排队中', 'Waiting'), 'neutral'],
  running: [say('进行中', 'Running'), 'info'],
  done: [say('已完成', 'Done'), 'good'],
  failed: [say('失败', 'Failed'), 'bad'],
  stopped: [say('已停止', 'Stopped'), 'warn'],
});
const kindWords = (say: Say, kind: string): string =>
  ({
    'annul-list': say('作废名单', 'Annulment of a list'),
    'erase-round': say('保存期满删除', 'Erasure at the end of its years'),
    'end-round': say('结束本轮', 'End of a round'),
    'tell-results': say('通知评选结果', 'Letters on results'),
    'close-panel': say('汇总评分和名次', 'Means and ranks of a panel'),
    'bulk-mail': say('群发信函', 'Bulk mail'),
    'import-ledger': say('导入荣誉台账', 'Import of a ledger'),
    'import-nominations': say('导入申报', 'Import of nominations'),
    'submit-drafts': say('提交导入的申报', 'Submission of imported drafts'),
    'end-terms': say('届期核对', 'Terms that run out'),
    'start-recheck': say('分派复查任务', 'Tasks of a re-check'),
    'make-paper': say('生成材料', 'Making of a paper'),
    'make-package': say('制作报送包', 'Archive of a package'),
    'record-results': say('登记上级结果', 'Results from above'),
    'rewrap-keys': say('更换密钥', 'Rewrapping of keys'),
  })[kind] ?? kind;

const stopForm = (id: string): FormSpec => ({
  form: 'stop',
  action: `/jobs/${id}/stop`,
  tone: 'danger',
  folded: text('停止', 'Stop'),
  note: text('已办的保留，未办的不再办。', 'What is done stays; the rest is not done.'),
});

async function jobView(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const job = await getJob(web.deps, actor, c.req.param('job') ?? '');
  const [word, tone] = stateWords(say)[job.state];
  const page = (
    <Page
      {...framed(c, typed, {
        stopped: { zh: '已停止，办完的保留。', en: 'Stopped; what is done stays done.' },
      })}
      title={kindWords(say, job.kind)}
      crumbs={[{ href: `/jobs?org=${job.org}`, title: say('后台任务', 'Jobs') }]}
    >
      <Box title={say('进度', 'Progress')} aside={<Tag tone={tone}>{word}</Tag>}>
        <Progress lang={lang} label={say('已办', 'Done')} value={job.done} max={job.total ?? job.done} />
        <SummaryList
          rows={[
            { label: say('开始', 'Started'), value: shownAt(job.startedAt) || '—' },
            { label: say('结束', 'Ended'), value: shownAt(job.endedAt) || '—' },
            ...(job.error === undefined
              ? []
              : [{ label: say('错误代码', 'Error'), value: <code>{job.error}</code> }]),
          ]}
        />
        {!isJobOver(job) && (
          <p class="muted">
            {say(
              '本页每 3 秒刷新，离开不影响办理。',
              'This page reloads every 3 seconds; leaving it does no harm.',
            )}
          </p>
        )}
      </Box>
      {job.faultCount > 0 && (
        <Box title={say(`有 ${job.faultCount} 处问题`, `${job.faultCount} faults`)}>
          <ul>
            {job.faults.map((each) => (
              <li>
                <code>{each.field}</code> {t(lang, each.text)}
              </li>
            ))}
          </ul>
        </Box>
      )}
      {!isJobOver(job) && <PostForm c={c} of={stopForm(job.id)} typed={typed} />}
    </Page>
  );
  return { page, isUnderWay: !isJobOver(job) };
}

async function jobsView(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const org = await getOrganisation(web.deps.table, orgAsked(c, web.root));
  const page = await listJobs(web.deps, actor, org.id, c.req.query('cursor'));
  return (
    <Page {...framed(c, undefined)} title={say('后台任务', 'Jobs')} caption={org.name} width="wide">
      <Box>
        <DataTable
          lang={lang}
          caption={say('后台任务', 'Jobs')}
          rows={page.items}
          columns={[
            {
              title: say('任务', 'Job'),
              cell: (job) => <a href={`/jobs/${job.id}`}>{kindWords(say, job.kind)}</a>,
            },
            { title: say('创建', 'Made'), cell: (job) => shownAt(job.createdAt) },
            {
              title: say('已办', 'Done'),
              numeric: true,
              cell: (job) => (job.total === undefined ? job.done : w(lang).parts.of(job.done, job.total)),
            },
            { title: say('问题', 'Faults'), numeric: true, cell: (job) => job.faultCount },
            {
              title: say('状态', 'State'),
              cell: (job) => {
                const [word, tone] = stateWords(say)[job.state];
                return <Tag tone={tone}>{word}</Tag>;
              },
            },
          ]}
        />
        <Pager lang={lang} next={nextPage(`/jobs?org=${org.id}`, page.cursor)} />
      </Box>
    </Page>
  );
}

/** Background jobs. */
export const jobPages = mounting((pages, web) => {
  pages.get('/jobs', async (c) => c.html(await jobsView(web, c)));
  pages.get('/jobs/:job', async (c) => {
    const { page, isUnderWay } = await jobView(web, c);
    // Without script the browser asks again by itself; by header, as the page's policy allows.
    if (isUnderWay) c.header('refresh', '3');
    return c.html(page);
  });
  pages.post('/jobs/:job/stop', (c) =>
    take(c, {
      ...{ form: 'stop', input: z.object() },
      work: async () => {
        const job = await stopJob(web.deps, signedIn(c), c.req.param('job') ?? '');
        return doneAt(`/jobs/${job.id}`, 'stopped');
      },
      show: async (typed) => (await jobView(web, c, typed)).page,
    }),
  );
});
