/** Letters that tell people where they stand: received, invited, an honour that ended. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annulJob } from '#actions/honour/annulment.ts';
import { submit } from '#actions/nomination/submit.ts';
import { resultOf } from '#actions/recommendation/results.ts';
import { runJob } from '#actions/running/jobs.ts';
import { sweep } from '#actions/running/sweep.ts';
import { invitePanel } from '#actions/selection/panel.ts';
import { begin } from '#actions/write.ts';
import { systemActor } from '#domain/people/people.ts';
import { getCandidacy, getNomination } from '#store/reads.ts';
import { city, district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { openPublished } from '../honour/published.ts';
import { openBrowser } from '../people/account-browser.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());
const subjects = (of: World = world) => of.mails.map(({ to, subject }) => `${to} ${subject}`);

describe('a submission', () => {
  it('gets a number of its programme, once, told by letter and shown with the nomination', async () => {
    const clerk = await world.as('clerk', street(1));
    const prepared = await world.prepared(clerk, { answers: family(1) });
    const { nomination } = await submit(world.deps, clerk, prepared);
    expect(nomination.receipt).toBe('ZMJT-2021-0001');
    expect((await submit(world.deps, clerk, prepared)).nomination.receipt).toBe('ZMJT-2021-0001');
    const second = await world.nominate(clerk, { answers: family(2) });
    expect(second.nomination.receipt).toBe('ZMJT-2021-0002');
    expect(subjects().filter((each) => each.includes('已受理'))).toEqual([
      expect.stringContaining('【已受理】“罗步芳1家庭”的申报（受理号 ZMJT-2021-0001）'),
      expect.stringContaining('（受理号 ZMJT-2021-0002）'),
    ]);
    const browser = openBrowser(world.deps);
    await browser.signIn(clerk);
    expect((await browser.get(`/nominations/${nomination.id}`)).text).toContain('ZMJT-2021-0001');
  });

  it('that is refused takes none', async () => {
    const clerk = await world.as('clerk', street(1));
    const twice = await world.prepared(clerk, { answers: family(3, { brief: '' }) });
    await expect(submit(world.deps, clerk, twice)).rejects.toThrow();
    const { nomination } = await world.nominate(clerk, { answers: family(4) });
    expect(nomination.receipt).toBe('ZMJT-2021-0003');
  });
});

describe('an invitation', () => {
  it('goes to a new member, with the organisation and her roles, and to one who was there not again', async () => {
    const desk = openBrowser(world.deps);
    await desk.signIn(await world.as('administrator', district));
    const form = { _scoped: 'invite', 'invite.name': '李敏', 'invite.email': 'li.min@example.cn' };
    const page = await desk.get(`/organisations/${district}/members`);
    const role = /name="([^"]*)" value="reviewer"/.exec(page.html)![1]!;
    const invite = () => desk.post(`/organisations/${district}/members`, { ...form, [role]: 'reviewer' });
    for (let n = 0; n < 2; n++) {
      expect((await invite()).status).toBe(303);
      await sweep(world.deps);
    }
    const mails = world.mails.filter(({ to }) => to === 'li.min@example.cn');
    expect(mails.map(({ subject }) => subject)).toEqual(['【邀请】芙蓉区妇女联合会邀请您参加评选工作']);
    expect(mails[0]!.text).toContain('审核员');
    expect(mails[0]!.text).toContain('/sign-in');
  });

  it('goes to a panellist at once, long before she has a task', async () => {
    const panellist = await world.as('panellist', district);
    const administrator = await world.as('administrator', district);
    const before = world.mails.length;
    for (let n = 0; n < 2; n++) await invitePanel(world.deps, administrator, world.round, [panellist.id]);
    expect(subjects().slice(before)).toEqual([expect.stringContaining('【评委邀请】')]);
    expect(await world.todos(panellist.id)).toEqual([]);
  });
});

describe('an honour that ends', () => {
  it('is told by letter, revoked or annulled with its list, and is no status of the nomination any more', async () => {
    const published = await openPublished(['罗步芳家庭', '周雅兰家庭']);
    await published.post();
    await published.publish();
    const { deps } = published.world;
    published.world.at('2021-06-02T02:00:00.000Z');
    const desk = openBrowser(deps);
    await desk.signIn(await published.world.as('administrator', district));
    const unit = openBrowser(deps);
    const [first, second] = published.nominations as unknown as [{ id: string }, { id: string }];
    await unit.signIn({ id: (await getNomination(deps.table, first.id)).owner });
    const list = `/honours/${encodeURIComponent(published.list)}/manage`;
    const ruling = { grounds: '弄虚作假', date: '2021-05-20', body: '党组会', sure: 'true' };
    const versionAt = async (path: string) =>
      /name="version" value="(\d+)"/.exec((await desk.get(path)).html)![1]!;
    for (const { id } of [first, second]) {
      const write = begin(deps, systemActor);
      const candidacy = await getCandidacy(deps.table, published.world.round, id);
      write.save('candidacy', candidacy, { state: 'done' }, 'candidacy.finish');
      await write.commit();
    }
    expect((await unit.get(`/nominations/${first.id}`)).text).toContain('已获荣誉');
    const one = `${list}/430102-ZMJT-2021-0001`;
    const revoked = { ...ruling, decisionNumber: '芙妇〔2021〕20号', version: await versionAt(one) };
    expect((await desk.post(`${one}/revoke`, revoked)).status).toBe(303);
    const above = openBrowser(deps);
    await above.signIn(await published.world.as('administrator', city));
    const titles = ['430102-ZMJT-2021-0001'];
    expect((await above.post(`/revocations/confirm?org=${district}`, { titles })).status).toBe(303);
    const annulled = { ...ruling, decisionNumber: '芙妇〔2021〕21号', version: await versionAt(list) };
    expect((await desk.post(`${list}/annul`, annulled)).status).toBe(303);
    const whole = { titles: [`list:${published.list}`] };
    expect((await above.post(`/revocations/confirm?org=${district}`, whole)).status).toBe(303);
    while ((await runJob(deps, annulJob(published.list))) === 'more');
    await sweep(deps);
    // What the level below is told.
    const upper = await getCandidacy(deps.table, published.world.round, first.id);
    expect(resultOf(upper)).toBe('honourEnded');
    for (const [{ id }, word, decision] of [
      [first, '已撤销', '芙妇〔2021〕20号'],
      [second, '已作废', '芙妇〔2021〕21号'],
    ] as const) {
      const page = await unit.get(`/nominations/${id}`);
      expect([page.text.includes(word), page.text.includes('已获荣誉')]).toEqual([true, false]);
      const mails = published.world.mails.filter(({ text }) => text.includes(decision));
      // To who nominated, and to the administrator of the street on the way.
      const told = mails.filter(({ subject }) => subject.includes('所获荣誉的决定'));
      expect(new Set(told.map(({ to }) => to)).size).toBe(2);
    }
    await published.world.close();
  });
});
