/** 最美家庭 climbs: community and street check it, district, city and province select and honour it; what goes back on the way, and what flows back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answers } from '#domain/programme/form.ts';
import { families } from '#local/demo/families.ts';
import { jpeg } from '../furong.ts';
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
import { drawn } from './drawn.ts';
import { type Federation, openRound, plantFederation, plantFurong, preset, publish } from './furong.ts';

const programme = 'zmjt-2021';
const departments = ['公安', '文明办'];
let journey: Journey;
let district: Federation;
let city: Federation;
let province: Federation;
let communities: readonly Person[];
let streets: readonly Person[];
/** Clerks of the two nominating units. */
let units: readonly Person[];

const seatIn = {
  community: (n: number) => `${programme}.0.c${n}`,
  street: (n: number) => `${programme}.1.s0${n}`,
  district: `${programme}.2.furong`,
  city: `${programme}.3.changsha`,
  province: `${programme}.4.hunan`,
} as const;
/** 罗 climbs to the top; 周 is returned twice and honoured by the city; 陈 is taken back; 刘 is not chosen by the city; 王 withdraws. */
const [luo, zhou, chen, liu, wang] = [0, 1, 2, 3, 4] as const;
const ids: string[] = [];
const unitOf = (n: number): number => (n < 3 ? 1 : 2);
const clerkOf = (n: number): Person => units[unitOf(n) - 1]!;

/** How the whole way of a nomination looks to the unit that made it. */
async function way(
  n: number,
): Promise<readonly (readonly [level: string, state: string, honour?: string])[]> {
  const { seats } = await done(clerkOf(n).get(`/api/nominations/${ids[n]}`));
  return seats.map((seat: { level: string; state: string; honour?: string }) =>
    seat.honour === undefined ? [seat.level, seat.state] : [seat.level, seat.state, seat.honour],
  );
}
const candidacy = (reader: Person, round: string, n: number) =>
  done(reader.get(`/api/rounds/${round}/candidacies/${ids[n]}`));

/** Amends with the whole form again, as the clerk's page sends it. */
async function amend(n: number, changes: Answers, note: string): Promise<{ revision: number }> {
  const found = await done(clerkOf(n).get(`/api/nominations/${ids[n]}?personal=shown`));
  return done(
    clerkOf(n).post(`/api/nominations/${ids[n]}/amendments`, {
      answers: { ...found.answers, ...changes },
      attachments: found.attachments.map((file: { id: string; rule: string }) => ({
        id: file.id,
        rule: file.rule,
      })),
      note,
      version: found.version,
    }),
  );
}

/** Prints the page of the present form, has it stamped and hands the scan in; its file name holds the code. */
async function stamp(clerk: Person, nomination: string): Promise<void> {
  const { code } = await done(clerk.post(`/api/nominations/${nomination}/stamped-code`, {}));
  const form = new FormData();
  form.set('file', new File([Uint8Array.from(jpeg(3))], `${code}.jpg`, { type: 'image/jpeg' }));
  await done(clerk.post('/api/stamped', form));
}

/** Review, opinions and everything else that a federation is asked, until nothing is left. */
async function answerEverything({ everybody }: Federation, round: string): Promise<void> {
  for (let asked = 1; asked > 0; ) {
    asked = 0;
    for (const person of everybody) asked += await answerAll(person, round);
  }
}

/** Notice, decision and list of a round's first tranche; gives the numbers of its honours. */
async function honour(
  { administrator }: Federation,
  round: string,
  dates: {
    readonly posted: string;
    readonly ends: string;
    readonly decided: string;
    readonly published: string;
  },
): Promise<readonly string[]> {
  await journey.clock(dates.posted);
  const notice = await done(onTranche(administrator, round, 'notice', { start: dates.posted }));
  expect(notice.end).toBe(dates.ends);
  await journey.clock(dates.decided);
  const decision = { body: '党组会', date: dates.decided, minutes: `纪要${dates.decided}` };
  await done(onTranche(administrator, round, 'decision', decision));
  await journey.clock(dates.published);
  const list = await done(
    onTranche(administrator, round, 'list', {
      title: '2021年“最美家庭”名单',
      documentNumber: `妇〔2021〕${dates.published.slice(5, 7)}号`,
      date: dates.published,
      bodies: ['妇女联合会'],
    }),
  );
  const visitor = await journey.visitor();
  const { items } = await done(visitor.get(`/api/honours/lists/${list.id}/honours`));
  return items.map((each: { number: string }) => each.number);
}

beforeAll(async () => {
  journey = await openJourney('2021-04-01 09:00');
  await plantFurong(journey);
  for (const n of [1, 2]) {
    const place = { parent: `s0${n}`, region: '430102', order: n };
    await journey.organisation({ id: `c${n}`, name: `第${n}社区妇联`, level: 'community', ...place });
    await journey.organisation({
      id: `u${n}`,
      name: `第${n}社区网格`,
      level: 'unit',
      ...place,
      parent: `c${n}`,
    });
  }
  const each = (role: 'reviewer' | 'clerk', org: string, word: string) =>
    Promise.all([1, 2].map((n) => journey.person(`${org}${n}`, role, `${word}${n}`)));
  units = await each('clerk', 'u', '网格填报员');
  communities = await each('reviewer', 'c', '社区审核员');
  streets = await each('reviewer', 's0', '街道审核员');
  district = await plantFederation(journey, 'furong', '区', { departments });
  city = await plantFederation(journey, 'changsha', '市', { departments });
  province = await plantFederation(journey, 'hunan', '省', { departments });
});
afterAll(() => journey.close());

test('the province publishes one programme, and each level from the district up sets its round', async () => {
  await publish(province.administrator, 'hunan', programme, preset('zmjt', '2021'));
  expect(
    await openRound(district.administrator, programme, 'furong', {
      opens: '2021-04-01 10:00',
      closes: '2021-04-20 17:30',
      places: 4,
      shares: [
        { organisation: 's01', places: 3 },
        { organisation: 's02', places: 1 },
      ],
    }),
  ).toBe(seatIn.district);
  await openRound(city.administrator, programme, 'changsha', {
    opens: '2021-05-16 00:00',
    closes: '2021-05-31 17:30',
    places: 2,
    shares: [{ organisation: 'furong', places: 4 }],
  });
  await openRound(province.administrator, programme, 'hunan', {
    opens: '2021-06-20 00:00',
    closes: '2021-07-09 17:30',
    places: 1,
    shares: [{ organisation: 'changsha', places: 1 }],
  });
  await journey.clock('2021-04-01', '10:00');
  for (const [n, family] of families.slice(0, 5).entries())
    ids.push(
      await nominate(clerkOf(n), {
        programme,
        org: `u${unitOf(n)}`,
        answers: family.answers,
        pictures: ['photos', 'photos'],
      }),
    );
  expect(await way(luo)).toEqual([['community', 'review']]);
});

test('community: checked by the link of a letter, then up at once to the street', async () => {
  await journey.clock('2021-04-02');
  const [letter] = await journey.letters('2021-04-01', '社区审核员1', '待办通知');
  const browser = await journey.visitor();
  for (const n of [luo, zhou, chen, liu, wang]) await stamp(clerkOf(n), ids[n]!);
  const decided = await decideByLink(browser, letter!.link, ids[luo]!, {
    outcome: 'approve',
    reason: '情况属实',
  });
  expect([plainText(decided.asked.body).includes('情况属实'), decided.recorded.status]).toEqual([true, 303]);
  for (const n of [1, 2]) await answerAll(communities[n - 1]!, seatIn.community(n));
  for (const n of [luo, zhou, chen, liu, wang])
    expect(await way(n)).toEqual([
      ['community', 'done'],
      ['street', 'review'],
    ]);
});

test('street: one is returned for amendment and comes again as its second revision', async () => {
  const [street] = streets;
  const task = (await tasksOf(street!, seatIn.street(1))).find((each) => each.nomination === ids[zhou])!;
  expect(await refusal(answerTask(street!, task, { outcome: 'return' }))).toMatch(/^422 /);
  await done(answerTask(street!, task, { outcome: 'return', reason: '请补充近两年的事迹' }));
  expect((await way(zhou))[1]).toEqual(['street', 'returned']);
  const page = plainText((await clerkOf(zhou).get(`/nominations/${ids[zhou]}`)).body);
  expect(page).toContain('请补充近两年的事迹');
  const told = await journey.letters('2021-04-02', '网格填报员1', '退回修改');
  expect(told.length).toBe(1);
  // the reason is free text, so it stands behind the link and not in the mail
  expect(told[0]!.page).not.toContain('请补充近两年的事迹');
  const behind = await (await journey.visitor()).get(told[0]!.link);
  expect(plainText(behind.body)).toContain('请补充近两年的事迹');
  expect(await amend(zhou, { motto: '和睦' }, '已补充')).toMatchObject({ revision: 2 });
  const again = (await tasksOf(street!, seatIn.street(1))).find((each) => each.nomination === ids[zhou])!;
  expect(again.attempt).toBe(2);
  // The community's work is done with its page; the street wants one of the amended form.
  const unstamped = await answerTask(street!, again, { outcome: 'approve' });
  expect([unstamped.status, unstamped.body.code]).toEqual([409, 'stamped-page-missing']);
});

test('street: a nominator withdraws before her street has decided, and its place is not used', async () => {
  const withdrawal = `/api/nominations/${ids[wang]}/withdrawal`;
  expect(await refusal(clerkOf(wang).post(withdrawal, { reason: '' }))).toMatch(/^422 /);
  expect(await refusal(clerkOf(luo).post(withdrawal, { reason: '代为撤回' }))).toMatch(/^404 /);
  await done(clerkOf(wang).post(withdrawal, { reason: '家庭放弃' }));
  for (const n of [luo, zhou, chen, liu]) await stamp(clerkOf(n), ids[n]!);
  expect((await way(wang))[1]).toEqual(['street', 'withdrawn']);
  for (const n of [1, 2]) await answerAll(streets[n - 1]!, seatIn.street(n));
  const { items } = await done(district.administrator.get(`/api/rounds/${seatIn.district}/allotments`));
  expect(items.map((each: { org: string; used: number }) => [each.org, each.used])).toEqual([
    ['s01', 3],
    ['s02', 1],
  ]);
  const late = await nominate(units[1]!, {
    programme,
    org: 'u2',
    answers: families[5]!.answers,
    pictures: ['photos', 'photos'],
  });
  await stamp(units[1]!, late);
  await answerAll(communities[1]!, seatIn.community(2));
  await stamp(units[1]!, late);
  const [task] = await tasksOf(streets[1]!, seatIn.street(2));
  expect(task?.nomination).toBe(late);
  const full = await answerTask(streets[1]!, task!, { outcome: 'approve' });
  expect([full.status, full.body.code]).toEqual([409, 'quota-used-up']);
  await done(answerTask(streets[1]!, task!, { outcome: 'reject', reason: '名额已满' }));
});

test('district: four are honoured, and four go up', async () => {
  await answerEverything(district, seatIn.district);
  await journey.clock('2021-04-21');
  const four = [luo, zhou, chen, liu].map((n) => ids[n]!);
  await judge(district.administrator, district.panel, seatIn.district, four, (_, i) => ({
    deeds: String(48 - i),
    ethos: '26',
    public: '16',
  }));
  await shortlist(district.administrator, seatIn.district, four);
  const dates = { posted: '2021-05-06', ends: '2021-05-11', decided: '2021-05-12', published: '2021-05-15' };
  expect(await honour(district, seatIn.district, dates)).toEqual(
    [1, 2, 3, 4].map((n) => `T-430102-ZMJT-2021-000${n}`),
  );
  await journey.clock('2021-05-17');
  const sent = () =>
    onTranche(district.administrator, seatIn.district, 'recommendations', { nominations: four });
  const at = `/api/rounds/${seatIn.district}/handed`;
  const hand = (shares: readonly (readonly [string, number])[], more: object) =>
    district.administrator.post(at, {
      shares: shares.map(([organisation, places]) => ({ organisation, places })),
      ...more,
    });
  // The city gave four: no more than those are handed down, and only to whom stands directly below.
  const tooMany = await hand(
    [
      ['s01', 4],
      ['s02', 1],
    ],
    { version: 0 },
  );
  expect([tooMany.status, JSON.stringify(tooMany.body)]).toEqual([
    422,
    expect.stringContaining('上级给本级 4 个名额，共分下去 5 个，多了 1 个'),
  ]);
  expect(await refusal(hand([['c1', 1]], { version: 0 }))).toBe('422 not-below');
  expect(await refusal(city.administrator.post(at, { shares: [], version: 0 }))).toMatch(/^403 /);
  const page = await district.administrator.get(`/rounds/${seatIn.district}/intake`);
  expect(plainText(page.body)).toContain('上级给本级 4 个名额，已向下分配 0 个');
  const typed = { _scoped: 'handed', 'handed.version': '0', 'handed.to.s01': '４', 'handed.to.s02': '' };
  expect((await district.administrator.press(`/rounds/${seatIn.district}/handed`, typed)).status).toBe(303);
  await drawn(district.administrator, `/rounds/${seatIn.district}/intake`, 'quotas');
  const refused = await sent();
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([
    422,
    expect.stringMatching(/分给.{2,10}的上报名额为 0 个，本次连同已报共 1 个/),
  ]);
  // Neither is anything taken back from above that was handed down already.
  const { version } = (await done(city.administrator.get(`/api/rounds/${seatIn.city}`))).round;
  const fewer = { patch: { shares: [{ organisation: 'furong', places: 3 }] }, reason: '压缩名额', version };
  expect(await refusal(city.administrator.patch(`/api/rounds/${seatIn.city}`, fewer))).toBe(
    '422 handed-already',
  );
  expect(
    await refusal(
      hand(
        [
          ['s01', 3],
          ['s02', 1],
        ],
        { version: 1 },
      ),
    ),
  ).toBe('422 handed-reason');
  expect(
    await refusal(
      hand(
        [
          ['s01', 3],
          ['s02', 1],
        ],
        { reason: '均衡', version: 0 },
      ),
    ),
  ).toBe('409 handed-changed');
  await done(
    hand(
      [
        ['s01', 3],
        ['s02', 1],
      ],
      { reason: '兼顾各街道', version: 1 },
    ),
  );
  expect(await done(district.administrator.get(at))).toMatchObject({
    had: 4,
    shares: [
      { organisation: 's01', places: 3 },
      { organisation: 's02', places: 1 },
    ],
    version: 2,
  });
  const { items: kept } = await done(district.administrator.get(`/api/rounds/${seatIn.district}/changes`));
  expect(kept.map((each: { reason: string }) => each.reason)).toEqual(['兼顾各街道', '首次分配']);
  await done(sent());
  expect((await candidaciesOf(city.administrator, seatIn.city)).length).toBe(4);
});

test('city: 退回 hands a package back to the district; the unit amends it and the district sends it again', async () => {
  const upper = `/api/rounds/${seatIn.city}/candidacies/${ids[zhou]}`;
  const lower = `/api/rounds/${seatIn.district}/candidacies/${ids[zhou]}`;
  expect(await refusal(district.administrator.post(`${upper}/return-below`, { note: '越权' }))).toMatch(
    /^404 /,
  );
  expect(await refusal(city.administrator.post(`${upper}/return-below`, { note: '' }))).toMatch(/^422 /);
  await done(city.administrator.post(`${upper}/return-below`, { note: '简介过短，请充实' }));
  expect(await candidacy(district.administrator, seatIn.district, zhou)).toMatchObject({
    state: 'sentBack',
    upward: { state: 'returned', reason: '简介过短，请充实' },
  });
  const [told] = await journey.letters('2021-05-17', '网格填报员1', '上级退回');
  expect(plainText((await (await journey.visitor()).get(told!.link)).body)).toContain('简介过短，请充实');
  expect(
    await amend(zhou, { brief: '一家三代同堂，孝老爱亲，热心公益，邻里称道。' }, '已充实简介'),
  ).toMatchObject({
    revision: 3,
  });
  expect(await refusal(city.administrator.post(`${lower}/resend`))).toMatch(/^403 /);
  await done(district.administrator.post(`${lower}/resend`));
  expect(await candidacy(city.administrator, seatIn.city, zhou)).toMatchObject({
    state: 'review',
    revision: 3,
    step: { kind: 'review', attempt: 2 },
  });
});

test('city: the district takes one back before the city has its shortlist, and not afterwards', async () => {
  const withdraw = (n: number) =>
    district.administrator.post(`/api/rounds/${seatIn.district}/candidacies/${ids[n]}/withdraw-upward`);
  await done(withdraw(chen));
  expect(await candidacy(city.administrator, seatIn.city, chen)).toMatchObject({ state: 'withdrawn' });
  expect((await way(chen)).map(([level, state]) => [level, state])).toEqual([
    ['community', 'done'],
    ['street', 'done'],
    ['district', 'done'],
    ['city', 'withdrawn'],
  ]);
  const { items } = await done(city.administrator.get(`/api/rounds/${seatIn.city}/allotments`));
  expect(items).toMatchObject([{ org: 'furong', places: 4, used: 3 }]);
  await answerEverything(city, seatIn.city);
  await journey.clock('2021-06-01');
  const three = [luo, zhou, liu].map((n) => ids[n]!);
  await judge(city.administrator, city.panel, seatIn.city, three, (_, i) => ({ overall: String(95 - i) }));
  await shortlist(city.administrator, seatIn.city, three.slice(0, 2));
  // who was passed over learns it when everybody does: no letter, nothing on the record of district or unit
  expect((await candidacy(city.administrator, seatIn.city, liu)).state).toBe('out');
  expect((await candidacy(district.administrator, seatIn.district, liu)).upward.state).toBe('sent');
  expect((await way(liu)).at(-1)).toEqual(['city', 'selecting']);
  expect(await journey.letters('2021-06-01', '网格填报员2')).toEqual([]);
  expect(await refusal(withdraw(luo))).toBe('409 wrong-state');
  expect(
    await refusal(clerkOf(luo).post(`/api/nominations/${ids[luo]}/withdrawal`, { reason: '不想参评' })),
  ).toBe('409 withdraw-too-late');
  const back = { note: '退回' };
  expect(
    await refusal(
      city.administrator.post(`/api/rounds/${seatIn.city}/candidacies/${ids[luo]}/return-below`, back),
    ),
  ).toBe('409 wrong-state');
});

test('city: two are honoured, and what became of all flows back to district and unit', async () => {
  const dates = { posted: '2021-06-07', ends: '2021-06-11', decided: '2021-06-15', published: '2021-06-18' };
  expect(await honour(city, seatIn.city, dates)).toEqual([1, 2].map((n) => `T-430100-ZMJT-2021-000${n}`));
  await journey.clock('2021-06-19');
  const below = async (n: number) =>
    (await candidacy(district.administrator, seatIn.district, n)).upward.state;
  expect([await below(luo), await below(zhou), await below(chen), await below(liu)]).toEqual([
    'honoured',
    'honoured',
    'withdrawn',
    'out',
  ]);
  const told = await journey.letters('2021-06-18', '网格填报员1');
  expect(told.map((each) => each.title).toSorted()).toEqual(['上级结果', '上级结果', '荣誉通知', '荣誉通知']);
  const other = await journey.letters('2021-06-19', '网格填报员2');
  expect(other.map((each) => [each.title, plainText(each.page).includes('未能通过上级评选')])).toEqual([
    ['上级结果', true],
  ]);
  expect((await way(liu)).at(-1)).toEqual(['city', 'out']);
});

test('province: the honour that the city has just given is the one that the province asks for', async () => {
  await journey.clock('2021-06-21');
  await done(onTranche(city.administrator, seatIn.city, 'recommendations', { nominations: [ids[luo]] }));
  const { items } = await done(
    province.administrator.get(`/api/rounds/${seatIn.province}/candidacies/${ids[luo]}/eligibility`),
  );
  expect(items.filter((each: { ok: boolean }) => !each.ok)).toEqual([]);
  expect(items.map((each: { rule: string }) => each.rule)).toContain('priorHonour');
  await answerEverything(province, seatIn.province);
  await journey.clock('2021-07-10');
  await judge(province.administrator, province.panel, seatIn.province, [ids[luo]!], () => ({
    overall: '96',
  }));
  await shortlist(province.administrator, seatIn.province, [ids[luo]!]);
  const dates = { posted: '2021-07-12', ends: '2021-07-16', decided: '2021-07-19', published: '2021-07-20' };
  expect(await honour(province, seatIn.province, dates)).toEqual(['T-430000-ZMJT-2021-0001']);
  expect((await candidacy(city.administrator, seatIn.city, luo)).upward.state).toBe('honoured');
});

test('the nation is outside: the province sends the package and records the result by hand', async () => {
  await done(
    onTranche(province.administrator, seatIn.province, 'recommendations', { nominations: [ids[luo]] }),
  );
  const at = `/api/rounds/${seatIn.province}/candidacies/${ids[luo]}`;
  expect(await candidacy(province.administrator, seatIn.province, luo)).toMatchObject({
    upward: { org: 'external', state: 'sent' },
  });
  const source = '全国妇联2021年7月公布';
  const granted = { bodies: ['全国妇联'], date: '2021-07-20', number: '2021-0311' };
  const result = { state: 'honoured', source, ...granted };
  const bare = { state: 'honoured', source };
  expect(await refusal(province.administrator.post(`${at}/external-result`, bare))).toBe(
    '422 external-bodies',
  );
  await done(province.administrator.post(`${at}/external-result`, result));
  expect(await candidacy(province.administrator, seatIn.province, luo)).toMatchObject({
    upward: { state: 'honoured', reason: '全国妇联2021年7月公布' },
  });
  // The form mends what the API recorded; typed in full width, bodies in their printed order.
  const page = `/rounds/${seatIn.province}/nominations/${ids[luo]}`;
  const typed = {
    ...{ state: 'honoured', source, date: '2021-07-20', number: '2021-0312' },
    ...{ bodies: '全国妇联、 人力资源社会保障部，文明办', grades: '一等奖、人气奖', batch: '２' },
  };
  for (const [field, value] of [
    ['bodies', ' '],
    ['bodies', `全国妇联、${'长'.repeat(61)}`],
    ['batch', '二'],
    ['date', '2099-01-01'],
  ] as const) {
    const bad = await province.administrator.press(`${page}/external`, { ...typed, [field]: value });
    expect([bad.status, String(bad.body)]).toEqual([
      422,
      expect.stringContaining(`id="f-external-${field}-error"`),
    ]);
  }
  expect((await province.administrator.press(`${page}/external`, typed)).status).toBe(303);
});

test('the unit sees the whole way, and every ledger on it holds what was granted above', async () => {
  expect(await way(luo)).toEqual([
    ['community', 'done'],
    ['street', 'done'],
    ['district', 'done', 'T-430102-ZMJT-2021-0001'],
    ['city', 'done', 'T-430100-ZMJT-2021-0001'],
    ['province', 'done', 'T-430000-ZMJT-2021-0001'],
  ]);
  const ledger = async (reader: Person, org: string) =>
    (await done(reader.get(`/api/organisations/${org}/ledger/2021?source=above`))).items
      .map((each: { level: string; names: readonly string[] }) => `${each.level} ${each.names.join()}`)
      .toSorted();
  expect(await ledger(units[0]!, 'u1')).toEqual([
    'city 周雅兰家庭',
    'city 罗步芳家庭',
    'district 周雅兰家庭',
    'district 罗步芳家庭',
    'district 陈玉梅家庭',
    'nation 罗步芳家庭',
    'province 罗步芳家庭',
  ]);
  expect(await ledger(city.administrator, 'changsha')).toEqual(['nation 罗步芳家庭', 'province 罗步芳家庭']);
  // What the outer level granted stands once in each ledger on the way, by page and by API, as it was printed.
  const onTheWay = [
    ...([
      [units[0]!, 'u1'],
      [communities[0]!, 'c1'],
      [streets[0]!, 's01'],
    ] as const),
    ...([
      [district.administrator, 'furong'],
      [city.administrator, 'changsha'],
    ] as const),
    [province.administrator, 'hunan'] as const,
  ];
  for (const [reader, org] of onTheWay) {
    const { items } = await done(reader.get(`/api/organisations/${org}/ledger/2021?level=nation`));
    expect([org, items]).toMatchObject([
      org,
      [
        {
          ...{ source: 'above', date: '2021-07-20', number: '2021-0312', batch: 2, status: 'valid' },
          ...{ bodies: ['全国妇联', '人力资源社会保障部', '文明办'], grades: ['一等奖', '人气奖'] },
        },
      ],
    ]);
    const page = plainText((await reader.get(`/ledger/${org}/2021?level=nation`)).body);
    for (const said of ['全国妇联、人力资源社会保障部、文明办', '一等奖', '人气奖', '第二批'])
      expect([org, page]).toEqual([org, expect.stringContaining(said)]);
  }
  const report = await done(district.administrator.get('/api/organisations/furong/report/2021'));
  expect(report.paragraph).toContain('区级4户，其中2户获评市级，1户获评省级，1户获评全国');
  const trail = await done(
    district.administrator.get(`/api/audit/candidacy:${seatIn.district}:${ids[zhou]}`),
  );
  const acts = trail.items.map((each: { action: string }) => each.action);
  for (const action of ['upward.came-back', 'candidacy.amend', 'upward.resend', 'upward.result'])
    expect(acts).toContain(action);
  expect(journey.logged).toEqual([]);
});

/** Lines of a trail as its API gives them, all pages. */
async function linesOf(reader: Person, aggregate: string) {
  interface Line {
    readonly action: string;
    readonly shown: {
      readonly what: { readonly zh: string };
      readonly who: { readonly zh: string };
      readonly details: readonly { readonly zh: string }[];
    };
  }
  const items: Line[] = [];
  let cursor = '';
  do {
    const page = await done(reader.get(`/api/audit/${aggregate}${cursor}`));
    items.push(...page.items);
    cursor = page.cursor === undefined ? '' : `?cursor=${encodeURIComponent(page.cursor)}`;
  } while (cursor !== '');
  return items;
}
/** Ids of members and of the organisations of this journey: on a line their names stand for them. */
const anyId = /\bm[0-9a-f]{24}\b|\b(hunan|changsha|furong|s0[12]|[cu][12])\b/;
/** What comes by a date alone, the giving out of tasks, and a phase that is over when the last of many has answered. */
const byItself = ['round.open', 'round.seal', 'round.advance', 'step.ask', 'step.escalate'];

test('no line of a history names an id, and none says “system” for what a person decided', async () => {
  for (const [federation, round] of [
    [district, seatIn.district],
    [city, seatIn.city],
    [province, seatIn.province],
  ] as const) {
    const { administrator } = federation;
    for (const aggregate of [
      `candidacy:${round}:${ids[luo]}`,
      `round:${round}`,
      `list:${round}.h1`,
      `nomination:${ids[luo]}`,
    ]) {
      const lines = await linesOf(administrator, aggregate);
      const words = lines.flatMap(({ shown: { what, who, details } }) =>
        [what, who, ...details].map(({ zh }) => zh),
      );
      expect(words.filter((each) => anyId.test(each))).toEqual([]);
      const system = lines.filter(({ shown }) => shown.who.zh === '系统').map(({ action }) => action);
      expect([aggregate, system.filter((action) => !byItself.includes(action))]).toEqual([aggregate, []]);
      const page = await administrator.get(`/audit/${encodeURIComponent(aggregate)}`);
      expect([page.status, anyId.exec(plainText(page.body))?.[0]]).toEqual([200, undefined]);
    }
    for (const path of [
      `/rounds/${round}`,
      `/rounds/${round}/nominations/${ids[luo]}`,
      `/nominations/${ids[luo]}`,
    ]) {
      const page = await administrator.get(path);
      expect([page.status, path, anyId.exec(plainText(page.body))?.[0]]).toEqual([200, path, undefined]);
    }
  }
  const granted = (await linesOf(city.administrator, `candidacy:${seatIn.city}:${ids[luo]}`)).find(
    ({ action }) => action === 'honour.grant',
  );
  expect(granted?.shown.who.zh).toBe((await done(city.administrator.get('/api/me'))).name);
  const taken = (await linesOf(city.administrator, `candidacy:${seatIn.city}:${ids[luo]}`)).find(
    ({ action }) => action === 'candidacy.admit',
  );
  expect(taken?.shown.who.zh).toBe((await done(district.administrator.get('/api/me'))).name);
});
