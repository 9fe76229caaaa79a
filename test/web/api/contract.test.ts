import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#domain/people/people.ts';
import { openApi } from '#web/api/openapi.ts';
import { needs } from '#web/api/route.ts';
import { pathParams } from '#web/api/schemas.ts';
import { demandNeed } from '#web/api/serve.ts';
import { apiRoutes } from '#web/api/table.ts';
import { province, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { asNobody, byToken, type Caller } from './api-caller.ts';

const served = apiRoutes.filter((route) => route.elsewhere !== true);
const named = served.map((route) => [`${route.method} ${route.path}`, route] as const);

describe('the table of routes', () => {
  test('has each operation and each way once', () => {
    const ids = apiRoutes.map((route) => route.id);
    expect(new Set(ids).size).toBe(ids.length);
    const ways = apiRoutes.map((route) => `${route.method} ${route.path.replace(/\{\w+\}/g, '*')}`);
    expect(new Set(ways).size).toBe(ways.length);
  });

  test('names only parameters that it knows', () => {
    const names = apiRoutes.flatMap((route) =>
      [...route.path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!),
    );
    expect(names.filter((name) => !Object.hasOwn(pathParams, name))).toEqual([]);
  });

  test('describes every route in both languages', () => {
    const silent = apiRoutes.filter(
      ({ summary }) => summary.zh === '' || !/[一-鿿]/.test(summary.zh) || summary.en === '',
    );
    expect(silent.map((route) => route.id)).toEqual([]);
  });

  test('a reading route is a GET, and a GET changes nothing', () => {
    const bodies = apiRoutes.filter((route) => route.method === 'get' && route.body !== undefined);
    expect(bodies).toEqual([]);
  });

  const bodied = apiRoutes.flatMap((route) =>
    route.body === undefined || route.multipart ? [] : [[route.id, route] as const],
  );
  test.each(bodied)('%s has an example that its body takes', (_, route) => {
    expect(route.example).toBeDefined();
    expect(route.body!.safeParse(route.example).error?.issues ?? []).toEqual([]);
  });
});

describe('who is let in', () => {
  const actor: Actor = { id: 'm1', name: '', grants: [], via: 'token' };
  const codeFor = (who: Actor | undefined, need: (typeof needs)[number]) => {
    try {
      demandNeed(who, need);
      return 'in';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  test.each([
    [undefined, ['in', 'sign-in-first', 'sign-in-first', 'sign-in-first', 'sign-in-first']],
    ['read', ['in', 'in', 'scope-needed', 'scope-needed', 'session-needed']],
    ['write', ['in', 'in', 'in', 'scope-needed', 'session-needed']],
    ['admin', ['in', 'in', 'in', 'in', 'session-needed']],
  ] as const)('a token of %s, by what a route needs', (scope, wanted) => {
    const who = scope === undefined ? undefined : { ...actor, scopes: [scope] };
    expect(needs.map((need) => codeFor(who, need))).toEqual(wanted);
  });
  test('a session is let in everywhere', () => {
    expect(needs.map((need) => codeFor({ ...actor, via: 'session' }, need))).toEqual(Array(5).fill('in'));
  });
});

describe('the routes as served', () => {
  let world: World;
  let nobody: Caller;
  let reader: Caller;
  let stranger: Caller;
  const pathOf = (path: string) =>
    path
      .replace('{org}', street(1))
      .replace('{n}', '1')
      .replace('{year}', '2021')
      .replace('{programme}', world.programme)
      .replace('{round}', world.round)
      .replace(/\{\w+\}/g, 'nom00000001');
  beforeAll(async () => {
    world = await makeWorld();
    const app = serveApp({ deps: world.deps, root: province });
    const clerk = await world.as('clerk', street(2));
    nobody = await asNobody(app);
    reader = await byToken(app, world.deps, clerk, 'read');
    stranger = await byToken(app, world.deps, await world.person('anyone@example.org'), 'admin');
  });
  afterAll(() => world.close());

  const closed = named.filter(([, route]) => route.needs !== 'public');
  test.each(closed)('%s answers 401 to nobody', async (_, route) => {
    const answer = await nobody.call(
      route.method,
      pathOf(route.path),
      route.multipart ? new FormData() : route.example,
    );
    expect([answer.status, answer.type, answer.body.code]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
      'sign-in-first',
    ]);
  });

  const above = named.filter(([, route]) => ['write', 'admin', 'session'].includes(route.needs));
  test.each(above)('%s answers 403 to a token that may only read', async (_, route) => {
    const answer = await reader.call(
      route.method,
      pathOf(route.path),
      route.multipart ? new FormData() : route.example,
    );
    expect([answer.status, answer.body.status]).toEqual([403, 403]);
  });

  // With every scope but no role: refused by the policy table, or nothing there, and never let through.
  const own = [
    'getMe',
    'getFormView',
    'setFormView',
    'getMyTelephone',
    'listTasks',
    'listNominations',
    'listTokens',
    'listRounds',
  ];
  const guarded = named.filter(
    ([, route]) => route.needs !== 'public' && !own.includes(route.id) && !route.multipart,
  );
  test.each(guarded)('%s lets nobody without a role through', async (_, route) => {
    const query =
      {
        listJobs: `?org=${street(1)}`,
        listObjections: `?org=${street(1)}`,
        listOutbox: '?date=2021-04-02',
        previewNotice: '?start=2021-05-10',
      }[route.id] ?? '';
    const answer = await stranger.call(route.method, pathOf(route.path) + query, route.example);
    expect([403, 404, 409, 422, 204]).toContain(answer.status);
    if (answer.status === 204) expect(['discardDraft']).toContain(route.id);
    else expect(answer.type).toBe('application/problem+json; charset=utf-8');
  });
});

describe('the OpenAPI document', () => {
  const document = openApi(apiRoutes, 'https://hongbang.example');
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  /** Every value of a tree with its way there. */
  function* walk(value: unknown, way = '#'): Generator<readonly [string, unknown]> {
    yield [way, value];
    if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) yield* walk(one, `${way}/${key}`);
  }
  const all = [...walk(document)];

  test('is of version 3.1, plain JSON, and lists every route', () => {
    expect(document.openapi).toBe('3.1.1');
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    const listed = Object.entries(document.paths).flatMap(([path, of]) =>
      Object.keys(of).map((method) => `${method} ${path}`),
    );
    expect(listed.toSorted()).toEqual(apiRoutes.map((route) => `${route.method} ${route.path}`).toSorted());
  });

  test('every reference leads to a component, and no component is left alone', () => {
    const refs = all.filter(([way]) => way.endsWith('/$ref')).map(([, ref]) => String(ref));
    const known = new Set(all.map(([way]) => way));
    expect(refs.filter((ref) => !known.has(ref))).toEqual([]);
    const used = new Set(refs);
    const idle = Object.keys(document.components.schemas).filter(
      (name) => !used.has(`#/components/schemas/${name}`),
    );
    expect(idle).toEqual([]);
  });

  test('no schema carries an own dialect, id or local definitions', () => {
    const strays = all.filter(([way]) => /\/(\$schema|\$id|\$defs)$/.test(way)).map(([way]) => way);
    expect(strays).toEqual([]);
  });

  test('components have names that OpenAPI allows', () => {
    const names = Object.keys(document.components.schemas);
    expect(names.filter((name) => !/^[A-Za-z0-9._-]+$/.test(name))).toEqual([]);
  });

  test('operation ids are unique; each operation has a group, words and an answer', () => {
    const ids = operations.map((one) => one?.operationId);
    expect(new Set(ids).size).toBe(apiRoutes.length);
    const groups = new Set(document.tags.map(({ name }) => name));
    for (const one of operations) {
      const { tags, summary, responses } = one as { tags: string[]; summary: string; responses: object };
      expect(tags.every((tag) => groups.has(tag as never))).toBe(true);
      expect(summary).not.toBe('');
      expect(Object.keys(responses).filter((status) => status.startsWith('2'))).toHaveLength(1);
    }
  });

  test('every name in a path is a required parameter, and parameters are unique', () => {
    for (const [path, of] of Object.entries(document.paths))
      for (const one of Object.values(of)) {
        const parameters = (one?.parameters ?? []) as { name: string; in: string; required: boolean }[];
        const inPath = parameters.filter((each) => each.in === 'path');
        expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
        expect(inPath.every(({ required }) => required)).toBe(true);
        const names = parameters.map((each) => `${each.in}:${each.name}`);
        expect(new Set(names).size).toBe(names.length);
      }
  });

  test('security names schemes that stand there, and session routes take no token', () => {
    const schemes = Object.keys(document.components.securitySchemes);
    for (const route of apiRoutes) {
      const { security } = document.paths[route.path]![route.method] as { security: object[] };
      const names = security.flatMap((each) => Object.keys(each));
      expect(names.every((name) => schemes.includes(name))).toBe(true);
      expect(names.includes('bearer')).toBe(['read', 'write', 'admin'].includes(route.needs));
    }
  });

  test('no answer describes identities, chain heads, sealed texts or whole addresses of members', () => {
    const answered = JSON.stringify(
      Object.fromEntries(
        Object.entries(document.components.schemas).filter(([name]) => !name.endsWith('Input')),
      ),
    );
    for (const word of ['"identities"', '"head"', '"sealed":{"type":"string"', '"receiptEnd"', '"salt"'])
      expect(answered).not.toContain(word);
  });
});
