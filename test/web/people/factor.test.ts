/** The second factor over HTTP: set up without script, asked at every sign-in, good once, replaced by paper, reset by who governs her. */
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAdminLink } from '#actions/people/signin.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { readEvents } from '#store/chain.ts';
import { getMember } from '#store/people.ts';
import { district, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser, type Seen } from './account-browser.ts';

let world: World;
let clerk: Actor;
beforeAll(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', street(1));
});
afterAll(() => world.close());

const pass = (seconds: number) => world.at(new Date(world.deps.clock() + seconds * 1_000).toISOString());
const codeNow = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: world.deps.clock() });
const secretIn = ({ html }: Seen) =>
  /<code>((?:[A-Z2-7]{4} ?){8})<\/code>/.exec(html)![1]!.replaceAll(' ', '');
const codesIn = ({ html }: Seen) =>
  [...html.matchAll(/<code>([A-Z2-9]{5}-[A-Z2-9]{5})<\/code>/g)].map(([, code]) => code!);

async function enrol(browser: Browser) {
  const begun = await browser.follow(await browser.post('/account/factor/begin'));
  const secret = secretIn(begun);
  const shown = await browser.follow(
    await browser.post('/account/factor/confirm', { code: codeNow(secret) }),
  );
  return { secret, begun, shown, recovery: codesIn(shown) };
}
/** The first step alone: the link of a mail, or of a terminal. */
async function halfIn(member: Pick<Actor, 'id'>, deps: Deps = world.deps) {
  const browser = openBrowser(deps);
  return { browser, entered: await browser.post(await createAdminLink(deps, member.id)) };
}
const isIn = async (browser: Browser) => (await browser.get('/account')).status === 200;

it('is set up by QR code or by hand, asked after the mail, and each code is good once', async () => {
  const browser = openBrowser(world.deps);
  await browser.signIn(clerk);
  const other = openBrowser(world.deps);
  await other.signIn(clerk);
  expect((await browser.get('/account')).html).toContain('href="/account/factor"');
  const begun = await browser.follow(await browser.post('/account/factor/begin'));
  const secret = secretIn(begun);
  expect(begun.html).toContain('<svg class="qr"');
  const wrong = await browser.post('/account/factor/confirm', { code: '000000' });
  expect([wrong.status, wrong.html.includes('id="f-code-error"'), secretIn(wrong)]).toEqual([
    422,
    true,
    secret,
  ]);
  // not on yet
  expect((await halfIn(clerk)).entered.to).toBe('/');
  const code = codeNow(secret);
  const shown = await browser.follow(
    await browser.post('/account/factor/confirm', { code: ` ${code.slice(0, 3)} ${code.slice(3)}` }),
  );
  expect(codesIn(shown)).toHaveLength(10);
  expect(codesIn(await browser.get('/account/factor'))).toEqual([]);
  expect([await isIn(browser), await isIn(other)]).toEqual([true, false]);

  const { browser: desk, entered } = await halfIn(clerk);
  expect(entered.to).toBe('/sign-in/factor');
  expect([await isIn(desk), (await desk.get('/api/me')).status]).toEqual([false, 401]);
  // the code that turned it on was used
  expect((await desk.post('/sign-in/factor', { code })).status).toBe(422);
  pass(30);
  const half = desk.cookies.get('session')!;
  const fresh = codeNow(secret);
  expect((await desk.post('/sign-in/factor', { code: fresh })).to).toBe('/');
  expect([await isIn(desk), desk.cookies.get('session') === half]).toEqual([true, false]);
  const { browser: thief } = await halfIn(clerk);
  expect((await thief.post('/sign-in/factor', { code: fresh })).status).toBe(422);
  // the one before is good for what typing takes, older ones are not
  pass(30);
  const slow = codeNow(secret);
  pass(60);
  expect((await thief.post('/sign-in/factor', { code: slow })).status).toBe(422);
  const late = codeNow(secret);
  pass(30);
  expect((await thief.post('/sign-in/factor', { code: late })).to).toBe('/');
  // nothing of it stands in the clear
  const rows = await world.deps.table.query({ pk: `MEM#${clerk.id}`, sk: { prefix: 'FACTOR' } });
  expect(JSON.stringify(rows.items)).not.toMatch(new RegExp(`${secret}|${codesIn(shown).join('|')}`));
  const { events } = await readEvents(world.deps.table, `organisation:${street(1)}`, { limit: 100 });
  expect(events.at(-1)).toMatchObject({ action: 'member.factor', actor: clerk.id });
});

it('waits ten minutes, and refuses the eleventh try of a quarter of an hour', async () => {
  pass(900);
  const { browser } = await halfIn(clerk);
  for (let n = 0; n < 10; n++)
    expect((await browser.post('/sign-in/factor', { code: '000000' })).status).toBe(422);
  const eleventh = await browser.post('/sign-in/factor', { code: '000000' });
  expect([eleventh.status, Number(eleventh.headers.get('retry-after')) > 0]).toEqual([429, true]);
  pass(900);
  expect((await browser.post('/sign-in/factor', { code: '000000' })).status).toBe(401);
});

it('on paper: a recovery code signs in once; new ones end those before; giving it up ends it', async () => {
  const her = await world.as('clerk', street(2));
  const browser = openBrowser(world.deps);
  await browser.signIn(her);
  const { recovery } = await enrol(browser);
  const byPaper = async (code: string) => {
    const { browser: at } = await halfIn(her);
    return (await at.post('/sign-in/factor', { code })).status;
  };
  expect(await byPaper(recovery[0]!.toLowerCase().replace('-', ' '))).toBe(303);
  expect(await byPaper(recovery[0]!)).toBe(422);
  expect((await browser.get('/account/factor')).text).toContain('还有 9 个恢复码');
  const renewed = codesIn(await browser.follow(await browser.post('/account/factor/recovery-codes')));
  expect([await byPaper(recovery[1]!), await byPaper(renewed[0]!)]).toEqual([422, 303]);
  expect((await browser.post('/account/factor/remove')).to).toBe('/account/factor?done=off');
  expect((await halfIn(her)).entered.to).toBe('/');
});

it('by the API as on the page; a token is good only if it was made in a session that had it', async () => {
  const her = await world.as('reviewer', district);
  const browser = openBrowser(world.deps);
  await browser.signIn(her);
  const ask = async (method: string, path: string, body?: object) => {
    const seen = await browser.ask(path, {
      method,
      headers: { 'x-csrf-token': browser.cookies.get('csrf')!, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return seen.html === '' ? undefined : JSON.parse(seen.html);
  };
  const token = async () =>
    (await ask('POST', '/api/tokens', { name: '汇总', scopes: ['read'], days: 30 })).token;
  const before = await token();
  const works = async (bearer: string) =>
    (await openBrowser(world.deps).get('/api/me', { authorization: `Bearer ${bearer}` })).status;
  expect(await works(before)).toBe(200);
  expect(await ask('GET', '/api/me/factor')).toEqual({ enrolled: false, required: false });
  expect(await ask('POST', '/api/me/factor/confirm', { code: '123456' })).toMatchObject({
    code: 'factor-not-begun',
  });
  const { secret, address } = await ask('POST', '/api/me/factor');
  expect(address).toMatch(/^otpauth:\/\/totp\/Hongbang:/);
  const { recoveryCodes } = await ask('POST', '/api/me/factor/confirm', { code: codeNow(secret) });
  expect(recoveryCodes).toHaveLength(10);
  expect(await ask('GET', '/api/me/factor')).toMatchObject({ enrolled: true, recoveryLeft: 10 });
  expect([await works(before), await works(await token())]).toEqual([401, 200]);
  expect((await ask('POST', '/api/me/factor/recovery-codes')).recoveryCodes).toHaveLength(10);
  // a session that was left open changes nothing of it
  pass(15 * 60);
  expect(await ask('DELETE', '/api/me/factor')).toMatchObject({ code: 'sign-in-again' });
  expect(await ask('POST', '/api/me/factor')).toMatchObject({ code: 'sign-in-again' });

  // lost: who governs her resets it, another does not
  const admin = openBrowser(world.deps);
  await admin.signIn(await world.as('administrator', district));
  const elsewhere = openBrowser(world.deps);
  await elsewhere.signIn(await world.as('administrator', street(1)));
  const reset = (from: Browser) =>
    from.ask(`/api/members/${her.id}/factor/reset`, {
      method: 'POST',
      headers: { 'x-csrf-token': from.cookies.get('csrf')! },
    });
  expect((await reset(elsewhere)).status).toBe(404);
  const here = `/organisations/${district}/members/${her.id}`;
  expect((await admin.get(here)).text).toContain('二次验证');
  const done = await admin.follow(await admin.post(`${here}/factor/reset`));
  expect(done.text).toContain('二次验证已重置');
  expect([await isIn(browser), (await halfIn(her)).entered.to]).toEqual([false, '/']);
  const { email } = await getMember(world.deps.table, her.id);
  await sweep(world.deps);
  expect(world.mails.findLast((mail) => mail.to === email)!.subject).toContain('二次验证');
  const { events } = await readEvents(world.deps.table, `organisation:${district}`, { limit: 200 });
  expect(events.at(-1)).toMatchObject({ action: 'member.factor-reset', details: { member: her.id } });
  expect((await reset(admin)).status).toBe(204);
});

it('where a deployment demands it, whoever must have one comes to nothing before it is set up', async () => {
  const deps = { ...world.deps, site: { ...world.deps.site, secondFactor: 'administrators' } } as const;
  const admin = await world.as('administrator', street(1));
  const { browser } = await halfIn(admin, deps);
  for (const page of ['/', '/account/tokens', `/organisations/${street(1)}/members`])
    expect((await browser.get(page)).to).toBe('/account/factor');
  const refused = await browser.get('/api/tasks');
  expect([refused.status, JSON.parse(refused.html).code]).toEqual([401, 'factor-first']);
  // what is everybody's is answered as to anybody
  expect((await browser.get('/api/notices')).status).toBe(200);
  expect((await browser.get('/account/factor')).text).toContain('您的角色须启用二次验证');
  const { recovery, shown } = await enrol(browser);
  expect([recovery.length, shown.status]).toEqual([10, 200]);
  expect((await browser.get('/account/tokens')).status).toBe(200);
  expect((await browser.post('/account/factor/remove')).status).toBe(409);
  // a clerk may, and need not
  const { browser: other } = await halfIn(await world.as('clerk', street(2)), deps);
  expect((await other.get('/account/tokens')).status).toBe(200);
  // who leaves takes it along
  expect((await getMember(world.deps.table, admin.id)).factor).toBe('app');
});
