/** What is tried too often is refused in words, says when to try again, and keeps what was typed (docs/architecture.md#limits). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSession } from '#actions/people/sessions.ts';
import { sessionCookieName } from '#web/people/session-cookie.ts';
import { district, family, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';

const url = 'http://localhost';
let world: World;
let app: ReturnType<typeof serveApp>;
beforeAll(async () => {
  world = await makeWorld();
  app = serveApp({ deps: world.deps, root: district });
});
afterAll(() => world.close());

/** Seconds to the end of a window of so many. */
const left = (seconds: number) => seconds - (Math.floor(world.deps.clock() / 1_000) % seconds);

test('asking for the sixth sign-in mail shows the form again with the address, and when its window ends', async () => {
  const page = await app.request(`${url}/sign-in`);
  const cookie = page.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(await page.text()) ?? [];
  const ask = () =>
    app.request(`${url}/sign-in`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ _csrf: token, email: 'wang@example.cn', purpose: 'nominate' }),
    });
  for (let n = 0; n < 5; n++) expect((await ask()).status).toBe(303);
  const sixth = await ask();
  expect([sixth.status, Number(sixth.headers.get('retry-after'))]).toEqual([429, left(900)]);
  const html = await sixth.text();
  expect(html).toContain('value="wang@example.cn"');
  expect(html).toContain('操作过于频繁');
});

test('an account opens personal data so often and no more, at every door; the refusal is logged, without a name', async () => {
  const clerk = await world.as('clerk', street(1));
  const { nomination } = await world.nominate(clerk, { answers: family(1) });
  const admin = await world.as('administrator', district);
  const { cookie, op } = newSession(world.deps, admin.id, 'a challenge');
  await world.deps.table.together([op]);
  const open = () =>
    app.request(`${url}/api/nominations/${nomination.id}?personal=shown`, {
      headers: { cookie: `${sessionCookieName(url)}=${cookie}` },
    });
  expect((await open()).status).toBe(200);
  const name = world.deps.keys.mac('session', `rate:reveal:${admin.id}`);
  const window = Math.floor(world.deps.clock() / 1_000 / 3_600);
  await world.deps.table.update({ pk: `RATE#${name}#${window}`, sk: 'RATE' }, { set: { count: 3_000 } });
  const refused = await open();
  expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, left(3_600)]);
  expect(await refused.json()).toMatchObject({ code: 'too-often', status: 429 });
  expect(world.logged.at(-1)).toEqual({
    code: 'web-refused',
    fields: { request: expect.any(String), code: 'too-often', by: admin.id },
  });
});
