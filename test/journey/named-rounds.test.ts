/** Rounds of one kind are called and kept by their own names, and an acceptance may come after the notice (docs/rules/steps.md#visits). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  candidaciesOf,
  done,
  hiddenFields,
  type Journey,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { decide, honoursOf, openProgramme, openRound, publish, submit } from './driver.ts';

const org = 'yuelu';
let journey: Journey;
let desk: Person;
let reviewer: Person;
let round = '';
const made: string[] = [];
const steps = [
  { kind: 'review', id: 'village', title: '村评' },
  { kind: 'review', id: 'town', title: '镇评' },
  { kind: 'shortlist' },
  { kind: 'notice' },
  { kind: 'visit', id: 'acceptance', title: '命名前验收', days: 3, visitors: 1, mendDays: 2 },
  { kind: 'decision' },
  { kind: 'publish' },
];
const document = { ...contest, stages: contest.stages.map((stage) => ({ ...stage, steps })) };
const at = (n: number) => `/api/rounds/${round}/candidacies/${made[n]}`;
const review = (n: number, step: string, reason = '', outcome = 'approve') =>
  reviewer.post(`${at(n)}/review`, { step, outcome, reason });
const page = async (path: string, person = desk) => plainText((await person.get(path)).body);

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  const { desk: administrator, clerk } = await openYuelu(journey);
  desk = administrator;
  reviewer = await journey.person(org, 'reviewer', '评审员甲');
  await openProgramme(desk, org, 'cxds-2022', document);
  round = await openRound(desk, 'cxds-2022', org, ['2022-05-09', '2022-05-13'], { places: 2 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, name] of ['王一', '王二'].entries())
    made.push((await done(submit(clerk, 'cxds-2022', 'wangcheng', { name }, `rounds-${n}`))).id);
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

test('each round has its own task, answer and name', async () => {
  expect(await page('/tasks', reviewer)).toContain('村评');
  expect(await refusal(review(0, 'town'))).toMatch(/^4/);
  await done(review(0, 'village', '村里一致'));
  expect(await page('/tasks', reviewer)).toContain('镇评');
  // The same answer to the first round again is that one, and none to the second.
  expect((await done(review(0, 'village', '村里一致'))).step.id).toBe('town');
  await done(review(0, 'town', '镇里认可'));
  const seen = await page(`/rounds/${round}/nominations/${made[0]}`);
  expect(seen).toMatch(/岳麓区妇联 · 村评 通过 村里一致/);
  expect(seen).toMatch(/岳麓区妇联 · 镇评 通过 镇里认可/);
  expect(seen).toContain('环节：镇评');
  for (const step of ['village', 'town']) await done(review(1, step));
});

test('only those whose notice is over are accepted, and who is not is not named', async () => {
  await journey.clock('2022-05-13', '18:00');
  await shortlist(desk, round, made);
  await journey.clock('2022-05-16');
  await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  expect(await page('/tasks', reviewer)).not.toContain('命名前验收');
  await journey.clock('2022-05-23');
  expect(await page('/tasks', reviewer)).toContain('命名前验收');
  const visit = (n: number, outcome: string, reason = '') =>
    reviewer.post(`${at(n)}/visit`, { step: 'acceptance', outcome, reason });
  // One by page, one by API.
  const task = `/tasks/${round}/acceptance/${made[0]}`;
  const confirm = await reviewer.press(task, { outcome: 'approve', reason: '' });
  expect(plainText(confirm.body)).toContain('命名前验收');
  await reviewer.press(`${task}/confirm`, hiddenFields(confirm.body));
  expect((await done(desk.get(at(0)))).state).toBe('cleared');
  // Her 整改 keeps the tranche waiting; when its days are over she is visited again.
  expect((await done(visit(1, 'return', '作品不全'))).mending.until).toBe('2022-05-25');
  expect(await refusal(decide(desk, round, '2022-05-23'))).toMatch(/^409 /);
  await journey.clock('2022-05-25', '18:00');
  expect((await done(visit(1, 'reject', '没有作品'))).outcome.reason).toBe('failedVisit');
  await done(decide(desk, round, '2022-05-25'));
  await journey.clock('2022-05-26');
  const list = await done(publish(desk, round, '2022-05-26', ['岳麓区妇联']));
  expect((await honoursOf(await journey.visitor(), list.id)).map(({ name }) => name)).toEqual(['王一']);
  expect((await candidaciesOf(desk, round, 'out')).map(({ name }) => name)).toEqual(['王二']);
});
