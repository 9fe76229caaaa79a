/** 实地评估 by two visitors: both sign, 整改 until a day, reminded, visited again, and failed after so many times (docs/rules/steps.md#mending). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jpeg } from '../furong.ts';
import {
  done,
  hiddenFields,
  type Journey,
  openJourney,
  type Person,
  plainText,
  refusal,
  tasksOf,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { drawn } from './drawn.ts';
import { openProgramme, openRound, submit } from './driver.ts';

const org = 'yuelu';
let journey: Journey;
let desk: Person;
let clerk: Person;
let owner: Person;
let visitors: readonly Person[];
let round = '';
const made: string[] = [];
const visit = {
  ...{ kind: 'visit', title: '现场评估', days: 10, visitors: 2, photos: true, checklist: ['制度上墙'] },
  ...{ mendDays: 5, mendings: 1 },
};
const steps = [
  { kind: 'review' },
  visit,
  ...['shortlist', 'notice', 'decision', 'publish'].map((kind) => ({ kind })),
];
const document = { ...contest, stages: contest.stages.map((stage) => ({ ...stage, steps })) };

const at = (n: number) => `/api/rounds/${round}/candidacies/${made[n]}`;
const candidacy = async (n: number) => done(desk.get(at(n)));
async function photo(visitor: Person, n: number): Promise<string> {
  const form = new FormData();
  form.set('file', new File([Uint8Array.from(jpeg(n + 2))], '现场.jpg', { type: 'image/jpeg' }));
  return (await done(visitor.post(`${at(n)}/steps/visit/photos`, form))).id;
}
const conclude = async (visitor: Person, n: number, outcome: string, reason = '') =>
  visitor.post(`${at(n)}/visit`, {
    ...{ step: 'visit', outcome, reason },
    ...{ checklist: [{ item: '制度上墙', ok: outcome === 'approve' }], photos: [await photo(visitor, n)] },
  });

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  owner = await journey.person('wangcheng', 'clerk', '望城坡第二填报员');
  visitors = [
    await journey.person(org, 'reviewer', '评估员甲'),
    await journey.person(org, 'reviewer', '评估员乙'),
  ];
  await openProgramme(desk, org, 'cxds-2022', document);
  round = await openRound(desk, 'cxds-2022', org, ['2022-05-09', '2022-07-29'], { places: 3 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, name] of ['王一', '王二', '王三'].entries())
    made.push(
      (await done(submit(n === 2 ? owner : clerk, 'cxds-2022', 'wangcheng', { name }, `visited-${n}`))).id,
    );
  for (const each of visitors)
    for (const task of (await tasksOf(each, round)).filter(({ kind }) => kind === 'review'))
      await done(
        each.post(`/api/rounds/${round}/candidacies/${task.nomination}/review`, {
          ...{ step: task.step, outcome: 'approve', reason: '' },
        }),
      );
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

test('what a programme may say of it: whole days, and how often', async () => {
  const wrong = { ...visit, mendDays: 0, mendings: '两次' };
  const made = await desk.post('/api/programmes', {
    ...{ org, id: 'wrong-2022' },
    document: { ...document, stages: document.stages.map((stage) => ({ ...stage, steps: [wrong] })) },
  });
  expect(made.status).toBe(422);
  const fields = made.body.faults.map(({ field }: { field: string }) => field);
  expect(fields).toEqual(
    expect.arrayContaining(['document.stages.0.steps.0.mendDays', 'document.stages.0.steps.0.mendings']),
  );
});

test('a visit without its photographs is refused; two different people sign it, and one alone passes nobody', async () => {
  const bare = {
    ...{ step: 'visit', outcome: 'approve', reason: '' },
    checklist: [{ item: '制度上墙', ok: true }],
  };
  expect(await refusal(visitors[0]!.post(`${at(0)}/visit`, bare))).toMatch(/^422 /);
  expect((await done(conclude(visitors[0]!, 0, 'approve'))).state).toBe('visit');
  const other = { step: 'visit', outcome: 'return', reason: '改' };
  expect(await refusal(visitors[0]!.post(`${at(0)}/visit`, other))).toBe('409 already-decided');
  expect((await done(conclude(visitors[1]!, 0, 'approve'))).state).toBe('waiting');
});

test('整改 says until when, and how often it may be said, before and after the press', async () => {
  const page = await visitors[0]!.get(`/tasks/${round}/visit/${made[1]}`);
  // Neither photographs nor an account of deeds: no empty box stands before the form.
  expect(String(page.body)).not.toContain('<div class="answers"></div>');
  expect(plainText(page.body)).toContain('整改期限为 5 个工作日，期满再次评估；最多整改 1 次，已整改 0 次');
  const form = new FormData();
  for (const [name, value] of Object.entries(hiddenFields(page.body))) form.set(name, value);
  for (const [name, value] of [
    ['checklist.0', 'no'],
    ['outcome', 'return'],
    ['reason', '制度没有上墙'],
  ] as const)
    form.set(name, value);
  form.set('attachments.photos', new File([Uint8Array.from(jpeg(3))], '现场.jpg', { type: 'image/jpeg' }));
  await drawn(visitors[0]!, `/tasks/${round}/visit/${made[1]}`, 'steps');
  const asked = await visitors[0]!.call('POST', `/tasks/${round}/visit/${made[1]}`, form);
  expect(plainText(asked.body)).toContain('最多整改 1 次');
  await visitors[0]!.press(`/tasks/${round}/visit/${made[1]}/confirm`, hiddenFields(asked.body));
  // One of two alone sends nobody back: the other signs too, and the stricter word counts.
  expect((await candidacy(1)).state).toBe('visit');
  await done(conclude(visitors[1]!, 1, 'approve'));
  const { state, mending } = await candidacy(1);
  // 5 working days after Monday, May 9, end on Monday, May 16.
  expect([state, mending]).toEqual(['returned', { step: 'visit', times: 1, until: '2022-05-16' }]);
  expect(plainText((await desk.get(`/rounds/${round}/nominations/${made[1]}`)).body)).toContain(
    '第 1 次，期限 2022-05-16',
  );
  const acts = plainText((await desk.get(`/rounds/${round}/nominations/${made[1]}`)).body);
  expect([acts.includes('制度没有上墙'), acts.includes('✗ 不符合 制度上墙')]).toEqual([true, true]);
  const [letter] = await journey.letters('2022-05-09', undefined, '整改通知');
  expect(plainText(letter?.page ?? '')).toContain('“王二”的实地评估要求整改');
});

test('she is reminded three days before, visited again when the time is over, and 整改 once more is 不通过', async () => {
  await journey.clock('2022-05-13', '09:00');
  const [letter] = await journey.letters('2022-05-13', undefined, '整改提醒');
  expect(plainText(letter?.page ?? '')).toContain('“王二”的整改期限将满');
  expect((await candidacy(1)).state).toBe('returned');
  await journey.clock('2022-05-16', '18:00');
  const { state, step } = await candidacy(1);
  expect([state, step.attempt]).toEqual(['visit', 2]);
  const page = await visitors[1]!.get(`/tasks/${round}/visit/${made[1]}`);
  expect(plainText(page.body)).toContain('达到上限：再选“整改”按不通过办理');
  expect((await done(conclude(visitors[1]!, 1, 'return', '仍未上墙'))).state).toBe('visit');
  await done(conclude(visitors[0]!, 1, 'return', '资料不全'));
  const { outcome } = await candidacy(1);
  expect([outcome.reason, outcome.note]).toEqual(['failedVisit', '仍未上墙；资料不全']);
  const events = plainText((await desk.get(`/rounds/${round}/nominations/${made[1]}`)).body);
  expect(events).toContain('整改期满，再次评估');
});

test('who has mended it sends the form again, is visited before the day, and is not called for twice', async () => {
  await done(conclude(visitors[0]!, 2, 'return', '请补标识'));
  await done(conclude(visitors[1]!, 2, 'approve'));
  const record = plainText((await owner.get(`/nominations/${made[2]}`)).body);
  expect(record).toContain('实地评估要求整改：请于 2022-05-23 前完成');
  const { version } = await done(owner.get(`/api/nominations/${made[2]}`));
  const again = { answers: { name: '王三' }, note: '标识已补', version };
  await done(owner.post(`/api/nominations/${made[2]}/amendments`, again));
  for (const each of visitors) await done(conclude(each, 2, 'approve'));
  await journey.clock('2022-05-24', '09:00');
  const { state, step } = await candidacy(2);
  expect([state, step.attempt]).toEqual(['waiting', 2]);
});
