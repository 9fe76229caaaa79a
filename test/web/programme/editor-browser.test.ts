/** A programme that no preset has is made in a real browser by the editor alone, from nothing to its first submission. */
import type { Browser as Chromium, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openChromium, serveHere } from '#tools/shots/chromium.ts';
import { overflowOf } from '#tools/shots/look.ts';
import { district, idNumber, street } from '../../furong.ts';
import { type DeskWorld, openDesk } from '../round/desk-world.ts';

/** A folder to keep pictures in, for looking at. */
const shots = process.env.EDITOR_SHOTS;

describe.skipIf(!hasChromium)('最美巾帼奋斗者 is made in a browser', () => {
  let world: DeskWorld;
  let chrome: Chromium;
  let server: Awaited<ReturnType<typeof serveHere>>;
  let site = '';
  beforeAll(async () => {
    world = await openDesk('2026-11-30T09:00:00+08:00');
    server = await serveHere((request) => world.app.request(request));
    site = server.url;
    chrome = await openChromium();
  });
  afterAll(async () => {
    await chrome.close();
    await server.close();
    await world.close();
  });

  async function open(role: string, org: string): Promise<Page> {
    const session = world.cookies(await world.browser(role, org));
    const context = await chrome.newContext({ viewport: { width: 1200, height: 900 }, locale: 'zh-CN' });
    await context.addCookies([{ name: 'session', value: session, url: site }]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    return page;
  }
  let count = 0;
  const shot = async (page: Page, name: string) => {
    expect(await overflowOf(page), name).toBe(0);
    if (shots !== undefined)
      await page.screenshot({ path: `${shots}/${++count}-${name}.png`, fullPage: true });
  };
  const press = async (page: Page, name: string) => {
    await page.getByRole('button', { name, exact: true }).last().click();
    await page.waitForLoadState();
    expect(await page.locator('.error-summary').allTextContents()).toEqual([]);
  };
  const section = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();
  const add = async (page: Page, list: string, what: string, kind?: string) => {
    const box = page.locator('.box', { has: page.getByRole('heading', { name: list, exact: true }) });
    if (kind !== undefined) await box.locator('select').selectOption({ label: kind });
    await box.getByText(what, { exact: true }).last().click();
  };

  test('from nothing to its first submission, in less than ten minutes', async () => {
    const began = Date.now();
    const admin = await open('administrator', district);
    await admin.goto(`${site}/programmes/new`);
    await admin.getByText('填写名称、对象和层级').click();
    await admin.getByLabel('活动名称').fill('最美巾帼奋斗者');
    await admin.getByLabel('荣誉代码').fill('ZMFDZ');
    await admin.locator('form[action^="/programmes/start"]').getByLabel('届次').fill('2027');
    await admin.getByLabel('对象', { exact: false }).first().selectOption({ label: '个人' });
    await admin.getByLabel('性质', { exact: false }).first().selectOption({ label: '推选' });
    for (const level of ['社区', '街道', '区县'])
      await admin.getByLabel(level, { exact: true }).first().check();
    await shot(admin, 'new');
    await admin.getByRole('button', { name: '新建草稿', exact: true }).last().click();
    await shot(admin, 'overview');

    // Its own form: a choice, a number, a text that only some are asked, a file, a statement.
    await section(admin, '申报表');
    await shot(admin, 'form');
    await add(admin, '字段', '添加字段');
    await admin.getByLabel('名称 *').fill('奋斗领域');
    await admin.getByLabel('填写方式').selectOption({ label: '单选' });
    await admin.getByLabel('必填').check();
    await admin.getByLabel('选项', { exact: true }).fill('乡村振兴\n科技创新\n直播电商');
    await admin.getByLabel('公开：公示中显示').check();
    await admin.getByLabel('所在分组').fill('奋斗情况');
    await shot(admin, 'add-field');
    await press(admin, '添加');
    await add(admin, '字段', '添加字段');
    await admin.getByLabel('名称 *').fill('粉丝数');
    await admin.getByLabel('填写方式').selectOption({ label: '整数' });
    await admin.getByLabel('必填').check();
    await admin.getByLabel('最小值').fill('０');
    await admin.getByLabel('内部：审核时可见').check();
    await admin.getByLabel('所在分组').fill('奋斗情况');
    await admin.getByText('更多设置').click();
    await admin.getByLabel('「奋斗领域」为“直播电商”').check();
    await press(admin, '添加');
    // Moved up by its button, and by being dragged.
    await admin.getByRole('button', { name: /^上移：粉丝数/ }).click();
    await Promise.all([
      admin.waitForNavigation(),
      admin.locator('li', { hasText: '粉丝数' }).dragTo(admin.locator('li', { hasText: '主要事迹' })),
    ]);
    // And by a key from inside it, there and back.
    const order = () => admin.locator('.editor-list > li > a').allTextContents();
    const before = await order();
    for (const key of ['Alt+ArrowUp', 'Alt+ArrowDown']) {
      await admin.locator('li', { hasText: '粉丝数' }).getByRole('link').focus();
      await Promise.all([admin.waitForNavigation(), admin.keyboard.press(key)]);
      if (key === 'Alt+ArrowUp') expect(await order()).not.toEqual(before);
    }
    expect(await order()).toEqual(before);
    await add(admin, '附件', '添加附件');
    await admin.getByLabel('附件名称').fill('工作照片');
    await admin.getByLabel('最少份数').fill('0');
    await press(admin, '添加');
    await add(admin, '承诺', '添加承诺');
    await admin.getByLabel('承诺内容').fill('近三年无违法违纪。');
    await press(admin, '添加');
    await shot(admin, 'form-done');

    await section(admin, '参评条件');
    await add(admin, '参评条件', '添加条件', '某项须选……');
    await admin.getByLabel('「性别」为“女”').check();
    await shot(admin, 'add-rule');
    await press(admin, '添加');
    await add(admin, '参评条件', '添加条件', '年龄在……之间');
    await admin.getByLabel('出生日期').selectOption({ label: '出生日期' });
    await admin.getByLabel('不低于（含本数）').fill('18');
    await press(admin, '添加');
    await shot(admin, 'rules');

    await section(admin, '征求意见部门');
    await add(admin, '征求意见部门', '添加一类对象');
    await admin.getByLabel('部门', { exact: false }).last().fill('公安');
    await press(admin, '添加');

    await section(admin, '层级和环节');
    await admin.getByRole('link', { name: /^区县：/ }).click();
    await add(admin, '环节', '添加环节', '征求意见');
    await press(admin, '添加');
    await shot(admin, 'stage');
    await admin.getByRole('button', { name: '下移：资格审查' }).click();
    expect(await admin.locator('.error-summary').count()).toBe(0);
    await admin.getByLabel('授予物').fill('证书\n奖牌');
    await press(admin, '保存');
    await admin.getByText('名额规则', { exact: true }).click();
    await admin.getByLabel('等额或差额').selectOption({ label: '差额：按比例多于名额' });
    await admin.getByRole('button', { name: '保存' }).click();
    await shot(admin, 'quota-refused');
    expect(await admin.locator('.error-summary').textContent()).toContain('差额（differential）须写比例');
    await admin.getByLabel('差额比例').fill('1.2');
    await admin.getByLabel('备选几个').fill('2');
    await press(admin, '保存');
    await admin.goto(`${site}/programmes/zmfdz-2027-${district}/edit/part?at=stages.2.quota`);
    expect(await admin.locator('main').textContent()).toContain(
      '拟推荐并公示 12 个（10 × 1.2，有小数就进一）',
    );
    await shot(admin, 'quota');
    for (const as of ['unit', 'reviewer', 'public', 'letters']) {
      await admin.goto(`${site}/programmes/zmfdz-2027-${district}/edit/preview?as=${as}`);
      await shot(admin, `preview-${as}`);
    }
    await admin.goto(`${site}/programmes/zmfdz-2027-${district}/edit/yaml`);
    await shot(admin, 'yaml');

    await admin.goto(`${site}/programmes/zmfdz-2027-${district}`);
    await shot(admin, 'programme');
    await admin.getByText('发布', { exact: true }).click();
    await press(admin, '确认');
    await admin.getByText('设置本级评选', { exact: true }).click();
    await admin.getByLabel('申报开始').fill('2026-11-30 09:30');
    await admin.getByLabel('申报截止').fill('2026-12-20 17:30');
    await admin.getByLabel('名额', { exact: true }).fill('10');
    await press(admin, '设置并到时开始');
    await world.home.advanceClock!('2026-11-30T02:00:00.000Z');

    const clerk = await open('clerk', street(1));
    await clerk.goto(`${site}/programmes/open`);
    await shot(clerk, 'open');
    await clerk
      .getByRole('link', { name: /最美巾帼奋斗者|申报/ })
      .last()
      .click();
    await clerk.waitForLoadState();
    await shot(clerk, 'nominate');
    await clerk.getByLabel('姓名').first().fill('罗步芳');
    await clerk.getByLabel('女', { exact: true }).check();
    await clerk.getByLabel('出生日期').fill('1988-03-05');
    await clerk.getByLabel('证件号码').fill(idNumber('1988-03-05', 22));
    await clerk.getByLabel('工作单位及职务').fill('芙蓉区某公司');
    await clerk.getByLabel('联系电话').fill('13800000001');
    await clerk.getByLabel('直播电商').check();
    await clerk.getByLabel('粉丝数').fill('１２０００');
    await clerk.getByLabel('主要事迹').fill('带动五十名妇女就业。');
    await clerk.getByLabel('以上内容真实准确').check();
    await clerk.getByLabel('近三年无违法违纪').check();
    await shot(clerk, 'filled');
    await press(clerk, '预览并提交');
    await shot(clerk, 'preview');
    for (const box of await clerk.locator('form[action$="/submit"] input[type=checkbox]').all())
      await box.check();
    await press(clerk, '确认提交');
    await shot(clerk, 'submitted');
    expect(await clerk.locator('main').textContent()).toMatch(/ZMFDZ-2027-\d{4}/);
    expect(Date.now() - began).toBeLessThan(600_000);
  });
});
