/** `/rounds/:id/tranches/:n`: what goes through notice, decision, publishing and recommendation together; each step's form when it is due. */
import { Hono } from 'hono';
import type * as z from 'zod';
import { publishList } from '#actions/honour/grants.ts';
import { longerNotice, postedNotice, stoppedNotice } from '#actions/notice/notice-input.ts';
import { lengthenNotice, postNotice, suspendNotice } from '#actions/notice/notices.ts';
import { recommend } from '#actions/recommendation/recommendations.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import { trancheDecision } from '#actions/selection/selection-input.ts';
import { instantOf } from '#actions/write.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Input } from '#domain/input.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { keys } from '#store/keys.ts';
import { find, getTranche } from '#store/reads.ts';
import { StepProgress } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import {
  type Body,
  doneAt,
  framed,
  linesOf,
  many,
  one,
  posted,
  type Typed,
  whole,
} from '#web/frame/form.tsx';
import { organisationNames } from '#web/frame/names.ts';
import { Pager, Panel } from '#web/frame/parts.tsx';
import { take } from '#web/frame/take.ts';
import { PublishPanel } from '#web/honour/publish.tsx';
import { NoticePanel } from '#web/notice/notice-panel.tsx';
import { RecommendPanel } from '#web/recommendation/recommend.tsx';
import { DecisionPanel, refusalsIn } from '#web/selection/decision.tsx';
import { ChangedPanel, changedSince } from '#web/trust/history.tsx';
import { furtherPages } from './further.tsx';
import { chainOf, nextOfTranchePage } from './next-step.ts';
import { RoundPage, seenRound } from './seen-round.tsx';
import { Entries, type SeenTranche, workOf } from './tranche-parts.tsx';

async function seenTranche(web: Web, c: Ctx): Promise<SeenTranche> {
  const seen = await seenRound(web, c);
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
  recommended: { zh: '上报名单已确定，正在报送。', en: 'The recommendations are being sent up.' },
  formed: { zh: '新批次已形成。', en: 'The further tranche is formed.' },
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenTranche(web, c);
  const { lang, say, round, tranche, here, step } = seen;
  const { deps } = web;
  const now = instantOf(deps);
  const from = Math.max(0, whole(c.req.query('from') ?? '0') || 0);
  const ids = tranche.entries.slice(from, from + pageSize);
  const found = await Promise.all(
    ids.map((id) => find<Candidacy>(deps.table, keys.candidacy(round.id, id), false)),
  );
  const items = found.filter((each) => each !== undefined);
  const orgName = await organisationNames(
    deps.table,
    items.map((each) => each.from),
  );
  const work = workOf(seen, now);
  const next = nextOfTranchePage(seen, tranche, now);
  const all = async () =>
    (
      await Promise.all(
        tranche.entries.map((id) => find<Candidacy>(deps.table, keys.candidacy(round.id, id), false)),
      )
    ).filter((each) => each !== undefined);
  const part = { seen, c, csrf: c.get('frame').csrf, typed, now };
  // What is to be done now stands first, what is done already below it.
  const parts = [
    {
      step: 'recommend',
      view: (step === 'recommend' || tranche.recommended !== undefined) && (
        <RecommendPanel
          {...part}
          web={web}
          items={step === 'recommend' && tranche.recommended === undefined ? await all() : []}
        />
      ),
    },
    {
      step: 'publish',
      view: (step === 'publish' || tranche.list !== undefined) && <PublishPanel {...part} />,
    },
    {
      step: 'decision',
      view: (step === 'decision' || tranche.decision !== undefined) && (
        <DecisionPanel
          {...part}
          items={step === 'decision' && tranche.decision === undefined ? await all() : []}
        />
      ),
    },
    {
      step: 'notice',
      view: <NoticePanel {...part} web={web} actor={seen.actor} start={c.req.query('start')} />,
    },
  ];
  return (
    <RoundPage
      {...framed(c, typed, done)}
      seen={seen}
      tab={`tranche-${tranche.n}`}
      title={say(`第 ${tranche.n} 批`, `Tranche ${tranche.n}`)}
      lead={next?.title ?? say('本批已办结。', 'This tranche is completed.')}
    >
      <ChangedPanel lang={lang} history={await changedSince(deps.table, `round:${round.id}`, lang, typed)} />
      <Panel>
        <StepProgress lang={lang} steps={chainOf(seen, tranche)} />
        {work !== undefined && (
          <>
            <Progress
              lang={lang}
              label={work.label}
              value={work.value}
              max={step === 'recommend' ? (tranche.recommended?.length ?? 0) : tranche.entries.length}
            />
            <p>
              <a href={here}>{say('刷新进度', 'Refresh')}</a>
            </p>
          </>
        )}
      </Panel>
      {parts.toSorted((a, b) => Number(b.step === step) - Number(a.step === step)).map((each) => each.view)}
      <Panel>
        <Entries seen={seen} items={items} from={from} orgName={orgName} />
        <Pager
          lang={lang}
          previous={from === 0 ? undefined : `${here}?from=${Math.max(0, from - pageSize)}`}
          next={from + pageSize < tranche.entries.length ? `${here}?from=${from + pageSize}` : undefined}
        />
      </Panel>
    </RoundPage>
  );
}

type Work = (seen: SeenTranche, body: Body) => Promise<keyof typeof done>;

/** The page of a tranche with its forms, and the forming of a further one. */
export function tranchePages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  const { deps } = web;
  pages.route('/', furtherPages(web));
  const root = '/rounds/:id/tranches/:n';
  const form = (name: string, work: Work) =>
    pages.post(`${root}/${name}`, (c) =>
      posted(
        c,
        name,
        async (body) => {
          const seen = await seenTranche(web, c);
          return doneAt(seen.here, await work(seen, body));
        },
        (typed) => view(web, c, typed),
      ),
    );
  const taken = <S extends z.ZodObject>(
    name: string,
    input: S,
    confirmation: keyof typeof done,
    act: (seen: SeenTranche, sent: Input<S>, body: Body) => Promise<unknown>,
  ) =>
    pages.post(`${root}/${name}`, (c) =>
      take(c, {
        ...{ form: name, input },
        act: async (sent, { body }) => {
          const seen = await seenTranche(web, c);
          await act(seen, sent, body);
          return doneAt(seen.here, confirmation);
        },
        show: (typed) => view(web, c, typed),
      }),
    );
  const version = (body: Body) => whole(one(body, 'version'));
  pages.get(root, async (c) => c.html(await view(web, c)));
  const of = ({ tranche: { n: tranche } }: SeenTranche) => ({ tranche });
  taken('post', postedNotice, 'posted', (seen, sent) =>
    postNotice(deps, seen.actor, seen.round.id, { ...sent, ...of(seen) }),
  );
  taken('extend', longerNotice, 'extended', (seen, sent) =>
    lengthenNotice(deps, seen.actor, seen.round.id, { ...sent, ...of(seen) }),
  );
  taken('suspend', stoppedNotice, 'suspended', (seen, sent) =>
    suspendNotice(deps, seen.actor, seen.round.id, { ...sent, ...of(seen), resume: false }),
  );
  taken('resume', stoppedNotice, 'resumed', (seen, sent) =>
    suspendNotice(deps, seen.actor, seen.round.id, { ...sent, ...of(seen), resume: true }),
  );
  taken('decide', trancheDecision.omit({ refused: true }), 'decided', (seen, sent, body) =>
    recordDecision(deps, seen.actor, seen.round.id, { ...sent, ...of(seen), refused: refusalsIn(body) }),
  );
  form('publish', async ({ actor, round, tranche }, body) => {
    await publishList(deps, actor, round.id, {
      tranche: tranche.n,
      title: one(body, 'title'),
      documentNumber: one(body, 'documentNumber'),
      date: one(body, 'date'),
      bodies: linesOf(one(body, 'bodies')),
      version: version(body),
    });
    return 'published';
  });
  form('recommend', async ({ actor, round, tranche }, body) => {
    const wanted = many(body, 'nomination');
    // In the order of the tranche, whatever order the boxes came in.
    const nominations = tranche.entries.filter((id) => wanted.includes(id));
    await recommend(deps, actor, round.id, { tranche: tranche.n, nominations, version: version(body) });
    return 'recommended';
  });
  return pages;
}
