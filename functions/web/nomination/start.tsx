/** `/nominations/new`: from which organisation and through which channel a nomination starts; the press makes the draft. */

import * as z from 'zod';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { draftSave } from '#actions/nomination/nomination-input.ts';
import { likesSections } from '#actions/people/form-view.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { labelled } from '#domain/field-label.ts';
import { channels } from '#domain/nomination/nomination-ways.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { fault, Problem, refuseIf, text } from '#domain/problem.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { findOrganisation, getOrganisations } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { type Channel, channelsFor, nominatingOrgs } from '#web/programme/open.tsx';
import { EditPage } from './edit-page.tsx';
import { newDraft } from './opened-draft.ts';
import { hasSections } from './sections.ts';

const words = {
  title: text('开始申报', 'Start a nomination'),
  org: text('申报单位', 'Nominating organisation'),
  area: text('所在社区、街道或单位', 'Your community, street or organisation'),
  channel: text('申报渠道', 'Channel'),
  start: text('开始填写', 'Begin'),
  lead: text(
    '填写的内容随时保存为草稿，可以分几次完成。',
    'What you write is kept as a draft; you can finish it later.',
  ),
} as const;

interface Start {
  readonly id: string;
  readonly record: ProgrammeRecord;
  readonly orgs: readonly Organisation[];
  readonly org: string;
  readonly channels: readonly Channel[];
  readonly channel: string;
}

/** What this page asks: where the nomination comes from. */
const beginning = draftSave.pick({ programme: true, org: true, id: true }).extend({
  channel: labelled(z.enum(channels), words.channel, {
    missing: text('请选择申报渠道', 'Choose a channel'),
  }),
});

const startForm = ({ id, record, orgs, org, channels, channel }: Start): FormSpec => ({
  form: 'start',
  action: '/nominations/new',
  hidden: { id, programme: record.id },
  groups: [
    [
      ask(beginning, 'org', {
        type: 'choice',
        label: channels.includes('organisation') ? words.org : words.area,
        options: orgs.map((each) => ({ value: each.id, label: { zh: each.name } })),
        now: org,
      }),
      ask(beginning, 'channel', {
        options: record.document.channels
          .filter((each) => channels.includes(each.id))
          .map((each) => ({ value: each.id, label: each.title })),
        now: channel,
      }),
    ],
  ],
  button: words.start,
});

const StartPage = (props: { c: Ctx; start: Start; typed?: Typed | undefined }) => {
  const { c, start, typed } = props;
  const frame = framed(c, typed);
  const { lang } = frame;
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={t(lang, start.record.document.title)}
      lead={t(lang, words.lead)}
      current="nominations"
      crumbs={[{ href: `/programmes/open?org=${start.org}`, title: w(lang).nav.programmes }]}
    >
      <PostForm c={c} of={startForm(start)} typed={typed} />
    </Page>
  );
};

/** The form at once where the address says all that this page asks; where files go to the bucket they want a draft first. */
async function unsaved(deps: Deps, c: Ctx, { id, record, orgs, org, channels }: Start) {
  const channel = channels.find((one) => one === c.req.query('channel'));
  const isChosen = c.req.query('org') === org && orgs.some((one) => one.id === org);
  if (channel === undefined || !isChosen || deps.files.direct !== undefined) return undefined;
  if (hasSections(record.document.form) && (await likesSections(deps, signedIn(c)))) return undefined;
  return newDraft(deps, signedIn(c), id, { programme: record.id, org, channel });
}

/** Starting a nomination. */
export const startPages = mounting((app, { deps }) => {
  const startOf = async (c: Ctx, asked: (name: string) => string): Promise<Start> => {
    const actor = signedIn(c);
    const record = await getProgramme(deps.table, asked('programme'));
    const wanted = asked('org');
    const own = nominatingOrgs(actor);
    const given =
      wanted === '' || own.includes(wanted) ? undefined : await findOrganisation(deps.table, wanted);
    const orgs = [
      ...(await getOrganisations(deps.table, own.slice(0, 50))),
      ...(given === undefined ? [] : [given]),
    ];
    const org = wanted === '' ? (orgs[0]?.id ?? '') : wanted;
    const offered = record.document.channels.map((channel) => channel.id);
    const channels = channelsFor(actor, org, offered);
    return {
      id: asked('id') || deps.id('nom'),
      record,
      orgs,
      org,
      channels,
      channel:
        asked('channel') ||
        (channels.length === 1 || channels[0] === 'organisation' ? (channels[0] ?? '') : ''),
    };
  };

  app.get('/nominations/new', async (c) => {
    if (c.get('actor') === undefined) {
      const next = `/nominations/new?${new URL(c.req.url).searchParams}`;
      return c.redirect(`/sign-in?${new URLSearchParams({ for: 'nominate', next })}`);
    }
    const start = await startOf(c, (name) => c.req.query(name) ?? '');
    const opened = await unsaved(deps, c, start);
    return c.html(
      opened === undefined ? (
        <StartPage c={c} start={start} />
      ) : (
        <EditPage c={c} opened={opened} now={instantOf(deps)} />
      ),
    );
  });
  app.post('/nominations/new', async (c) => {
    const actor = signedIn(c);
    const { body } = await postedOf(c);
    const start = await startOf(c, (name) => one(body, name));
    return take(c, {
      form: 'start',
      input: beginning,
      work: async (sent) => {
        // What the page proposes must still be sent: an empty choice is none.
        refuseIf([
          ...(start.orgs.some((org) => org.id === sent.org)
            ? []
            : [fault('org', 'required', '请选择单位', 'Choose an organisation')]),
          ...(start.channels.some((channel) => channel === sent.channel)
            ? []
            : [fault('channel', 'required', '请选择申报渠道', 'Choose a channel')]),
        ]);
        const edit = `/nominations/${start.id}/edit`;
        // The page chose the id: a repeated press is the same draft.
        if ((await findDraft(deps.table, start.id)) !== undefined) return edit;
        try {
          await saveDraft(deps, actor, { ...sent, id: start.id, answers: {} });
        } catch (error) {
          if (!(error instanceof Problem && error.code === 'draft-changed')) throw error;
        }
        return edit;
      },
      show: (typed) => <StartPage c={c} start={start} typed={typed} />,
    });
  });
});
