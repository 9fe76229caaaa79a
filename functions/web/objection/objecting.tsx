/** `/notices/:id/object`: anybody objects, with a receipt (docs/rules/objections.md#receipt). */
import { Hono } from 'hono';
import {
  noticePageSize,
  type PublicNominee,
  type PublicNotice,
  readNotice,
  readNoticePage,
} from '#actions/notice/notice-pages.ts';
import { type ObjectionAnswer, raiseObjection } from '#actions/objection/objections.ts';
import type { Deps } from '#deps';
import { loggedReasons } from '#domain/objection/objection.ts';
import { conflict, type Fault, fault, refuseIf, text } from '#domain/problem.ts';
import { asked, faultsOr, noticePath, PublicStyle, sayIn, textsOf } from '#web/frame/common.tsx';
import { addressOf, type Ctx, type Env, type Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, CopyButton, HiddenCsrf, Panel, Tag } from '#web/frame/parts.tsx';
import { nowOf } from '#web/frame/times.ts';
import { objectionTones } from '#web/frame/tones.ts';
import { type Lang, t, w } from '#web/frame/words.ts';
import { ObjectionRules } from '#web/notice/notice-parts.tsx';
import { noticeState } from '#web/notice/notice-state.ts';

type Typed = Readonly<Record<string, string>>;

const kinds = ['person', 'unit', 'anonymous'] as const;
const kindOf = (typed: Typed) => kinds.find((each) => each === typed.by);
/** Stands for the organisation itself among the nominees. */
const organisation = 'organisation';

async function allNominees(deps: Deps, notice: PublicNotice): Promise<readonly PublicNominee[]> {
  const found: PublicNominee[] = [];
  for (let page = 0; page * noticePageSize < notice.count; page++)
    found.push(...(await readNoticePage(deps, notice, page)));
  return found;
}

const closed = () =>
  conflict(
    'notice-closed',
    '公示已经结束或中止，不能在网上提出异议。如有新的情况，请按公示页上的方式与受理部门联系。',
    'The notice is over or suspended and takes no objections online; reach the office named on its page.',
  );

const Who = ({ lang, typed, faults }: { lang: Lang; typed: Typed; faults: readonly Fault[] }) => {
  const say = sayIn(lang);
  return (
    <>
      <FormField
        lang={lang}
        faults={faults}
        value={typed.by}
        field={{
          id: 'by',
          type: 'choice',
          required: true,
          label: text('反映方式', 'Who objects'),
          options: [
            { value: 'person', label: text('个人实名', 'A person, by real name') },
            { value: 'unit', label: text('单位', 'A unit, with its seal') },
            { value: 'anonymous', label: text('匿名', 'Anonymously') },
          ],
        }}
      />
      <FormField
        lang={lang}
        faults={faults}
        value={typed.name}
        field={{
          id: 'name',
          type: 'text',
          label: text('姓名或单位全称', 'Real name, or name of the unit'),
          help: text('匿名反映的不填', 'Leave empty when anonymous'),
        }}
      />
      <FormField
        lang={lang}
        faults={faults}
        value={typed.contact}
        field={{
          id: 'contact',
          type: 'text',
          label: text('联系方式（电话或邮箱）', 'How to reach you (phone or e-mail)'),
          help: text('留邮箱的，办结后以邮件答复', 'With an e-mail address the answer comes by mail'),
          personal: true,
        }}
      />
      <label class="option">
        <input type="checkbox" name="seal" value="true" checked={typed.seal === 'true'} />
        <span>
          {say(
            '以单位名义反映：盖有公章的书面材料将送达或寄至受理部门',
            'For a unit: the paper with its seal is handed or sent to the office',
          )}
        </span>
      </label>
    </>
  );
};

async function objectPage(c: Ctx, deps: Deps, id: string, typed: Typed, faults: readonly Fault[]) {
  const frame = c.get('frame');
  const { lang } = frame;
  const say = sayIn(lang);
  const notice = await readNotice(deps, id);
  const state = noticeState(notice, nowOf(deps));
  if (state !== 'open' && state !== 'ended') throw closed();
  const nominees = await allNominees(deps, notice);
  c.header('cache-control', 'no-store');
  return c.html(
    <Page
      {...frame}
      title={say('提出异议', 'Object')}
      caption={notice.title}
      current="notices"
      crumbs={[
        { href: '/notices', title: w(lang).nav.notices },
        { href: noticePath(id), title: notice.title },
      ]}
      faults={faults}
    >
      <PublicStyle />
      <Panel tone="tinted">
        <ObjectionRules lang={lang} notice={notice} />
      </Panel>
      <form method="post" action={`${noticePath(id)}/object`} data-guard>
        <HiddenCsrf csrf={frame.csrf} />
        <input type="hidden" name="key" value={typed.key ?? crypto.randomUUID()} />
        <div class="group">
          <FormField
            lang={lang}
            faults={faults}
            value={typed.nomination}
            name="nomination"
            field={{
              id: 'subject',
              type: 'choice',
              required: true,
              label: text('反映对象', 'Whom it is about'),
              options: [
                ...nominees.map((each) => ({ value: each.nomination, label: text(each.name, each.name) })),
                {
                  value: organisation,
                  label: text(
                    `组织评选的单位（${notice.orgName}），由其上级核查`,
                    `The organisation that runs it (${notice.orgName}), examined by the one above`,
                  ),
                },
              ],
            }}
          />
          <FormField
            lang={lang}
            faults={faults}
            value={typed.content}
            field={{
              id: 'content',
              type: 'paragraph',
              required: true,
              max: 2000,
              label: text('反映内容', 'What you object to'),
              help: text(
                '请写明时间、地点、事实和可以核查的线索，不要填写与此无关的个人信息',
                'Give time, place, facts and leads that can be checked, and no unrelated personal data',
              ),
            }}
          />
        </div>
        <div class="group">
          <Who lang={lang} typed={typed} faults={faults} />
        </div>
        <p class="muted">
          {say(
            '提交后给出受理编号，只显示一次，请妥善保存。同一网络地址每小时最多提交 5 次。',
            'You get a receipt, shown once: keep it. At most five objections an hour from one address.',
          )}
        </p>
        <Actions>
          <Button>{say('提交异议', 'Send the objection')}</Button>
          <Button tone="secondary" href={noticePath(id)}>
            {w(lang).buttons.cancel}
          </Button>
        </Actions>
      </form>
    </Page>,
    faults.length > 0 ? 422 : 200,
  );
}

/** What the page asks for beyond the action: who says that she gives her name must give it. */
function checkTyped(typed: Typed): void {
  const faults: Fault[] = [];
  const by = kindOf(typed);
  if ((typed.nomination ?? '') === '')
    faults.push(fault('nomination', 'required', '请选择反映对象', 'Choose whom it is about'));
  if ((typed.content ?? '').trim() === '')
    faults.push(fault('content', 'required', '请填写反映内容', 'Write what you object to'));
  if (by === undefined) faults.push(fault('by', 'required', '请选择反映方式', 'Choose who objects'));
  if ((by === 'person' || by === 'unit') && (typed.name ?? '').trim() === '')
    faults.push(fault('name', 'required', '请填写真实姓名或单位全称', 'Give the real name'));
  if (by === 'person' && (typed.contact ?? '').trim() === '')
    faults.push(fault('contact', 'required', '请留下联系方式', 'Say how to reach you'));
  refuseIf(faults);
}

const Receipt = ({ lang, answer }: { readonly lang: Lang; readonly answer: ObjectionAnswer }) => {
  const say = sayIn(lang);
  return (
    <Panel>
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
    </Panel>
  );
};

async function object(c: Ctx, deps: Deps, id: string) {
  const typed = await textsOf(c);
  const frame = c.get('frame');
  const { lang } = frame;
  let answer: ObjectionAnswer;
  try {
    checkTyped(typed);
    const against = typed.nomination === organisation ? organisation : 'nominee';
    answer = await raiseObjection(deps, undefined, {
      notice: id,
      against,
      ...(against === 'nominee' && { nomination: typed.nomination! }),
      by: kindOf(typed)!,
      name: typed.name ?? '',
      contact: typed.contact ?? '',
      seal: typed.seal === 'true',
      channel: 'web',
      body: typed.content ?? '',
      address: addressOf(c),
      ...((typed.key ?? '') !== '' && { key: typed.key!.slice(0, 100) }),
    });
  } catch (error) {
    const faults = faultsOr(error).map((one) => ({ ...one, field: one.field.replace(/^objector\./, '') }));
    return objectPage(c, deps, id, typed, faults);
  }
  c.header('cache-control', 'no-store');
  return c.html(
    <Page {...frame} title={sayIn(lang)('异议已收到', 'Your objection was received')} current="notices">
      <PublicStyle />
      <Receipt lang={lang} answer={answer} />
    </Page>,
  );
}

/** Mounted at '/'. */
export function objectingPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/notices/:id/object', (c) => {
    const nomination = asked(c, 'nominee');
    return objectPage(c, deps, c.req.param('id'), nomination === undefined ? {} : { nomination }, []);
  });
  app.post('/notices/:id/object', (c) => object(c, deps, c.req.param('id')));
  return app;
}
