/** Where a page of the desk stands: its round, programme and organisation, who reads it, and the frame around it. */

import type { PropsWithChildren } from 'hono/jsx';
import { shortNotices } from '#actions/notice/short-notices.ts';
import { instantOf } from '#actions/write.ts';
import type { CandidacyReader } from '#domain/candidacy/candidacy-view.ts';
import { shortfallWords } from '#domain/notice/posted-notice.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { type Action, demand, may } from '#domain/people/policy.ts';
import type { Text } from '#domain/problem.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { editionSaid } from '#domain/programme/said-parts.ts';
import { stepPhases } from '#domain/programme/step.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { getOrganisation } from '#store/people.ts';
import { roundWithStage, tranchesOf } from '#store/reads.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Page, type PageProps } from '#web/frame/layout.tsx';
import { batchName } from '#web/frame/names.ts';
import { Tabs } from '#web/frame/parts.tsx';
import { type Lang, type Say, sayIn, t, w } from '#web/frame/words.ts';

export interface SeenRound {
  readonly actor: Actor;
  readonly lang: Lang;
  readonly say: Say;
  readonly round: Round;
  readonly stage: Stage;
  readonly programme: Programme;
  readonly org: Organisation;
  readonly tranches: readonly Tranche[];
  /** Notices that are too short by the working days as they are now, in words by tranche. */
  readonly shortNotices: ReadonlyMap<number, Text>;
  /** `/rounds/<id>` */
  readonly path: string;
  /** Programme, edition and organisation in one line. */
  readonly title: string;
  /** Whether the reader may do something to this round. */
  readonly can: (action: Action) => boolean;
  /** Who reads its candidacies, and whether all that was said of them. */
  readonly reader: CandidacyReader;
}

/** What is read of a round to say where it stands: a home page has no more than that. */
export type RoundStands = Pick<SeenRound, 'lang' | 'say' | 'round' | 'stage' | 'tranches' | 'path' | 'can'>;

/** Loads the round of the path and demands that it may be read. Throws Problem unauthenticated, missing or forbidden. */
export async function seenRound(web: Web, c: Ctx, action: Action = 'round.read'): Promise<SeenRound> {
  const actor = signedIn(c);
  const { lang } = c.get('frame');
  const id = c.req.param('id') ?? '';
  const { table } = web.deps;
  const { round, stage, programme } = await roundWithStage(table, id);
  demand(actor, action, { orgPath: round.orgPath, state: round.status });
  const [org, tranches] = await Promise.all([getOrganisation(table, round.org), tranchesOf(table, id)]);
  const can = (wanted: Action) => may(actor, wanted, { orgPath: round.orgPath, state: round.status });
  const now = instantOf(web.deps);
  const short = await shortNotices(web.deps, tranches.items);
  const shortWords = tranches.items.flatMap(({ n, notice }): (readonly [number, Text])[] => {
    const shortfall = short.get(n);
    return shortfall === undefined ? [] : [[n, shortfallWords(shortfall, notice!.closesAt, now)]];
  });
  return {
    actor,
    lang,
    say: sayIn(lang),
    round,
    stage,
    programme,
    org,
    tranches: tranches.items,
    shortNotices: new Map(shortWords),
    path: `/rounds/${encodeURIComponent(id)}`,
    title: roundTitle(lang, programme, org),
    can,
    reader: { id: actor.id, judged: can('candidacy.judged') },
  };
}

/** 2027年三八红旗手 · 芙蓉区妇联 */
const roundTitle = (
  lang: Lang,
  programme: Pick<Programme, 'title' | 'edition'>,
  org: Pick<Organisation, 'name'>,
): string => `${t(lang, editionSaid(programme))} · ${org.name}`;

type DeskTab =
  | 'desk'
  | 'inbox'
  | 'intake'
  | 'panel'
  | 'shortlist'
  | 'pairs'
  | 'papers'
  | 'letters'
  | 'settings'
  | `tranche-${number}`;

function tabsOf(seen: SeenRound, current: DeskTab | undefined) {
  const { lang, say, path, stage, tranches } = seen;
  const kinds = stepPhases(stage).map((phase) => phase.steps[0].kind);
  const sits = seen.actor.grants.some(({ role, org }) => role === 'panellist' && org === seen.org.id);
  const entries: readonly { id: DeskTab; href: string; title: string; shown: boolean }[] = [
    { id: 'desk', href: path, title: say('概况', 'Overview'), shown: true },
    {
      id: 'inbox',
      href: `${path}/inbox`,
      title: say('申报对象', 'Nominees'),
      shown: seen.can('candidacy.list'),
    },
    { id: 'intake', href: `${path}/intake`, title: say('接收与名额', 'Intake and places'), shown: true },
    { id: 'pairs', href: `${path}/pairs`, title: say('查重', 'Duplicates'), shown: seen.can('pair.settle') },
    {
      id: 'panel',
      href: `${path}/panel`,
      title: batchName(lang, stage, 'panel'),
      shown: kinds.includes('panel') && (seen.can('candidacy.judged') || sits),
    },
    {
      id: 'shortlist',
      href: `${path}/shortlist`,
      title: batchName(lang, stage, 'shortlist'),
      shown: kinds.includes('shortlist') && seen.can('candidacy.judged'),
    },
    ...tranches.map(({ n }) => ({
      id: `tranche-${n}` as const,
      href: `${path}/tranches/${n}`,
      title: say(`第 ${n} 批`, `Tranche ${n}`),
      shown: seen.can('candidacy.list'),
    })),
    { id: 'papers', href: `${path}/papers`, title: say('材料', 'Papers'), shown: seen.can('export.read') },
    {
      id: 'letters',
      href: `${path}/letters`,
      title: say('信函和链接', 'Letters and links'),
      shown: seen.can('task.reassign'),
    },
    { id: 'settings', href: `${path}/settings`, title: say('设置', 'Settings'), shown: true },
  ];
  return entries
    .filter((entry) => entry.shown)
    .map(({ href, title, id }) => ({ href, title, current: id === current }));
}

/** A page of the desk: the way back, the tabs of the round, and its name above the heading. */
export const RoundPage = (
  props: PropsWithChildren<
    Omit<PageProps, 'current' | 'caption'> & { readonly seen: SeenRound; readonly tab?: DeskTab | undefined }
  >,
) => {
  const { seen, tab, crumbs = [], children, ...page } = props;
  const { lang, say, path, title } = seen;
  return (
    <Page
      {...page}
      current="rounds"
      caption={title}
      crumbs={[
        { href: '/rounds', title: w(lang).nav.rounds },
        ...(tab === 'desk' ? [] : [{ href: path, title }]),
        ...crumbs,
      ]}
      width={page.width ?? 'wide'}
    >
      <Tabs label={say('本轮页面', 'Pages of this round')} tabs={tabsOf(seen, tab)} />
      {[...seen.shortNotices].map(([n, words]) => (
        <div class="flash flash-warning" role="alert">
          <p class="flash-title">
            <a href={`${path}/tranches/${n}#notice`}>
              {say(`第 ${n} 批公示期不足`, `The notice of tranche ${n} is too short`)}
            </a>
          </p>
          <p>{t(lang, words)}</p>
        </div>
      ))}
      {children}
    </Page>
  );
};

/** The status of a round in words. */
export const wordOfStatus = (lang: Lang, { status, endedAt }: Pick<Round, 'status' | 'endedAt'>): string => {
  const say = sayIn(lang);
  if (endedAt !== undefined) return say('已结束', 'Ended');
  const words: Readonly<Record<Round['status'], string>> = {
    planned: say('未开始', 'Not begun'),
    open: say('申报中', 'Open for nominations'),
    selecting: say('评选中', 'Selecting'),
    settled: say('名单已产生', 'List formed'),
    cancelled: say('已取消', 'Cancelled'),
  };
  return words[status];
};
export const roundTones = {
  planned: 'neutral',
  open: 'info',
  selecting: 'info',
  settled: 'gold',
  cancelled: 'bad',
} as const;
