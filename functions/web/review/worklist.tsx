/** The worklist: what waits for a person, by round and step, 25 a page, with due dates. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { entryUnder } from '#domain/members.ts';
import { text } from '#domain/problem.ts';
import { usualNames } from '#domain/programme/usual-names.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { shownAt, timeLeft } from '#domain/shown-dates.ts';
import { findRound, getProgramme, worklistOf } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { type Flash, Page } from '#web/frame/layout.tsx';
import { Box, Empty, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { type Lang, t } from '#web/frame/words.ts';
import { frameAt, type Reader, stepHref, todoHref } from './worklist-reader.ts';

const words = {
  title: text('我的待办', 'My tasks'),
  linkLead: text(
    '这是为您个人生成的链接，请勿转发；需要他人办理的，打开后选择“转交”。',
    'This link is made for you alone: do not forward it. To have somebody else do it, open the task and pass it on.',
  ),
  none: text('没有等您办理的事项', 'Nothing waits for you'),
  noneWords: text('有新的待办时会发邮件给您。', 'You get a mail when there is something to do.'),
  name: text('申报对象', 'Nominee'),
  department: text('征求意见部门', 'Department'),
  due: text('办理期限', 'Due'),
  overdue: text('已逾期', 'Overdue'),
  all: text('在一张表中一并答复', 'Answer all in one table'),
  board: text('进入评审', 'Open the panel'),
  delegated: text('已转交', 'Passed on'),
  declined: text('已谢绝，待办转给了其他人员', 'Declined; a colleague has it now'),
  conflict: text('已申明回避，待办转给了其他人员', 'You stood aside; a colleague has it now'),
} as const;

const done = { delegated: words.delegated, declined: words.declined, conflict: words.conflict } as const;
function flashOf(lang: Lang, what: string | undefined): Flash | undefined {
  const title = what === undefined ? undefined : entryUnder(done, what);
  return title && { kind: 'success', title: t(lang, title) };
}

const Group = (props: { lang: Lang; who: Reader; todos: readonly Todo[]; title: string; now: string }) => {
  const { lang, who, todos, now } = props;
  const first = todos[0]!;
  const departments = todos.some((todo) => todo.departments !== undefined);
  return (
    <Box
      title={`${props.title} · ${t(lang, first.title)}`}
      aside={
        first.kind === 'opinions' || first.kind === 'panel' ? (
          <a href={stepHref(who, first)}>{t(lang, first.kind === 'panel' ? words.board : words.all)}</a>
        ) : undefined
      }
    >
      <DataTable
        lang={lang}
        caption={t(lang, first.title)}
        rows={todos}
        columns={[
          {
            title: t(lang, words.name),
            cell: (todo) => (
              <a href={todoHref(who, todo)}>{lang === 'en' ? (todo.nameEn ?? todo.name) : todo.name}</a>
            ),
          },
          ...(departments
            ? [
                {
                  title: t(lang, words.department),
                  cell: (todo: Todo) => t(lang, usualNames(todo.departments ?? [])),
                },
              ]
            : []),
          {
            title: t(lang, words.due),
            cell: (todo) => (
              <>
                {shownAt(todo.due)}{' '}
                {todo.due < now ? (
                  <Tag tone="bad">{t(lang, words.overdue)}</Tag>
                ) : (
                  <span class="muted">{t(lang, timeLeft(now, todo.due))}</span>
                )}
              </>
            ),
          },
        ]}
      />
    </Box>
  );
};

/** A stage without a round of its own has a seat only; its id begins with the programme's. */
async function titleOf(deps: Deps, lang: Lang, round: string): Promise<string> {
  const known = await findRound(deps.table, round);
  return t(lang, (await getProgramme(deps.table, known?.programme ?? round.split('.')[0]!)).document.title);
}

/** One page of the worklist; `prefix` narrows it to one step. */
export async function listPage(deps: Deps, c: Ctx, who: Reader, prefix = who.link?.scope): Promise<Response> {
  const frame = frameAt(c, who);
  const { lang } = frame;
  const page = await worklistOf(deps.table, who.actor.id, prefix, c.req.query('cursor'));
  const groups = [...Map.groupBy(page.items, (todo) => `${todo.round}#${todo.step}`).values()];
  const titles = await Promise.all(groups.map((todos) => titleOf(deps, lang, todos[0]!.round)));
  const now = instantOf(deps);
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.title)}
      lead={who.link === undefined ? undefined : t(lang, words.linkLead)}
      current="tasks"
      width="wide"
      flash={flashOf(lang, c.req.query('done'))}
    >
      {groups.length === 0 ? (
        <Empty lang={lang} title={t(lang, words.none)}>
          <p>{t(lang, words.noneWords)}</p>
        </Empty>
      ) : (
        groups.map((todos, i) => <Group lang={lang} who={who} todos={todos} title={titles[i]!} now={now} />)
      )}
      <Pager lang={lang} next={nextPage(c.req.path, page.cursor)} />
    </Page>,
  );
}
