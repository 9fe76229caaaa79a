/** The form kit: on every refusal all that was typed is there again; a hostile body is a refusal and never a defect. */

import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { needed, readInput, version } from '#domain/input.ts';
import { Problem, type ProblemKind, text } from '#domain/problem.ts';
import type { Env } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { ask, type FormSpec, keyOf, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import { postedOf } from '#web/frame/posted.ts';
import { kindStatus, onMissing, onProblem } from '#web/frame/problems.tsx';
import { checkAddress, checkCsrf } from '#web/frame/security.ts';
import { take } from '#web/frame/take.ts';
import { sayIn } from '#web/frame/words.ts';
import { frameIn } from './demo.tsx';

const site = 'https://hongbang.example';
const letter = z.strictObject({
  body: labelled(needed(40), text('内容', 'Content'), { missing: text('请填写内容', 'Write it') }),
  way: labelled(z.enum(['call', 'visit']), text('方式', 'Way')),
  signed: labelled(z.boolean().optional(), text('已签名', 'Signed')),
  version,
});
const ways = { call: text('来电', 'A call'), visit: text('来访', 'A visit') };
const form = (folded?: FormSpec['folded']): FormSpec => ({
  form: 'letter',
  action: '/letter',
  hidden: { version: '3' },
  once: 'key',
  ...(folded !== undefined && { folded }),
  groups: [
    [
      ask(letter, 'body', { name: 'content', type: 'paragraph' }),
      ask(letter, 'way', { options: optionsOf(ways) }),
    ],
    [ask(letter, 'signed', { as: 'tick' })],
  ],
});

/** A page with one form whose action is refused as its content says. */
function world() {
  const taken: unknown[] = [];
  const app = new Hono<Env>();
  const answers = { frame: () => frameIn('zh'), site: frameIn('zh').site, log: () => {} };
  app.onError(onProblem(answers));
  app.notFound(onMissing(answers));
  app.use(checkAddress);
  app.use(async (c, next) => {
    c.set('frame', { ...frameIn('zh'), csrf: token, say: sayIn('zh') });
    await next();
  });
  app.use(checkCsrf(site));
  app.post('/letter', (c) =>
    take(c, {
      form: 'letter',
      input: letter,
      names: { body: 'content' },
      work: async (sent, posted) => {
        const read = readInput(letter, sent);
        const kind = /^refused as (\w+)$/.exec(read.body)?.[1] as ProblemKind | undefined;
        if (kind !== undefined) throw new Problem(kind, 'no', text('现在不行', 'Not now'));
        taken.push({ ...read, key: keyOf(posted, 'key') });
        return '/done';
      },
      show: (typed) => (
        <Page {...framed(c, typed)} title="信">
          <PostForm
            c={c}
            of={form(c.req.query('folded') === undefined ? undefined : text('写信', 'Write'))}
            typed={typed}
          />
        </Page>
      ),
    }),
  );
  app.post('/plain', async (c) => c.json((await postedOf(c)).body));
  return { app, taken };
}
const token = 'a'.repeat(24);
const headers = { cookie: `__Host-csrf=${token}`, 'x-csrf-token': token };

async function send(fields: Readonly<Record<string, string>>, path = '/letter') {
  const { app, taken } = world();
  const answer = await app.request(site + path, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, html: await answer.text(), headers: answer.headers, taken };
}

const typed = { content: '他说：“不是这样”。', way: 'visit', signed: 'true', key: 'k1', version: '2' };

describe('a form that is taken', () => {
  test('reaches its action in the types of its schema, and sends the browser on', async () => {
    const { status, taken, headers: got } = await send(typed);
    expect([status, got.get('location')]).toEqual([303, '/done']);
    expect(taken).toEqual([{ body: typed.content, way: 'visit', signed: true, version: 2, key: 'k1' }]);
  });

  test.each(['invalid', 'conflict', 'limited', 'toolarge', 'unavailable'] as const)(
    'comes again with all that was typed when it is refused as %s',
    async (kind) => {
      const { status, html, headers: got } = await send({ ...typed, content: `refused as ${kind}` });
      expect(status).toBe(kindStatus[kind]);
      expect(html).toContain('现在不行');
      expect(html).toContain(`\nrefused as ${kind}</textarea>`);
      expect(html).toMatch(/value="visit"[^>]*checked/);
      expect(html).toMatch(/name="signed" value="true" checked/);
      expect(html).toContain('name="key" value="k1"');
      // The version is the one of the page that is shown now.
      expect(html).toContain('name="version" value="3"');
      expect(got.get('retry-after')).toBe(kind === 'limited' || kind === 'unavailable' ? '60' : null);
    },
  );

  test.each(['forbidden', 'missing', 'unauthenticated'] as const)(
    'is answered by the application when it is refused as %s',
    async (kind) => {
      const { status, html } = await send({ ...typed, content: `refused as ${kind}` });
      expect([status, html.includes('</textarea>')]).toEqual([kindStatus[kind], false]);
    },
  );

  test('names what is wrong at the inputs of the form, all at once, in the words of the fields', async () => {
    const { status, html } = await send({ ...typed, content: '', way: 'letter' });
    expect(status).toBe(422);
    expect(html).toContain('id="f-content-error"');
    expect(html).toContain('请填写内容');
    expect(html).toContain('方式：“letter”不在可选范围内');
  });

  test('keeps what was typed in a folded form, whose inputs bear its name', async () => {
    const { status, html } = await send(
      { _scoped: 'letter', 'letter.content': '谢'.repeat(41), 'letter.way': 'call', version: '2' },
      '/letter?folded=1',
    );
    expect(status).toBe(422);
    expect(html).toContain('<details class="confirm" open');
    expect(html).toContain('id="f-letter-content-error"');
    expect(html).toContain('谢'.repeat(41));
  });

  test('takes what was pasted without the controls that came along', async () => {
    const { status, taken } = await send({ ...typed, content: '好\u0002坏' });
    expect([status, taken]).toMatchObject([303, [{ body: '好坏' }]]);
  });

  test('takes the line break of Word as a line break', async () => {
    expect((await send({ ...typed, content: '一\v二\r\n三' })).taken).toMatchObject([{ body: '一\n二\n三' }]);
  });
});

describe('a hostile body', () => {
  const multipart = 'multipart/form-data; boundary=x';
  const part = (name: string, value = '') =>
    `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  test.each([
    ['a multipart body without its end', multipart, part('content', 'x'), 422],
    ['a multipart body that is none', multipart, 'content=x', 422],
    ['a multipart body without a boundary', 'multipart/form-data', part('content'), 422],
    ['JSON', 'application/json', '{"content":"x"}', 422],
    ['plain text', 'text/plain', 'content=x', 422],
    ['a hundred thousand fields', 'application/x-www-form-urlencoded', 'a=1&'.repeat(100_000), 413],
    ['a hundred thousand parts', multipart, `${part('a').repeat(100_000)}--x--`, 413],
    ['a name as long as a book', 'application/x-www-form-urlencoded', `${'a'.repeat(5_000)}=1`, 422],
    ['bytes that are no text', 'application/x-www-form-urlencoded', 'content=%ff%fe%00&way=call', 422],
    ['broken escapes', 'application/x-www-form-urlencoded', 'content=%&%zz=%1', 422],
    [
      'the names of an object',
      'application/x-www-form-urlencoded',
      '__proto__=x&constructor=y&version=1',
      422,
    ],
    ['a scope of its own', 'application/x-www-form-urlencoded', '_scoped=__proto__&__proto__.content=x', 422],
    ['nothing', 'application/x-www-form-urlencoded', '', 422],
  ])('%s is refused', async (_, type, body, status) => {
    const { app, taken } = world();
    const answer = await app.request(`${site}/letter`, {
      method: 'POST',
      headers: { ...headers, 'content-type': type },
      body,
    });
    expect([answer.status, taken]).toEqual([status, []]);
  });

  test.each([
    ['a zero byte', '/letter%00', 404],
    ['an id of 300 characters', `/${'9'.repeat(300)}`, 404],
    ['half of a character', '/%ed%a0%80', 404],
    ['a broken escape', '/%zz', 404],
    ['a query with a zero byte', '/letter?org=%00', 422],
    ['a query of 3,000 characters', `/letter?cursor=${'a'.repeat(3_000)}`, 422],
  ])('%s in the address is refused', async (_, path, status) => {
    expect((await world().app.request(site + path)).status).toBe(status);
  });

  test('a body is read once, for the token and for the page', async () => {
    const answer = await world().app.request(`${site}/plain`, {
      method: 'POST',
      headers: { cookie: headers.cookie },
      body: new URLSearchParams({ _csrf: token, a: '1' }),
    });
    expect(await answer.json()).toEqual({ _csrf: [token], a: ['1'] });
  });
});
