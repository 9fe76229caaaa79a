/** `/nominations/<id>`: the record of a nomination, and withdrawing it. */

import { chooseRoll, mayAgreeToRoll, mayLeaveRoll } from '#actions/honour/roll-consent.ts';
import { findOwnDraft } from '#actions/nomination/draft-record.ts';
import { seatToAmend } from '#actions/nomination/nomination-access.ts';
import { rollChoice, withdrawal } from '#actions/nomination/nomination-input.ts';
import { withdraw } from '#actions/nomination/withdraw.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { may } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { editionSaid } from '#domain/programme/said-parts.ts';
import { isMending, mendAsked } from '#domain/review/mending.ts';
import { getOrganisation } from '#store/people.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
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
  receipt: text('删除凭证', 'Receipt of the erasure'),
  returned: text('已退回，请修改后重新提交', 'Returned to you: amend it and send it again'),
  amend: text('修改申报表', 'Amend the form'),
  withdraw: text('撤回申报', 'Withdraw'),
  rollAgree: text('同意在荣誉榜公开', 'Agree to the roll of honour'),
  rollLeave: text('撤回荣誉榜公开', 'Withdraw from the roll of honour'),
  rollNote: text(
    '同意后，获得的荣誉可以在荣誉榜上按名称查到，并有一个列出所获荣誉的公开页面。不影响评选，随时可以撤回。',
    'Honours are then found by name on the roll of honour and listed on a public page. It makes no difference to the selection and can be withdrawn at any time.',
  ),
  rollLeaveNote: text(
    '撤回后立即不能按名称查到，荣誉主页也不再显示；已发布的名单不变。',
    'Nothing is found by name any more, and the page is gone at once; published lists stay as they are.',
  ),
  rollDone: text('已记录荣誉榜公开的选择', 'Your choice for the roll of honour is recorded'),
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
  roll: words.rollDone,
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

/** To agree to the roll of honour, or to withdraw from it. */
const rollForm = (base: string, agree: boolean): FormSpec => ({
  form: 'roll',
  action: `${base}/roll`,
  folded: agree ? words.rollAgree : words.rollLeave,
  note: agree ? words.rollNote : words.rollLeaveNote,
  hidden: { agree: String(agree) },
  groups: [],
});

const RecordPage = (props: {
  c: Ctx;
  view: RecordView;
  owns: boolean;
  erases: boolean;
  /** She may agree to the roll of honour now (`true`), or withdraw from it. */
  roll: boolean | undefined;
  typed?: Typed | undefined;
}) => {
  const { c, view, owns, erases, roll, typed } = props;
  const { nomination, programme } = view;
  const frame = framed(c, typed, done);
  const { lang, csrf } = frame;
  const base = `/nominations/${nomination.id}`;
  const returned = seatToAmend(view.seats.map(({ seat }) => seat));
  return (
    <Page
      {...frame}
      title={nomination.name}
      caption={t(lang, editionSaid({ ...programme, edition: nomination.edition }))}
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
      {roll !== undefined && <PostForm c={c} of={rollForm(base, roll)} typed={typed} />}
      {owns && isWithdrawable(view) && <PostForm c={c} of={withdrawForm(base)} typed={typed} />}
      {erases && (
        <p class="muted">
          <a href={`${base}/erase`}>
            {t(lang, nomination.erased === undefined ? words.erase : words.receipt)}
          </a>
        </p>
      )}
    </Page>
  );
};

/** The record and its withdrawal. */
export const recordPages = mounting((app, { deps }) => {
  const rollAsked = async (actor: Actor, nomination: Nomination): Promise<boolean | undefined> => {
    if (nomination.erased !== undefined) return undefined;
    const agree = nomination.roll?.agreed !== true;
    return (await (agree ? mayAgreeToRoll : mayLeaveRoll)(deps, actor, nomination)) ? agree : undefined;
  };
  const page = async (c: Ctx, more: { typed?: Typed; pressed?: true } = {}) => {
    const actor = signedIn(c);
    const id = c.req.param('id') ?? '';
    const view = await recordView(deps, actor, id, undefined, more.pressed);
    const org = await getOrganisation(deps.table, view.nomination.org);
    const owns = may(actor, 'nomination.withdraw', { orgPath: org.path, owner: view.nomination.owner });
    const entry = await getOrganisation(deps.table, view.seats[0]?.seat.org ?? view.nomination.org);
    const erases = may(actor, 'nomination.erase', { orgPath: entry.path });
    const roll = await rollAsked(actor, view.nomination);
    return <RecordPage {...{ c, view, owns, erases, roll }} typed={more.typed} />;
  };
  app.get('/nominations/:id', async (c) => {
    const draft = await findOwnDraft(deps, signedIn(c), c.req.param('id'));
    return draft === undefined ? c.html(await page(c)) : c.redirect(`/nominations/${draft.id}/edit`);
  });
  app.get('/nominations/:id/reveal', (c) => c.redirect(`/nominations/${c.req.param('id')}`));
  app.post('/nominations/:id/reveal', async (c) => c.html(await page(c, { pressed: true })));
  app.get('/nominations/:id/roll', (c) => c.redirect(`/nominations/${c.req.param('id')}`));
  app.post('/nominations/:id/roll', (c) => {
    const id = c.req.param('id');
    return take(c, {
      form: 'roll',
      input: rollChoice,
      work: async (sent) => {
        await chooseRoll(deps, signedIn(c), { ...sent, id });
        return doneAt(`/nominations/${id}`, 'roll');
      },
      show: (typed) => page(c, { typed }),
    });
  });
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
});
