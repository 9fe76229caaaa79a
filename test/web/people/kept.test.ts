/** A session that ends while somebody is writing: the text is kept, and signing in leads back to it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { getDraft } from '#actions/nomination/drafts.ts';
import { street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { hiddenIn, openBrowser } from './account-browser.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** The fields of a kept form as a browser sends them, line breaks and all. */
const keptIn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.split('action="/nominations')[1]!.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]) => [name!, value!.replaceAll('&quot;', '"').replaceAll('&amp;', '&')],
    ),
  );

it('what was sent without a session is kept, sealed, and sent on after signing in', async () => {
  const actor = await world.as('clerk', street(1));
  const clerk = openBrowser(world.deps);
  await clerk.signIn(actor);
  const page = await clerk.get(`/nominations/new?programme=${world.programme}&org=${street(1)}`);
  const begun = await clerk.post('/nominations/new', {
    ...hiddenIn(page.html),
    org: street(1),
    channel: 'organisation',
  });
  const id = /nominations\/([^/]+)\/edit/.exec(begun.to)![1]!;
  const { _version } = hiddenIn((await clerk.get(begun.to)).html);
  const session = [...clerk.cookies.keys()].find((name) => name.includes('session'))!;
  clerk.cookies.delete(session);
  const refused = await clerk.post(`/nominations/${id}/edit/attachments`, {
    _version: _version!,
    brief: '登录过期时写的简介\n第二行“引号”',
    _go: 'save',
  });
  expect([refused.status, refused.text.includes('您填写的内容已经保留')]).toEqual([401, true]);
  const next = new URL(
    /href="(\/sign-in\?next=[^"]*)"/.exec(refused.html)![1]!.replaceAll('&amp;', '&'),
    'http://x',
  ).searchParams.get('next')!;
  expect(next).toMatch(/^\/kept\/[\w-]{43}$/);
  // Nobody gets to it without signing in, and signing in leads to it.
  expect((await clerk.get(next)).to).toBe(`/sign-in?next=${encodeURIComponent(next)}`);
  await clerk.signIn(actor);
  const kept = await clerk.get(next);
  const action = /action="([^"]*edit\/attachments[^"]*)"/.exec(kept.html)![1]!;
  const sent = await clerk.post(action.replaceAll('&amp;', '&'), keptIn(kept.html));
  expect([sent.status, sent.to]).toEqual([303, `/nominations/${id}/edit?saved=1`]);
  expect((await getDraft(world.deps, actor, id)).answers.brief).toBe('登录过期时写的简介\n第二行“引号”');
  expect((await clerk.get('/kept/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
});

it('a page that asks to sign in leads back to itself', async () => {
  const visitor = openBrowser(world.deps);
  const page = await visitor.get('/nominations');
  expect([page.status, page.html.includes('/sign-in?next=%2Fnominations')]).toEqual([401, true]);
});
