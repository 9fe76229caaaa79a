/** 评审承诺书 on paper: what a panellist promised, when, and a place to sign; her own, or all of a round for its administrators. */

import { panelSitting } from '#actions/selection/panel.ts';
import { panelCommitment, panelCommitments } from '#actions/selection/panel-commitment.ts';
import { type Text, text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { getOrganisation } from '#store/people.ts';
import { PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { stepName } from '#web/frame/names.ts';
import type { Markup } from '#web/frame/take.ts';
import { type Lang, t, w } from '#web/frame/words.ts';
import { frameAt, type Reader, stepHref } from '#web/review/worklist-reader.ts';

const words = {
  title: text('评审承诺书', 'Commitment of the panel'),
  accepted: (at: string) => text(`${at} 在系统中承诺`, `Accepted in the system at ${at}`),
  open: text('尚未承诺', 'Not accepted yet'),
  version: (version: string) => text(`文本版本 ${version}`, `Text ${version}`),
  sign: text('承诺人签名：　　　　　　　　　　年　　月　　日', 'Signed:　　　　　　　　　　date:'),
  none: text('还没有评委承诺。', 'Nobody on the panel has made it yet.'),
} as const;

const Sheet = (props: {
  readonly lang: Lang;
  readonly rehearsal: boolean;
  readonly round: string;
  readonly org: string;
  readonly name: string;
  readonly version: string;
  readonly lines: readonly Text[];
  readonly acceptedAt?: string | undefined;
}) => {
  const { lang, acceptedAt } = props;
  return (
    <article class="paper">
      {props.rehearsal && <p class="mark">{w(lang).frame.rehearsal}</p>}
      <h1>{t(lang, words.title)}</h1>
      <p>
        {props.round} · {props.org}
      </p>
      <ol>
        {props.lines.map((line) => (
          <li>{t(lang, line)}</li>
        ))}
      </ol>
      <p>
        {props.name} · {t(lang, acceptedAt === undefined ? words.open : words.accepted(shownAt(acceptedAt)))}{' '}
        · {t(lang, words.version(props.version))}
      </p>
      <p class="paper-sign">{t(lang, words.sign)}</p>
    </article>
  );
};

/** A panellist's own. */
export async function ownCommitment(
  { deps }: Pick<Web, 'deps'>,
  c: Ctx,
  who: Reader,
  ref: { readonly round: string; readonly step: string },
): Promise<Markup> {
  const frame = { ...c.get('frame'), ...frameAt(c, who) };
  const { lang } = frame;
  const [promise, { round, step }] = await Promise.all([
    panelCommitment(deps, who.actor, ref.round),
    panelSitting(deps, ref.round),
  ]);
  const { name: org } = await getOrganisation(deps.table, round.org);
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      heading={false}
      current="tasks"
      crumbs={[{ href: stepHref(who, ref), title: stepName(lang, step) }]}
    >
      <PublicStyle />
      <Sheet
        {...{
          lang,
          org,
          rehearsal: deps.site.rehearsal,
          round: t(lang, titled(round)),
          name: who.actor.name,
        }}
        {...promise}
      />
    </Page>
  );
}

/** All that were made in a round, one sheet each. */
export async function allCommitments({ deps }: Web, c: Ctx): Promise<Markup> {
  const frame = c.get('frame');
  const { lang } = frame;
  const id = c.req.param('id') ?? '';
  const { sitting, org, papers } = await panelCommitments(deps, signedIn(c), id);
  const path = `/rounds/${encodeURIComponent(id)}`;
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      heading={papers.length === 0}
      current="rounds"
      crumbs={[
        { href: path, title: t(lang, titled(sitting.round)) },
        { href: `${path}/panel`, title: stepName(lang, sitting.step) },
      ]}
    >
      <PublicStyle />
      {papers.length === 0 && <p>{t(lang, words.none)}</p>}
      {papers.map((paper) => (
        <Sheet
          {...{ lang, org, rehearsal: deps.site.rehearsal, round: t(lang, titled(sitting.round)) }}
          {...paper}
        />
      ))}
    </Page>
  );
}
