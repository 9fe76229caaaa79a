/** Who is out is out: off the list, its count, its numbers and its papers (docs/rules/objections.md#hold). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answerAll,
  done,
  type Journey,
  onTranche,
  openJourney,
  type Person,
  plainText,
  shortlist,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { decide, honoursOf, openProgramme, openRound, publish, submit } from './driver.ts';

let journey: Journey;
let desk: Person;
let clerk: Person;
let visitor: Person;
let round = '';
const made: string[] = [];
const tranche = (n = 1) => done(desk.get(`/api/rounds/${round}/tranches/${n}`));
const page = async (path: string) => plainText((await desk.get(`/rounds/${round}${path}`)).body);

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  visitor = await journey.visitor();
  await openProgramme(desk, 'yuelu', 'cxds-2022', contest);
  round = await openRound(desk, 'cxds-2022', 'yuelu', ['2022-05-09', '2022-05-13'], { places: 4 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, name] of ['王一', '王二', '王三', '王四'].entries())
    made.push((await done(submit(clerk, 'cxds-2022', 'wangcheng', { name }, `entrant-${n}`))).id);
  await answerAll(desk, round);
  await journey.clock('2022-05-16');
  await shortlist(desk, round, made);
  await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
});
afterAll(() => journey.close());

/** A letter with a postmark of the last day, entered after the notice, and its conclusion. */
async function letter(nomination: string, outcome?: string): Promise<string> {
  const entered = await done(
    desk.post('/api/objections', {
      ...{ notice: `${round}.n1`, channel: 'letter', arrivalPostmark: '2022-05-20', by: 'person' },
      ...{ nomination, name: '李某', contact: '13800002222', body: '作品非本人完成。' },
    }),
  );
  expect(entered.status).toBe('accepted');
  if (outcome !== undefined) await settle(entered.id, outcome);
  return entered.id;
}
async function settle(id: string, outcome: string) {
  const { objection } = await done(desk.get(`/api/objections/${id}`));
  const said = { outcome, finding: '经核查，情况如下。', version: objection.version };
  await done(desk.post(`/api/objections/${id}/settle`, said));
}

test('who is refused in a check after the shortlist is not on the notice', async () => {
  const [stage] = contest.stages;
  const steps = ['review', 'shortlist', 'review', 'notice', 'decision', 'publish'].map((kind) => ({ kind }));
  const document = { ...contest, code: 'FSDS', stages: [{ ...stage!, steps }] };
  await openProgramme(desk, 'yuelu', 'fsds-2022', document);
  const checked = await openRound(desk, 'fsds-2022', 'yuelu', ['2022-05-16', '2022-05-16']);
  const both: string[] = [];
  for (const n of [1, 2])
    both.push((await done(submit(clerk, 'fsds-2022', 'wangcheng', { name: `赵${n}` }, `checked-${n}`))).id);
  await answerAll(desk, checked);
  await journey.clock('2022-05-17');
  await shortlist(desk, checked, both);
  const refuse = { outcome: 'reject', reason: '复审不符合条件' };
  await answerAll(desk, checked, ({ nomination }) =>
    nomination === both[0] ? refuse : { outcome: 'approve' },
  );
  expect((await done(desk.get(`/api/rounds/${checked}/tranches/1`))).entries).toEqual([both[1]]);
  await done(onTranche(desk, checked, 'notice', { start: '2022-05-17' }));
  const notice = await done(visitor.get(`/api/notices/${checked}.n1`));
  const { items } = await done(visitor.get(`/api/notices/${checked}.n1/nominees`));
  expect([notice.count, items.map((each: { name: string }) => each.name)]).toEqual([1, ['赵2']]);
});

let pending = '';
test('a late letter that is upheld before the decision takes the nominee off the tranche and its decision form', async () => {
  await journey.clock('2022-05-23');
  expect((await tranche()).entries).toEqual(made);
  await letter(made[0]!, 'upheld');
  pending = await letter(made[1]!);
  // Its handler's letter opens what waits for her, and home leads to the case itself, though the round has settled.
  const told = (await journey.letters('2022-05-23')).find(({ link }) => link.startsWith('/w/'));
  const waiting = await done(visitor.get(told!.link));
  expect(plainText(waiting)).toContain('异议核查');
  expect(waiting).toContain(`href="/sign-in?next=%2Fobjections%2F${pending}"`);
  const home = String((await desk.get('/')).body);
  expect(home).toContain(`href="/objections/${pending}"`);
  expect((await desk.get(`/objections/${pending}`)).status).toBe(200);
  expect((await tranche()).entries).toEqual(made.slice(2));
  const words = await page('/tranches/1');
  expect(words).toMatch(/本批 2 名/);
  expect(words).toContain('有未通过的对象（本批共 2 名）');
  expect(words).toMatch(/1 名因异议暂缓：\s*王二/);
  expect(words).not.toContain('王一');
});

test('numbers, list, count, open data and papers have those who are in, without a gap', async () => {
  await done(decide(desk, round, '2022-05-23'));
  const list = await done(publish(desk, round, '2022-05-23', ['岳麓区妇联']));
  const honours = await honoursOf(visitor, list.id);
  expect(honours.map((each) => [each.number, each.name])).toEqual([
    ['T-430104-CXDS-2022-0001', '王三'],
    ['T-430104-CXDS-2022-0002', '王四'],
  ]);
  expect(plainText((await visitor.get(`/honours/${list.id}`)).body)).toContain('共 2 个');
  const shown = await done(visitor.get(`/honours/${list.id}.json`));
  expect([shown.list.count, shown.entries.length]).toEqual([2, 2]);
  const open = await done(visitor.get('/open-data/lists.json'));
  expect(open.lists.map((each: { count: number }) => each.count)).toEqual([2]);
  const paper = String((await desk.get(`/rounds/${round}/papers/approval.txt?tranche=1`)).body);
  expect(paper).toContain('关于公布2022年巾帼创新大赛获奖名单的决定');
  expect(paper).toContain('经申报、资格审查，并于2022年5月16日至2022年5月20日公示');
  expect(paper).toContain('决定确定王三等2项在“2022年巾帼创新大赛”中获奖');
  for (const never of ['征求意见', '集体评议', '荣誉称号', '表彰']) expect(paper).not.toContain(never);
  for (const name of ['王一', '王二']) expect(paper).not.toContain(name);
  expect(await page('/papers')).toContain('第 1 批（2 个）');
});

test('who is cleared later goes in a further tranche, with the next number', async () => {
  await settle(pending, 'dismissed');
  const { version } = (await done(desk.get(`/api/rounds/${round}`))).round;
  const second = await done(desk.post(`/api/rounds/${round}/tranches`, { nominations: [made[1]], version }));
  expect([second.n, second.entries]).toEqual([2, [made[1]]]);
  await done(decide(desk, round, '2022-05-23', 2));
  const list = await done(publish(desk, round, '2022-05-23', ['岳麓区妇联'], 2));
  expect((await honoursOf(visitor, list.id)).map((each) => each.number)).toEqual(['T-430104-CXDS-2022-0003']);
  expect(journey.logged).toEqual([]);
});
