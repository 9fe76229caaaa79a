/**
 * `/notices/:id/object`: anybody objects to a nominee, or to the organisation, and gets a receipt
 * (docs/rules/objections.md#receipt).
 */

import { namesAtOnce } from '#actions/composing.ts';
import { noticePageSize, readNotice, readNoticePage } from '#actions/notice/notice-pages.ts';
import { publicObjection } from '#actions/objection/objection-input.ts';
import { type ObjectionAnswer, raiseObjection } from '#actions/objection/objections.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { faultsIn, type Input } from '#domain/input.ts';
import type { PublicNominee, PublicNotice } from '#domain/notice/notice-record.ts';
import { placedSaid } from '#domain/notice/notice-title.ts';
import { loggedReasons } from '#domain/objection/objection.ts';
import { conflict, type Fault, fault, refuseIf, text } from '#domain/problem.ts';
import { asked, noticePath, PublicStyle } from '#web/frame/common.tsx';
import { addressOf, type Ctx } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, CopyButton, Tag } from '#web/frame/parts.tsx';
import { ask, type FormSpec, keyOf, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import { publisherOf } from '#web/frame/publisher.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { objectionTones } from '#web/frame/tones.ts';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { ObjectionRules, Period } from '#web/notice/notice-parts.tsx';
import { noticeState } from '#web/notice/notice-state.ts';
import { aimed, kindWords, meant, type Subjects, subjectAsk, subjectFaults } from './objection-fields.ts';

/** Those on the notice, by their numbers there. A long notice is read only for a name that is to be found in it. */
async function subjectsOf(deps: Deps, notice: PublicNotice, isSought: boolean): Promise<Subjects> {
  const typed = notice.count > (deps.namesAtOnce ?? namesAtOnce);
  const found: PublicNominee[] = [];
  const pages = typed && !isSought ? 0 : Math.ceil(notice.count / noticePageSize);
  for (let page = 0; page < pages; page++) found.push(...(await readNoticePage(deps, notice, page)));
  const all = found.map(({ nomination, name }, n) => ({ id: nomination, name, number: String(n + 1) }));
  return { all, orgName: notice.orgName, typed };
}

/** What state takes objections: a notice that is suspended tells no name, near or not. */
const takesObjections = (deps: Deps, notice: PublicNotice): boolean =>
  ['open', 'ended'].includes(noticeState(notice, instantOf(deps)));

const closed = () =>
  conflict(
    'notice-closed',
    '公示已经结束或中止，不能在网上提出异议。如有新的情况，请按公示页上的方式与受理部门联系。',
    'The notice is over or suspended and takes no objections online; reach the office named on its page.',
  );

function formOf({ id }: PublicNotice, subjects: Subjects, chosen: string | undefined): FormSpec {
  return {
    form: 'object',
    action: `${noticePath(id)}/object`,
    button: text('提交异议', 'Send the objection'),
    cancel: noticePath(id),
    note: text(
      '提交后给出受理编号，只显示一次，请妥善保存。同一网络地址每小时最多提交 5 次。',
      'You get a receipt, shown once: keep it. At most five objections an hour from one address.',
    ),
    once: 'key',
    groups: [
      [
        subjectAsk(subjects, chosen),
        ask(publicObjection, 'body', {
          name: 'content',
          type: 'paragraph',
          help: text(
            '请写明时间、地点、事实和可以核查的线索，不要填写与此无关的个人信息',
            'Give time, place, facts and leads that can be checked, and no unrelated personal data',
          ),
        }),
      ],
      [
        ask(publicObjection, 'by', { options: optionsOf(kindWords) }),
        ask(publicObjection, 'name', { help: text('匿名反映的不填', 'Leave empty when anonymous') }),
        ask(publicObjection, 'contact', {
          help: text('留邮箱的，办结后以邮件答复', 'With an e-mail address the answer comes by mail'),
          personal: true,
        }),
        ask(publicObjection, 'seal', {
          as: 'tick',
          label: text(
            '以单位名义反映：盖有公章的书面材料将送达或寄至受理部门',
            'For a unit: the paper with its seal is handed or sent to the office',
          ),
        }),
      ],
    ],
  };
}

async function objectPage(c: Ctx, deps: Deps, id: string, typed?: Typed) {
  const { lang } = c.get('frame');
  const notice = await readNotice(deps, id);
  if (!takesObjections(deps, notice)) throw closed();
  const chosen = asked(c, 'nominee');
  const subjects = await subjectsOf(deps, notice, chosen !== undefined);
  c.header('cache-control', 'no-store');
  return (
    <Page
      {...framed(c, typed)}
      title={sayIn(lang)('提出异议', 'Object')}
      caption={t(lang, placedSaid(notice))}
      publisher={await publisherOf(deps, notice.org)}
      current="notices"
      crumbs={[
        { href: '/notices', title: w(lang).nav.notices },
        { href: noticePath(id), title: t(lang, placedSaid(notice)) },
      ]}
    >
      <PublicStyle />
      <Box tone="tinted">
        <p class="notice-period">
          <Period lang={lang} notice={notice} />
        </p>
        <ObjectionRules lang={lang} notice={notice} />
      </Box>
      <PostForm c={c} of={formOf(notice, subjects, chosen)} typed={typed} />
    </Page>
  );
}

/** What the page asks for beyond the action: who says that she gives her name must give it. */
function nameFaults({ by, name = '', contact = '' }: Input<typeof publicObjection>): readonly Fault[] {
  const faults: Fault[] = [];
  if ((by === 'person' || by === 'unit') && name.trim() === '')
    faults.push(fault('name', 'required', '请填写真实姓名或单位全称', 'Give the real name'));
  if (by === 'person' && contact.trim() === '')
    faults.push(fault('contact', 'required', '请留下联系方式', 'Say how to reach you'));
  return faults;
}

const Receipt = ({ lang, answer }: { readonly lang: Lang; readonly answer: ObjectionAnswer }) => {
  const say = sayIn(lang);
  return (
    <Box>
      <p>
        <Tag tone={objectionTones[answer.status]}>{w(lang).objections[answer.status]}</Tag>
        {answer.reason !== undefined && <> {t(lang, loggedReasons[answer.reason])}</>}
      </p>
      <p class="receipt">
        <span class="receipt-label">{say('受理编号', 'Receipt')}</span>
        <code class="receipt-code">{answer.receipt}</code>
        <CopyButton lang={lang} text={answer.receipt} />
      </p>
      <p>
        {say(
          '这个编号只显示这一次，系统中不保存原文。凭它可以在“异议查询”查看办理情况，看不到反映人和内容。',
          'This number is shown this once and is not kept as written. With it you see how the objection stands, and nothing about who raised it or what it says.',
        )}
      </p>
      <Actions>
        <Button href="/objections/receipt" tone="secondary">
          {say('查询办理情况', 'Check an objection')}
        </Button>
      </Actions>
    </Box>
  );
};

async function object(
  c: Ctx,
  deps: Deps,
  id: string,
  typed: Input<typeof publicObjection>,
  key: string | undefined,
) {
  const notice = await readNotice(deps, id, true);
  const { sent, faults } = takesObjections(deps, notice)
    ? meant(typed, await subjectsOf(deps, notice, true))
    : { sent: typed, faults: [] };
  refuseIf([...faults, ...subjectFaults(sent), ...faultsIn(publicObjection, sent), ...nameFaults(sent)]);
  const given = { ...aimed(sent), notice: id, channel: 'web', address: addressOf(c), key } as const;
  const answer = await raiseObjection(deps, undefined, given);
  const frame = c.get('frame');
  c.header('cache-control', 'no-store');
  return c.html(
    <Page
      {...frame}
      title={sayIn(frame.lang)('异议已收到', 'Your objection was received')}
      publisher={await publisherOf(deps, notice.org)}
      current="notices"
    >
      <PublicStyle />
      <Receipt lang={frame.lang} answer={answer} />
    </Page>,
  );
}

/** Mounted at '/'. */
export const objectingPages = mounting((app, { deps }) => {
  app.get('/notices/:id/object', async (c) => c.html(await objectPage(c, deps, c.req.param('id'))));
  app.post('/notices/:id/object', (c) => {
    const id = c.req.param('id');
    return take(c, {
      form: 'object',
      input: publicObjection,
      names: { body: 'content' },
      work: (sent, posted) => object(c, deps, id, sent, keyOf(posted, 'key')),
      show: (typed) => objectPage(c, deps, id, typed),
    });
  });
});
