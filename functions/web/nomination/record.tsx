/** `/nominations/<id>`: the record of a nomination, and withdrawing it. */
import { Hono } from 'hono';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { withdraw } from '#actions/nomination/withdraw.ts';
import { may } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { attempt, bodyOf, type Refused, textIn } from '#web/frame/body.ts';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { type Flash, Page } from '#web/frame/layout.tsx';
import { Actions, Button, ConfirmButton, Panel } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';
import { listCrumb } from './edit-page.tsx';
import { isWithdrawable, RecordParts, type RecordView, seatToAmend } from './record-page.tsx';
import { recordView } from './record-view.ts';

const words = {
  submitted: text('申报已提交', 'The nomination is submitted'),
  submittedNext: text(
    '办理有进展时会发邮件给您，也可以随时回到这里查看。',
    'You get a mail when something happens; you can look here at any time.',
  ),
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
} as const;

const flashOf = (lang: 'zh' | 'en', done: string | undefined): Flash | undefined => {
  if (done === 'submitted')
    return { kind: 'success', title: t(lang, words.submitted), body: <p>{t(lang, words.submittedNext)}</p> };
  if (done === 'amended') return { kind: 'success', title: t(lang, words.amended) };
  if (done === 'erased') return { kind: 'success', title: t(lang, words.erased) };
  if (done === 'withdrawn') return { kind: 'success', title: t(lang, words.withdrawn) };
  return undefined;
};

const RecordPage = (props: {
  c: Ctx;
  view: RecordView;
  owns: boolean;
  erases: boolean;
  reason?: string | undefined;
  refused?: Refused | undefined;
}) => {
  const { c, view, owns, erases, refused } = props;
  const { nomination, programme } = view;
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const base = `/nominations/${nomination.id}`;
  const returned = seatToAmend(view);
  return (
    <Page
      {...frame}
      title={nomination.name}
      caption={`${t(lang, programme.title)} ${nomination.edition}`}
      current="nominations"
      crumbs={owns ? [listCrumb(lang)] : undefined}
      faults={refused?.faults}
      flash={flashOf(lang, c.req.query('done'))}
    >
      {owns && returned !== undefined && (
        <Panel title={t(lang, words.returned)} tone="tinted">
          <p class="prose">{returned.seat.note}</p>
          <Actions>
            <Button href={`${base}/edit`}>{t(lang, words.amend)}</Button>
          </Actions>
        </Panel>
      )}
      <RecordParts lang={lang} view={view} csrf={csrf} />
      {owns && isWithdrawable(view) && (
        <ConfirmButton
          lang={lang}
          action={`${base}/withdraw`}
          csrf={csrf}
          label={t(lang, words.withdraw)}
          question={t(lang, words.withdrawAsk)}
          confirm={w(lang).buttons.withdraw}
          tone="danger"
        >
          <FormField
            lang={lang}
            field={{ id: 'reason', type: 'text', max: 200, label: words.reason, required: true }}
            value={props.reason}
            faults={refused?.faults}
          />
        </ConfirmButton>
      )}
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
  const page = async (c: Ctx, more: { reason?: string; refused?: Refused; pressed?: true } = {}) => {
    const actor = signedIn(c);
    const id = c.req.param('id') ?? '';
    const view = await recordView(deps, actor, id, undefined, more.pressed);
    const org = await getOrganisation(deps.table, view.nomination.org);
    const owns = may(actor, 'nomination.withdraw', { orgPath: org.path, owner: view.nomination.owner });
    const entry = await getOrganisation(deps.table, view.seats[0]?.seat.org ?? view.nomination.org);
    const erases = may(actor, 'nomination.erase', { orgPath: entry.path });
    const { reason, refused } = more;
    const shown = (
      <RecordPage c={c} view={view} owns={owns} erases={erases} reason={reason} refused={refused} />
    );
    return c.html(shown, more.refused?.status ?? 200);
  };
  app.get('/nominations/:id', async (c) => {
    signedIn(c);
    const draft = await findDraft(deps.table, c.req.param('id'));
    return draft === undefined ? page(c) : c.redirect(`/nominations/${draft.id}/edit`);
  });
  app.get('/nominations/:id/reveal', (c) => c.redirect(`/nominations/${c.req.param('id')}`));
  app.post('/nominations/:id/reveal', (c) => page(c, { pressed: true }));
  app.get('/nominations/:id/withdraw', (c) => c.redirect(`/nominations/${c.req.param('id')}`));
  app.post('/nominations/:id/withdraw', async (c) => {
    const reason = textIn(await bodyOf(c), 'reason');
    const done = await attempt(() => withdraw(deps, signedIn(c), c.req.param('id'), reason));
    if ('refused' in done) return page(c, { reason, refused: done.refused });
    return c.redirect(`/nominations/${c.req.param('id')}?done=withdrawn`, 303);
  });
  return app;
}
