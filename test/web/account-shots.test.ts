import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { chromium } from 'playwright-core';
import { it } from 'vitest';
import { askCandidacy } from '#actions/candidacy-steps.ts';
import { linkFor } from '#actions/links.ts';
import { makeApp } from '#web/app.tsx';
import { district, family, jpeg, street } from '../furong.ts';
import { makeWorld } from '../world.ts';
import { hiddenIn, openBrowser } from './account-browser.ts';

it('shots', async () => {
  const world = await makeWorld();
  const app = makeApp({ deps: world.deps, root: '430000' });
  const server = createServer(getRequestListener(app.fetch)).listen(0);
  const { port } = server.address() as { port: number };
  const clerk = await world.as('clerk', street(1));
  const draft = await world.prepared(clerk, { answers: family(40) });
  const empty = await world.prepared(clerk, { answers: { familyName: '张' } });
  const returned = await world.nominate(clerk, { answers: family(41) });
  await world.decide(returned.candidacy, 'return');
  const reviewing = await world.nominate(clerk, { answers: family(42) });
  for (const n of [43, 44, 45]) {
    const { nomination, candidacy } = await world.nominate(clerk, { answers: family(n) });
    const passed = await world.decide(candidacy, 'approve');
    await askCandidacy(world.deps, { round: world.round, nomination: nomination.id, phase: 0, token: `o${n}`, step: passed.step!.id });
  }
  await askCandidacy(world.deps, { round: world.round, nomination: reviewing.nomination.id, phase: 0, token: 'r', step: 'review' });
  const asked = (await world.candidacy(reviewing.nomination)).asked[0]!.member;
  const police = await world.as('department:公安', district);
  const w = await linkFor(world.deps, { member: asked, scope: `${world.round}#review#`, kind: 'worklist' });
  const o = await linkFor(world.deps, { member: police.id, scope: `${world.round}#opinions#`, kind: 'worklist' });
  const session = async (actor: { id: string }) => {
    const b = openBrowser(world.deps);
    await b.signIn(actor);
    return [...b.cookies].map(([name, value]) => ({ name, value, domain: '127.0.0.1', path: '/' }));
  };
  const task = `${w}/${world.round}/review/${reviewing.nomination.id}`;
  const plans: [string, string, { id: string } | undefined, ((p: any) => Promise<void>)?][] = [
    ['home-visitor', '/', undefined],
    ['sign-in', '/sign-in?for=nominate', undefined],
    ['code', '/sign-in/code', undefined],
    ['home-clerk', '/', clerk],
    ['home-admin', '/', await world.as('administrator', district)],
    ['tokens', '/account/tokens', clerk],
    ['help', '/help', undefined],
    ['open', '/programmes/open', clerk],
    ['open-visitor', `/programmes/open?org=${street(1)}`, undefined],
    ['new', `/nominations/new?programme=${world.programme}&org=${street(1)}`, clerk],
    ['list', '/nominations', clerk],
    ['edit', `/nominations/${draft.id}/edit?row=members`, clerk],
    ['preview', `/nominations/${draft.id}/preview`, clerk],
    ['preview-empty', `/nominations/${empty.id}/preview`, clerk],
    ['record', `/nominations/${returned.nomination.id}`, clerk],
    ['amend', `/nominations/${returned.nomination.id}/edit`, clerk],
    ['import', '/import', clerk],
    ['worklist', w, undefined],
    ['task', task, undefined],
    ['confirm', task, undefined, async (p) => { await p.check('[name=outcome][value=return]'); await p.fill('[name=reason]', '请补充近三年的事迹，并补全家庭成员信息。'); await p.click('form[data-guard] button.button-primary'); }],
    ['handover', task, undefined, async (p) => { await p.click('details.details > summary >> text=不由您办理'); await p.click('text=转交 >> nth=0'); await p.evaluate('document.querySelector(".confirm[open]")?.scrollIntoView()'); }],
    ['opinions', `${o}/${world.round}/opinions`, undefined],
    ['over', `/w/${w.slice(3)}`, undefined],
  ];
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  for (const [size, width] of [['phone', 390], ['desk', 1200]] as const)
    for (const [name, path, actor, act] of plans) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN' });
      if (actor !== undefined) await context.addCookies(await session(actor));
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (e) => errors.push(String(e)));
      const answer = await page.goto(`http://127.0.0.1:${port}${path}`);
      if (answer!.status() >= 400) console.log(name, answer!.status());
      if (act !== undefined) { try { await act(page); await page.waitForTimeout(300); } catch (e) { console.log(name, String(e).slice(0, 300)); } }
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) console.log(name, size, 'too wide', over);
      if (errors.length) console.log(name, errors);
      await page.screenshot({ path: `/tmp/shots/${name}-${size}.png`, fullPage: true });
      await context.close();
    }
  await browser.close();
  server.close();
  await world.close();
}, 200_000);
