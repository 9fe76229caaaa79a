/** `/rounds/:id/opinion-letters`: 征求意见函 to each department, with the table of nominees and its reply form, to print. */

import {
  type OpinionLetter,
  opinionLetter,
  opinionLetterPaper,
  opinionLetters,
} from '#actions/review/opinion-letter.ts';
import { text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { type LetterPart, questionBlank } from '#domain/review/opinion-letter.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { stepRows } from '#domain/step-rows.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { asked, PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { stepName } from '#web/frame/names.ts';
import { Actions, Box, Button, nextPage, Pager } from '#web/frame/parts.tsx';
import { sendPaper } from '#web/frame/send.ts';
import { t } from '#web/frame/words.ts';

const words = {
  title: text('征求意见函', 'Letters to departments'),
  lead: text(
    '按部门打印：列出已征求、尚未答复的对象，附回复表。收到盖章回函后，由联络员登记答复并上传扫描件。',
    'One a department: those it was asked about and has not answered on, with a reply form. Its contact records the answers and uploads the stamped reply.',
  ),
  none: text('本级没有征求意见环节，或没有需要征求的部门。', 'This level asks no departments.'),
  docx: text('下载函和回函（Word）', 'Letter and reply form (Word)'),
  pdf: text('下载函和回函（PDF）', 'Letter and reply form (PDF)'),
  nobody: text('目前没有等待该部门答复的对象。', 'Nobody waits for this department now.'),
} as const;

const pathOf = (id: string) => `/rounds/${encodeURIComponent(id)}/opinion-letters`;

async function indexPage({ deps }: Web, c: Ctx, id: string) {
  const frame = c.get('frame');
  const { lang } = frame;
  const { round, steps, departments } = await opinionLetters(deps, signedIn(c), id);
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={t(lang, titled(round))}
      current="rounds"
      crumbs={[{ href: `/rounds/${encodeURIComponent(id)}`, title: t(lang, titled(round)) }]}
      lead={t(lang, words.lead)}
    >
      {(steps.length === 0 || departments.length === 0) && <p class="muted">{t(lang, words.none)}</p>}
      {steps.map((step) => (
        <Box title={stepName(lang, step)}>
          <ul>
            {departments.map((department) => (
              <li>
                <a href={`${pathOf(id)}?${new URLSearchParams({ step: step.id, department })}`}>
                  {department}
                </a>
              </li>
            ))}
          </ul>
        </Box>
      ))}
    </Page>,
  );
}

const choices = Object.values(stepRows.opinions.answer.words)
  .map(({ zh }) => `□${zh}`)
  .join(' ');

/** The nominees of one class with what is asked about each, as a form to fill in. */
const ReplyTable = ({ part }: { readonly part: LetterPart }) => (
  <DataTable
    lang="zh"
    caption={part.nomineeClass === undefined ? '回复表' : `回复表（${part.nomineeClass}）`}
    captionShown
    rows={part.nominees.map((nominee, i) => ({ ...nominee, n: i + 1 }))}
    columns={[
      { title: '序号', numeric: true, cell: (row) => row.n },
      { title: '对象', header: true, cell: (row) => row.name },
      {
        title: '基本情况',
        cell: (row) => row.shown.map(({ label, value }) => `${label}：${value}`).join('；') || '—',
      },
      ...part.questions.map((question) => ({ title: question.label, cell: () => questionBlank(question) })),
      { title: '意见', cell: () => choices },
      { title: '理由（不同意、需核实的必填）', cell: () => '' },
    ]}
  />
);

/** The letter is in Chinese, as it goes to a department. */
const Letter = ({ letter, rehearsal }: { readonly letter: OpinionLetter; readonly rehearsal: boolean }) => {
  const count = letter.parts.reduce((sum, { nominees }) => sum + nominees.length, 0);
  return (
    <article class="paper" lang="zh-CN">
      {rehearsal && <p class="mark">【演练】</p>}
      <h1>关于征求对{letter.title}推荐对象意见的函</h1>
      <p>{letter.department}：</p>
      <p>
        我单位正在开展{letter.title}评选，现就{count}个推荐对象征求贵单位意见（{letter.step}）。
        {letter.due !== undefined &&
          `请于${shownAt(letter.due)}前填写下表${letter.stamped ? '并加盖公章' : ''}函复，也可以登录系统答复。`}
        逾期未答复的，我单位将催办，不视为同意。
      </p>
      {letter.parts.map((part) => (
        <ReplyTable part={part} />
      ))}
      <div class="paper-sign">
        <p>答复单位（盖章）：　　　　　　　　</p>
        <p>经办人及电话：　　　　　　　　</p>
        <p>年　　月　　日　　</p>
      </div>
      <div class="paper-sign">
        <p>{letter.orgName}</p>
      </div>
    </article>
  );
};

async function letterPage(web: Web, c: Ctx, id: string) {
  const frame = c.get('frame');
  const { lang } = frame;
  const [step, department] = [asked(c, 'step') ?? '', asked(c, 'department') ?? ''];
  if (step === '' || department === '') return indexPage(web, c, id);
  const letter = await opinionLetter(web.deps, signedIn(c), id, {
    step,
    department,
    cursor: asked(c, 'cursor'),
  });
  const here = `${pathOf(id)}?${new URLSearchParams({ step, department })}`;
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={department}
      heading={letter.parts.length === 0}
      current="rounds"
      crumbs={[{ href: pathOf(id), title: t(lang, words.title) }]}
    >
      <PublicStyle />
      {letter.parts.length === 0 ? (
        <p>{t(lang, words.nobody)}</p>
      ) : (
        <>
          <Letter letter={letter} rehearsal={web.deps.site.rehearsal} />
          <div class="screen-only">
            <Actions>
              {(['docx', 'pdf'] as const).map((as) => (
                <Button href={here.replace('?', `/letter.${as}?`)} tone="secondary">
                  {t(lang, words[as])}
                </Button>
              ))}
            </Actions>
          </div>
        </>
      )}
      <Pager lang={lang} next={nextPage(here, letter.cursor)} />
    </Page>,
  );
}

/** Letters to departments. */
export const opinionLetterPages = mounting((pages, web) => {
  pages.get('/rounds/:id/opinion-letters', (c) => letterPage(web, c, c.req.param('id')));
  for (const as of ['docx', 'pdf'] as const)
    pages.get(`/rounds/:id/opinion-letters/letter.${as}`, async (c) => {
      const letter = {
        step: asked(c, 'step') ?? '',
        department: asked(c, 'department') ?? '',
        cursor: asked(c, 'cursor'),
      };
      return sendPaper(c, await opinionLetterPaper(web.deps, signedIn(c), c.req.param('id'), letter, as));
    });
});
