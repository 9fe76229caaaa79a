/** Who reads what others said of a nominee while and after they judge (docs/rules/privacy.md#secrecy-of-judgement). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streetId } from '#local/demo/furong.ts';
import {
  answerTask,
  done,
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
import { womanOf } from './women.ts';

let journey: Journey;
let district: Federation;
let panellist: Person;
let clerk: Person;
let round = '';
let id = '';
const veto = '该同志三年内有行政处罚记录';

beforeAll(async () => {
  journey = await openJourney('2021-01-08 09:00');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', { reviewers: 2, departments: ['公安'] });
  const [nominator] = await plantClerks(journey, 1);
  panellist = await journey.person('furong', 'panellist', '评委甲');
  clerk = await journey.person('furong', 'clerk', '区填报员');
  const { administrator } = district;
  const document = preset('sbqs', '2021');
  const stages = document.stages.map((stage) => ({
    ...stage,
    steps: stage.steps.map((step) => (step.kind === 'review' ? { ...step, needed: 2 } : step)),
  }));
  await publish(administrator, 'furong', 'sbqs-2021', { ...document, stages });
  round = await openRound(administrator, 'sbqs-2021', 'furong', {
    opens: '2021-01-11 09:00',
    closes: '2021-01-29 17:30',
    ceremony: '2021-03-05',
    legalBasis: { document: '芙办〔2020〕3号', approvedBy: '芙蓉区协调小组', date: '2020-11-02' },
    places: 8,
  });
  await journey.clock('2021-01-11');
  id = await nominate(nominator!, {
    programme: 'sbqs-2021',
    org: streetId(0),
    answers: womanOf(0),
    pictures: ['portrait'],
  });
  await journey.clock('2021-01-12');
});
afterAll(() => journey.close());

const list = (person: Person) => person.get(`/api/rounds/${round}/candidacies`);
const pageFor = async (person: Person) =>
  plainText((await person.get(`/rounds/${round}/nominations/${id}`)).body);
const answer = async (person: Person, said: Parameters<typeof answerTask>[2]) =>
  done(answerTask(person, (await tasksOf(person, round))[0]!, said));

test('panellists and clerks of the federation list no candidacies, nor find them by name', async () => {
  for (const person of [panellist, clerk]) {
    expect((await list(person)).status).toBe(403);
    expect((await person.get(`/api/rounds/${round}/candidacies?name=何`)).status).toBe(403);
    expect((await person.get(`/rounds/${round}/inbox`)).status).toBe(403);
  }
  expect((await list(district.reviewers[0]!)).status).toBe(200);
});

test('while a step runs the second reviewer reads neither what the first said nor that she answered', async () => {
  const [first, second] = district.reviewers as [Person, Person];
  await answer(first, { outcome: 'approve', reason: '事迹突出，同意推荐' });
  const [seen] = (await done(list(second))).items;
  expect(seen.asked.map((each: { answer?: string }) => each.answer)).toEqual([undefined, undefined]);
  expect(await pageFor(second)).not.toContain('事迹突出');
  const [own] = (await done(list(first))).items;
  expect(own.asked.map((each: { answer?: string }) => each.answer)).toContain('approve');
  expect(await pageFor(district.administrator)).toContain('事迹突出');
  await answer(second, { outcome: 'approve' });
  expect(await pageFor(second)).toContain('事迹突出');
});

test("a department's words are read by those who run the selection, and by nobody else", async () => {
  await answer(district.departments[0]!, { outcome: 'disagree', reason: veto });
  const of = async (person: Person) =>
    JSON.stringify(await done(person.get(`/api/rounds/${round}/candidacies/${id}`)));
  expect(await of(district.administrator)).toContain(veto);
  const [reviewer] = district.reviewers as [Person];
  expect(await of(reviewer)).not.toContain(veto);
  expect(await pageFor(reviewer)).not.toContain(veto);
  expect(plainText((await reviewer.get(`/nominations/${id}`)).body)).not.toContain(veto);
  expect(await pageFor(district.administrator)).toContain(veto);
});
