/** A contest with prizes from nomination to its published list, and grades that the notice shows (docs/rules/grades.md). */
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
import { drawn } from './drawn.ts';
import {
  type Document,
  decide,
  honoursOf,
  openProgramme,
  openRound,
  preset,
  publish,
  submit,
  withoutPictures,
  withStages,
} from './driver.ts';

let journey: Journey;
let desk: Person;
let clerk: Person;
let visitor: Person;
let round = '';
let list = '';
/** Seven works: the first two are equal, the last is the public's. */
const works: string[] = [];
const marks = ['38', '38', '36', '30', '28', '26', '20'];
const titles = ['春风', '“家”', '晨读', '𠮷祥', '巷口', '灯火', '小院'];

const at = () => `/api/rounds/${round}/shortlist`;
const page = async (path: string, reader = desk) => plainText((await reader.get(path)).body);
const settle = async (...nominees: readonly object[]) => {
  const { version } = await done(desk.get(at()));
  return desk.put(`${at()}/grades`, { nominees, version });
};

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
  visitor = await journey.visitor();
  const document = withStages(withoutPictures(preset('js', '2022')), {
    district: { without: ['recommend'], recommend: false },
  });
  await openProgramme(desk, 'yuelu', 'js-2022', document);
  round = await openRound(desk, 'js-2022', 'yuelu', ['2022-05-09', '2022-05-13'], { places: 7 });
  await journey.clock('2022-05-09', '10:00');
  for (const [n, workName] of titles.entries()) {
    const answers = {
      ...{ workName, authors: `作者${n}`, line: '朗读', entrant: '个人', projectNumber: `WC-${n}` },
      ...{ brief: '朗读作品。', contactName: '李某', phone: '13800001111', declarations: ['original'] },
    };
    works.push((await done(submit(clerk, 'js-2022', 'wangcheng', answers, `work-number-${n}`))).id);
  }
  await answerAll(desk, round);
  await journey.clock('2022-05-16');
  const panel: Person[] = [];
  for (const n of [1, 2, 3, 4, 5]) panel.push(await journey.person('yuelu', 'panellist', `评委${n}`));
  await judge(desk, panel, round, works, (_, i) => ({ theme: marks[i]!, art: '30', effect: '15' }));
});
afterAll(() => journey.close());

test('the list proposes prizes by score, and leaves a tie across two of them to a person', async () => {
  const { version } = await done(desk.get(at()));
  const { graded, grades } = await done(desk.put(at(), { chosen: works, reserves: [], version }));
  expect(graded.map(({ proposed, tied }: Record<string, string[]>) => [...proposed!, ...tied!])).toEqual([
    ['first', 'second'],
    ['first', 'second'],
    ['second'],
    ['third'],
    ['third'],
    ['third'],
    [],
  ]);
  expect(grades.map(({ count }: { count: number }) => count)).toEqual([0, 1, 3, 0]);
  const shown = await page(`/rounds/${round}/shortlist`);
  expect(shown).toContain('同分，待评定：一等奖、二等奖');
  const now = await done(desk.get(at()));
  const early = await desk.post(`${at()}/confirm`, { version: now.version });
  expect(early.body.faults.map(({ code }: { code: string }) => code)).toEqual([
    'grade-tied',
    'grade-tied',
    'grade-missing',
    'grade-left',
    'grade-left',
    'grade-left',
  ]);
});

test('an administrator settles them: never above the places, with a reason where she leaves the proposal', async () => {
  const [one, two, three] = works as [string, string, string];
  expect(
    await refusal(settle({ nomination: one, grades: ['first'] }, { nomination: two, grades: ['first'] })),
  ).toBe('422 grade-over');
  expect(await refusal(settle({ nomination: three, grades: ['third'] }))).toBe('422 grade-reason');
  expect(await refusal(settle({ nomination: clerk.id, grades: ['first'] }))).toBe('422 grade-not-open');
  // The page says the same beside the nominee and keeps what was typed.
  const { version } = await done(desk.get(at()));
  const press = (fields: Readonly<Record<string, string>>) =>
    desk.press(`/rounds/${round}/shortlist/grades`, { version: String(version), ...fields });
  const typed = { graded: three, [`grade.${three}`]: 'third', [`why.${three}`]: '' };
  const refused = await press(typed);
  expect([
    refused.status,
    plainText(refused.body).includes('“晨读”的等次与按得分提出的不同，请写明理由'),
  ]).toEqual([422, true]);
  expect(refused.body).toMatch(/<option value="third" selected=""/);
  // Two at the same moment: one is saved, the other is told.
  const both = await Promise.all([
    press({ graded: one, [`grade.${one}`]: 'first', [`why.${one}`]: '' }),
    press({ graded: two, [`grade.${two}`]: 'first', [`why.${two}`]: '' }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409]);
  const winner = both[0]?.status === 303 ? one : two;
  const other = winner === one ? two : one;
  await done(settle({ nomination: other, grades: ['second'] }, { nomination: works[6]!, grades: ['liked'] }));
  // 人气奖 goes with a ranked prize too, but there is one of it.
  expect(await refusal(settle({ nomination: three, grades: ['second', 'liked'] }))).toBe('422 grade-over');
  await done(
    settle(
      { nomination: works[6]!, grades: [], reason: '' },
      { nomination: three, grades: ['second', 'liked'], reason: '现场观众投票第一' },
    ),
  );
  await done(settle({ nomination: one, grades: ['first'] }, { nomination: two, grades: ['second'] }));
});

test('the list is confirmed when everybody has one, in the order of the prizes, and then stands', async () => {
  const now = await done(desk.get(at()));
  expect(await refusal(desk.post(`${at()}/confirm`, { version: now.version }))).toBe('422 grade-missing');
  await drawn(desk, `/rounds/${round}/shortlist`, 'prizes');
  const six = works.slice(0, 6).toReversed();
  await shortlist(desk, round, six, [], { leaveVacant: true, reason: '宁缺毋滥' });
  const { entries } = await done(desk.get(`/api/rounds/${round}/tranches/1`));
  expect(entries.map((id: string) => works.indexOf(id))).toEqual([0, 2, 1, 5, 4, 3]);
  const candidacy = await done(desk.get(`/api/rounds/${round}/candidacies/${works[2]}`));
  expect(candidacy.grades).toEqual(['second', 'liked']);
  // Whoever nominated learns of it with the list, not before.
  expect(await page(`/nominations/${works[2]}`, clerk)).not.toContain('二等奖');
  const trail = await done(desk.get(`/api/audit/round:${round}`));
  expect(trail.items.map(({ action }: { action: string }) => action)).toContain('shortlist.grades');
});

test('without a notice a grade may change until the decision, over all tranches never above its places', async () => {
  expect(await refusal(settle({ nomination: works[1]!, grades: ['first'], reason: '复议' }))).toBe(
    '422 grade-over',
  );
  expect(await refusal(settle({ nomination: works[3]!, grades: ['second'] }))).toBe('422 grade-reason');
  await done(
    settle(
      { nomination: works[0]!, grades: ['second'], reason: '复议后对调' },
      { nomination: works[1]!, grades: ['first'], reason: '复议后对调' },
    ),
  );
  expect(await page(`/rounds/${round}/tranches/1`)).toMatch(/“家”（一等奖）/);
  await done(decide(desk, round, '2022-05-16'));
  expect(await refusal(settle({ nomination: works[1]!, grades: ['second'], reason: '再改' }))).toBe(
    '422 grade-not-open',
  );
});

test('it stands on the list, grouped, with its number, in JSON, CSV, certificate and letter', async () => {
  ({ id: list } = await done(publish(desk, round, '2022-05-16', ['岳麓区妇联'])));
  const honours = await honoursOf(visitor, list);
  expect(honours.map(({ name, grades }) => `${name} ${grades.map((g: { id: string }) => g.id)}`)).toEqual([
    '“家” first',
    '春风 second',
    '晨读 second,liked',
    '灯火 third',
    '巷口 third',
    '𠮷祥 third',
  ]);
  expect(honours[0]).toMatchObject({
    number: 'T-430104-JS-2022-0001',
    grades: [{ title: { en: 'First prize' } }],
  });
  const shown = await page(`/honours/${list}`, visitor);
  expect(shown).toMatch(/一等奖 “家” 一等奖 .* 二等奖 春风 二等奖 .* 晨读 二等奖、人气奖 .* 三等奖 灯火/);
  const json = (await visitor.get(`/honours/${list}.json`)).body;
  expect(json.entries[2].grades.map(({ zh }: { zh: string }) => zh)).toEqual(['二等奖', '人气奖']);
  const csv = String((await visitor.get(`/honours/${list}.csv`)).body);
  expect(csv.split('\r\n')[0]).toContain('名称,等次,');
  expect(csv).toContain('晨读,二等奖、人气奖,');
  const check = await page('/certificates/T-430104-JS-2022-0003', visitor);
  expect(check).toContain('等次 二等奖、人气奖');
  const printed = await page('/certificates/T-430104-JS-2022-0003/print');
  expect(printed).toContain('在2022年“巾帼风采作品大赛”中荣获二等奖、人气奖，特发此证。');
  const letters = await journey.letters('2022-05-16', undefined, '荣誉通知');
  expect(letters.filter(({ page: letter }) => plainText(letter).includes('二等奖、人气奖'))).toHaveLength(1);
});

test('it stands in the papers and the report of the year', async () => {
  const papers = `/rounds/${round}/papers`;
  const approval = plainText((await desk.get(`${papers}/approval?tranche=1`)).body);
  expect(approval).toMatch(
    /一等奖（1项） 1．“家” 二等奖（2项） 2．春风 3．晨读（人气奖） 三等奖（3项） 4．灯火/,
  );
  const { paragraph, totals } = await done(desk.get('/api/organisations/yuelu/report/2022'));
  expect(paragraph).toContain('巾帼风采作品大赛6项（一等奖1项、二等奖2项、三等奖3项、人气奖1项）');
  expect(totals.byTitle[0].grades).toEqual([
    { grade: '一等奖', count: 1 },
    { grade: '二等奖', count: 2 },
    { grade: '三等奖', count: 3 },
    { grade: '人气奖', count: 1 },
  ]);
});

test('it stands in the summary list, and in the ledger of honours from elsewhere', async () => {
  const choice = { paper: 'summary', round, of: 'tranche', tranche: 1 } as const;
  const sheet = await readSheet(
    Buffer.from(await composeAll(await roundComposer(journey.home.deps, 'system', choice))),
  );
  const at = sheet[2]!.indexOf('等次');
  expect(sheet.slice(3, -1).map((row) => row[at])).toEqual([
    ...['一等奖', '二等奖', '二等奖、人气奖', '三等奖', '三等奖', '三等奖'],
  ]);
  const ledger = '/api/organisations/yuelu/ledger';
  const entry = { year: 2021, level: 'city', code: 'JS', title: '作品大赛', category: 'project' };
  const known = { ...entry, bodies: ['长沙市妇联'], names: ['晨曲'], grades: ['一等奖'] };
  expect((await done(desk.post(ledger, known))).grades).toEqual(['一等奖']);
  const row = {
    ...{
      荣誉代码: 'JS',
      荣誉名称: '作品大赛',
      级别: '市级',
      类别: '项目',
      授予单位: '长沙市妇联',
      年份: 2021,
    },
    ...{ 获奖对象: '夜歌', 等次: '二等奖、人气奖' },
  };
  expect((await desk.post(`${ledger}/import`, { rows: [row] })).status).toBe(202);
  await journey.settle();
  const typed = { title: '作品大赛', code: 'js', level: 'city', category: 'project', names: '暮色' };
  const pressed = { ...typed, bodies: '长沙市妇联', grades: '二等奖', _idem: 'ledger-key-1' };
  expect((await desk.press('/ledger/yuelu/2021', pressed)).status).toBe(303);
  expect(await page('/ledger/yuelu/2021')).toContain('二等奖、人气奖');
  const { paragraph } = await done(desk.get('/api/organisations/yuelu/report/2021'));
  expect(paragraph).toContain('市级作品大赛3项（一等奖1项、二等奖2项、人气奖1项）');
});

test('a slip is corrected like a name, to a grade of the list', async () => {
  const number = 'T-430104-JS-2022-0002';
  const correct = async (text: string) => {
    const { version } = await done(desk.get(`/api/honours/${number}`));
    return desk.post(`/api/honours/${number}/correct`, {
      field: 'grades',
      text,
      reason: '录入有误',
      version,
    });
  };
  expect(await refusal(correct('特等奖'))).toBe('422 correct-grade');
  expect((await done(correct('二等奖、人气奖'))).grades.map(({ id }: { id: string }) => id)).toEqual([
    'second',
    'liked',
  ]);
  expect(await page(`/honours/${list}/manage/${number}`)).toContain('更正（原文：二等奖）');
  expect(journey.logged).toEqual([]);
});

test('a notice shows what is proposed and freezes it; a promoted reserve is given hers before her own', async () => {
  const grade = (id: string, zh: string) => ({ id, title: { zh }, places: 1 });
  const [stage] = contest.stages;
  const document = {
    ...contest,
    code: 'SFD',
    title: { zh: '巾帼示范点' },
    vacancy: 'promote-reserve-with-new-notice',
    stages: [
      {
        ...stage,
        quota: { reserves: 1 },
        grades: [grade('model', '示范'), grade('good', '优秀')],
      },
    ],
  } as unknown as Document;
  await openProgramme(desk, 'yuelu', 'sfd-2022', document);
  round = await openRound(desk, 'sfd-2022', 'yuelu', ['2022-05-17', '2022-05-17'], { places: 2 });
  await journey.clock('2022-05-17');
  const ids: string[] = [];
  for (const name of ['甲点', '乙点', '丙点'])
    ids.push(
      (
        await done(
          submit(
            clerk,
            'sfd-2022',
            'wangcheng',
            { name },
            `site-number-${['甲点', '乙点', '丙点'].indexOf(name)}`,
          ),
        )
      ).id,
    );
  await answerAll(desk, round);
  await journey.clock('2022-05-18');
  const [first, second, third] = ids as [string, string, string];
  const { version } = await done(desk.get(at()));
  await done(desk.put(at(), { chosen: [first, second], reserves: [third], version }));
  await done(settle({ nomination: first, grades: ['good'] }, { nomination: second, grades: ['model'] }));
  const now = await done(desk.get(at()));
  await done(desk.post(`${at()}/confirm`, { version: now.version }));
  await done(onTranche(desk, round, 'notice', { start: '2022-05-18' }));
  expect(await page(`/notices/${round}.n1`, visitor)).toMatch(/乙点 拟评：示范 .* 甲点 拟评：优秀/);
  const nominees = await done(visitor.get(`/api/notices/${round}.n1/nominees`));
  expect(nominees.items[0]).toMatchObject({ name: '乙点', grades: [{ zh: '示范' }] });
  expect(plainText((await desk.get(`/rounds/${round}/papers/notice?tranche=1`)).body)).toContain(
    '1．乙点（拟评等次：示范）',
  );
  expect(await refusal(settle({ nomination: first, grades: ['good'], reason: '再议' }))).toBe(
    '422 grade-not-open',
  );
  await journey.clock('2022-05-26');
  await done(decide(desk, round, '2022-05-26', 1, { refused: [{ nomination: second, reason: '材料不实' }] }));
  const around = await done(desk.get(`/api/rounds/${round}`));
  await done(
    desk.post(`/api/rounds/${round}/tranches`, { nominations: [third], version: around.round.version }),
  );
  expect(await refusal(onTranche(desk, round, 'notice', { start: '2022-05-26' }, 2))).toBe(
    '409 grade-missing',
  );
  // 优秀 is the first one's still; 示范 was left free.
  expect(await refusal(settle({ nomination: third, grades: ['good'] }))).toBe('422 grade-over');
  await done(settle({ nomination: third, grades: ['model'] }));
  const board = (await done(desk.get(at()))).grades;
  expect(board).toMatchObject([
    { id: 'model', count: 1, ok: true },
    { id: 'good', count: 1, ok: true },
  ]);
  await done(onTranche(desk, round, 'notice', { start: '2022-05-26' }, 2));
  expect(await page(`/notices/${round}.n2`, visitor)).toContain('丙点 拟评：示范');
  await journey.clock('2022-06-06');
  await done(decide(desk, round, '2022-06-06', 2));
  await done(publish(desk, round, '2022-06-06', ['岳麓区妇联']));
  const further = await done(publish(desk, round, '2022-06-06', ['岳麓区妇联'], 2));
  expect((await honoursOf(visitor, further.id)).map(({ name, grades }) => [name, grades[0].id])).toEqual([
    ['丙点', 'model'],
  ]);
  expect(journey.logged).toEqual([]);
});
