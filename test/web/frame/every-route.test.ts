/** What stands on the answer of every route there is, page and API, to a visitor, to somebody signed in, and refused. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSession } from '#actions/people/sessions.ts';
import type { Web } from '#web/frame/context.ts';
import { pageGroups } from '#web/groups.ts';
import { sessionCookieName } from '#web/people/session-cookie.ts';
import { district } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';

const site = 'https://hongbang.example';
let world: World;
let web: Web;
/** Method and path of every route, its parts filled with an id of nothing. */
const routes: (readonly [method: string, path: string])[] = [];
beforeAll(async () => {
  world = await makeWorld();
  const deps = { ...world.deps, site: { ...world.deps.site, url: site } };
  web = { deps, root: district, advanceClock: async () => {} };
  const seen = new Set<string>();
  for (const group of pageGroups)
    for (const { method, path } of (await group.load())(web).routes) {
      if (method === 'ALL' || path.includes('*')) continue;
      const filled = path.replaceAll(/:\w+(\{[^}]*\})?\??/g, 'zz9');
      if (!seen.has(`${method} ${filled}`)) routes.push([method, filled]);
      seen.add(`${method} ${filled}`);
    }
  for (const path of ['/healthz', '/nowhere', '/api/nowhere', '/%00']) routes.push(['GET', path]);
  routes.push(['POST', '/language'], ['PUT', '/'], ['OPTIONS', '/api/me']);
});
afterAll(() => world.close());

const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
];

/** What an answer lacks, in a line; nothing when it is as it should be. */
function lacks(of: string, answer: Response, isSignedIn: boolean): readonly string[] {
  const { headers, status } = answer;
  const found = Object.entries(always)
    .filter(([name, value]) => headers.get(name) !== value)
    .map(([name]) => `${of}: ${name} is ${headers.get(name)}`);
  const csp = headers.get('content-security-policy') ?? '';
  for (const part of policy) if (!csp.split('; ').includes(part)) found.push(`${of}: no ${part}`);
  if (/unsafe|\*/.test(csp)) found.push(`${of}: ${csp}`);
  if (status >= 500) found.push(`${of}: answers ${status}`);
  // What is the same for everybody may be kept; never what was made for somebody, nor a refusal.
  const kept = headers.get('cache-control') ?? '';
  if ((isSignedIn || status >= 400) && kept !== 'no-store')
    found.push(`${of}: ${status} cache-control ${kept}`);
  if (/^public/.test(kept) && headers.get('set-cookie') !== null)
    found.push(`${of}: a kept page sets a cookie`);
  for (const cookie of headers.getSetCookie())
    if (!/^__Host-/.test(cookie) || !/Secure/i.test(cookie))
      found.push(`${of}: cookie ${cookie.split('=')[0]}`);
    else if (!/HttpOnly/i.test(cookie) || !/SameSite=(Lax|Strict)/i.test(cookie))
      found.push(`${of}: cookie ${cookie.split(';').slice(1)}`);
  const type = headers.get('content-type') ?? '';
  if (/^text\/|json$|\+xml/.test(type) && !/charset=utf-8/i.test(type) && !/^application\/json$/.test(type))
    found.push(`${of}: ${type}`);
  return found;
}

/** Files that are public whoever asks: kept for some seconds also when somebody signed in asks. */
const publicPaths = /^\/(static|open-data\/|feed\.xml)/;

async function wanting(headers: Readonly<Record<string, string>>, isSignedIn: boolean) {
  const app = serveApp(web);
  const found: string[] = [];
  // Whoever presses without the token of a page is refused as a visitor is.
  for (const [method, path] of routes.filter(([method]) => !isSignedIn || method === 'GET')) {
    const form = method === 'GET' ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await app.request(`${site}${path}`, {
      method,
      headers: { ...headers, ...form },
      ...(method !== 'GET' && { body: 'a=1' }),
    });
    found.push(...lacks(`${method} ${path}`, answer, isSignedIn && !publicPaths.test(path)));
  }
  return found;
}

test('a visitor, at every route', async () => {
  expect(routes.length).toBeGreaterThan(500);
  expect(await wanting({}, false)).toEqual([]);
});

test('an administrator at her browser, at every route: nothing that was made for her is kept', async () => {
  const { id } = await world.as('administrator', district);
  const { cookie, op } = newSession(web.deps, id, 'a challenge');
  await web.deps.table.together([op]);
  expect(await wanting({ cookie: `${sessionCookieName(site)}=${cookie}` }, true)).toEqual([]);
});
