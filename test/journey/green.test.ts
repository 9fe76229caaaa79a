/** 芙蓉 2021 绿色家庭: sent up, no title here (docs/rules/scenarios.md#furong-green). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answers } from '#domain/programme/form.ts';
import { families } from '#local/demo/families.ts';
import { streetId } from '#local/demo/furong.ts';
import {
  answerAll,
  answerTask,
  candidaciesOf,
  decideByLink,
  done,
  type Journey,
  judge,
  nominate,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
  tasksOf,
} from './client.ts';
import {
  type Federation,
  openRound,
  plantClerks,
  plantFederation,
  plantFurong,
  preset,
  publish,
} from './furong.ts';

const programme = 'lsjt-2021';
const names = ['李娜家庭', '王思远家庭', '陈静怡家庭', '周海兰家庭', '吴小梅家庭', '郑国安家庭'];
const departments = ['公安', '生态环境', '发改'];
let journey: Journey;
let district: Federation;
let city: Federation;
let clerks: readonly Person[];
let round = '';
let cityRound = '';
let nominations: readonly string[] = [];
/** Those who go up: 李娜 and three others. */
let four: readonly string[] = [];

/** The form of the n-th household; the last does not sort its garbage, which is a main condition. */
function answersOf(n: number): Answers {
  const { motto: _, ...answers } = families[n]!.answers;
  const name = names[n]!;
  return {
    ...answers,
    familyName: name,
    representative: name.replace('家庭', ''),
    tags: ['垃圾分类', '节能降碳'],
    garbageSorting: n === names.length - 1 ? '否' : '是',
    greenHabits: '坚持垃圾分类、光盘行动和绿色出行。',
  };
}

beforeAll(async () => {
  journey = await openJourney('2021-08-01 09:00');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', { departments, panel: 3 });
  city = await plantFederation(journey, 'changsha', '市', { departments, panel: 0 });
  clerks = await plantClerks(journey, names.length);
});
afterAll(() => journey.close());

test('the programme gives no honour at the district, and goes up from there', async () => {
  const document = preset('lsjt', '2021');
  expect(document.stages.find(({ level }) => level === 'district')).toMatchObject({
    honour: false,
    recommend: true,
  });
  await publish(city.administrator, 'changsha', programme, document);
  round = await openRound(district.administrator, programme, 'furong', {
    opens: '2021-08-02 09:00',
    closes: '2021-08-10 17:30',
    places: 4,
  });
  await journey.clock('2021-08-02');
  const sent: string[] = [];
  for (const n of names.keys())
    sent.push(
      await nominate(clerks[n]!, {
        programme,
        org: streetId(n),
        answers: answersOf(n),
        pictures: ['photos'],
      }),
    );
  nominations = sent;
  four = nominations.slice(0, 4);
});

test('garbage sorting is a condition: the household without it cannot pass 资格审核, not by link either', async () => {
  await journey.clock('2021-08-03');
  const [reviewer] = district.reviewers;
  const last = nominations.at(-1)!;
  const task = (await tasksOf(reviewer!, round)).find((each) => each.nomination === last)!;
  const passed = await answerTask(reviewer!, task, { outcome: 'approve' });
  expect([passed.status, passed.body.code]).toEqual([422, 'not-eligible']);
  expect(passed.body.faults).toMatchObject([{ field: 'garbageSorting' }]);
  const [letter] = await journey.letters('2021-08-02', reviewer!.name, '待办通知');
  const browser = await journey.visitor();
  const tried = await decideByLink(browser, letter!.link, last, { outcome: 'approve' });
  expect([tried.recorded.status, plainText(tried.recorded.body).includes('垃圾分类是主要条件')]).toEqual([
    422,
    true,
  ]);
  const rejected = await decideByLink(browser, letter!.link, last, {
    outcome: 'reject',
    reason: '未坚持垃圾分类',
  });
  expect(rejected.recorded.status).toBe(303);
  expect((await candidaciesOf(district.administrator, round, 'out')).map((each) => each.name)).toEqual([
    names.at(-1),
  ]);
  expect(await answerAll(reviewer!, round)).toBe(5);
  for (const department of district.departments) expect(await answerAll(department, round)).toBe(5);
});

test('a notice of 16 August ends on 20 August; there is no list to publish', async () => {
  await journey.clock('2021-08-11');
  const { administrator } = district;
  await judge(administrator, district.panel, round, nominations.slice(0, 5), (_, i) => ({
    garbage: String(38 - 2 * i),
    saving: '25',
    influence: '24',
  }));
  await shortlist(administrator, round, four);
  await journey.clock('2021-08-16');
  const notice = await done(onTranche(administrator, round, 'notice', { start: '2021-08-16' }));
  expect(notice).toMatchObject({
    start: '2021-08-16',
    end: '2021-08-20',
    decisionFrom: '2021-08-20T16:00:00.000Z',
  });
  const visitor = await journey.visitor();
  const shown = await done(visitor.get(`/api/notices/${notice.id}/nominees`));
  expect(shown.items.map((each: { name: string }) => each.name)).toEqual(names.slice(0, 4));
  const decision = { body: '主席办公会', date: '2021-08-20', minutes: '芙妇会纪〔2021〕9号' };
  await journey.clock('2021-08-20', '17:31');
  expect(await refusal(onTranche(administrator, round, 'decision', decision))).toBe('409 notice-running');
  await journey.clock('2021-08-23');
  await done(onTranche(administrator, round, 'decision', { ...decision, date: '2021-08-23' }));
  const list = {
    title: '绿色家庭',
    documentNumber: '芙妇〔2021〕30号',
    date: '2021-08-23',
    bodies: ['芙蓉区妇女联合会'],
  };
  expect(await refusal(onTranche(administrator, round, 'list', list))).toBe('409 not-publishing');
});

test('four are recommended once the city has opened its intake', async () => {
  const { administrator } = district;
  const recommend = () => onTranche(administrator, round, 'recommendations', { nominations: four });
  expect(await refusal(recommend())).toBe('409 no-round');
  cityRound = await openRound(city.administrator, programme, 'changsha', {
    opens: '2021-08-24 09:00',
    closes: '2021-09-10 17:30',
    places: 20,
  });
  expect(await refusal(recommend())).toBe('409 window-not-open');
  await journey.clock('2021-08-24');
  expect((await done(recommend())).recommended).toEqual(four);
  const above = await candidaciesOf(city.administrator, cityRound);
  expect(above.map((each) => each.nomination).toSorted()).toEqual(four.toSorted());
});

test('no honour, no certificate, nothing for a public query; the status stays with the level above', async () => {
  await journey.clock('2022-06-30');
  const { administrator } = district;
  const sent = await candidaciesOf(administrator, round, 'done');
  expect(sent.map((each) => [each.nomination, each.upward.org, each.upward.state]).toSorted()).toEqual(
    four.map((nomination) => [nomination, 'changsha', 'sent']).toSorted(),
  );
  expect(sent.every((each) => each.honour === undefined)).toBe(true);
  const desk = plainText((await administrator.get(`/rounds/${round}/nominations/${four[0]}`)).body);
  expect(desk).toContain('待上级结果');
  const visitor = await journey.visitor();
  for (const query of ['org=furong', 'year=2021', 'year=2022'])
    expect(await done(visitor.get(`/api/honours/lists?${query}`))).toEqual({ items: [] });
  expect((await done(visitor.get('/open-data/lists.json?year=2021'))).lists).toEqual([]);
  const roll = plainText((await visitor.get('/honours?year=2021&code=LSJT&level=district')).body);
  expect([roll.includes('没有符合条件的 2021 年名单'), roll.includes('李娜')]).toEqual([true, false]);
  for (const number of ['T-430102-LSJT-2021-0001', '430102-LSJT-2021-0001'])
    expect(await refusal(visitor.get(`/api/honours/${number}`))).toMatch(/^404 /);
  const report = await done(administrator.get('/api/organisations/furong/report/2021'));
  expect([report.totals.total, report.paragraph]).toEqual([0, '2021年，芙蓉区妇女联合会没有登记的荣誉。']);
  const { seats } = await done(clerks[0]!.get(`/api/nominations/${four[0]}`));
  expect(seats.map((seat: { level: string; state: string }) => [seat.level, seat.state])).toEqual([
    ['district', 'done'],
    ['city', 'review'],
  ]);
  expect(journey.logged).toEqual([]);
});
