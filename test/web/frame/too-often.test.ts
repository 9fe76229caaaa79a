/** What is tried too often is refused in words, says when to try again, and keeps what was typed (docs/architecture.md#limits). */
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSession } from '#actions/people/sessions.ts';
import type { Env } from '#web/frame/context.ts';
import { callLimits, limitCalls } from '#web/frame/many-calls.ts';
import { sessionCookieName } from '#web/people/session-cookie.ts';
import { district, family, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { openBrowser } from '../people/account-browser.ts';

const url = 'http://localhost';
let world: World;
let app: ReturnType<typeof serveApp>;
beforeAll(async () => {
  world = await makeWorld();
  app = serveApp({ deps: world.deps, root: district });
});
afterAll(() => world.close());

/** Seconds to the end of a window of so many. */
const left = (seconds: number) => seconds - (Math.floor(world.deps.clock() / 1_000) % seconds);

test('asking for the sixth sign-in mail shows the form again with the address, and when its window ends', async () => {
  const page = await app.request(`${url}/sign-in`);
  const cookie = page.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  const ask = () =>
    app.request(`${url}/sign-in`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ _csrf: token, email: 'wang@example.cn', purpose: 'nominate' }),
    });
  for (let n = 0; n < 5; n++) expect((await ask()).status).toBe(303);
  const sixth = await ask();
  expect([sixth.status, Number(sixth.headers.get('retry-after'))]).toEqual([429, left(900)]);
  const html = await sixth.text();
  expect(html).toContain('value="wang@example.cn"');
  expect(html).toContain('操作过于频繁');
});

test('an account opens personal data so often and no more, at every door; the refusal is logged, without a name', async () => {
  const clerk = await world.as('clerk', street(1));
  const { nomination } = await world.nominate(clerk, { answers: family(1) });
  const admin = await world.as('administrator', district);
  const { cookie, op } = newSession(world.deps, admin.id, 'a challenge');
  await world.deps.table.together([op]);
  const open = () =>
    app.request(`${url}/api/nominations/${nomination.id}?personal=shown`, {
      headers: { cookie: `${sessionCookieName(url)}=${cookie}` },
    });
  expect((await open()).status).toBe(200);
  const name = world.deps.keys.mac('session', `rate:reveal:${admin.id}`);
  const window = Math.floor(world.deps.clock() / 1_000 / 3_600);
  await world.deps.table.update({ pk: `RATE#${name}#${window}`, sk: 'RATE' }, { set: { count: 3_000 } });
  const refused = await open();
  expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, left(3_600)]);
  expect(await refused.json()).toMatchObject({ code: 'too-often', status: 429 });
  expect(world.logged.at(-1)).toEqual({
    code: 'web-refused',
    fields: { request: expect.any(String), code: 'too-often', by: admin.id },
  });
});

test('an account, and an address of visitors, sends so many requests a minute: page and API say when to go on, once in the log', async () => {
  const limited = serveApp({ deps: world.deps, root: district, calls: { account: 3, address: 2 } });
  const admin = await world.as('administrator', district);
  const { cookie, op } = newSession(world.deps, admin.id, 'another challenge');
  await world.deps.table.together([op]);
  const hers = { cookie: `${sessionCookieName(url)}=${cookie}` };
  const before = world.logged.length;
  const got = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    limited.request(`${url}${path}`, { headers });
  for (let n = 0; n < 3; n++) expect((await got('/api/me', hers)).status).toBe(200);
  const answers = [await got('/api/me', hers), await got('/account/tokens', hers)];
  for (const answer of answers) {
    expect(answer.status).toBe(429);
    const wait = Number(answer.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
  }
  expect(await answers[0]!.json()).toMatchObject({ code: 'too-many-calls' });
  expect(await answers[1]!.text()).toContain('请求过于频繁');
  // visitors are counted beside her
  const visits = [await got('/help'), await got('/help'), await got('/help')];
  expect(visits.map(({ status }) => status)).toEqual([200, 200, 429]);
  const fields = { request: expect.any(String), code: 'too-many-calls' };
  expect(world.logged.slice(before)).toEqual([
    { code: 'web-refused', fields: { ...fields, by: admin.id } },
    { code: 'web-refused', fields },
  ]);
});

test('a minute later it goes on; this machine itself is not counted; the limit of an environment is a number, or none', async () => {
  let at = 0;
  const app = new Hono<Env>();
  app.onError((error, c) => c.text(error.message, 429));
  app.use(
    limitCalls(
      { account: 1, address: 1 },
      () => undefined,
      () => at,
    ),
  );
  app.get('/', (c) => c.text('ok'));
  const statuses: number[] = [];
  for (at of [0, 59_999, 60_000, 60_001]) statuses.push((await app.request('/')).status);
  expect(statuses).toEqual([200, 429, 200, 429]);
  const from = (remoteAddress: string) => app.request('/', {}, { incoming: { socket: { remoteAddress } } });
  const asked = ['::ffff:127.0.0.1', '127.0.0.1', '::1', '::1', '203.0.113.7', '203.0.113.7'].map(from);
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
  expect(callLimits(undefined)).toEqual({ account: 1_200, address: 6_000 });
  expect(callLimits('0')).toBeUndefined();
  expect(() => callLimits('many')).toThrow('calls-wrong');
});

test('refused input is logged by code and field, on the page and by the API, and nothing of what was sent', async () => {
  const admin = await world.as('administrator', district);
  const browser = openBrowser(world.deps);
  await browser.signIn(admin);
  const before = world.logged.length;
  await browser.post('/account/tokens', { name: '李秀英', scopes: ['read', '13800001111'], days: '900' });
  const sent = { email: '李秀英', 身份证430102199001011234: 1, grants: [{ org: district, role: '李秀英' }] };
  const answer = await app.request(`${url}/api/members`, {
    method: 'POST',
    headers: {
      cookie: [...browser.cookies].map((pair) => pair.join('=')).join('; '),
      'content-type': 'application/json',
      'x-csrf-token': browser.cookies.get('csrf')!,
    },
    body: JSON.stringify(sent),
  });
  expect(answer.status).toBe(422);
  const lines = world.logged.slice(before).map(({ code, fields }) => ({ logged: code, ...Object(fields) }));
  const line = { logged: 'web-refused', by: admin.id };
  expect(lines).toMatchObject([line, line]);
  expect(lines[0].where).toEqual(['scopes.1 choice', 'days too-large']);
  expect(lines[1].where).toContain('* unknown-key');
  expect(JSON.stringify(lines)).not.toMatch(/李秀英|13800001111|430102199001011234/);
});
