/** What the API answers is what its document says: statuses, media types, and the fields that faults name. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiRoutes } from '#web/api/table.ts';
import { district, province } from '../../furong.ts';
import { serveApp, strayOf } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { asNobody, bySession, type Caller } from './api-caller.ts';

describe('an answer that the document does not have is noticed', () => {
  const json = { 'content-type': 'application/json' };
  const faulty = (field: string, code = 'required') =>
    Response.json({ faults: [{ field, code }] }, { status: 422, headers: { 'content-type': problem } });
  const problem = 'application/problem+json; charset=utf-8';
  test.each([
    ['GET', '/api/me', Response.json({}), undefined],
    ['GET', '/api/me', new Response('', { headers: { 'content-type': 'text/html' } }), 'application/json'],
    ['GET', '/api/me', Response.json({}, { status: 201 }), 'no such status'],
    ['GET', '/api/me', new Response(null, { status: 500, headers: json }), 'no such status'],
    ['GET', '/api/own', Response.json({}), 'no such route'],
    ['GET', '/api/own', Response.json({}, { status: 404 }), undefined],
    ['DELETE', '/api/tokens/t1', new Response(null, { status: 204 }), undefined],
    ['DELETE', '/api/tokens/t1', Response.json({}), 'no such status'],
    ['POST', '/api/nominations', faulty('answers.name'), undefined],
    ['POST', '/api/nominations', faulty('name'), 'no field name'],
    ['POST', '/api/nominations', faulty('channels', 'unknown-key'), undefined],
    ['GET', '/api/notices', faulty('cursor'), undefined],
    ['GET', '/api/nominations/n1/attachments/f1', new Response('', { headers: json }), 'image/png'],
    ['GET', '/rounds', new Response('', { status: 418 }), undefined],
  ])('%s %s', async (method, path, answer, wanted) => {
    const said = await strayOf(method, path, answer);
    if (wanted === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(wanted);
  });
});

describe('an id that names nothing', () => {
  let world: World;
  let root: Caller;
  let nobody: Caller;
  beforeAll(async () => {
    world = await makeWorld();
    const app = serveApp({ deps: world.deps, root: province });
    root = await bySession(app, world.deps, await world.as('administrator', district));
    nobody = await asNobody(app);
  });
  afterAll(() => world.close());

  const query: Readonly<Record<string, string>> = {
    previewNotice: '?start=2021-05-10',
    getOpinionLetter: '?step=opinions&department=1',
    getOpinionLetterAsWord: '?step=opinions&department=1',
    getOpinionLetterAsPdf: '?step=opinions&department=1',
  };
  // Removing what is not there is done; a year without a schedule is given one; uploads to a bucket are the cloud's.
  const others = ['discardDraft', 'revokeToken', 'endSession', 'loadSchedule', 'openUpload', 'confirmUpload'];
  const named = apiRoutes.flatMap((route) =>
    !route.path.includes('{') || route.multipart || others.includes(route.id)
      ? []
      : [[`${route.method} ${route.path}`, route] as const],
  );
  test.each(named)('in %s is answered 404', async (_, route) => {
    const path = route.path
      .replace('{n}', '1')
      .replace('{year}', '2021')
      .replace('{org}', 'nowhere1')
      .replace(/\{\w+\}/g, 'nowhere1');
    const caller = route.needs === 'public' ? nobody : root;
    const answer = await caller.call(route.method, path + (query[route.id] ?? ''), route.example);
    expect([answer.status, answer.type]).toEqual([404, 'application/problem+json; charset=utf-8']);
  });
});
