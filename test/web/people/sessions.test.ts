/** Whoever is signed in sees from where, and ends it; so does her administrator, and a change of how she gets in does too. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Actor } from '#domain/people/people.ts';
import { readEvents } from '#store/chain.ts';
import { getMember } from '#store/people.ts';
import { district, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, hiddenIn, openBrowser } from './account-browser.ts';

let world: World;
let clerk: Actor;
const office = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
const telephone = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 MicroMessenger/8.0';
beforeAll(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', street(1));
});
afterAll(() => world.close());

async function at(member: Pick<Actor, 'id'>, userAgent = office): Promise<Browser> {
  const browser = openBrowser(world.deps, userAgent);
  await browser.signIn(member);
  return browser;
}
const isIn = async (browser: Browser) => (await browser.get('/account')).status === 200;
const api = async (browser: Browser, method: string, path: string) =>
  browser.ask(path, { method, headers: { 'x-csrf-token': browser.cookies.get('csrf')! } });

it('she sees her sessions by browser, and ends one, then all others in one press', async () => {
  const desk = await at(clerk);
  const phone = await at(clerk, telephone);
  const third = await at(clerk);
  const page = await desk.get('/account');
  expect(page.text.match(/Chrome（Windows）/g)).toHaveLength(2);
  expect(page.text).toContain('微信（安卓）');
  expect(page.html.match(/>当前</g)).toHaveLength(1);
  // no version, no address
  expect(page.html).not.toMatch(/140\.0|10\.0\.0\.|127\.0\.0\.1/);
  const { items } = JSON.parse((await api(desk, 'GET', '/api/me/sessions')).html);
  const ofPhone = items.find((one: { device: string }) => one.device === 'wechat android');
  expect((await desk.post(`/account/sessions/${ofPhone.id}/end`)).to).toBe('/account?done=ended');
  expect([await isIn(desk), await isIn(phone), await isIn(third)]).toEqual([true, false, true]);
  const again = await at(clerk, telephone);
  await desk.post('/account/sessions/end-others');
  expect([await isIn(desk), await isIn(again), await isIn(third)]).toEqual([true, false, false]);
});

it('by the API as well; nobody ends what is another’s, and no token does', async () => {
  const mine = await at(clerk);
  const other = await at(clerk);
  const stranger = await at(await world.as('clerk', street(2)));
  const list = async (browser: Browser) =>
    JSON.parse((await api(browser, 'GET', '/api/me/sessions')).html).items;
  const there = (await list(other)).find((one: { isThis: boolean }) => one.isThis);
  expect((await api(stranger, 'DELETE', `/api/me/sessions/${there.id}`)).status).toBe(204);
  expect(await isIn(other)).toBe(true);
  expect((await api(mine, 'DELETE', `/api/me/sessions/${there.id}`)).status).toBe(204);
  expect(await isIn(other)).toBe(false);
  const another = await at(clerk);
  expect((await api(mine, 'POST', '/api/me/sessions/end-others')).status).toBe(204);
  expect([await isIn(mine), await isIn(another)]).toEqual([true, false]);
  const { token } = JSON.parse(
    (
      await mine.ask('/api/tokens', {
        method: 'POST',
        headers: { 'x-csrf-token': mine.cookies.get('csrf')!, 'content-type': 'application/json' },
        body: JSON.stringify({ name: '汇总', scopes: ['admin'], days: 30 }),
      })
    ).html,
  );
  const program = openBrowser(world.deps);
  const bearer = { authorization: `Bearer ${token}` };
  expect((await program.get('/api/me/sessions', bearer)).status).toBe(403);
  expect((await program.get('/account', bearer)).status).toBe(403);
});

it('an administrator of hers ends them all, which the chain tells; one of elsewhere does not', async () => {
  const hers = await at(clerk);
  const desk = await at(await world.as('administrator', street(1)));
  const elsewhere = await at(await world.as('administrator', street(2)));
  expect((await api(elsewhere, 'POST', `/api/members/${clerk.id}/sessions/end`)).status).toBe(404);
  expect(await isIn(hers)).toBe(true);
  const here = `/organisations/${street(1)}/members/${clerk.id}`;
  expect((await desk.get(here)).html).toContain(`${here}/sessions/end`);
  const ended = await desk.follow(await desk.post(`${here}/sessions/end`));
  expect([ended.status, ended.text.includes('她的登录都已结束')]).toEqual([200, true]);
  expect([await isIn(hers), await isIn(desk)]).toEqual([false, true]);
  const { events } = await readEvents(world.deps.table, `organisation:${street(1)}`, { limit: 100 });
  expect(events.at(-1)).toMatchObject({ action: 'member.sign-out', details: { member: clerk.id } });
  expect((await desk.get(`/audit?trail=organisation:${street(1)}`)).status).toBe(200);
});

it('her address is changed within fifteen minutes of signing in; later the form waits for a fresh sign-in, and then her sessions end', async () => {
  const administrator = await world.as('administrator', district);
  const her = await world.as('reviewer', district);
  const hers = await at(her);
  const desk = await at(administrator);
  const { version } = await getMember(world.deps.table, her.id);
  world.at(new Date(world.deps.clock() + 15 * 60_000).toISOString());
  const here = `/organisations/${district}/members/${her.id}`;
  const sent = { _scoped: 'address', 'address.email': 'neu@example.cn', version: String(version) };
  const refused = await desk.post(`${here}/address`, sent);
  expect([refused.status, refused.text.includes('请重新登录')]).toEqual([401, true]);
  const way = /href="(\/sign-in\?[^"]+)"/.exec(refused.html)![1]!.replaceAll('&amp;', '&');
  expect(way).toContain('again=1');
  // signed in as she is, the page of signing in is shown all the same
  expect((await desk.get(way)).status).toBe(200);
  expect((await getMember(world.deps.table, her.id)).version).toBe(version);
  const old = desk.cookies.get('session')!;
  await desk.signIn(administrator);
  const kept = await desk.get(new URL(way, 'http://local').searchParams.get('next')!);
  const { _csrf: _, ...body } = hiddenIn(kept.html);
  const action = /<form method="post" action="([^"]+\/address)"/.exec(kept.html)![1]!;
  expect((await desk.post(action, body)).to).toBe(`${here}?done=address`);
  expect([await isIn(hers), await isIn(desk)]).toEqual([false, true]);
  // the session that the new one took the place of is over, too
  desk.cookies.set('session', old);
  expect(await isIn(desk)).toBe(false);
});
