/** `/account`: her second factor; from where somebody is signed in, and an end to it; her mobile; her access tokens. */
import { Hono } from 'hono';
import { factorOf } from '#actions/people/factor.ts';
import { endOtherSessions, endSession, listSessions, type SessionEntry } from '#actions/people/sessions.ts';
import { telephoneOf } from '#actions/people/telephone.ts';
import { deviceWords } from '#domain/people/device.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Box, ConfirmButton, Tag } from '#web/frame/parts.tsx';
import type { Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { OwnTelephone, takeTelephone, telephoneSaved } from './telephone.tsx';

const path = '/account';

const words = {
  factor: text('二次验证', 'Second factor'),
  factorOn: text(
    '已启用。登录时在邮件之后再填写手机应用的数字。',
    'It is on: after the mail, signing in asks for the digits of your app.',
  ),
  factorOff: text(
    '尚未启用。启用后，仅凭邮箱不能以您的名义登录。',
    'It is off. With it, your mailbox alone signs nobody in as you.',
  ),
  factorGo: text('查看和设置', 'See and set up'),
  title: text('我的账号', 'My account'),
  lead: text('登录的安全由您自己掌握。', 'How you sign in is in your own hands.'),
  sessions: text('正在登录的设备', 'Where you are signed in'),
  sessionsLead: text(
    '每次登录最长 12 小时，两小时不操作自动退出。有不认识的，请立即结束，并告知本单位管理员。',
    'A sign-in lasts twelve hours at most, and two without use. End what you do not know, and tell your administrator.',
  ),
  device: text('浏览器', 'Browser'),
  since: text('登录时间', 'Signed in'),
  used: text('最近使用', 'Last used'),
  action: text('操作', 'Action'),
  here: text('当前', 'This one'),
  end: text('结束', 'End'),
  endAsk: text('那里须重新登录才能继续。', 'There one has to sign in again to go on.'),
  endOthers: text('结束其他所有登录', 'End all others'),
  endOthersAsk: text(
    '只保留当前这一个，其他的都须重新登录。',
    'This one stays; all others have to sign in again.',
  ),
  tokens: text('访问令牌', 'Access tokens'),
  tokensLead: text('供其他程序通过接口使用。', 'For programs that use the API.'),
} as const;

const done = { ended: text('已结束。', 'Ended.'), phone: telephoneSaved };

const Sessions = ({ c, entries }: { readonly c: Ctx; readonly entries: readonly SessionEntry[] }) => {
  const { lang, csrf } = c.get('frame');
  return (
    <Box title={t(lang, words.sessions)}>
      <p>{t(lang, words.sessionsLead)}</p>
      <DataTable
        lang={lang}
        caption={t(lang, words.sessions)}
        rows={entries}
        columns={[
          { title: t(lang, words.device), cell: (one) => t(lang, deviceWords(one.device)) },
          { title: t(lang, words.since), cell: (one) => shownAt(one.signedInAt) },
          { title: t(lang, words.used), cell: (one) => shownAt(one.usedAt) },
          {
            title: t(lang, words.action),
            cell: (one) =>
              one.isThis ? (
                <Tag tone="good">{t(lang, words.here)}</Tag>
              ) : (
                <ConfirmButton
                  lang={lang}
                  action={`${path}/sessions/${one.id}/end`}
                  csrf={csrf}
                  label={t(lang, words.end)}
                  question={t(lang, words.endAsk)}
                  tone="danger"
                />
              ),
          },
        ]}
      />
      {entries.length > 1 && (
        <ConfirmButton
          lang={lang}
          action={`${path}/sessions/end-others`}
          csrf={csrf}
          label={t(lang, words.endOthers)}
          question={t(lang, words.endOthersAsk)}
          tone="danger"
        />
      )}
    </Box>
  );
};

async function accountView(web: Web, c: Ctx, typed?: Typed) {
  const { deps } = web;
  const { lang } = c.get('frame');
  const actor = signedIn(c);
  const [entries, telephone, factor] = await Promise.all([
    listSessions(deps, actor),
    telephoneOf(deps, actor, actor.id),
    factorOf(deps, actor),
  ]);
  return (
    <Page {...framed(c, typed, done)} title={t(lang, words.title)} lead={t(lang, words.lead)}>
      <Box title={t(lang, words.factor)}>
        <p>
          {t(lang, factor.enrolled ? words.factorOn : words.factorOff)}{' '}
          <a href="/account/factor">{t(lang, words.factorGo)}</a>
        </p>
      </Box>
      <Sessions c={c} entries={entries} />
      <OwnTelephone web={web} c={c} now={telephone} typed={typed} />
      <Box title={t(lang, words.tokens)}>
        <p>
          {t(lang, words.tokensLead)} <a href="/account/tokens">{t(lang, words.tokens)}</a>
        </p>
      </Box>
    </Page>
  );
}

/** `/account` and what is pressed there. */
export function accountPage(web: Web): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  app.get(path, async (c) => c.html(await accountView(web, c)));
  app.post(`${path}/phone`, (c) =>
    takeTelephone(web, c, { member: signedIn(c).id, back: path }, (typed) => accountView(web, c, typed)),
  );
  app.post(`${path}/sessions/end-others`, async (c) => {
    await endOtherSessions(deps, signedIn(c));
    return c.redirect(doneAt(path, 'ended'), 303);
  });
  app.post(`${path}/sessions/:session/end`, async (c) => {
    await endSession(deps, signedIn(c), c.req.param('session'));
    return c.redirect(doneAt(path, 'ended'), 303);
  });
  return app;
}
