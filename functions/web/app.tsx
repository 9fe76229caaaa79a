/** The whole web application, top to bottom: what happens to every request, then who answers which path. */

import { Hono, type MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { requestId } from 'hono/request-id';
import { type Session, sessionActor } from '#actions/people/sessions.ts';
import { tokenActor } from '#actions/people/token-actor.ts';
import { instantOf } from '#actions/write.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { mustHaveFactor } from '#domain/people/factor.ts';
import { Problem, unauthenticated } from '#domain/problem.ts';
import { rememberReads } from '#store/memory.ts';
import { assets } from '#web/frame/assets.ts';
import { compressAnswers } from '#web/frame/compression.ts';
import { addressOf, type Ctx, type Env, type Web } from '#web/frame/context.ts';
import { type KeptPages, keptPages } from '#web/frame/kept-pages.ts';
import { changeLanguage, languageOf } from '#web/frame/language.ts';
import type { Frame } from '#web/frame/layout.tsx';
import { limitCalls } from '#web/frame/many-calls.ts';
import type { Mount } from '#web/frame/mounting.ts';
import { postedOf } from '#web/frame/posted.ts';
import { logRefusal, onMissing, onProblem, type ProblemAnswers } from '#web/frame/problems.tsx';
import {
  bearerOf,
  checkAddress,
  checkCsrf,
  csrfToken,
  limitBodies,
  securityHeaders,
} from '#web/frame/security.ts';
import { sayIn } from '#web/frame/words.ts';
import { sessionCookieName } from '#web/people/session-cookie.ts';
import { groupsFor } from './groups.ts';

const frameOf = (web: Web, c: Ctx): Frame => {
  const url = new URL(c.req.url);
  const { site, clock } = web.deps;
  return {
    lang: languageOf(c),
    actor: c.get('actor'),
    site: { ...site, direct: web.deps.files.direct !== undefined },
    // who brings a token needs no other, and gets no cookie
    csrf: bearerOf(c) === undefined ? csrfToken(c, site.url) : '',
    path: url.pathname + url.search,
    ...(c.req.method === 'POST' && { answersPress: true }),
    ...(site.rehearsal && { today: shanghaiDate(new Date(clock()).toISOString()) }),
  };
};

const answersOf = (web: Web): ProblemAnswers => ({
  frame: (c) => frameOf(web, c as Ctx),
  site: web.deps.site,
  log: web.deps.log,
  keep: async (c) => {
    const { body } = await postedOf(c);
    const { keepForm } = await import('#actions/people/kept-forms.ts');
    const { pathname: path, search } = new URL(c.req.url);
    const word = await keepForm(web.deps, addressOf(c as Ctx), { path: path + search, body });
    return word === undefined ? undefined : `/kept/${word}`;
  },
});

const megabyte = 1_048_576;
const uploads =
  /\/(attachments|import|stamped|replies|photos|certificate|logo|results)(\/|$)|^\/(tasks|w|setup)\//;

/** Files come from members, whose session or token the headers tell, and by the links of letters. */
async function mayUpload({ deps }: Web, c: Ctx): Promise<boolean> {
  if (c.get('actor') !== undefined) return true;
  const [, code] = /^\/w\/([^/]+)/.exec(c.req.path) ?? [];
  if (code === undefined) return false;
  const { openLink } = await import('#actions/people/links.ts');
  try {
    await openLink(deps, code);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

/** One for all pages, as all share the memory. */
const bodiesOf = (web: Web): MiddlewareHandler =>
  limitBodies({
    ordinary: 512 * 1024,
    upload: 60 * megabyte,
    atOnce: 240 * megabyte,
    isUpload: (path) => uploads.test(path),
    mayUpload: (c) => mayUpload(web, c as Ctx),
  });

/** Who must have a second factor and has none comes to where she sets it up, or out again; a letter's link is no session. */
const beforeFactor =
  /^\/(account(\/factor.*|\/sessions.*)?|sign-in.*|sign-out|language|help|privacy|w\/.*|api\/csrf|api\/me(\/factor.*|\/sessions.*)?)$/;
const mustEnrol = ({ site }: Web['deps'], { member }: Session): boolean =>
  member.factor === undefined && mustHaveFactor(member.grants, site.secondFactor);
const factorFirst = () =>
  unauthenticated(
    'factor-first',
    '您的角色须先启用二次验证，请在“我的账号”中设置。',
    'Your roles must have a second factor; set it up under your account first.',
  );

/** What all applications of a process share. */
interface Shared {
  readonly limits: MiddlewareHandler;
  readonly calls: MiddlewareHandler<Env> | undefined;
  readonly kept: KeptPages;
}

/** The application with some of its pages: everything that happens to a request happens here, in this order. */
function appWith(web: Web, mounts: readonly Mount[], { limits, calls, kept }: Shared): Hono<Env> {
  const { deps } = web;
  const app = new Hono<Env>();
  app.use(kept.keep);
  app.use(compressAnswers());
  app.use(requestId());
  app.use((c, next) => {
    c.set('isTrusted', web.isTrusted);
    return next();
  });
  app.use((_, next) => rememberReads(next));
  app.use(securityHeaders(deps.site.url, deps.files.direct?.origin));
  app.use(checkAddress);
  app.route('/', assets);
  app.get('/healthz', async (c) => {
    await deps.table.get({ pk: 'HOME', sk: 'HOME' });
    return c.json({ ok: true, rehearsal: deps.site.rehearsal });
  });
  app.use(async (c, next) => {
    c.set('receivedAt', instantOf(deps));
    const bearer = bearerOf(c);
    const cookie = getCookie(c, sessionCookieName(deps.site.url));
    if (bearer !== undefined) c.set('actor', await tokenActor(deps, bearer));
    else if (cookie !== undefined) {
      const session = await sessionActor(deps, cookie);
      const isHeld = session !== undefined && mustEnrol(deps, session) && !beforeFactor.test(c.req.path);
      if (isHeld && !c.req.path.startsWith('/api/')) return c.redirect('/account/factor', 303);
      if (isHeld) c.set('withheld', factorFirst());
      c.set('session', isHeld ? undefined : session);
      c.set('actor', isHeld ? undefined : session?.actor);
    }
    await next();
  });
  if (calls !== undefined) app.use(calls);
  app.use(limits);
  app.use(checkCsrf(deps.site.url));
  app.use(async (c, next) => {
    const frame = frameOf(web, c);
    c.set('frame', { ...frame, say: sayIn(frame.lang) });
    await next();
    const refused = c.get('refused');
    if (refused !== undefined) logRefusal(c, deps.log, refused);
  });
  app.post('/language', changeLanguage(deps.site.url));
  for (const mount of mounts) app.route('/', mount(web));
  app.notFound(onMissing(answersOf(web)));
  app.onError(onProblem(answersOf(web)));
  return app;
}

/**
 * Builds the application on its dependencies; the same on Lambda and on one machine. A path is answered by the
 * application with the groups of pages that may know it, made when it is first asked for.
 */
export function makeApp(web: Web): Hono<Env> {
  const calls = web.calls && limitCalls(web.calls, web.deps.log);
  const shared: Shared = {
    limits: bodiesOf(web),
    calls,
    kept: keptPages(sessionCookieName(web.deps.site.url)),
  };
  const made = new Map<string, Promise<Hono<Env>>>();
  const appFor = (path: string): Promise<Hono<Env>> => {
    const groups = groupsFor(path);
    const key = groups.map(({ name }) => name).join();
    let app = made.get(key);
    if (app === undefined) {
      app = Promise.all(groups.map(({ load }) => load())).then((mounts) => appWith(web, mounts, shared));
      // One that could not be loaded is tried again by the next request.
      app.catch(() => made.delete(key));
      made.set(key, app);
    }
    return app;
  };
  const app = new Hono<Env>();
  // Only for pages that cannot be loaded: whatever they refuse, they answer themselves.
  app.onError(onProblem(answersOf(web)));
  app.all('*', async (c) => {
    const answer =
      (await shared.kept.answer(c)) ?? (await (await appFor(c.req.path)).fetch(c.req.raw, c.env));
    // a page may show what somebody else wrote a moment ago
    await web.settled?.();
    return answer;
  });
  return app;
}
