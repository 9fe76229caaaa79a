/** In the cloud an index shows a write some moments later: a list that a press leads to says so, and no other page. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { withMemory } from '#store/memory.ts';
import { street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { openBrowser } from '../people/account-browser.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

it('is said on the list after a press, in the cloud alone', async () => {
  const member = await world.as('clerk', street(1));
  const said = '列表可能要过几秒才显示刚才的更改';
  const seen = async (late: boolean, path: string) => {
    const browser = openBrowser({
      ...world.deps,
      table: withMemory(world.deps.table),
      site: { ...world.deps.site, ...(late && { late }) },
    });
    await browser.signIn(member);
    return (await browser.get(path)).text.includes(said);
  };
  expect(await seen(true, '/nominations?discarded=1')).toBe(true);
  expect(await seen(true, '/nominations')).toBe(false);
  expect(await seen(false, '/nominations?discarded=1')).toBe(false);
  expect(await seen(true, '/')).toBe(false);
});
