import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkFor, raiseGenerationOp } from '#actions/people/links.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { getMember } from '#store/people.ts';
import { family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, hiddenIn, openBrowser } from '../people/account-browser.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

interface Asked {
  readonly nomination: Nomination;
  readonly candidacy: Candidacy;
  /** Who was asked, as a member. */
  readonly member: string;
  /** The link of her letter, and the task below it. */
  readonly link: string;
  readonly task: string;
}

/** Nominates a family from a street to the district and asks the people of its present step. */
async function asked(
  n: number,
  given?: { readonly nomination: Nomination; readonly candidacy: Candidacy },
): Promise<Asked> {
  const { nomination, candidacy } =
    given ?? (await world.nominate(await world.as('clerk', street(1)), { answers: family(n) }));
  const step = candidacy.step!.id;
  await askCandidacy(world.deps, {
    round: candidacy.round,
    nomination: nomination.id,
    phase: 0,
    token: `t-${nomination.id}-1`,
    step,
  });
  const now = await world.candidacy(nomination);
  const member = now.asked[0]!.member;
  const link = await linkFor(world.deps, { member, scope: `${candidacy.round}#${step}#`, kind: 'worklist' });
  return {
    nomination,
    candidacy: now,
    member,
    link,
    task: `${link}/${candidacy.round}/${step}/${nomination.id}`,
  };
}
const signedIn = async (actor: Pick<Actor, 'id'>): Promise<Browser> => {
  const browser = openBrowser(world.deps);
  await browser.signIn(actor);
  return browser;
};
const confirmed = async (browser: Browser, task: string, sent: Readonly<Record<string, string>>) => {
  const confirm = await browser.post(task, sent);
  expect([confirm.status, confirm.text.includes('还没有提交')]).toEqual([200, true]);
  return browser.post(`${task}/confirm`, hiddenIn(confirm.html));
};

describe('a review by link', () => {
  it('wants an explicit choice and a second press; nothing happens before, and twice is once', async () => {
    const { nomination, link, task } = await asked(1);
    const browser = openBrowser(world.deps);
    for (let i = 0; i < 2; i++) expect((await browser.get(link)).text).toContain('罗步芳1家庭');
    const page = await browser.get(task);
    expect(page.status).toBe(200);
    expect(page.html).not.toMatch(/type="radio"[^>]*checked/);
    const none = await browser.post(task, { reason: '写了理由但没有选' });
    expect([
      none.status,
      none.html.includes('id="f-outcome-error"'),
      none.html.includes('写了理由但没有选'),
    ]).toEqual([422, true, true]);
    const unreasoned = await browser.post(task, { outcome: 'return', reason: '' });
    expect([unreasoned.status, unreasoned.html.includes('id="f-reason-error"')]).toEqual([422, true]);
    const confirm = await browser.post(task, { outcome: 'approve', reason: '材料齐全' });
    expect(confirm.text).toContain('材料齐全');
    expect((await world.candidacy(nomination)).state).toBe('review');
    const done = await browser.post(`${task}/confirm`, hiddenIn(confirm.html));
    expect([done.status, done.to]).toEqual([303, `${task}?done=1`]);
    expect((await browser.follow(done)).text).toMatch(/已提交.*材料齐全/);
    const after = await world.candidacy(nomination);
    expect(after.state).not.toBe('review');
    const repeated = await browser.post(`${task}/confirm`, hiddenIn(confirm.html));
    expect([repeated.status, repeated.to]).toEqual([303, `${task}?done=1`]);
    expect((await world.candidacy(nomination)).version).toBe(after.version);
    expect((await browser.get(`${task}/confirm`)).to).toBe(task);
    const recorded = await browser.get(task);
    expect(recorded.text).toContain('您已经办理过这一项');
    expect(recorded.text).toContain('材料齐全');
    expect(recorded.text).toMatch(/2021-04-02 09:00/);
  });

  it('is not decided by what was not shown', async () => {
    const { nomination, task } = await asked(2);
    const browser = openBrowser(world.deps);
    const confirm = await browser.post(task, { outcome: 'approve', reason: '' });
    const fields = hiddenIn(confirm.html);
    const forged = await browser.post(`${task}/confirm`, {
      ...fields,
      _confirmed: fields._confirmed!.replace('approve', 'reject'),
    });
    expect(forged.status).toBe(422);
    expect((await browser.post(`${task}/confirm`, {})).status).toBe(422);
    expect((await world.candidacy(nomination)).state).toBe('review');
  });

  it('goes back from the confirmation to the form with all that was typed, and decides nothing', async () => {
    const { nomination, task } = await asked(19);
    const browser = openBrowser(world.deps);
    const confirm = await browser.post(task, { outcome: 'return', reason: '请补充近两年的事迹' });
    const back = await browser.post(`${task}/confirm`, { ...hiddenIn(confirm.html), _back: '1' });
    expect([back.status, back.html.includes('请补充近两年的事迹</textarea>')]).toEqual([200, true]);
    expect(back.html).toMatch(/value="return"[^>]*checked/);
    expect((await world.candidacy(nomination)).state).toBe('review');
  });

  it('is judged anew by an honour that came into the ledger since the page was opened', async () => {
    const { nomination, task } = await asked(18);
    const browser = openBrowser(world.deps);
    expect((await browser.get(task)).text).not.toContain('已获市级以上最美家庭');
    const confirm = await browser.post(task, { outcome: 'approve', reason: '' });
    const honour = {
      number: 'HN-2019-0001',
      code: 'ZMJT',
      edition: '2019',
      level: 'city',
      year: 2019,
    } as const;
    await world.deps.table.put({
      ...keys.held(nomination.identities[0]!, honour.number),
      ...honour,
      date: '2019-05-15',
      status: 'valid',
    });
    const late = await browser.post(`${task}/confirm`, hiddenIn(confirm.html));
    expect([late.status, late.text.includes('已获市级以上最美家庭')]).toEqual([422, true]);
    expect((await world.candidacy(nomination)).state).toBe('review');
  });

  it('says plainly what stands when it was decided before otherwise', async () => {
    const { task } = await asked(3);
    const browser = openBrowser(world.deps);
    const other = await browser.post(task, { outcome: 'return', reason: '请补充' });
    await confirmed(browser, task, { outcome: 'approve', reason: '' });
    const late = await browser.follow(await browser.post(`${task}/confirm`, hiddenIn(other.html)));
    expect(late.text).toContain('这次没有再提交');
    expect(late.text).toContain('通过');
  });

  it('masks ID numbers and phones, which a press in a session shows in full', async () => {
    const { task, member, candidacy, nomination } = await asked(4);
    const { phone, members } = family(4);
    const id = (members as { idNumber: string }[])[0]!.idNumber;
    const linked = await openBrowser(world.deps).get(task);
    expect([linked.text.includes(id), linked.text.includes(String(phone))]).toEqual([false, false]);
    const session = await signedIn({ id: member });
    const page = await session.get(`/tasks/${candidacy.round}/${candidacy.step!.id}/${nomination.id}`);
    const press = `/nominations/${nomination.id}/reveal`;
    expect([page.text.includes(id), page.html.includes(`action="${press}"`)]).toEqual([false, true]);
    const full = await session.post(press);
    expect([full.text.includes(id), full.text.includes(String(phone))]).toEqual([true, true]);
  });

  it('opens no other worklist and no page of a session', async () => {
    const { link, nomination } = await asked(5);
    const browser = openBrowser(world.deps);
    const other = await browser.get(`${link}/${world.round}/opinions/${nomination.id}`);
    expect(other.status).toBe(404);
    expect((await browser.get('/tasks')).status).toBe(401);
    expect((await browser.get(`/nominations/${nomination.id}`)).status).toBe(401);
  });

  it('that was replaced says so and what to do; an unknown one is a plain 404', async () => {
    const { link, member, candidacy } = await asked(6);
    await world.deps.table.together([raiseGenerationOp(member, `${candidacy.round}#${candidacy.step!.id}#`)]);
    const browser = openBrowser(world.deps);
    const over = await browser.get(link);
    expect([
      over.status,
      over.text.includes('链接已失效'),
      over.html.includes('href="/sign-in?next=/tasks"'),
    ]).toEqual([404, true, true]);
    expect((await browser.post(`${link}/x/y/z`, { outcome: 'approve' })).status).toBe(404);
    expect((await browser.get('/w/made-up.code')).status).toBe(404);
  });

  it('gives files as downloads', async () => {
    const { task, nomination } = await asked(7);
    const browser = openBrowser(world.deps);
    const href = new RegExp(`href="([^"]*${nomination.id}/files/\\w+)"`).exec(
      (await browser.get(task)).html,
    )![1]!;
    const file = await browser.get(href);
    expect([file.status, file.headers.get('content-disposition')?.startsWith('attachment')]).toEqual([
      200,
      true,
    ]);
  });
});

describe('a worklist done one after the other', () => {
  it('takes three presses a nominee, and the next one comes by itself with how many are left', async () => {
    const all = [await asked(40), await asked(41), await asked(42)];
    const { link } = all[0]!;
    const browser = openBrowser(world.deps);
    let presses = 0;
    let now = await browser.get(all[0]!.task);
    let at = all[0]!.task;
    const left: string[] = [];
    for (let n = 0; n < all.length; n++) {
      expect(now.html).not.toMatch(/type="radio"[^>]*checked/);
      presses += 1; // the outcome
      const confirm = await browser.post(at, { outcome: 'approve', reason: '' });
      presses += 1; // 下一步：核对
      const done = await browser.post(`${at}/confirm`, hiddenIn(confirm.html));
      presses += 1; // 确认提交
      expect(done.status).toBe(303);
      now = await browser.follow(done);
      at = done.to.split('?')[0]!;
      left.push(/还有 \d+ 项/.exec(now.text)?.[0] ?? '');
    }
    expect([presses, left]).toEqual([9, expect.arrayContaining(['还有 2 项', '还有 1 项'])]);
    expect(at.startsWith(link)).toBe(true);
  });

  it('says above the next one what was recorded, and nothing of a record that is not hers', async () => {
    const [one, two] = [await asked(43), await asked(44)];
    const browser = openBrowser(world.deps);
    const confirm = await browser.post(one.task, { outcome: 'approve', reason: '' });
    const next = await browser.follow(await browser.post(`${one.task}/confirm`, hiddenIn(confirm.html)));
    expect(next.text).toMatch(/已提交：罗步芳43家庭 · 通过/);
    const forged = `${two.task}?did=nobody&step=${one.candidacy.step!.id}&round=${one.candidacy.round}`;
    expect((await browser.get(forged)).text).not.toContain('已提交：');
  });

  it('shows photographs small, large on the same page without script, then the deeds, then conditions and history', async () => {
    const { task } = await asked(45);
    const { html } = await openBrowser(world.deps).get(task);
    const places = ['class="photo-list"', '事迹', 'id="conclusion"', '办理经过'].map((each) =>
      html.indexOf(each),
    );
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(html).toMatch(/<a href="#photo-1"[^>]*><img src="[^"]+\/files\/\w+"[^>]*loading="lazy"/);
    expect(html).toMatch(/<figure class="photo-large" id="photo-1"/);
    expect(html.indexOf('申报条件')).toBeGreaterThan(html.indexOf('事迹'));
  });
});

describe('tasks in a session', () => {
  it('are listed by round and step with their due date, and overdue ones are marked', async () => {
    const { member } = await asked(8);
    const session = await signedIn({ id: member });
    const list = await session.get('/tasks');
    expect(list.text).toContain('罗步芳8家庭');
    expect(list.text).not.toContain('已逾期');
    world.at('2021-04-20T01:00:00.000Z');
    const later = await signedIn({ id: member });
    expect((await later.get('/tasks')).text).toContain('已逾期');
    world.at('2021-04-02T01:00:00.000Z');
  });

  it('are not for the wrong person', async () => {
    const { nomination, candidacy } = await asked(9);
    const stranger = await signedIn(await world.as('reviewer', street(2)));
    const path = `/tasks/${candidacy.round}/${candidacy.step!.id}/${nomination.id}`;
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(path, { outcome: 'approve' })).status).toBe(404);
    expect((await world.candidacy(nomination)).state).toBe('review');
  });

  it('are passed on with the link’s end, declined and given up only with a reason', async () => {
    const one = await asked(10);
    const browser = openBrowser(world.deps);
    const no = await browser.post(`${one.task}/decline`, { reason: '' });
    expect([no.status, no.text.includes('请写明原因')]).toEqual([422, true]);
    expect((await browser.post(`${one.task}/delegate`, {})).status).toBe(422);
    // By a link it takes two presses: a scanner of mail may send a form that it finds.
    const sure = await browser.post(`${one.task}/conflict`, { reason: '亲属' });
    expect([sure.status, (await world.candidacy(one.nomination)).asked[0]!.member]).toEqual([
      200,
      one.member,
    ]);
    const done = await browser.post(`${one.task}/conflict`, hiddenIn(sure.html));
    expect([done.status, done.to]).toEqual([303, '/handed-over/conflict']);
    expect((await browser.follow(done)).text).toContain('已申明回避');
    const now = await world.candidacy(one.nomination);
    expect(now.asked[0]!.member).not.toBe(one.member);
    expect(now.actedBelow).toContain(one.member);
  });

  it('speak English when asked', async () => {
    const { task } = await asked(11);
    expect((await openBrowser(world.deps).get(`${task}?lang=en`)).text).toContain('Your conclusion');
  });
});

describe('a nomination by its owner’s link', () => {
  it('shows where it stands, and the way to amend what was returned', async () => {
    const given = await asked(12);
    await world.decide(given.candidacy, 'return');
    const member = await getMember(world.deps.table, given.nomination.owner);
    const link = await linkFor(world.deps, {
      member: member.id,
      scope: given.nomination.id,
      kind: 'nomination',
    });
    const page = await openBrowser(world.deps).get(link);
    expect(page.text).toContain('请补充事迹');
    expect(page.html).toContain(encodeURIComponent(`/nominations/${given.nomination.id}/edit`));
    expect(page.text).not.toContain('13900000012');
  });
});

describe('consent by link', () => {
  const nominated = async (n: number) => {
    const email = `nominee${n}@example.org`;
    const owner = await world.person(`friend${n}@example.org`);
    const { nomination, candidacy } = await world.nominate(owner, {
      org: street(1),
      channel: 'other',
      answers: family(n),
      consentEmail: email,
    });
    const link = await linkFor(world.deps, {
      member: nomination.consent!.by,
      scope: `${candidacy.round}#consent#`,
      kind: 'worklist',
    });
    return { nomination, link, task: `${link}/${candidacy.round}/consent/${nomination.id}` };
  };

  it('shows the notice, wants a choice and the separate consent, and is confirmed once', async () => {
    const { nomination, link, task } = await nominated(31);
    const browser = openBrowser(world.deps);
    expect((await browser.get(link)).text).toContain('罗步芳31家庭');
    const page = await browser.get(task);
    expect(page.text).toContain('个人信息处理告知');
    expect(page.html).not.toMatch(/type="(radio|checkbox)"[^>]*checked/);
    const { textVersion = '' } = hiddenIn(page.html);
    const none = await browser.post(task, { textVersion });
    expect([none.status, none.html.includes('id="f-agree-error"')]).toEqual([422, true]);
    const half = await browser.post(task, { textVersion, agree: 'true' });
    expect([half.status, half.html.includes('id="f-sensitive-error"')]).toEqual([422, true]);
    const done = await confirmed(browser, task, { textVersion, agree: 'true', sensitive: 'true' });
    expect([done.status, (await browser.follow(done)).text.includes('已提交')]).toEqual([303, true]);
    expect((await world.candidacy(nomination)).state).toBe('review');
    expect((await browser.get(task)).text).toContain('您已经办理过这一项');
  });

  it('may be refused, which ends the nomination', async () => {
    const { nomination, task } = await nominated(32);
    const browser = openBrowser(world.deps);
    const { textVersion = '' } = hiddenIn((await browser.get(task)).html);
    await confirmed(browser, task, { textVersion, agree: 'false' });
    expect((await world.candidacy(nomination)).outcome?.reason).toBe('consentRefused');
  });
});
