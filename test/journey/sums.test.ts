/** Numbers with a unit from the form to the published list: typed as people do, printed with the unit, summed, and a number in open data (docs/rules/groups.md#sums). */
import { readSheet } from 'read-excel-file/node';
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
import { type Document, decide, honoursOf, openProgramme, openRound, publish, submit } from './driver.ts';

const form = contest.form as unknown as { fields: object[] };
const loan = {
  id: 'loan',
  label: { zh: '贷款金额' },
  type: 'number',
  required: true,
  unit: '万元',
  sum: true,
};
const size = {
  ...{ id: 'size', label: { zh: '团队规模' }, type: 'choice' },
  options: ['个人', '团队'].map((value) => ({ value, label: { zh: value } })),
};
const loans = {
  ...contest,
  kind: 'support',
  form: { ...form, publicFields: ['name', 'loan'], fields: [form.fields[0], loan, size] },
  stages: contest.stages.map((stage) => ({
    ...stage,
    quota: {},
    lists: [{ id: 'teams', title: '团队专项名单', field: 'size', values: ['团队'] }],
  })),
} as unknown as Document;

let journey: Journey;
let desk: Person;
let clerk: Person;
let round = '';
let list = '';
beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
});
afterAll(() => journey.close());

test('a unit is refused of what is no number', async () => {
  const document = { ...loans, form: { ...form, fields: [{ ...form.fields[0], unit: '万元' }] } };
  const { body } = await desk.post('/api/programmes', { org: 'yuelu', id: 'cxds-x', document });
  expect(body.faults.map(({ code }: { code: string }) => code)).toContain('unit-unfit');
});

test('a number is read with its unit behind it, in whatever width', async () => {
  await openProgramme(desk, 'yuelu', 'cxds-l', loans);
  round = await openRound(desk, 'cxds-l', 'yuelu', ['2022-05-09', '2022-05-13'], { places: 3 });
  await journey.clock('2022-05-09', '10:00');
  const typed = ['12.1万元', '３０ 万元', '0.2'];
  for (const [n, value] of typed.entries()) {
    const name = `赵${n + 1}`;
    await done(
      submit(
        clerk,
        'cxds-l',
        'wangcheng',
        { name, loan: value, size: n < 2 ? '团队' : '个人' },
        `borrower-${n}`,
      ),
    );
  }
  const wrong = await submit(clerk, 'cxds-l', 'wangcheng', { name: '赵四', loan: '12元' }, 'borrower-x');
  expect([wrong.status, wrong.body.faults[0].field]).toEqual([422, 'answers.loan']);
  await answerAll(desk, round);
  await journey.clock('2022-05-16');
  const { items } = await done(desk.get(`/api/rounds/${round}/candidacies`));
  await shortlist(desk, round, items.map(({ nomination }: { nomination: string }) => nomination).toSorted());
});

test('the unit stands behind the number in the notice, its paper and the list, and in the head of the summary list', async () => {
  await done(onTranche(desk, round, 'notice', { start: '2022-05-17' }));
  await journey.clock('2022-05-17', '10:00');
  const visitor = await journey.visitor();
  expect(plainText((await visitor.get(`/notices/${round}.n1`)).body)).toContain('12.1 万元');
  const paper = String((await desk.get(`/rounds/${round}/papers/notice.txt?tranche=1`)).body);
  expect(paper).toContain('贷款金额：30 万元');
  const file = await desk.get(`/rounds/${round}/papers/summary.xlsx?of=tranche&tranche=1`);
  const sheet = await readSheet(Buffer.from(file.body));
  const at = sheet[2]!.indexOf('贷款金额（万元）');
  expect(at).toBeGreaterThan(0);
  expect(
    sheet
      .slice(3)
      .map((row) => row[at])
      .toSorted(),
  ).toEqual([0.2, 12.1, 30, 42.3]);
  await journey.clock('2022-05-24', '09:00');
  await done(decide(desk, round, '2022-05-24'));
  list = (await done(publish(desk, round, '2022-05-24', ['岳麓区妇联']))).id;
  const page = plainText((await visitor.get(`/honours/${list}`)).body);
  expect(page).toContain('12.1 万元');
  expect(page).toContain('共 3 个，贷款金额合计 42.3 万元');
});

test('open data keeps the number, and a correction mends the sum', async () => {
  const visitor = await journey.visitor();
  const csv = async () => String((await visitor.get(`/honours/${list}.csv`)).body).split('\r\n');
  const [head, ...rows] = await csv();
  const at = head!.split(',').indexOf('贷款金额（万元）');
  expect(rows.flatMap((row) => row.split(',')[at] ?? []).toSorted()).toEqual(['0.2', '12.1', '30']);
  const { entries } = (await visitor.get(`/honours/${list}.json`)).body;
  expect(entries.map(({ numbers }: { numbers: object }) => numbers)).toContainEqual({ 贷款金额: 30 });
  const honours = await honoursOf(visitor, list);
  const { number, version } = honours.find(({ shown }) => shown.贷款金额 === '30');
  const correction = { field: '贷款金额', text: '31.5', reason: '笔误', version };
  await done(desk.post(`/api/honours/${number}/correct`, correction));
  expect(plainText((await visitor.get(`/honours/${list}`)).body)).toContain('贷款金额合计 43.8 万元');
});
