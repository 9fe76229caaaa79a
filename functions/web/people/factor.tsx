/** `/account/factor`: the second factor of whoever is signed in, with a QR code or a secret typed by hand, and her recovery codes. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import {
  beginFactor,
  begunFactor,
  confirmFactor,
  factorOf,
  type NewFactor,
  removeFactor,
  renewRecovery,
} from '#actions/people/factor.ts';
import { factorCode } from '#actions/people/people-input.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { cookieName, cookieOptions } from '#web/frame/cookies.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, Button, ConfirmButton, CopyButton, HiddenCsrf } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { Qr } from '#web/frame/qr.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';

const path = '/account/factor';

const words = {
  title: text('二次验证', 'Second factor'),
  lead: text(
    '登录时，在邮件链接或验证码之后再填写手机验证器应用显示的 6 位数字。邮箱被他人打开时，别人仍不能以您的名义登录。',
    'When you sign in, after the link or code of the mail, you also type the 6 digits that an authenticator app on your telephone shows. Whoever gets into your mailbox still cannot sign in as you.',
  ),
  required: text(
    '您的角色须启用二次验证，设置完成后才能办理其他事项。',
    'Your roles must have a second factor; set it up, and then go on.',
  ),
  apps: text(
    '任何支持 TOTP（RFC 6238）的验证器应用都可以，例如微信小程序“腾讯身份验证器”、Microsoft Authenticator、FreeOTP。',
    'Any authenticator app that knows TOTP (RFC 6238) will do, such as Microsoft Authenticator or FreeOTP.',
  ),
  begin: text('开始设置', 'Set it up'),
  again: text('更换手机', 'Another telephone'),
  scan: text('第一步：扫描二维码', 'First: scan the code'),
  byHand: text(
    '不能扫描时，在应用中手工输入这串密钥：',
    'Where it cannot be scanned, type this secret into the app:',
  ),
  confirmTitle: text('第二步：填写应用显示的数字', 'Then: type what the app shows'),
  confirm: text('启用', 'Turn it on'),
  qr: text('验证器应用的二维码', 'QR code for an authenticator app'),
  effect: text(
    '启用后，其他设备上的登录都会结束，以前生成的访问令牌失效。',
    'With it your sign-ins elsewhere end, and access tokens that you made before are no longer good.',
  ),
  codes: text('恢复码，只显示这一次', 'Your recovery codes; they are shown only once'),
  codesLead: text(
    '请打印或抄下，妥善保管。手机不在时，每个恢复码可以代替数字登录一次。',
    'Print them or write them down and keep them safe. Without your telephone each of them signs you in once.',
  ),
  on: (since: string) => text(`已启用（${since}）。`, `It is on since ${since}.`),
  left: (n: number) => text(`还有 ${n} 个恢复码可用。`, `${n} recovery codes are left.`),
  renew: text('重新生成恢复码', 'Make new recovery codes'),
  renewAsk: text('以前的恢复码随即失效。', 'Those before are no longer good.'),
  remove: text('停用', 'Turn it off'),
  removeAsk: text(
    '停用后只凭邮箱登录，其他设备上的登录都会结束。',
    'Your mailbox alone is enough then; your sign-ins elsewhere end.',
  ),
} as const;

const done = {
  on: text('二次验证已启用。', 'The second factor is on.'),
  off: text('二次验证已停用。', 'The second factor is off.'),
  codes: text('已生成新的恢复码。', 'There are new recovery codes.'),
};

const confirmForm: FormSpec = {
  form: 'confirm',
  action: `${path}/confirm`,
  note: words.effect,
  button: words.confirm,
  groups: [[ask(factorCode, 'code', { max: 30 })]],
};

const Begin = ({ c, label }: { readonly c: Ctx; readonly label: typeof words.begin }) => {
  const { lang, csrf } = c.get('frame');
  return (
    <form method="post" action={`${path}/begin`}>
      <HiddenCsrf csrf={csrf} />
      <Button>{t(lang, label)}</Button>
    </form>
  );
};

const Begun = (props: { readonly c: Ctx; readonly begun: NewFactor; readonly typed: Typed | undefined }) => {
  const { c, begun, typed } = props;
  const { lang } = c.get('frame');
  return (
    <>
      <Box title={t(lang, words.scan)}>
        <Qr content={begun.address} label={t(lang, words.qr)} />
        <p>
          {t(lang, words.byHand)} <code>{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
      </Box>
      <Box title={t(lang, words.confirmTitle)}>
        <PostForm c={c} of={confirmForm} typed={typed} />
      </Box>
    </>
  );
};

/** Carries new recovery codes over the redirect to the page that shows them once. */
const onceCookie = (siteUrl: string) => cookieName(siteUrl, 'codes-once');

const Codes = ({ c, codes }: { readonly c: Ctx; readonly codes: string }) => {
  const { lang } = c.get('frame');
  return (
    <Box title={t(lang, words.codes)} tone="tinted">
      <p>{t(lang, words.codesLead)}</p>
      <ul>
        {codes.split('.').map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <CopyButton lang={lang} text={codes.split('.').join('\n')} />
    </Box>
  );
};

async function factorView({ deps }: Web, c: Ctx, typed?: Typed) {
  const { lang, csrf } = c.get('frame');
  const actor = signedIn(c);
  const [state, begun] = await Promise.all([factorOf(deps, actor), begunFactor(deps, actor)]);
  const once = onceCookie(deps.site.url);
  const codes = getCookie(c, once);
  if (codes !== undefined) deleteCookie(c, once, cookieOptions(deps.site.url));
  return (
    <Page {...framed(c, typed, done)} title={t(lang, words.title)} lead={t(lang, words.lead)}>
      {state.required && !state.enrolled && (
        <p>
          <strong>{t(lang, words.required)}</strong>
        </p>
      )}
      {codes !== undefined && <Codes c={c} codes={codes} />}
      {begun !== undefined && <Begun c={c} begun={begun} typed={typed} />}
      {state.enrolled ? (
        <Box title={t(lang, words.title)}>
          <p>
            {t(lang, words.on(shownAt(state.since)))} {t(lang, words.left(state.recoveryLeft ?? 0))}
          </p>
          <ConfirmButton
            lang={lang}
            action={`${path}/recovery-codes`}
            csrf={csrf}
            label={t(lang, words.renew)}
            question={t(lang, words.renewAsk)}
          />
          {begun === undefined && <Begin c={c} label={words.again} />}
          {!state.required && (
            <ConfirmButton
              lang={lang}
              action={`${path}/remove`}
              csrf={csrf}
              label={t(lang, words.remove)}
              question={t(lang, words.removeAsk)}
              tone="danger"
            />
          )}
        </Box>
      ) : (
        begun === undefined && (
          <Box>
            <p>{t(lang, words.apps)}</p>
            <Begin c={c} label={words.begin} />
          </Box>
        )
      )}
    </Page>
  );
}

/** `/account/factor` and what is pressed there. */
export const factorPage = mounting((app, web) => {
  const { deps } = web;
  const showOnce = (c: Ctx, codes: readonly string[]): void =>
    setCookie(c, onceCookie(deps.site.url), codes.join('.'), {
      ...cookieOptions(deps.site.url),
      ...{ sameSite: 'Strict', maxAge: 60 },
    });
  app.get(path, async (c) => c.html(await factorView(web, c)));
  app.post(`${path}/begin`, async (c) => {
    await beginFactor(deps, signedIn(c));
    return c.redirect(path, 303);
  });
  app.post(`${path}/confirm`, (c) =>
    take(c, {
      form: 'confirm',
      input: factorCode,
      work: async (sent) => {
        showOnce(c, await confirmFactor(deps, signedIn(c), sent));
        return doneAt(path, 'on');
      },
      show: ({ body: { code: _, ...body }, ...typed }) => factorView(web, c, { ...typed, body }),
    }),
  );
  app.post(`${path}/recovery-codes`, async (c) => {
    showOnce(c, await renewRecovery(deps, signedIn(c)));
    return c.redirect(doneAt(path, 'codes'), 303);
  });
  app.post(`${path}/remove`, async (c) => {
    await removeFactor(deps, signedIn(c));
    return c.redirect(doneAt(path, 'off'), 303);
  });
});
