/** `/nominations/<id>/submitted`: that a nomination was submitted, its receipt number, what comes next, and another one. */

import { instantOf } from '#actions/write.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { getOrganisation } from '#store/people.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, SummaryList } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';
import { listCrumb } from './edit-page.tsx';
import { FormDownloads } from './form-paper.tsx';
import { seatOrNone, shutWhy } from './opened-draft.ts';
import { recordView } from './record-view.ts';

const words = {
  title: text('申报已提交', 'The nomination is submitted'),
  receipt: text('受理号', 'Receipt number'),
  name: text('申报对象', 'Nominee'),
  programme: text('评选活动', 'Programme'),
  org: text('申报单位', 'Nominated by'),
  at: text('提交时间', 'Submitted'),
  next: text('接下来', 'What comes next'),
  consent: text(
    '系统已向被推荐人的邮箱发送告知和确认链接，本人同意后开始审查。',
    'The nominee has been sent the privacy notice and a link; the review begins once the nominee agrees.',
  ),
  review: (org: string) => text(`由${org}审查。`, `${org} reviews it.`),
  letters: text(
    '确认邮件已发出。退回修改、公示和结果都会发邮件，也可以随时在“我的申报”中查看。',
    'A confirmation is on its way by mail. You are told of a return, of the notice and of the result, and may look here at any time.',
  ),
  record: text('查看办理情况', 'See where it stands'),
  another: text('再申报一名', 'Nominate another'),
} as const;

/** The way to another nomination of the same kind, while the window is open. */
async function another({ deps }: Web, view: Awaited<ReturnType<typeof recordView>>) {
  const { nomination, programme } = view;
  const org = await getOrganisation(deps.table, nomination.org);
  const seat = await seatOrNone(deps, nomination.programme, programme, nomination.channel, org);
  if (seat === undefined || shutWhy(seat, instantOf(deps), org.id) !== undefined) return undefined;
  const start = { programme: nomination.programme, org: org.id, channel: nomination.channel };
  return `/nominations/new?${new URLSearchParams(start)}`;
}

async function page(web: Web, c: Ctx) {
  const frame = c.get('frame');
  const { lang } = frame;
  const view = await recordView(web.deps, signedIn(c), c.req.param('id') ?? '');
  const { nomination, programme, seats } = view;
  const base = `/nominations/${nomination.id}`;
  const more = await another(web, view);
  const waits = nomination.consent?.state === 'pending';
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={t(lang, programme.title)}
      current="nominations"
      crumbs={[listCrumb(lang)]}
    >
      <Box tone="tinted">
        {nomination.receipt !== undefined && (
          <p class="receipt">
            {t(lang, words.receipt)} <b>{nomination.receipt}</b>
          </p>
        )}
        <SummaryList
          rows={[
            { label: t(lang, words.name), value: nomination.name },
            { label: t(lang, words.org), value: `${view.orgName} · ${w(lang).channels[nomination.channel]}` },
            { label: t(lang, words.at), value: shownAt(nomination.submittedAt) },
          ]}
        />
      </Box>
      <Box title={t(lang, words.next)}>
        <ul>
          {waits && <li>{t(lang, words.consent)}</li>}
          {seats[0] !== undefined && <li>{t(lang, words.review(seats[0].orgName))}</li>}
          <li>{t(lang, words.letters)}</li>
        </ul>
      </Box>
      <Actions>
        {more !== undefined && <Button href={more}>{t(lang, words.another)}</Button>}
        <Button href={base} tone="secondary">
          {t(lang, words.record)}
        </Button>
      </Actions>
      <FormDownloads lang={lang} view={view} csrf={frame.csrf} />
    </Page>
  );
}

/** The confirmation; it stays at its address, so that it can be printed or opened again. */
export const submittedPages = mounting((app, web) => {
  app.get('/nominations/:id/submitted', async (c) => c.html(await page(web, c)));
});
