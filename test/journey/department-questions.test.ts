/** What departments are asked besides their opinion: answered, kept, shown to administrators (docs/rules/departments.md#questions). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeFamily } from '#local/demo/photographs.ts';
import { readDocx, readPdf } from '../paper-reading.ts';
import { done, hiddenFields, type Journey, openJourney, type Person, plainText, refusal } from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { openProgramme, openRound, submit } from './driver.ts';

const org = 'yuelu';
let journey: Journey;
let desk: Person;
let police: Person;
let round = '';
const made: string[] = [];
const questions = [
  { id: 'warned', label: '有无家庭暴力告诫书', options: ['有', '无'], departments: ['公安'] },
  { id: 'remark', label: '其他情况', required: false },
  { id: 'tax', label: '纳税信用等级', departments: ['税务'] },
  { id: 'team', label: '团队有无事故', options: ['有', '无'], classes: ['团队'] },
];
const withQuestions = (asked: readonly object[]) => ({
  ...contest,
  form: { ...contest.form, classField: 'size' },
  departments: [{ class: 'all', departments: ['公安', '税务'] }],
  stages: contest.stages.map((stage) => ({
    ...stage,
    steps: [{ kind: 'opinions', questions: asked }, ...stage.steps],
  })),
});
const at = (n: number) => `/api/rounds/${round}/candidacies/${made[n]}`;
const opinion = (n: number, answers: object, department = '公安') =>
  police.post(`${at(n)}/opinion`, { step: 'opinions', department, outcome: 'agree', reason: '', answers });

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  const { desk: administrator, clerk } = await openYuelu(journey);
  desk = administrator;
  police = await journey.personOf('联络员', [
    { org, role: 'department', department: '公安' },
    { org, role: 'department', department: '税务' },
  ]);
  await openProgramme(desk, org, 'cxds-2022', withQuestions(questions));
  round = await openRound(desk, 'cxds-2022', org, ['2022-05-09', '2022-05-20'], { places: 2 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, size] of ['个人', '团队'].entries())
    made.push(
      (await done(submit(clerk, 'cxds-2022', 'wangcheng', { name: `王${n}`, size }, `asked-${n}-key`))).id,
    );
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

test('a question asked twice, of a department or about a class that there is not, is refused in words', async () => {
  const wrong = [
    questions[0]!,
    { ...questions[0], departments: ['公按'] },
    { id: 'other', label: '其他', classes: ['集体'] },
  ];
  const { status, body } = await desk.post('/api/programmes', {
    ...{ org, id: 'wrong-2022', document: withQuestions(wrong) },
  });
  const at = (one: { field: string; code: string }) =>
    `${one.field.split('.').slice(6).join('.')} ${one.code}`;
  expect([status, body.faults.map(at).toSorted()]).toEqual([
    422,
    ['1 id-twice', '1.departments unknown-department', '2.classes unknown-class'],
  ]);
});

test('the letter to a department lists whom it owes an answer on, by class, each with its own reply form', async () => {
  const at = (department: string) =>
    `/rounds/${round}/opinion-letters?${new URLSearchParams({ step: 'opinions', department })}`;
  expect(plainText((await desk.get(`/rounds/${round}/papers`)).body)).toContain('征求意见函');
  expect(plainText((await desk.get(`/rounds/${round}/opinion-letters`)).body)).toContain('公安');
  const paper = plainText((await desk.get(at('公安'))).body);
  expect(paper).toContain('关于征求对2022年巾帼创新大赛推荐对象意见的函');
  expect(paper).toContain('请于2022-05-16 17:30前填写下表函复');
  expect(paper).toContain('不视为同意');
  const [own = '', team = ''] = paper.split('回复表（团队）');
  expect([own.includes('回复表（个人）'), own.includes('王0'), own.includes('团队有无事故')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(team).toMatch(/团队有无事故.*王1.*□有\s*□无.*□同意 □不同意 □无意见 □需核实/);
  expect(plainText((await desk.get(at('税务'))).body)).toContain('纳税信用等级');
  expect((await police.get(at('公安'))).status).toBe(404);
  const written = at('公安').replace('?', '/letter.docx?');
  const word = readDocx((await desk.get(written)).body);
  expect(word.paragraphs.join('')).toContain('征求意见回函');
  expect(word.tables.map(([, row]) => row?.[1])).toEqual(['王0', '王1']);
  expect((await police.get(written)).status).toBe(404);
  const asked = (path: string, department: string) =>
    desk.get(
      `/api/rounds/${round}/opinion-letter${path}?${new URLSearchParams({ step: 'opinions', department })}`,
    );
  expect(readDocx((await asked('.docx', '公安')).body).tables).toEqual(word.tables);
  expect((await readPdf((await asked('.pdf', '公安')).body)).pages.join('')).toContain('征求意见回函');
  const letter = (department: string) => asked('', department);
  const { parts } = await done(letter('公安'));
  expect(
    parts.map((part: { nomineeClass: string; questions: { id: string }[]; nominees: { name: string }[] }) => [
      part.nomineeClass,
      part.questions.map(({ id }) => id),
      part.nominees.map(({ name }) => name),
    ]),
  ).toEqual([
    ['个人', ['warned', 'remark'], ['王0']],
    ['团队', ['warned', 'remark', 'team'], ['王1']],
  ]);
  // The contact's program learns the same.
  const { items } = await done(police.get(`/api/rounds/${round}/candidacies/${made[1]}/questions`));
  expect(
    items.map(({ department, questions }: { department: string; questions: { id: string }[] }) => [
      department,
      questions.map(({ id }) => id),
    ]),
  ).toEqual([
    ['公安', ['warned', 'remark', 'team']],
    ['税务', ['remark', 'tax', 'team']],
  ]);
});

test('each department answers its own, about the classes that a question is for', async () => {
  const faults = async (answers: object) =>
    (await opinion(0, answers)).body.faults.map(({ field, code }: { field: string; code: string }) => [
      field,
      code,
    ]);
  expect(await faults({})).toEqual([['answers.warned', 'required']]);
  expect(await faults({ warned: '也许' })).toEqual([['answers.warned', 'no-option']]);
  expect(await faults({ warned: '无', tax: 'A' })).toEqual([['answers.tax', 'not-asked']]);
  await done(opinion(0, { warned: '无', remark: '表现良好' }));
  await done(opinion(0, { warned: '无', remark: '表现良好' }));
  expect(await refusal(opinion(0, { warned: '有' }))).toBe('409 already-decided');
  await done(opinion(0, { tax: 'A 级' }, '税务'));
  const seen = plainText((await desk.get(`/rounds/${round}/nominations/${made[0]}`)).body);
  expect(seen).toContain('有无家庭暴力告诫书：无');
  expect(seen).toContain('纳税信用等级：A 级');
});

test('on the page they stand beside the opinion, and nothing is lost on a fault', async () => {
  const path = `/tasks/${round}/opinions/${made[1]}`;
  const key = `${made[1]}.0`;
  expect(plainText((await police.get(path)).body)).toContain('团队有无事故');
  const short = await police.press(path, {
    [`outcome.${key}`]: 'agree',
    [`answers.remark.${key}`]: '已核实',
  });
  expect([
    short.status,
    short.body.includes('请回答：有无家庭暴力告诫书'),
    short.body.includes('已核实'),
  ]).toEqual([422, true, true]);
  const asked = await police.press(path, {
    ...{ [`outcome.${key}`]: 'agree', [`answers.remark.${key}`]: '已核实' },
    ...{ [`answers.warned.${key}`]: '无', [`answers.team.${key}`]: '无' },
  });
  const repeated = plainText(asked.body);
  for (const said of ['其他情况：已核实', '有无家庭暴力告诫书：无', '团队有无事故：无'])
    expect(repeated).toContain(said);
  await police.press(`/tasks/${round}/opinions/confirm`, hiddenFields(asked.body));
  expect(plainText((await desk.get(`/rounds/${round}/nominations/${made[1]}`)).body)).toContain(
    '团队有无事故：无',
  );
});

test('a picture behind the certificates is sent and had by the API, and lies behind the sketch', async () => {
  const at = `/api/rounds/${round}/certificate/background`;
  expect(await refusal(desk.get(at))).toBe('404 no-background');
  const form = (file: File) => {
    const body = new FormData();
    body.set('file', file);
    return body;
  };
  const wrong = await desk.post(at, form(new File(['<html>'], '底图.jpg')));
  expect([wrong.status, wrong.body.faults[0].field]).toEqual([422, 'file']);
  const set = await done(desk.post(at, form(new File([new Uint8Array(wholeFamily)], '底图.jpg'))));
  expect([set.paper, set.background]).toEqual(['A4', true]);
  expect(Buffer.from((await desk.get(at)).body)).toEqual(wholeFamily);
  const page = String((await desk.get(`/rounds/${round}/certificate`)).body);
  const [, href = ''] = /<image href="([^"]+)"/.exec(page) ?? [];
  expect((await desk.get(href)).status).toBe(200);
  expect((await police.post(at, form(new File([new Uint8Array(wholeFamily)], '底图.jpg')))).status).toBe(404);
});
