import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Ctx, Env } from '#web/frame/context.ts';
import { keepWhile, keptPages } from '#web/frame/kept-pages.ts';

/** A site with one page that counts how often it is made. */
function siteOf(bytes = 40) {
  const stand = { version: 1, made: 0, reads: 0, readable: true };
  const kept = keptPages('session');
  const inner = new Hono<Env>();
  inner.use(kept.keep);
  inner.get('/page/:n', (c) => {
    stand.made++;
    const { version } = stand;
    keepWhile(c as Ctx, async () => {
      stand.reads++;
      if (!stand.readable) throw new Error('away');
      return stand.version === version;
    });
    c.header('x-request-id', String(stand.made));
    return c.html(`${c.req.query('lang') ?? ''} version ${version} `.padEnd(bytes, '.'));
  });
  inner.get('/cookie', (c) => {
    stand.made++;
    keepWhile(c as Ctx, async () => true);
    c.header('set-cookie', 'csrf=1');
    return c.text('a token of your own');
  });
  const outer = new Hono<Env>();
  outer.all('*', async (c) => (await kept.answer(c)) ?? inner.fetch(c.req.raw));
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    outer.request(path, { headers, method });
  return { stand, get };
}

describe('a page that is the same for every visitor', () => {
  it('is made once and given out while what it shows stands', async () => {
    const { stand, get } = siteOf();
    const first = await get('/page/1');
    const second = await get('/page/1');
    expect(await second.text()).toBe(await first.text());
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(second.headers.has('x-request-id')).toBe(false);
    expect(stand.made).toBe(1);
    stand.version = 2;
    expect(await (await get('/page/1')).text()).toContain('version 2');
    expect(stand.made).toBe(2);
    stand.readable = false;
    await get('/page/1');
    expect(stand.made).toBe(3);
  });

  it('is not sent again to a browser that has it, and is when it changed', async () => {
    const { stand, get } = siteOf();
    const tag = (await get('/page/1')).headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    const again = await get('/page/1', { 'if-none-match': `W/${tag}` });
    expect([again.status, await again.text()]).toEqual([304, '']);
    stand.version = 2;
    expect((await get('/page/1', { 'if-none-match': tag })).status).toBe(200);
  });

  it('is made for each language, and for each who takes it compressed', async () => {
    const { stand, get } = siteOf();
    for (const headers of [
      {},
      { 'accept-language': 'en' },
      { 'accept-encoding': 'gzip' },
      { cookie: 'lang=en' },
    ])
      await get('/page/1', headers);
    // the header and the cookie ask for the same
    expect(stand.made).toBe(3);
  });

  it('is never given to, nor taken from, somebody who is known', async () => {
    const { stand, get } = siteOf();
    await get('/page/1', { cookie: 'a=1; session=abc' });
    await get('/page/1', { authorization: 'Bearer abc' });
    await get('/page/1');
    await get('/page/1', { cookie: 'session=abc' });
    await get('/page/1', {}, 'HEAD');
    expect([stand.made, stand.reads]).toEqual([5, 0]);
  });

  it('is not kept with a cookie', async () => {
    const { stand, get } = siteOf();
    await get('/cookie');
    await get('/cookie');
    expect(stand.made).toBe(2);
  });

  it('makes room for newer ones after four megabytes', async () => {
    const { stand, get } = siteOf(1_000_000);
    for (const n of [1, 2, 3, 4, 5]) await get(`/page/${n}`);
    expect(stand.made).toBe(5);
    await get('/page/5');
    await get('/page/2');
    expect(stand.made).toBe(5);
    await get('/page/1');
    expect(stand.made).toBe(6);
  });
});
