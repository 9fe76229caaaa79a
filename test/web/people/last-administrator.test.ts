/** The root organisation keeps an administrator, whichever door is tried; and no token moves anybody's mail. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { inviteMember } from '#actions/people/people.ts';
import { createToken } from '#actions/people/tokens.ts';
import { systemActor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { getMember } from '#store/people.ts';
import { province } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser } from './account-browser.ts';

let world: World;
let first: Member;
let second: Member;
let browser: Browser;
beforeAll(async () => {
  world = await makeWorld();
  const invite = async (name: string) =>
    (
      await inviteMember(world.deps, systemActor, {
        email: `${name}@example.cn`,
        name,
        grants: [{ org: province, role: 'administrator' }],
      })
    ).member;
  [first, second] = [await invite('first'), await invite('second')];
  browser = openBrowser(world.deps);
  await browser.signIn(first);
});
afterAll(() => world.close());
const versionOf = async ({ id }: Member) => String((await getMember(world.deps.table, id)).version);

it('one of two may go; the last keeps her role, by page and by API', async () => {
  const here = `/organisations/${province}/members`;
  expect((await browser.post(`${here}/${second.id}/leave`)).status).toBe(303);
  const demoted = await browser.post(`${here}/${first.id}`, { version: await versionOf(first) });
  expect([demoted.status, demoted.text.includes('最后一名管理员')]).toEqual([409, true]);
  const app = serveApp({ deps: world.deps, root: province });
  const { token } = await createToken(world.deps, actorOf(first, 'session'), {
    name: '脚本',
    scopes: ['read', 'write', 'admin'],
    days: 1,
  });
  const ask = (method: string, path: string, body: object) =>
    app.request(`http://localhost${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const codeOf = async (answer: Response | Promise<Response>) =>
    ((await (await answer).json()) as { code: string }).code;
  expect(await codeOf(ask('POST', `/api/members/${first.id}/leave`, {}))).toBe('last-administrator');
  const version = Number(await versionOf(first));
  const roles = { grants: [{ role: 'auditor' }], version };
  expect(await codeOf(ask('PUT', `/api/members/${first.id}/grants/${province}`, roles))).toBe(
    'last-administrator',
  );
  const moved = { email: 'thief@example.cn', version };
  expect(await codeOf(ask('PUT', `/api/members/${first.id}/address`, moved))).toBe('session-needed');
});
