/** `/rounds/:id/tranches/:n`: what goes through notice, decision, publishing and recommendation together; each step's form when it is due. */
import { Hono } from 'hono';
import { instantOf } from '#actions/act.ts';
import { recordDecision } from '#actions/decisions.ts';
import { publishList } from '#actions/grants.ts';
import { lengthenNotice, postNotice, suspendNotice } from '#actions/notices.ts';
import { recommend } from '#actions/recommendations.ts';
import type { Candidacy, Tranche } from '#domain/records.ts';
import { type StepKind, stepPhases } from '#domain/step.ts';
import { keys } from '#store/keys.ts';
import { find, getTranche } from '#store/reads.ts';
import { DataTable, StepProgress } from '../boards.tsx';
import { Progress } from '../charts.tsx';
import type { Ctx, Env, Web } from '../context.ts';
import { Pager, Panel, Tag } from '../parts.tsx';
import { candidacyTones } from '../tones.ts';
import { w } from '../words.ts';
import { DecisionPanel, refusalsIn } from './decision.tsx';
import { furtherPages } from './further.tsx';
import { ChangedPanel, changedSince } from './history.tsx';
import { candidacyPath } from './inbox.tsx';
import { type NameOf, organisationNames } from './names.ts';
import { chainOf, nextOfTranchePage } from './next.ts';
import { NoticePanel } from './notice.tsx';
import { type Place, RoundPage, roundPlace } from './place.tsx';
import { type Body, doneAt, framed, linesOf, many, one, posted, type Typed, whole } from './posting.tsx';
import { PublishPanel } from './publish.tsx';
import { RecommendPanel } from './recommend.tsx';

export interface TranchePlace extends Place {
  readonly tranche: Tranche;
  readonly here: string;
  /** The step at which the tranche stands; undefined at a per-candidacy phase or after the last. */
  readonly step: StepKind | undefined;
}

async function tranchePlace(web: Web, c: Ctx): Promise<TranchePlace> {
  const place = await roundPlace(web, c);
  const tranche = await getTranche(web.deps.table, place.round.id, whole(c.req.param('n') ?? '') || 0);
  const phase = stepPhases(place.stage)[tranche.phase];
  return {
    ...place,
    tranche,
    here: `${place.path}/tranches/${tranche.n}`,
    step: phase?.kind === 'batch' && tranche.state === 'running' ? phase.steps[0].kind : undefined,
  };
}

const pageSize = 50;

/** Chunked work under way, with how far it is. */
function workOf(
  place: TranchePlace,
  now: string,
): { readonly label: string; readonly value: number } | undefined {
  const { tranche, step, say } = place;
  const { notice, decision } = tranche;
  if (step === 'notice' && notice !== undefined && notice.postedAt === undefined)
    return { label: say('正在生成公示', 'Writing the notice'), value: tranche.cursor };
  if (
    step === 'notice' &&
    notice?.postedAt !== undefined &&
    notice.endedAt === undefined &&
    notice.suspended === undefined &&
    now >= notice.decisionFrom
  )
    return {
      label: say('公示期满，正在逐个办理', 'The notice is over, going through them'),
      value: tranche.cursor,
    };
  if (step === 'decision' && decision !== undefined)
    return { label: say('正在落实审定结果', 'Applying the decision'), value: tranche.cursor };
  if (step === 'publish' && tranche.list !== undefined)
    return { label: say('正在编号授予', 'Granting and numbering'), value: tranche.cursor };
  if (step === 'recommend' && tranche.recommended !== undefined)
    return { label: say('正在上报', 'Sending up'), value: tranche.cursor };
  return undefined;
}

const Entries = (props: {
  readonly place: TranchePlace;
  readonly items: readonly Candidacy[];
  readonly from: number;
  readonly orgName: NameOf;
}) => {
  const { place, items, orgName } = props;
  const { lang, say } = place;
  return (
    <DataTable
      lang={lang}
      caption={say(
        `本批 ${place.tranche.entries.length} 名`,
        `${place.tranche.entries.length} in this tranche`,
      )}
      rows={items.map((each, i) => ({ each, n: props.from + i + 1 }))}
      columns={[
        { title: say('序号', 'No.'), numeric: true, cell: ({ n }) => n },
        {
          title: say('对象', 'Nominee'),
          header: true,
          cell: ({ each }) => <a href={candidacyPath(place, each.nomination)}>{each.name}</a>,
        },
        { title: say('来自', 'From'), cell: ({ each }) => orgName(each.from) },
        {
          title: say('状态', 'State'),
          cell: ({ each }) => <Tag tone={candidacyTones[each.state]}>{w(lang).states[each.state]}</Tag>,
        },
        { title: say('证书编号', 'Certificate'), cell: ({ each }) => each.honour?.number ?? '—' },
        {
          title: say('上报', 'Sent up'),
          cell: ({ each }) =>
            each.upward === undefined
              ? '—'
              : `${w(lang).upward[each.upward.state]}${each.upward.reason === undefined ? '' : `：${each.upward.reason}`}`,
        },
      ]}
      empty={<p>{say('本批已没有对象。', 'Nobody is left in this tranche.')}</p>}
    />
  );
};

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
  const place = await tranchePlace(web, c);
  const { lang, say, round, tranche, here, step } = place;
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
  const work = workOf(place, now);
  const next = nextOfTranchePage(place, tranche, now);
  const all = async () =>
    (
      await Promise.all(
        tranche.entries.map((id) => find<Candidacy>(deps.table, keys.candidacy(round.id, id), false)),
      )
    ).filter((each) => each !== undefined);
  const part = { place, csrf: c.get('frame').csrf, typed, now };
  return (
    <RoundPage
      {...framed(c, typed, done)}
      place={place}
      tab={`tranche-${tranche.n}`}
      title={say(`第 ${tranche.n} 批`, `Tranche ${tranche.n}`)}
      lead={next?.title ?? say('本批已办结。', 'This tranche is completed.')}
    >
      <ChangedPanel lang={lang} history={await changedSince(deps.table, `round:${round.id}`, lang, typed)} />
      <Panel>
        <StepProgress lang={lang} steps={chainOf(place, tranche)} />
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
      <NoticePanel {...part} web={web} actor={place.actor} start={c.req.query('start')} />
      {(step === 'decision' || tranche.decision !== undefined) && (
        <DecisionPanel
          {...part}
          items={step === 'decision' && tranche.decision === undefined ? await all() : []}
        />
      )}
      {(step === 'publish' || tranche.list !== undefined) && <PublishPanel {...part} />}
      {(step === 'recommend' || tranche.recommended !== undefined) && (
        <RecommendPanel
          {...part}
          web={web}
          items={step === 'recommend' && tranche.recommended === undefined ? await all() : []}
        />
      )}
      <Panel>
        <Entries place={place} items={items} from={from} orgName={orgName} />
        <Pager
          lang={lang}
          previous={from === 0 ? undefined : `${here}?from=${Math.max(0, from - pageSize)}`}
          next={from + pageSize < tranche.entries.length ? `${here}?from=${from + pageSize}` : undefined}
        />
      </Panel>
    </RoundPage>
  );
}

type Work = (place: TranchePlace, body: Body) => Promise<keyof typeof done>;

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
          const place = await tranchePlace(web, c);
          return doneAt(place.here, await work(place, body));
        },
        (typed) => view(web, c, typed),
      ),
    );
  const version = (body: Body) => whole(one(body, 'version'));
  pages.get(root, async (c) => c.html(await view(web, c)));
  form('post', async ({ actor, round, tranche }, body) => {
    await postNotice(deps, actor, round.id, {
      tranche: tranche.n,
      start: one(body, 'start'),
      version: version(body),
    });
    return 'posted';
  });
  form('extend', async ({ actor, round, tranche }, body) => {
    const days = whole(one(body, 'days'));
    await lengthenNotice(deps, actor, round.id, {
      tranche: tranche.n,
      days: Number.isNaN(days) ? 0 : days,
      reason: one(body, 'reason'),
    });
    return 'extended';
  });
  form('suspend', async ({ actor, round, tranche }, body) => {
    await suspendNotice(deps, actor, round.id, {
      tranche: tranche.n,
      reason: one(body, 'reason'),
      resume: false,
    });
    return 'suspended';
  });
  form('resume', async ({ actor, round, tranche }, body) => {
    await suspendNotice(deps, actor, round.id, {
      tranche: tranche.n,
      reason: one(body, 'reason'),
      resume: true,
    });
    return 'resumed';
  });
  form('decide', async ({ actor, round, tranche }, body) => {
    await recordDecision(deps, actor, round.id, {
      tranche: tranche.n,
      body: one(body, 'body'),
      date: one(body, 'date'),
      minutes: one(body, 'minutes'),
      refused: refusalsIn(body),
      version: version(body),
    });
    return 'decided';
  });
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
