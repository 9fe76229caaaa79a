/** `/open-data`, `/feed.xml`: published lists as JSON and CSV, and an Atom feed of notices and lists, for everybody's programs. */

import { stringify } from 'csv-stringify/sync';
import { browseLists, type PublicList, type RollEntry, readList } from '#actions/honour/honour-roll.ts';
import { type EntryPages, entriesOn } from '#actions/honour/own-lists.ts';
import { openNotices } from '#actions/notice/notice-pages.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate, startOfDay } from '#domain/instant.ts';
import { levelWords } from '#domain/level.ts';
import { placedTitle } from '#domain/notice/notice-title.ts';
import { labelWithUnit } from '#domain/programme/field-types.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { shownDay } from '#domain/shown-dates.ts';
import { asked, listPath, noticePath, PublicStyle } from '#web/frame/common.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { cachePublicly } from '#web/frame/security.ts';
import { written } from '#web/frame/send.ts';
import { noticeState } from '#web/notice/notice-state.ts';

const seconds = 300;

type Row = readonly (string | number)[];

/** A table with the mark by which Excel knows UTF-8; what a spreadsheet would take for a formula is made text. */
const csv = (rows: readonly Row[]): string =>
  stringify([...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' });
/** More rows of the same table. */
const rowsSaid = (rows: readonly Row[]): string =>
  stringify([...rows], { escape_formulas: true, record_delimiter: 'windows' });

const listRow = (list: PublicList): Row => [
  list.id,
  list.title,
  list.code,
  list.edition,
  levelWords[list.level].zh,
  list.year,
  list.bodies.join('、'),
  list.documentNumber,
  list.date,
  list.batchSaid?.zh ?? '',
  (list.lists ?? []).map(({ title, count = 0 }) => `${title}（${count}）`).join('、'),
  list.region,
  list.count,
  list.annulled === undefined ? '' : list.annulled.decision,
];
const listHead = [
  '编号',
  '名单',
  '荣誉代码',
  '届次',
  '级别',
  '年度',
  '授予单位',
  '文号',
  '日期',
  '批次',
  '专项名单',
  '行政区划代码',
  '数量',
  '作废决定',
];

const isGraded = (list: PublicList): boolean => list.grades !== undefined;
const entryHead = (list: PublicList): readonly string[] => [
  '证书编号',
  '名称',
  ...(isGraded(list) ? ['等次', '等次起始日', '原等次'] : []),
  ...list.columns.map((label) => labelWithUnit(label, list.units?.[label])),
  '荣誉名单',
  '级别',
  '年度',
  '授予单位',
  '文号',
  '日期',
  '状态',
  '决定文号',
];

const entryRow = (list: PublicList, entry: RollEntry): Row => [
  entry.number,
  entry.name,
  ...(isGraded(list)
    ? [
        titlesSaid(entry.grades).zh,
        entry.regraded?.at(-1)?.on ?? list.date,
        titlesSaid(entry.regraded?.at(-1)?.from).zh,
      ]
    : []),
  ...list.columns.map((label) => entry.numbers?.[label] ?? entry.shown[label] ?? ''),
  list.title,
  levelWords[list.level].zh,
  list.year,
  list.bodies.join('、'),
  list.documentNumber,
  list.date,
  entry.words.zh,
  entry.decision ?? '',
];

/** The table of one list, a page of it at a time. */
async function* listTable(list: PublicList, { pages, page }: EntryPages): AsyncGenerator<string, void> {
  yield csv([entryHead(list)]);
  for (let n = 1; n <= pages; n++) yield rowsSaid((await page(n)).map((entry) => entryRow(list, entry)));
}

const thisYear = (deps: Deps): number => Number(shanghaiDate(instantOf(deps)).slice(0, 4));
const yearOf = (c: Ctx, deps: Deps): number => {
  const year = asked(c, 'year');
  return year !== undefined && /^\d{4}$/.test(year) ? Number(year) : thisYear(deps);
};

function download(c: Ctx, name: string, body: string | ReadableStream<Uint8Array>) {
  cachePublicly(c, seconds);
  return c.body(body, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`,
  });
}

function openDataPage(c: Ctx, deps: Deps) {
  const frame = c.get('frame');
  const { say } = frame;
  const year = thisYear(deps);
  return c.html(
    <Page
      {...frame}
      title={say('开放数据', 'Open data')}
      lead={say(
        '已发布的表彰名单可以自由下载使用。内容与网页一致，不含公示对象和任何个人联系方式。',
        'Published lists may be downloaded and used freely. They hold what the pages show: no nominees on notice and no personal contacts.',
      )}
    >
      <PublicStyle />
      <Box title={say('名单目录', 'Lists of a year')}>
        <p>
          <code>/open-data/lists.json?year={year}</code>
          <br />
          <code>/open-data/lists.csv?year={year}</code>
        </p>
        <p class="muted">
          {say('条目较多时，按返回的 next 继续读取。', 'Longer answers are continued by their `next`.')}
        </p>
        <Actions>
          <Button href={`/open-data/lists.json?year=${year}`} tone="secondary">
            JSON
          </Button>
          <Button href={`/open-data/lists.csv?year=${year}`} tone="secondary">
            CSV
          </Button>
        </Actions>
      </Box>
      <Box title={say('单份名单', 'One list')}>
        <p>
          <code>{'/honours/{id}.json'}</code>
          <br />
          <code>{'/honours/{id}.csv'}</code>
        </p>
        <p class="muted">
          {say(
            '专项名单在后面加 ?list= 和它的编号；它的荣誉在总名单中已经计数。',
            'A list of its own is asked for by ?list= and its id; the whole list counts its honours already.',
          )}
        </p>
      </Box>
      <Box title={say('订阅', 'Feed')}>
        <p>
          <a href="/feed.xml">/feed.xml</a> {say('公示和名单的 Atom 更新', 'Atom feed of notices and lists')}
        </p>
      </Box>
    </Page>,
  );
}

async function listsJson(c: Ctx, deps: Deps) {
  const year = yearOf(c, deps);
  const { items, cursor } = await browseLists(deps, { year }, asked(c, 'cursor'));
  cachePublicly(c, seconds);
  const next =
    cursor === undefined
      ? undefined
      : `/open-data/lists.json?${new URLSearchParams({ year: `${year}`, cursor })}`;
  return c.json({
    year,
    rehearsal: deps.site.rehearsal,
    lists: items.map((list) => ({
      ...list,
      entries: `${listPath(list.id)}.json`,
      ...(list.lists !== undefined && {
        lists: list.lists.map((own) => ({
          ...own,
          entries: `${listPath(list.id)}.json?list=${encodeURIComponent(own.id)}`,
        })),
      }),
    })),
    ...(next !== undefined && { next }),
  });
}

const xml = (text: string): string =>
  text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

interface FeedEntry {
  readonly path: string;
  readonly title: string;
  readonly by: string;
  readonly at: string;
  readonly summary: string;
}

/** Atom 1.0 (RFC 4287). Titles and dates only: a feed reader keeps what it has read, and names are to go. */
async function feed(c: Ctx, deps: Deps) {
  const now = instantOf(deps);
  const today = shanghaiDate(now);
  const year = thisYear(deps);
  const [notices, lists, before] = await Promise.all([
    openNotices(deps),
    browseLists(deps, { year }),
    browseLists(deps, { year: year - 1 }),
  ]);
  const mark = deps.site.rehearsal ? '【演练】' : '';
  const entries: FeedEntry[] = [
    ...notices.items
      .filter((notice) => notice.start <= today && noticeState(notice, now) !== 'takenDown')
      .map((notice) => ({
        path: noticePath(notice.id),
        title: `公示：${placedTitle(notice)}`,
        by: notice.orgName,
        at: startOfDay(notice.start),
        summary: `公示时间 ${shownDay(notice.start).zh} 至 ${shownDay(notice.end).zh}`,
      })),
    ...[...lists.items, ...before.items].map((list) => ({
      path: listPath(list.id),
      title: list.annulled === undefined ? list.title : `（已作废）${list.title}`,
      by: list.orgName,
      at: list.publishedAt ?? startOfDay(list.date),
      summary: `${list.documentNumber}，${list.bodies.join('、')}，${list.date}`,
    })),
  ]
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, 50);
  const url = (path: string) => xml(new URL(path, deps.site.url).toString());
  const body = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
    `<title>${xml(`${mark}${deps.site.name.zh}：公示与表彰名单`)}</title>`,
    `<id>${url('/feed.xml')}</id>`,
    `<link rel="self" href="${url('/feed.xml')}"/>`,
    `<link href="${url('/')}"/>`,
    `<updated>${entries[0]?.at ?? now}</updated>`,
    ...entries.map(
      (entry) =>
        `<entry><title>${xml(mark + entry.title)}</title><id>${url(entry.path)}</id><link href="${url(entry.path)}"/><updated>${entry.at}</updated><author><name>${xml(entry.by)}</name></author><summary>${xml(entry.summary)}</summary></entry>`,
    ),
    '</feed>',
    '',
  ].join('\n');
  cachePublicly(c, seconds);
  return c.body(body, 200, { 'content-type': 'application/atom+xml; charset=utf-8' });
}

/** Mounted at '/', before the pages of the lists. */
export const openDataPages = mounting((app, { deps }) => {
  app.get('/open-data', (c) => openDataPage(c, deps));
  app.get('/open-data/lists.json', (c) => listsJson(c, deps));
  app.get('/open-data/lists.csv', async (c) => {
    const year = yearOf(c, deps);
    const { items, cursor } = await browseLists(deps, { year }, asked(c, 'cursor'));
    if (cursor !== undefined)
      c.header(
        'link',
        `</open-data/lists.csv?${new URLSearchParams({ year: `${year}`, cursor })}>; rel="next"`,
      );
    return download(c, `lists-${year}.csv`, csv([listHead, ...items.map(listRow)]));
  });
  app.get('/honours/:file{.+\\.csv}', async (c) => {
    const id = c.req.param('file').slice(0, -'.csv'.length);
    const { list, shown } = await readList(deps, id);
    return download(c, `${id}.csv`, written(listTable(shown, await entriesOn(deps, list, asked(c, 'list')))));
  });
  app.get('/feed.xml', (c) => feed(c, deps));
});
