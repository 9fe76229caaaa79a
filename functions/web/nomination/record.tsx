/** `/nominations/<id>`: the record of a nomination, and withdrawing it. */

import { Hono } from 'hono';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { seatToAmend } from '#actions/nomination/nomination-access.ts';
import { withdrawal } from '#actions/nomination/nomination-input.ts';
import { withdraw } from '#actions/nomination/withdraw.ts';
import { may } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { isMending, mendAsked } from '#domain/review/mending.ts';
import { getOrganisation } from '#store/people.ts';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { listCrumb } from './edit-page.tsx';
import { RecordParts } from './record-form.tsx';
import { isWithdrawable, type RecordView } from './record-page.tsx';
import { recordView } from './record-view.ts';

const words = {
  confirmation: text('受理回执', 'The confirmation'),
  amended: text('修改已提交', 'Your amendment was sent'),
  withdrawn: text('申报已撤回', 'The nomination is withdrawn'),
  erased: text('个人信息已删除', 'The personal data are erased'),
  erase: text('删除个人信息', 'Erase personal data'),
  returned: text('已退回，请修改后重新提交', 'Returned to you: amend it and send it again'),
  amend: text('修改申报表', 'Amend the form'),
  withdraw: text('撤回申报', 'Withdraw'),
  withdrawAsk: text(
    '撤回后本申报终止，同一对象可以重新申报。',
    'This ends the nomination; the nominee may be nominated anew.',
  ),
  reason: text('撤回原因', 'Reason'),
  withdrawNow: text('确认撤回', 'Withdraw'),
} as const;

const done = {
  amended: words.amended,
  erased: words.erased,
  withdrawn: words.withdrawn,
} as const;

const withdrawForm = (base: string): FormSpec => ({
  form: 'withdraw',
  action: `${base}/withdraw`,
  folded: words.withdraw,
  note: words.withdrawAsk,
  button: words.withdrawNow,
  tone: 'danger',
  groups: [[ask(withdrawal, 'reason', { label: words.reason })]],
});

const RecordPage = (props: {
  c: Ctx;
  view: RecordView;
  owns: boolean;
  erases: boolean;
  typed?: Typed | undefined;
}) => {
  const { c, view, owns, erases, typed } = props;
  const { nomination, programme } = view;
  const frame = framed(c, typed, done);
  const { lang, csrf } = frame;
  const base = `/nominations/${nomination.id}`;
  const returned = seatToAmend(view.seats.map(({ seat }) => seat));
  return (
    <Page
      {...frame}
      title={nomination.name}
      caption={`${t(lang, programme.title)} ${nomination.edition}`}
      current="nominations"
      crumbs={owns ? [listCrumb(lang)] : undefined}
      flash={frame.flash}
    >
      {owns && returned !== undefined && (
        <Box title={t(lang, words.returned)} tone="tinted">
          {isMending(returned) && returned.mending !== undefined && (
            <p>
              <b>{t(lang, mendAsked(returned.mending))}</b>
            </p>
          )}
          <p class="prose">{returned.note}</p>
          <Actions>
            <Button href={`${base}/edit`}>{t(lang, words.amend)}</Button>
          </Actions>
        </Box>
      )}
      <RecordParts lang={lang} view={view} csrf={csrf} />
      {owns && nomination.receipt !== undefined && (
        <p>
          <a href={`${base}/submitted`}>{t(lang, words.confirmation)}</a>
        </p>
      )}
      {owns && isWithdrawable(view) && <PostForm c={c} of={withdrawForm(base)} typed={typed} />}
      {erases && nomination.erased === undefined && (
        <p class="muted">
          <a href={`${base}/erase`}>{t(lang, words.erase)}</a>
        </p>
      )}
    </Page>
  );
};

/** The record and its withdrawal. */
export function recordPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  const page = async (c: Ctx, more: { typed?: Typed; pressed?: true } = {}) => {
    const actor = signedIn(c);
    const id = c.req.param('id') ?? '';
    const view = await recordView(deps, actor, id, undefined, more.pressed);
    const org = await getOrganisation(deps.table, view.nomination.org);
    const owns = may(actor, 'nomination.withdraw', { orgPath: org.path, owner: view.nomination.owner });
    const entry = await getOrganisation(deps.table, view.seats[0]?.seat.org ?? view.nomination.org);
    const erases = may(actor, 'nomination.erase', { orgPath: entry.path });
    return <RecordPage c={c} view={view} owns={owns} erases={erases} typed={more.typed} />;
  };
  app.get('/nominations/:id', async (c) => {
    signedIn(c);
    const draft = await findDraft(deps.table, c.req.param('id'));
    return draft === undefined ? c.html(await page(c)) : c.redirect(`/nominations/${draft.id}/edit`);
  });
  app.get('/nominations/:id/reveal', (c) => c.redirect(`/nominations/${c.req.param('id')}`));
  app.post('/nominations/:id/reveal', async (c) => c.html(await page(c, { pressed: true })));
  app.get('/nominations/:id/withdraw', (c) => c.redirect(`/nominations/${c.req.param('id')}`));
  app.post('/nominations/:id/withdraw', (c) => {
    const id = c.req.param('id');
    return take(c, {
      form: 'withdraw',
      input: withdrawal,
      work: async (sent) => {
        await withdraw(deps, signedIn(c), { ...sent, id });
        return doneAt(`/nominations/${id}`, 'withdrawn');
      },
      show: (typed) => page(c, { typed }),
    });
  });
  return app;
}
