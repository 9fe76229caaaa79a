/** 联合评审: co-hosts review and judge with the organisation, and are named after it in their order (docs/rules/steps.md#joint-review). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  done,
  hiddenFields,
  type Journey,
  judge,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
  tasksOf,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { decide, honoursOf, openProgramme, openRound, publish, submit } from './driver.ts';

const org = 'yuelu';
const hosts = ['总工会', '人社局', '科技局'];
let journey: Journey;
let desk: Person;
let reviewer: Person;
let panel: Person[];
let union: Person;
let labour: Person;
let round = '';
const made: string[] = [];
const joint = { kind: 'review', id: 'joint', title: '联合审查', jointWith: ['人社局', '总工会'] };
const board = { kind: 'panel', title: '联合评审会', min: 3, odd: true, jointWith: ['人社局'] };
const document = (steps: readonly { readonly kind: string }[], coHosts = hosts) => ({
  ...contest,
  coHosts,
  stages: contest.stages.map((stage) => ({ ...stage, steps })),
});
const after = ['shortlist', 'notice', 'decision', 'publish'].map((kind) => ({ kind }));
const at = (n: number) => `/api/rounds/${round}/candidacies/${made[n]}`;
const review = (person: Person, n: number, step: string, outcome = 'approve', reason = '') =>
  person.post(`${at(n)}/review`, { step, outcome, reason });
const candidacy = (n: number) => done(desk.get(at(n)));
const seen = async (path: string, person = desk) => plainText((await person.get(path)).body);

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  const { desk: administrator, clerk } = await openYuelu(journey);
  desk = administrator;
  reviewer = await journey.person(org, 'reviewer', '审核员甲');
  panel = [
    await journey.person(org, 'panellist', '评委甲'),
    await journey.person(org, 'panellist', '评委乙'),
    await journey.person(org, 'panellist', '评委丙'),
  ];
  labour = await journey.personOf('人社评委', [
    { org, role: 'department', department: '人社局' },
    { org, role: 'panellist' },
  ]);
  await openProgramme(desk, org, 'cxds-2022', document([{ kind: 'review' }, joint, board, ...after]));
  round = await openRound(desk, 'cxds-2022', org, ['2022-05-09', '2022-05-13'], { places: 2 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, name] of ['王一', '王二', '王三'].entries())
    made.push((await done(submit(clerk, 'cxds-2022', 'wangcheng', { name }, `joint-key-${n}`))).id);
  for (const n of made.keys()) await done(review(reviewer, n, 'review'));
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

test('a step taken jointly names co-hosts that there are, each once', async () => {
  const wrong = { ...joint, jointWith: ['人设局', '总工会', '总工会'] };
  const { status, body } = await desk.post('/api/programmes', {
    ...{ org, id: 'wrong-2022', document: document([wrong, ...after]) },
  });
  const said = body.faults.map(({ field, code }: { field: string; code: string }) => `${field} ${code}`);
  expect([status, said.toSorted()]).toEqual([
    422,
    ['document.stages.0.steps.0.jointWith.0 no-co-host', 'document.stages.0.steps.0.jointWith.2 id-twice'],
  ]);
  expect(JSON.stringify(body.faults)).toContain('是否应为“人社局”');
});

test('it waits for a co-host that has nobody, and says for whom; nobody of the organisation stands in', async () => {
  const { state, step, asked, missing } = await candidacy(0);
  expect([state, step.id, missing]).toEqual(['review', 'joint', ['总工会']]);
  expect(asked.map(({ department = '' }) => department).toSorted()).toEqual(['', '人社局']);
  union = await journey.personOf('工会审核员', [{ org, role: 'department', department: '总工会' }]);
  for (const n of made.keys()) await done(desk.post(`${at(n)}/ask-missing`, {}));
  expect((await candidacy(0)).missing).toBeUndefined();
  await journey.clock('2022-05-09', '10:30');
  const [letter] = await journey.letters('2022-05-09', '工会审核员', '待办通知');
  expect(plainText(letter?.page ?? '')).toContain('联合审查');
  expect((await tasksOf(union, round)).map(({ departments }) => departments)).toEqual([
    ['总工会'],
    ['总工会'],
    ['总工会'],
  ]);
  // Only people of that co-host take its task over.
  const to = { to: (await journey.person(org, 'reviewer', '审核员乙')).id };
  expect((await union.post(`/api/tasks/${round}/joint/${made[0]}/delegate`, to)).status).toBe(422);
});

test('all must approve, by page and by API; the record says for whom each spoke', async () => {
  await done(review(reviewer, 0, 'joint'));
  await done(review(labour, 0, 'joint'));
  expect((await candidacy(0)).state).toBe('review');
  const path = `/tasks/${round}/joint/${made[0]}`;
  expect(await seen(path, union)).toContain('审查结论');
  const confirm = await union.press(path, { outcome: 'approve', reason: '情况属实' });
  await union.press(`${path}/confirm`, hiddenFields(confirm.body));
  expect((await candidacy(0)).state).toBe('waiting');
  // The same press again is the same record.
  expect((await review(union, 0, 'joint', 'approve', '情况属实')).status).toBe(200);
  expect(await refusal(review(union, 0, 'joint', 'approve', '别的'))).toBe('409 already-decided');
  const page = await seen(`/rounds/${round}/nominations/${made[0]}`);
  expect(page).toContain('工会审核员（总工会）');
  for (const person of [reviewer, union, labour]) await done(review(person, 1, 'joint'));
  await done(review(union, 2, 'joint', 'reject', '有劳动纠纷'));
  expect((await candidacy(2)).outcome.note).toBe('有劳动纠纷');
});

test('a joint panel closes only where the co-host judges too, in odd number', async () => {
  await journey.clock('2022-05-13', '18:00');
  const [first, second, third] = panel as [Person, Person, Person];
  const scores = () => ({ overall: '90' });
  const two = made.slice(0, 2);
  expect((await desk.post(`/api/rounds/${round}/panel/close`)).status).toBe(422);
  await expect(judge(desk, [first, second, third], round, two, scores)).rejects.toThrow('co-host-missing');
  expect(await seen(`/rounds/${round}/panel`)).toContain('人社局');
  // With her there are four.
  await expect(judge(desk, [labour], round, two, scores)).rejects.toThrow('even');
  await done(desk.post(`/api/rounds/${round}/panel/members/${third.id}/absent`, { reason: '因公' }));
  await done(desk.post(`/api/rounds/${round}/panel/close`));
});

test('co-hosts stand after the organisation on notice, draft of the decision, list and certificate', async () => {
  await shortlist(desk, round, made.slice(0, 2));
  await journey.clock('2022-05-16');
  await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  const paper = String((await desk.get(`/rounds/${round}/papers/notice.txt?tranche=1`)).body);
  expect(paper).toContain('岳麓区妇联、总工会、人社局、科技局');
  expect(paper).toContain('资格审查、与人社局、总工会联合审查、与人社局联合评审');
  await journey.clock('2022-05-23');
  await done(decide(desk, round, '2022-05-23'));
  expect(await seen(`/rounds/${round}/tranches/1`)).toContain('总工会、人社局、科技局');
  const draft = String((await desk.get(`/rounds/${round}/papers/approval.txt?tranche=1`)).body);
  expect(draft).toContain(['岳麓区妇联', ...hosts].join('\n'));
  const list = (bodies: readonly string[]) => publish(desk, round, '2022-05-23', bodies);
  expect(await refusal(list(['岳麓区妇联', '岳麓区总工会']))).toBe('422 co-host-left-out');
  expect(await refusal(list(['岳麓区妇联', '岳麓区人社局', '岳麓区总工会']))).toBe('422 co-host-order');
  const bodies = ['岳麓区妇联', '岳麓区总工会', '岳麓区人社局'];
  const { id } = await done(list(bodies));
  const visitor = await journey.visitor();
  const [honour] = await honoursOf(visitor, id);
  const certificate = await seen(`/certificates/${honour.number}/print`);
  const places = bodies.map((body) => certificate.indexOf(body));
  expect([places.includes(-1), places]).toEqual([false, places.toSorted((a, b) => a - b)]);
});
