/** The page that erases a nomination on request: two presses, and pages that say so afterwards. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getNomination } from '#store/reads.ts';
import { district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { hiddenIn, openBrowser } from '../people/account-browser.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

it('wants a reason, a second press, and an administrator; then its pages say that it is erased', async () => {
  const clerk = await world.as('clerk', street(1));
  const { nomination, candidacy } = await world.nominate(clerk, { answers: family(1) });
  const path = `/nominations/${nomination.id}`;
  const desk = openBrowser(world.deps);
  await desk.signIn(await world.as('administrator', district));
  const early = await desk.post(`${path}/erase`, { reason: 'request', sure: 'true' });
  expect([early.status, early.text.includes('仍在评选中')]).toEqual([409, true]);
  await world.decide(candidacy, 'reject');
  expect((await desk.get(path)).html).toContain(`${path}/erase`);
  const empty = await desk.post(`${path}/erase`, { reason: '' });
  expect([empty.status, empty.text.includes('请选择删除的原因')]).toEqual([422, true]);
  const first = await desk.post(`${path}/erase`, { reason: 'request' });
  expect([first.status, first.text.includes('请核对后再按一次')]).toEqual([200, true]);
  expect((await getNomination(world.deps.table, nomination.id)).erased).toBeUndefined();
  const owner = openBrowser(world.deps);
  await owner.signIn(clerk);
  expect((await owner.post(`${path}/erase`, hiddenIn(first.html))).status).toBe(403);
  const second = await desk.post(`${path}/erase`, hiddenIn(first.html));
  expect([second.status, second.to]).toEqual([303, `${path}?done=erased`]);
  for (const browser of [desk, owner])
    for (const address of [path, `${path}/print`]) {
      const page = await browser.get(address);
      expect([page.status, page.text.includes('罗步芳')]).toEqual([200, false]);
    }
  expect((await owner.get(path)).text).toContain('个人信息已按规定删除');
  const round = await desk.get(`/rounds/${world.round}/nominations/${nomination.id}`);
  expect([round.status, round.text.includes('个人信息已按规定删除')]).toEqual([200, true]);
  expect((await desk.get(`${path}/erase`)).text).toContain('删除凭证');
  expect((await desk.get(`${path}?lang=en`)).status).toBe(200);
});
