/** Honours held before, as nominators type them: recognised, asked about, never silently none (docs/rules/honours.md#names). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streetId } from '#local/demo/furong.ts';
import {
  answerTask,
  done,
  hiddenFields,
  type Journey,
  nominate,
  openJourney,
  type Person,
  plainText,
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
import { womanOf, women } from './women.ts';

let journey: Journey;
let district: Federation;
let clerks: readonly Person[];
let round = '';

/** What each of the first women typed under 曾获荣誉. */
const typed = [
  { title: '湖南省三八红旗手', level: 'province', year: 2019 },
  { title: '芙蓉区“三八”红旗手', level: 'district', year: 2019 },
  { title: '湖南省教育系统三八红旗手', level: 'province', year: 2019 },
  { title: '湖南省三八红旗手', level: 'district', year: 2019 },
  { title: '湖南省优秀教师', level: 'province', year: 2019 },
];
const ids: string[] = [];

beforeAll(async () => {
  journey = await openJourney('2021-01-08 09:00');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', { departments: ['公安'] });
  clerks = await plantClerks(journey, typed.length);
  const { administrator } = district;
  await publish(administrator, 'furong', 'sbqs-2021', preset('sbqs', '2021'));
  round = await openRound(administrator, 'sbqs-2021', 'furong', {
    opens: '2021-01-11 09:00',
    closes: '2021-01-29 17:30',
    ceremony: '2021-03-05',
    legalBasis: { document: '芙办〔2020〕3号', approvedBy: '芙蓉区协调小组', date: '2020-11-02' },
    places: 8,
  });
  await journey.clock('2021-01-11');
  for (const [n, honour] of typed.entries())
    ids.push(
      await nominate(clerks[n]!, {
        programme: 'sbqs-2021',
        org: streetId(n),
        answers: { ...womanOf(n), honours: [honour] },
        pictures: ['portrait'],
      }),
    );
  await journey.clock('2021-01-12');
});
afterAll(() => journey.close());

const taskOf = async (n: number) => {
  const tasks = await tasksOf(district.reviewers[0]!, round);
  return tasks.find(({ name }) => name === women[n]![0])!;
};
const approve = async (n: number, more = {}) =>
  answerTask(district.reviewers[0]!, await taskOf(n), { outcome: 'approve', ...more });

test.each([
  ['of a higher level', 0],
  ['of this level, in quotation marks', 1],
])('an honour %s stops the approval', async (_what, n) => {
  const answer = await approve(n);
  expect([answer.status, answer.body.code]).toEqual([422, 'not-eligible']);
  expect(answer.body.faults).toMatchObject([{ code: 'rule-noRepeat' }]);
});

test('a level that contradicts the title is to be corrected, and passes for nothing', async () => {
  const answer = await approve(3);
  expect([answer.status, answer.body.faults[0].field]).toEqual([422, 'honours']);
  expect(answer.body.faults[0].text).toContain('请更正');
});

test('the preview tells the unit the same as the review', async () => {
  const clerk = clerks[0]!;
  const draft = await done(
    clerk.post('/api/drafts', {
      programme: 'sbqs-2021',
      org: streetId(0),
      channel: 'organisation',
      answers: { ...womanOf(5), honours: [typed[0]] },
    }),
  );
  const preview = await clerk.get(`/nominations/${draft.id}/preview`);
  expect(plainText(preview.body)).toContain('2019 年已获省级荣誉，不再重复申报');
});

test('another honour does not stop anybody', async () => {
  expect((await approve(4)).status).toBe(200);
});

test('a title that only resembles the honour is asked of the reviewer, and her answer is recorded', async () => {
  const [reviewer] = district.reviewers;
  const { items } = await done(
    district.administrator.get(`/api/rounds/${round}/candidacies/${ids[2]}/eligibility`),
  );
  const [doubt] = items.flatMap((each: { doubts?: readonly unknown[] }) => each.doubts ?? []);
  expect(doubt.question).toContain('湖南省教育系统三八红旗手');
  const unanswered = await approve(2);
  expect([unanswered.status, unanswered.body.code]).toEqual([422, 'not-eligible']);
  const isIt = await approve(2, { doubts: [{ id: doubt.id, is: true }] });
  expect([isIt.status, isIt.body.faults[0].code]).toEqual([422, 'rule-noRepeat']);

  const { step } = await taskOf(2);
  const page = `/tasks/${round}/${step}/${ids[2]}`;
  const asked = (await reviewer!.get(page)).body;
  expect(plainText(asked)).toContain('湖南省教育系统三八红旗手');
  const said = { outcome: 'approve', reason: '', 'doubt.0.id': hiddenFields(asked)['doubt.0.id'] ?? '' };
  const without = await reviewer!.press(page, said);
  expect([without.status, plainText(without.body).includes('请选择“是”或“否”')]).toEqual([422, true]);
  const confirm = await reviewer!.press(page, { ...said, 'doubt.0': 'no' });
  expect(confirm.status).toBe(200);
  const recorded = await reviewer!.press(`${page}/confirm`, hiddenFields(confirm.body));
  expect(recorded.status).toBe(303);
  const history = await district.administrator.get(`/rounds/${round}/nominations/${ids[2]}`);
  expect(plainText(history.body)).toContain('审核人确认不是所问的荣誉');
});
