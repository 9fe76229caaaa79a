/** The home page: what waits for whoever is signed in, and for a visitor what this is and where to go. */

import { Hono } from 'hono';
import { seatsOf } from '#actions/nomination/nomination-access.ts';
import { listOwned } from '#actions/nomination/owned.ts';
import { openNotices } from '#actions/notice/notice-pages.ts';
import { dismissStart, type GettingStarted, gettingStarted } from '#actions/people/getting-started.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { text } from '#domain/problem.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import type { Round } from '#domain/round/round-record.ts';
import { shownAt, timeLeft } from '#domain/shown-dates.ts';
import { keys } from '#store/keys.ts';
import { findNomination, listPage, worklistOf } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Box, Button, Tag } from '#web/frame/parts.tsx';
import { type Lang, t, w } from '#web/frame/words.ts';
import { GettingStartedBox } from './getting-started.tsx';
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
  nominate: text('开始申报', 'Nominate'),
  name: text('名称', 'Name'),
  step: text('环节', 'Step'),
  due: text('办理期限', 'Due'),
  overdue: text('已逾期', 'Overdue'),
  unnamed: text('（未填名称）', '(no name yet)'),
  saved: text('保存于', 'Saved'),
  status: text('状态', 'Status'),
  window: text('申报期', 'Window'),
} as const;

const roundStatus = {
  planned: text('未开始', 'Planned'),
  open: text('申报中', 'Open'),
  selecting: text('评选中', 'Selecting'),
  settled: text('已办结', 'Settled'),
  cancelled: text('已取消', 'Cancelled'),
} as const satisfies Record<Round['status'], unknown>;

interface Waiting {
  readonly todos: readonly Todo[];
  readonly drafts: readonly { readonly id: string; readonly name: string; readonly savedAt: string }[];
  readonly returned: readonly { readonly id: string; readonly name: string }[];
  readonly rounds: readonly Round[];
}

const shown = 5;

async function waitingFor(deps: Deps, actor: Actor): Promise<Waiting> {
  const administered = [
    ...new Set(actor.grants.filter((grant) => grant.role === 'administrator').map((grant) => grant.org)),
  ].slice(0, 5);
  const [todos, owned, rounds] = await Promise.all([
    worklistOf(deps.table, actor.id, undefined, undefined, shown),
    listOwned(deps, actor),
    Promise.all(
      administered.map((org) =>
        listPage<Round>(deps.table, {
          pk: keys.roundsOfOrg(org),
          index: 'gsi1',
          limit: shown,
          descending: true,
        }),
      ),
    ),
  ]);
  const nominations = owned.items.filter((one) => one.kind === 'nomination' && one.withdrawnAt === undefined);
  const returned = await Promise.all(
    nominations.slice(0, 10).map(async ({ id, name }) => {
      const nomination = await findNomination(deps.table, id);
      const seats = nomination === undefined ? [] : await seatsOf(deps, nomination);
      return seats.some((seat) => seat.state === 'returned') ? [{ id, name }] : [];
    }),
  );
  return {
    todos: todos.items,
    drafts: owned.items.flatMap((one) => (one.kind === 'draft' ? [one] : [])).slice(0, shown),
    returned: returned.flat(),
    rounds: rounds
      .flatMap((page) => page.items)
      .filter((one) => one.status !== 'settled' && one.status !== 'cancelled'),
  };
}

const taskHref = (todo: Pick<Todo, 'round' | 'step' | 'nomination'>): string =>
  `/tasks/${todo.round}/${todo.step}/${todo.nomination}`;

const Tasks = ({
  lang,
  now,
  todos,
}: {
  readonly lang: Lang;
  readonly now: string;
  readonly todos: Waiting['todos'];
}) => (
  <Box
    title={t(lang, words.tasks)}
    aside={todos.length > 0 && <a href="/tasks">{t(lang, words.allTasks)}</a>}
  >
    {todos.length === 0 ? (
      <p class="muted">{t(lang, words.noTasks)}</p>
    ) : (
      <DataTable
        lang={lang}
        caption={t(lang, words.tasks)}
        captionHidden
        rows={todos}
        columns={[
          {
            title: t(lang, words.name),
            header: true,
            cell: (todo) => <a href={taskHref(todo)}>{todo.name}</a>,
          },
          { title: t(lang, words.step), cell: (todo) => t(lang, todo.title) },
          {
            title: t(lang, words.due),
            cell: (todo) => (
              <>
                {shownAt(todo.due)} {todo.due < now && <Tag tone="bad">{t(lang, words.overdue)}</Tag>}
              </>
            ),
          },
        ]}
      />
    )}
  </Box>
);

const Returned = ({ lang, returned }: { readonly lang: Lang; readonly returned: Waiting['returned'] }) => (
  <Box title={t(lang, words.returned)}>
    <ul>
      {returned.map((one) => (
        <li>
          <a href={`/nominations/${one.id}`}>{one.name}</a> <Tag tone="warn">{w(lang).states.returned}</Tag>
        </li>
      ))}
    </ul>
  </Box>
);

const Drafts = ({ lang, drafts }: { readonly lang: Lang; readonly drafts: Waiting['drafts'] }) => (
  <Box
    title={t(lang, words.drafts)}
    aside={
      <Button href="/programmes/open" small>
        {t(lang, words.nominate)}
      </Button>
    }
  >
    <ul>
      {drafts.map((one) => (
        <li>
          <a href={`/nominations/${one.id}/edit`}>{one.name || t(lang, words.unnamed)}</a>{' '}
          <span class="muted">
            {t(lang, words.saved)} {shownAt(one.savedAt)}
          </span>
        </li>
      ))}
    </ul>
    <p>
      <a href="/nominations">{t(lang, words.mine)}</a>
    </p>
  </Box>
);

const Rounds = ({
  lang,
  now,
  rounds,
}: {
  readonly lang: Lang;
  readonly now: string;
  readonly rounds: Waiting['rounds'];
}) => (
  <Box title={t(lang, words.rounds)}>
    <DataTable
      lang={lang}
      caption={t(lang, words.rounds)}
      captionHidden
      rows={rounds}
      columns={[
        {
          title: t(lang, words.name),
          header: true,
          cell: (round) => <a href={`/rounds/${round.id}`}>{round.title}</a>,
        },
        {
          title: t(lang, words.status),
          cell: (round) => <Tag tone="info">{t(lang, roundStatus[round.status])}</Tag>,
        },
        {
          title: t(lang, words.window),
          cell: (round) => (
            <>
              {shownAt(round.settings.closesAt)}{' '}
              <span class="muted">
                {round.status === 'open' && t(lang, timeLeft(now, round.settings.closesAt))}
              </span>
            </>
          ),
        },
      ]}
    />
  </Box>
);

const Home = (props: { c: Ctx; now: string; waiting: Waiting; started: GettingStarted | undefined }) => {
  const { todos, drafts, returned, rounds } = props.waiting;
  const frame = props.c.get('frame');
  const { lang } = frame;
  const grants = frame.actor?.grants ?? [];
  // Somebody without roles is here to nominate herself or another.
  const nominates =
    grants.length === 0 || grants.some((one) => one.role === 'clerk' || one.role === 'administrator');
  return (
    <Page {...frame} title={t(lang, words.waiting)} current="home" width="wide">
      {props.started !== undefined && (
        <GettingStartedBox lang={lang} csrf={frame.csrf} started={props.started} />
      )}
      <Tasks lang={lang} now={props.now} todos={todos} />
      {returned.length > 0 && <Returned lang={lang} returned={returned} />}
      {(nominates || drafts.length > 0) && <Drafts lang={lang} drafts={drafts} />}
      {rounds.length > 0 && <Rounds lang={lang} now={props.now} rounds={rounds} />}
    </Page>
  );
};

/** `/`: for the signed-in what waits for them, for visitors the way in. */
export function homePage({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/', async (c) => {
    const actor = c.get('actor');
    const now = instantOf(deps);
    if (actor?.via === 'session') {
      const [waiting, started] = await Promise.all([waitingFor(deps, actor), gettingStarted(deps, actor)]);
      return c.html(<Home c={c} now={now} waiting={waiting} started={started} />);
    }
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
