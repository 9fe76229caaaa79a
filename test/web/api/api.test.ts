import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Env } from '#web/frame/context.ts';
import { district, family, province, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { asNobody, bySession, byToken, type Caller } from './api-caller.ts';

let world: World;
let app: Hono<Env>;
let nobody: Caller;
let clerk: Caller;
let admin: Caller;
let desk: Caller;
beforeAll(async () => {
  // Photographs are another matter: a nomination without any is whole here.
  world = await makeWorld({
    adjust: (programme) => ({
      ...programme,
      form: { ...programme.form, attachments: programme.form.attachments.map((one) => ({ ...one, min: 0 })) },
    }),
  });
  app = serveApp({ deps: world.deps, root: province });
  const administrator = await world.as('administrator', district);
  nobody = await asNobody(app);
  clerk = await byToken(app, world.deps, await world.as('clerk', street(1)), 'write');
  admin = await byToken(app, world.deps, administrator, 'admin');
  desk = await bySession(app, world.deps, administrator);
});
afterAll(() => world.close());

const codes = (answer: { body: { faults: readonly { field: string; code: string }[] } }) =>
  answer.body.faults.map(({ field, code }) => [field, code]);
const nominated = () => ({
  programme: world.programme,
  org: street(1),
  answers: family(1),
  consentText: consentVersion,
  sensitive: true,
});

test('a refusal is problem+json with type, status, words, faults and the number of the request', async () => {
  const answer = await clerk.post('/api/nominations', {});
  expect([answer.status, answer.type]).toEqual([422, 'application/problem+json; charset=utf-8']);
  expect(answer.body).toMatchObject({ type: 'urn:hongbang:problem:required', status: 422, code: 'required' });
  expect(answer.body.instance).toMatch(/^urn:hongbang:request:\S+$/);
  expect(codes(answer)).toEqual([
    ['programme', 'required'],
    ['org', 'required'],
    ['answers', 'required'],
    ['consentText', 'required'],
  ]);
});

test('faults speak the language asked for', async () => {
  const zh = await clerk.call('post', '/api/nominations', {}, { 'accept-language': 'zh-CN' });
  const en = await clerk.call('post', '/api/nominations', {}, { 'accept-language': 'en' });
  expect(zh.body.faults[0].text).toContain('请选择评选活动');
  expect(en.body.faults[0].text).toContain('Choose the programme');
});

test.each([
  ['a wrong type', { programme: 7 }, ['programme', 'type']],
  ['an empty id', { programme: '' }, ['programme', 'required']],
  ['a choice that is none', { channel: 'post' }, ['channel', 'choice']],
  ['too long a text', { consentText: 'x'.repeat(41) }, ['consentText', 'too-long']],
  ['a key that is misspelt', { channels: 'self' }, ['channels', 'unknown-key']],
  ['an organisation of no form', { org: 'Road 7' }, ['org', 'format']],
  ['too short an id', { id: 'ab' }, ['id', 'format']],
  ['an id of other signs', { id: '编号一二三' }, ['id', 'format']],
  ['an id that begins with a dash', { id: '-abcd' }, ['id', 'format']],
  ['an id too long for a key', { id: 'x'.repeat(57) }, ['id', 'format']],
] as const)('%s is refused beside its field', async (_, change, fault) => {
  const answer = await clerk.post('/api/nominations', { ...nominated(), ...change });
  expect([answer.status, codes(answer)[0]]).toEqual([422, fault]);
});

test.each([
  ['malformed JSON', '{"programme": ', 'application/json', 'malformed-json'],
  ['another type of content', 'programme=1', 'text/plain', 'content-type'],
  ['a list instead of a group', '[]', 'application/json', 'type'],
] as const)('%s is refused', async (_, body, type, code) => {
  const answer = await clerk.call('post', '/api/nominations', body, { 'content-type': type });
  expect([answer.status, answer.body.code]).toEqual([422, code]);
});

test('a body beyond 512 KB is refused before it is read', async () => {
  const answer = await clerk.post('/api/drafts', {
    ...nominated(),
    answers: { deeds: '好'.repeat(300_000) },
  });
  expect([answer.status, answer.body.code]).toEqual([413, 'body-too-large']);
});

test('an upload without a file, or of a file that is no picture, is refused', async () => {
  const { consentText: _, sensitive: __, ...content } = nominated();
  const { body } = await clerk.post('/api/drafts', content);
  const path = `/api/nominations/${body.id}/attachments`;
  const form = new FormData();
  form.set('rule', 'photos');
  expect(codes(await clerk.call('post', path, form))[0]?.[0]).toBe('file');
  form.set('file', new File(['<script>'], 'a.jpg'));
  expect((await clerk.call('post', path, form)).body.code).toBe('file-type');
  expect((await clerk.post(path, { rule: 'photos' })).body.code).toBe('content-type');
});

test('queries are checked: unknown keys, numbers and page marks', async () => {
  expect(codes(await nobody.get('/api/honours/lists?year=x'))[0]).toEqual(['year', 'type']);
  expect((await nobody.get('/api/honours/lists')).status).toBe(422);
  expect((await nobody.get('/api/honours/lists?year=2021')).body).toEqual({ items: [] });
  expect(codes(await nobody.get('/api/notices?area=1'))[0]).toEqual(['area', 'unknown-key']);
  expect((await nobody.get('/api/notices?cursor=%7B')).body.code).toBe('cursor-broken');
});

test('what is not there is 404, also where its id has no form', async () => {
  expect((await nobody.get('/api/programmes/none')).status).toBe(404);
  expect((await nobody.get('/api/organisations/None!')).body.code).toBe('not-found');
  expect((await admin.get(`/api/rounds/${world.round}/tranches/x`)).status).toBe(404);
  expect((await admin.get(`/api/rounds/${world.round}/candidacies/nom404`)).status).toBe(404);
  expect((await nobody.get('/api/honours/430102-ZMJT-2021-0001')).status).toBe(404);
  expect((await nobody.get('/api/nowhere')).body.code).toBe('no-such-page');
});

test('a wrong state is 409 and says what to do', async () => {
  const list = await admin.call('put', `/api/rounds/${world.round}/shortlist`, {
    chosen: [],
    reserves: [],
    version: 0,
  });
  expect([list.status, list.body.code]).toEqual([409, 'not-shortlisting']);
  const publish = await desk.post(`/api/programmes/${world.programme}/publish`, { version: 99 });
  expect([publish.status, publish.body.programme?.status]).toEqual([200, 'published']);
});

test('a list comes in pages that follow each other', async () => {
  const first = await nobody.get(`/api/organisations?parent=${district}`);
  expect(first.body.items).toHaveLength(14);
  expect(first.body.cursor).toBeUndefined();
  expect(Object.keys(first.body.items[0])).not.toContain('head');
});

test('members are shown with masked addresses, and only to those who work with them', async () => {
  const list = await admin.get(`/api/organisations/${district}/members`);
  expect(
    list.body.items
      .map((one: { email: string }) => one.email)
      .filter((email: string) => !/^.\*\*\*@/.test(email)),
  ).toEqual([]);
  expect((await clerk.get(`/api/organisations/${district}/members`)).status).toBe(403);
  const invited = await admin.post('/api/members', {
    email: 'new@example.org',
    name: '新人',
    grants: [{ org: district, role: 'reviewer' }],
  });
  expect(invited.body).toMatchObject({ outcome: 'created', member: { email: 'n***@example.org' } });
  const { id, version } = invited.body.member;
  const set = { grants: [{ role: 'department', department: '公安' }], version };
  expect((await admin.call('put', `/api/members/${id}/grants/${district}`, set)).body.grants).toEqual([
    { org: district, orgName: '芙蓉区妇女联合会', role: 'department', department: '公安' },
  ]);
  expect((await admin.call('put', `/api/members/${id}/grants/${district}`, set)).body.code).toBe(
    'member-changed',
  );
  expect((await clerk.get(`/api/members/${id}`)).status).toBe(404);
});

test('by cookie a change needs the CSRF token; by token it needs none and gets no cookie; a bad token is nobody', async () => {
  const bare = await app.request('http://localhost/api/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect([bare.status, ((await bare.json()) as { code: string }).code]).toEqual([403, 'csrf']);
  const made = await desk.post('/api/tokens', { name: '汇总', scopes: ['read'], days: 30 });
  expect([made.status, made.body.token.slice(0, 3)]).toEqual([201, 'hb_']);
  const me = await app.request('http://localhost/api/me', {
    headers: { authorization: `Bearer ${made.body.token}` },
  });
  expect(await me.json()).toMatchObject({ via: 'token', scopes: ['read'] });
  expect(me.headers.get('set-cookie')).toBeNull();
  expect((await desk.call('delete', `/api/tokens/${made.body.entry.id}`)).status).toBe(204);
  const after = await app.request('http://localhost/api/me', {
    headers: { authorization: `Bearer ${made.body.token}` },
  });
  expect([after.status, after.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

test('the document and the page of routes are for everybody', async () => {
  const document = await nobody.get('/api/openapi.json');
  expect([document.status, document.body.openapi]).toEqual([200, '3.1.1']);
  const page = await nobody.get('/api');
  expect([page.status, /POST \/api\/nominations/.test(page.body)]).toEqual([200, true]);
});

test('the same Idempotency-Key of the same caller is the same nomination, another caller has her own', async () => {
  const send = (who: Caller, key: string, change: object = {}) =>
    who.call('post', '/api/nominations', { ...nominated(), ...change }, { 'idempotency-key': key });
  const first = await send(clerk, 'families-2021:1');
  expect([first.status, first.body.name]).toEqual([201, '罗步芳1家庭']);
  const again = await send(clerk, 'families-2021:1');
  expect([again.status, again.body]).toEqual([201, first.body]);
  const otherwise = await send(clerk, 'families-2021:1', {
    answers: { ...nominated().answers, brief: '改写过的简介' },
  });
  expect([
    otherwise.status,
    otherwise.body.code,
    otherwise.body.faults.map((one: { field: string }) => one.field),
  ]).toEqual([409, 'submitted-otherwise', ['answers.brief']]);
  const elsewhere = await send(clerk, 'families-2021:1', { channel: 'self' });
  expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'submitted-otherwise']);
  const other = await send(clerk, 'families-2021:2');
  expect([other.status, other.body.code]).toEqual([409, 'already-nominated']);
  const neighbour = await byToken(app, world.deps, await world.as('clerk', street(2)), 'write');
  const hers = await send(neighbour, 'families-2021:1', { org: street(2), answers: family(2) });
  expect(hers.status).toBe(201);
  expect(hers.body.id).not.toBe(first.body.id);
});

test('a page mark of another list, or made by hand, is refused and leads nowhere', async () => {
  const mark = Buffer.from(JSON.stringify({ pk: 'MEM#x', sk: 'META' })).toString('base64url');
  for (const cursor of ['e30', mark]) {
    const answer = await admin.get(`/api/rounds/${world.round}/candidacies?cursor=${cursor}`);
    expect([answer.status, answer.body.items]).not.toEqual([
      200,
      expect.arrayContaining([expect.anything()]),
    ]);
    expect(answer.status).toBeLessThan(500);
  }
});

test('the privacy text that is to be agreed to is told with its version, to everybody', async () => {
  const { body } = await nobody.get(`/api/programmes/${world.programme}/privacy?org=${street(1)}`);
  expect([body.version, body.notice[0].includes('芙蓉区妇女联合会')]).toEqual([consentVersion, true]);
});
