/** The main ways in a real browser: without script, by keyboard, in dark and on paper, with a line that breaks, and past a mail scanner. */
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantAt } from '#domain/instant.ts';
import { answerAll } from '#local/demo/answering.ts';
import { judge } from '#local/demo/play.ts';
import { hasChromium, openChromium } from '#tools/shots/chromium.ts';
import type { Reader } from '#tools/shots/gallery.ts';
import { overflowOf, violationsOf } from '#tools/shots/look.ts';
import { openSite, type Site } from '#tools/shots/site.ts';
import { family, jpeg } from '../furong.ts';
import { serveApp } from '../served.ts';
import { fields } from '../web/people/account-browser.ts';
import { byKeyboard, type Hands, withoutScript } from './hands.ts';

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
const newForm = '/nominations/new?programme=zmjt-2022-open&org=s01&channel=organisation';
const draftOf = () => site.gallery.entrances.clerk![0]!.replace(/\/preview$/, '');
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

/** One of the two ways to go without mouse and script, on a page of a reader. */
const hands = { keyboard: byKeyboard, script: withoutScript } as const;
type HandsOf = keyof typeof hands;
async function handsOf(which: HandsOf, reader: Reader): Promise<Hands> {
  const options =
    which === 'script' ? { javaScriptEnabled: false, viewport: { width: 360, height: 800 } } : {};
  return hands[which](await (await as(reader, options)).newPage());
}
const hers = { keyboard: ['天心区', '430103'], script: ['雨花区', '430111'] } as const;

/** From the organisation that selects, by its people and a preset, to the desk of the open round. */
async function setUp(which: HandsOf): Promise<void> {
  const she = await handsOf(which, 'root');
  const [place, region] = hers[which];
  await she.page.goto(`${site.url}/setup/organisation?org=${site.gallery.root}`);
  await she.type(/组织评选的单位/, `${place}妇女联合会`);
  await she.choose(/^\s*层级/, 3);
  await she.type(/区划代码/, region);
  await she.type(/下级单位/, '城南路街道妇联');
  await she.press(/保存并继续/);
  await she.type(/^\s*人员/, `李敏 li@o${region}.example.org 城南路街道 填报员`);
  await she.press(/邀请并继续/);
  await she.press(/^\s*好家庭/);
  await she.press(/发布并开放申报/);
  expect(new URL(she.page.url()).pathname).toMatch(/^\/rounds\//);
  expect(await she.page.locator('main').textContent()).toMatch(
    new RegExp(`好家庭[\\s\\S]*${place}妇女联合会`),
  );
  await she.page.context().close();
}

/** From a whole form by its preview to the receipt. */
async function handIn(she: Hands): Promise<void> {
  await she.press(/预览并提交/);
  expect(await she.page.locator('.error-summary').allInnerTexts()).toEqual([]);
  expect(await overflowOf(she.page)).toBe(0);
  await she.tickAll('form[action$="/submit"]');
  await she.press(/确认提交/);
  expect(await she.page.locator('main').textContent()).toMatch(/T-ZMJT-2022-\d{4}/);
  await she.page.context().close();
}

/** The link of a letter that opens a list of families: others ask a nominee whether she agrees. */
async function listLink(): Promise<string> {
  for (const link of await openLinks())
    if (/href="\/w\/[^"]+"[^>]*>[^<]*家庭/.test(await (await site.app.request(site.url + link)).text()))
      return link;
  throw new Error('no letter leads to a list of families');
}

/** A task of a letter's link, in three presses from its list. */
async function review(which: HandsOf): Promise<void> {
  const she = await handsOf(which, 'public');
  await she.page.goto(site.url + (await listLink()));
  await she.press(/家庭/);
  const outcome = she.page.locator('input[type=radio]').first();
  await she.tick(await outcome.evaluate((input: HTMLInputElement) => input.labels![0]!.textContent!.trim()));
  await she.press(/下一步|确认|提交|继续/);
  expect(await she.page.locator('.error-summary').allInnerTexts()).toEqual([]);
  await she.press(/^\s*确认/);
  expect(await she.page.locator('.flash').first().textContent()).toMatch(/已/);
  await she.page.context().close();
}

/** From the ranking by list, notice, decision and publication to the page that checks a certificate. */
async function award(
  which: HandsOf,
  round: string,
  days: readonly [posted: string, decided: string],
): Promise<void> {
  const { home } = site.gallery;
  await home.advanceClock!(instantAt(days[0], '09:00'));
  const she = await handsOf(which, 'district');
  const desk = async (part = '') => {
    await home.settled();
    await she.page.goto(`${site.url}/rounds/${round}${part}`);
  };
  await desk('/shortlist');
  await she.tickAll('main', 4);
  await she.press(/勾选的列入/);
  await she.open(/^\s*确认拟/);
  await she.press(/^\s*确认\s*$/);
  await desk();
  await she.press(/预览并发布/);
  await she.press(/起公示/);
  await home.settled();
  await she.press(/打开公示页/);
  expect(await she.page.locator('h1').textContent()).toContain('公示');
  await home.advanceClock!(instantAt(days[1], '09:00'));
  await desk('/tranches/1');
  await she.tick('党组会');
  await she.type(/会议纪要文号/, '妇联纪要〔2022〕6号');
  await she.press(/登记审定结果/);
  await desk('/tranches/1');
  await she.type(/决定文号/, '芙妇〔2022〕6号');
  await she.press(/^\s*发布\s*$/);
  await home.settled();
  await she.page.goto(`${site.url}/honours/${round}.h1`);
  await she.press(/T-430102-ZMJT-2022-\d{4}/);
  expect(await she.page.locator('h1').textContent()).toContain('证书查验结果');
  await she.page.context().close();
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

  test('a mail scanner that opens every link and sends every form has decided nothing', async () => {
    const links = await openLinks();
    expect(links.length).toBeGreaterThan(3);
    let forms = 0;
    for (const link of links) forms += await scan(link);
    expect(forms).toBeGreaterThan(20);
  });

  test('a set-up reaches an open round by keyboard alone, and without script', async () => {
    await setUp('keyboard');
    await setUp('script');
  });

  test('a draft is completed and handed in by keyboard alone', async () => {
    const she = await handsOf('keyboard', 'clerk');
    await she.page.goto(`${site.url}${draftOf()}/edit`);
    await she.type(/家风家训/, '，代代相传');
    await handIn(she);
  });

  test('a nomination is written, given its photographs and handed in without script', async () => {
    const she = await handsOf('script', 'clerk');
    const { page } = she;
    await page.goto(`${site.url}${newForm}`);
    for (const [name, value] of Object.entries(fields(family(900))).filter(
      ([each]) => !each.startsWith('members.1'),
    ))
      for (const one of [value].flat().map(String)) {
        const box = page.locator(`[name="${name}"][value="${one}"]`);
        if ((await box.count()) > 0) await box.check();
        else await page.locator(`[name="${name}"]`).fill(one);
      }
    const picture = (n: number) => ({
      name: `${n}.jpg`,
      mimeType: 'image/jpeg',
      buffer: Buffer.from(jpeg(n)),
    });
    await page.locator('[name="attachments.photos"]').setInputFiles([picture(1), picture(2)]);
    await handIn(she);
  });

  test('a review by link is done in at most three presses by keyboard alone, and without script', async () => {
    await review('keyboard');
    await review('script');
  });

  test('the parts of a certificate are dragged, moved by keys and by buttons, and what lies wrong is said', async () => {
    const context = await as('district', { viewport: { width: 1280, height: 1600 } });
    const page = await context.newPage();
    await page.goto(`${site.url}/rounds/zmjt-2022-notice.2.furong/certificate`);
    const at = async (name: string) => Number(await page.inputValue(`input[name=${name}]`));
    const box = (await page.locator('[data-part=name]').boundingBox())!;
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + 105, box.y + 60, { steps: 3 });
    await page.mouse.up();
    // The sheet is 297 mm, however many pixels that are.
    const sheet = (await page.locator('.certificate-sheet').boundingBox())!;
    expect(await at('nameX')).toBeCloseTo(48 + (100 * 297) / sheet.width, 0);
    expect((await page.locator('[data-part=name]').boundingBox())!.x).toBeCloseTo(box.x + 100, -1);
    const said = page.locator('[data-certificate] output');
    expect(await said.textContent()).toContain('重叠：正文');
    await page.locator('[data-part=sign]').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowUp');
    await page.getByRole('button', { name: '向右' }).click();
    expect([await at('signX'), await at('signY')]).toEqual([208, 157.9]);
    await page.fill('input[name=signX]', '290');
    expect(await said.textContent()).toContain('超出纸张');
    expect(await violationsOf(page)).toEqual([]);
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: '预览' }).click()]);
    expect(await page.locator('.certificate-faults').textContent()).toBe('落款超出纸张姓名与正文重叠');
    expect(await at('signX')).toBe(290);
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
    await page.goto(`${site.url}${newForm}`);
    expect(Date.now() - began).toBeLessThan(8_000);
    await page.getByLabel('家庭称谓').fill('慢线家庭');
    const status = page.locator('[data-autosave-status]').first();
    await expect.poll(() => status.getAttribute('data-state'), { timeout: 15_000 }).toBe('saved');
    await context.close();
  });

  test.concurrent.each([
    ['public', 'notice', '/notices'],
    ['public', 'list', '/honours/zmjt-2021-furong.2.furong.h1'],
    ['public', 'certificate', '/certificates/T-430102-ZMJT-2021-0001'],
    ['district', 'set-up', '/setup/open'],
    ['clerk', 'nomination form', newForm],
    ['reviewer', 'review', '/tasks'],
    ['public', 'review by link', '/w/'],
    ['district', 'desk of a tranche', '/rounds/zmjt-2022-notice.2.furong/tranches/1'],
  ] as const)(
    'the %s’s %s reads in dark, and prints without the site around it',
    async (reader, name, path) => {
      const context = await as(reader, { bypassCSP: true, colorScheme: 'dark' });
      const page = await context.newPage();
      await page.goto(site.url + (path === '/w/' ? await listLink() : path));
      if (path === '/w/') await page.locator('main a', { hasText: '家庭' }).first().click();
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

  test('from a ranking to the certificate of a published list by keyboard alone, and without script', async () => {
    const { home, people } = site.gallery;
    await award('keyboard', 'zmjt-2022-shortlist.2.furong', ['2022-04-14', '2022-04-21']);
    const round = 'zmjt-2022-review.2.furong';
    await answerAll(home, people.district, round);
    await home.settled();
    await judge({ home, people, say: () => {} }, people.district, round);
    await award('script', round, ['2022-04-22', '2022-05-05']);
  });
});
