/** The home page: what waits for whoever is signed in, and for a visitor what this is and where to go. */

import { Hono } from 'hono';
import { openNotices } from '#actions/notice/notice-pages.ts';
import { dismissStart, type GettingStarted, startOnHome } from '#actions/people/getting-started.ts';
import { instantOf } from '#actions/write.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { shownAt, shownInstant, timeLeft } from '#domain/shown-dates.ts';
import { keys } from '#store/keys.ts';
import { listPage } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { dated } from '#web/frame/dated.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Box, Button, Tag } from '#web/frame/parts.tsx';
import { nameRoot } from '#web/frame/publisher.ts';
import { type InLang, type Lang, t, w } from '#web/frame/words.ts';
import { AwaitedRounds } from '#web/programme/awaited.tsx';
import { channelsFor, startHref } from '#web/programme/open.tsx';
import { todoHref } from '#web/review/worklist-reader.ts';
import { GettingStartedBox } from './getting-started.tsx';
import { type Waiting, waitingFor } from './home-waiting.ts';
import { newsShown, Welcome } from './welcome.tsx';

const words = {
  waiting: text('等您办理', 'Waiting for you'),
  tasks: text('我的待办', 'My tasks'),
  allTasks: text('全部待办', 'All my tasks'),
  noTasks: text('现在没有等您办理的事项。', 'Nothing waits for you now.'),
  drafts: text('草稿', 'Drafts'),
  mine: text('全部申报', 'All my nominations'),
  returned: text('退回修改', 'Returned for amendment'),
  rounds: text('我管理的评选', 'Rounds that I run'),
  offers: text('评选活动', 'Programmes to nominate for'),
  deadline: text('截止', 'Closes'),
  opens: (at: string) => text(`${at} 开始`, `Opens ${at}`),
  next: text('下一步', 'Next'),
  amend: text('修改', 'Amend'),
  act: text('办理', 'Act'),
  lacking: (n: number) =>
    n === 0 ? text('可以提交', 'ready to submit') : text(`还差 ${n} 项`, `${n} items missing`),
  nominate: text('开始申报', 'Nominate'),
  name: text('名称', 'Name'),
  step: text('环节', 'Step'),
  due: text('办理期限', 'Due'),
  overdue: text('已逾期', 'Overdue'),
  unnamed: text('（未填名称）', '(no name yet)'),
  saved: text('保存于', 'Saved'),
} as const;

const Tasks = ({ lang, now, todos }: InLang & { readonly now: string; readonly todos: Waiting['todos'] }) => (
  <Box title={t(lang, words.tasks)} aside={<a href="/tasks">{t(lang, words.allTasks)}</a>}>
    <DataTable
      lang={lang}
      caption={t(lang, words.tasks)}
      rows={todos}
      columns={[
        {
          title: t(lang, words.name),
          cell: (todo) => (
            <a href={todoHref({ base: '/tasks' }, todo)}>
              {lang === 'en' ? (todo.nameEn ?? todo.name) : todo.name}
            </a>
          ),
        },
        { title: t(lang, words.step), cell: (todo) => t(lang, todo.title) },
        {
          title: t(lang, words.due),
          cell: (todo) => (
            <>
              {t(lang, shownInstant(todo.due))}{' '}
              {todo.due < now && <Tag tone="bad">{t(lang, words.overdue)}</Tag>}
            </>
          ),
        },
      ]}
    />
  </Box>
);

const Returned = ({ lang, returned }: { readonly lang: Lang; readonly returned: Waiting['returned'] }) => (
  <Box title={t(lang, words.returned)}>
    <ul>
      {returned.map((one) => (
        <li>
          <a href={`/nominations/${one.id}`}>{one.name}</a> <Tag tone="warn">{w(lang).states.returned}</Tag>{' '}
          <Button href={`/nominations/${one.id}/edit`} small>
            {t(lang, words.amend)}
          </Button>
        </li>
      ))}
    </ul>
  </Box>
);

const Drafts = (props: {
  readonly lang: Lang;
  readonly now: string;
  readonly drafts: Waiting['drafts'];
  readonly offers: Waiting['offers'];
}) => {
  const { lang, now, drafts, offers } = props;
  return (
    <Box
      title={t(lang, words.drafts)}
      aside={
        offers.length === 0 && (
          <Button href="/programmes/open" small>
            {t(lang, words.nominate)}
          </Button>
        )
      }
    >
      <ul>
        {drafts.map((one) => {
          const closes = offers.find(({ programme }) => programme === one.programme)?.closesAt;
          return (
            <li>
              <a href={`/nominations/${one.id}/edit`}>{one.name || t(lang, words.unnamed)}</a>{' '}
              <span class="muted">
                {t(lang, words.lacking(one.lacking))} · {t(lang, words.saved)} {shownAt(one.savedAt)}
                {closes !== undefined && ` · ${t(lang, timeLeft(now, closes))}`}
              </span>
            </li>
          );
        })}
      </ul>
      <p>
        <a href="/nominations">{t(lang, words.mine)}</a>
      </p>
    </Box>
  );
};

/** What is open to the clerk, each with its deadline and the way in. */
const Offers = (
  props: InLang & { readonly now: string; readonly offers: Waiting['offers']; readonly actor: Actor },
) => {
  const { lang, now, offers, actor } = props;
  return (
    <Box title={t(lang, words.offers)} aside={<a href="/programmes/open">{t(lang, text('全部', 'All'))}</a>}>
      <DataTable
        lang={lang}
        caption={t(lang, words.offers)}
        rows={offers}
        columns={[
          { title: t(lang, words.name), cell: (one) => t(lang, one.title) },
          {
            title: t(lang, words.deadline),
            cell: (one) => (
              <>
                {t(lang, shownInstant(one.closesAt))}{' '}
                {one.state === 'open' && <b>{t(lang, timeLeft(now, one.closesAt))}</b>}
              </>
            ),
          },
          {
            title: t(lang, words.next),
            cell: (one) =>
              one.state === 'open' ? (
                <Button
                  href={startHref(one.programme, one.from, channelsFor(actor, one.from, ['organisation']))}
                  small
                >
                  {t(lang, words.nominate)}
                </Button>
              ) : (
                t(lang, words.opens(t(lang, shownInstant(one.opensAt))))
              ),
          },
        ]}
      />
    </Box>
  );
};

const Rounds = ({ lang, rounds }: { readonly lang: Lang; readonly rounds: Waiting['rounds'] }) => (
  <Box title={t(lang, words.rounds)}>
    <DataTable
      lang={lang}
      caption={t(lang, words.rounds)}
      rows={rounds}
      columns={[
        {
          title: t(lang, words.name),
          cell: ({ round }) => <a href={`/rounds/${round.id}`}>{t(lang, titled(round))}</a>,
        },
        {
          title: t(lang, words.next),
          cell: ({ next }) => (
            <>
              {next.tone === 'act' ? <b>{dated(next.title)}</b> : dated(next.title)}
              <br />
              <span class="muted">{dated(next.body)}</span>
            </>
          ),
        },
        {
          title: t(lang, words.act),
          cell: ({ next }) =>
            next.link !== undefined && (
              <Button href={next.link.href} tone={next.tone === 'act' ? 'primary' : 'secondary'} small>
                {next.link.text}
              </Button>
            ),
        },
      ]}
    />
  </Box>
);

const Home = (props: { c: Ctx; now: string; waiting: Waiting; started: GettingStarted | undefined }) => {
  const { todos, drafts, returned, rounds, offers, awaited } = props.waiting;
  const frame = props.c.get('frame');
  const { lang } = frame;
  const grants = frame.actor?.grants ?? [];
  // Somebody without roles is here to nominate herself or another.
  const drafting = drafts.length > 0 || grants.length === 0;
  const nothing =
    props.started === undefined &&
    [todos, drafts, returned, rounds, offers, awaited].every((all) => all.length === 0);
  return (
    <Page {...frame} title={t(lang, words.waiting)} current="home" width="wide">
      {props.started !== undefined && (
        <GettingStartedBox lang={lang} csrf={frame.csrf} started={props.started} />
      )}
      {returned.length > 0 && <Returned lang={lang} returned={returned} />}
      {todos.length > 0 && <Tasks lang={lang} now={props.now} todos={todos} />}
      {offers.length > 0 && <Offers lang={lang} now={props.now} offers={offers} actor={frame.actor!} />}
      {awaited.length > 0 && <AwaitedRounds lang={lang} now={props.now} awaited={awaited} />}
      {rounds.length > 0 && <Rounds lang={lang} rounds={rounds} />}
      {nothing && <p class="muted">{t(lang, words.noTasks)}</p>}
      {drafting && <Drafts lang={lang} now={props.now} drafts={drafts} offers={offers} />}
    </Page>
  );
};

/** `/`: for the signed-in what waits for them, for visitors the way in. */
export function homePage(web: Web): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  app.get('/', async (c) => {
    const actor = c.get('actor');
    const now = instantOf(deps);
    if (actor?.via === 'session') {
      const [waiting, started] = await Promise.all([
        waitingFor(deps, c.get('frame').lang, actor),
        startOnHome(deps, actor),
      ]);
      return c.html(<Home c={c} now={now} waiting={waiting} started={started} />);
    }
    await nameRoot(web, c);
    const year = Number(shanghaiDate(now).slice(0, 4));
    const [notices, lists] = await Promise.all([
      openNotices(deps),
      listPage<HonourList>(deps.table, {
        pk: keys.listsOfYear(year),
        index: 'gsi2',
        limit: newsShown,
        descending: true,
      }),
    ]);
    return c.html(<Welcome c={c} news={{ notices: notices.items, lists: lists.items }} />);
  });
  app.post('/getting-started/dismiss', async (c) => {
    await dismissStart(deps, signedIn(c));
    return c.redirect('/', 303);
  });
  return app;
}
