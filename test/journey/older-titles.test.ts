/** Titles from before this system, imported with an ID number, bind the rules with certainty; by name alone a person says (docs/rules/honours.md#earlier-titles). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Programme } from '#domain/programme/programme.ts';
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
  refusal,
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

type Rule = Programme['eligibility'][number];
const base = { codes: [] } as const;
const rules: Readonly<Record<string, Rule>> = {
  never: { kind: 'noRepeat', ...base, atOrAbove: 'street', afterTerm: false },
  same: { kind: 'noRepeat', ...base, atOrAbove: 'same', afterTerm: false },
  cooling: { kind: 'noRepeat', ...base, atOrAbove: 'same', cooldownYears: 2, afterTerm: false },
  lower: { kind: 'priorHonour', ...base, levels: ['lower'], minYears: 0 },
};
/** The preset with one rule on earlier honours. */
function withRule(name: string): Programme {
  const document = preset('sbqs', `2021-${Object.keys(rules).indexOf(name) + 1}`);
  const isOther = ({ kind }: Rule) => !['noRepeat', 'priorHonour', 'any'].includes(kind);
  return {
    ...document,
    eligibility: document.eligibility.filter(isOther),
    stages: document.stages.map((stage) => ({
      ...stage,
      eligibility: [
        ...stage.eligibility.filter(isOther),
        ...(stage.level === 'district' ? [rules[name]!] : []),
      ],
    })),
  };
}

/** Who stands where: the women by their places in the list, nominated under each rule. */
const nominees: Readonly<Record<string, readonly number[]>> = {
  never: [0, 4],
  same: [0, 1, 5, 6, 7],
  cooling: [2, 3],
  lower: [0, 4],
};
const ledger = '/api/organisations/furong/ledger';
const old = (n: number, year: number | string, level: string, more = {}) => ({
  荣誉称号: '三八红旗手',
  级别: level,
  姓名: women[n]![0],
  颁奖单位: '妇联',
  年度: year,
  ...more,
});
const numberOf = (n: number) => ({ 身份证号: String(womanOf(n).idDocument) });

let journey: Journey;
let district: Federation;
let clerks: readonly Person[];
const rounds: Record<string, string> = {};
const ids: Record<string, string> = {};

beforeAll(async () => {
  journey = await openJourney('2021-01-08 09:00');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', { departments: ['公安'] });
  clerks = await plantClerks(journey, 8);
  const { administrator } = district;
  const rows = [
    old(0, 1999, '街道', numberOf(0)),
    old(1, '2010年', '市级', numberOf(1)),
    old(2, '', '区级', { ...numberOf(2), 获奖时间: '2019.1.11' }),
    old(3, '', '区级', { ...numberOf(3), 获奖时间: '2019年1月12日' }),
    // By name and unit alone: one line of several, and one of one.
    old(5, 2018, '区级', { 姓名: `${women[5]![0]}、${women[6]![0]}`, 所在单位: '芙蓉区教育局' }),
    old(7, 2017, '区级'),
    // Nobody who is nominated.
    old(8, 2016, '区级'),
  ];
  const { id: came } = await done(administrator.post(`${ledger}/import`, { rows }));
  await journey.settle();
  const { faulty, rows: good } = await done(administrator.get(`/api/ledger-imports/${came}`));
  expect([faulty, good]).toEqual([0, rows.length]);
  for (const name of Object.keys(rules)) {
    await publish(administrator, 'furong', `sbqs-${name}`, withRule(name));
    rounds[name] = await openRound(administrator, `sbqs-${name}`, 'furong', {
      opens: '2021-01-11 09:00',
      closes: '2021-01-29 17:30',
      ceremony: '2021-03-05',
      legalBasis: { document: '芙办〔2020〕3号', approvedBy: '芙蓉区协调小组', date: '2020-11-02' },
      places: 8,
    });
  }
  await journey.clock('2021-01-11');
  for (const [name, all] of Object.entries(nominees))
    for (const n of all)
      ids[`${name} ${n}`] = await nominate(clerks[n]!, {
        programme: `sbqs-${name}`,
        org: streetId(n),
        answers: womanOf(n),
        pictures: ['portrait'],
      });
  await journey.clock('2021-01-12');
});
afterAll(async () => {
  expect(journey.logged).toEqual([]);
  await journey.close();
});

async function approve(name: string, n: number, more = {}) {
  const reviewer = district.reviewers[0]!;
  const tasks = await tasksOf(reviewer, rounds[name]!);
  const task = tasks.find((each) => each.name === women[n]![0])!;
  return answerTask(reviewer, task, { outcome: 'approve', ...more });
}
const findings = async (name: string, n: number) =>
  (
    await done(
      district.administrator.get(
        `/api/rounds/${rounds[name]}/candidacies/${ids[`${name} ${n}`]}/eligibility`,
      ),
    )
  ).items as readonly {
    readonly rule: string;
    readonly ok: boolean;
    readonly doubts?: readonly { readonly id: string; readonly question: string }[];
  }[];
const doubtsOf = async (name: string, n: number) =>
  (await findings(name, n)).flatMap(({ doubts = [] }) => doubts);

test.each([
  ['never again: a title of a street, twenty-two years old', 'never', 0, 'rule-noRepeat'],
  ['same or higher: a title of the city', 'same', 1, 'rule-noRepeat'],
  ['cooling-off: a day short of two years', 'cooling', 3, 'rule-noRepeat'],
  ['a lower honour is required, and there is none', 'lower', 4, 'rule-priorHonour'],
])('%s stops the approval', async (_what, name, n, code) => {
  const answer = await approve(name, n);
  expect([answer.status, answer.body.code]).toEqual([422, 'not-eligible']);
  expect(answer.body.faults).toMatchObject([{ code }]);
});

test.each([
  ['never again: no title', 'never', 4],
  ['same or higher: a title of a street is lower', 'same', 0],
  ['cooling-off: two years to the day', 'cooling', 2],
  ['a lower honour is required, and the ledger has it', 'lower', 0],
])('%s does not stop it', async (_what, name, n) => {
  expect((await approve(name, n)).status).toBe(200);
});

test('by name and unit it is a question to the reviewer, and the preview tells the unit', async () => {
  const doubt = (await doubtsOf('same', 7))[0]!;
  expect(doubt.question).toContain(
    `台账中 2017 年区县级“三八红旗手”的获得者“${women[7]![0]}”是否就是本次申报对象`,
  );
  expect((await doubtsOf('same', 5))[0]?.question).toContain('芙蓉区教育局');
  expect(await refusal(approve('same', 7))).toBe('422 not-eligible');
  const isHer = await approve('same', 7, { doubts: [{ id: doubt.id, is: true }] });
  expect([isHer.status, isHer.body.faults[0].code]).toEqual([422, 'rule-noRepeat']);
  expect((await approve('same', 7, { doubts: [{ id: doubt.id, is: false }] })).status).toBe(200);
  const draft = await done(
    clerks[7]!.post('/api/drafts', {
      programme: 'sbqs-never',
      org: streetId(7),
      channel: 'organisation',
      answers: { ...womanOf(7), name: women[5]![0] },
    }),
  );
  const preview = await clerks[7]!.get(`/nominations/${draft.id}/preview`);
  expect(plainText(preview.body)).toContain('须由审核人确认：台账中 2018 年');
});

test('who keeps the ledger confirms a holder: from then on it is certain; whom she denies is not asked about again', async () => {
  const { administrator } = district;
  const path = `${ledger}/2018/claims`;
  const { items } = await done(administrator.get(path));
  expect(items.map(({ suggestions }: { suggestions: readonly object[] }) => suggestions.length)).toEqual([2]);
  const [{ entry }] = items;
  const page = '/ledger/furong/2018/claims';
  const shown = (await administrator.get(page)).body;
  expect(plainText(shown)).toContain(`“${women[5]![0]}”`);
  expect(hiddenFields(shown)).toMatchObject({ entry: entry.id });
  // Confirmed by the page, denied by the API; the line of two holders becomes a line each.
  const confirmed = await administrator.press(page, {
    entry: entry.id,
    nomination: ids['same 5']!,
    is: 'true',
  });
  expect(confirmed.status).toBe(303);
  const left = await done(administrator.get(path));
  expect(left.items.map((each: { entry: { names: readonly string[] } }) => each.entry.names)).toEqual([
    [women[6]![0]],
  ]);
  const deny = { entry: left.items[0].entry.id, nomination: ids['same 6']!, is: false };
  for (let time = 0; time < 2; time++)
    expect((await administrator.post(path, deny)).status).toBeLessThan(300);
  expect((await done(administrator.get(path))).items[0].suggestions).toEqual([]);

  expect(await doubtsOf('same', 5)).toEqual([]);
  const certain = await approve('same', 5);
  expect([certain.status, certain.body.faults[0].code]).toEqual([422, 'rule-noRepeat']);
  expect(await doubtsOf('same', 6)).toEqual([]);
  expect((await approve('same', 6)).status).toBe(200);
  // Two lines now, counted as they were.
  const { totals } = await done(administrator.get('/api/organisations/furong/report/2018'));
  expect(totals).toMatchObject({ total: 2, people: 2 });
  const audit = await administrator.get(`/audit/${encodeURIComponent('organisation:furong')}`);
  expect(plainText(audit.body)).toContain('确认台账荣誉的获得者');
  expect(plainText(audit.body)).toContain('否认台账荣誉的获得者');
});

test('it is for who keeps the ledger, about a nominee of that name; a struck title binds nobody', async () => {
  const { administrator } = district;
  const claims = `${ledger}/2016/claims`;
  const [{ entry, suggestions }] = (await done(administrator.get(claims))).items;
  expect(suggestions).toEqual([]);
  const wrong = { entry: entry.id, nomination: ids['same 6']!, is: true };
  expect(await refusal(administrator.post(claims, wrong))).toBe('409 other-name');
  expect(await refusal(clerks[0]!.get(claims))).toBe('403 not-allowed');
  expect(await refusal(clerks[0]!.post(claims, wrong))).toBe('403 not-allowed');
  const [{ id, version }] = (await done(administrator.get(`${ledger}/1999`))).items;
  await done(administrator.post(`${ledger}/1999/strike`, { id, version, reason: '误登' }));
  expect((await approve('never', 0)).status).toBe(200);
});
