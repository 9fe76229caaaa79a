import { afterAll, beforeAll, expect, it } from 'vitest';
import { gettingStarted, startOnHome } from '#actions/people/getting-started.ts';
import { weighShares } from '#actions/round/place-sharing.ts';
import type { Item } from '#store/table.ts';
import { city, community, district, family, idNumber, province, street } from '../../furong.ts';
import { codeOf, makeWorld, problemOf, type World } from '../../world.ts';
import { openBrowser } from './account-browser.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

it('tells a new administrator what is done and what is not, from the data, until it is dismissed', async () => {
  const administrator = await world.as('administrator', city);
  expect((await gettingStarted(world.deps, administrator)).done).toEqual({
    organisation: true,
    members: true,
    calendar: true,
    open: false,
  });
  const browser = openBrowser(world.deps);
  await browser.signIn(administrator);
  const page = await browser.get('/');
  expect(page.html).toContain('href="/setup"');
  expect(page.text).toMatch(/邀请工作人员 已完成 选择模板，一次开放评选 未完成/);
  expect((await browser.get('/setup')).to).toBe(`/setup/open?org=${city}`);
  expect((await browser.get('/?lang=en')).status).toBe(200);
  const done = await browser.post('/getting-started/dismiss');
  expect([done.status, done.to]).toEqual([303, '/']);
  expect((await browser.get('/')).html).not.toContain('getting-started');
  expect((await openBrowser(world.deps).post('/getting-started/dismiss')).status).not.toBe(303);
});

it('names the year that is not loaded, and is not for those who administer nothing', async () => {
  const administrator = await world.as('administrator', district);
  expect((await gettingStarted(world.deps, administrator)).done).toMatchObject({
    calendar: true,
    open: true,
  });
  expect(await startOnHome(world.deps, administrator)).toBeUndefined();
  // What is prepared in November is for March.
  world.at('2030-11-15T01:00:00.000Z');
  expect(await startOnHome(world.deps, administrator)).toBeUndefined();
  // Who administers the root may load it, and is asked to.
  const member = await world.as('administrator', district);
  const above = { ...member, grants: [...member.grants, { org: province, role: 'administrator' as const }] };
  expect(await startOnHome(world.deps, above)).toMatchObject({
    year: 2031,
    steps: ['organisation', 'members', 'calendar', 'open'],
    done: { calendar: false },
  });
  world.at('2021-04-02T01:00:00.000Z');
  expect(await startOnHome(world.deps, await world.as('clerk', community(1)))).toBeUndefined();
});

it('shares places by weight for the API too, ties by official order', async () => {
  const administrator = await world.as('administrator', district);
  const weights = [3, 1, 2].map((n) => ({ organisation: street(n), weight: 1 }));
  const { shares, ties } = await weighShares(world.deps, administrator, world.round, {
    places: 4,
    base: 0,
    floor: 0,
    weights,
  });
  expect(shares.map(({ id, places, by }) => [id, places, by])).toEqual([
    [street(1), 2, 'order'],
    [street(2), 1, 'order'],
    [street(3), 1, 'order'],
  ]);
  expect(ties).toEqual([{ remainder: '0.33', more: [street(1)], fewer: [street(2), street(3)] }]);
  const stranger = await problemOf(
    weighShares(world.deps, administrator, world.round, {
      places: 4,
      weights: [{ organisation: community(1), weight: 1 }],
    }),
  );
  expect(stranger?.faults.map(({ field, code }) => [field, code])).toEqual([
    ['weights.0.organisation', 'not-below'],
  ]);
  const clerk = await world.as('clerk', street(1));
  expect(await codeOf(weighShares(world.deps, clerk, world.round, { places: 4, weights }))).toBe('not-found');
});

it('leaves an event with the names of the fields when personal data are shown, and no value', async () => {
  const clerk = await world.as('clerk', street(1));
  const { nomination } = await world.nominate(clerk, { answers: family(9) });
  const browser = openBrowser(world.deps);
  await browser.signIn(await world.as('administrator', district));
  const page = await browser.post(`/rounds/${world.round}/nominations/${nomination.id}/reveal`);
  expect([page.status, page.text.includes(String(family(9).phone))]).toEqual([200, true]);
  const chain = await world.deps.table.query<Item>({
    pk: `CHAIN#nomination:${nomination.id}`,
    limit: 50,
    consistent: true,
  });
  const shown = chain.items.filter((event) => event.action === 'nomination.reveal');
  expect(shown).toHaveLength(1);
  expect((shown[0]!.details as { fields: string[] }).fields).toEqual(
    expect.arrayContaining(['phone', 'members.idNumber']),
  );
  const written = JSON.stringify(shown);
  expect(
    [String(family(9).phone), idNumber('1960-03-05', 18)].filter((each) => written.includes(each)),
  ).toEqual([]);
  const other = openBrowser(world.deps);
  await other.signIn(await world.as('clerk', street(2)));
  expect((await other.post(`/rounds/${world.round}/nominations/${nomination.id}/reveal`)).status).toBe(404);
});
