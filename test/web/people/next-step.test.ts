import { afterAll, beforeAll, expect, it } from 'vitest';
import { setUpRound } from '#actions/round/rounds.ts';
import { closeTally } from '#store/tally.ts';
import { city, district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { openBrowser } from './account-browser.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
  await world.deps.table.update({ pk: `RND#${world.round}`, sk: 'META' }, { set: { status: 'open' } });
});
afterAll(() => world.close());

const home = async (role: string, org: string) => {
  const browser = openBrowser(world.deps);
  await browser.signIn(await world.as(role, org));
  return browser.get('/');
};

it('shows a clerk what she may nominate for with the days left and a button to its form', async () => {
  const page = await home('clerk', street(1));
  expect(page.text).toContain('最美家庭');
  expect(page.text).toContain('2021年5月6日（星期四）17:30 还剩 34 天');
  const query = new URLSearchParams({ programme: world.programme, org: street(1), channel: 'organisation' });
  expect(page.html).toContain(`href="/nominations/new?${query.toString().replaceAll('&', '&amp;')}"`);
  expect(page.text).not.toContain('没有等您办理');
});

it('says that nothing waits only to whom nothing waits, and never above what was returned', async () => {
  const quiet = '现在没有等您办理的事项';
  expect((await home('reviewer', street(2))).text).toContain(quiet);
  const clerk = await world.as('clerk', street(1));
  const { candidacy } = await world.nominate(clerk, { answers: family(2) });
  await world.decide(candidacy, 'return');
  const page = await home('clerk', street(1));
  expect(page.text).toContain('退回修改');
  expect(page.html).toContain(`href="/nominations/${candidacy.nomination}/edit"`);
  expect(page.text).not.toContain(quiet);
});

it('says to an administrator what the desk of her round says, with the way there', async () => {
  const before = await home('administrator', district);
  expect(before.text).toContain('申报进行中，2021-05-06 17:30 截止');
  const clerk = await world.as('clerk', street(1));
  await world.nominate(clerk, { answers: family(1) });
  await world.deps.table.update(
    { pk: `RND#${world.round}`, sk: 'META' },
    { set: { status: 'selecting', phase: 0 } },
  );
  await world.deps.table.together(closeTally(world.round));
  const now = await home('administrator', district);
  expect(now.text).toContain('还有 2 名未办结');
  expect(now.html).toContain(`/rounds/${encodeURIComponent(world.round)}/stragglers`);
});

it('says to an administrator which round above waits for one of hers, until she has set it up', async () => {
  const { id } = await setUpRound(world.deps, await world.as('administrator', city), {
    programme: world.programme,
    org: city,
    settings: { opensAt: '2021-04-01T00:00:00+08:00', closesAt: '2021-05-20T17:30:00+08:00' },
  });
  expect(id).toContain(`.${city}`);
  expect((await home('administrator', district)).text).not.toContain('本级尚未设置');
  await world.deps.table.update({ pk: `RND#${world.round}`, sk: 'META' }, { set: { status: 'cancelled' } });
  const waited = await home('administrator', district);
  expect(waited.text).toMatch(
    /本级尚未设置.*长沙市妇女联合会 2021年5月20日（星期四）17:30 还剩 48 天 设置本级评选/,
  );
  const way = `/programmes/${world.programme}/rounds/new?org=${district}`;
  expect(waited.html).toContain(`href="${way}"`);
  const browser = openBrowser(world.deps);
  await browser.signIn(await world.as('administrator', district));
  expect((await browser.get(way)).text).toContain('芙蓉区妇女联合会');
  // The guided set-up offers it before a preset of her own.
  expect((await browser.get(`/setup/open?org=${district}`)).text).toMatch(/本级尚未设置.*最美女性/);
});
