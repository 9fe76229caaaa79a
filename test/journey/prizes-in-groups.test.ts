/** A contest whose prizes are of each group of its list: proposed and capped in the group, settled by a person, and seen wherever the honour is (docs/rules/grades.md#in-groups). */
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
  shortlist,
} from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { type Document, decide, honoursOf, openProgramme, openRound, publish, submit } from './driver.ts';

const form = contest.form as unknown as { fields: { id: string }[] };
const prize = (id: string, zh: string, more: object) => ({ id, title: { zh }, places: 1, ...more });
const prizes = [
  prize('first', '一等奖', { perGroup: true }),
  prize('second', '二等奖', { perGroup: true, groupPlaces: [{ group: '个人', places: 2 }] }),
  prize('liked', '人气奖', { beside: true }),
];
const withGrades = (grades: readonly object[], more: object = {}) =>
  ({
    ...contest,
    form: {
      ...form,
      publicFields: ['name', 'size'],
      fields: form.fields.map((field) => (field.id === 'size' ? { ...field, required: true } : field)),
    },
    stages: [
      {
        ...(contest.stages[0] as object),
        ...{ listBy: 'size', grades },
        quota: {
          groups: [{ title: '团队', field: 'size', values: ['团队'], atMostCount: 2 }],
        },
        steps: [
          { kind: 'review' },
          { kind: 'panel', min: 1, criteria: [{ id: 'idea', title: '创意', max: 100 }] },
          ...['shortlist', 'notice', 'decision', 'publish'].map((kind) => ({ kind })),
        ],
        ...more,
      },
    ],
  }) as unknown as Document;

let journey: Journey;
let desk: Person;
let visitor: Person;
let round = '';
let list = '';
const entrants = [
  { name: '王一', size: '个人', score: '95' },
  { name: '王二', size: '团队', score: '85' },
  { name: '王三', size: '个人', score: '90' },
  { name: '王四', size: '个人', score: '90' },
  { name: '王五', size: '团队', score: '85' },
  { name: '王六', size: '个人', score: '88' },
];
const ids: string[] = [];
const at = () => `/api/rounds/${round}/shortlist`;
const page = async (path: string, reader = desk) => plainText((await reader.get(path)).body);
const settle = async (...nominees: readonly object[]) => {
  const { version } = await done(desk.get(at()));
  return desk.put(`${at()}/grades`, { nominees, version });
};

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  const { desk: administrator, clerk } = await openYuelu(journey);
  desk = administrator;
  visitor = await journey.visitor();
  await openProgramme(desk, 'yuelu', 'cxds-2022', withGrades(prizes));
  round = await openRound(desk, 'cxds-2022', 'yuelu', ['2022-05-09', '2022-05-13'], { places: 6 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, { name, size }] of entrants.entries()) {
    const answers = { name, area: ['工业'], size };
    ids.push((await done(submit(clerk, 'cxds-2022', 'wangcheng', answers, `entrant-${n}`))).id);
  }
  await answerAll(desk, round);
  await journey.clock('2022-05-16');
  const judgeWoman = await journey.person('yuelu', 'panellist', '岳麓区评委');
  await judge(desk, [judgeWoman], round, ids, (_, i) => ({ idea: entrants[i]!.score }));
});
afterAll(() => journey.close());

test('places by group want groups that exist, each once, and one way for all that is ranked', async () => {
  const faults = async (grades: readonly object[], more: object = {}) => {
    const document = withGrades(grades, more);
    const { body } = await desk.post('/api/programmes', { org: 'yuelu', id: 'cxds-bad', document });
    return body.faults.map(
      ({ field, code }: { field: string; code: string }) =>
        `${field.replace('document.stages.0.', '')} ${code}`,
    );
  };
  const first = prize('first', '一等奖', { perGroup: true });
  expect(await faults([first], { listBy: undefined, quota: {} })).toEqual([
    'grades.0.perGroup grade-without-groups',
  ]);
  expect(await faults([first, prize('second', '二等奖', {})])).toEqual(['grades.1.perGroup grade-per-mixed']);
  const some = (...groups: readonly string[]) => ({
    groupPlaces: groups.map((group) => ({ group, places: 2 })),
  });
  expect(await faults([{ ...first, ...some('组合') }])).toEqual([
    'grades.0.groupPlaces.0.group unknown-option',
  ]);
  expect(await faults([{ ...first, ...some('个人', '个人') }])).toEqual(['grades.0.groupPlaces.1 id-twice']);
  expect(await faults([prize('first', '一等奖', some('个人'))])).toEqual([
    'grades.0.groupPlaces group-places-overall',
  ]);
});

test('more prizes than places, in all or within the cap of a group, are warned of where the round is set up', async () => {
  const id = await openProgramme(desk, 'yuelu', 'cxds-many', {
    ...withGrades([prize('first', '一等奖', { perGroup: true, places: 3 })]),
    edition: '2022-2',
  });
  const other = await openRound(desk, id, 'yuelu', ['2022-06-09', '2022-06-13'], { places: 5 });
  const settings = await page(`/rounds/${other}/settings`);
  expect(settings).toContain('各等次共 6 个名额，多于本轮名额 5 个');
  expect(settings).toContain('“团队”各等次共 3 个名额，多于该类别上限 2 个');
});

test('each group is proposed its prizes by its own ranking, with a tie left to a person', async () => {
  const { version } = await done(desk.get(at()));
  const { graded, grades } = await done(desk.put(at(), { chosen: ids, reserves: [], version }));
  expect(graded.map(({ proposed, tied }: Record<string, string[]>) => [...proposed!, ...tied!])).toEqual([
    ['first'],
    ['first', 'second'],
    ['second'],
    ['second'],
    ['first', 'second'],
    [],
  ]);
  expect(
    grades.map(
      ({
        title,
        group,
        count,
        places,
      }: {
        title: { zh: string };
        group?: string;
        count: number;
        places: number;
      }) => [title.zh, group, count, places],
    ),
  ).toEqual([
    ['个人·一等奖', '个人', 1, 1],
    ['团队·一等奖', '团队', 0, 1],
    ['个人·二等奖', '个人', 2, 2],
    ['团队·二等奖', '团队', 0, 1],
    ['人气奖', undefined, 0, 1],
  ]);
  const shown = await page(`/rounds/${round}/shortlist`);
  expect(shown).toContain('团队·一等奖');
  expect(shown).toContain('按类别评的等次，名次和名额都只在本类别内计');
  expect(shown).toContain('同分，待评定：一等奖、二等奖');
});

test('an administrator settles them, never above the places of a group', async () => {
  const [, two, , , five, six] = ids as [string, string, string, string, string, string];
  const both = await settle({ nomination: two, grades: ['first'] }, { nomination: five, grades: ['first'] });
  expect([both.status, both.body.faults.map((each: { text: string }) => each.text)]).toEqual([
    422,
    ['“团队·一等奖”名额 1 个，已列 2 个，请改评 1 个'],
  ]);
  expect(await refusal(settle({ nomination: six, grades: ['second'], reason: '集体研究' }))).toBe(
    '422 grade-over',
  );
  await done(
    settle(
      { nomination: two, grades: ['second'] },
      { nomination: five, grades: ['first'] },
      { nomination: six, grades: ['liked'] },
    ),
  );
  await shortlist(desk, round, ids, []);
  const { entries } = await done(desk.get(`/api/rounds/${round}/tranches/1`));
  expect(entries.map((id: string) => ids.indexOf(id) + 1)).toEqual([1, 3, 4, 6, 5, 2]);
  // Over the tranches of the round too: two may have first prizes, but not two of one group.
  expect(await refusal(settle({ nomination: ids[2]!, grades: ['first'], reason: '复议' }))).toBe(
    '422 grade-over',
  );
});

test('group and prize stand on notice, decision, list, open data, certificate, letter, summary and report', async () => {
  await done(onTranche(desk, round, 'notice', { start: '2022-05-17' }));
  await journey.clock('2022-05-17', '10:00');
  expect(await page(`/notices/${round}.n1`, visitor)).toMatch(
    /个人 .*王一 .*一等奖.*王六 .*人气奖.*团队 .*王五 .*一等奖.*王二 .*二等奖/,
  );
  const paper = async (kind: string) =>
    String((await desk.get(`/rounds/${round}/papers/${kind}?tranche=1`)).body);
  expect(await paper('notice.txt')).toMatch(/【团队】\n5．王五.*一等奖/);
  await journey.clock('2022-05-24', '09:00');
  await done(decide(desk, round, '2022-05-24'));
  ({ id: list } = await done(publish(desk, round, '2022-05-24', ['岳麓区妇联'])));
  expect(await paper('approval.txt')).toContain(
    '个人 · 一等奖（1项）\n1．王一\n个人 · 二等奖（2项）\n2．王三\n3．王四\n个人 · 人气奖（1项）\n4．王六\n团队 · 一等奖（1项）\n5．王五',
  );
  const honours = await honoursOf(visitor, list);
  expect(honours.map(({ name, grades, shown }) => [name, shown['团队规模'], grades[0].id])).toEqual([
    ['王一', '个人', 'first'],
    ['王三', '个人', 'second'],
    ['王四', '个人', 'second'],
    ['王六', '个人', 'liked'],
    ['王五', '团队', 'first'],
    ['王二', '团队', 'second'],
  ]);
  expect(await page(`/honours/${list}`, visitor)).toMatch(/个人 · 一等奖 王一 .*团队 · 一等奖 王五/);
  const csv = String((await visitor.get(`/honours/${list}.csv`)).body);
  expect(csv).toMatch(/王五,一等奖,.*团队/);
  const { entries } = (await visitor.get(`/honours/${list}.json`)).body;
  expect([entries[4].group, entries[4].grades[0].zh]).toEqual(['团队', '一等奖']);
  const certificate = `/certificates/${honours[4].number}`;
  expect(await page(certificate, visitor)).toMatch(/等次 一等奖/);
  expect(await page(`${certificate}/print`)).toContain('荣获一等奖');
  const letters = await journey.letters('2022-05-24', undefined, '荣誉通知');
  expect(letters.filter(({ page: letter }) => plainText(letter).includes('人气奖'))).toHaveLength(1);
  const choice = { paper: 'summary', round, of: 'tranche', tranche: 1 } as const;
  const sheet = await readSheet(
    Buffer.from(await composeAll(await roundComposer(journey.home.deps, 'system', choice))),
  );
  const columns = ['团队规模', '等次'].map((title) => sheet[2]!.indexOf(title));
  expect(columns.map((n) => sheet[7]?.[n])).toEqual(['团队', '一等奖']);
  const { totals, paragraph } = await done(desk.get('/api/organisations/yuelu/report/2022'));
  expect(totals.byTitle[0]).toMatchObject({
    groups: [
      { group: '个人', count: 4 },
      { group: '团队', count: 2 },
    ],
    grades: [
      { grade: '一等奖', count: 2 },
      { grade: '二等奖', count: 3 },
      { grade: '人气奖', count: 1 },
    ],
  });
  expect(paragraph).toContain('一等奖2项');
  const ledger = await done(desk.get('/api/organisations/yuelu/ledger/2022'));
  expect(ledger.items.find(({ names }: { names: string[] }) => names.includes('王五'))).toMatchObject({
    ...{ group: '团队', grades: ['一等奖'] },
  });
});

test('after the award a grade has room in the group of who goes up, and nowhere else', async () => {
  const honours = await honoursOf(visitor, list);
  const regrade = async (name: string, grade: string, decisionNumber: string) => {
    const { number } = honours.find((each) => each.name === name)!;
    const { version } = await done(desk.get(`/api/honours/${number}`));
    return desk.post(`/api/honours/${number}/regrade`, {
      ...{ grade, decisionNumber, grounds: '复核调整', date: '2022-05-24', body: '岳麓区妇联', version },
    });
  };
  expect(await refusal(regrade('王二', 'first', '1号'))).toBe('409 grade-full');
  await done(regrade('王五', 'second', '2号'));
  expect(await refusal(regrade('王三', 'first', '3号'))).toBe('409 grade-full');
  await done(regrade('王二', 'first', '4号'));
  expect(await refusal(regrade('王五', 'first', '5号'))).toBe('409 grade-full');
  expect(journey.logged).toEqual([]);
});
