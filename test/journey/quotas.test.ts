/** 龙岗 2022: 108 and 22 households, 11 streets (docs/rules/scenarios.md#longgang-quotas). */
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { family } from '../furong.ts';
import {
  answerAll,
  answerTask,
  candidaciesOf,
  done,
  hiddenFields,
  type Journey,
  onTranche,
  openJourney,
  type Person,
  plainText,
  refusal,
  shortlist,
  tasksOf,
} from './client.ts';
import {
  decide,
  honoursOf,
  openProgramme,
  openRound,
  preset,
  publish,
  several,
  submit,
  withoutPictures,
  withStages,
} from './driver.ts';

const streets = ['平湖', '坂田', '布吉', '南湾', '横岗', '龙城', '龙岗', '园山', '宝龙', '坪地', '吉华'];
const communities = [12, 10, 11, 9, 8, 14, 7, 12, 13, 9, 6];
/** Places of each street in the district's 108 and in the city's 22. */
const places = [12, 10, 11, 9, 8, 13, 7, 11, 12, 9, 6];
const placesUp = [2, 2, 2, 2, 2, 3, 1, 2, 3, 2, 1];
const streetId = (n: number): string => `lg${n + 1}`;

const noDepartments = ['opinions', 'panel'];
const programme = 'zmjt-2022-longgang';
const document = withStages(preset('zmjt', '2022'), {
  district: { without: noDepartments },
  city: { without: [...noDepartments, 'recommend'], recommend: false, lowerHonourRequired: false },
});
const district = `${programme}.0.longgang`;
const city = `${programme}.1.shenzhen`;

let journey: Journey;
/** Administrators by session; clerks and reviewers by the access tokens of their programs. */
let desk: Person;
let cityDesk: Person;
let reviewers: readonly Person[];
let cityReviewer: Person;
let clerks: readonly Person[];
let visitor: Person;
let second: Person;

beforeAll(async () => {
  journey = await openJourney('2022-02-21 09:00');
  await journey.organisation({ id: 'gd', name: '广东省妇联', level: 'province', region: '440000' });
  await journey.organisation({
    id: 'shenzhen',
    name: '深圳市妇联',
    level: 'city',
    region: '440300',
    parent: 'gd',
  });
  await journey.organisation({
    id: 'longgang',
    name: '深圳市龙岗区妇联',
    level: 'district',
    region: '440307',
    parent: 'shenzhen',
  });
  const rows = streets.map((name, n) => ({
    id: streetId(n),
    name: `${name}街道妇联`,
    level: 'street',
    parent: 'longgang',
    region: '440307',
    order: n + 1,
  }));
  await done(journey.root.post('/api/organisations/import', { rows }));
  desk = await journey.person('longgang', 'administrator', '龙岗区管理员');
  second = await journey.person('longgang', 'administrator', '龙岗区副管理员');
  cityDesk = await journey.person('shenzhen', 'administrator', '深圳市管理员');
  const program = async (org: string, role: 'reviewer' | 'clerk', name: string) =>
    (await journey.person(org, role, name)).program('write');
  reviewers = [
    await program('longgang', 'reviewer', '审核员甲'),
    await program('longgang', 'reviewer', '审核员乙'),
  ];
  cityReviewer = await program('shenzhen', 'reviewer', '市审核员');
  const made: Person[] = [];
  for (const [n, name] of streets.entries()) made.push(await program(streetId(n), 'clerk', `${name}填报员`));
  clerks = made;
  visitor = await journey.visitor();
});
afterAll(() => journey.close());

test('the programme wants no pictures after its revision; the city gives the district 22 places', async () => {
  const made = await done(desk.post('/api/programmes', { org: 'longgang', id: programme, document }));
  const at = `/api/programmes/${programme}`;
  const revised = await done(
    desk.put(at, { document: withoutPictures(document), version: made.programme.version }),
  );
  expect([revised.programme.revision, revised.pinned]).toEqual([2, []]);
  await done(desk.post(`${at}/publish`, { version: revised.programme.version }));
  expect(await openRound(desk, programme, 'longgang', ['2022-03-01', '2022-03-31'], { places: 108 })).toBe(
    district,
  );
  const given = { places: 22, shares: [{ organisation: 'longgang', places: 22 }] };
  expect(await openRound(cityDesk, programme, 'shenzhen', ['2022-05-16', '2022-06-10'], given)).toBe(city);
});

/** What the page works out of the weights: places, exact dues and reasons by street, and what it says of ties. */
async function workedOut(total: number, rule: { base?: number; floor?: number } = {}) {
  const query = new URLSearchParams({ places: String(total), base: '0', floor: '0' });
  for (const [name, value] of Object.entries(rule)) query.set(name, String(value));
  for (const [n, weight] of communities.entries()) query.set(`w.${streetId(n)}`, String(weight));
  const page = await desk.get(`/rounds/${district}/intake?${query}`);
  expect(page.status).toBe(200);
  const html = String(page.body);
  const shares = streets.map((_, n) =>
    Number(new RegExp(`name="share\\.${streetId(n)}" value="(\\d+)"`).exec(html)?.[1]),
  );
  return { html, shares, words: plainText(html) };
}

test('108 shared by communities: largest remainder, the tie of streets 1 and 8 by official order is shown', async () => {
  const { html, shares, words } = await workedOut(108);
  expect(shares).toEqual(places);
  expect(shares.reduce((all, one) => all + one)).toBe(108);
  // 108 × 12 ÷ 111 = 11.68 for both; 75 of 111 are left to each and one place to the two.
  expect(words).toContain(
    '余数同为 0.68：平湖街道妇联 多得 1 个，园山街道妇联 不多得，由单位排序号（小者优先）确定。',
  );
  expect(words.match(/11\.68/g)).toHaveLength(2);
  expect(words.match(/余数相同，按单位排序号/g)).toHaveLength(2);
  const fields = Object.fromEntries(shares.map((one, n) => [`share.${streetId(n)}`, String(one)]));
  const { version = '' } = hiddenFields(html.slice(html.indexOf(`action="/rounds/${district}/intake"`)));
  const saved = await desk.press(`/rounds/${district}/intake`, { version, ...fields });
  expect([saved.status, saved.location]).toEqual([303, `/rounds/${district}/intake?done=saved`]);
  const { items } = await done(desk.get(`/api/rounds/${district}/allotments`));
  const given = new Map(items.map((each: { org: string; places: number }) => [each.org, each.places]));
  expect(streets.map((_, n) => given.get(streetId(n)))).toEqual(places);
});

test('a base that is no number is refused in words, not replaced by the programme’s', async () => {
  const page = await desk.get(`/rounds/${district}/intake?places=22&base=两个&floor=0&w.${streetId(0)}=1`);
  expect(plainText(page.body)).toContain('每个单位的基数和保底数须为不小于 0 的整数');
  expect(String(page.body)).not.toContain(`name="share.${streetId(0)}" value="22"`);
});

test('22 shared: as they are with floor 1, two for each street with base 1', async () => {
  const plain = await workedOut(22);
  expect(plain.shares).toEqual(placesUp);
  expect((await workedOut(22, { floor: 1 })).shares).toEqual(placesUp);
  expect((await workedOut(22, { base: 1 })).shares).toEqual(streets.map(() => 2));
  expect((await workedOut(10, { base: 1 })).words).toContain(
    '每个单位至少 1 个名额，共需 11 个，但只有 10 个',
  );
});

test('108 come in at once; each street is refused the one that is over its quota', async () => {
  await journey.clock('2022-03-01', '09:30');
  const wanted = streets.flatMap((_, n) =>
    Array.from({ length: places[n]! + 1 }, (_, k) => ({ street: n, key: `street-${n + 1}-family-${k + 1}` })),
  );
  const sent = await several(
    wanted.map((each, n) => ({ ...each, n })),
    12,
    async ({ street, key, n }) => ({
      street,
      answer: await submit(clerks[street]!, programme, streetId(street), family(n + 1), key),
    }),
  );
  const accepted = streets.map(
    (_, n) => sent.filter(({ street, answer }) => street === n && answer.status === 201).length,
  );
  expect(accepted).toEqual(places);
  const refused = sent.filter(({ answer }) => answer.status !== 201);
  expect(refused.map(({ street, answer }) => [street, answer.status, answer.body.code])).toEqual(
    streets.map((_, n) => [n, 409, 'quota-used-up']),
  );
  expect(refused[0]!.answer.body.detail).toBe(
    '分配给贵单位的名额为 12 个，已用 12 个，不能再报。请撤回一个后再报，或联系上级妇联调整名额。',
  );
  const { items } = await done(desk.get(`/api/rounds/${district}/allotments`));
  expect(items.every((each: { places: number; used: number }) => each.places === each.used)).toBe(true);
  // Sent again, an accepted one is itself and takes no place more.
  const first = sent.findIndex(({ street, answer }) => street === 10 && answer.status === 201);
  const again = await submit(clerks[10]!, programme, 'lg11', family(first + 1), wanted[first]!.key);
  expect([again.status, again.body]).toEqual([201, sent[first]!.answer.body]);
});

test('a withdrawn one frees her place, for one', async () => {
  const mine = await done(clerks[10]!.get('/api/nominations'));
  const { id } = mine.items.find((each: { kind: string }) => each.kind === 'nomination');
  await done(clerks[10]!.post(`/api/nominations/${id}/withdrawal`, { reason: '家庭搬离本区' }));
  const next = (n: number) => submit(clerks[10]!, programme, 'lg11', family(n), `street-11-later-${n}`);
  expect((await next(301)).status).toBe(201);
  expect(await refusal(next(302))).toBe('409 quota-used-up');
  const counts = (await done(desk.get(`/api/rounds/${district}`))).counts.states;
  expect([counts.review, counts.withdrawn]).toEqual([108, 1]);
});

let nominees: readonly { readonly nomination: string; readonly name: string; readonly from: string }[];
let goingUp: readonly string[];

test('108 are reviewed, shown for five working days, decided and published', async () => {
  const reviewed = await several(reviewers, 2, async (reviewer) => {
    const tasks = await tasksOf(reviewer, district);
    await several(tasks, 5, (task) => done(answerTask(reviewer, task, { outcome: 'approve' })));
    return tasks.length;
  });
  expect(reviewed.reduce((all, one) => all + one)).toBe(108);
  await journey.clock('2022-04-15');
  nominees = await candidaciesOf(desk, district, 'waiting');
  expect(nominees).toHaveLength(108);
  const list = `/api/rounds/${district}/shortlist`;
  const ids = nominees.map((each) => each.nomination);
  await shortlist(desk, district, ids);
  const { board } = await done(desk.get(list));
  expect(board[0]).toMatchObject({ kind: 'places', count: 108, limit: 108, ok: true });
  await journey.clock('2022-04-18');
  const notice = await done(onTranche(desk, district, 'notice', { start: '2022-04-18' }));
  expect([notice.start, notice.end]).toEqual(['2022-04-18', '2022-04-22']);
  const shown = await Promise.all(
    [0, 1, 2].map((page) => done(visitor.get(`/api/notices/${notice.id}/nominees?page=${page}`))),
  );
  expect(shown.map((page) => page.items.length)).toEqual([100, 8, 0]);
  const html = await visitor.get(`/notices/${notice.id}`);
  expect([html.status, /\d{17}[\dX]|1\d{10}/.test(plainText(html.body))]).toEqual([200, false]);
  expect(await refusal(decide(desk, district, '2022-04-18'))).toBe('409 notice-running');
  await journey.clock('2022-04-25');
  await done(decide(desk, district, '2022-04-25'));
  await journey.clock('2022-05-15');
  const published = await done(publish(desk, district, '2022-05-15', ['深圳市龙岗区妇联']));
  const honours = await honoursOf(visitor, published.id);
  expect([honours.length, honours[0].number, honours[107].number]).toEqual([
    108,
    'T-440307-ZMJT-2022-0001',
    'T-440307-ZMJT-2022-0108',
  ]);
  const before = await done(desk.get('/api/organisations/longgang/report/2022'));
  expect([before.totals.total, before.paragraph.includes('区级最美家庭108户')]).toEqual([108, true]);
});

test('22 go up by the shares of the streets, not 23; the summary list has exactly their rows', async () => {
  await journey.clock('2022-05-20');
  const upTo = (n: number) =>
    nominees.filter((each) => each.from === streetId(n)).map((each) => each.nomination);
  goingUp = streets.flatMap((_, n) => upTo(n).slice(0, placesUp[n]));
  expect(goingUp).toHaveLength(22);
  const one = nominees.map((each) => each.nomination).find((each) => !goingUp.includes(each))!;
  const tooMany = await onTranche(desk, district, 'recommendations', { nominations: [...goingUp, one] });
  expect([tooMany.status, tooMany.body.code, tooMany.body.detail]).toEqual([
    409,
    'quota-used-up',
    '上级分配的名额还剩 22 个，本次要上报 23 个，超出 1 个。请减少后再报。',
  ]);
  await done(onTranche(desk, district, 'recommendations', { nominations: goingUp }));
  expect(await candidaciesOf(cityDesk, city, 'review')).toHaveLength(22);
  const { items } = await done(cityDesk.get(`/api/rounds/${city}/allotments`));
  expect(items).toMatchObject([{ org: 'longgang', places: 22, used: 22 }]);
  const sheet = await desk.get(`/rounds/${district}/papers/summary.xlsx?of=recommended`);
  const [first] = await readXlsxFile(Buffer.from(sheet.body));
  const names = nominees.filter((each) => goingUp.includes(each.nomination)).map((each) => each.name);
  const cells = first!.data.flat().map(String);
  expect(names.filter((name) => cells.includes(name))).toHaveLength(22);
  expect(cells.filter((cell) => /^罗步芳\d+家庭$/.test(cell))).toHaveLength(22);
});

test('the city honours the 22; the report says 区级108户，其中22户获评市级', async () => {
  expect(await answerAll(cityReviewer, city)).toBe(22);
  await journey.clock('2022-06-11');
  await shortlist(cityDesk, city, goingUp);
  await journey.clock('2022-06-13');
  const notice = await done(onTranche(cityDesk, city, 'notice', { start: '2022-06-13' }));
  expect(notice.end).toBe('2022-06-17');
  await journey.clock('2022-06-20');
  await done(decide(cityDesk, city, '2022-06-20'));
  const list = await done(publish(cityDesk, city, '2022-06-20', ['深圳市妇联']));
  expect(await honoursOf(visitor, list.id)).toHaveLength(22);
  const { totals, paragraph } = await done(desk.get('/api/organisations/longgang/report/2022'));
  expect(totals.byLevel).toEqual([
    { level: 'city', count: 22 },
    { level: 'district', count: 108 },
  ]);
  expect(paragraph).toContain('最美家庭：区级108户，其中22户获评市级。');
  const below = await candidaciesOf(desk, district, 'done');
  expect(below.filter((each) => each.upward?.state === 'honoured')).toHaveLength(22);
});

interface Small {
  readonly id: string;
  readonly below: string;
  readonly above: string;
  /** With the district's honour; kept out of its list by an objection that was entered late; revoked again. */
  readonly good: string;
  readonly held: string;
  readonly lost: string;
  /** The objection against `held`. */
  readonly objection: string;
}
async function openSmall(code: string, zh: string, lowerHonourRequired: boolean) {
  const id = `${code.toLowerCase()}-2022`;
  const whole = { ...preset('zmjt', '2022'), code, title: { zh } };
  const document = withStages(withoutPictures(whole), {
    district: { without: noDepartments, lowerHonourRequired },
    city: { without: [...noDepartments, 'recommend'], recommend: false, lowerHonourRequired: false },
  });
  await openProgramme(desk, 'longgang', id, document);
  const below = await openRound(desk, id, 'longgang', ['2022-07-01', '2022-07-05'], { places: 3 });
  const above = await openRound(cityDesk, id, 'shenzhen', ['2022-07-25', '2022-07-29'], { places: 2 });
  return { id, below, above };
}
/** A letter that came on the last day of the notice and is entered now. */
const enterLetter = async (below: string, nomination: string) => {
  const letter = { notice: `${below}.n1`, channel: 'letter', arrivalPostmark: '2022-07-12', by: 'person' };
  const said = { nomination, name: '钱某', contact: '13800001111', body: '不在本区居住。' };
  const entered = await done(desk.post('/api/objections', { ...letter, ...said }));
  expect(entered.status).toBe('accepted');
  return entered.id as string;
};
async function settle(objection: string, outcome: string) {
  const { version } = (await done(desk.get(`/api/objections/${objection}`))).objection;
  await done(
    desk.post(`/api/objections/${objection}/settle`, { outcome, finding: '已向社区核实。', version }),
  );
}
const send = (place: Small, ...nominations: readonly string[]) =>
  onTranche(desk, place.below, 'recommendations', { nominations });
/** Why a choice is taken back, once everybody of it was looked at. */
async function takenBack(place: Small, ...nominations: readonly string[]): Promise<readonly string[]> {
  await done(send(place, ...nominations));
  const looked = () => done(desk.get(`/api/rounds/${place.below}/tranches/1`));
  await expect.poll(async () => (await looked()).recommended).toBeUndefined();
  const page = plainText((await desk.get(`/rounds/${place.below}/tranches/1`)).body);
  const { refusals } = (await looked()).takenBack;
  for (const { reason } of refusals) expect(page).toContain(reason.zh);
  return refusals.map(({ code }: { code: string }) => code);
}

/** Plays two small programmes at once up to the recommendation. */
async function played(opened: readonly Awaited<ReturnType<typeof openSmall>>[]): Promise<Small[]> {
  const named: string[][] = [];
  await journey.clock('2022-07-01', '09:30');
  for (const { id } of opened)
    named.push(
      await several([401, 402, 403], 1, async (n) =>
        String((await done(submit(clerks[0]!, id, 'lg1', family(n), `${id}-family-${n}`))).id),
      ),
    );
  for (const { below } of opened) for (const each of reviewers) await answerAll(each, below);
  await journey.clock('2022-07-06');
  for (const [n, { below }] of opened.entries()) {
    await shortlist(desk, below, named[n]!);
    await done(onTranche(desk, below, 'notice', { start: '2022-07-06' }));
  }
  await journey.clock('2022-07-13');
  return several([...opened.entries()], 1, async ([n, place]) => {
    const [good = '', held = '', lost = ''] = named[n]!;
    await done(decide(desk, place.below, '2022-07-13'));
    const list = await done(publish(desk, place.below, '2022-07-13', ['深圳市龙岗区妇联']));
    const honours = await honoursOf(visitor, list.id);
    expect(honours.map(({ number }) => number.slice(-4))).toEqual(['0001', '0002', '0003']);
    const objection = await enterLetter(place.below, held);
    const third = honours[2];
    const ruling = {
      grounds: '弄虚作假',
      decisionNumber: '龙妇〔2022〕20号',
      date: '2022-07-13',
      body: '龙岗区妇联',
    };
    await done(desk.post(`/api/honours/${third.number}/revoke`, { ...ruling, version: third.version }));
    const confirm = '/api/organisations/longgang/revocations/confirm';
    await done(second.post(confirm, { titles: [third.number] }));
    return { ...place, good, held, lost, objection };
  });
}

test('22 ⊆ 108 is enforced only where lowerHonourRequired says so; an open or upheld objection stops one either way', async () => {
  await journey.clock('2022-06-30');
  const [bound, free] = (await played([
    await openSmall('WMJT', '文明家庭', true),
    await openSmall('WHJT', '五好家庭', false),
  ])) as [Small, Small];
  await journey.clock('2022-07-25', '10:00');
  expect(await takenBack(free, free.good, free.held)).toEqual(['objection-open']);
  for (const { objection } of [bound, free]) await settle(objection, 'dismissed');
  // An honour that was revoked is none.
  expect(await takenBack(bound, bound.good, bound.lost)).toEqual(['honour-required']);
  await settle(await enterLetter(free.below, free.held), 'upheld');
  expect(await takenBack(free, free.held)).toEqual(['not-free']);
  await done(send(bound, bound.good));
  await done(send(free, free.good, free.lost));
  expect(await candidaciesOf(cityDesk, bound.above, 'review')).toHaveLength(1);
  expect(await answerAll(cityReviewer, free.above)).toBe(2);

  await journey.clock('2022-08-01');
  await shortlist(cityDesk, free.above, [free.good, free.lost]);
  await done(onTranche(cityDesk, free.above, 'notice', { start: '2022-08-01' }));
  await journey.clock('2022-08-08');
  await done(decide(cityDesk, free.above, '2022-08-08'));
  await done(publish(cityDesk, free.above, '2022-08-08', ['深圳市妇联']));
  const { paragraph } = await done(desk.get('/api/organisations/longgang/report/2022'));
  // 其中 would claim that both are among the district's.
  expect(paragraph).toContain('五好家庭：区级2户，市级2户（1户同获区级）。');
  expect(paragraph).toContain('最美家庭：区级108户，其中22户获评市级。');
  expect(journey.logged).toEqual([]);
});
