import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstSteps } from '#actions/people/first-steps.ts';
import { inviteList } from '#actions/people/member-list.ts';
import { roundId } from '#domain/round/round.ts';
import { listChildren, listMembers } from '#store/people.ts';
import { findRound, getProgramme } from '#store/reads.ts';
import { city, district, street } from '../../furong.ts';
import { drawn } from '../../journey/drawn.ts';
import { workbook } from '../../workbook.ts';
import { makeWorld, type World } from '../../world.ts';
import { openBrowser } from '../people/account-browser.ts';
import { walkerOf } from '../walker.ts';

/** As it stands in somebody's sheet: a heading above, numbers before some lines, a short name. */
const people = [
  ['芙蓉区妇联评选工作人员名单'],
  ['序号', '姓名', '邮箱', '单位', '角色'],
  ['1', '李敏', 'li.min@example.org', '芙蓉区妇联', '审核员'],
  ['２', '王芳', 'wang.fang＠example.org', '', '管理员'],
  ['张静', 'zhang.jing@example.org', '文艺路街道', '填报员'],
  ['刘洋', 'ＬＩＵ@example.org', '文艺路街道妇联', '审核员、填报员'],
  ['陈洁', 'chen.jie@example.org', '', '评委'],
  ['杨丽', 'yang.li@example.org', '', '评审专家'],
  ['赵雪', 'zhao.xue@example.org', '', '专家'],
  ['黄蓉', 'huang.rong@example.org', '', '监督员'],
  ['周伟', 'zhou.wei@example.org', '', '征求意见部门', '公安'],
  ['吴强', 'wu.qiang@example.org', '', '部门', '文明办'],
]
  .map((cells) => cells.join('\t'))
  .join('\r\n');

let world: World;
beforeAll(async () => {
  world = await makeWorld({ now: '2021-01-11T01:00:00.000Z' });
});
afterAll(() => world.close());

it('from the first sign-in to an open round in twelve pages, twelve clicks and twenty fields at most', async () => {
  const { deps } = world;
  // A home of its own beside the others: the root that a first start makes.
  const { org: root } = await firstSteps({ deps });
  const browser = openBrowser(deps);
  const [first] = (await listMembers(deps.table, root)).items;
  await browser.signIn(first!);
  const she = walkerOf(browser);
  she.seen.clicks += 1;
  she.seen.pages += 1;
  await she.open('/');
  expect(she.page.text).toContain('写明由哪个单位组织评选');
  await she.link('/setup');
  await she.submit(/^\/setup\/organisation/, {
    name: '雨花区妇女联合会',
    level: 'district',
    region: '４３０ １１１',
    phone: '0731-85880000',
    below: '下级单位名称\n一、文艺路街道妇联',
  });
  expect(she.page.text).toContain('谁来办理');
  await she.submit(/^\/setup\/members/, { people: people.replaceAll('芙蓉区', '雨花区') });
  expect(she.page.text).toContain('选择评选活动');
  await she.link(/preset=zmjt$/);
  expect(she.page.text).toContain('从 2021-05-15 倒推');
  await drawn({ get: async () => ({ body: she.page.html }) }, '', 'first-hour');
  const halved = await she.submit(/^\/setup\/open/, { 'legalBasis.document': '湘妇〔2021〕3号' });
  expect([halved.status, halved.text.includes('依据 · 批准机关：必须填写')]).toEqual([422, true]);
  const opened = await she.submit(/^\/setup\/open/, {
    'legalBasis.document': '湘妇〔2021〕3号',
    'legalBasis.approvedBy': '湖南省妇联',
    'legalBasis.date': '2021-01-04',
    places: '10',
  });
  expect([opened.status, opened.text.includes('评选工作台')]).toEqual([200, true]);
  expect(opened.text).toContain('第 3 级');
  expect(she.seen.pages).toBeLessThanOrEqual(12);
  expect(she.seen.clicks).toBeLessThanOrEqual(12);
  expect(she.seen.fields).toBeLessThanOrEqual(20);

  const programme = await getProgramme(deps.table, 'zmjt-2021-430111');
  expect([programme.status, programme.document.legalBasis?.document]).toEqual([
    'published',
    '湘妇〔2021〕3号',
  ]);
  const round = await findRound(deps.table, roundId(programme.id, 2, '430111'));
  expect(round?.settings).toMatchObject({
    opensAt: '2021-03-02T01:00:00.000Z',
    closesAt: '2021-03-29T09:30:00.000Z',
    ceremony: '2021-05-15',
    places: 10,
    contact: { phone: '0731-85880000' },
  });
  const [streetOrg] = (await listChildren(deps.table, '430111')).items;
  expect(streetOrg).toMatchObject({ id: '430111001', name: '文艺路街道妇联', level: 'street' });
  const grants = async (org: string) =>
    (await listMembers(deps.table, org)).items.map(
      ({ name, email, grants: [first] }) => `${name} ${email} ${first?.department ?? first?.role}`,
    );
  expect((await grants('430111001')).toSorted()).toEqual([
    '刘洋 l***@example.org reviewer',
    '张静 z***@example.org clerk',
  ]);
  expect(await grants('430111')).toHaveLength(9);
});

it('leaves levels out: a district that runs without streets takes nominations itself', async () => {
  const { deps } = world;
  const administrator = openBrowser(deps);
  await administrator.signIn(await world.as('administrator', district));
  const she = walkerOf(administrator);
  await she.open(`/setup/open?org=${district}&preset=lsjt`);
  expect(she.page.text).toContain('不设的层级');
  const boxes = [...she.page.html.matchAll(/name="without" value="(\w+)"/g)].map(([, level]) => level);
  expect(boxes).toContain('street');
  expect(boxes).not.toContain('district');
  const opened = await she.submit(/^\/setup\/open/, {
    'legalBasis.document': '湘妇〔2021〕5号',
    'legalBasis.approvedBy': '湖南省妇联',
    'legalBasis.date': '2021-01-04',
    opensAt: '2021年1月11日 9点',
    places: '10',
    without: boxes.map(String),
  });
  expect([opened.status, opened.text.includes('第 1 级')]).toEqual([200, true]);
  const { document } = await getProgramme(deps.table, `lsjt-2021-${district}`);
  expect(document.stages.map(({ level }) => level)).toEqual(['district', 'city', 'province']);
  const clerk = openBrowser(deps);
  await clerk.signIn(await world.as('clerk', street(1)));
  const offered = await clerk.get(`/programmes/open?org=${street(1)}`);
  expect(offered.text).toContain(document.title.zh);
  expect(offered.text).toContain('组织评选 芙蓉区妇女联合会');
});

it('says who may open a round of an organisation below, and lets her become one of them', async () => {
  const above = openBrowser(world.deps);
  await above.signIn(await world.as('administrator', city));
  const told = await above.get(`/setup/open?org=${district}`);
  expect([told.status, told.text.includes('芙蓉区妇女联合会的评选只能由它自己的管理员设置和开放')]).toEqual([
    200,
    true,
  ]);
  const joined = await above.post(`/setup/administrator?org=${district}`);
  expect((await above.follow(joined)).text).toContain('选择评选活动');
  const stranger = openBrowser(world.deps);
  await stranger.signIn(await world.as('clerk', street(1)));
  expect((await stranger.post(`/setup/administrator?org=${district}`)).status).toBe(403);
  expect((await stranger.get(`/setup/organisation?org=${district}`)).status).toBe(403);
});

it('refuses a list with a wrong line whole, says the line, and keeps what was typed', async () => {
  const browser = openBrowser(world.deps);
  await browser.signIn(await world.as('administrator', district));
  const people = '钱一 qian@example.org 填报员\n孙二 sun.example.org 填报员\n李三 li3@example.org 科长';
  const refused = await browser.post(`/setup/members?org=${district}`, { people });
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('第 2 行：没有写有效的邮箱');
  expect(refused.text).toContain('第 3 行：“科长”不是这里的单位，也不是角色');
  expect(refused.html).toContain('孙二 sun.example.org');
  expect(refused.html).toContain('href="#f-people"');
  const { items } = await listMembers(world.deps.table, district, { limit: 100 });
  expect(items.some(({ name }) => name === '钱一')).toBe(false);
  // A sheet is read alike, and refused alike.
  const sheet = workbook({ 人员: { rows: people.split('\n').map((line) => line.split(' ')) } });
  const uploaded = await browser.post(`/setup/members?org=${district}`, { people: '', file: sheet });
  expect([uploaded.status, uploaded.text.includes('第 3 行：“科长”不是这里的单位，也不是角色')]).toEqual([
    422,
    true,
  ]);
  // The same over the API, which takes the list as it is typed too.
  const good = { people: '钱一，qian@example.org，填报员' };
  const actor = await world.as('administrator', district);
  const sent = { ...good, id: district };
  expect(await inviteList(world.deps, actor, sent)).toEqual({ invited: 1, unchanged: 0 });
  expect(await inviteList(world.deps, actor, sent)).toEqual({ invited: 0, unchanged: 1 });
});
