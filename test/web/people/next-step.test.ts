import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeTally } from '#store/tally.ts';
import { district, family, street } from '../../furong.ts';
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
