/** A list by groups: each with its cap, its own ranking and its label in public; a place that is left moves to the next total score, or stays empty with a reason (docs/rules/groups.md). */
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeAll } from '#actions/composing.ts';
import { roundComposer } from '#actions/round/round-papers.ts';
import {
  answerAll,
  done,
  type Journey,
  judge,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { drawn } from './drawn.ts';
import { type Document, decide, honoursOf, openProgramme, openRound, publish, submit } from './driver.ts';

const [stage] = contest.stages;
const form = contest.form as unknown as { fields: { id: string }[] };
/** The contest in two groups of at most two, ranked by one score. */
const grouped = {
  ...contest,
  vacancy: 're-allocate',
  form: {
    ...form,
    publicFields: ['name', 'size'],
    fields: form.fields.map((field) => (field.id === 'size' ? { ...field, required: true } : field)),
  },
  stages: [
    {
      ...stage!,
      listBy: 'size',
      lists: [
        { id: 'teams', title: '团队专项名单', field: 'size', values: ['团队'] },
        { id: 'field', title: '服务业专项名单', field: 'area', values: ['服务业'], instead: true },
      ],
      quota: {
        groups: ['个人', '团队'].map((title) => ({
          ...{ title, field: 'size', values: [title] },
          atMostCount: 2,
        })),
      },
      steps: [
        { kind: 'review' },
        { kind: 'panel', min: 1, criteria: [{ id: 'idea', title: '创意', max: 100 }] },
        ...['shortlist', 'notice', 'decision', 'publish'].map((kind) => ({ kind })),
      ],
    },
  ],
} as unknown as Document;

let journey: Journey;
let desk: Person;
let clerk: Person;
let judgeWoman: Person;
const entrants = [
  { name: '王一', size: '个人', score: '95' },
  { name: '王二', size: '团队', score: '70' },
  { name: '王三', size: '个人', score: '90' },
  { name: '王四', size: '个人', score: '85.5' },
  { name: '王五', size: '个人', score: '85.5' },
  { name: '王六', size: '个人', score: '88' },
];
const made: Record<string, readonly string[]> = {};

/** A round of the programme with everybody judged, at its shortlist. */
async function openedRound(programme: string, first: string, settings: object): Promise<string> {
  const [year, month] = first.split('-');
  const day = (n: number) => `${year}-${month}-${String(n).padStart(2, '0')}`;
  const round = await openRound(
    desk,
    programme,
    'yuelu',
    [first, day(13)],
    settings as Record<string, unknown>,
  );
  await journey.clock(first, '10:00');
  const ids: string[] = [];
  for (const [n, { name, size }] of entrants.entries()) {
    const answers = {
      name: `${name}${programme.slice(-1)}`,
      area: [name === '王一' ? '服务业' : '工业'],
      size,
    };
    ids.push((await done(submit(clerk, programme, 'wangcheng', answers, `${programme}-${n}`))).id);
  }
  made[round] = ids;
  await answerAll(desk, round);
  await journey.clock(day(16));
  await judge(desk, [judgeWoman], round, ids, (_, i) => ({ idea: entrants[i]!.score }));
  return round;
}
const idsOf = (round: string, ...who: readonly number[]) => who.map((n) => made[round]![n - 1]!);
const listOf = (round: string) => done(desk.get(`/api/rounds/${round}/shortlist`));
const setList = async (round: string, ...who: readonly number[]) => {
  const { version } = await listOf(round);
  return desk.put(`/api/rounds/${round}/shortlist`, { chosen: idsOf(round, ...who), reserves: [], version });
};

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  judgeWoman = await journey.person('yuelu', 'panellist', '岳麓区评委');
});
afterAll(() => journey.close());

test('what groups a list is a choice that everybody answers and anybody may see', async () => {
  const codes = async (change: object, listBy: string, fields = form.fields as readonly object[]) => {
    const document = {
      ...grouped,
      form: { ...form, publicFields: ['name'], fields, ...change },
      stages: [{ ...(grouped.stages[0] as object), listBy, quota: {} }],
    };
    const answer = await desk.post('/api/programmes', { org: 'yuelu', id: 'cxds-bad', document });
    return (answer.body.faults ?? []).map(
      (each: { field: string; code: string }) => `${each.field} ${each.code}`,
    );
  };
  const at = 'document.stages.0.listBy';
  expect(await codes({}, 'sise')).toEqual([`${at} unknown-field`]);
  expect(await codes({}, 'nation')).toEqual([`${at} personal-field`]);
  expect(await codes({}, 'area')).toEqual([`${at} list-by-choice`]);
  expect(await codes({}, 'size')).toEqual([`${at} list-by-required`, `${at} list-by-public`]);
});

test('floors of groups that need more places than there are, are refused when they are set', async () => {
  await openProgramme(desk, 'yuelu', 'cxds-a', grouped);
  const groups = ['个人', '团队'].map((title) => ({
    ...{ title, field: 'size', values: [title] },
    ...{ atMostCount: 2, atLeastCount: 2 },
  }));
  const window = { opensAt: '2022-05-09T01:00:00Z', closesAt: '2022-05-13T09:30:00Z' };
  const settings = { ...window, places: 3, quota: { groups } };
  expect(await refusal(desk.post('/api/rounds', { programme: 'cxds-a', org: 'yuelu', settings }))).toMatch(
    /floors-above-places/,
  );
});

test('each group has its own ranking, and a place that is left moves to the next total score', async () => {
  const round = await openedRound('cxds-a', '2022-05-09', { places: 4 });
  expect(await refusal(setList(round, 1, 3, 6, 2))).toMatch(/over-cap/);
  await done(setList(round, 1, 3));
  const foreseen = plainText((await desk.get(`/rounds/${round}/shortlist`)).body);
  // Two of four places are left: three more of 个人 would each be one too many, and 王二 of 团队 none.
  expect(foreseen.match(/列入后超出：「个人」最多 2 个，将为 3 个/g)).toHaveLength(3);
  expect(foreseen).not.toContain('列入后超出：「团队」');
  await done(setList(round, 2, 3, 1));
  const short = await listOf(round);
  expect(short.board[0]).toMatchObject({ kind: 'places', count: 3, limit: 4, vacant: 1 });
  expect(short.groups).toMatchObject([
    { value: '个人', count: 2, atMost: 2, listed: [{ rank: 1 }, { rank: 2 }] },
    { value: '团队', count: 1, atMost: 2, listed: [{ nomination: made[round]![1], rank: 1 }] },
  ]);
  const page = plainText((await desk.get(`/rounds/${round}/shortlist`)).body);
  await drawn(desk, `/rounds/${round}/shortlist`, 'groups');
  expect(page).toContain('团队（已列 1，上限 2，空缺 1）');
  expect(page).toContain('空缺 1');
  const at = `/api/rounds/${round}/shortlist/reallocate`;
  const { version } = short;
  const moved = await done(desk.post(at, { version }));
  expect(moved.chosen.at(-1)).toMatchObject({ name: '王六a', moved: { from: '团队', to: '个人' } });
  expect(moved.groups.map(({ atMost }: { atMost: number }) => atMost)).toEqual([3, 1]);
  expect(await refusal(desk.post(at, { version: moved.version }))).toMatch(/nothing-to-move/);
  const audited = await done(desk.get(`/api/audit/${encodeURIComponent(`round:${round}`)}`));
  expect(JSON.stringify(audited)).toContain(`${made[round]![5]}:2>1`);
  const history = plainText((await desk.get(`/audit/${encodeURIComponent(`round:${round}`)}`)).body);
  expect(history).toContain('调剂：王六a（团队 → 个人）');
  await done(desk.post(`/api/rounds/${round}/shortlist/confirm`, { version: moved.version }));
});

test('the label stands in the notice, the decision, the list, open data, the certificate and the report', async () => {
  const round = Object.keys(made)[0]!;
  await done(onTranche(desk, round, 'notice', { start: '2022-05-17' }));
  await journey.clock('2022-05-17', '10:00');
  const visitor = await journey.visitor();
  const headings = (page: string) => [...page.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, title]) => title);
  const notice = (await visitor.get(`/notices/${round}.n1`)).body;
  expect(headings(notice)).toEqual(['个人', '团队']);
  const paper = async (kind: string) =>
    String((await desk.get(`/rounds/${round}/papers/${kind}?tranche=1`)).body);
  expect(await paper('notice.txt')).toContain('【团队】\n4．王二a');
  expect(await paper('notice.txt')).toContain('\n团队专项名单（1项）：4．王二a\n');
  await journey.clock('2022-05-24', '09:00');
  await done(decide(desk, round, '2022-05-24'));
  const before = plainText((await desk.get(`/rounds/${round}/tranches/1`)).body);
  expect(before).toContain('团队专项名单：1 个 服务业专项名单：1 个（不在总名单上）');
  const { id } = await done(publish(desk, round, '2022-05-24', ['岳麓区妇联']));
  const decision = await paper('approval.txt');
  expect(decision).toContain('团队专项名单（1项）：4．王二a\n服务业专项名单（1项）：2．王一a\n');
  expect(decision).toContain('个人（3项）\n1．王三a');
  expect(decision).toContain('名额调剂：王六a（团队 → 个人）。');
  const honours = await honoursOf(visitor, id);
  expect(honours.map(({ name, shown }) => `${name} ${shown['团队规模']}`)).toEqual([
    '王三a 个人',
    '王一a 个人',
    '王六a 个人',
    '王二a 团队',
  ]);
  const list = (await visitor.get(`/honours/${id}`)).body;
  expect([...list.matchAll(/class="roll-grade">([^<]*)</g)].map(([, title]) => title)).toEqual([
    '个人',
    '团队',
  ]);
  const csv = String((await visitor.get(`/honours/${id}.csv`)).body);
  expect(csv.split('\r\n')[0]).toContain('团队规模');
  const { totals, paragraph } = await done(desk.get('/api/organisations/yuelu/report/2022'));
  expect(totals.byTitle[0].groups).toEqual([
    { group: '个人', count: 3 },
    { group: '团队', count: 1 },
  ]);
  expect(paragraph).toContain('（个人3项、团队1项）');
});

test('a list of its own shows the same numbers, and each honour counts once', async () => {
  const visitor = await journey.visitor();
  const id = `${Object.keys(made)[0]}.h1`;
  const csv = async (query: string) => {
    const rows = String((await visitor.get(`/honours/${id}.csv${query}`)).body)
      .trim()
      .split('\r\n')
      .slice(1);
    return rows.map((row) => row.split(',').slice(0, 2).join(' '));
  };
  const all = await csv('');
  expect(all.map((row) => row.split(' ')[1])).toEqual(['王三a', '王六a', '王二a']);
  expect(await csv('?list=teams')).toEqual([all[2]]);
  expect((await csv('?list=field')).map((row) => row.split(' ')[1])).toEqual(['王一a']);
  const page = plainText((await visitor.get(`/honours/${id}?list=teams`)).body);
  expect([page.includes('团队专项名单'), page.includes('王二a'), page.includes('王一a')]).toEqual([
    true,
    true,
    false,
  ]);
  expect((await visitor.get(`/honours/${id}?list=none`)).status).toBe(404);
  const namesIn = (all: readonly { name: string }[]) => all.map(({ name }) => name);
  const json = async (query: string) => (await visitor.get(`/honours/${id}.json${query}`)).body.entries;
  expect(namesIn(await json(''))).toEqual(['王三a', '王六a', '王二a']);
  expect(namesIn(await json('?list=field'))).toEqual(['王一a']);
  expect((await visitor.get(`/honours/${id}.json?list=none`)).status).toBe(404);
  const api = `/api/honours/lists/${id}/honours`;
  expect(namesIn((await done(visitor.get(`${api}?list=teams`))).items)).toEqual(['王二a']);
  expect((await done(visitor.get(api))).items).toHaveLength(4);
  expect(await refusal(visitor.get(`${api}?list=none`))).toBe('404 list-unknown');
  const number = all[2]!.split(' ')[0];
  expect(plainText((await visitor.get(`/certificates/${number}`)).body)).toContain(
    '所在专项名单 团队专项名单',
  );
  await drawn(visitor, `/honours/${id}?list=teams`, 'lists');
  const roll = plainText((await visitor.get('/honours?year=2022')).body);
  expect(roll).toContain('团队专项名单（1 个） 服务业专项名单（1 个）');
  const [own] = (await visitor.get('/open-data/lists.json?year=2022')).body.lists;
  expect(own).toMatchObject({
    count: 4,
    lists: [
      { id: 'teams', count: 1, entries: `/honours/${id}.json?list=teams` },
      { id: 'field', count: 1, instead: true },
    ],
  });
  const lists = String((await visitor.get('/open-data/lists.csv?year=2022')).body);
  expect(lists).toContain('团队专项名单（1）、服务业专项名单（1）');
  const choice = { paper: 'summary', round: id.slice(0, -3), of: 'tranche', tranche: 1 } as const;
  const sheet = await readSheet(
    Buffer.from(await composeAll(await roundComposer(journey.home.deps, 'system', choice))),
  );
  const at = sheet[2]!.indexOf('专项名单');
  expect(sheet.slice(3, -1).map((row) => row[at] ?? '')).toEqual(['', '服务业专项名单', '', '团队专项名单']);
  expect((await done(desk.get('/api/organisations/yuelu/report/2022'))).totals.total).toBe(4);
});

test('equal total scores that do not all find a place are left to a person', async () => {
  const [own] = grouped.stages as unknown as readonly { quota: { groups: { title: string }[] } }[];
  const groups = own!.quota.groups.map((each) =>
    each.title === '团队' ? { ...each, atMostCount: 3 } : each,
  );
  const stages = [{ ...own, quota: { groups } }] as unknown as Document['stages'];
  await openProgramme(desk, 'yuelu', 'cxds-b', { ...grouped, edition: '2022-2', stages });
  const round = await openedRound('cxds-b', '2022-06-06', { places: 5 });
  await done(setList(round, 2, 3, 1));
  const { version } = await listOf(round);
  const at = `/rounds/${round}/shortlist/reallocate`;
  expect((await desk.press(at, { version: String(version) })).status).toBe(303);
  const moved = await listOf(round);
  expect(moved.chosen.map(({ name }: { name: string }) => name)).toEqual([
    '王二b',
    '王三b',
    '王一b',
    '王六b',
  ]);
  const again = await desk.press(at, { version: String(moved.version) });
  expect([again.status, plainText(again.body)]).toEqual([
    409,
    expect.stringContaining('接下来的 2 名总分相同，空缺不够全部列入，请集体研究后在名单中选定'),
  ]);
});

test('places left empty are confirmed with the tick and a reason, which the desk, the decision and its paper tell', async () => {
  const round = Object.keys(made)[1]!;
  await done(setList(round, 1, 2));
  const { version } = await listOf(round);
  const confirm = (fields: object) =>
    desk.press(`/rounds/${round}/shortlist/confirm`, { version: String(version), ...fields });
  const untold = await confirm({});
  expect([untold.status, plainText(untold.body)]).toEqual([
    422,
    expect.stringContaining('空缺 3 个。请补足；确认空缺的，请勾选“名额未用完，确认空缺”并写明原因'),
  ]);
  const bare = await confirm({ leaveVacant: 'true' });
  expect([bare.status, plainText(bare.body)]).toEqual([422, expect.stringContaining('请写明空缺的原因')]);
  expect((await confirm({ leaveVacant: 'true', reason: '合格对象\n不足' })).status).toBe(303);
  const list = await listOf(round);
  expect(list.vacancy).toEqual({
    places: 3,
    groups: [
      { title: '个人', count: 1 },
      { title: '团队', count: 2 },
    ],
    grades: [],
    reason: '合格对象\n不足',
  });
  const said = '空缺名额 3 个（个人 1、团队 2），原因：合格对象';
  for (const path of [`/rounds/${round}`, `/rounds/${round}/shortlist`])
    expect(plainText((await desk.get(path)).body)).toContain(said);
  await done(onTranche(desk, round, 'notice', { start: '2022-06-17' }));
  await journey.clock('2022-06-24', '09:00');
  expect(plainText((await desk.get(`/rounds/${round}/tranches/1`)).body)).toContain(said);
  await done(decide(desk, round, '2022-06-24'));
  const { id } = await done(publish(desk, round, '2022-06-24', ['岳麓区妇联']));
  const visitor = await journey.visitor();
  const told = [
    plainText((await visitor.get(`/honours/${id}`)).body).includes('空缺 3 个'),
    (await done(visitor.get(`/api/honours/lists/${id}`))).vacant,
    (await visitor.get(`/honours/${id}.json`)).body.list.vacant,
  ];
  expect(told).toEqual([true, 3, 3]);
  const { totals } = await done(desk.get('/api/organisations/yuelu/report/2022'));
  expect(totals.byTitle.map(({ vacant }: { vacant?: number }) => vacant)).toEqual([undefined, 3]);
});
