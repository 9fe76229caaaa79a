import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { expect, test } from 'vitest';
import { compressAnswers } from '#web/frame/compression.ts';

const long = '公示名单'.repeat(1_000);
function site() {
  let rendered = 0;
  const app = new Hono();
  app.use(compressAnswers());
  app.get('/page', (c) => c.html(long));
  app.get('/short', (c) => c.text('ok'));
  app.get('/photo', (c) => c.body(long, 200, { 'content-type': 'image/jpeg' }));
  app.get('/static/site-1.css', (c) => {
    rendered++;
    return c.body(`${long}${rendered}`, 200, {
      'content-type': 'text/css',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
  return app;
}
const gzip = { headers: { 'accept-encoding': 'gzip, deflate' } };
const brotli = { headers: { 'accept-encoding': 'gzip, deflate, br' } };
const unpacked = async (answer: Response) => gunzipSync(Buffer.from(await answer.arrayBuffer())).toString();

test('a long page is compressed for who takes gzip, and says so', async () => {
  const answer = await site().request('/page', gzip);
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(answer.headers.get('vary')).toBe('accept-encoding');
  expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
  expect(await unpacked(answer)).toBe(long);
});

test('who takes Brotli, as browsers do by https, gets that', async () => {
  const app = site();
  for (const path of ['/page', '/static/site-1.css']) {
    const answer = await app.request(path, brotli);
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(Buffer.from(await answer.arrayBuffer())).toString()).toContain(long);
  }
  // what is kept is kept for each way
  expect(await unpacked(await app.request('/static/site-1.css', gzip))).toBe(`${long}2`);
});

test('who does not take gzip gets the page as it is, and caches are told that it differs', async () => {
  const answer = await site().request('/page');
  expect(answer.headers.get('content-encoding')).toBeNull();
  expect(answer.headers.get('vary')).toBe('accept-encoding');
  expect(await answer.text()).toBe(long);
});

test.each([
  ['/short', 'ok'],
  ['/photo', long],
])('%s is not worth it', async (path, body) => {
  const answer = await site().request(path, gzip);
  expect(answer.headers.get('content-encoding')).toBeNull();
  expect(await answer.text()).toBe(body);
});

test('a file that is named by its hash is compressed once', async () => {
  const app = site();
  const [first, second] = [
    await app.request('/static/site-1.css', gzip),
    await app.request('/static/site-1.css', gzip),
  ];
  expect(await unpacked(first)).toBe(`${long}1`);
  expect(await unpacked(second)).toBe(`${long}1`);
});

test('behind API Gateway a compressed answer goes as base64', async () => {
  const event = {
    version: '2.0',
    rawPath: '/page',
    rawQueryString: '',
    headers: { 'accept-encoding': 'gzip' },
    requestContext: { domainName: 'example.cn', http: { method: 'GET', path: '/page' } },
    isBase64Encoded: false,
  };
  const result = await handle(site())(event as unknown as LambdaEvent);
  expect(result.isBase64Encoded).toBe(true);
  expect(gunzipSync(Buffer.from(result.body, 'base64')).toString()).toBe(long);
});
