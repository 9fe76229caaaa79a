/** 芙蓉 2021 三八红旗手 8 and 集体 1 (docs/rules/scenarios.md#furong-red-banner). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditCheckCharacter } from '#domain/nomination/credit-code.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { streetId } from '#local/demo/furong.ts';
import {
  answerAll,
  answerTask,
  candidaciesOf,
  decideByLink,
  done,
  type Journey,
  judge,
  nominate,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
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

let journey: Journey;
let district: Federation;
let clerks: readonly Person[];
let people = '';
let collectives = '';
/** The edition whose programme has the alternative rank rule and whose round counts strictly. */
let strict = '';
const ids = new Map<string, string>();
const id = (name: string): string => ids.get(name)!;

const eight = women.slice(0, 8).map(([name]) => name);
const residents = '朝阳街道曙光社区居民委员会';
const ceremony = '2021-03-05';
const legalBasis = {
  document: '芙办〔2020〕3号',
  approvedBy: '芙蓉区评比达标表彰工作协调小组',
  date: '2020-11-02',
};
const window = { opens: '2021-01-11 09:00', closes: '2021-01-29 17:30' };

function collectiveOf(unitName: string, women_: number, staff: number, serial: number): Answers {
  const code = `5443010200${String(1_000_000 + serial)}`;
  return {
    unitName,
    creditCode: code + creditCheckCharacter(code),
    nature: '村或社区',
    unitRank: '无',
    staff,
    women: women_,
    leaderName: '周曙光',
    leaderGender: '女',
    leaderPosition: '主任',
    leaderPhone: '13800003001',
    contactName: '陈联络',
    contactPhone: '13800003002',
    brief: '社区巾帼志愿服务队常年服务居民。',
    deeds: '建立网格化服务机制，解决居民急难愁盼问题。'.repeat(4),
    declarations: ['truthful'],
  };
}

beforeAll(async () => {
  journey = await openJourney('2021-01-08 09:00');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', {
    departments: ['公安', '组织人事', '纪检监察', '民政'],
  });
  clerks = await plantClerks(journey, women.length);
});
afterAll(() => journey.close());

test('three rounds are set up: people, collectives, and people under the stricter alternatives', async () => {
  const { administrator } = district;
  const document = preset('sbqs', '2021');
  const rank = document.eligibility.find((rule) => rule.kind === 'rank');
  expect(rank).toMatchObject({ field: 'rank', max: '处级' });
  await publish(administrator, 'furong', 'sbqs-2021', document);
  await publish(administrator, 'furong', 'sbjt-2021', preset('sbjt', '2021'));
  const stricter: Programme = {
    ...document,
    edition: '2021-2',
    eligibility: document.eligibility.map((rule) =>
      rule.kind === 'rank' ? { kind: 'rank', field: 'rank', below: '副处级' } : rule,
    ),
  };
  await publish(administrator, 'furong', 'sbqs-2021-2', stricter);
  const common = { ...window, ceremony, legalBasis };
  people = await openRound(administrator, 'sbqs-2021', 'furong', { ...common, places: 8 });
  collectives = await openRound(administrator, 'sbjt-2021', 'furong', { ...window, ceremony, places: 1 });
  strict = await openRound(administrator, 'sbqs-2021-2', 'furong', {
    ...common,
    places: 8,
    notice: { countPostingDay: false },
  });
});

test('nominations come in; a form is measured in characters and its ID checked', async () => {
  await journey.clock('2021-01-11');
  const one = (n: number, programme: string, changes: Answers = {}) =>
    nominate(clerks[n]!, {
      programme,
      org: streetId(n),
      answers: { ...womanOf(n), ...changes },
      pictures: ['portrait'],
    });
  await expect(one(0, 'sbqs-2021', { brief: '好'.repeat(501) })).rejects.toThrow(
    /refused 422.*"answers.brief"/,
  );
  await expect(one(0, 'sbqs-2021', { idDocument: '430102197003080001' })).rejects.toThrow(
    /"answers.idDocument"/,
  );
  // 500 字 are 500 characters without line breaks, whatever they weigh in bytes
  const brief = `${'好'.repeat(250)}\n${'𠮷'.repeat(250)}`;
  for (const [n, [name]] of women.entries())
    ids.set(name, await one(n, 'sbqs-2021', n === 0 ? { brief } : {}));
  ids.set('strict', await one(3, 'sbqs-2021-2'));
  ids.set('strict ordinary', await one(0, 'sbqs-2021-2'));
  const units: [string, number, number, string][] = [
    [residents, 8, 10, 's09'],
    ['马坡岭街道示例公司', 599, 1_000, 's10'],
  ];
  for (const [i, [name, female, staff, org]] of units.entries()) {
    const clerk = clerks[Number(org.slice(1)) - 1]!;
    const answers = collectiveOf(name, female, staff, i);
    ids.set(name, await nominate(clerk, { programme: 'sbjt-2021', org, answers, pictures: ['groupPhoto'] }));
  }
  expect((await candidaciesOf(district.administrator, people)).length).toBe(10);
});

test('资格审查: women 8 of 10 pass at 80 %, 599 of 1000 do not reach 60 %', async () => {
  await journey.clock('2021-01-12');
  const { administrator, reviewers } = district;
  const { items } = await done(
    administrator.get(`/api/rounds/${collectives}/candidacies/${id(residents)}/eligibility`),
  );
  const ratio = items.find((each: { rule: string }) => each.rule === 'ratio');
  expect([ratio.ok, ratio.text]).toEqual([true, '「女性人数」占「总人数」80.00%，要求60%以上（含）']);
  const [letter] = await journey.letters('2021-01-11', reviewers[0]!.name, '待办通知');
  expect(letter).toBeDefined();
  for (const task of await tasksOf(reviewers[0]!, collectives)) {
    const answer = await answerTask(reviewers[0]!, task, { outcome: 'approve' });
    if (task.name === residents) expect(answer.status).toBe(200);
    else {
      expect([answer.body.code, answer.body.faults]).toMatchObject([
        'not-eligible',
        [{ code: 'rule-ratio' }],
      ]);
      await done(answerTask(reviewers[0]!, task, { outcome: 'reject', reason: '女性比例 59.9%，不足 60%' }));
    }
  }
});

test('资格审查: max 处级 lets 副处级 pass and stops 副厅局级; below 副处级 stops even the first', async () => {
  const [reviewer] = district.reviewers;
  const tasks = await tasksOf(reviewer!, people);
  const taskOf = (name: string) => tasks.find((each) => each.name === name)!;
  const high = await answerTask(reviewer!, taskOf('蒋红梅'), { outcome: 'approve' });
  expect([high.status, high.body.faults]).toMatchObject([422, [{ field: 'rank', code: 'rule-rank' }]]);
  await done(answerTask(reviewer!, taskOf('蒋红梅'), { outcome: 'reject', reason: '级别超过处级' }));
  for (const name of ['唐丽芬', '彭静宜'])
    await done(answerTask(reviewer!, taskOf(name), { outcome: 'approve' }));
  // one by the link of her letter
  const letters = await journey.letters('2021-01-11', reviewer!.name, '待办通知');
  const browser = await journey.visitor();
  const lists = await Promise.all(
    letters.map(async (each) => [each.link, (await browser.get(each.link)).body]),
  );
  const [link] = lists.find(([, page]) => String(page).includes(id('何蓉蓉')))!;
  const { asked, recorded } = await decideByLink(browser, String(link), id('何蓉蓉'), { outcome: 'approve' });
  expect([plainText(asked.body).includes('通过'), recorded.status]).toEqual([true, 303]);
  expect(await answerAll(reviewer!, people)).toBe(6);

  const stricter = await tasksOf(reviewer!, strict);
  const first = stricter.find((each) => each.name === '唐丽芬')!;
  const stopped = await answerTask(reviewer!, first, { outcome: 'approve' });
  expect([stopped.body.code, stopped.body.faults]).toMatchObject([
    'not-eligible',
    [{ field: 'rank', code: 'rule-rank' }],
  ]);
  await done(answerTask(reviewer!, first, { outcome: 'reject', reason: '副处级及以上不参评' }));
  expect(await answerAll(reviewer!, strict)).toBe(1);
});

test('征求意见: departments by class of nominee; one without a contact is asked of the administrator', async () => {
  const { administrator, departments } = district;
  const asked = async (round: string, name: string) =>
    (await done(administrator.get(`/api/rounds/${round}/candidacies/${id(name)}`))).asked.map(
      (each: { department: string }) => each.department,
    );
  expect(await asked(people, '何蓉蓉')).toEqual(['公安']);
  expect(await asked(people, '唐丽芬')).toEqual(['组织人事', '纪检监察']);
  expect(await asked(people, '曾玉洁')).toEqual(['公安', '统战']);
  expect(await asked(collectives, residents)).toEqual(['公安', '民政']);
  for (const round of [people, collectives, strict])
    for (const department of departments) await answerAll(department, round);
  expect((await tasksOf(administrator, people)).map((each) => [each.name, each.departments])).toEqual([
    ['曾玉洁', ['统战']],
  ]);
  expect((await candidaciesOf(administrator, people, 'opinions')).length).toBe(1);
  await answerAll(administrator, people);
  expect((await candidaciesOf(administrator, people, 'waiting')).length).toBe(9);
});

test('composition: 20 % of 8 places is one cadre of 处级; a second is blocked, and two front-line workers are needed', async () => {
  await journey.clock('2021-02-01');
  const { administrator, panel } = district;
  const waiting = women.slice(0, 9).map(([name]) => id(name));
  await judge(administrator, panel, people, waiting, (_, i) => ({
    deeds: String(48 - i),
    influence: '26',
    public: '16',
  }));
  await judge(administrator, panel, collectives, [id(residents)], () => ({
    deeds: '45',
    influence: '26',
    women: '18',
  }));
  const at = `/api/rounds/${people}/shortlist`;
  const names = (list: readonly string[]) => list.map(id);
  const second = names([...eight.slice(0, 7), '彭静宜']);
  const refused = await administrator.put(at, { chosen: second, reserves: [], version: 0 });
  expect([refused.status, refused.body.faults]).toMatchObject([422, [{ field: 'chosen', code: 'over-cap' }]]);
  expect(refused.body.faults[0].text).toContain('「处级及以上」最多 1 个，已列 2 个');
  const ninth = await administrator.put(at, {
    chosen: names([...eight, '彭静宜']),
    reserves: [],
    version: 0,
  });
  expect(ninth.body.faults.map((each: { code: string }) => each.code)).toContain('over-places');
  const few = await done(administrator.put(at, { chosen: names(eight.slice(2)), reserves: [], version: 0 }));
  const floor = few.board.find((row: { kind: string }) => row.kind === 'atLeast');
  expect(floor).toMatchObject({ title: { zh: '一线职工和农民' }, limit: 2, count: 1, ok: false });
  const early = await administrator.post(`${at}/confirm`, {
    version: few.version,
    leaveVacant: true,
    reason: '合格对象不足',
  });
  expect([early.status, early.body.faults]).toMatchObject([422, [{ code: 'under-floor' }]]);
  await shortlist(administrator, people, names(eight), [id('彭静宜')]);
  await shortlist(administrator, collectives, [id(residents)]);
  expect((await candidaciesOf(administrator, people, 'reserve')).map((each) => each.name)).toEqual([
    '彭静宜',
  ]);
});

test('a notice of 26 February ends on 4 March; counted strictly on 5 March, the day of the ceremony, and that is warned of', async () => {
  const { administrator } = district;
  const preview = (round: string) =>
    done(administrator.get(`/api/rounds/${round}/tranches/1/notice-preview?start=2021-02-26`));
  expect(await preview(people)).toMatchObject({
    end: '2021-03-04',
    inclusiveEnd: '2021-03-04',
    strictEnd: '2021-03-05',
    decisionFrom: '2021-03-04T16:00:00.000Z',
    warnings: [{ field: 'start', code: 'notice-strict-end-too-late' }],
  });
  const strictly = await preview(strict);
  expect(strictly).toMatchObject({
    end: '2021-03-05',
    inclusiveEnd: '2021-03-04',
    strictEnd: '2021-03-05',
    decisionFrom: '2021-03-05T16:00:00.000Z',
    warnings: [{ field: 'start', code: 'notice-ends-too-late' }],
  });
  expect(strictly.warnings[0].text).toContain('公示于 2021-03-05 结束，在 2021-03-05 仪式当天');

  await journey.clock('2021-02-26');
  for (const round of [people, collectives]) {
    const notice = await done(onTranche(administrator, round, 'notice', { start: '2021-02-26' }));
    expect([notice.start, notice.end]).toEqual(['2021-02-26', '2021-03-04']);
  }
  const visitor = await journey.visitor();
  const { items } = await done(visitor.get(`/api/notices/${people}.n1/nominees`));
  expect(items[0]).toMatchObject({
    name: '何蓉蓉',
    shown: [
      { label: '工作单位', value: '定王台街道示例单位' },
      { label: '职务', value: '负责人' },
    ],
  });
  const page = (await visitor.get(`/notices/${people}.n1`)).body;
  for (const [n] of women.entries()) {
    const { idDocument, phone, birthDate } = womanOf(n);
    for (const secret of [idDocument, phone, birthDate]) expect(page).not.toContain(secret);
  }
  expect(plainText(page)).toContain('芙办〔2020〕3号');
});

test('the decision is allowed on 5 March, not before; eight certificates and one with a plaque on the same day', async () => {
  const { administrator } = district;
  const decision = { body: '党组会', date: ceremony, minutes: '芙妇党组〔2021〕2号' };
  await journey.clock('2021-03-04', '23:58');
  for (const round of [people, collectives])
    expect(
      await refusal(onTranche(administrator, round, 'decision', { ...decision, date: '2021-03-04' })),
    ).toBe('409 notice-running');
  await journey.clock(ceremony, '00:01');
  const lists: string[] = [];
  for (const round of [people, collectives]) {
    await done(onTranche(administrator, round, 'decision', decision));
    const published = {
      title: '关于表彰2021年芙蓉区三八红旗手（集体）的决定',
      documentNumber: '芙妇〔2021〕5号',
      date: ceremony,
      bodies: ['芙蓉区妇女联合会', '芙蓉区人力资源和社会保障局'],
    };
    // A commendation wants its legal basis, or a recorded exemption.
    const exemption = '省级表彰项目清单所列，见省评组函〔2021〕3号';
    if (round === collectives)
      expect(await refusal(onTranche(administrator, round, 'list', published))).toBe('422 basis-needed');
    const given = round === collectives ? { ...published, exemption } : published;
    const list = await done(onTranche(administrator, round, 'list', given));
    lists.push(list.id);
  }
  const visitor = await journey.visitor();
  const honours = async (list: string) =>
    (await done(visitor.get(`/api/honours/lists/${list}/honours`))).items;
  const [women_, units] = [await honours(lists[0]!), await honours(lists[1]!)];
  expect(women_.map((each: { number: string; name: string }) => [each.number, each.name])).toEqual(
    eight.map((name, i) => [`T-430102-SBQS-2021-000${i + 1}`, name]),
  );
  expect(units.map((each: { number: string; name: string }) => [each.number, each.name])).toEqual([
    ['T-430102-SBJT-2021-0001', residents],
  ]);
  const awards = async (programme: string) => {
    const { document } = await done(visitor.get(`/api/programmes/${programme}`));
    return document.stages.find((stage: { level: string }) => stage.level === 'district').awards;
  };
  expect([await awards('sbqs-2021'), await awards('sbjt-2021')]).toEqual([
    ['证书', '奖章'],
    ['证书', '奖牌'],
  ]);
  const number = 'T-430102-SBJT-2021-0001';
  expect(plainText(await done(visitor.get(`/certificates/${number}`)))).toContain(residents);
  expect((await visitor.get(`/certificates/${number}/print`)).status).toBe(401);
  const print = plainText(await done(administrator.get(`/certificates/${number}/print`)));
  for (const words of [residents, '芙蓉区妇女联合会 芙蓉区人力资源和社会保障局', '芙妇〔2021〕5号'])
    expect(print).toContain(words);
});

test('nobody goes up: the rounds end, and the report counts eight people and one collective', async () => {
  const { administrator } = district;
  for (const round of [people, collectives]) {
    const silent = await onTranche(administrator, round, 'recommendations', { nominations: [] });
    expect([silent.status, silent.body.faults[0].code]).toEqual([422, 'nobody-named']);
    await done(onTranche(administrator, round, 'recommendations', { nominations: [], nobody: true }));
    expect((await done(administrator.get(`/api/rounds/${round}/tranches/1`))).state).toBe('done');
  }
  const report = await done(administrator.get('/api/organisations/furong/report/2021'));
  expect(report.totals).toMatchObject({ total: 9, families: 0, others: 9 });
  expect(report.paragraph).toContain('区级三八红旗手8名');
  expect(report.paragraph).toContain('区级三八红旗集体1个');
  // 彭静宜 stood by and was not honoured: her clerk may know now
  const { seats } = await done(clerks[8]!.get(`/api/nominations/${id('彭静宜')}`));
  expect(seats).toMatchObject([{ level: 'district', state: 'out' }]);
  expect(seats[0].honour).toBeUndefined();
  expect(journey.logged).toEqual([]);
});
