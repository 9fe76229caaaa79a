/** `/notices` and `/notices/:id`: open notices, and one whole (docs/rules/notice.md#what-is-shown). */

import { noticePageSize, openNotices, readNotice, readNoticePage } from '#actions/notice/notice-pages.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import type { PublicNotice } from '#domain/notice/notice-record.ts';
import { noticeHeading, placedSaid } from '#domain/notice/notice-title.ts';
import { shownDay } from '#domain/shown-dates.ts';
import { asked, dayIn, keepShortly, noticePath, PublicStyle, pageOf } from '#web/frame/common.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { frameForAll, keepWhile } from '#web/frame/kept-pages.ts';
import { type Frame, Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, Empty, Pager, Tag } from '#web/frame/parts.tsx';
import { publisherOf } from '#web/frame/publisher.ts';
import { noticeTones } from '#web/frame/tones.ts';
import { type InLang, type Lang, type Say, sayIn, t, w } from '#web/frame/words.ts';
import { Contact, Names, ObjectionRules, Period, stateLead } from './notice-parts.tsx';
import { countingWords, noticeState } from './notice-state.ts';

const Cards = (props: InLang & { readonly notices: readonly PublicNotice[]; readonly now: string }) => {
  const { lang } = props;
  const say = sayIn(lang);
  return (
    <ul class="cards">
      {props.notices.map((notice) => (
        <li class="card">
          <p class="card-tags">
            <Tag tone={noticeTones[noticeState(notice, props.now)]}>
              {w(lang).notices[noticeState(notice, props.now)]}
            </Tag>
            <span class="muted">{w(lang).levels[notice.level]}</span>
          </p>
          <h2>
            <a href={noticePath(notice.id)}>
              {t(lang, placedSaid(notice))}
              {say('公示', ': notice')}
            </a>
          </h2>
          <p>{notice.orgName}</p>
          <p class="muted">
            <Period lang={lang} notice={notice} />
            {say(`，共 ${notice.count} 个`, `, ${notice.count} nominees`)}
          </p>
        </li>
      ))}
    </ul>
  );
};

/** The open notices, of one area when asked; those of a later day are not there yet. */
async function noticesPage(c: Ctx, deps: Deps) {
  const frame = c.get('frame');
  const { lang, say } = frame;
  const area = asked(c, 'area');
  const page = await openNotices(deps, area, asked(c, 'cursor'));
  const now = instantOf(deps);
  const today = shanghaiDate(now);
  const shown = page.items.filter(
    (notice) => notice.start <= today && noticeState(notice, now) !== 'takenDown',
  );
  const areas = [...new Map(shown.map((notice) => [notice.region, notice.orgName]))];
  keepShortly(c);
  return c.html(
    <Page
      {...frame}
      title={w(lang).nav.notices}
      current="notices"
      lead={say(
        '各评选活动的拟定对象在此公示，公示期间接受社会监督。公示期满后名单撤下。',
        'Who is to be honoured or recommended is shown here for objections, and taken down when the period is over.',
      )}
    >
      <PublicStyle />
      {(area !== undefined || areas.length > 1) && (
        <nav class="areas" aria-label={say('按地区', 'By area')}>
          <a href="/notices" aria-current={area === undefined ? 'page' : undefined}>
            {say('全部地区', 'All areas')}
          </a>
          {areas.map(([region, name]) => (
            <a href={`/notices?area=${region}`} aria-current={region === area ? 'page' : undefined}>
              {name}
            </a>
          ))}
        </nav>
      )}
      {shown.length === 0 ? (
        <Empty lang={lang} title={say('目前没有正在进行的公示', 'There is no open notice')}>
          <a href="/honours">{say('查看已发布的表彰名单', 'See the published lists')}</a>
        </Empty>
      ) : (
        <Cards lang={lang} notices={shown} now={now} />
      )}
      <Pager
        lang={lang}
        next={
          page.cursor === undefined
            ? undefined
            : `/notices?${new URLSearchParams({ ...(area !== undefined && { area }), cursor: page.cursor })}`
        }
      />
      <p class="muted">
        <a href="/objections/receipt">
          {say('凭受理编号查询异议办理情况', 'Check an objection by its receipt')}
        </a>
        {' · '}
        <a href="/feed.xml">{say('订阅更新', 'Feed')}</a>
      </p>
    </Page>,
  );
}

const titleOf = (frame: Frame, notice: PublicNotice): string => t(frame.lang, noticeHeading(notice));

/** Its period, how that is counted, its legal basis and who holds it together. */
const When = ({ lang, notice }: { readonly lang: Lang; readonly notice: PublicNotice }) => {
  const say = sayIn(lang);
  return (
    <Box title={say('公示时间', 'Period')}>
      <p class="notice-period">
        <Period lang={lang} notice={notice} />
      </p>
      <p class="muted">{countingWords(lang, notice)}</p>
      {notice.legalBasis !== undefined && (
        <p>
          {say('依据：', 'Basis: ')}
          {notice.legalBasis}
        </p>
      )}
      {notice.coHosts.length > 0 && (
        <p>
          {say('共同主办：', 'With: ')}
          {notice.coHosts.join('、')}
        </p>
      )}
    </Box>
  );
};

const Signature = ({ lang, notice }: { readonly lang: Lang; readonly notice: PublicNotice }) => (
  <p class="notice-sign">
    {[notice.orgName, ...notice.coHosts].join('、')}
    <br />
    {dayIn(lang, notice.start)}
  </p>
);

/** What a shared link tells of a notice: whose it is, how many, and when; no names. */
const cardOf = (say: Say, { orgName, count, start, end }: PublicNotice, url: URL) => ({
  description: say(
    `${orgName}，共 ${count} 个，${shownDay(start).zh}至${shownDay(end).zh}`,
    `${orgName}, ${count} nominees, ${shownDay(start).en} to ${shownDay(end).en}`,
  ),
  url: url.toString(),
});

/** What the page of a notice is made of beside the names, which stay from the first day to the last. */
const noticeStamp = async (deps: Deps, notice: PublicNotice): Promise<string> => {
  const now = instantOf(deps);
  const day = deps.site.rehearsal && shanghaiDate(now);
  return JSON.stringify([notice, noticeState(notice, now), day, await publisherOf(deps, notice.org)]);
};

/** How and where to object, the way into a site of the federation's own, and who signs. */
const NoticeFoot = (
  props: InLang & { readonly notice: PublicNotice; readonly state: ReturnType<typeof noticeState> },
) => {
  const { lang, notice, state } = props;
  const say = sayIn(lang);
  const { id } = notice;
  const path = noticePath(id);
  return (
    <>
      <Box title={say('异议反映方式', 'How to object')}>
        <ObjectionRules lang={lang} notice={notice} />
        <Contact lang={lang} notice={notice} />
        {state === 'open' && (
          <Actions>
            <Button href={`${path}/object`}>{say('网上提出异议', 'Object online')}</Button>
            <Button href="/objections/receipt" tone="secondary">
              {say('查询办理情况', 'Check an objection')}
            </Button>
          </Actions>
        )}
      </Box>
      {(state === 'open' || state === 'ended') && (
        <p class="muted screen-only">
          <a href={`/embed/notices/${encodeURIComponent(id)}/code`}>
            {say('把本公示嵌入网站', 'Embed this notice in a site')}
          </a>
        </p>
      )}
      <Signature lang={lang} notice={notice} />
    </>
  );
};

async function noticePage(c: Ctx, deps: Deps, id: string) {
  const frame = frameForAll(c);
  const { lang, say } = frame;
  const notice = await readNotice(deps, id);
  const stamp = await noticeStamp(deps, notice);
  const state = noticeState(notice, instantOf(deps));
  const pages = Math.max(1, Math.ceil(notice.count / noticePageSize));
  const page = Math.min(pageOf(c), pages);
  const isShown = state === 'open' || state === 'ended';
  const nominees = isShown ? await readNoticePage(deps, notice, page - 1) : [];
  if (!isShown || nominees.length > 0)
    keepWhile(c, async () => (await noticeStamp(deps, await readNotice(deps, id))) === stamp);
  const path = noticePath(id);
  const at = (n: number) => `${path}?page=${n}`;
  keepShortly(c);
  return c.html(
    <Page
      {...frame}
      title={titleOf(frame, notice)}
      caption={notice.orgName}
      publisher={await publisherOf(deps, notice.org)}
      card={cardOf(say, notice, new URL(path, deps.site.url))}
      current="notices"
      crumbs={[{ href: '/notices', title: w(lang).nav.notices }]}
    >
      <PublicStyle />
      {frame.site.rehearsal && <p class="mark">{say('演练', 'Rehearsal')}</p>}
      <div class={`notice-state notice-${state}`} role="note">
        <Tag tone={noticeTones[state]}>{w(lang).notices[state]}</Tag>
        <span>{stateLead(lang, state, notice)}</span>
        {state === 'suspended' && (
          <span>
            {say('原因：', 'Reason: ')}
            {notice.suspended?.reason}
          </span>
        )}
      </div>
      <When lang={lang} notice={notice} />
      {isShown && (
        <Box title={say(`公示对象（共 ${notice.count} 个）`, `Nominees (${notice.count})`)}>
          {nominees.length === 0 ? (
            <p class="muted">
              {say('名单正在准备，请稍后刷新。', 'The names are being prepared; reload shortly.')}
            </p>
          ) : (
            <Names
              lang={lang}
              listedBy={notice.listedBy}
              from={(page - 1) * noticePageSize + 1}
              nominees={nominees}
              object={state === 'open' ? `${path}/object` : undefined}
            />
          )}
          {pages > 1 && (
            <Pager
              lang={lang}
              previous={page > 1 ? at(page - 1) : undefined}
              next={page < pages ? at(page + 1) : undefined}
              note={w(lang).parts.of(page, pages)}
            />
          )}
        </Box>
      )}
      <NoticeFoot {...{ lang, notice, state }} />
    </Page>,
  );
}

/** Mounted at '/'. */
export const noticePages = mounting((app, { deps }) => {
  app.get('/notices', (c) => noticesPage(c, deps));
  app.get('/notices/:id', (c) => noticePage(c, deps, c.req.param('id')));
});
