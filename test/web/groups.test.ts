/** The groups of pages: each is loaded for all of its paths, and for no other. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupsFor, pageGroups } from '#web/groups.ts';
import { province } from '../furong.ts';
import { serveApp } from '../served.ts';
import { makeWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const web = () => ({ deps: world.deps, root: province, advanceClock: async () => {} });
const firstOf = (path: string) => path.split('/')[1] ?? '';

describe('a group of pages', () => {
  test.each(pageGroups.map((group) => [group.name, group] as const))(
    '%s names the first part of each of its routes, and none else',
    async (_name, group) => {
      const { routes } = (await group.load())(web());
      const first = new Set(routes.map(({ path }) => firstOf(path)));
      expect([...first].toSorted()).toEqual(group.first.toSorted());
    },
  );

  test('is loaded for its paths, in the order of the table', () => {
    const namesFor = (path: string) => groupsFor(path).map(({ name }) => name);
    expect(namesFor('/')).toEqual(['account']);
    expect(namesFor('/programmes/open')).toEqual(['unit', 'setup']);
    expect(namesFor('/rounds/1/papers')).toEqual(['desk', 'papers']);
    expect(namesFor('/objections/receipt')).toEqual(['desk', 'public']);
    expect(namesFor('/api/rehearsal/clock')).toEqual(['rehearsal', 'api']);
    expect(namesFor('//rounds')).toEqual(['account']);
    for (const path of ['/healthz', '/language', '/roundsmen', '/constructor'])
      expect(namesFor(path)).toEqual([]);
  });
});

describe('the application', () => {
  test('answers what no group knows, and what a group does not know, with the same page', async () => {
    const app = serveApp(web());
    for (const path of ['/nowhere', '/rounds/1/2/3/4/5', '/sign-in/a/b']) {
      const answer = await app.request(path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
    }
    const json = await app.request('/api/nowhere');
    expect([json.status, json.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });

  test('reads an escaped path as the plain one, and answers HEAD without a body', async () => {
    const app = serveApp(web());
    expect((await app.request('/%68elp')).status).toBe(200);
    const head = await app.request('/help', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('answers many first requests at once', async () => {
    const app = serveApp(web());
    const paths = ['/', '/notices', '/honours', '/check', '/api', '/sign-in', '/notices', '/'];
    const answers = await Promise.all(paths.map((path) => app.request(path)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200));
  });
});
