/** `/programmes/open`: what an organisation, or anyone in an area, can nominate for, with deadlines and places left. */
import { Hono } from 'hono';
import { type OpenProgramme, openProgrammes } from '#actions/programme/open-programmes.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { type Actor, unnamedRoot } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { text } from '#domain/problem.ts';
import { systemSaid } from '#domain/round/system-places.ts';
import { shownInstant, timeLeft } from '#domain/shown-dates.ts';
import { findOrganisation, getOrganisations, listChildren } from '#store/people.ts';
import { findAllotment, getProgramme } from '#store/reads.ts';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Box, Button, Crumbs, Empty, SummaryList, Tag } from '#web/frame/parts.tsx';
import { nameRoot } from '#web/frame/publisher.ts';
import { type Lang, t, w } from '#web/frame/words.ts';
import { seatOrNone } from '#web/nomination/opened-draft.ts';

const words = {
  title: text('可以申报的评选活动', 'Programmes open for nominations'),
  lead: text(
    '截止时间以服务器收到为准，按北京时间。',
    'In time is what the server gets before the deadline, China time.',
  ),
  own: text('我的单位', 'My organisations'),
  area: text('所在地区或单位', 'Area or organisation'),
  choose: text(
    '选择您所在的地区、街道、社区或单位，查看那里开放的评选活动。',
    'Choose your area, street, community or organisation to see what is open there.',
  ),
  below: text('下级', 'Below'),
  none: text('现在没有开放的评选活动。', 'Nothing is open here now.'),
  by: text('组织评选', 'Selected by'),
  window: text('申报时间', 'Window'),
  places: text('剩余名额', 'Places left'),
  handed: text('可推荐至再上一级', 'May go up further'),
  system: text('系统名额', 'Places of your system'),
  of: (left: number, all: number) => text(`${left} 个（共 ${all} 个）`, `${left} of ${all}`),
  channels: text('申报渠道', 'Channels'),
  start: text('开始申报', 'Nominate'),
  coming: text('尚未开始', 'Not open yet'),
  open: text('正在申报', 'Open'),
  category: text('对象', 'For'),
} as const;

export type Channel = Nomination['channel'];

/** The channels through which an actor may nominate from an organisation. */
export function channelsFor(
  actor: Actor | undefined,
  org: string,
  offered: readonly Channel[],
): readonly Channel[] {
  const isStaff = actor?.grants.some(
    (grant) => grant.org === org && (grant.role === 'clerk' || grant.role === 'administrator'),
  );
  return offered.filter((channel) => channel !== 'organisation' || isStaff === true);
}

/** Organisations where an actor fills in nominations. */
export const nominatingOrgs = (actor: Actor | undefined): readonly string[] => [
  ...new Set(
    (actor?.grants ?? [])
      .filter((grant) => grant.role === 'clerk' || grant.role === 'administrator')
      .map((grant) => grant.org),
  ),
];

interface Offer {
  readonly open: OpenProgramme;
  readonly channels: readonly Channel[];
  readonly places: { readonly left: number; readonly all: number } | undefined;
}

async function offersAt(deps: Deps, actor: Actor | undefined, org: Organisation): Promise<readonly Offer[]> {
  const offers = await Promise.all(
    (await openProgrammes(deps, org.id)).slice(0, 50).map(async (open): Promise<Offer> => {
      const { document } = await getProgramme(deps.table, open.programme);
      const seats = await Promise.all(
        channelsFor(
          actor,
          org.id,
          document.channels.map((one) => one.id),
        ).map(async (channel) => ({
          channel,
          seat: await seatOrNone(deps, open.programme, document, channel, org),
        })),
      );
      const able = seats.filter((one) => one.seat !== undefined);
      const governing = able.find((one) => one.channel === 'organisation')?.seat?.governing;
      const allotment =
        governing?.allotted === true
          ? ((await findAllotment(deps.table, governing.id, org.id)) ?? { places: 0, used: 0 })
          : undefined;
      return {
        open,
        channels: able.map((one) => one.channel),
        places: allotment && { left: Math.max(0, allotment.places - allotment.used), all: allotment.places },
      };
    }),
  );
  return offers.filter((offer) => offer.channels.length > 0);
}

interface Area {
  /** She chose it, or it is hers; a visitor begins at the top. */
  readonly isMeant: boolean;
  readonly org: Organisation | undefined;
  readonly path: readonly Organisation[];
  readonly below: readonly Organisation[];
  readonly own: readonly Organisation[];
}

const hrefOf = (org: Organisation): string => `/programmes/open?org=${org.id}`;

/** From place to place downwards, for who has none of her own. */
const Places = ({ lang, area }: { readonly lang: Lang; readonly area: Area }) => (
  <Box
    title={area.org === undefined || area.org.name === unnamedRoot ? t(lang, words.area) : area.org.name}
    tone="tinted"
  >
    {area.path.length > 1 && (
      <Crumbs
        lang={lang}
        crumbs={area.path.slice(0, -1).map((org) => ({ href: hrefOf(org), title: org.name }))}
      />
    )}
    <p class="muted">{t(lang, words.choose)}</p>
    <ul>
      {area.below.map((org) => (
        <li>
          <a href={hrefOf(org)}>{org.name}</a>
        </li>
      ))}
    </ul>
  </Box>
);

const OpenPage = (props: { c: Ctx; area: Area; offers: readonly Offer[]; now: string }) => {
  const { c, area, offers, now } = props;
  const frame = c.get('frame');
  const { lang } = frame;
  return (
    <Page {...frame} title={t(lang, words.title)} lead={t(lang, words.lead)} current="nominations">
      {area.own.length > 1 && (
        <Box title={t(lang, words.own)} tone="tinted">
          <ul>
            {area.own.map((org) => (
              <li>
                <a href={hrefOf(org)} aria-current={org.id === area.org?.id ? 'true' : undefined}>
                  {org.name}
                </a>
              </li>
            ))}
          </ul>
        </Box>
      )}
      {area.own.length === 0 && <Places lang={lang} area={area} />}
      {area.isMeant && offers.length === 0 && <Empty lang={lang} title={t(lang, words.none)} />}
      {offers.map(({ open, channels, places }) => (
        <Box
          title={t(lang, open.title)}
          aside={<Tag tone={open.state === 'open' ? 'good' : 'neutral'}>{t(lang, words[open.state])}</Tag>}
        >
          <SummaryList
            rows={[
              { label: t(lang, words.category), value: w(lang).categories[open.category] },
              { label: t(lang, words.by), value: open.orgName },
              {
                label: t(lang, words.window),
                value: (
                  <>
                    {t(lang, shownInstant(open.opensAt))} – {t(lang, shownInstant(open.closesAt))}{' '}
                    <b>{open.state === 'open' && t(lang, timeLeft(now, open.closesAt))}</b>
                  </>
                ),
              },
              ...(places === undefined
                ? []
                : [{ label: t(lang, words.places), value: t(lang, words.of(places.left, places.all)) }]),
              ...(open.handed === undefined ? [] : [{ label: t(lang, words.handed), value: open.handed }]),
              ...(open.systemPlaces === undefined
                ? []
                : [{ label: t(lang, words.system), value: t(lang, systemSaid(open.systemPlaces)) }]),
              {
                label: t(lang, words.channels),
                value: channels.map((one) => w(lang).channels[one]).join(lang === 'zh' ? '、' : ', '),
              },
            ]}
          />
          {open.state === 'open' && (
            <Button href={startHref(open.programme, area.org!.id, channels)}>{t(lang, words.start)}</Button>
          )}
        </Box>
      ))}
    </Page>
  );
};

/** To the form at once where nothing is to be chosen: one channel, or an organisation's own people signed in. */
export function startHref(programme: string, org: string, channels: readonly Channel[]): string {
  const [first] = channels;
  const usual = first !== undefined && (channels.length === 1 || first === 'organisation');
  return `/nominations/new?${new URLSearchParams({ programme, org, ...(usual && { channel: first }) })}`;
}

/** The one organisation above all, so that a visitor begins with the choice below it; undefined where there are several. */
async function onlyOneAbove(table: Deps['table']): Promise<Organisation | undefined> {
  const { items } = await listChildren(table, undefined, { limit: 2 });
  return items.length === 1 ? items[0] : undefined;
}

/** The page; it is public, starting a nomination is not. */
export function openPages(web: Web): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  app.get('/programmes/open', async (c) => {
    const actor = c.get('actor');
    if (actor === undefined) await nameRoot(web, c);
    const own = await getOrganisations(deps.table, nominatingOrgs(actor).slice(0, 50));
    const wanted = c.req.query('org');
    const browsing = own.length === 0;
    const org =
      wanted !== undefined
        ? await findOrganisation(deps.table, wanted)
        : (own[0] ?? (await onlyOneAbove(deps.table)));
    const area: Area = {
      isMeant: org !== undefined && (wanted !== undefined || !browsing),
      org,
      own,
      path: org === undefined ? [] : await getOrganisations(deps.table, org.path),
      below: browsing ? (await listChildren(deps.table, org?.id, { limit: 100 })).items : [],
    };
    const offers = org === undefined ? [] : await offersAt(deps, actor, org);
    return c.html(<OpenPage c={c} area={area} offers={offers} now={instantOf(deps)} />);
  });
  return app;
}
