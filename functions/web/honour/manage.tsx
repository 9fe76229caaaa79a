/** `/honours/:list/manage`: an administrator proposes to annul a whole list, and chooses an honour to revoke, review or correct. */
import { Hono } from 'hono';
import * as z from 'zod';
import {
  continueAnnulment,
  proposeEditionAnnulment,
  proposeListAnnulment,
} from '#actions/honour/annulling.ts';
import { annulJob } from '#actions/honour/annulment.ts';
import { handing, recordHanded } from '#actions/honour/handing.ts';
import {
  entriesPerPage,
  entryOf,
  listHonours,
  type PublicList,
  type RollEntry,
} from '#actions/honour/honour-roll.ts';
import { findProposal } from '#actions/honour/proposals.ts';
import { getJob } from '#actions/running/jobs.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { awardsOf, type HandedState, handedNow, handedWords } from '#domain/honour/handed.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { type RevocationProposal, wholeId } from '#domain/honour/revocation-proposal.ts';
import type { Input } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { Problem, text } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import type { Job } from '#domain/running/job-record.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import { dayIn, listPath, PublicStyle, pageOf } from '#web/frame/common.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { doneAt, framed, keptTick, Tick } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Pager, Tag } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { honourTones } from '#web/frame/tones.ts';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { againForm, annulForm, editionForm, handingForm } from './list-forms.ts';
import { honourPages } from './one-honour.tsx';
import { Proposed } from './proposed.tsx';
import { revocationsPath } from './revocation-forms.ts';
import { demandSure, managed, ruledForm } from './ruling.ts';

/** The whole list: annulled by a ruling, or how far the work on its honours is. */
const Annulment = (props: {
  readonly c: Ctx;
  readonly list: HonourList;
  readonly job: Job | undefined;
  /** What waits for a second person: this list's annulment, and its edition's. */
  readonly proposed: { readonly list?: RevocationProposal; readonly edition?: RevocationProposal };
  readonly typed: Typed | undefined;
}) => {
  const { c, list, job, proposed, typed } = props;
  const { lang, say } = c.get('frame');
  const path = `${listPath(list.id)}/manage`;
  if (list.annulled === undefined)
    return (
      <Box title={say('整份名单作废', 'Annul the whole list')}>
        {proposed.list !== undefined && <Proposed lang={lang} proposal={proposed.list} />}
        {proposed.edition !== undefined && <Proposed lang={lang} proposal={proposed.edition} />}
        <Actions>
          {proposed.list === undefined && <PostForm c={c} of={annulForm(path, list)} typed={typed} />}
          {proposed.edition === undefined && <PostForm c={c} of={editionForm(path, list)} typed={typed} />}
        </Actions>
      </Box>
    );
  return (
    <Box title={say('本名单已整体作废', 'This whole list was annulled')}>
      <p>
        {list.annulled.decision}，{dayIn(lang, list.annulled.date)}
      </p>
      <p>{list.annulled.reason}</p>
      {job === undefined ? (
        <PostForm c={c} of={againForm(path)} typed={typed} />
      ) : (
        job.state !== 'done' && (
          <Progress
            lang={lang}
            label={say('逐项作废', 'Honours annulled')}
            value={job.done}
            max={job.total ?? list.granted}
          />
        )
      )}
    </Box>
  );
};

/** An honour as its desk shows it: what everybody sees, and where its certificate and plaque are. */
type Kept = RollEntry & { readonly handed: Readonly<Record<string, HandedState>> };

const Entries = (props: {
  readonly lang: Lang;
  readonly list: PublicList;
  readonly entries: readonly Kept[];
  readonly typed: Typed | undefined;
}) => {
  const { lang, list, entries, typed } = props;
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('名单', 'List')}
      rows={entries}
      columns={[
        { title: say('证书编号', 'Number'), cell: (entry) => entry.number },
        {
          title: say('名称', 'Name'),
          header: true,
          cell: (entry) => (
            <Tick
              name="titles"
              value={entry.number}
              checked={keptTick(typed, 'handed', 'titles', entry.number)}
            >
              {entry.name}
            </Tick>
          ),
        },
        ...(list.grades === undefined
          ? []
          : [
              {
                title: say('等次', 'Grade'),
                cell: (entry: RollEntry) => t(lang, titlesSaid(entry.grades)),
              },
            ]),
        {
          title: w(lang).parts.status,
          cell: (entry) => <Tag tone={honourTones[entry.status]}>{w(lang).honours[entry.status]}</Tag>,
        },
        {
          title: say('证书、牌匾', 'Certificate, plaque'),
          cell: ({ handed }) =>
            Object.entries(handed)
              .map(([award, state]) => `${award} ${t(lang, handedWords[state])}`)
              .join(say('；', '; ')),
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

const done = {
  proposed: text(
    '作废已提出，等待另一名管理员确认',
    'The annulment is proposed and waits for another administrator',
  ),
  continued: text('已继续', 'It goes on'),
  handed: text('已登记', 'Recorded'),
};

async function managePage(c: Ctx, deps: Deps, typed?: Typed) {
  const { lang, say } = c.get('frame');
  const id = c.req.param('list') ?? '';
  const { actor, list, shown } = await managed(c, deps, id);
  const pages = Math.max(1, Math.ceil(shown.count / entriesPerPage));
  const page = Math.min(pageOf(c), pages);
  const today = shanghaiDate(instantOf(deps));
  const entries = (await listHonours(deps, list, page)).map(
    (honour): Kept => ({
      ...entryOf(honour, list, today),
      handed: handedNow(awardsOf(honour), honour.standing?.handed),
    }),
  );
  const awards = [...new Set(entries.flatMap(({ handed }) => Object.keys(handed)))];
  const job =
    list.annulled === undefined
      ? undefined
      : await getJob(deps, actor, annulJob(list.id)).catch((error: unknown) => {
          if (error instanceof Problem && error.kind === 'missing') return undefined;
          throw error;
        });
  const [ofList, ofEdition] = await Promise.all(
    [wholeId({ list: list.id }), wholeId(list)].map((whole) => findProposal(deps, list.org, whole)),
  );
  const proposed = {
    ...(ofList !== undefined && { list: ofList }),
    ...(ofEdition !== undefined && { edition: ofEdition }),
  };
  const at = (n: number) => `${listPath(id)}/manage?page=${n}`;
  return (
    <Page
      {...framed(c, typed, done)}
      title={say('撤销与更正', 'Revoke and correct')}
      caption={shown.title}
      current="honours"
      width="wide"
      crumbs={[
        { href: '/honours', title: say('荣誉榜', 'Roll of honour') },
        { href: listPath(id), title: shown.title },
      ]}
    >
      <PublicStyle />
      <Box>
        <PostForm c={c} of={handingForm(`${listPath(id)}/manage`, awards)} typed={typed}>
          <Entries {...{ lang, list: shown, entries, typed }} />
        </PostForm>
        <Pager
          lang={lang}
          previous={page > 1 ? at(page - 1) : undefined}
          next={page < pages ? at(page + 1) : undefined}
        />
      </Box>
      <p>
        <a href={`/rechecks?org=${list.org}`}>{say('复查', 'Re-checks')}</a> ·{' '}
        <a href={revocationsPath(list.org)}>
          {say('待确认的撤销、作废', 'Revocations and annulments to confirm')}
        </a>
      </p>
      <Annulment {...{ c, list, job, proposed, typed }} />
    </Page>
  );
}

/** Mounted at '/'. */
export function honourManagement(web: Web): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  const base = '/honours/:list/manage';
  app.get(base, async (c) => c.html(await managePage(c, deps)));
  const form = <S extends z.ZodObject>(
    name: string,
    input: S,
    work: (about: Awaited<ReturnType<typeof managed>>, sent: Input<S>) => Promise<unknown>,
  ) =>
    app.post(`${base}/${name}`, async (c) => {
      const about = await managed(c, deps, c.req.param('list'));
      return take(c, {
        ...{ form: name, input },
        work: async (sent) => {
          await work(about, sent);
          return doneAt(
            `${listPath(about.list.id)}/manage`,
            name === 'annul-again' ? 'continued' : 'proposed',
          );
        },
        show: (typed) => managePage(c, deps, typed),
      });
    });
  form('annul', ruledForm, ({ actor, list }, sent) =>
    proposeListAnnulment(deps, actor, { ...demandSure(sent), list: list.id }),
  );
  form('annul-edition', ruledForm, ({ actor, list: { org, code, edition } }, sent) => {
    const { version: _, ...ruling } = demandSure({ ...sent, version: 0 });
    return proposeEditionAnnulment(deps, actor, { ...ruling, org, code, edition });
  });
  form('annul-again', z.object(), ({ actor, list }) => continueAnnulment(deps, actor, list.id));
  app.post(`${base}/handed`, async (c) => {
    const { actor, list } = await managed(c, deps, c.req.param('list'));
    return take(c, {
      ...{ form: 'handed', input: handing },
      work: async (sent) => {
        const { refused } = await recordHanded(deps, actor, { ...sent, org: list.org });
        if (refused[0] !== undefined) throw new Problem('conflict', refused[0].code, refused[0].text);
        return doneAt(`${listPath(list.id)}/manage`, 'handed');
      },
      show: (typed) => managePage(c, deps, typed),
    });
  });
  app.route('/', honourPages(web));
  return app;
}
