/** Signing in by e-mail: a code, or a link that wants a press (docs/architecture.md#rights). */

import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import * as z from 'zod';
import { queueSignIn } from '#actions/letter/letters.ts';
import { signOut } from '#actions/people/sessions.ts';
import { openChallenge, redeem, requestSignIn } from '#actions/people/signin.ts';
import { cut } from '#domain/characters.ts';
import { labelled } from '#domain/field-label.ts';
import { readInput } from '#domain/input.ts';
import { memberOf } from '#domain/members.ts';
import { compact } from '#domain/number-input.ts';
import { deviceOf } from '#domain/people/device.ts';
import { Problem, text } from '#domain/problem.ts';
import { addressOf, type Ctx, type Web } from '#web/frame/context.ts';
import { cookieName, cookieOptions } from '#web/frame/cookies.ts';
import { framed } from '#web/frame/form.tsx';
import { localPath } from '#web/frame/language.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one } from '#web/frame/posted.ts';
import { kindStatus } from '#web/frame/problems.tsx';
import { browserToken } from '#web/frame/security.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { dropSession, keepSession, sessionCookieName } from './session-cookie.ts';
import { factorPages } from './sign-in-factor.tsx';

/** What the browser remembers between asking for the mail and using it. */
interface Asked {
  readonly email: string;
  readonly next: string;
  readonly purpose: 'work' | 'nominate';
}
const askedCookie = (siteUrl: string) => cookieName(siteUrl, 'sign-in');
const purposeOf = (value: string | undefined): Asked['purpose'] =>
  value === 'nominate' ? 'nominate' : 'work';
const nextAfter = (purpose: Asked['purpose'], next: string): string =>
  next !== '' ? localPath(next) : purpose === 'nominate' ? '/programmes/open' : '/';

function askedIn(c: Ctx, siteUrl: string): Asked {
  try {
    const kept: unknown = JSON.parse(getCookie(c, askedCookie(siteUrl)) ?? '{}');
    const purpose = purposeOf(String(memberOf(kept, 'purpose')));
    const [email, next] = [memberOf(kept, 'email') ?? '', memberOf(kept, 'next') ?? ''];
    return { email: String(email), next: nextAfter(purpose, String(next)), purpose };
  } catch {
    return { email: '', next: '/', purpose: 'work' };
  }
}

const words = {
  title: text('登录', 'Sign in'),
  confirmTitle: text('确认您的邮箱', 'Confirm your e-mail address'),
  lead: text(
    '填写单位登记的邮箱，我们发给您一封邮件，内有登录链接和 8 位验证码，不需要密码。',
    'Give the address that your organisation registered. We send you a mail with a link and an 8-digit code; there is no password.',
  ),
  confirmLead: text(
    '申报前先确认邮箱：办理进展和结果都发到这里，以后用它继续填写。',
    'Confirm your address before you nominate: news and the result go there, and you resume by it.',
  ),
  email: text('电子邮箱', 'E-mail address'),
  ask: text('获取登录邮件', 'Send me the mail'),
  codeTitle: text('请查收邮件', 'Look into your mail'),
  codeLead: text(
    '如果这个邮箱可以登录，邮件会在一分钟内送到，10 分钟内有效。请在这里填写邮件中的验证码，或点击邮件中的链接。',
    'If this address may sign in, the mail arrives within a minute and is good for 10 minutes. Type its code here, or use its link.',
  ),
  code: text('8 位验证码', '8-digit code'),
  nothing: text(
    '没有收到，或送到时已过期？有的邮件服务器会暂缓第一封来信，第二封通常立即送到。请查看垃圾邮件，核对邮箱是否为单位登记的邮箱，或',
    'Nothing came, or too late? Some mail servers hold back the first letter of a sender, and the second comes at once. Look among junk mail, check that it is the registered address, or ',
  ),
  again: text('重新获取', 'ask again'),
  pressTitle: text('确认登录', 'Confirm sign-in'),
  pressLead: (email: string) => text(`将以 ${email} 登录。`, `You sign in as ${email}.`),
  goneTitle: text('登录链接不能使用', 'This sign-in link cannot be used'),
  askNew: text('重新获取登录邮件', 'Ask for a new mail'),
} as const;

/** What is posted to ask for the mail, and to use its code. Where to go afterwards and why is kept as it came. */
const mailRequest = z.object({
  email: labelled(z.string().trim(), words.email),
  purpose: z.string().optional(),
  next: z.string().optional(),
});
const codeEntry = z.object({
  email: labelled(z.string(), words.email),
  code: labelled(z.string(), words.code),
});

/** Asks for the mail, here or where somebody came by a link and needs more. */
export const askForm = ({ email, next, purpose }: Asked): FormSpec => ({
  form: 'ask',
  action: '/sign-in',
  hidden: { next, purpose },
  button: words.ask,
  groups: [[ask(mailRequest, 'email', { type: 'email', now: email })]],
});
const codeForm = ({ email }: Asked): FormSpec => ({
  form: 'code',
  action: '/sign-in/code',
  button: words.title,
  groups: [
    [
      ask(codeEntry, 'email', { type: 'email', now: email }),
      // A wrong one is not shown again: it is asked anew.
      ask(codeEntry, 'code', { type: 'integer' }),
    ],
  ],
});

const AskPage = ({ c, asked, typed }: { readonly c: Ctx; readonly asked: Asked; readonly typed?: Typed }) => {
  const { lang } = c.get('frame');
  const personal = asked.purpose === 'nominate';
  return (
    <Page
      {...framed(c, typed)}
      title={t(lang, personal ? words.confirmTitle : words.title)}
      lead={t(lang, personal ? words.confirmLead : words.lead)}
    >
      <PostForm c={c} of={askForm(asked)} typed={typed} />
    </Page>
  );
};

const CodePage = ({
  c,
  asked,
  typed,
}: {
  readonly c: Ctx;
  readonly asked: Asked;
  readonly typed?: Typed;
}) => {
  const { lang } = c.get('frame');
  const again = `/sign-in?${new URLSearchParams({ for: asked.purpose, next: asked.next })}`;
  return (
    <Page {...framed(c, typed)} title={t(lang, words.codeTitle)} lead={t(lang, words.codeLead)}>
      <PostForm c={c} of={codeForm(asked)} typed={typed} />
      <p class="muted">
        {t(lang, words.nothing)}
        <a href={again}>{t(lang, words.again)}</a>。
      </p>
    </Page>
  );
};

const PressPage = (props: { c: Ctx; secret: string; email: string }) => {
  const frame = props.c.get('frame');
  const { lang, csrf } = frame;
  return (
    <Page {...frame} title={t(lang, words.pressTitle)} lead={t(lang, words.pressLead(props.email))}>
      <form method="post" action={`/sign-in/${props.secret}`}>
        <HiddenCsrf csrf={csrf} />
        <Actions>
          <Button>{t(lang, words.title)}</Button>
        </Actions>
      </form>
    </Page>
  );
};

const GonePage = (props: { c: Ctx; problem: Problem }) => {
  const frame = props.c.get('frame');
  return (
    <Page {...frame} title={t(frame.lang, words.goneTitle)} lead={t(frame.lang, props.problem.text)}>
      <Actions>
        <Button href="/sign-in">{t(frame.lang, words.askNew)}</Button>
      </Actions>
    </Page>
  );
};

type Proof = Parameters<typeof redeem>[1];

/** Where signing in leads on to; the browser forgets what it asked. */
function nextOf(c: Ctx, siteUrl: string): string {
  const { next } = askedIn(c, siteUrl);
  deleteCookie(c, askedCookie(siteUrl), cookieOptions(siteUrl));
  return next;
}

/** Signs in and goes on, to her second factor where she has one. */
async function enter(c: Ctx, deps: Web['deps'], proof: Proof): Promise<Response> {
  const how = 'secret' in proof ? 'link' : 'code';
  const { url } = deps.site;
  const device = deviceOf(c.req.header('user-agent'));
  const { cookie, session } = await redeem(deps, proof, browserToken(c, url), device).catch((error) => {
    if (error instanceof Problem) deps.log('sign-in-refused', { how, code: error.code });
    throw error;
  });
  deps.log('signed-in', { how, member: session.member.id });
  // whoever signs in again leaves no session behind that nobody holds
  const before = getCookie(c, sessionCookieName(url));
  if (before !== undefined && before !== cookie) await signOut(deps, before);
  keepSession(c, url, cookie);
  return c.redirect(session.awaitsFactor ? '/sign-in/factor' : nextOf(c, url), 303);
}

/** `work`, or the page that says why the link or code is of no use. */
const orGone = (
  c: Ctx,
  work: () => Promise<Response>,
  kinds?: readonly Problem['kind'][],
): Promise<Response> =>
  work().catch((error: unknown) => {
    if (!(error instanceof Problem) || kinds?.includes(error.kind) === false) throw error;
    return c.html(<GonePage c={c} problem={error} />, kindStatus[error.kind]);
  });

/** Sends the mail, and lets the browser remember what for. */
async function sendMail(c: Ctx, deps: Web['deps'], sent: z.input<typeof mailRequest>): Promise<string> {
  const { email, next = '', ...why } = readInput(mailRequest, sent);
  const purpose = purposeOf(why.purpose);
  const asked: Asked = { email, purpose, next: nextAfter(purpose, next) };
  // whoever posts a form has it: the form's own token was held against it
  const browser = browserToken(c, deps.site.url) ?? '';
  await requestSignIn(
    deps,
    { email: asked.email, purpose, address: addressOf(c), browser, language: c.get('frame').lang },
    queueSignIn(deps, purpose === 'nominate' ? 'nominateConfirm' : 'signin'),
  );
  const kept = { ...asked, email: cut(asked.email, 200), next: asked.next.slice(0, 1_000) };
  const { url } = deps.site;
  setCookie(c, askedCookie(url), JSON.stringify(kept), { ...cookieOptions(url), maxAge: 600 });
  return '/sign-in/code';
}

/** What is wrong with the code stands at its field. */
const codeRefused = (error: unknown): unknown =>
  error instanceof Problem && error.kind === 'invalid' && error.faults.length === 0
    ? new Problem(error.kind, error.code, error.text, [{ field: 'code', code: error.code, text: error.text }])
    : error;

/** `/sign-in`, `/sign-in/code`, `/sign-in/factor`, `/sign-in/<secret>` and `/sign-out`. */
export const signInPages = mounting((app, web) => {
  const { deps } = web;
  app.get('/sign-in', (c) => {
    const purpose = purposeOf(c.req.query('for'));
    const next = nextAfter(purpose, c.req.query('next') ?? '');
    if (c.get('actor')?.via === 'session' && c.req.query('again') === undefined) return c.redirect(next);
    return c.html(<AskPage c={c} asked={{ email: '', next, purpose }} />);
  });
  app.post('/sign-in', (c) =>
    take(c, {
      form: 'ask',
      input: mailRequest,
      work: (sent) => sendMail(c, deps, sent),
      show: (typed) => {
        const purpose = purposeOf(one(typed.body, 'purpose'));
        const asked = { email: '', purpose, next: nextAfter(purpose, one(typed.body, 'next')) };
        return <AskPage c={c} asked={asked} typed={typed} />;
      },
    }),
  );
  app.get('/sign-in/code', (c) => c.html(<CodePage c={c} asked={askedIn(c, deps.site.url)} />));
  app.post('/sign-in/code', (c) =>
    take(c, {
      form: 'code',
      input: codeEntry,
      work: (sent) => {
        const { email, code } = readInput(codeEntry, sent);
        const work = () =>
          enter(c, deps, { email, code: compact(code) }).catch((error: unknown) => {
            throw codeRefused(error);
          });
        return orGone(c, work, ['missing']);
      },
      show: ({ body: { code: _, ...body }, ...typed }) => (
        <CodePage c={c} asked={askedIn(c, deps.site.url)} typed={{ ...typed, body }} />
      ),
    }),
  );
  app.route(
    '/',
    factorPages(web, (c) => nextOf(c, deps.site.url)),
  );
  // A mail scanner may open the link as often as it likes: only the press uses it up.
  app.on(['GET', 'POST'], '/sign-in/:secret', (c) => {
    const secret = c.req.param('secret');
    return orGone(c, async () => {
      if (c.req.method === 'POST') return enter(c, deps, { secret });
      const { email } = await openChallenge(deps, secret);
      return c.html(<PressPage c={c} secret={secret} email={email} />);
    });
  });
  app.post('/sign-out', async (c) => {
    const cookie = dropSession(c, deps.site.url);
    if (cookie !== undefined) await signOut(deps, cookie);
    return c.redirect('/', 303);
  });
});
