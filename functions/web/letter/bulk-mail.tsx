/** `/rounds/:id/letters/send`: letters to many, reviewed before they go: who gets one, how many, who is left out, what it says. */

import { Hono } from 'hono';
import * as z from 'zod';
import { type BulkPlan, confirmBulk, prepareBulk } from '#actions/letter/bulk-mail.ts';
import type { bulkMail } from '#actions/letter/letter-input.ts';
import { labelled } from '#domain/field-label.ts';
import { faultsIn, type Input, needed } from '#domain/input.ts';
import { refuseIf, type Text, text } from '#domain/problem.ts';
import { type Signer, signedFields, takeConfirmed } from '#web/frame/confirmation.ts';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Actions, Box, Button, HiddenCsrf, SummaryList } from '#web/frame/parts.tsx';
import { ask, type FormSpec, optionsOf } from '#web/frame/post-form.tsx';
import { type Markup, type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';
import { LetterText } from './letter-table.tsx';

const audiences = {
  asked: text('尚未答复的审核人员、征求意见部门', 'Those who were asked and have not answered'),
  nominators: text('在评对象的申报人', 'Nominators of those still in the running'),
  drafts: text('有草稿还没有提交的人', 'Owners of drafts that were not handed in'),
  panel: text('评委', 'The panel'),
  below: text('分到名额的单位管理员', 'Administrators of units with places'),
} as const;
type Audience = keyof typeof audiences;

/** Who gets no letter, though one might expect it. */
const leftOut: Readonly<Record<Audience, Text>> = {
  asked: text(
    '已答复、已转交、已回避的不再发；发送前办结的也不发。',
    'Nobody who has answered, passed it on or stood aside; nor who answers before it goes.',
  ),
  nominators: text('未通过的、已撤回的不发。', 'Not for those who are out or were withdrawn.'),
  drafts: text('不向本轮报送的草稿不发。', 'Not for drafts that go elsewhere.'),
  panel: text('登记缺席的不发。', 'Not to who is recorded as absent.'),
  below: text('没有分到名额的单位不发。', 'Not to units without places.'),
};

/** What the desk tells in its own words. Changes of a round are told by themselves. */
const told = z.strictObject({
  to: labelled(z.enum(['nominators', 'drafts', 'asked', 'panel', 'below']), text('发给', 'To'), {
    missing: text('请选择收件人', 'Choose who gets it'),
  }),
  what: labelled(needed(100), text('通知事项', 'What it is about')),
  reason: labelled(needed(200), text('内容', 'What it says')),
});

export const tellForm = (path: string): FormSpec => ({
  form: 'tell',
  action: `${path}/letters/count`,
  folded: text('另写通知', 'Write to many'),
  note: text('先统计、预览，再发送。', 'It is counted and shown first, then sent.'),
  button: text('下一步：统计并预览', 'Next: count and preview'),
  groups: [
    [
      ask(told, 'to', { options: optionsOf(audiences), as: 'list' }),
      ask(told, 'what', { help: text('如：补交照片', 'Such as: a photograph is missing') }),
      ask(told, 'reason', { type: 'paragraph' }),
    ],
  ],
});

const signerOf = (web: Web, { actor, round }: SeenRound): Signer => ({
  deps: web.deps,
  actor: actor.id,
  what: `letters#${round.id}`,
});

type Mail = Input<typeof bulkMail>;

/** The review: nothing is sent by looking at it. */
async function reviewed(web: Web, c: Ctx, seen: SeenRound, mail: Mail, typed?: Typed) {
  const { say, lang, path, round, actor } = seen;
  const { plan, title, subject, preview } = await prepareBulk(web.deps, actor, round.id, mail);
  const audience = plan.audience.kind;
  const count = plan.atLeast
    ? say(`${plan.letters} 封以上`, `More than ${plan.letters}`)
    : say(`${plan.letters} 封`, String(plan.letters));
  return (
    <RoundPage
      {...framed(c, typed)}
      seen={seen}
      tab="letters"
      title={say('发送前核对', 'Check before it goes')}
      lead={say('还没有发送。', 'Nothing has been sent yet.')}
    >
      <Box title={t(lang, title)}>
        <SummaryList
          rows={[
            { label: say('发给', 'To'), value: t(lang, audiences[audience]) },
            { label: say('数量', 'How many'), value: <b>{count}</b> },
            { label: say('不发给', 'Not to'), value: t(lang, leftOut[audience]) },
            {
              label: say('正文预览', 'What it says'),
              value: <LetterText subject={t(lang, subject)} text={t(lang, preview)} />,
            },
          ]}
        />
        {plan.letters === 0 ? (
          <p>{say('没有收件人，不需要发送。', 'There is nobody to send it to.')}</p>
        ) : (
          <form method="post" action={`${path}/letters/send`}>
            <HiddenCsrf csrf={c.get('frame').csrf} />
            {Object.entries(signedFields(signerOf(web, seen), plan, {})).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <Actions>
              <Button>{say(`发送 ${count}`, `Send: ${count}`)}</Button>
              <Button tone="secondary" href={`${path}/letters`}>
                {say('不发送', 'Do not send')}
              </Button>
            </Actions>
          </form>
        )}
      </Box>
    </RoundPage>
  );
}

const reminder: Mail = { audience: { kind: 'asked' }, template: 'reminder', params: {} };

/** Mounted at '/'; `back` is the page of letters with the form as it was typed. */
export function bulkMailPages(web: Web, back: (c: Ctx, typed: Typed) => Promise<Markup>): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/letters/send', async (c) => {
    const seen = await seenRound(web, c, 'letters.send');
    return c.html(await reviewed(web, c, seen, reminder));
  });
  pages.get('/rounds/:id/letters/count', (c) => c.redirect(`/rounds/${c.req.param('id')}/letters`));
  pages.post('/rounds/:id/letters/count', (c) =>
    take(c, {
      form: 'tell',
      input: told,
      work: async (sent) => {
        refuseIf(faultsIn(told, sent));
        const { to, what, reason } = told.parse(sent);
        const seen = await seenRound(web, c, 'letters.send');
        const params = { whatZh: what, whatEn: what, reason };
        return c.html(
          await reviewed(web, c, seen, { audience: { kind: to }, template: 'roundChanged', params }),
        );
      },
      show: (typed) => back(c, typed),
    }),
  );
  pages.post('/rounds/:id/letters/send', async (c) => {
    const seen = await seenRound(web, c, 'letters.send');
    return takeConfirmed<BulkPlan>(c, signerOf(web, seen), {
      form: 'send',
      work: async ({ id, audience, template, params, letters }) => {
        const mail = { id, audience, template, params, letters };
        const job = await confirmBulk(web.deps, seen.actor, seen.round.id, mail);
        return `/jobs/${job.id}`;
      },
      show: (typed) => reviewed(web, c, seen, reminder, typed),
    });
  });
  return pages;
}
