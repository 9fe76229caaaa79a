/** 芙蓉 2021 最美家庭: 12 at the district, 6 at the city (docs/rules/scenarios.md#furong-families). */
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { families } from '#local/demo/families.ts';
import { streetId } from '#local/demo/furong.ts';
import { wrongCode } from '../sign-in-code.ts';
import {
  answerAll,
  answerTask,
  candidaciesOf,
  done,
  hiddenFields,
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

const programme = 'zmjt-2021';
const edition = '2021';
let journey: Journey;
let district: Federation;
let city: Federation;
/** Reviews at the district and at the city. */
let both: Person;
let clerks: readonly Person[];
let districtRound = '';
let cityRound = '';
/** By the order of the families; 罗步芳家庭 is the first. */
const nominations: string[] = [];
let luo = '';
/** The one that is reviewed by link. */
let linked = '';
let chosen: readonly string[] = [];
let sent: readonly string[] = [];

const at = (round: string, nomination: string) => `/api/rounds/${round}/candidacies/${nomination}`;
const districtList = {
  title: '关于公布2021年芙蓉区“最美家庭”名单的决定',
  documentNumber: '芙妇〔2021〕12号',
  date: '2021-05-15',
  bodies: ['芙蓉区妇女联合会', '中共芙蓉区委宣传部', '芙蓉区文明办'],
};

/** Every ID number, phone and home address that was typed. */
const secrets = families.flatMap(({ answers }) => [
  String(answers.phone),
  String(answers.address),
  ...(answers.members as readonly { idNumber: string; birthDate: string }[]).flatMap(
    ({ idNumber, birthDate }) => [idNumber, birthDate],
  ),
]);

/** How a nomination stands as its own clerk sees it: one that was chosen, and one that was not. */
async function clerksSee(): Promise<readonly string[]> {
  const other = nominations.find((each) => !chosen.includes(each))!;
  const states: string[] = [];
  for (const nomination of [luo, other]) {
    const clerk = clerks[families[nominations.indexOf(nomination)]!.street]!;
    states.push((await done(clerk.get(`/api/nominations/${nomination}`))).seats[0].state);
  }
  return states;
}

/** None of what was typed as personal stands on these pages. */
async function noSecrets(reader: Person, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const { status, body } = await reader.get(path);
    expect([path, status]).toEqual([path, 200]);
    const shown = typeof body === 'string' ? body : JSON.stringify(body);
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  }
}

beforeAll(async () => {
  journey = await openJourney('2021-04-01 09:00');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', { departments: ['公安', '文明办'] });
  city = await plantFederation(journey, 'changsha', '市', { departments: ['公安', '文明办'] });
  both = await journey.person('furong', 'reviewer', '两级审核员');
  await done(
    journey.root.post('/api/members', {
      email: both.email,
      name: both.name,
      grants: [
        { org: 'furong', role: 'reviewer' },
        { org: 'changsha', role: 'reviewer' },
      ],
    }),
  );
  clerks = await plantClerks(journey);
});
afterAll(() => journey.close());

test('the city publishes the programme; district and city set up their rounds', async () => {
  await publish(city.administrator, 'changsha', programme, preset('zmjt', edition));
  districtRound = await openRound(district.administrator, programme, 'furong', {
    opens: '2021-04-01 10:00',
    closes: '2021-04-20 17:30',
    places: 12,
    ceremony: '2021-05-15',
  });
  cityRound = await openRound(city.administrator, programme, 'changsha', {
    opens: '2021-05-16 00:00',
    closes: '2021-05-31 17:30',
    places: 6,
    shares: [{ organisation: 'furong', places: 6 }],
  });
  expect([districtRound, cityRound]).toEqual(['zmjt-2021.2.furong', 'zmjt-2021.3.changsha']);
});

test('14 submitters hand in 20 nominations, not a minute before the window opens', async () => {
  const family = families[0]!;
  const early = nominate(clerks[0]!, {
    programme,
    org: streetId(family.street),
    answers: family.answers,
    pictures: ['photos', 'photos'],
  });
  await expect(early).rejects.toThrow('refused 409 window-not-open');
  await journey.clock('2021-04-01', '10:00');
  for (const each of families)
    nominations.push(
      await nominate(clerks[each.street]!, {
        programme,
        org: streetId(each.street),
        answers: each.answers,
        pictures: ['photos', 'photos'],
      }),
    );
  luo = nominations[0]!;
  const inbox = await candidaciesOf(district.administrator, districtRound);
  expect([inbox.length, new Set(inbox.map((each) => each.from)).size]).toEqual([20, 14]);
  expect(inbox.every((each) => each.state === 'review')).toBe(true);
});

test('a colleague signs in by the code of her mail; her program may read and not decide', async () => {
  const email = await journey.invite('s01', 'clerk', '后来的填报员');
  const stranger = await journey.visitor();
  const wrong = await stranger.press('/sign-in/code', { email, code: wrongCode() });
  expect([wrong.status, plainText(wrong.body).includes('验证码不正确')]).toEqual([422, true]);
  const colleague = await journey.byCode('后来的填报员', email);
  const reading = await colleague.program('read');
  const found = await done(reading.get(`/api/nominations/${luo}`));
  expect([found.name, found.personal]).toEqual(['罗步芳家庭', 'masked']);
  expect(secrets.filter((secret) => JSON.stringify(found).includes(secret))).toEqual([]);
  expect(await refusal(reading.post(`/api/nominations/${luo}/withdrawal`, { reason: '代为撤回' }))).toBe(
    '403 scope-needed',
  );
  const administering = await district.administrator.program('admin');
  const posted = administering.post(`/api/rounds/${districtRound}/tranches/1/notice`, {
    start: '2021-05-06',
    version: 1,
  });
  expect(await refusal(posted)).toBe('403 session-needed');
});

test('a reviewer decides by the link of her letter; opening it, twice or more, changes nothing', async () => {
  await journey.clock('2021-04-06');
  const [reviewer] = district.reviewers;
  const [letter] = await journey.letters('2021-04-01', reviewer!.name, '待办通知');
  expect(letter?.link).toMatch(/^\/w\//);
  const link = letter!.link;
  const [task] = await tasksOf(reviewer!, districtRound);
  linked = task!.nomination;
  const stands = () => done(district.administrator.get(at(districtRound, linked)));
  const before = await stands();
  const scanner = await journey.visitor();
  const here = `${link}/${districtRound}/review/${linked}`;
  for (const path of [link, link, here, here]) expect((await scanner.get(path)).status).toBe(200);
  // a scanner that presses every button chooses nothing, and nothing is chosen beforehand
  const pressed = await scanner.press(here);
  expect([pressed.status, plainText(pressed.body).includes('请选择审查结论')]).toEqual([422, true]);
  expect((await scanner.press(`${here}/confirm`)).status).toBe(422);
  const noReason = await scanner.press(here, { outcome: 'reject' });
  expect([noReason.status, plainText(noReason.body).includes('须说明理由')]).toEqual([422, true]);
  expect(await stands()).toEqual(before);

  const browser = await journey.visitor();
  const page = await browser.get(here);
  for (const secret of secrets) expect(page.body).not.toContain(secret);
  const asked = await browser.press(here, { outcome: 'approve', reason: '材料齐全，同意' });
  expect([asked.status, plainText(asked.body).includes('还没有提交')]).toEqual([200, true]);
  expect(await stands()).toEqual(before);
  const sealed = hiddenFields(asked.body);
  const forged = { ...sealed, _confirmed: (sealed._confirmed ?? '').replace('approve', 'reject') };
  expect((await browser.press(`${here}/confirm`, forged)).status).toBe(422);
  expect(await stands()).toEqual(before);
  for (const _ of ['pressed', 'pressed again']) {
    const recorded = await browser.press(`${here}/confirm`, sealed);
    expect(recorded.status).toBe(303);
    expect(plainText((await browser.get(recorded.location)).body)).toMatch(/已提交|已记录|已办/);
  }
  expect(plainText((await browser.get(here)).body)).toContain('材料齐全，同意');
  expect(await stands()).toMatchObject({ state: 'opinions', version: before.version + 2 });
  // who, when and the opinion stand beside the nomination, and in the audit trail
  const desk = await done(district.administrator.get(`/rounds/${districtRound}/nominations/${linked}`));
  expect(plainText(desk)).toContain(`资格审查 通过 材料齐全，同意 ${reviewer!.name} · 2021-04-06 09:00`);
  const trail = await done(district.administrator.get(`/api/audit/candidacy:${districtRound}:${linked}`));
  expect(trail.items.filter((each: { action: string }) => each.action === 'review.approve')).toMatchObject([
    { actor: reviewer!.id, at: expect.stringMatching(/^2021-04-06T01:/) },
  ]);
});

test('a reissued link ends the old one: her other tasks go to a colleague', async () => {
  const [reviewer] = district.reviewers;
  const [old] = await journey.letters('2021-04-01', reviewer!.name, '待办通知');
  const hers = (await tasksOf(reviewer!, districtRound)).map((task) => task.nomination);
  const browser = await journey.visitor();
  expect((await browser.get(old!.link)).status).toBe(200);
  const moved = await done(
    district.administrator.post(`/api/members/${reviewer!.id}/reassign`, { to: both.id }),
  );
  expect(moved).toMatchObject({ moved: hers.length, left: [] });
  const over = await browser.get(old!.link);
  expect([over.status, plainText(over.body).includes('此链接已失效')]).toEqual([404, true]);
  const there = `${old!.link}/${districtRound}/review/${hers[0]}`;
  expect((await browser.press(there, { outcome: 'approve', reason: '' })).status).toBe(404);
  await journey.clock('2021-04-06', '09:30');
  const [fresh] = await journey.letters('2021-04-06', both.name, '待办通知');
  expect((await browser.get(fresh!.link)).status).toBe(200);
  expect(await answerAll(both, districtRound)).toBe(19);
});

test('police and civility office agree, five judges score, and a thirteenth place is refused', async () => {
  for (const department of district.departments) expect(await answerAll(department, districtRound)).toBe(20);
  expect((await candidaciesOf(district.administrator, districtRound, 'waiting')).length).toBe(20);
  await journey.clock('2021-04-21');
  await judge(district.administrator, district.panel, districtRound, nominations, (nomination, i, p) => ({
    deeds: String(nomination === linked ? 49 : 49 - i),
    ethos: '25',
    public: String(15 + p),
  }));
  const ranked = (await candidaciesOf(district.administrator, districtRound)).toSorted(
    (a, b) => a.score.rank - b.score.rank,
  );
  chosen = ranked.slice(0, 12).map((each) => each.nomination);
  expect(chosen).toContain(luo);
  expect(chosen).toContain(linked);
  const thirteen = ranked.slice(0, 13).map((each) => each.nomination);
  const list = `/api/rounds/${districtRound}/shortlist`;
  const refused = await district.administrator.put(list, { chosen: thirteen, reserves: [], version: 0 });
  expect([refused.status, refused.body.faults]).toMatchObject([
    422,
    [{ field: 'chosen', code: 'over-places' }],
  ]);
  await shortlist(district.administrator, districtRound, chosen);
  expect((await candidaciesOf(district.administrator, districtRound, 'chosen')).length).toBe(12);
  // nobody outside learns who is on the list before its notice
  expect(await clerksSee()).toEqual(['selecting', 'selecting']);
});

test('the notice of 6 May ends on 11 May, Saturday the 8th counted; before that nothing is decided or published', async () => {
  await journey.clock('2021-05-06');
  const { administrator } = district;
  const preview = await done(
    administrator.get(`/api/rounds/${districtRound}/tranches/1/notice-preview?start=2021-05-06`),
  );
  expect(preview).toMatchObject({
    start: '2021-05-06',
    end: '2021-05-11',
    inclusiveEnd: '2021-05-11',
    strictEnd: '2021-05-12',
    closesAt: '2021-05-11T09:30:00.000Z',
    decisionFrom: '2021-05-11T16:00:00.000Z',
    warnings: [],
  });
  const notice = await done(onTranche(administrator, districtRound, 'notice', { start: '2021-05-06' }));
  expect(notice).toMatchObject({ start: '2021-05-06', end: '2021-05-11' });
  expect(await clerksSee()).toEqual(['notice', 'selecting']);
  const visitor = await journey.visitor();
  // Somebody objects to her: that is between the objector and the office, and her own clerk sees what the others see.
  const said = { by: 'person', name: '钱某', contact: '13800001111', body: '不在本区居住。' };
  const raised = await done(
    visitor.post(`/api/notices/${notice.id}/objections`, { nomination: luo, ...said }),
  );
  const held = await done(administrator.get(`/api/rounds/${districtRound}/candidacies/${luo}`));
  expect([held.state, await clerksSee()]).toEqual(['held', ['notice', 'selecting']]);
  expect(plainText((await clerks[families[0]!.street]!.get(`/nominations/${luo}`)).body)).not.toContain(
    '异议',
  );
  const { objection } = await done(administrator.get(`/api/objections/${raised.id}`));
  const ruling = { outcome: 'dismissed', finding: '已向社区核实。', version: objection.version };
  await done(administrator.post(`/api/objections/${raised.id}/settle`, ruling));
  const shown = await done(visitor.get(`/api/notices/${notice.id}/nominees`));
  expect(shown.items.length).toBe(12);
  expect(shown.items).toContainEqual({
    nomination: luo,
    name: '罗步芳家庭',
    shown: [{ label: '所在社区（村）', value: '定王台社区' }],
  });
  const page = plainText((await visitor.get(`/notices/${notice.id}`)).body);
  for (const words of [
    '2021年5月6日（星期四） 至 2021年5月11日（星期二） 17:30',
    '罗步芳家庭',
    '0731-84683000',
  ])
    expect(page).toContain(words);
  await noSecrets(visitor, ['/notices', `/notices/${notice.id}`, `/api/notices/${notice.id}`, '/feed.xml']);
  await noSecrets(visitor, [`/api/notices/${notice.id}/nominees`, `/api/notices?region=430102`]);
  await noSecrets(administrator, [`/rounds/${districtRound}/papers/notice.txt?tranche=1`]);

  const list = { ...districtList, date: '2021-05-12' };
  const decision = { body: '主席办公会', date: '2021-05-11', minutes: '芙妇会纪〔2021〕5号' };
  for (const [date, time] of [
    ['2021-05-06', '09:01'],
    ['2021-05-11', '23:59'],
  ] as const) {
    await journey.clock(date, time);
    expect(await refusal(onTranche(administrator, districtRound, 'list', list))).toBe('409 not-publishing');
    expect(await refusal(onTranche(administrator, districtRound, 'decision', { ...decision, date }))).toBe(
      '409 notice-running',
    );
  }
  // waits are rounded up to whole seconds, so the machine is through in the first minute of the day
  await journey.clock('2021-05-12', '00:01');
  expect(await refusal(onTranche(administrator, districtRound, 'list', list))).toBe('409 not-publishing');
  const dated = await onTranche(administrator, districtRound, 'decision', decision);
  expect(dated.body.faults).toMatchObject([{ field: 'date', code: 'date-in-notice' }]);
  await done(onTranche(administrator, districtRound, 'decision', { ...decision, date: '2021-05-12' }));
  expect((await done(visitor.get(`/api/notices/${notice.id}/nominees`))).items).toEqual([]);
  expect((await visitor.get(`/notices/${notice.id}`)).body).not.toContain('罗步芳');
});

test('on the day of the ceremony the list is published: twelve certificates from 0001 to 0012', async () => {
  await journey.clock('2021-05-15');
  expect(await clerksSee()).toEqual(['deciding', 'selecting']);
  const visitor = await journey.visitor();
  expect(await refusal(visitor.get('/api/honours/T-430102-ZMJT-2021-0001'))).toMatch(/^404 /);
  const made = await done(onTranche(district.administrator, districtRound, 'list', districtList));
  expect(await clerksSee()).toEqual(['approved', 'out']);
  // Whoever was not selected reads at which step it ended.
  const other = nominations.find((each) => !chosen.includes(each))!;
  const clerk = clerks[families[nominations.indexOf(other)]!.street]!;
  const record = plainText((await clerk.get(`/nominations/${other}`)).body);
  expect(record).toContain('拟推选名单 · 未入选');
  const honours = await done(visitor.get(`/api/honours/lists/${made.id}/honours`));
  expect(honours.items.map((each: { number: string }) => each.number)).toEqual(
    Array.from({ length: 12 }, (_, i) => `T-430102-ZMJT-2021-${String(i + 1).padStart(4, '0')}`),
  );
  const names = chosen.map((nomination) => families[nominations.indexOf(nomination)]!.name);
  expect(honours.items.map((each: { name: string }) => each.name)).toEqual(names);
  for (const each of honours.items) {
    expect(each).toMatchObject({ level: 'district', status: 'valid', words: { zh: '有效' } });
    const checked = await done(visitor.get(`/certificates/${each.number}`));
    expect([checked.includes(each.name), checked.includes('有效')]).toEqual([true, true]);
  }
  expect(await refusal(visitor.get('/api/honours/T-430102-ZMJT-2021-0013'))).toMatch(/^404 /);
  const open = `/honours/${made.id}`;
  await noSecrets(visitor, [
    open,
    `${open}.json`,
    `${open}.csv`,
    '/open-data/lists.json?year=2021',
    '/feed.xml',
  ]);
  await noSecrets(visitor, [`/certificates/${honours.items[0].number}`, '/', '/honours']);
});

test('six go up, not seven: the summary list has exactly six rows', async () => {
  await journey.clock('2021-05-17');
  const { administrator } = district;
  const upward = [luo, linked, ...chosen.filter((each) => each !== luo && each !== linked)];
  sent = [...new Set(upward)].slice(0, 6);
  const seven = [...new Set(upward)].slice(0, 7);
  const recommend = (list: readonly string[]) =>
    onTranche(administrator, districtRound, 'recommendations', { nominations: list });
  expect(await refusal(recommend(seven))).toBe('409 quota-used-up');
  const stranger = nominations.find((each) => !chosen.includes(each))!;
  expect(await refusal(recommend([stranger]))).toBe('422 not-in-tranche');
  expect((await done(recommend(sent))).recommended).toEqual(sent);
  // Another list is refused, and the one that stands is named.
  const other = await recommend(sent.slice(1));
  expect([other.status, other.body.code]).toEqual([409, 'recommended']);
  const names = sent.map((nomination) => families[nominations.indexOf(nomination)]!.name);
  expect(other.body.faults[0].text).toBe(`「推荐名单」已登记为：${names.join('、')}`);
  const file = await administrator.get(`/rounds/${districtRound}/papers/summary.xlsx?of=recommended`);
  const [sheet] = await readXlsxFile(Buffer.from(file.body));
  const rows = sheet!.data.filter(([first]) => typeof first === 'number');
  expect(rows.map(([n, name]) => [n, name])).toEqual(
    sent.map((nomination, i) => [i + 1, families[nominations.indexOf(nomination)]!.name]),
  );
  expect(sheet!.data.at(-1)?.[0]).toBe('合计：6');
  const cells = JSON.stringify(sheet!.data);
  for (const secret of secrets) expect(cells).not.toContain(secret);
});

test('whoever acted on a nomination at the district is not asked, and cannot be, at the city', async () => {
  const [colleague] = city.reviewers;
  const asked = await candidaciesOf(city.administrator, cityRound);
  expect(asked.length).toBe(6);
  for (const each of asked.filter(({ nomination }) => nomination !== linked)) {
    expect(each.asked).toMatchObject([{ member: colleague!.id }]);
    const review = await answerTask(
      both,
      { ...each, kind: 'review', step: each.step.id },
      { outcome: 'approve' },
    );
    expect([review.status, review.body.code]).toEqual([403, 'not-allowed']);
    const handed = await colleague!.post(
      `/api/tasks/${cityRound}/${each.step.id}/${each.nomination}/delegate`,
      {
        to: both.id,
      },
    );
    expect([handed.status, handed.body.faults]).toMatchObject([422, [{ code: 'delegate-acted' }]]);
  }
});

test('the city honours the same six; the result flows back', async () => {
  for (const person of [...city.everybody, both]) await answerAll(person, cityRound);
  for (const person of city.departments) await answerAll(person, cityRound);
  await journey.clock('2021-06-01');
  await judge(city.administrator, city.panel, cityRound, sent, (_, i) => ({ overall: String(95 - i) }));
  await shortlist(city.administrator, cityRound, sent);
  await journey.clock('2021-06-07');
  const notice = await done(onTranche(city.administrator, cityRound, 'notice', { start: '2021-06-07' }));
  expect(notice.end).toBe('2021-06-11');
  await journey.clock('2021-06-15');
  const decision = { body: '党组会', date: '2021-06-15', minutes: '长妇党组〔2021〕9号' };
  await done(onTranche(city.administrator, cityRound, 'decision', decision));
  await journey.clock('2021-06-18');
  const made = await done(
    onTranche(city.administrator, cityRound, 'list', {
      title: '关于公布2021年度长沙市“最美家庭”名单的决定',
      documentNumber: '长妇〔2021〕20号',
      date: '2021-06-18',
      bodies: ['长沙市妇女联合会'],
    }),
  );
  const visitor = await journey.visitor();
  const honours = await done(visitor.get(`/api/honours/lists/${made.id}/honours`));
  expect(honours.items.map((each: { number: string }) => each.number)).toEqual(
    Array.from({ length: 6 }, (_, i) => `T-430100-ZMJT-2021-000${i + 1}`),
  );
  await noSecrets(visitor, [`/honours/${made.id}`, `/honours/${made.id}.csv`]);
  const below = await candidaciesOf(district.administrator, districtRound, 'done');
  expect(
    below
      .filter((each) => each.upward?.state === 'honoured')
      .map((each) => each.nomination)
      .sort(),
  ).toEqual(sent.toSorted());
});

test('the ledger: 12 of the district and 6 of the city; 罗步芳家庭 holds two honours, six households one', async () => {
  const held: number[] = [];
  for (const nomination of chosen) {
    const clerk = clerks[families[nominations.indexOf(nomination)]!.street]!;
    const { seats } = await done(clerk.get(`/api/nominations/${nomination}`));
    const numbers = seats.flatMap((seat: { honour?: string }) => seat.honour ?? []);
    held.push(numbers.length);
    if (nomination === luo)
      expect(numbers).toEqual([
        expect.stringMatching(/^T-430102-ZMJT-2021-00\d\d$/),
        expect.stringMatching(/^T-430100-ZMJT-2021-00\d\d$/),
      ]);
  }
  expect(held.toSorted()).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  const { administrator } = district;
  const report = await done(administrator.get('/api/organisations/furong/report/2021'));
  expect(report.totals).toMatchObject({
    total: 18,
    byLevel: [
      { level: 'city', count: 6 },
      { level: 'district', count: 12 },
    ],
    // Six of the twelve were honoured twice.
    families: 12,
    others: 0,
  });
  expect(report.paragraph).toContain('区级12户，其中6户获评市级');
  const ledger = await done(administrator.get('/api/organisations/furong/ledger/2021?source=above'));
  expect(ledger.items.map((each: { level: string }) => each.level)).toEqual(Array(6).fill('city'));
  expect(journey.logged).toEqual([]);
});
