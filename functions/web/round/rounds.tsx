/** `/rounds`: the rounds of the reader's organisations, a page each; and the overview of one round. */

import { openPhase } from '#actions/review/stragglers.ts';
import { instantOf } from '#actions/write.ts';
import { type CandidacyState, candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand, may } from '#domain/people/policy.ts';
import { stepPhases } from '#domain/programme/step.ts';
import type { Round } from '#domain/round/round-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation, getOrganisation } from '#store/people.ts';
import { find, inboxOf, listPage, programmeRevision } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import { readTally } from '#store/tally.ts';
import { StepProgress } from '#web/frame/boards.tsx';
import { Bars, Progress } from '#web/frame/charts.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { phaseName, stateName } from '#web/frame/names.ts';
import {
  Box,
  Button,
  Empty,
  nextPage,
  OrganisationTabs,
  Pager,
  SummaryList,
  Tag,
} from '#web/frame/parts.tsx';
import { w } from '#web/frame/words.ts';
import { VacancyNote } from '#web/selection/vacancy-note.tsx';
import { HistoryView, readHistory } from '#web/trust/history.tsx';
import { FurtherBox } from './further-box.tsx';
import { type NextStep, nextStep } from './next-step.ts';
import { chainOf } from './round-chain.ts';
import { RoundCharts } from './round-charts.tsx';
import { RoundTable } from './round-table.tsx';
import { RoundPage, roundTones, type SeenRound, seenRound, wordOfStatus } from './seen-round.tsx';
import { countsOf, firstCleared } from './stands.ts';

/** The reader's organisations in which she may read rounds, those that she administers first. */
async function deskOrganisations(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const order = ['administrator', 'reviewer', 'auditor', 'clerk', 'panellist'];
  const ids = actor.grants
    .toSorted((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
    .map((grant) => grant.org);
  const found = await Promise.all([...new Set(ids)].map((id) => findOrganisation(web.deps.table, id)));
  return found
    .filter((org) => org !== undefined && may(actor, 'round.read', { orgPath: org.path }))
    .map((org) => org!);
}

/** A page of an organisation's rounds, each with the programme as it was pinned. */
async function roundsPage({ table }: Web['deps'], org: Organisation | undefined, cursor: string | undefined) {
  if (org === undefined) return { rows: [], next: undefined };
  const page = await listPage<Round>(table, {
    pk: keys.roundsOfOrg(org.id),
    index: 'gsi1',
    descending: true,
    cursor,
  });
  const rows = page.items.map(async (round) => ({
    round,
    programme: await programmeRevision(table, round.programme, round.programmeRevision),
  }));
  return { rows: await Promise.all(rows), next: page.cursor };
}

async function listView(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const { lang } = c.get('frame');
  const own = await deskOrganisations(web, c);
  const wanted = c.req.query('org') ?? own[0]?.id;
  const org = wanted === undefined ? undefined : await getOrganisation(web.deps.table, wanted);
  if (org !== undefined) demand(actor, 'round.read', { orgPath: org.path }, 'organisation');
  const { rows, next } = await roundsPage(web.deps, org, c.req.query('cursor'));
  const here = `/rounds?org=${org?.id ?? ''}`;
  return (
    <Page
      {...framed(c, undefined)}
      title={w(lang).nav.rounds}
      current="rounds"
      width="wide"
      caption={org?.name}
    >
      <OrganisationTabs lang={lang} path="/rounds" own={own} org={org} />
      <Box>
        <RoundTable lang={lang} rows={rows} />
        <Pager
          lang={lang}
          previous={c.req.query('cursor') === undefined ? undefined : here}
          next={nextPage(here, next)}
        />
      </Box>
    </Page>
  );
}

const done = {
  settings: { zh: '设置已更改，即时生效。', en: 'The settings are changed and in effect.' },
  setup: { zh: '本级评选已设置，到时自动开始。', en: 'The round is set up and opens by itself.' },
  cancelled: { zh: '本轮已取消。', en: 'The round is cancelled.' },
  confirmed: { zh: '名单已确认，系统正在办理。', en: 'The list is confirmed and being applied.' },
  panel: { zh: '评审已结束，名次已算出。', en: 'The panel is closed and ranks are computed.' },
  ended: { zh: '本轮已结束，正在通知未入选的对象。', en: 'The round is ended; those left are being told.' },
  closed: { zh: '已按您的选择处理。', en: 'Done as you chose.' },
};

function Dates({ seen }: { readonly seen: SeenRound }) {
  const { lang, say, round, stage } = seen;
  const { settings } = round;
  const rows = [
    {
      label: say('申报', 'Nominations'),
      value: `${shownAt(settings.opensAt)} – ${shownAt(settings.closesAt)}`,
    },
    ...stepPhases(stage).flatMap((phase) => {
      const end = settings.phaseEnds[phase.id];
      return end === undefined
        ? []
        : [{ label: phaseName(lang, phase), value: say(`至 ${end}`, `until ${end}`) }];
    }),
    ...seen.tranches.flatMap(({ n, notice }) =>
      notice === undefined
        ? []
        : [
            {
              label: say(`第 ${n} 批公示`, `Notice of tranche ${n}`),
              value: say(
                `${notice.start} 至 ${notice.end}；${shownAt(notice.decisionFrom)} 起可审定`,
                `${notice.start} to ${notice.end}; decision from ${shownAt(notice.decisionFrom)}`,
              ),
            },
          ],
    ),
    ...(settings.ceremony === undefined
      ? []
      : [{ label: say('表彰日期', 'Ceremony'), value: settings.ceremony }]),
  ];
  return <SummaryList rows={rows} />;
}

/** What is to be done has its button for whoever may do it; others read where it stands. */
const NextBox = ({ next, mayAct }: { readonly next: NextStep; readonly mayAct: boolean }) => (
  <Box title={next.title} tone={next.tone === 'act' ? 'plain' : 'tinted'} id="next">
    <p>{next.body}</p>
    {next.link !== undefined && (mayAct || next.tone !== 'act') && (
      <p>
        <Button href={next.link.href} tone={next.tone === 'act' ? 'primary' : 'secondary'}>
          {next.link.text}
        </Button>
      </p>
    )}
  </Box>
);

/** `open` counts those under way in the phase that is open; undefined when none is. */
const Numbers = (props: {
  readonly seen: SeenRound;
  readonly count: (state: CandidacyState) => number;
  readonly open: number | undefined;
}) => {
  const { seen, count, open } = props;
  const { lang, say, path } = seen;
  const all = candidacyStates.reduce((sum, state) => sum + count(state), 0);
  if (all === 0) return <Empty lang={lang} title={say('还没有收到申报', 'Nothing has come in yet')} />;
  return (
    <>
      <Bars
        lang={lang}
        title={say(`共 ${all} 项申报`, `${all} nominations`)}
        data={candidacyStates
          .filter((state) => count(state) > 0)
          .map((state) => ({ label: stateName(lang, state), value: count(state) }))}
      />
      {open !== undefined && (
        <Progress
          lang={lang}
          label={say('本阶段已办结', 'Through in this phase')}
          value={all - open}
          max={all}
        />
      )}
      <p>
        <a href={`${path}/inbox`}>{say('按状态查看申报对象', 'See the nominees by state')}</a>
      </p>
    </>
  );
};

async function deskView(web: Web, c: Ctx) {
  const seen = await seenRound(web, c);
  const { lang, say, round } = seen;
  const { deps } = web;
  const now = instantOf(deps);
  const [tally, phase, history, carried, reserves, cleared, list] = await Promise.all([
    readTally(deps.table, round.id),
    openPhase(deps, round.id),
    readHistory(deps.table, `round:${round.id}`, { limit: 8 }),
    inboxOf(deps.table, round.id, 'sentBack', undefined, 5),
    inboxOf(deps.table, round.id, 'reserve', undefined, 50),
    firstCleared(deps, round.id),
    findShortlist(deps.table, round.id),
  ]);
  const forming = round.cursor === undefined ? undefined : await find(deps.table, keys.forming(round.id));
  const count = (state: CandidacyState) => tally.states[state] ?? 0;
  // Numbers by state tell of objections, of who was passed over, and a reviewer of her own nomination; so does what is next.
  const lists = seen.reader.judged;
  const state = countsOf(tally, phase, cleared.items);
  return (
    <RoundPage {...framed(c, undefined, done)} seen={seen} tab="desk" title={say('评选工作台', 'Round desk')}>
      {lists && <NextBox next={nextStep(seen, state, now)} mayAct={seen.can('round.configure')} />}
      <Box
        title={say('进度', 'Progress')}
        aside={<Tag tone={roundTones[round.status]}>{wordOfStatus(lang, round)}</Tag>}
      >
        <StepProgress lang={lang} steps={chainOf(seen, undefined, lists ? tally.states : {})} />
        {lists && forming !== undefined && (
          <p role="status">
            {say(
              `正在形成第一批：已找到 ${forming.entries.length} 名。全部核对后批次才出现，刷新本页查看进度。`,
              `The first tranche is being formed: ${forming.entries.length} found so far. It appears when all have been looked at; reload for progress.`,
            )}
          </p>
        )}
      </Box>
      {lists && (
        <Box title={say('各状态数量', 'Numbers by state')}>
          <Numbers seen={seen} count={count} open={phase === undefined ? undefined : tally.open} />
          {list?.vacancy !== undefined && <VacancyNote lang={lang} vacancy={list.vacancy} />}
        </Box>
      )}
      {lists && (await RoundCharts({ web, seen, tally, now }))}
      <FurtherBox
        seen={seen}
        reserves={reserves.items}
        counts={{
          reserve: count('reserve'),
          held: count('held'),
          resting: carried.items.length + state.released.length,
        }}
      />
      <Box title={say('时间安排', 'Dates')}>
        <Dates seen={seen} />
        <p class="muted">
          {say(`今天是 ${shanghaiDate(now)}（北京时间）`, `Today is ${shanghaiDate(now)} in Shanghai`)}
        </p>
      </Box>
      {seen.can('audit.read') && (
        <Box title={say('最近操作', 'Latest events')}>
          <HistoryView lang={lang} history={history} />
          <p>
            <a href={`/audit/${encodeURIComponent(`round:${round.id}`)}`}>
              {say('全部操作记录', 'All events')}
            </a>
          </p>
        </Box>
      )}
    </RoundPage>
  );
}

/** `/rounds` and `/rounds/:id`. */
export const roundPages = mounting((pages, web) => {
  pages.get('/rounds', async (c) => c.html(await listView(web, c)));
  pages.get('/rounds/:id', async (c) => c.html(await deskView(web, c)));
});
