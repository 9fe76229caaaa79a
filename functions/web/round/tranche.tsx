/** `/rounds/:id/tranches/:n`: what goes through notice, decision, publishing and recommendation together; each step's form when it is due. */

import type * as z from 'zod';
import { lastBatch } from '#actions/honour/batches.ts';
import { ownListsOf } from '#actions/honour/own-lists.ts';
import { publication } from '#actions/honour/publication-input.ts';
import { publishList } from '#actions/honour/publishing.ts';
import { longerNotice, postedNotice, stoppedNotice } from '#actions/notice/notice-input.ts';
import { lengthenNotice, postNotice, suspendNotice } from '#actions/notice/notices.ts';
import { recommendation } from '#actions/recommendation/recommendation-input.ts';
import { recommend } from '#actions/recommendation/recommendations.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import { trancheDecision } from '#actions/selection/selection-input.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type CandidacyReader, candidaciesAsRead } from '#domain/candidacy/candidacy-view.ts';
import type { Input } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { readNumbers } from '#domain/round/serial-numbers.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { keys } from '#store/keys.ts';
import { find, getTranche } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import { StepProgress } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed, linesOf, whole } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { organisationNames } from '#web/frame/names.ts';
import { Box, Pager } from '#web/frame/parts.tsx';
import { type Body, many, one } from '#web/frame/posted.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { PublishBox } from '#web/honour/publish.tsx';
import { NoticeBox } from '#web/notice/notice-box.tsx';
import { RecommendBox } from '#web/recommendation/recommend.tsx';
import { DecisionBox, refusalsIn } from '#web/selection/decision.tsx';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { furtherPages } from './further.tsx';
import { nextOfTranchePage } from './next-step.ts';
import { chainOf } from './round-chain.ts';
import { RoundPage, seenRound } from './seen-round.tsx';
import { Entries, type SeenTranche, workOf } from './tranche-parts.tsx';

async function seenTranche(web: Web, c: Ctx): Promise<SeenTranche> {
  const seen = await seenRound(web, c, 'candidacy.list');
  const tranche = await getTranche(web.deps.table, seen.round.id, whole(c.req.param('n') ?? '') || 0);
  const phase = stepPhases(seen.stage)[tranche.phase];
  return {
    ...seen,
    tranche,
    here: `${seen.path}/tranches/${tranche.n}`,
    step: phase?.kind === 'batch' && tranche.state === 'running' ? phase.steps[0].kind : undefined,
  };
}

const pageSize = 50;

const done = {
  posted: {
    zh: '公示已发布，系统正在生成公示页。',
    en: 'The notice is posted; its pages are being written.',
  },
  extended: { zh: '公示已延长。', en: 'The notice is extended.' },
  suspended: { zh: '公示已中止。', en: 'The notice is suspended.' },
  resumed: { zh: '公示已恢复，公示期重新计算。', en: 'The notice runs again, its period anew.' },
  decided: { zh: '审定结果已登记。', en: 'The decision is recorded.' },
  published: {
    zh: '名单已发布，正在逐个编号授予。',
    en: 'The list is published; honours are being granted.',
  },
  recommended: {
    zh: '上报名单已收到，逐个核对后报送。',
    en: 'The choice is taken; each is looked at, then all are sent up.',
  },
  formed: { zh: '新批次已形成。', en: 'The further tranche is formed.' },
};

async function candidaciesIn(
  web: Web,
  tranche: Tranche,
  ids: readonly string[],
  reader: CandidacyReader,
): Promise<readonly Candidacy[]> {
  const found = await Promise.all(
    ids.map((id) => find<Candidacy>(web.deps.table, keys.candidacy(tranche.round, id), false)),
  );
  return candidaciesAsRead(
    found.filter((each) => each !== undefined),
    reader,
  );
}

/** The parts of the page: what is to be done now stands first, what is done already below it. */
async function Steps(props: {
  readonly web: Web;
  readonly c: Ctx;
  readonly seen: SeenTranche;
  readonly typed: Typed | undefined;
  /** Those of this page. */
  readonly items: readonly Candidacy[];
}) {
  const { web, c, seen, typed, items } = props;
  const { tranche, step } = seen;
  const part = { seen, c, typed, now: instantOf(web.deps) };
  const list = tranche.n === 1 ? await findShortlist(web.deps.table, tranche.round) : undefined;
  const last = seen.stage.batches && step === 'publish' ? await lastBatch(web.deps, seen) : undefined;
  const lists = step === 'publish' ? await ownListsOf(web.deps, seen) : [];
  const batch = seen.stage.batches ? { next: (last ?? 0) + 1, isFirst: last === undefined } : undefined;
  const parts = [
    {
      step: 'recommend',
      view: (step === 'recommend' || tranche.recommended !== undefined) && (
        <RecommendBox
          {...part}
          web={web}
          items={step === 'recommend' && tranche.recommended === undefined ? items : []}
        />
      ),
    },
    {
      step: 'publish',
      view: (step === 'publish' || tranche.list !== undefined) && (
        <PublishBox {...part} batch={batch} lists={lists} />
      ),
    },
    {
      step: 'decision',
      view: (step === 'decision' || tranche.decision !== undefined) && (
        <DecisionBox
          {...part}
          items={step === 'decision' && tranche.decision === undefined ? items : []}
          vacancy={list?.vacancy}
        />
      ),
    },
    {
      step: 'notice',
      view: <NoticeBox {...part} web={web} actor={seen.actor} start={c.req.query('start')} />,
    },
  ];
  return (
    <>{parts.toSorted((a, b) => Number(b.step === step) - Number(a.step === step)).map((one) => one.view)}</>
  );
}

/** How far a chunked piece of work is, while it is under way. */
const UnderWay = (props: { readonly seen: SeenTranche; readonly now: string }) => {
  const { lang, say, tranche, step, here } = props.seen;
  const work = workOf(props.seen, props.now);
  if (work === undefined) return null;
  const max = step === 'recommend' ? (tranche.recommended?.length ?? 0) : tranche.entries.length;
  return (
    <>
      <Progress lang={lang} label={work.label} value={work.value} max={max} />
      <p>
        <a href={here}>{say('刷新进度', 'Refresh')}</a>
      </p>
    </>
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenTranche(web, c);
  const { lang, say, round, tranche, here } = seen;
  const { deps } = web;
  const now = instantOf(deps);
  const from = Math.max(0, whole(c.req.query('from') ?? '0') || 0);
  const items = await candidaciesIn(web, tranche, tranche.entries.slice(from, from + pageSize), seen.reader);
  const orgName = await organisationNames(
    deps.table,
    items.map((each) => each.from),
  );
  const next = nextOfTranchePage(seen, tranche, now);
  return (
    <RoundPage
      {...framed(c, typed, done)}
      seen={seen}
      tab={`tranche-${tranche.n}`}
      title={say(`第 ${tranche.n} 批`, `Tranche ${tranche.n}`)}
      lead={next?.title ?? say('本批已办结。', 'This tranche is completed.')}
    >
      <ChangedBox lang={lang} history={await changedSince(deps.table, `round:${round.id}`, typed)} />
      <Box>
        <StepProgress lang={lang} steps={chainOf(seen, tranche)} />
        <UnderWay seen={seen} now={now} />
      </Box>
      <Steps web={web} c={c} seen={seen} typed={typed} items={items} />
      <Box>
        <Entries seen={seen} items={items} from={from} orgName={orgName} />
        <Pager
          lang={lang}
          previous={from === 0 ? undefined : `${here}?from=${Math.max(0, from - pageSize)}`}
          next={from + pageSize < tranche.entries.length ? `${here}?from=${from + pageSize}` : undefined}
        />
      </Box>
    </RoundPage>
  );
}

/** The page of a tranche with its forms, and the forming of a further one. */
export const tranchePages = mounting((pages, web) => {
  const { deps } = web;
  pages.route('/', furtherPages(web));
  const root = '/rounds/:id/tranches/:n';
  const form = <S extends z.ZodObject>(
    name: string,
    input: S,
    confirmation: keyof typeof done,
    work: (
      of: readonly [Deps, Actor, string],
      sent: Input<S> & { readonly tranche: number },
      body: Body,
      tranche: Tranche,
    ) => Promise<unknown>,
  ) =>
    pages.post(`${root}/${name}`, (c) =>
      take(c, {
        ...{ form: name, input },
        work: async (sent, { body }) => {
          const { actor, round, tranche, here } = await seenTranche(web, c);
          await work([deps, actor, round.id], { ...sent, tranche: tranche.n }, body, tranche);
          return doneAt(here, confirmation);
        },
        show: (typed) => view(web, c, typed),
      }),
    );
  pages.get(root, async (c) => c.html(await view(web, c)));
  form('post', postedNotice, 'posted', (of, sent) => postNotice(...of, sent));
  form('extend', longerNotice, 'extended', (of, sent) => lengthenNotice(...of, sent));
  form('suspend', stoppedNotice, 'suspended', (of, sent) => suspendNotice(...of, { ...sent, resume: false }));
  form('resume', stoppedNotice, 'resumed', (of, sent) => suspendNotice(...of, { ...sent, resume: true }));
  form('decide', trancheDecision.omit({ refused: true }), 'decided', (of, sent, body, { entries }) =>
    recordDecision(...of, { ...sent, refused: [...refusalsIn(body, entries)] }),
  );
  form('publish', publication.omit({ bodies: true }), 'published', (of, sent, body) =>
    publishList(...of, { ...sent, bodies: [...linesOf(one(body, 'bodies'))] }),
  );
  form(
    'recommend',
    recommendation.omit({ nominations: true }),
    'recommended',
    (of, sent, body, { entries }) => {
      const numbered = readNumbers(one(body, 'numbers'), entries.length, 'numbers').map(
        (n) => entries[n - 1],
      );
      const wanted = new Set([...many(body, 'nomination'), ...numbered]);
      // In the order of the tranche, whatever order the boxes came in.
      return recommend(...of, { ...sent, nominations: entries.filter((id) => wanted.has(id)) });
    },
  );
});
