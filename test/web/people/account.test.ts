import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionCookieName } from '#web/people/session-cookie.ts';
import { district } from '../../furong.ts';
import { codeIn, wrongCode } from '../../sign-in-code.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser } from './account-browser.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** Link and code of the latest sign-in mail to an address. */
function mailTo(email: string) {
  const { text } = world.mails.findLast((mail) => mail.to === email)!;
  return { path: /\/sign-in\/[\w-]+/.exec(text)![0], code: codeIn(text) };
}
const asks = async (browser: Browser, email: string, more = {}) =>
  browser.follow(await browser.post('/sign-in', { email, purpose: 'work', next: '', ...more }));
const staff = `administrator1@o${district}.example.org`;

describe('signing in', () => {
  it('by the mailed link: opening it twice changes nothing, the press signs in', async () => {
    const browser = openBrowser(world.deps);
    const page = await asks(browser, staff);
    expect(page.text).toContain('请查收邮件');
    const { path } = mailTo(staff);
    for (let i = 0; i < 2; i++) {
      const opened = await browser.get(path);
      expect([opened.status, opened.text.includes('将以 a***@')]).toEqual([200, true]);
    }
    expect(browser.cookies.has('session')).toBe(false);
    const token = browser.cookies.get('csrf');
    const pressed = await browser.post(path);
    expect([pressed.status, pressed.to]).toEqual([303, '/']);
    const cookie = pressed.headers.getSetCookie().find((line) => line.startsWith('session='))!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(browser.cookies.get('csrf')).not.toBe(token);
    expect((await browser.get('/')).text).toContain('administrator 1');
  });

  it('by the code, to the page that was asked for; a wrong code is said beside its field', async () => {
    const browser = openBrowser(world.deps);
    world.at('2021-04-02T02:00:00.000Z');
    await asks(browser, staff, { next: '/account/tokens' });
    const { code } = mailTo(staff);
    const wrong = await browser.post('/sign-in/code', {
      email: staff,
      code: wrongCode(code),
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('id="f-code-error"');
    expect(wrong.html).toContain(`value="${staff}"`);
    // read over a shoulder, it is of no use elsewhere
    const elsewhere = await openBrowser(world.deps).post('/sign-in/code', { email: staff, code });
    expect([elsewhere.status, elsewhere.text.includes('同一个浏览器')]).toEqual([422, true]);
    world.at('2021-04-02T02:09:59.000Z');
    const right = await browser.post('/sign-in/code', {
      email: staff,
      code: ` ${code.slice(0, 4)} ${code.slice(4)} `,
    });
    expect([right.status, right.to]).toEqual([303, '/account/tokens']);
  });

  it('keeps what was typed when the address is none, and says so beside it', async () => {
    const browser = openBrowser(world.deps);
    const bad = await browser.post('/sign-in', { email: '<王>@', purpose: 'work' });
    expect([
      bad.status,
      bad.html.includes('value="&lt;王&gt;@"'),
      bad.html.includes('id="f-email-error"'),
    ]).toEqual([422, true, true]);
    expect((await browser.post('/sign-in', {})).status).toBe(422);
  });

  it('leads nowhere else than to this site', async () => {
    const browser = openBrowser(world.deps);
    world.at('2021-04-02T03:00:00.000Z');
    await asks(browser, staff, { next: '//evil.example/x' });
    const { path } = mailTo(staff);
    expect((await browser.post(path)).to).toBe('/');
  });

  it('of an unknown or used link offers a new mail', async () => {
    const browser = openBrowser(world.deps);
    const gone = await browser.get('/sign-in/nothing');
    expect([gone.status, gone.html.includes('href="/sign-in"')]).toEqual([404, true]);
    world.at('2021-04-02T04:00:00.000Z');
    await asks(browser, staff);
    const { path } = mailTo(staff);
    await browser.post(path);
    world.at('2021-04-02T04:05:00.000Z');
    expect((await openBrowser(world.deps).post(path)).status).toBe(409);
  });

  it('out ends the session', async () => {
    const browser = openBrowser(world.deps);
    await browser.signIn(await world.as('clerk', '430102001'));
    const kept = browser.cookies.get('session')!;
    const out = await browser.post('/sign-out');
    expect([out.to, out.headers.get('clear-site-data')]).toEqual(['/', '"cache", "storage"']);
    expect(browser.cookies.has('session')).toBe(false);
    browser.cookies.set('session', kept);
    expect((await browser.get('/account/tokens')).status).toBe(401);
  });

  it('uses a cookie that stays with its host where there is https', () => {
    expect(sessionCookieName('http://localhost')).toBe('session');
    expect(sessionCookieName('https://hongbang.example.cn')).toBe('__Host-session');
  });
});

describe('the home page', () => {
  it('tells a visitor what this is, in both languages', async () => {
    const browser = openBrowser(world.deps);
    expect((await browser.get('/')).text).toContain('自荐或推荐他人');
    expect((await browser.get('/?lang=en')).text).toContain('Nominate yourself');
    const changed = await browser.post('/language', { lang: 'en', back: '/help' });
    expect(changed.to).toBe('/help');
    expect((await browser.get('/help')).text).toContain('Signing in');
    expect((await browser.get('/privacy')).text).toContain('Your rights');
  });

  it('lists what waits for a clerk', async () => {
    const browser = openBrowser(world.deps);
    const clerk = await world.as('clerk', '430102001');
    const { id } = await world.prepared(clerk);
    await browser.signIn(clerk);
    const page = await browser.get('/');
    expect(page.html).toContain(`/nominations/${id}/edit`);
    expect(page.text).toContain('罗步芳1家庭');
  });

  it('lists the rounds of an administrator', async () => {
    const browser = openBrowser(world.deps);
    await browser.signIn(await world.as('administrator', district));
    expect((await browser.get('/')).html).toContain(`/rounds/${world.round}`);
  });
});

describe('access tokens', () => {
  it('are shown once, then only named, and can be revoked', async () => {
    const browser = openBrowser(world.deps);
    await browser.signIn(await world.as('clerk', '430102002'));
    const made = await browser.post('/account/tokens', {
      name: '数据对接',
      scopes: ['read', 'write'],
      days: '30',
    });
    expect([made.status, made.to]).toEqual([303, '/account/tokens']);
    const first = await browser.get('/account/tokens');
    expect(first.html).toMatch(/<code>hb_[\w-]+<\/code>/);
    const second = await browser.get('/account/tokens');
    expect(second.html).not.toMatch(/hb_/);
    const action = /action="(\/account\/tokens\/[^"]+\/revoke)"/.exec(second.html)![1]!;
    await browser.post(action);
    expect((await browser.get('/account/tokens')).text).not.toContain('数据对接');
  });

  it('say what is missing and keep what was typed', async () => {
    const browser = openBrowser(world.deps);
    await browser.signIn(await world.as('clerk', '430102002'));
    const bad = await browser.post('/account/tokens', { name: '', days: '900' });
    expect(bad.status).toBe(422);
    for (const field of ['name', 'scopes', 'days']) expect(bad.html).toContain(`id="f-${field}-error"`);
    expect(bad.html).toContain('value="900"');
  });

  it('are nobody else’s', async () => {
    expect((await openBrowser(world.deps).get('/account/tokens')).status).toBe(401);
  });
});
