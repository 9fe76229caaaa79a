/** 群众评议: recorded with its votes, which decide exactly as the programme says (docs/rules/steps.md#appraisal). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { done, hiddenFields, type Journey, openJourney, type Person, plainText, refusal } from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { openProgramme, openRound, submit } from './driver.ts';

const org = 'yuelu';
let journey: Journey;
let desk: Person;
let clerk: Person;
let reviewer: Person;
let round = '';
const made: string[] = [];
const appraisal = { kind: 'appraisal', title: '小区评议', atLeast: '60%', fewestPresent: 20 };
const others = ['review', 'shortlist', 'notice', 'decision', 'publish'].map((kind) => ({ kind }));
const withSteps = (first: { readonly kind: string; readonly [option: string]: unknown }) => ({
  ...contest,
  stages: contest.stages.map((stage) => ({ ...stage, steps: [first, ...others] })),
});

const at = (n: number) => `/api/rounds/${round}/candidacies/${made[n]}`;
const scan = () => new File(['%PDF-1.4\n%%EOF\n'], '评议记录.pdf', { type: 'application/pdf' });
async function minutes(n: number): Promise<string> {
  const form = new FormData();
  form.set('file', scan());
  return (await done(reviewer.post(`${at(n)}/steps/appraisal/minutes`, form))).id;
}
const votes = (present: number, inFavour: number, against: number, abstained: number) => ({
  ...{ step: 'appraisal', heldOn: '2022-05-09', place: '社区会议室' },
  ...{ present, inFavour, against, abstained },
});
const codes = async (sent: object) =>
  (await reviewer.post(`${at(0)}/appraisal`, sent)).body.faults.map(
    ({ field, code }: { field: string; code: string }) => `${field} ${code}`,
  );

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  reviewer = await journey.person(org, 'reviewer', '评议登记人');
  await openProgramme(desk, org, 'cxds-2022', withSteps(appraisal));
  round = await openRound(desk, 'cxds-2022', org, ['2022-05-09', '2022-07-29'], { places: 3 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, name] of ['王一', '王二', '王三'].entries())
    made.push((await done(submit(clerk, 'cxds-2022', 'wangcheng', { name }, `appraised-${n}`))).id);
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

test('a share that is no percentage is refused in words', async () => {
  const wrong = await desk.post('/api/programmes', {
    ...{ org, id: 'wrong-2022', document: withSteps({ ...appraisal, atLeast: '六成' }) },
  });
  expect([wrong.status, wrong.body.faults[0].field]).toEqual([422, 'document.stages.0.steps.0.atLeast']);
  expect(wrong.body.faults[0].text).toContain('百分数，如 60%');
});

test('votes that do not add up, a day to come, too few present and no minutes are each said', async () => {
  const scanned = await minutes(0);
  expect(await codes({ ...votes(60, 36, 20, 3), minutes: scanned })).toEqual(['present votes-differ']);
  expect(await codes({ ...votes(60, 36, 20, 4), heldOn: '2022-05-10', minutes: scanned })).toEqual([
    'heldOn in-the-future',
  ]);
  expect(await codes({ ...votes(19, 19, 0, 0), minutes: scanned })).toEqual(['present too-few-present']);
  expect(await codes(votes(60, 36, 20, 4))).toEqual(['minutes minutes-required']);
  expect(await codes({ step: 'appraisal', minutes: scanned })).toEqual(
    expect.arrayContaining(['heldOn required', 'place required', 'present required', 'inFavour required']),
  );
  const bare = { step: 'appraisal', outcome: 'approve', reason: '' };
  expect(await refusal(reviewer.post(`${at(0)}/review`, bare))).toMatch(/^422 /);
});

test('exactly 60% carries, on the page with numbers as people write them', async () => {
  const path = `/tasks/${round}/appraisal/${made[0]}`;
  const page = await reviewer.get(path);
  expect(plainText(page.body)).toContain('同意人数占到会人数的比例为60%以上（含）的通过；到会不少于 20 人');
  const form = new FormData();
  const typed = {
    ...{ ...hiddenFields(page.body), outcome: 'held', heldOn: '2022-05-09', place: '社区\n会议室' },
    ...{ present: '６０ 人', inFavour: '36票', against: '20', abstained: '４', reason: '' },
  };
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  form.set('attachments.minutes', scan());
  const asked = await reviewer.call('POST', path, form);
  const repeated = plainText(asked.body);
  expect(repeated).toContain('到会 60 人：同意 36、反对 20、弃权 4，同意占 60.00%');
  expect(repeated).toMatch(/评议结果\s*评议通过/);
  await reviewer.press(`${path}/confirm`, hiddenFields(asked.body));
  expect((await done(desk.get(at(0)))).state).toBe('review');
  const seen = plainText((await desk.get(`/rounds/${round}/nominations/${made[0]}`)).body);
  expect(seen).toContain('2022-05-09 在社区 会议室召开，到会 60 人：同意 36、反对 20、弃权 4');
  expect(seen).toContain('评议记录.pdf');
});

test('599 of 1,000 do not; the votes are the reason, and the same sent again is one', async () => {
  const sent = { ...votes(1000, 599, 400, 1), minutes: await minutes(1) };
  const { state, outcome } = await done(reviewer.post(`${at(1)}/appraisal`, sent));
  expect([state, outcome.reason]).toEqual(['out', 'notCarried']);
  expect(outcome.note ?? '').toBe('');
  const stands = await done(desk.get(at(1)));
  expect(stands.outcome.note).toContain('同意 599、反对 400、弃权 1，同意占 59.90%');
  expect((await done(reviewer.post(`${at(1)}/appraisal`, sent))).state).toBe('out');
  const other = { ...sent, against: 401, abstained: 0 };
  expect(await refusal(reviewer.post(`${at(1)}/appraisal`, other))).toBe('409 already-decided');
});

test('a form found wrong before it is held goes back to its nominator', async () => {
  const path = `/tasks/${round}/appraisal/${made[2]}`;
  const form = new FormData();
  const page = await reviewer.get(path);
  for (const [name, value] of Object.entries({ ...hiddenFields(page.body), outcome: 'return', reason: '' }))
    form.set(name, value);
  expect((await reviewer.call('POST', path, form)).status).toBe(422);
  form.set('reason', '姓名有误');
  const asked = await reviewer.call('POST', path, form);
  await reviewer.press(`${path}/confirm`, hiddenFields(asked.body));
  expect((await done(desk.get(at(2)))).state).toBe('returned');
});
