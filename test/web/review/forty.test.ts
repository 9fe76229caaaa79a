/** A reviewer's whole day: forty nominees, one after the other, by the link of her letter. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linkFor } from '#actions/people/links.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import { family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { hiddenIn, openBrowser } from '../people/account-browser.ts';

const forty = 40;
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** Nominates and asks until one reviewer, who shares them with another, has so many. */
async function worklistOf(most: number) {
  const hers: { readonly link: string; readonly task: string }[] = [];
  const clerk = await world.as('clerk', street(1));
  let first: string | undefined;
  for (let n = 1; hers.length < most; n++) {
    const { nomination, candidacy } = await world.nominate(clerk, { answers: family(n) });
    const { round, step } = candidacy;
    const token = `t-${n}`;
    await askCandidacy(world.deps, { round, nomination: nomination.id, phase: 0, token, step: step!.id });
    const { member } = (await world.candidacy(nomination)).asked[0]!;
    first ??= member;
    if (member !== first) continue;
    const link = await linkFor(world.deps, { member, scope: `${round}#${step!.id}#`, kind: 'worklist' });
    hers.push({ link, task: `${link}/${round}/${step!.id}/${nomination.id}` });
  }
  return hers;
}

it('a worklist of forty is done from its first to its last in three presses each, in two tabs without a loss', async () => {
  const hers = await worklistOf(forty);
  const browser = openBrowser(world.deps);
  let at = hers[0]!.task;
  let presses = 0;
  const left: number[] = [];
  const decide = async (task: string, reason: string) => {
    const confirm = await browser.post(task, { outcome: 'approve', reason });
    const done = await browser.post(`${task}/confirm`, hiddenIn(confirm.html));
    presses += 3; // the outcome, 下一步：核对, 确认提交
    return browser.follow(done).then((page) => ({ page, to: done.to.split('?')[0]! }));
  };
  // In a second tab she has the last of them open, and decides it when half is done.
  const last = hers.at(-1)!;
  const tab = await browser.post(last.task, { outcome: 'approve', reason: '另一个窗口里写的' });
  for (let n = 0; n < forty; n++) {
    if (n === Math.floor(forty / 2)) {
      const done = await browser.post(`${last.task}/confirm`, hiddenIn(tab.html));
      presses += 3;
      expect(done.status).toBe(303);
      left.push(Number(/还有 (\d+) 项/.exec((await browser.follow(done)).text)?.[1] ?? 0));
      continue;
    }
    const { page, to } = await decide(at, '');
    left.push(Number(/还有 (\d+) 项/.exec(page.text)?.[1] ?? 0));
    at = to;
  }
  expect(presses).toBe(3 * forty);
  // Every press leads to what still waits, and says how many that are, down to none.
  expect(left).toEqual(Array.from({ length: forty }, (_, n) => forty - 1 - n));
  expect((await browser.get(hers[0]!.link)).text).toContain('没有');
  expect((await browser.get(last.task)).text).toContain('另一个窗口里写的');
});
