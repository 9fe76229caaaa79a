/** `/honours/:list`: one published list with its document, bodies and names; and the small JSON that its page filters. */

import { type PublicList, readList } from '#actions/honour/honour-roll.ts';
import { type EntryPages, entriesOn } from '#actions/honour/own-lists.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { may } from '#domain/people/policy.ts';
import { numberWithUnit } from '#domain/programme/field-types.ts';
import { getOrganisation } from '#store/people.ts';
import { keepShortly, listPath, PublicStyle, pageOf } from '#web/frame/common.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { frameForAll, keepWhile } from '#web/frame/kept-pages.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Button, Pager } from '#web/frame/parts.tsx';
import { publicAssets } from '#web/frame/public-assets.ts';
import { publisherOf } from '#web/frame/publisher.ts';
import { allowIndexing, cachePublicly } from '#web/frame/security.ts';
import { written } from '#web/frame/send.ts';
import { type InLang, type Lang, type Say, sayIn, w } from '#web/frame/words.ts';
import { Entries, RollTitle } from './list-parts.tsx';

const ownQuery = (own: string | undefined): string =>
  own === undefined ? '' : `?list=${encodeURIComponent(own)}`;

/** The head of a list with the field that filters it in the browser. */
const RollHead = (
  props: InLang & { readonly list: HonourList; readonly title: string; readonly own: string | undefined },
) => {
  const { lang, list, title, own } = props;
  const say = sayIn(lang);
  return (
    <>
      <RollTitle lang={lang} list={list} title={title} />
      <div class="roll-tools" data-roll={`${listPath(list.id)}.json${ownQuery(own)}`} hidden>
        <label for="roll-search">{say('在本名单中查找', 'Find in this list')}</label>
        <input id="roll-search" type="search" autocomplete="off" />
        <p
          role="status"
          data-found={say('找到 {n} 个', '{n} found')}
          data-none={say('没有找到', 'None found')}
          data-more={say('找到 {n} 个，显示前 100 个', '{n} found, the first 100 shown')}
        ></p>
      </div>
    </>
  );
};

/** The ways between a list and the lists of their own that are made of it. */
const OwnLists = (props: InLang & { readonly list: HonourList; readonly own: string | undefined }) => {
  const { lang, list, own } = props;
  if (list.lists === undefined) return null;
  return (
    <p class="muted">
      {own !== undefined && <a href={listPath(list.id)}>{sayIn(lang)('全部名单', 'The whole list')}</a>}{' '}
      {list.lists
        .filter(({ id }) => id !== own)
        .map(({ id, title }) => (
          <>
            <a href={`${listPath(list.id)}${ownQuery(id)}`}>{title}</a>{' '}
          </>
        ))}
    </p>
  );
};

/** How many stand on a list, and the sums of the whole one. */
const Total = (props: {
  readonly lang: Lang;
  readonly list: HonourList;
  readonly count: number;
  readonly whole: boolean;
  readonly own: string | undefined;
}) => {
  const { lang, list, count, whole, own } = props;
  const say = sayIn(lang);
  return (
    <p class="roll-total">
      {say(`共 ${count} 个`, `${count} in all`)}
      {(whole ? (list.sums ?? []) : []).map(({ label, sum = 0 }) => {
        const said = numberWithUnit(String(sum), list.units?.[label]);
        return say(`，${label}合计 ${said}`, `, ${label} ${said} in all`);
      })}
      {own === undefined &&
        list.vacant !== undefined &&
        say(`，空缺 ${list.vacant} 个`, `, ${list.vacant} places left empty`)}
    </p>
  );
};

/** What a shared link tells of a list: by whom, under which number, how many; no names. */
const cardWords = (say: Say, bodies: readonly string[], document: string, count: number) =>
  say(
    `${bodies.join('、')}，${document}，共 ${count} 个`,
    `${bodies.join(', ')}, ${document}, ${count} honours`,
  );

/** What the page of a list is made of: each change of a list or of an honour on it counts its version up, terms end with a day. */
const listStamp = async (deps: Deps, { list }: Awaited<ReturnType<typeof readList>>): Promise<string> =>
  JSON.stringify([list.version, shanghaiDate(instantOf(deps)), await publisherOf(deps, list.org)]);

/** Reads a list for its page, which is every visitor's while the list stays as it is. */
async function readForAll(c: Ctx, deps: Deps, id: string) {
  const read = await readList(deps, id);
  const stamp = await listStamp(deps, read);
  keepWhile(c, async () => (await listStamp(deps, await readList(deps, id))) === stamp);
  return read;
}

async function listPage(c: Ctx, deps: Deps, id: string) {
  const frame = frameForAll(c);
  const { lang, say } = frame;
  const { list, shown } = await readForAll(c, deps, id);
  const own = c.req.query('list');
  const { count, pages, page: entriesOf } = await entriesOn(deps, list, own);
  const page = Math.min(pageOf(c), pages);
  const entries = await entriesOf(page);
  const title = list.lists?.find((each) => each.id === own)?.title ?? shown.title;
  const org = await getOrganisation(deps.table, list.org);
  const mayManage = may(frame.actor, 'honour.correct', { orgPath: org.path });
  const query = own === undefined ? '' : `list=${encodeURIComponent(own)}`;
  const at = (n: number) => `${listPath(id)}?${query}${query && '&'}page=${n}`;
  const url = new URL(`${listPath(id)}${ownQuery(own)}`, deps.site.url).toString();
  if (!deps.site.rehearsal) allowIndexing(c);
  keepShortly(c);
  return c.html(
    <Page
      {...frame}
      title={title}
      heading={false}
      publisher={await publisherOf(deps, list.org)}
      card={{ description: cardWords(say, shown.bodies, list.documentNumber, count), url }}
      current="honours"
      width="wide"
      crumbs={[{ href: '/honours', title: say('荣誉榜', 'Roll of honour') }]}
    >
      <PublicStyle />
      {list.annulled !== undefined && (
        <div class="flash flash-warning" role="note">
          <p class="flash-title">{say('本名单已整体作废', 'This whole list was annulled')}</p>
          <p>
            {list.annulled.decision}（{list.annulled.date}）
          </p>
        </div>
      )}
      <article class="roll">
        {frame.site.rehearsal && <p class="mark">{say('演练', 'Rehearsal')}</p>}
        <RollHead lang={lang} list={list} title={title} own={own} />
        <OwnLists lang={lang} list={list} own={own} />
        <Entries lang={lang} entries={entries} page={page} />
        <ol class="honours" data-roll-found hidden></ol>
        <Total {...{ lang, list, own, count }} whole={count === shown.count} />
      </article>
      {pages > 1 && (
        <div data-roll-pager>
          <Pager
            lang={lang}
            previous={page > 1 ? at(page - 1) : undefined}
            next={page < pages ? at(page + 1) : undefined}
            note={w(lang).parts.of(page, pages)}
          />
        </div>
      )}
      <Actions>
        <Button href="/check" tone="secondary">
          {w(lang).nav.check}
        </Button>
        <Button href={`${listPath(id)}.csv${query && '?'}${query}`} tone="secondary">
          {say('下载 CSV', 'Download CSV')}
        </Button>
        {own === undefined && (
          <Button href={`/embed/lists/${encodeURIComponent(id)}/code`} tone="secondary">
            {say('嵌入网站', 'Embed in a site')}
          </Button>
        )}
        {mayManage && (
          <Button href={`${listPath(id)}/manage`} tone="secondary">
            {say('撤销与更正', 'Revoke and correct')}
          </Button>
        )}
      </Actions>
      <script type="module" src={publicAssets.js}></script>
    </Page>,
  );
}

async function* jsonOf(list: PublicList, { pages, page }: EntryPages): AsyncGenerator<string, void> {
  yield `{"list":${JSON.stringify(list)},"entries":[`;
  let before = '';
  for (let n = 1; n <= pages; n++) {
    const entries = await page(n);
    yield entries.map((entry, i) => `${i === 0 ? before : ','}${JSON.stringify(entry)}`).join('');
    if (entries.length > 0) before = ',';
  }
  yield ']}';
}

/** The list as the browser filters it: no more than its page shows. Its tag changes with every change to the list. */
async function listJson(c: Ctx, deps: Deps, id: string) {
  const { list, shown } = await readList(deps, id);
  const own = c.req.query('list');
  const found = await entriesOn(deps, list, own);
  const today = shanghaiDate(instantOf(deps));
  const tag = `"${list.version}-${today}${own === undefined ? '' : `-${own}`}"`;
  cachePublicly(c, 60);
  c.header('etag', tag);
  if (c.req.header('if-none-match') === tag) return c.body(null, 304);
  c.header('content-type', 'application/json');
  return c.body(written(jsonOf(shown, found)));
}

/** Mounted at '/'; the JSON stands before the page, since ids hold dots. */
export const listPages = mounting((app, { deps }) => {
  app.get('/honours/lists/:list', (c) => c.redirect(listPath(c.req.param('list')), 308));
  app.get('/honours/:file{.+\\.json}', (c) =>
    listJson(c, deps, c.req.param('file').slice(0, -'.json'.length)),
  );
  app.get('/honours/:list', (c) => listPage(c, deps, c.req.param('list')));
});
