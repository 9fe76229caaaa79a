/** `/nominations/new`: from which organisation and through which channel a nomination starts; the press makes the draft. */
import { Hono } from 'hono';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { FormBody } from '#domain/nomination/form-body.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { type Fault, fault, Problem, text } from '#domain/problem.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { findOrganisation, getOrganisations } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { attempt, bodyOf, type Refused, textIn } from '#web/frame/body.ts';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { refusalOf } from '#web/frame/uploads.ts';
import { t, w } from '#web/frame/words.ts';
import { type Channel, channelsFor, nominatingOrgs } from '#web/programme/open.tsx';
import { EditPage } from './edit-page.tsx';
import { newDesk } from './opened-draft.ts';

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

const StartPage = (props: { c: Ctx; start: Start; refused?: Refused | undefined }) => {
  const { c, start, refused } = props;
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const shared = { lang, faults: refused?.faults };
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={t(lang, start.record.document.title)}
      lead={t(lang, words.lead)}
      current="nominations"
      crumbs={[{ href: `/programmes/open?org=${start.org}`, title: w(lang).nav.programmes }]}
      faults={refused?.faults}
    >
      <form method="post" action="/nominations/new">
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="id" value={start.id} />
        <input type="hidden" name="programme" value={start.record.id} />
        <FormField
          {...shared}
          field={{
            id: 'org',
            type: 'choice',
            label: start.channels.includes('organisation') ? words.org : words.area,
            required: true,
            options: start.orgs.map((org) => ({ value: org.id, label: { zh: org.name } })),
          }}
          value={start.org}
        />
        <FormField
          {...shared}
          field={{
            id: 'channel',
            type: 'choice',
            label: words.channel,
            required: true,
            options: start.record.document.channels
              .filter((channel) => start.channels.includes(channel.id))
              .map((channel) => ({ value: channel.id, label: channel.title })),
          }}
          value={start.channel}
        />
        <Actions>
          <Button>{t(lang, words.start)}</Button>
        </Actions>
      </form>
    </Page>
  );
};

/** The form at once where the address says all that this page asks; where files go to the bucket they want a draft first. */
async function unsaved(deps: Deps, c: Ctx, { id, record, orgs, org, channels }: Start) {
  const channel = channels.find((one) => one === c.req.query('channel'));
  const isChosen = c.req.query('org') === org && orgs.some((one) => one.id === org);
  if (channel === undefined || !isChosen || deps.files.direct !== undefined) return undefined;
  return newDesk(deps, signedIn(c), id, { programme: record.id, org, channel });
}

/** Starting a nomination. */
export function startPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  const startOf = async (c: Ctx, asked: FormBody): Promise<Start> => {
    const actor = signedIn(c);
    const record = await getProgramme(deps.table, textIn(asked, 'programme'));
    const wanted = textIn(asked, 'org');
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
      id: textIn(asked, 'id') || deps.id('nom'),
      record,
      orgs,
      org,
      channels,
      channel:
        textIn(asked, 'channel') ||
        (channels.length === 1 || channels[0] === 'organisation' ? (channels[0] ?? '') : ''),
    };
  };

  app.get('/nominations/new', async (c) => {
    if (c.get('actor') === undefined) {
      const next = `/nominations/new?${new URL(c.req.url).searchParams}`;
      return c.redirect(`/sign-in?${new URLSearchParams({ for: 'nominate', next })}`);
    }
    const start = await startOf(c, c.req.query());
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
    const body = await bodyOf(c);
    // What the page proposes must still be sent: an empty choice is none.
    const start = { ...(await startOf(c, body)), org: textIn(body, 'org'), channel: textIn(body, 'channel') };
    const channel = start.channels.find((one) => one === start.channel);
    const faults: readonly Fault[] = [
      ...(start.orgs.some((org) => org.id === start.org)
        ? []
        : [fault('org', 'required', '请选择单位', 'Choose an organisation')]),
      ...(channel === undefined ? [fault('channel', 'required', '请选择申报渠道', 'Choose a channel')] : []),
    ];
    const again = (refused: Refused) =>
      c.html(<StartPage c={c} start={start} refused={refused} />, refused.status);
    if (faults.length > 0 || channel === undefined) return again(refusalOf(faults));
    const edit = `/nominations/${start.id}/edit`;
    // The page chose the id: a repeated press is the same draft.
    if ((await findDraft(deps.table, start.id)) !== undefined) return c.redirect(edit, 303);
    const made = await attempt(() =>
      saveDraft(deps, actor, {
        id: start.id,
        programme: start.record.id,
        org: start.org,
        channel,
        answers: {},
      }),
    );
    if (
      'refused' in made &&
      !(made.refused.problem instanceof Problem && made.refused.problem.code === 'draft-changed')
    )
      return again(made.refused);
    return c.redirect(edit, 303);
  });
  return app;
}
