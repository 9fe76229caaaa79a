/** `/nominations/<id>/print`: the form on paper with a place for each seal and the code by which a scan is matched. */

import { issueCode, issuedCode } from '#actions/files/stamped-pages.ts';
import { shownCode } from '#domain/files/stamped-code.ts';
import { text } from '#domain/problem.ts';
import { nameSteps } from '#domain/programme/step.ts';
import { AnswersView } from '#web/frame/answers-view.tsx';
import { PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { Qr } from '#web/frame/qr.tsx';
import { type Lang, t, w } from '#web/frame/words.ts';
import { FormDownloads } from './form-paper.tsx';
import { PersonalPress } from './record-form.tsx';
import type { RecordView } from './record-page.tsx';
import { recordView } from './record-view.ts';

const words = {
  title: text('推荐审批表（盖章页）', 'Recommendation form, to be stamped'),
  need: text(
    '先生成本稿的编码，再打印、盖章。申报表修改后编码会变，须重新打印。',
    'First give this revision its code, then print it and have it stamped. An amended form gets another code and must be printed again.',
  ),
  make: text('生成编码', 'Make the code'),
  code: text('页面编码', 'Code of this page'),
  revision: (n: number) => text(`第 ${n} 稿`, `Revision ${n}`),
  sign: text(
    '意见：　　　　　　　　　　（盖章）　　　年　　月　　日',
    'Opinion:　　　　　　　　(seal)　　　　date',
  ),
  upload: text('盖章后上传扫描件', 'Upload the scan when it is stamped'),
} as const;

/** The levels that stamp this form, each with its boxes. */
const boxesOf = (lang: Lang, { seats, programme }: RecordView) => {
  const stage = (n: number) => seats.find(({ seat }) => seat.stage === n)?.orgName;
  return programme.stages.flatMap((each, n) =>
    nameSteps(each.steps).flatMap((step) =>
      step.kind === 'review' && step.requireStampedPage
        ? [`${stage(n) ?? ''} ${step.title ?? w(lang).steps.review}`.trim()]
        : [],
    ),
  );
};

async function view({ deps }: Web, c: Ctx, pressed = false) {
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const record = await recordView(deps, signedIn(c), c.req.param('id') ?? '', undefined, pressed);
  const { nomination, programme } = record;
  const code = await issuedCode(deps, nomination);
  const back = { href: `/nominations/${nomination.id}`, title: nomination.name };
  return c.html(
    <Page {...frame} title={t(lang, words.title)} heading={code === undefined} crumbs={[back]}>
      <PublicStyle />
      {code === undefined ? (
        <form method="post" action={`/nominations/${nomination.id}/print`}>
          <HiddenCsrf csrf={csrf} />
          <p>{t(lang, words.need)}</p>
          <Actions>
            <Button>{t(lang, words.make)}</Button>
          </Actions>
        </form>
      ) : (
        <>
          <article class="paper">
            {deps.site.rehearsal && <p class="mark">【演练】</p>}
            <h1>{t(lang, programme.title)}</h1>
            <p>{t(lang, words.title)}</p>
            <p>
              {nomination.name} · {record.orgName} · {t(lang, words.revision(nomination.revision))}
            </p>
            <AnswersView form={programme.form} answers={record.answers} lang={lang} reveal={record.reveal} />
            {boxesOf(lang, record).map((title) => (
              <Box title={title}>
                <p>{t(lang, words.sign)}</p>
              </Box>
            ))}
            <div class="paper-sign">
              <Qr content={code} label={t(lang, words.code)} />
              <p>
                {t(lang, words.code)} <code>{shownCode(code)}</code>
              </p>
            </div>
          </article>
          <PersonalPress
            lang={lang}
            view={record}
            csrf={csrf}
            action={`/nominations/${nomination.id}/print/reveal`}
          />
          <Actions>
            <Button href="/stamped">{t(lang, words.upload)}</Button>
          </Actions>
        </>
      )}
      <FormDownloads lang={lang} view={record} csrf={csrf} />
    </Page>,
  );
}

/** The page to print; its code is made by a press, so that looking changes nothing. */
export const printPages = mounting((app, web) => {
  app.get('/nominations/:id/print', (c) => view(web, c));
  app.get('/nominations/:id/print/reveal', (c) => c.redirect(`/nominations/${c.req.param('id')}/print`));
  app.post('/nominations/:id/print/reveal', (c) => view(web, c, true));
  app.post('/nominations/:id/print', async (c) => {
    const id = c.req.param('id');
    await issueCode(web.deps, signedIn(c), id);
    return c.redirect(`/nominations/${id}/print`, 303);
  });
});
