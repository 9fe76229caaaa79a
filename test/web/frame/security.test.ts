import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { expect, test } from 'vitest';
import { fault, Problem, type ProblemKind, text } from '#domain/problem.ts';
import { assetPaths, assets } from '#web/frame/assets.ts';
import { acceptedLanguage, changeLanguage, languageOf, localPath } from '#web/frame/language.ts';
import { kindStatus, onMissing, onProblem } from '#web/frame/problems.tsx';
import {
  allowIndexing,
  cachePublicly,
  checkCsrf,
  csrfToken,
  limitBodies,
  securityHeaders,
} from '#web/frame/security.ts';
import { frameIn } from './demo.tsx';

const site = 'https://hongbang.example';

function world(siteUrl = site) {
  const logged: unknown[] = [];
  const answers = {
    frame: () => {
      throw new Error('no session');
    },
    site: frameIn('zh').site,
    log: (code: string, fields?: unknown) => logged.push([code, fields]),
  };
  const app = new Hono();
  app.use(requestId());
  app.use(securityHeaders(siteUrl));
  app.use(
    limitBodies({
      ordinary: 2048,
      upload: 4096,
      atOnce: 6000,
      isUpload: (path) => path.endsWith('/files'),
      mayUpload: (c) => c.req.header('x-member') !== undefined,
    }),
  );
  app.use(checkCsrf(siteUrl));
  app.onError(onProblem(answers));
  app.notFound(onMissing(answers));
  app.route('/', assets);
  app.get('/form', (c) => c.text(csrfToken(c, siteUrl)));
  app.get('/roll', (c) => {
    allowIndexing(c);
    cachePublicly(c, 60);
    return c.text('roll');
  });
  app.post('/language', changeLanguage(siteUrl));
  app.get('/language', (c) => c.text(languageOf(c)));
  app.post('/save', async (c) => c.json(await c.req.parseBody()));
  app.post('/a/files', (c) => c.text('kept'));
  for (const path of ['/fail/:kind', '/api/fail/:kind'])
    app.get(path, (c) => {
      const kind = c.req.param('kind');
      if (kind === 'defect') throw new TypeError('李秀英 is undefined');
      throw new Problem(kind as ProblemKind, 'too-young', text('年龄不足', 'Too young'), [
        fault('birth', 'too-young', '出生日期太晚', 'Born too late'),
      ]);
    });
  return { app, logged };
}

async function signedIn(siteUrl = site) {
  const { app, logged } = world(siteUrl);
  const answer = await app.request(`${siteUrl}/form`);
  const cookie = answer.headers.get('set-cookie')!;
  return { app, logged, token: await answer.text(), cookie: cookie.split(';')[0]!, setCookie: cookie };
}
const form = { 'content-type': 'application/x-www-form-urlencoded' };

test('every answer carries the security headers, is not kept and not indexed', async () => {
  const { headers } = await world().app.request(`${site}/form`);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  );
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
});

test('a public page may be indexed and kept, and plain http promises no https', async () => {
  const { headers } = await world('http://localhost:8080').app.request('http://localhost:8080/roll');
  expect(headers.get('x-robots-tag')).toBe('all');
  expect(headers.get('cache-control')).toBe('public, max-age=60');
  expect(headers.get('strict-transport-security')).toBeNull();
});

test('the token lies in a cookie that scripts and other subdomains cannot touch', async () => {
  const { setCookie } = await signedIn();
  expect(setCookie).toMatch(/^__Host-csrf=[\w-]{24}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
});

test('each page has the token under a mask of its own, and all of them are good', async () => {
  const { app, token, cookie } = await signedIn();
  const again = await (await app.request(`${site}/form`, { headers: { cookie } })).text();
  expect(again).not.toBe(token);
  for (const each of [token, again]) {
    const body = `_csrf=${each}`;
    expect(
      (await app.request(`${site}/save`, { method: 'POST', headers: { ...form, cookie }, body })).status,
    ).toBe(200);
  }
});

test('a form with its token comes through, and the route can still read it', async () => {
  const { app, token, cookie } = await signedIn();
  const answer = await app.request(`${site}/save`, {
    method: 'POST',
    headers: { ...form, cookie, origin: 'null', 'sec-fetch-site': 'same-origin' },
    body: `_csrf=${token}&name=a`,
  });
  expect(await answer.json()).toEqual({ _csrf: token, name: 'a' });
});

test('a missing, wrong or foreign token is refused in words', async () => {
  const { app, token, cookie } = await signedIn();
  const post = (headers: Record<string, string>, body: string) =>
    app.request(`${site}/save`, { method: 'POST', headers: { ...form, ...headers }, body });
  const refused = await Promise.all([
    post({ cookie }, 'name=a'),
    post({ cookie }, `_csrf=${token.slice(1)}x`),
    post({}, `_csrf=${token}`),
    post({ cookie: '__Host-csrf=' }, '_csrf='),
    post({ cookie, 'sec-fetch-site': 'cross-site' }, `_csrf=${token}`),
    post({ cookie, 'sec-fetch-site': 'same-site' }, `_csrf=${token}`),
    post({ cookie, origin: 'https://evil.example' }, `_csrf=${token}`),
    post({ cookie, 'content-type': 'text/plain' }, `_csrf=${token}`),
  ]);
  expect(refused.map((answer) => answer.status)).toEqual([403, 403, 403, 403, 403, 403, 403, 403]);
  expect(await refused[0]!.text()).toContain('页面已失效');
  expect(await refused[4]!.text()).toContain('来自其他网站');
});

test('a script sends the token as a header; a bearer token needs none', async () => {
  const { app, token, cookie } = await signedIn();
  const own = { method: 'POST', headers: { cookie, 'x-csrf-token': token, origin: site } };
  expect((await app.request(`${site}/a/files`, own)).status).toBe(200);
  const bearer = { method: 'POST', headers: { authorization: 'Bearer abc' } };
  expect((await app.request(`${site}/a/files`, bearer)).status).toBe(200);
});

test('a body over its limit is refused with 413, and files may be larger than forms', async () => {
  const { app } = world();
  const post = (path: string, bytes: number) =>
    app.request(`${site}${path}`, {
      method: 'POST',
      body: 'x'.repeat(bytes),
      headers: { authorization: 'Bearer a', 'content-length': String(bytes), 'x-member': '1' },
    });
  expect((await post('/save', 2049)).status).toBe(413);
  expect((await post('/a/files', 2049)).status).toBe(200);
  expect((await post('/a/files', 4097)).status).toBe(413);
  expect(await (await post('/save', 2049)).text()).toContain('提交的内容超过 2 KB');
});

test('a large body of a stranger is refused before a byte of it is read; members wait when all together are too much', async () => {
  const { app } = world();
  let pulled = 0;
  let go: () => void = () => {};
  const waits = new Promise<void>((resolve) => {
    go = resolve;
  });
  /** A body whose bytes come only when somebody reads it, and end when it may. */
  const body = () =>
    new ReadableStream(
      {
        async pull(controller) {
          pulled++;
          await waits;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
  const post = (headers: Record<string, string>) =>
    app.request(
      new Request(`${site}/a/files`, {
        method: 'POST',
        body: body(),
        headers,
        duplex: 'half',
      } as RequestInit),
    );
  const large = { 'content-length': '4000', authorization: 'Bearer a' };
  expect((await post(large)).status).toBe(413);
  // Without the cookie of our pages no token can be right.
  expect(
    (await post({ 'content-length': '40', 'content-type': 'multipart/form-data; boundary=x' })).status,
  ).toBe(403);
  expect(pulled).toBe(0);
  const member = {
    'content-length': '4000',
    'x-member': '1',
    'content-type': 'multipart/form-data; boundary=x',
    cookie: `csrf=${'A'.repeat(24)}`,
  };
  const first = post(member);
  const second = await post(member);
  expect([second.status, await second.text()]).toEqual([503, expect.stringContaining('请过一分钟再试')]);
  go();
  await first;
  expect((await post(member)).status).not.toBe(503);
});

test('each kind of refusal has its status, as a page and as problem+json', async () => {
  const { app } = world();
  for (const [kind, status] of Object.entries(kindStatus)) {
    const page = await app.request(`/fail/${kind}`);
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=UTF-8']);
    expect(await page.text()).toContain('出生日期太晚');
    const answer = await app.request(`/api/fail/${kind}`, { headers: { 'accept-language': 'en' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
  }
});

test('problem+json speaks the language of the caller and names every fault', async () => {
  const answer = await world().app.request('/api/fail/invalid?lang=en', {
    headers: { 'x-request-id': 'r1' },
  });
  expect(answer.headers.get('content-language')).toBe('en');
  expect(await answer.json()).toEqual({
    type: 'urn:hongbang:problem:too-young',
    title: 'Please check your input',
    status: 422,
    detail: 'Too young',
    instance: 'urn:hongbang:request:r1',
    code: 'too-young',
    faults: [{ field: 'birth', code: 'too-young', text: 'Born too late' }],
  });
});

test('a defect answers 500 with a number that the log knows, and neither tells its message', async () => {
  const { app, logged } = world();
  const answer = await app.request('/fail/defect', { headers: { 'x-request-id': 'r2' } });
  const html = await answer.text();
  expect(answer.status).toBe(500);
  expect(html).toContain('<code>r2</code>');
  expect(html).not.toContain('李秀英');
  expect(logged).toEqual([['web-defect', expect.objectContaining({ request: 'r2', error: 'TypeError' })]]);
  expect(JSON.stringify(logged)).not.toContain('李秀英');
});

test('an unknown address answers 404 as a page, or as problem+json under /api', async () => {
  const { app } = world();
  expect(await (await app.request('/nowhere')).text()).toContain('没有这个页面');
  const answer = await app.request('/api/nowhere');
  expect([answer.status, (await answer.json()).code]).toEqual([404, 'no-such-page']);
});

test('the language is the address, then the cookie, then Accept-Language, then Chinese', async () => {
  const { app } = world();
  const ask = async (path: string, headers: Record<string, string> = {}) =>
    (await app.request(path, { headers })).text();
  expect(await ask('/language')).toBe('zh');
  expect(await ask('/language', { 'accept-language': 'en' })).toBe('en');
  expect(await ask('/language', { 'accept-language': 'en', cookie: 'lang=zh' })).toBe('zh');
  expect(await ask('/language?lang=en', { cookie: 'lang=zh' })).toBe('en');
  expect(acceptedLanguage('fr, en;q=0.5, zh-CN;q=0.9')).toBe('zh');
  expect(acceptedLanguage('fr, zh;q=0')).toBe('zh');
  expect((await app.request('/language?lang=en')).headers.get('set-cookie')).toBeNull();
});

test('changing the language keeps it and goes back to a page of this site only', async () => {
  const { app, token, cookie } = await signedIn();
  const answer = await app.request(`${site}/language`, {
    method: 'POST',
    headers: { ...form, cookie },
    body: new URLSearchParams({ _csrf: token, lang: 'en', back: '/a?lang=zh&b=1' }).toString(),
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/a?b=1']);
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-lang=en;.*; Secure/);
  for (const elsewhere of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '',
    '/.//evil.example',
  ])
    expect(localPath(elsewhere)).toBe('/');
});

test('style sheet and script are served under their hashes and kept for a year', async () => {
  const { app } = world();
  for (const [path, type] of [
    [assetPaths.css, 'text/css; charset=utf-8'],
    [assetPaths.js, 'text/javascript; charset=utf-8'],
  ] as const) {
    expect(path).toMatch(/^\/static\/site-[\w-]{12}\.(css|js)$/);
    const { status, headers } = await app.request(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  }
});
