/** `/honours/:list/manage`: an administrator annuls a whole list, and chooses an honour to revoke, review or correct. */
import { Hono } from 'hono';
import { annulJob } from '#actions/honour/annulment.ts';
import { entriesPerPage, listEntries, type PublicList, type RollEntry } from '#actions/honour/honour-roll.ts';
import { annulHonourList } from '#actions/honour/revocations.ts';
import { getJob } from '#actions/running/jobs.ts';
import type { Deps } from '#deps';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { type Fault, Problem } from '#domain/problem.ts';
import type { Job } from '#domain/running/job-record.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import { dayIn, faultsOr, listPath, PublicStyle, pageOf, sayIn, textsOf } from '#web/frame/common.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { type Frame, Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Pager, Panel, Tag } from '#web/frame/parts.tsx';
import { honourTones } from '#web/frame/tones.ts';
import { type Lang, w } from '#web/frame/words.ts';
import { honourPages } from './one-honour.tsx';
import { demandSure, managed, RulingFields, Sure } from './ruling.tsx';

type Typed = Readonly<Record<string, string>>;

const Annulment = (props: {
  readonly frame: Frame;
  readonly list: HonourList;
  readonly job: Job | undefined;
  readonly typed: Typed;
  readonly faults: readonly Fault[];
}) => {
  const { frame, list, job, typed, faults } = props;
  const { lang } = frame;
  const say = sayIn(lang);
  const path = `${listPath(list.id)}/manage/annul`;
  if (list.annulled !== undefined)
    return (
      <Panel title={say('本名单已整体作废', 'This whole list was annulled')}>
        <p>
          {list.annulled.decision}，{dayIn(lang, list.annulled.date)}
        </p>
        <p>{list.annulled.reason}</p>
        {job === undefined ? (
          <form method="post" action={path}>
            <HiddenCsrf csrf={frame.csrf} />
            <input type="hidden" name="again" value="yes" />
            <p>
              {say('逐项办理中断，请继续。', 'The work on the single honours was cut off; go on with it.')}
            </p>
            <Actions>
              <Button>{w(lang).buttons.continue}</Button>
            </Actions>
          </form>
        ) : (
          job.state !== 'done' && (
            <Progress
              lang={lang}
              label={say('逐项作废', 'Honours annulled')}
              value={job.done}
              max={job.total ?? list.entries.length}
            />
          )
        )}
      </Panel>
    );
  return (
    <Panel title={say('整份名单作废', 'Annul the whole list')}>
      <p>
        {say(
          '作废立即生效：名单和每份证书都注明“已作废”，编号不再使用。此操作不能撤回。',
          'It takes effect at once: the list and each certificate say “annulled”, and the numbers are never used again. It cannot be undone.',
        )}
      </p>
      <form method="post" action={path}>
        <HiddenCsrf csrf={frame.csrf} />
        <input type="hidden" name="version" value={String(list.version)} />
        <RulingFields lang={lang} typed={typed} faults={faults} />
        <Sure
          lang={lang}
          zh={`我确认将“${list.title}”共 ${list.entries.length} 项荣誉全部作废`}
          en={`I confirm that all ${list.entries.length} honours of “${list.title}” are annulled`}
        />
        <Actions>
          <Button tone="danger">{say('作废名单', 'Annul the list')}</Button>
        </Actions>
      </form>
    </Panel>
  );
};

const Entries = ({
  lang,
  list,
  entries,
}: {
  lang: Lang;
  list: PublicList;
  entries: readonly RollEntry[];
}) => {
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('名单', 'List')}
      captionHidden
      rows={entries}
      columns={[
        { title: say('证书编号', 'Number'), cell: (entry) => entry.number },
        { title: say('名称', 'Name'), header: true, cell: (entry) => entry.name },
        {
          title: w(lang).parts.status,
          cell: (entry) => <Tag tone={honourTones[entry.status]}>{w(lang).honours[entry.status]}</Tag>,
        },
        {
          title: say('办理', 'Act'),
          cell: (entry) => (
            <a href={`${listPath(list.id)}/manage/${encodeURIComponent(entry.number)}`}>
              {say('撤销、复核、更正', 'Revoke, review, correct')}
              <span class="visually-hidden">：{entry.name}</span>
            </a>
          ),
        },
      ]}
    />
  );
};

async function managePage(c: Ctx, deps: Deps, id: string, typed: Typed = {}, faults: readonly Fault[] = []) {
  const frame = c.get('frame');
  const { lang } = frame;
  const say = sayIn(lang);
  const { actor, list, shown } = await managed(c, deps, id);
  const pages = Math.max(1, Math.ceil(shown.count / entriesPerPage));
  const page = Math.min(pageOf(c), pages);
  const entries = await listEntries(deps, list, page);
  const job =
    list.annulled === undefined
      ? undefined
      : await getJob(deps, actor, annulJob(list.id)).catch((error: unknown) => {
          if (error instanceof Problem && error.kind === 'missing') return undefined;
          throw error;
        });
  const at = (n: number) => `${listPath(id)}/manage?page=${n}`;
  return c.html(
    <Page
      {...frame}
      title={say('撤销与更正', 'Revoke and correct')}
      caption={shown.title}
      current="honours"
      width="wide"
      crumbs={[
        { href: '/honours', title: say('荣誉榜', 'Roll of honour') },
        { href: listPath(id), title: shown.title },
      ]}
      faults={faults}
      {...(c.req.query('done') === 'annulled' && {
        flash: { kind: 'success' as const, title: say('名单已作废', 'The list is annulled') },
      })}
    >
      <PublicStyle />
      <Panel>
        <Entries lang={lang} list={shown} entries={entries} />
        <Pager
          lang={lang}
          previous={page > 1 ? at(page - 1) : undefined}
          next={page < pages ? at(page + 1) : undefined}
        />
      </Panel>
      <Annulment frame={frame} list={list} job={job} typed={typed} faults={faults} />
    </Page>,
    faults.length > 0 ? 422 : 200,
  );
}

async function annul(c: Ctx, deps: Deps, id: string) {
  const typed = await textsOf(c);
  const { actor, list } = await managed(c, deps, id);
  const before = list.annulled;
  try {
    if (typed.again === 'yes' && before !== undefined)
      await annulHonourList(deps, actor, {
        list: id,
        version: list.version,
        grounds: before.reason,
        decisionNumber: before.decision,
        date: before.date,
        body: typed.body ?? '',
      });
    else {
      demandSure(typed);
      await annulHonourList(deps, actor, {
        list: id,
        version: Number(typed.version),
        grounds: typed.grounds ?? '',
        decisionNumber: typed.decisionNumber ?? '',
        date: typed.date ?? '',
        body: typed.body ?? '',
      });
    }
  } catch (error) {
    return managePage(c, deps, id, typed, faultsOr(error));
  }
  return c.redirect(`${listPath(id)}/manage?done=annulled`, 303);
}

/** Mounted at '/'. */
export function honourManagement(web: Web): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  app.get('/honours/:list/manage', (c) => managePage(c, deps, c.req.param('list')));
  app.post('/honours/:list/manage/annul', (c) => annul(c, deps, c.req.param('list')));
  app.route('/', honourPages(web));
  return app;
}
