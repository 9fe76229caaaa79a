/** `/audit`: the trail of one record, checked; `/policy`: who may do what, as the one table says. */

import { Hono } from 'hono';
import { verifyAggregate } from '#actions/trust/verification.ts';
import { candidacyStateWords } from '#domain/candidacy/candidacy-state.ts';
import { honourStatusWords } from '#domain/honour/honour-status.ts';
import { entryUnder } from '#domain/members.ts';
import { policyRows } from '#domain/people/policy.ts';
import { programmeStatusWords } from '#domain/programme/programme-kinds.ts';
import type { Round } from '#domain/round/round-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation } from '#store/people.ts';
import { listPage } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { type EventLine, linesOf } from './event-lines.ts';
import { LineBody, whoIn } from './history.tsx';
import { trailOf } from './trail.ts';

async function startView(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const ids = new Set(
    actor.grants
      .filter((grant) => grant.role === 'auditor' || grant.role === 'administrator')
      .map((grant) => grant.org),
  );
  const orgs = (await Promise.all([...ids].map((id) => findOrganisation(web.deps.table, id)))).filter(
    (org) => org !== undefined,
  );
  const rounds = (
    await Promise.all(
      orgs.map((org) =>
        listPage<Round>(web.deps.table, {
          pk: keys.roundsOfOrg(org.id),
          index: 'gsi1',
          descending: true,
          limit: 20,
        }),
      ),
    )
  ).flatMap((page) => page.items);
  const rows = [
    ...orgs.map((org) => ({ name: org.name, aggregate: `organisation:${org.id}` })),
    ...rounds.map((round) => ({ name: `${round.title} · ${round.id}`, aggregate: `round:${round.id}` })),
  ];
  return (
    <Page {...framed(c, undefined)} title={w(lang).nav.audit} current="audit" width="wide">
      <Box>
        <form method="get" action="/audit/find">
          <div class="field">
            <label class="label" for="f-of">
              {say('记录名称', 'Name of the record')}
            </label>
            <p class="hint">
              {say(
                '如 round:编号、candidacy:轮次:申报、nomination:编号、programme:编号',
                'Such as round:id, candidacy:round:nomination, nomination:id, programme:id',
              )}
            </p>
            <input type="text" id="f-of" name="of" autocomplete="off" />
          </div>
          <Actions>
            <Button tone="secondary">{w(lang).buttons.view}</Button>
          </Actions>
        </form>
      </Box>
      <Box>
        <DataTable
          lang={lang}
          caption={say('我可以查看的记录', 'Records that I may look at')}
          rows={rows}
          columns={[
            {
              title: say('记录', 'Record'),
              header: true,
              cell: (each) => <a href={`/audit/${encodeURIComponent(each.aggregate)}`}>{each.name}</a>,
            },
            { title: say('编号', 'Id'), cell: (each) => <code>{each.aggregate}</code> },
          ]}
        />
      </Box>
    </Page>
  );
}

/** Whether the chain is whole, once that was asked. */
const Checked = (props: {
  readonly lang: Lang;
  readonly here: string;
  readonly checked: Awaited<ReturnType<typeof verifyAggregate>> | undefined;
}) => {
  const { lang, here, checked } = props;
  const say = sayIn(lang);
  return checked === undefined ? (
    <p>
      <Button href={`${here}?verify=1`} tone="secondary">
        {say('核验这条记录是否完整', 'Check that the trail is whole')}
      </Button>
    </p>
  ) : checked.faults.length === 0 ? (
    <p>
      <Tag tone="good">{say('完整', 'Whole')}</Tag>{' '}
      {say(
        `${checked.events} 条记录，没有改动、缺失或截去。`,
        `${checked.events} events: none altered, missing or cut off.`,
      )}
      {checked.erased && say('该记录的个人信息已删除。', ' Its personal data were erased.')}
    </p>
  ) : (
    <ul>
      {checked.faults.map((each) => (
        <li>
          <Tag tone="bad">{say('异常', 'Fault')}</Tag> {t(lang, each.text)}
        </li>
      ))}
    </ul>
  );
};

const Events = ({ lang, lines }: { readonly lang: Lang; readonly lines: readonly EventLine[] }) => {
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('操作，最新的在前', 'Events, newest first')}
      rows={lines}
      columns={[
        { title: say('序号', 'No.'), numeric: true, cell: ({ event }) => event.seq },
        { title: say('时间', 'Time'), cell: ({ event }) => shownAt(event.at) },
        { title: say('操作', 'Act'), header: true, cell: ({ what }) => t(lang, what) },
        { title: say('人员', 'Who'), cell: (line) => whoIn(lang, line) },
        { title: say('详情', 'Details'), cell: (line) => <LineBody lang={lang} line={line} /> },
        { title: say('校验值', 'Hash'), cell: ({ event }) => <code>{event.hash.slice(0, 10)}</code> },
      ]}
    />
  );
};

async function trailView(web: Web, c: Ctx) {
  const { lang, say } = c.get('frame');
  const aggregate = c.req.param('aggregate') ?? '';
  const { title, organisations, judged } = await trailOf(web.deps, signedIn(c), aggregate);
  const page = await readEvents(web.deps.table, aggregate, {
    limit: 50,
    cursor: c.req.query('cursor'),
    descending: true,
  });
  const lines = await linesOf(web.deps.table, aggregate, page.events, { judged });
  const checked = c.req.query('verify') === '1' ? await verifyAggregate(web.deps, aggregate) : undefined;
  const here = `/audit/${encodeURIComponent(aggregate)}`;
  return (
    <Page
      {...framed(c, undefined)}
      title={say('操作记录', 'Audit trail')}
      caption={[title, ...organisations].filter((one) => one !== '').join(' · ')}
      current="audit"
      width="wide"
      crumbs={[{ href: '/audit', title: w(lang).nav.audit }]}
    >
      <Box title={say('核验', 'Check')} tone="tinted">
        <Checked lang={lang} here={here} checked={checked} />
      </Box>
      <Box>
        <Events lang={lang} lines={lines} />
        <Pager
          lang={lang}
          previous={c.req.query('cursor') === undefined ? undefined : here}
          next={nextPage(here, page.cursor)}
        />
      </Box>
    </Page>
  );
}

/** States of candidacies, honours and programmes by their words. */
const statesSaid = (lang: Lang, states: readonly string[]): string =>
  states
    .map((state) =>
      t(lang, entryUnder({ ...programmeStatusWords, ...honourStatusWords, ...candidacyStateWords }, state)!),
    )
    .join(lang === 'zh' ? '、' : ', ');

function policyView(c: Ctx) {
  signedIn(c);
  const { lang, say } = c.get('frame');
  const needs = {
    read: say('令牌：只读', 'Token: read'),
    write: say('令牌：读写', 'Token: write'),
    admin: say('令牌：管理', 'Token: admin'),
    session: say('须本人登录', 'Signed in only'),
  };
  return (
    <Page
      {...framed(c, undefined)}
      title={say('权限表', 'Who may do what')}
      width="wide"
      lead={say(
        '没有列出的一律不允许。系统的每个操作都按这张表判断。',
        'What is not listed is refused. Every act of the system is judged by this table.',
      )}
    >
      <Box>
        <DataTable
          lang={lang}
          caption={say('权限', 'Rights')}
          captionHidden
          rows={policyRows()}
          columns={[
            { title: say('操作', 'Act'), header: true, cell: (row) => t(lang, row.words) },
            { title: say('何人', 'Who'), cell: (row) => t(lang, row.who) },
            { title: say('方式', 'By'), cell: (row) => needs[row.needs] },
            {
              title: say('信函链接', 'By e-mailed link'),
              cell: (row) => (row.link ? w(lang).form.yes : w(lang).form.no),
            },
            { title: say('仅在状态', 'Only in states'), cell: (row) => statesSaid(lang, row.states) || '—' },
            { title: say('代码', 'Code'), cell: (row) => <code>{row.action}</code> },
          ]}
        />
      </Box>
    </Page>
  );
}

/** The audit trail and the policy table. */
export function auditPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/policy', (c) => c.html(policyView(c)));
  pages.get('/audit', async (c) => c.html(await startView(web, c)));
  pages.get('/audit/find', (c) =>
    c.redirect(`/audit/${encodeURIComponent((c.req.query('of') ?? '').trim())}`, 303),
  );
  pages.get('/audit/:aggregate', async (c) => c.html(await trailView(web, c)));
  return pages;
}
