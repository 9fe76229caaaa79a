import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { chromium } from 'playwright-core';
import { test } from 'vitest';
import { playDemo } from '#local/demo/play.ts';
import { firstSteps } from '#local/first-steps.ts';
import { openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { makeApp } from '#web/app.tsx';
import { district } from '../furong.ts';
import { findMemberByEmail } from '#store/people.ts';
import { openBrowser } from './account-browser.ts';
import { openPublished } from './published.ts';
import { createAdminLink } from '#actions/signin.ts';

const serve = (app: { fetch: any }) => new Promise<{ port: number; close: () => void }>((done) => {
  const server = createServer(getRequestListener(app.fetch)).listen(0, () => {
    const a = server.address(); done({ port: (a as any).port, close: () => server.close() });
  });
});
test('shots', async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const shoot = async (base: string, paths: [string, string][], cookies: Map<string,string>, pdf: string[] = []) => {
    for (const [size, width] of [['phone', 390], ['desk', 1200]] as const) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' });
      await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: base })));
      const page = await context.newPage();
      page.on('console', (m) => { if (m.type() === 'error') console.log(m.text()); });
      for (const [name, path] of paths) {
        await page.goto(base + path);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) console.log(`${name} ${size}: ${over}px too wide`);
        await page.screenshot({ path: `/tmp/shots-public/${name}-${size}.png`, fullPage: true });
        if (name === 'list' && size === 'desk') {
          await page.fill('#roll-search', '罗');
          await page.waitForTimeout(500);
          await page.screenshot({ path: `/tmp/shots-public/list-search.png`, fullPage: true });
        }
        if (size === 'desk' && pdf.includes(name)) await page.emulateMedia({ media: 'print' }), await page.setViewportSize(name.startsWith('cert') ? { width: 1123, height: 794 } : { width: 794, height: 1123 }), await page.screenshot({ path: `/tmp/shots-public/${name}-print.png`, fullPage: true }), await page.emulateMedia({ media: null }), await page.setViewportSize({ width, height: 900 }), await page.pdf({ path: `/tmp/shots-public/${name}.pdf`, preferCSSPageSize: true, printBackground: true });
      }
      await context.close();
    }
  };
  const names = ['罗步芳家庭', '周雅兰家庭', '陈玉梅家庭', '刘思敏家庭', '王秀英家庭', '李春燕家庭'];
  const p = await openPublished(names);
  await p.post();
  const s1 = await serve(makeApp({ deps: p.world.deps, root: '430000' }));
  await shoot(`http://127.0.0.1:${s1.port}`, [
    ['notices', '/notices'], ['notice', `/notices/${p.notice}`], ['object', `/notices/${p.notice}/object`], ['receipt', '/objections/receipt'],
  ], new Map(), ['notice']);
  await p.publish();
  const b = openBrowser(p.world.deps);
  await b.signIn(await p.world.as('administrator', district));
  await shoot(`http://127.0.0.1:${s1.port}`, [
    ['manage', `/honours/${p.list}/manage`], ['one', `/honours/${p.list}/manage/430102-ZMJT-2021-0001`],
    ['ledger', `/ledger/${district}/2021`], ['report', `/reports/${district}/2021`], ['papers', `/rounds/${p.world.round}/papers`], ['paper', `/rounds/${p.world.round}/papers/approval?tranche=1`],
    ['cert', '/certificates/430102-ZMJT-2021-0001/print'],
  ], b.cookies, ['cert', 'paper']);
  s1.close();
  const home = await openHome({ data: mkdtempSync('/tmp/demo-'), rehearsal: true, now: '2021-04-01T09:00:00+08:00', url: 'http://127.0.0.1:1', mailer: outboxMailer, log: () => {} });
  const { org } = await firstSteps(home);
  await playDemo(home, org, () => {});
  const s2 = await serve(makeApp({ deps: home.deps, root: org }));
  const hb = openBrowser(home.deps);
  const admin = await findMemberByEmail(home.deps, 'furong-admin@example.org') ?? await findMemberByEmail(home.deps, 'district-admin@example.org');
  console.log('admin', admin?.id);
  if (admin) await hb.signIn(admin);
  await shoot(`http://127.0.0.1:${s2.port}`, [
    ['roll', '/honours?year=2021'], ['list', '/honours/zmjt-2021-furong.2.furong.h1'], ['verify', '/certificates/T-430102-ZMJT-2021-0001'],
    ['certT', '/certificates/T-430102-ZMJT-2021-0001/print'], ['reportT', '/reports/furong/2021'], ['check', '/check'], ['open', '/open-data'],
  ], hb.cookies, ['certT', 'list', 'verify']);
  s2.close();
  await browser.close();
  await home.close();
}, 300_000);
