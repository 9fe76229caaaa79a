/** A blind panel with weights: what it never sees, what it promises, how its marks add up, and who decides a tie (docs/rules/panel.md). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commitmentVersion } from '#domain/selection/commitment.ts';
import { done, hiddenFields, type Journey, openJourney, type Person, plainText, refusal } from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { openProgramme, openRound, submit } from './driver.ts';

const org = 'yuelu';
let journey: Journey;
let desk: Person;
let panel: Person[];
let round = '';
const made: string[] = [];
const criteria = [
  { id: 'idea', title: '创意', max: 100, weight: '60%' },
  { id: 'use', title: '实效', max: 50, weight: '40%' },
];
const jury = { kind: 'panel', min: 3, odd: true, criteria, blind: ['name', 'unit'] };
const document = (panelStep: { readonly kind: string }) => ({
  ...contest,
  form: {
    ...contest.form,
    fields: [
      ...(contest as unknown as { form: { fields: object[] } }).form.fields,
      { id: 'unit', label: { zh: '工作单位' }, type: 'text', max: 40 },
      { id: 'deeds', label: { zh: '主要事迹' }, type: 'paragraph', max: 500 },
    ],
  },
  stages: contest.stages.map((stage) => ({
    ...stage,
    steps: [panelStep, ...['shortlist', 'notice', 'decision', 'publish'].map((kind) => ({ kind }))],
  })),
});
const at = () => `/api/rounds/${round}/panel`;
const seen = async (path: string, person = desk) => plainText((await person.get(path)).body);
const mark = (person: Person, n: number, scores: object, version = 0) =>
  person.put(`${at()}/ballots/${made[n]}`, { scores, version });
const hidden = ['王春燕', '望城机械厂', '望城坡'];

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  const { desk: administrator, clerk } = await openYuelu(journey);
  desk = administrator;
  panel = [];
  for (const name of ['甲', '乙', '丙', '丁'])
    panel.push(await journey.person(org, 'panellist', `评委${name}`));
  await openProgramme(desk, org, 'cxds-2022', document(jury));
  round = await openRound(desk, 'cxds-2022', org, ['2022-05-09', '2022-05-13'], { places: 1 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, name] of ['王春燕', '李秋月'].entries()) {
    const answers = { name, unit: '望城机械厂', nation: '汉族', deeds: `${name}在望城机械厂带头创新。` };
    made.push((await done(submit(clerk, 'cxds-2022', 'wangcheng', answers, `blind-key-${n}`))).id);
  }
  await journey.clock('2022-05-13', '18:00');
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

test('weights that do not add up, that only some have, and fields that there are not are refused in words', async () => {
  const wrong = {
    ...jury,
    criteria: [{ ...criteria[0], weight: '50%' }, criteria[1]],
    blind: ['units', 'name', 'name'],
  };
  const faults = async (step: typeof wrong | object) =>
    (
      await desk.post('/api/programmes', {
        ...{ org, id: 'wrong-2022' },
        document: document(step as { readonly kind: string }),
      })
    ).body.faults.map(({ field, code, text }: Record<string, string>) => [
      field?.split('.').slice(5).join('.'),
      code,
      text,
    ]);
  const found: string[][] = await faults(wrong);
  expect(found.map(([field, code]) => `${field} ${code}`).toSorted()).toEqual([
    'blind.0 unknown-field',
    'blind.2 id-twice',
    'criteria weights-sum',
  ]);
  expect(found.find(([, code]) => code === 'weights-sum')?.[2]).toContain('权重合计 90%，须为 100%');
  const partly: string[][] = await faults({
    ...jury,
    criteria: [criteria[0], { ...criteria[1], weight: undefined }],
  });
  expect(partly.map(([field, code]) => `${field} ${code}`)).toEqual(['criteria.1.weight weights-partly']);
});

test('who lists the nominees by another role is not invited to judge blind', async () => {
  const both = await journey.personOf('兼任评委', [
    { org, role: 'panellist' },
    { org, role: 'reviewer' },
  ]);
  const invited = await desk.post(`${at()}/members`, { members: [both.id] });
  expect([invited.status, invited.body.faults[0].code]).toEqual([422, 'not-blind']);
  await done(desk.post(`${at()}/members`, { members: panel.map(({ id }) => id) }));
});

test('the commitment is read, accepted in the words that were shown, and printed', async () => {
  const [first] = panel as [Person, ...Person[]];
  expect(await refusal(mark(first, 0, { idea: 1, use: 1 }))).toBe('409 commitment-first');
  expect(await refusal(first.get(`${at()}/nominees/${made[0]}`))).toBe('409 commitment-first');
  const { version, lines, acceptedAt } = await done(first.get(`${at()}/commitment`));
  expect([version, lines.length, acceptedAt]).toEqual([commitmentVersion, 4, undefined]);
  expect((await first.post(`${at()}/commitment`, { text: '1' })).body.faults[0].code).toBe(
    'commitment-needed',
  );
  const path = `/tasks/${round}/panel`;
  await first.press(`${path}/commit`, { commitment: version });
  for (const each of panel.slice(1)) await done(each.post(`${at()}/commitment`, { text: version }));
  const own = await seen(`${path}/commitment`, first);
  expect([own.includes('2022-05-13 18:00 在系统中承诺'), own.includes('承诺人签名')]).toEqual([true, true]);
  const all = await seen(`/rounds/${round}/panel/commitments`);
  expect(panel.filter((_, n) => !all.includes(`评委${'甲乙丙丁'[n]}`))).toEqual([]);
  expect((await done(desk.get(`${at()}/commitments`))).items.length).toBe(4);
  expect((await first.get(`${at()}/commitments`)).status).toBe(403);
});

test('hidden fields are on no page and in no answer of its panellists, also where they are written elsewhere', async () => {
  const [first] = panel as [Person, ...Person[]];
  const { receipt } = await done(desk.get(`/api/nominations/${made[0]}`));
  const path = `/tasks/${round}/panel`;
  const shown = [
    await seen(path, first),
    await seen(`${path}/${made[0]}`, first),
    JSON.stringify(await done(first.get(at()))),
    JSON.stringify(await done(first.get(`${at()}/nominees/${made[0]}`))),
    JSON.stringify(await done(first.get('/api/tasks'))),
    await seen('/tasks', first),
  ];
  expect(
    shown.flatMap((text, i) => hidden.filter((word) => text.includes(word)).map((word) => [i, word])),
  ).toEqual([]);
  expect([shown[1]?.includes(receipt), shown[1]?.includes('＊＊在＊＊带头创新。')]).toEqual([true, true]);
  for (const way of [
    `/api/nominations/${made[0]}`,
    `/nominations/${made[0]}`,
    `/api/rounds/${round}/candidacies/${made[0]}`,
    `/api/nominations/${made[0]}/form.docx`,
    `/nominations/${made[0]}/print`,
  ])
    expect([way, (await first.get(way)).status]).toEqual([way, 404]);
  // She knows of the round, and not who stands in it.
  for (const name of [made[0], 'nom99999999', 'papers/summary.xlsx?of=inbox'])
    expect(
      (await first.get(`/rounds/${round}/${name?.includes('/') ? '' : 'nominations/'}${name}`)).status,
    ).toBe(403);
  // Who runs it sees everything.
  expect(await seen(`/rounds/${round}/panel`)).toContain('王春燕');
});

test('the confirmation shows how the marks add up; declared conflicts leave the tally; an even panel does not close', async () => {
  const [first, second, third, fourth] = panel as [Person, Person, Person, Person];
  const path = `/tasks/${round}/panel/${made[0]}`;
  const confirm = await first.press(path, { _version: '0', 'scores.idea': '９０', 'scores.use': '40 分' });
  expect(plainText(confirm.body)).toContain('90×60% + 40÷50×100×40% = 86');
  await first.press(`${path}/confirm`, hiddenFields(confirm.body));
  await done(mark(second, 0, { idea: 80, use: '45' }));
  await done(mark(third, 0, { idea: 88, use: '43' }));
  await done(mark(fourth, 0, { idea: 10, use: '10' }));
  const conflict = { reason: '曾在同一单位工作' };
  await done(fourth.post(`${at()}/conflicts/${made[0]}`, conflict));
  expect((await mark(fourth, 0, { idea: 10, use: '10' }, 2)).body.faults[0].code).toBe('conflict');
  for (const each of panel) await done(mark(each, 1, { idea: 85, use: 43 }));
  const even = await desk.post(`${at()}/close`);
  expect([even.status, even.body.faults.map(({ text }: { text: string }) => text)]).toEqual([
    422,
    ['评委须为单数，现有 4 人，请增减一人'],
  ]);
  await done(desk.post(`${at()}/members/${fourth.id}/absent`, { reason: '因公出差' }));
  await done(desk.post(`${at()}/close`));
  // (86 + 84 + 87.2) / 3 = 85.7333 and 85.4.
  const board = await seen(`/rounds/${round}/panel`);
  expect([board.includes('85.73'), board.includes('85.40')]).toEqual([true, true]);
});
