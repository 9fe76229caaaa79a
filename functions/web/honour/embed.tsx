/** `/embed/…`: a published list or a notice as a federation's own site shows it in a frame, and the code for that. */

import { readList } from '#actions/honour/honour-roll.ts';
import { entriesOn } from '#actions/honour/own-lists.ts';
import { noticePageSize, readNotice, readNoticePage } from '#actions/notice/notice-pages.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { noticeHeading } from '#domain/notice/notice-title.ts';
import { text } from '#domain/problem.ts';
import { keepShortly, listPath, noticePath, PublicStyle, pageOf } from '#web/frame/common.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { BarePage, Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, CopyButton, Pager, Tag } from '#web/frame/parts.tsx';
import { publisherOf } from '#web/frame/publisher.ts';
import { allowFraming } from '#web/frame/security.ts';
import { noticeTones } from '#web/frame/tones.ts';
import { type InLang, type Lang, t, w } from '#web/frame/words.ts';
import { Names, Period, stateLead } from '#web/notice/notice-parts.tsx';
import { noticeState } from '#web/notice/notice-state.ts';
import { Entries, RollTitle } from './list-parts.tsx';

const words = {
  title: text('嵌入网站', 'Embed in a site'),
  lead: text(
    '把下面一种代码放进本单位网站的页面。内容由本系统实时提供：公示期满自动撤下，撤销、更正随时生效。',
    'Put one of these into a page of your own site. What it shows comes from here: a notice goes when its period is over, and corrections show at once.',
  ),
  frame: text('嵌入框', 'A frame'),
  link: text('链接（不能用嵌入框时）', 'A link, where a site takes no frames'),
  look: text('效果', 'How it looks'),
  alone: text('单独打开', 'Open it alone'),
  whole: text('打开原页面', 'Open the page itself'),
  annulled: text('本名单已整体作废', 'This whole list was annulled'),
  rehearsal: text('演练', 'Rehearsal'),
} as const;

/** What is embedded: where it stands, whose it is, and what it is called. */
interface Embedded {
  readonly kind: 'lists' | 'notices';
  readonly id: string;
  readonly title: string;
  readonly org: string;
  readonly orgName: string;
  /** Its own page. */
  readonly path: string;
}

const embedPath = ({ kind, id }: Embedded): string => `/embed/${kind}/${encodeURIComponent(id)}`;

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

async function listOf(deps: Deps, id: string) {
  const { list, shown } = await readList(deps, id);
  const about: Embedded = {
    kind: 'lists',
    id,
    title: shown.title,
    org: list.org,
    orgName: shown.orgName,
    path: listPath(id),
  };
  return { list, about };
}

async function noticeOf(deps: Deps, lang: Lang, id: string) {
  const notice = await readNotice(deps, id);
  const title = t(lang, noticeHeading(notice));
  const about: Embedded = {
    kind: 'notices',
    id,
    title,
    org: notice.org,
    orgName: notice.orgName,
    path: noticePath(id),
  };
  return { notice, about };
}

/** Whose it is, and the way to the page itself, in a window of its own. */
const Foot = ({ lang, about }: { readonly lang: Lang; readonly about: Embedded }) => (
  <p class="muted">
    {w(lang).frame.publishedBy}
    {about.orgName} ·{' '}
    <a href={about.path} target="_blank" rel="noopener">
      {t(lang, words.whole)}
    </a>
  </p>
);

const Pages = (props: InLang & { readonly at: string; readonly page: number; readonly pages: number }) =>
  props.pages > 1 ? (
    <Pager
      lang={props.lang}
      previous={props.page > 1 ? `${props.at}?page=${props.page - 1}` : undefined}
      next={props.page < props.pages ? `${props.at}?page=${props.page + 1}` : undefined}
      note={w(props.lang).parts.of(props.page, props.pages)}
    />
  ) : null;

async function listFrame(c: Ctx, deps: Deps, id: string) {
  const { lang, site } = c.get('frame');
  const { list, about } = await listOf(deps, id);
  const { pages, page: entriesOf } = await entriesOn(deps, list, undefined);
  const page = Math.min(pageOf(c), pages);
  allowFraming(c);
  keepShortly(c);
  return c.html(
    <BarePage {...{ lang, site }} title={about.title}>
      <PublicStyle />
      <article class="roll">
        {site.rehearsal && <p class="mark">{t(lang, words.rehearsal)}</p>}
        {list.annulled !== undefined && <p class="mark">{t(lang, words.annulled)}</p>}
        <RollTitle lang={lang} list={list} title={about.title} />
        <Entries lang={lang} entries={await entriesOf(page)} page={page} framed />
      </article>
      <Pages {...{ lang, page, pages }} at={embedPath(about)} />
      <Foot lang={lang} about={about} />
    </BarePage>,
  );
}

async function noticeFrame(c: Ctx, deps: Deps, id: string) {
  const { lang, site } = c.get('frame');
  const { notice, about } = await noticeOf(deps, lang, id);
  const state = noticeState(notice, instantOf(deps));
  const isShown = state === 'open' || state === 'ended';
  const pages = Math.max(1, Math.ceil(notice.count / noticePageSize));
  const page = Math.min(pageOf(c), pages);
  allowFraming(c);
  keepShortly(c);
  return c.html(
    <BarePage {...{ lang, site }} title={about.title}>
      <PublicStyle />
      {site.rehearsal && <p class="mark">{t(lang, words.rehearsal)}</p>}
      <h1>{about.title}</h1>
      <div class={`notice-state notice-${state}`} role="note">
        <Tag tone={noticeTones[state]}>{w(lang).notices[state]}</Tag>
        <span>{stateLead(lang, state, notice)}</span>
      </div>
      <p class="notice-period">
        <Period lang={lang} notice={notice} />
      </p>
      {isShown && (
        <>
          <Names
            lang={lang}
            listedBy={notice.listedBy}
            from={(page - 1) * noticePageSize + 1}
            nominees={await readNoticePage(deps, notice, page - 1)}
            object={undefined}
          />
          <Pages {...{ lang, page, pages }} at={embedPath(about)} />
        </>
      )}
      <Foot lang={lang} about={about} />
    </BarePage>,
  );
}

const Code = ({ lang, title, code }: InLang & { readonly title: string; readonly code: string }) => (
  <Box title={title}>
    <pre class="embed-code" tabindex={0}>
      <code>{code}</code>
    </pre>
    <CopyButton lang={lang} text={code} />
  </Box>
);

async function codePage(c: Ctx, deps: Deps, about: Embedded) {
  const frame = c.get('frame');
  const { lang } = frame;
  const url = (path: string) => escaped(new URL(path, deps.site.url).toString());
  const title = escaped(about.title);
  const iframe = `<iframe src="${url(embedPath(about))}" title="${title}" width="100%" height="640" loading="lazy" style="border:0"></iframe>`;
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={about.title}
      lead={t(lang, words.lead)}
      publisher={await publisherOf(deps, about.org)}
      current={about.kind === 'lists' ? 'honours' : 'notices'}
      crumbs={[{ href: about.path, title: about.title }]}
    >
      <PublicStyle />
      <Code lang={lang} title={t(lang, words.frame)} code={iframe} />
      <Code lang={lang} title={t(lang, words.link)} code={`<a href="${url(about.path)}">${title}</a>`} />
      <Box title={t(lang, words.look)} aside={<a href={embedPath(about)}>{t(lang, words.alone)}</a>}>
        <iframe class="embed-look" src={embedPath(about)} title={about.title} loading="lazy" />
      </Box>
    </Page>,
  );
}

/** Mounted at '/'. */
export const embedPages = mounting((app, { deps }) => {
  app.get('/embed/lists/:id', (c) => listFrame(c, deps, c.req.param('id')));
  app.get('/embed/notices/:id', (c) => noticeFrame(c, deps, c.req.param('id')));
  app.get('/embed/lists/:id/code', async (c) =>
    codePage(c, deps, (await listOf(deps, c.req.param('id'))).about),
  );
  app.get('/embed/notices/:id/code', async (c) =>
    codePage(c, deps, (await noticeOf(deps, c.get('frame').lang, c.req.param('id'))).about),
  );
});
