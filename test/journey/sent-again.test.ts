/** What a desk records once and sends again, by page and API: the same is one, another is refused and told what stands. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Answer,
  answerAll,
  answerTask,
  done,
  type Journey,
  onTranche,
  openJourney,
  type Person,
  plainText,
  shortlist,
  tasksOf,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { openProgramme, openRound, submit } from './driver.ts';

let journey: Journey;
let desk: Person;
let clerk: Person;
let round = '';
const works: string[] = [];
const at = () => `/rounds/${round}/tranches/1`;

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  await openProgramme(desk, 'yuelu', 'cxds-2022', contest);
  round = await openRound(desk, 'cxds-2022', 'yuelu', ['2022-05-09', '2022-05-13'], { places: 3 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, name] of ['织锦', '湘绣', '夏布', '竹编'].entries())
    works.push((await done(submit(clerk, 'cxds-2022', 'wangcheng', { name }, `handicraft-${n}`))).id);
});
afterAll(() => journey.close());

/** Status, code and what is said of each field. */
const told = ({ status, body }: Answer) => [
  status,
  body.code,
  ...(body.faults ?? []).map(({ text }: { text: string }) => text),
];

test('a withdrawal', async () => {
  const withdraw = (reason: string) => clerk.post(`/api/nominations/${works[3]}/withdrawal`, { reason });
  await done(withdraw('本人放弃'));
  expect((await withdraw(' 本人放弃 ')).status).toBe(200);
  expect(told(await withdraw('材料不实'))).toEqual([409, 'withdrawn', '「原因」已登记为：本人放弃']);
});

test('a review', async () => {
  const [task] = await tasksOf(desk, round);
  const decide = (reason: string) => answerTask(desk, task!, { outcome: 'approve', reason });
  await done(decide('材料齐全'));
  expect((await decide('材料齐全')).status).toBe(200);
  expect(told(await decide('附件缺一页'))).toEqual([409, 'already-decided', '「理由」已登记为：材料齐全']);
  await answerAll(desk, round);
});

test('a confirmed shortlist', async () => {
  await journey.clock('2022-05-16');
  await shortlist(desk, round, works.slice(0, 3));
  const { version } = await done(desk.get(`/api/rounds/${round}/shortlist`));
  const confirm = (seen: number) => desk.post(`/api/rounds/${round}/shortlist/confirm`, { version: seen });
  expect((await confirm(version - 1)).status).toBeLessThan(300);
  const other = await confirm(version - 2);
  expect(told(other)).toEqual([409, 'shortlist-confirmed']);
  expect(other.body.detail).toContain('拟推荐 3 个');
});

test('a notice', async () => {
  const post = (start: string) => onTranche(desk, round, 'notice', { start });
  await done(post('2022-05-16'));
  expect((await post('2022-05-16')).status).toBeLessThan(300);
  expect(told(await post('2022-05-17'))).toEqual([
    409,
    'not-noticing',
    '「公示开始日期」已登记为：2022-05-16',
  ]);
});

test('a decision: body, date, minutes, and who was not approved', async () => {
  await journey.clock('2022-05-23');
  const refused = [{ nomination: works[1]!, reason: '已获同类奖项' }];
  const sent = { body: '党组会', date: '2022-05-23', minutes: '1号', refused };
  const decide = (more: object = {}) => onTranche(desk, round, 'decision', { ...sent, ...more });
  await done(decide());
  expect((await decide({ minutes: ' 1号 ' })).status).toBeLessThan(300);
  const stands = '「未通过的对象」已登记为：湘绣（已获同类奖项）';
  expect(told(await decide({ refused: [] }))).toEqual([409, 'decided', stands]);
  expect(told(await decide({ refused: [{ nomination: works[2], reason: '已获同类奖项' }] }))).toEqual([
    409,
    'decided',
    stands,
  ]);
  expect(told(await decide({ refused: [{ ...refused[0], reason: '材料不实' }] }))).toEqual([
    409,
    'decided',
    stands,
  ]);
  expect(told(await decide({ minutes: '２号', body: '主席办公会' }))).toEqual([
    409,
    'decided',
    '「审定机构」已登记为：党组会',
    '「会议纪要文号或编号」已登记为：1号',
  ]);

  const { version, decision } = await done(desk.get(`/api${at()}`));
  expect(decision.refused).toEqual(refused);
  const typed = { version: String(version), body: '党组会', date: '2022-05-23', minutes: '1号' };
  const same = await desk.press(`${at()}/decide`, { ...typed, [`refused.${works[1]}`]: '已获同类奖项' });
  expect(same.status).toBe(303);
  const page = await desk.press(`${at()}/decide`, typed);
  expect([page.status, plainText(page.body).includes(stands)]).toEqual([409, true]);
});

test('a published list', async () => {
  const sent = {
    title: '关于通报创新大赛结果的决定',
    documentNumber: '岳妇〔2022〕5号',
    date: '2022-05-24',
    bodies: ['岳麓区妇联', '岳麓区科技局'],
  };
  await journey.clock('2022-05-24');
  const publish = (more: object = {}) => onTranche(desk, round, 'list', { ...sent, ...more });
  const made = await done(publish());
  expect((await done(publish({ title: ` ${sent.title} ` }))).id).toBe(made.id);
  expect(told(await publish({ documentNumber: '岳妇〔2022〕6号', bodies: ['岳麓区妇联'] }))).toEqual([
    409,
    'list-published',
    '「决定文号」已登记为：岳妇〔2022〕5号',
    '「授予单位」已登记为：岳麓区妇联、岳麓区科技局',
  ]);
});

test('the cancelling of a round: its reason and its letters go out once', async () => {
  const next = { ...contest, edition: '2023' };
  await openProgramme(desk, 'yuelu', 'cxds-2023', next);
  const other = await openRound(desk, 'cxds-2023', 'yuelu', ['2022-06-01', '2022-06-10'], { places: 3 });
  const cancel = (reason: string) => desk.post(`/api/rounds/${other}/cancel`, { reason });
  await done(cancel('经费未落实'));
  expect((await cancel('经费未落实')).status).toBeLessThan(300);
  expect(told(await cancel('场地未落实'))).toEqual([409, 'round-cancelled', '「原因」已登记为：经费未落实']);
  const { items } = await done(desk.get(`/api/rounds/${other}/changes`));
  expect(items.map(({ reason }: { reason: string }) => reason)).toEqual(['经费未落实']);
});

test('an entry of the ledger, by the key of its form', async () => {
  const entry = {
    ...{ year: 2021, level: 'city', code: 'SBQS', title: '三八红旗手', category: 'individual' },
    ...{ names: ['王芳'], bodies: ['长沙市妇女联合会'] },
  };
  const record = (more: object = {}) =>
    desk.call(
      'POST',
      '/api/organisations/yuelu/ledger',
      { ...entry, ...more },
      { 'idempotency-key': 'ledger-wang-fang' },
    );
  const made = await done(record());
  expect((await done(record({ title: ' 三八红旗手 ' }))).id).toBe(made.id);
  const other = await record({ names: ['李芳'] });
  expect(told(other)).toEqual([409, 'entry-recorded']);
  expect(other.body.detail).toContain('三八红旗手（王芳）');
});
