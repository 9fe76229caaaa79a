/** Signing in by e-mail: a code, or a link that wants a press (docs/architecture.md#rights). */
import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { queueSignIn } from '#actions/letter/letters.ts';
import { signOut } from '#actions/people/sessions.ts';
import { openChallenge, redeem, requestSignIn } from '#actions/people/signin.ts';
import { Problem, text } from '#domain/problem.ts';
import { attempt, bodyOf, type Refused, textIn } from '#web/frame/body.ts';
import { addressOf, type Ctx, type Env, type Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { localPath } from '#web/frame/language.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { kindStatus } from '#web/frame/problems.tsx';
import { t } from '#web/frame/words.ts';
import { cookieOptions, dropSession, keepSession } from './session-cookie.ts';

/** What the browser remembers between asking for the mail and using it. */
interface Asked {
  readonly email: string;
  readonly next: string;
  readonly purpose: 'work' | 'nominate';
}
const askedCookie = 'sign-in';
const purposeOf = (value: string | undefined): Asked['purpose'] =>
  value === 'nominate' ? 'nominate' : 'work';
const nextAfter = (purpose: Asked['purpose'], next: string): string =>
  next !== '' ? localPath(next) : purpose === 'nominate' ? '/programmes/open' : '/';

function askedIn(c: Ctx): Asked {
  try {
    const kept = JSON.parse(getCookie(c, askedCookie) ?? '{}') as Partial<Record<keyof Asked, unknown>>;
    const purpose = purposeOf(String(kept.purpose));
    return { email: String(kept.email ?? ''), next: nextAfter(purpose, String(kept.next ?? '')), purpose };
  } catch {
    return { email: '', next: '/', purpose: 'work' };
  }
}

const words = {
  title: text('登录', 'Sign in'),
  confirmTitle: text('确认您的邮箱', 'Confirm your e-mail address'),
  lead: text(
    '填写单位登记的邮箱，我们发给您一封邮件，内有登录链接和 6 位验证码，不需要密码。',
    'Give the address that your organisation registered. We send you a mail with a link and a 6-digit code; there is no password.',
  ),
  confirmLead: text(
    '申报前先确认邮箱：办理进展和结果都发到这里，以后用它继续填写。',
    'Confirm your address before you nominate: news and the result go there, and you resume by it.',
  ),
  email: text('电子邮箱', 'E-mail address'),
  ask: text('获取登录邮件', 'Send me the mail'),
  codeTitle: text('请查收邮件', 'Look into your mail'),
  codeLead: text(
    '如果这个邮箱可以登录，邮件会在一分钟内送到，15 分钟内有效。请填写邮件中的验证码，或点击邮件中的链接。',
    'If this address may sign in, the mail arrives within a minute and is good for 15 minutes. Type its code here, or use its link.',
  ),
  code: text('6 位验证码', '6-digit code'),
  nothing: text(
    '没有收到？请查看垃圾邮件，核对邮箱是否为单位登记的邮箱，或',
    'Nothing came? Look among junk mail, check that it is the registered address, or ',
  ),
  again: text('重新获取', 'ask again'),
  pressTitle: text('确认登录', 'Confirm sign-in'),
  pressLead: (email: string) => text(`将以 ${email} 登录。`, `You sign in as ${email}.`),
  goneTitle: text('登录链接不能使用', 'This sign-in link cannot be used'),
  askNew: text('重新获取登录邮件', 'Ask for a new mail'),
} as const;

const AskPage = (props: { c: Ctx; asked: Asked; refused?: Refused | undefined }) => {
  const { asked, refused } = props;
  const frame = props.c.get('frame');
  const { lang, csrf } = frame;
  const personal = asked.purpose === 'nominate';
  return (
    <Page
      {...frame}
      title={t(lang, personal ? words.confirmTitle : words.title)}
      lead={t(lang, personal ? words.confirmLead : words.lead)}
      faults={refused?.faults}
    >
      <form method="post" action="/sign-in">
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="next" value={asked.next} />
        <input type="hidden" name="purpose" value={asked.purpose} />
        <FormField
          lang={lang}
          field={{ id: 'email', type: 'email', label: words.email, required: true }}
          value={asked.email}
          faults={refused?.faults}
        />
        <Actions>
          <Button>{t(lang, words.ask)}</Button>
        </Actions>
      </form>
    </Page>
  );
};

const CodePage = (props: { c: Ctx; asked: Asked; refused?: Refused | undefined }) => {
  const { asked, refused } = props;
  const frame = props.c.get('frame');
  const { lang, csrf } = frame;
  const again = `/sign-in?${new URLSearchParams({ for: asked.purpose, next: asked.next })}`;
  return (
    <Page {...frame} title={t(lang, words.codeTitle)} lead={t(lang, words.codeLead)} faults={refused?.faults}>
      <form method="post" action="/sign-in/code">
        <HiddenCsrf csrf={csrf} />
        <FormField
          lang={lang}
          field={{ id: 'email', type: 'email', label: words.email, required: true }}
          value={asked.email}
          faults={refused?.faults}
        />
        <FormField
          lang={lang}
          field={{ id: 'code', type: 'integer', label: words.code, required: true }}
          faults={refused?.faults}
        />
        <Actions>
          <Button>{t(lang, words.title)}</Button>
        </Actions>
      </form>
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

/** `/sign-in`, `/sign-in/code`, `/sign-in/<secret>` and `/sign-out`. */
export function signInPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  const { url } = deps.site;
  const enter = async (c: Ctx, proof: Parameters<typeof redeem>[1]) => {
    const { cookie } = await redeem(deps, proof);
    const { next } = askedIn(c);
    keepSession(c, url, cookie);
    deleteCookie(c, askedCookie, { path: '/sign-in' });
    return c.redirect(next, 303);
  };

  app.get('/sign-in', (c) => {
    const purpose = purposeOf(c.req.query('for'));
    const next = nextAfter(purpose, c.req.query('next') ?? '');
    if (c.get('actor')?.via === 'session') return c.redirect(next);
    return c.html(<AskPage c={c} asked={{ email: '', next, purpose }} />);
  });
  app.post('/sign-in', async (c) => {
    const body = await bodyOf(c);
    const purpose = purposeOf(textIn(body, 'purpose'));
    const asked: Asked = {
      email: textIn(body, 'email').trim(),
      purpose,
      next: nextAfter(purpose, textIn(body, 'next')),
    };
    const request = { email: asked.email, purpose, address: addressOf(c), language: c.get('frame').lang };
    const send = queueSignIn(deps, purpose === 'nominate' ? 'nominateConfirm' : 'signin');
    const sent = await attempt(() => requestSignIn(deps, request, send), 'email');
    if ('refused' in sent)
      return c.html(<AskPage c={c} asked={asked} refused={sent.refused} />, sent.refused.status);
    setCookie(
      c,
      askedCookie,
      JSON.stringify({ ...asked, email: asked.email.slice(0, 200), next: asked.next.slice(0, 1_000) }),
      {
        ...cookieOptions(url),
        path: '/sign-in',
        maxAge: 900,
      },
    );
    return c.redirect('/sign-in/code', 303);
  });

  app.get('/sign-in/code', (c) => c.html(<CodePage c={c} asked={askedIn(c)} />));
  app.post('/sign-in/code', async (c) => {
    const body = await bodyOf(c);
    const [email, code] = [
      textIn(body, 'email').trim(),
      textIn(body, 'code').normalize('NFKC').replace(/\s/g, ''),
    ];
    try {
      const entered = await attempt(() => enter(c, { email, code }), 'code');
      if ('done' in entered) return entered.done;
      return c.html(
        <CodePage c={c} asked={{ ...askedIn(c), email }} refused={entered.refused} />,
        entered.refused.status,
      );
    } catch (error) {
      if (error instanceof Problem && error.kind === 'missing')
        return c.html(<GonePage c={c} problem={error} />, 404);
      throw error;
    }
  });

  // A mail scanner may open the link as often as it likes: only the press uses it up.
  app.on(['GET', 'POST'], '/sign-in/:secret', async (c) => {
    const secret = c.req.param('secret');
    try {
      if (c.req.method === 'POST') return await enter(c, { secret });
      const { email } = await openChallenge(deps, secret);
      return c.html(<PressPage c={c} secret={secret} email={email} />);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return c.html(<GonePage c={c} problem={error} />, kindStatus[error.kind]);
    }
  });

  app.post('/sign-out', async (c) => {
    const cookie = dropSession(c, url);
    if (cookie !== undefined) await signOut(deps, cookie);
    return c.redirect('/', 303);
  });
  return app;
}
