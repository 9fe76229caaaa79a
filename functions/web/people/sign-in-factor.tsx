/** `/sign-in/factor`: after the link or code of a mail, the code of the app of whoever has one. */
import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { passFactor } from '#actions/people/factor-sign-in.ts';
import { factorCode } from '#actions/people/people-input.ts';
import { openSession } from '#actions/people/sessions.ts';
import { Problem, text } from '#domain/problem.ts';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { keepSession, sessionCookieName } from './session-cookie.ts';

const path = '/sign-in/factor';
const words = {
  title: text('二次验证', 'Second step'),
  lead: text(
    '请打开手机上的验证器应用，填写现在显示的 6 位数字；手机不在身边时，填写一个恢复码。10 分钟内有效。',
    'Open the authenticator app on your telephone and type the 6 digits that it shows now; without it, type a recovery code. This waits for 10 minutes.',
  ),
  go: text('登录', 'Sign in'),
  lost: text(
    '手机和恢复码都没有了？请联系本单位或上级单位的管理员重置。',
    'Neither telephone nor recovery codes? Ask an administrator of your organisation, or of one above it, to reset it.',
  ),
} as const;

const form: FormSpec = {
  form: 'factor',
  action: path,
  button: words.go,
  groups: [[ask(factorCode, 'code', { max: 30 })]],
};

const FactorPage = ({ c, typed }: { readonly c: Ctx; readonly typed?: Typed }) => {
  const { lang } = c.get('frame');
  return (
    <Page {...framed(c, typed)} title={t(lang, words.title)} lead={t(lang, words.lead)}>
      <PostForm c={c} of={form} typed={typed} />
      <p class="muted">{t(lang, words.lost)}</p>
    </Page>
  );
};

/** Asks for the code; `nextOf` says where signing in leads on to. */
export function factorPages({ deps }: Web, nextOf: (c: Ctx) => string): Hono<Env> {
  const app = new Hono<Env>();
  const cookieOf = (c: Ctx): string => getCookie(c, sessionCookieName(deps.site.url)) ?? '';
  app.get(path, async (c) => {
    const waiting = await openSession(deps, cookieOf(c));
    if (waiting?.awaitsFactor !== true) return c.redirect('/sign-in');
    return c.html(<FactorPage c={c} />);
  });
  app.post(path, (c) =>
    take(c, {
      form: 'factor',
      input: factorCode,
      work: async (sent) => {
        const { cookie, session } = await passFactor(deps, cookieOf(c), sent).catch((error: unknown) => {
          if (error instanceof Problem) deps.log('sign-in-refused', { how: 'factor', code: error.code });
          throw error;
        });
        deps.log('signed-in', { how: 'factor', member: session.member.id });
        keepSession(c, deps.site.url, cookie);
        return nextOf(c);
      },
      // a wrong one is not shown again: it is asked anew
      show: ({ body: { code: _, ...body }, ...typed }) => <FactorPage c={c} typed={{ ...typed, body }} />,
    }),
  );
  return app;
}
