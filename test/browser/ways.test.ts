/** The main ways in a real browser: without script, by keyboard, in dark and on paper, with a line that breaks, and past a mail scanner. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openChromium } from '#tools/shots/chromium.ts';
import type { Reader } from '#tools/shots/gallery.ts';
import { overflowOf, violationsOf } from '#tools/shots/look.ts';
import { openSite, type Site } from '#tools/shots/site.ts';
import { serveApp } from '../served.ts';

let site: Site;
let chrome: Browser;
beforeAll(async () => {
  if (!hasChromium) return;
  site = await openSite(serveApp);
  chrome = await openChromium();
}, 300_000);
afterAll(async () => {
  await chrome?.close();
  await site?.close();
});

async function as(reader: Reader, more: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await chrome.newContext({ locale: 'zh-CN', ...more });
  if (reader !== 'public')
    await context.addCookies([{ name: 'session', value: site.gallery.sessions[reader], url: site.url }]);
  return context;
}
/** The links of letters that still open a list of work. */
async function openLinks(): Promise<readonly string[]> {
  const open: string[] = [];
  for (const link of await site.gallery.letterLinks())
    if ((await site.app.request(site.url + link)).ok) open.push(link);
  return open;
}
const draftOf = () => site.gallery.entrances.clerk![0]!.replace(/\/preview$/, '');
/** Presses Enter and waits for the page that it leads to. */
async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}
/** Goes by Tab to what has this name, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const { activeElement: on } = document;
      if (on === null) return '';
      const label = on instanceof HTMLInputElement ? (on.labels?.[0]?.textContent ?? '') : '';
      return `${label} ${on.textContent} ${on.getAttribute('aria-label') ?? ''}`;
    });
    if (name.test(at)) return;
  }
  throw new Error(`Tab never came to ${String(name)}`);
}

/** Opens all that a link leads to and sends every form found, as some scanners of mail do; gives how many. */
async function scan(link: string): Promise<number> {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await site.app.request(site.url + path, { ...init, headers: { ...init.headers, cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      cookies.set(name!, value!);
    }
    return answer.text();
  };
  const before = (await ask(link)).match(/<main[\s\S]*<\/main>/)![0];
  const queue = [link];
  const seen = new Set(queue);
  let forms = 0;
  for (let path = queue.shift(); path !== undefined && seen.size < 60; path = queue.shift()) {
    const html = await ask(path);
    for (const [, href] of html.matchAll(/href="(\/w\/[^"#]+)"/g))
      if (!seen.has(href!)) {
        seen.add(href!);
        queue.push(href!);
      }
    for (const [, action, inside] of html.matchAll(
      /<form method="post" action="(\/w\/[^"]+)"[^>]*>([\s\S]*?)<\/form>/g,
    )) {
      const body = new URLSearchParams();
      for (const [input] of inside!.matchAll(/<(?:input|button)\b[^>]*>/g)) {
        const [, name] = /\sname="([^"]*)"/.exec(input) ?? [];
        if (name !== undefined) body.append(name, /\svalue="([^"]*)"/.exec(input)?.[1] ?? 'x');
      }
      await ask(action!, { method: 'POST', body });
      forms++;
    }
  }
  const after = (await ask(link)).match(/<main[\s\S]*<\/main>/)![0];
  const words = (html: string) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  expect(words(after)).toBe(words(before));
  return forms;
}

describe.skipIf(!hasChromium)('in a browser', () => {
  test('a line that breaks while somebody types loses nothing, and "saved" is said only when it is', async () => {
    const context = await as('clerk');
    const page = await context.newPage();
    await page.goto(`${site.url}${draftOf()}/edit`);
    const status = page.locator('[data-autosave-status]').first();
    await context.setOffline(true);
    await page.getByLabel('家风家训').fill('家和万事兴');
    await expect.poll(() => status.getAttribute('data-state'), { timeout: 15_000 }).toBe('failed');
    await context.setOffline(false);
    await page.getByLabel('家风家训').fill('家和万事兴，勤俭持家');
    await expect.poll(() => status.getAttribute('data-state'), { timeout: 30_000 }).toBe('saved');
    const second = await context.newPage();
    await second.goto(`${site.url}${draftOf()}/edit`);
    expect(await second.getByLabel('家风家训').inputValue()).toBe('家和万事兴，勤俭持家');
    // Signed out meanwhile: the text stays on the page, which says what to do.
    await context.clearCookies({ name: 'session' });
    await page.getByLabel('家风家训').fill('书香传家');
    await expect.poll(() => status.getAttribute('data-state'), { timeout: 15_000 }).toBe('signedOut');
    expect(await page.getByLabel('家风家训').inputValue()).toBe('书香传家');
    await context.close();
  });

  test('a nomination is previewed, agreed to and handed in without script', async () => {
    const context = await as('clerk', { javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${site.url}${draftOf()}/edit`);
    await page.getByRole('button', { name: '预览并提交' }).click();
    expect(await page.locator('.error-summary').count()).toBe(0);
    expect(await overflowOf(page)).toBe(0);
    for (const box of await page.locator('form[action$="/submit"] input[type=checkbox]').all())
      await box.check();
    await page.getByRole('button', { name: '确认提交' }).click();
    expect(await page.locator('main').textContent()).toMatch(/T-ZMJT-2022-\d{4}/);
    await context.close();
  });

  test('a mail scanner that opens every link and sends every form has decided nothing', async () => {
    const links = await openLinks();
    expect(links.length).toBeGreaterThan(3);
    let forms = 0;
    for (const link of links) forms += await scan(link);
    expect(forms).toBeGreaterThan(20);
  });

  test('a review by link is done by keyboard alone, in at most three presses', async () => {
    const context = await as('public');
    const page = await context.newPage();
    await page.goto(site.url + (await openLinks())[0]!);
    await tabTo(page, /家庭/);
    await enter(page);
    const conclusion = page.locator('input[type=radio]').first();
    const first =
      (await conclusion.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent)) ?? '';
    await tabTo(page, new RegExp(first.trim()));
    await page.keyboard.press('Space');
    await tabTo(page, /下一步|确认|提交|继续/);
    await enter(page);
    expect(await page.locator('.error-summary').allTextContents()).toEqual([]);
    await tabTo(page, /^\s*确认/);
    await enter(page);
    expect(await page.locator('.flash').first().textContent()).toMatch(/已/);
    await context.close();
  });

  test('a round is set up, and a nomination filled in, by keyboard alone', async () => {
    const desk = await as('district');
    const page = await desk.newPage();
    await page.goto(`${site.url}/setup/open`);
    await tabTo(page, /^\s*最美女性/);
    await enter(page);
    await tabTo(page, /发布并开放申报/);
    await desk.close();
    const clerk = await as('clerk');
    const form = await clerk.newPage();
    await form.goto(`${site.url}/nominations/new?programme=zmjt-2022-open&org=s01&channel=organisation`);
    await tabTo(form, /家庭称谓/);
    await form.keyboard.type('键盘家庭');
    await tabTo(form, /孝老爱亲/);
    await form.keyboard.press('Space');
    await tabTo(form, /保存草稿/);
    await enter(form);
    expect(await form.getByLabel('家庭称谓').inputValue()).toBe('键盘家庭');
    expect(await form.getByLabel('孝老爱亲').first().isChecked()).toBe(true);
    await clerk.close();
  });

  test('from a notice to a list and its certificate by keyboard alone', async () => {
    const context = await as('public');
    const page = await context.newPage();
    await page.goto(site.url);
    await tabTo(page, /最美家庭（教子家庭）/);
    await enter(page);
    expect(new URL(page.url()).pathname).toMatch(/^\/notices\//);
    await page.goto(`${site.url}/honours/zmjt-2021-furong.2.furong.h1`);
    await tabTo(page, /T-430102-ZMJT-2021-0001/);
    await enter(page);
    expect(await page.locator('h1').textContent()).toContain('证书查验结果');
    await context.close();
  });

  test('on a slow line the longest form stands within eight seconds, and saves itself', async () => {
    const context = await as('clerk');
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    await line.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 25_000 },
    });
    const began = Date.now();
    await page.goto(`${site.url}/nominations/new?programme=zmjt-2022-open&org=s01&channel=organisation`);
    expect(Date.now() - began).toBeLessThan(8_000);
    await page.getByLabel('家庭称谓').fill('慢线家庭');
    const status = page.locator('[data-autosave-status]').first();
    await expect.poll(() => status.getAttribute('data-state'), { timeout: 15_000 }).toBe('saved');
    await context.close();
  });

  test.each([
    ['public', 'notice', '/notices'],
    ['public', 'list', '/honours/zmjt-2021-furong.2.furong.h1'],
    ['public', 'certificate', '/certificates/T-430102-ZMJT-2021-0001'],
    ['district', 'set-up', '/setup/open'],
    ['clerk', 'nomination form', '/nominations/new?programme=zmjt-2022-open&org=s01&channel=organisation'],
    ['reviewer', 'review', '/tasks'],
  ] as const)(
    'the %s’s %s reads in dark, and prints without the site around it',
    async (reader, name, path) => {
      const context = await as(reader, { bypassCSP: true, colorScheme: 'dark' });
      const page = await context.newPage();
      await page.goto(site.url + path);
      if (name === 'notice') await page.locator('main a[href^="/notices/"]').first().click();
      if (name === 'review') await page.locator('main a[href^="/tasks/"]').first().click();
      expect(await violationsOf(page)).toEqual([]);
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      for (const part of ['.header-tools', '.nav-band', '.footer-list'])
        expect(await page.locator(part).first().isVisible(), part).toBe(false);
      expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(5_000);
      await context.close();
    },
  );
});
