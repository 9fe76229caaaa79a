/** 龙华 20 户平安家庭, with objections (docs/rules/scenarios.md#longhua-safe-families). */
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { family } from '../furong.ts';
import {
  answerAll,
  answerTask,
  candidaciesOf,
  done,
  type Journey,
  judge,
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
  newcomer,
  openProgramme,
  openRound,
  preset,
  publish,
  submit,
  withoutPictures,
  withStages,
} from './driver.ts';

const streets = ['观湖', '民治', '龙华', '大浪'];
const bodies = ['深圳市龙华区妇联', '中共龙华区委政法委'];
const nameOf = (n: number): string => `罗步芳${n}家庭`;
const form = (n: number) => family(n, { warningLetter: '否', tags: ['无犯罪', '无纠纷'] });
/** Families by their part: one nominates herself, 23 has the 告诫书, 21 and 22 stand by. */
const own = 3;
const anonymously = 5;
const tooLate = 7;
const byLetter = 9;
const slow = 11;
const warned = 23;

let journey: Journey;
/** The district's administrators: one runs the round, the other is appointed to handle the objection. */
let desk: Person;
let handler: Person;
let reviewer: Person;
let auditor: Person;
let police: Person;
let politics: Person;
let panel: readonly Person[];
let clerks: readonly Person[];
let nominee: Person;
let visitor: Person;
let round = '';
const ids = new Map<number, string>();
const idOf = (n: number): string => ids.get(n)!;
const candidacy = (n: number) => done(desk.get(`/api/rounds/${round}/candidacies/${idOf(n)}`));
const notice = (n = 1): string => `${round}.n${n}`;

beforeAll(async () => {
  journey = await openJourney('2022-01-24 09:00');
  await journey.organisation({
    id: 'longhua',
    name: '深圳市龙华区妇联',
    level: 'district',
    region: '440309',
    contact: { office: '权益部', phone: '0755-23332333', address: '龙华区梅龙大道2283号' },
  });
  for (const [n, name] of streets.entries())
    await journey.organisation({
      id: `lh${n + 1}`,
      name: `${name}街道妇联`,
      level: 'street',
      region: '440309',
      parent: 'longhua',
      order: n + 1,
    });
  desk = await journey.person('longhua', 'administrator', '权益部管理员');
  handler = await journey.person('longhua', 'administrator', '异议承办人');
  reviewer = await journey.person('longhua', 'reviewer', '审核员');
  auditor = await journey.person('longhua', 'auditor', '监督员');
  police = await journey.person('longhua', 'department', '公安联络员', '公安');
  politics = await journey.person('longhua', 'department', '政法委联络员', '政法委');
  const made: Person[] = [];
  for (const n of [1, 2, 3]) made.push(await journey.person('longhua', 'panellist', `评委${n}`));
  panel = made;
  const filling: Person[] = [];
  for (const n of [1, 2, 3, 4])
    filling.push(await (await journey.person(`lh${n}`, 'clerk', `填报员${n}`)).program('write'));
  clerks = filling;
  visitor = await journey.visitor();
  nominee = await newcomer(journey, '2022-01-24', 'luobufang3@example.org');
  const document = withStages(withoutPictures(preset('pajt', '2022')), { district: {} });
  await openProgramme(desk, 'longhua', 'pajt-2022', document);
  round = await openRound(desk, 'pajt-2022', 'longhua', ['2022-02-07', '2022-02-11'], { places: 20 });
});
afterAll(() => journey.close());

test('23 families are nominated, one by herself, and pass the review', async () => {
  await journey.clock('2022-02-07', '10:00');
  for (let n = 1; n <= 23; n++) {
    const street = (n - 1) % 4;
    if (n !== own) {
      const sent = submit(clerks[street]!, 'pajt-2022', `lh${street + 1}`, form(n), `longhua-family-${n}`);
      ids.set(n, (await done(sent)).id);
      continue;
    }
    const self = { programme: 'pajt-2022', org: 'lh3', channel: 'self', answers: form(n) };
    const sent = nominee.post('/api/nominations', {
      ...self,
      id: 'own-family',
      consentText: consentVersion,
      sensitive: true,
    });
    ids.set(n, (await done(sent)).id);
  }
  await journey.clock('2022-02-08');
  expect(await answerAll(reviewer, round)).toBe(23);
  // 政法委 and the federation re-check together: neither alone passes anybody.
  expect(await answerAll(reviewer, round)).toBe(23);
  expect(await candidaciesOf(desk, round, 'opinions')).toEqual([]);
  expect(await answerAll(politics, round)).toBe(23);
  expect(await candidaciesOf(desk, round, 'opinions')).toHaveLength(23);
});

test('公安 answers with a 告诫书: a veto, before the panel', async () => {
  await journey.clock('2022-02-10');
  const tasks = await tasksOf(police, round);
  // Five working days after 2022-02-08, until the end of office.
  expect(new Set(tasks.map((task) => task.due))).toEqual(new Set(['2022-02-15T09:30:00.000Z']));
  const of = (n: number) => tasks.find((task) => task.nomination === idOf(n))!;
  expect(await refusal(answerTask(police, of(warned), { outcome: 'disagree' }))).toBe('422 required');
  await done(
    answerTask(police, of(warned), {
      ...{ outcome: 'disagree', reason: '2021年10月因家庭暴力出具告诫书' },
      answers: { warned: '有', record: '无' },
    }),
  );
  expect(await candidacy(warned)).toMatchObject({
    state: 'out',
    outcome: { reason: 'vetoed', note: '公安：2021年10月因家庭暴力出具告诫书' },
  });
  // 公安 leaves one without an answer.
  for (const task of tasks)
    if (![idOf(warned), idOf(slow)].includes(task.nomination))
      await done(answerTask(police, task, { outcome: 'agree' }));
  expect(await candidaciesOf(desk, round, 'waiting')).toHaveLength(21);
});

test('silence is escalated and never taken for consent; two days late the answer counts and is marked late', async () => {
  const escalated = async () =>
    (await journey.letters('2022-02-15'))
      .filter((letter) => letter.title === '逾期提醒')
      .map((each) => each.to);
  await journey.clock('2022-02-15', '17:30');
  const before = await candidacy(slow);
  expect([before.state, before.asked.map((each: { late?: boolean }) => each.late)]).toEqual([
    'opinions',
    [undefined],
  ]);
  await journey.clock('2022-02-15', '18:00');
  expect((await escalated()).sort()).toEqual(['异议承办人', '权益部管理员'].sort());
  await journey.clock('2022-02-17', '16:30');
  const reminded = await journey.letters('2022-02-15', '公安联络员', '催办通知');
  expect(reminded).toHaveLength(1);
  expect(plainText(reminded[0]!.page)).toContain(nameOf(slow));
  expect((await candidacy(slow)).state).toBe('opinions');
  const { counts, next } = await done(desk.get(`/api/rounds/${round}`));
  expect([counts.open, counts.states.opinions, next.step]).toEqual([1, 1, 'draining']);
  expect(
    await refusal(desk.put(`/api/rounds/${round}/shortlist`, { chosen: [], reserves: [], version: 0 })),
  ).toBe('409 not-shortlisting');
  const [task] = await tasksOf(police, round);
  await done(answerTask(police, task!, { outcome: 'none' }));
  const after = await candidacy(slow);
  expect(after.state).toBe('waiting');
  const answer = after.asked.find((each: { department: string }) => each.department === '公安');
  expect([answer.answer, answer.late, answer.due, answer.answeredAt]).toEqual([
    'none',
    true,
    '2022-02-15T09:30:00.000Z',
    expect.stringMatching(/^2022-02-17T08:3/),
  ]);
});

test('the panel judges 22; 20 are chosen and 2 stand by', async () => {
  await journey.clock('2022-02-21');
  const waiting = (await candidaciesOf(desk, round, 'waiting')).map((each) => each.nomination);
  expect([waiting.length, waiting.includes(idOf(warned))]).toEqual([22, false]);
  const order = Array.from({ length: 22 }, (_, n) => idOf(n + 1));
  await judge(desk, panel, round, order, (_, n, p) => ({ safety: String(60 - n), deeds: String(40 - p) }));
  await journey.clock('2022-02-24');
  const list = `/api/rounds/${round}/shortlist`;
  const over = { chosen: order.slice(0, 21), reserves: order.slice(21), version: 0 };
  expect(await refusal(desk.put(list, over))).toBe('422 over-places');
  await shortlist(desk, round, order.slice(0, 20), order.slice(20));
  const stands = await candidaciesOf(desk, round);
  const inState = (state: string) => stands.filter((each) => each.state === state).length;
  expect([inState('chosen'), inState('reserve'), inState('out')]).toEqual([20, 2, 1]);
});

test('the notice of 02-25 ends on 03-03; it shows names and nothing personal', async () => {
  await journey.clock('2022-02-25', '08:30');
  const preview = await done(desk.get(`/api/rounds/${round}/tranches/1/notice-preview?start=2022-02-25`));
  expect([preview.end, preview.strictEnd, preview.closesAt, preview.decisionFrom]).toEqual([
    '2022-03-03',
    '2022-03-04',
    '2022-03-03T09:30:00.000Z',
    '2022-03-03T16:00:00.000Z',
  ]);
  await done(onTranche(desk, round, 'notice', { start: '2022-02-25' }));
  const page = await visitor.get(`/notices/${notice()}`);
  const words = plainText(page.body);
  expect(page.status).toBe(200);
  for (let n = 1; n <= 20; n++) expect(words).toContain(nameOf(n));
  for (const n of [21, 22, 23]) expect(words).not.toContain(nameOf(n));
  expect(words).not.toMatch(/\d{17}[\dX]|1[3-9]\d{9}|示例路/);
  expect(page.headers.get('x-robots-tag')).toContain('noindex');
});

const secrets = ['钱多多', 'qianduoduo@example.net', '她家去年被立案', '孙小声', '13911112222', '周来信'];
let objections: readonly { readonly id: string; readonly nomination: string; readonly status: string }[];
/** Presses the button of the objection page, as a visitor does; gives the receipt. */
async function objectOnPage(n: number, fields: Readonly<Record<string, string>>): Promise<string> {
  const page = await visitor.get(`/notices/${notice()}/object`);
  expect(page.status).toBe(200);
  const sent = await visitor.press(`/notices/${notice()}/object`, { nomination: idOf(n), ...fields });
  const [, receipt = ''] = /class="receipt-code">([^<]+)</.exec(String(sent.body)) ?? [];
  expect([sent.status, receipt]).toEqual([200, expect.stringMatching(/^[A-Z0-9-]{20,}$/)]);
  return receipt;
}

let receipt = '';
test('(b) anonymous without leads is logged; (a) by real name at 17:20 of the last day is accepted; (c) at 17:40 is late', async () => {
  await journey.clock('2022-03-02', '10:00');
  await objectOnPage(anonymously, { by: 'anonymous', content: '听说不好。' });
  await journey.clock('2022-03-03', '17:20');
  receipt = await objectOnPage(own, {
    by: 'person',
    name: '钱多多',
    contact: 'qianduoduo@example.net',
    content: '她家去年被立案，有文书可查。',
  });
  await journey.clock('2022-03-03', '17:40');
  const third = await objectOnPage(tooLate, {
    by: 'person',
    name: '孙小声',
    contact: '13911112222',
    content: '经常吵架。',
  });
  const stands = async (code: string) => done(visitor.post('/api/objections/receipt', { receipt: code }));
  // Beside where it stands, the federation that received it.
  const receiver = { org: 'longhua', orgName: '深圳市龙华区妇联' };
  expect(await stands(receipt)).toEqual({
    ...{ status: 'accepted', receivedOn: '2022-03-03', due: '2022-03-17' },
    ...receiver,
  });
  expect(await stands(third)).toEqual({
    status: 'logged',
    reason: 'late',
    receivedOn: '2022-03-03',
    ...receiver,
  });
  expect((await candidacy(own)).state).toBe('held');
  for (const n of [anonymously, tooLate]) expect((await candidacy(n)).state).toBe('notice');
  expect(await refusal(decide(desk, round, '2022-03-03'))).toBe('409 notice-running');
});

test('(d) a letter with an arrival postmark of 03-04 is late, whenever it was sent; what is late stays logged', async () => {
  await journey.clock('2022-03-04');
  const letter = {
    notice: notice(),
    nomination: idOf(byLetter),
    channel: 'letter',
    by: 'person',
    name: '周来信',
    contact: '龙华区来信路1号',
    body: '与邻居有纠纷。',
    sentPostmark: '2022-03-01',
  };
  expect(await refusal(visitor.post('/api/objections', { ...letter, arrivalPostmark: '2022-03-04' }))).toBe(
    '401 sign-in-first',
  );
  const entered = await done(desk.post('/api/objections', { ...letter, arrivalPostmark: '2022-03-04' }));
  expect([entered.status, entered.reason]).toEqual(['logged', 'late']);
  const { items } = await done(desk.get('/api/objections?org=longhua'));
  objections = items;
  const by = (n: number) => items.find((each: { nomination: string }) => each.nomination === idOf(n));
  expect(
    [own, anonymously, tooLate, byLetter].map((n) => [by(n).status, by(n).reason, by(n).datedOn]),
  ).toEqual([
    ['accepted', undefined, '2022-03-03'],
    ['logged', 'anonymous', '2022-03-02'],
    ['logged', 'late', '2022-03-03'],
    ['logged', 'late', '2022-03-04'],
  ]);
  for (const n of [tooLate, byLetter])
    expect(await refusal(desk.post(`/api/objections/${by(n).id}/accept`, { version: 1 }))).toBe(
      '409 objection-stays-logged',
    );
});

const idAgainst = (n: number): string => objections.find((each) => each.nomination === idOf(n))!.id;
test('who objected is for the appointed handler alone, in a signed-in session, and each opening is logged', async () => {
  const at = `/api/objections/${idAgainst(own)}`;
  const entry = (await done(desk.get(at))).objection;
  await done(desk.post(`${at}/handler`, { member: handler.id, version: entry.version }));
  const program = await handler.program('admin');
  expect(await refusal(program.get(at))).toBe('403 session-needed');
  expect(await refusal(desk.get(at))).toBe('403 not-allowed');
  for (const each of [reviewer, auditor, nominee, police])
    expect(await refusal(each.get(at))).toBe('404 objection-unknown');
  expect(await refusal(visitor.get(at))).toBe('401 sign-in-first');
  const opened = await done(handler.get(at));
  expect(opened.secret).toEqual({
    objector: { kind: 'person', name: '钱多多', contact: 'qianduoduo@example.net' },
    content: '她家去年被立案，有文书可查。',
  });
  const trail = await done(auditor.get('/api/audit/organisation:longhua?newest=true'));
  expect(trail.items[0]).toMatchObject({ action: 'objection.open', actor: handler.id });
});

/** Everything that anybody but the handler can read of the case: pages, answers, papers, letters and the history. */
async function everythingElse(): Promise<readonly string[]> {
  const found: string[] = [];
  const read = async (person: Person, path: string) => {
    const { status, body } = await person.get(path);
    expect([path, status]).toEqual([path, 200]);
    found.push(typeof body === 'string' ? body : JSON.stringify(body));
  };
  for (const path of [
    `/api/nominations/${idOf(own)}?personal=shown`,
    `/nominations/${idOf(own)}`,
    '/api/tasks',
  ])
    await read(nominee, path);
  const at = `/api/rounds/${round}/candidacies`;
  for (const each of [desk, reviewer, auditor]) {
    for (const n of [own, anonymously, tooLate, byLetter]) await read(each, `${at}/${idOf(n)}`);
    await read(each, `/api/nominations/${idOf(own)}`);
    await read(each, `/rounds/${round}/nominations/${idOf(own)}`);
  }
  for (const path of ['/api/objections?org=longhua', '/objections?org=longhua']) await read(desk, path);
  for (const path of [`/rounds/${round}`, `/rounds/${round}/tranches/1`, '/tasks']) await read(desk, path);
  for (const of of ['inbox', 'tranche']) {
    const sheet = await desk.get(`/rounds/${round}/papers/summary.xlsx?of=${of}&tranche=1`);
    expect(sheet.status).toBe(200);
    found.push(JSON.stringify(await readXlsxFile(Buffer.from(sheet.body))));
  }
  const paper = await desk.get(`/rounds/${round}/papers/notice.txt?tranche=1`);
  expect(paper.status).toBe(200);
  found.push(Buffer.from(paper.body).toString());
  const chains = [own, anonymously, tooLate, byLetter].flatMap((n) => [
    `candidacy:${round}:${idOf(n)}`,
    `nomination:${idOf(n)}`,
  ]);
  for (const chain of ['organisation:longhua', `round:${round}`, ...chains])
    await read(auditor, `/api/audit/${chain}?newest=true`);
  for (const date of ['2022-03-02', '2022-03-03', '2022-03-04'])
    for (const letter of await journey.letters(date)) found.push(letter.page, letter.key, letter.to);
  return found;
}

test('(a) is upheld and its nominee is out; nothing tells her, the reviewers, papers, letters or the history who objected', async () => {
  const at = `/api/objections/${idAgainst(own)}`;
  const { version } = (await done(handler.get(at))).objection;
  const finding = '经向公安核实，去年确有立案。';
  expect(await refusal(handler.post(`${at}/settle`, { outcome: 'upheld', finding: ' ', version }))).toBe(
    '422 objection-finding',
  );
  const settled = await done(handler.post(`${at}/settle`, { outcome: 'upheld', finding, version }));
  expect([settled.status, settled.settled.reply]).toEqual(['upheld', 'letter']);
  expect(await candidacy(own)).toMatchObject({ state: 'out', outcome: { reason: 'disqualified' } });
  expect(await done(visitor.post('/api/objections/receipt', { receipt }))).toMatchObject({
    status: 'upheld',
    settledOn: '2022-03-04',
  });
  const [reply] = await journey.letters('2022-03-04', '***', '异议办结');
  expect(plainText(reply?.page ?? '')).toContain(`…${receipt.slice(-5)}`);
  const told = (await journey.letters('2022-03-04')).filter((letter) => letter.key.startsWith('out-'));
  expect(told).toHaveLength(1);
  expect(plainText(told[0]!.page)).toContain(nameOf(own));

  const all = await everythingElse();
  expect(all.length).toBeGreaterThan(40);
  for (const secret of [...secrets, finding]) for (const text of all) expect(text).not.toContain(secret);
});

let certificates: readonly string[] = [];
test('19 remain and are honoured; the names of the notice are taken down', async () => {
  expect((await done(visitor.get(`/api/notices/${notice()}/nominees`))).items).toEqual([]);
  expect(plainText((await visitor.get(`/notices/${notice()}`)).body)).not.toContain(nameOf(1));
  expect((await done(desk.get(`/api/rounds/${round}/tranches/1`))).entries).toHaveLength(19);
  await done(decide(desk, round, '2022-03-04'));
  const list = await done(publish(desk, round, '2022-03-04', bodies));
  const honours = await honoursOf(visitor, list.id);
  certificates = honours.map((each) => each.number);
  expect(certificates).toEqual(
    Array.from({ length: 19 }, (_, n) => `T-440309-PAJT-2022-${String(n + 1).padStart(4, '0')}`),
  );
  expect(honours.some((each) => [nameOf(own), nameOf(warned)].includes(each.name))).toBe(false);
});

test('a reserve makes 20 after a new notice, from 03-04 to 03-10', async () => {
  const { version } = (await done(desk.get(`/api/rounds/${round}`))).round;
  const at = `/api/rounds/${round}/tranches`;
  expect(await refusal(desk.post(at, { nominations: [idOf(21), idOf(22)], version }))).toBe(
    '422 over-places',
  );
  expect(await refusal(desk.post(at, { nominations: [idOf(own)], version }))).toBe('409 not-free');
  await done(desk.post(at, { nominations: [idOf(21)], version }));
  expect(await refusal(decide(desk, round, '2022-03-04', 2))).toBe('409 not-deciding');
  const posted = await done(onTranche(desk, round, 'notice', { start: '2022-03-04' }, 2));
  expect([posted.start, posted.end, posted.decisionFrom]).toEqual([
    '2022-03-04',
    '2022-03-10',
    '2022-03-10T16:00:00.000Z',
  ]);
  const words = plainText((await visitor.get(`/notices/${notice(2)}`)).body);
  expect(words).toContain(nameOf(21));
  for (const n of [1, own, 22]) expect(words).not.toContain(nameOf(n));
  await journey.clock('2022-03-10', '18:00');
  expect(await refusal(decide(desk, round, '2022-03-10', 2))).toBe('409 notice-running');
  await journey.clock('2022-03-11');
  await done(decide(desk, round, '2022-03-11', 2));
  // One place more: while it is empty and a reserve may fill it, the round does not end by itself.
  const now = (await done(desk.get(`/api/rounds/${round}`))).round;
  const wider = { patch: { places: 21 }, reason: '增加一个名额', version: now.version };
  await done(desk.patch(`/api/rounds/${round}`, wider));
  const list = await done(publish(desk, round, '2022-03-11', bodies, 2));
  expect((await honoursOf(visitor, list.id)).map((each) => [each.number, each.name])).toEqual([
    ['T-440309-PAJT-2022-0020', nameOf(21)],
  ]);
  const { totals, paragraph } = await done(desk.get('/api/organisations/longhua/report/2022'));
  expect([totals.total, totals.families, paragraph.includes('区级平安家庭20户')]).toEqual([20, 20, true]);
});

test('a later conviction revokes one title: its row stays as 已撤销, the check says so, its number is never given again', async () => {
  await journey.clock('2022-09-15');
  const number = certificates[13]!;
  expect((await done(visitor.get(`/api/honours/${number}`))).status).toBe('valid');
  const before = plainText((await visitor.get(`/certificates/${number}`)).body);
  expect([before.includes('编号相符'), before.includes('已撤销')]).toEqual([true, false]);
  const ruling = {
    grounds: '家庭成员被判处刑罚',
    decisionNumber: '深龙华妇〔2022〕18号',
    date: '2022-09-15',
    body: '深圳市龙华区妇联',
    version: 1,
  };
  const at = `/api/honours/${number}/revoke`;
  expect(await refusal((await desk.program('admin')).post(at, ruling))).toBe('403 session-needed');
  expect(await refusal(desk.post(at, { ...ruling, decisionNumber: ' ' }))).toBe('422 ruling-incomplete');
  await done(desk.post(at, ruling));
  const confirm = '/api/organisations/longhua/revocations/confirm';
  expect(await refusal(desk.post(confirm, { titles: [number] }))).toBe('409 second-person-needed');
  expect((await done(visitor.get(`/api/honours/${number}`))).status).toBe('valid');
  await done(handler.post(confirm, { titles: [number] }));
  const again = await done(visitor.get(`/api/honours/${number}`));
  expect([again.status, again.decision, again.decidedOn]).toEqual([
    'revoked',
    '深龙华妇〔2022〕18号',
    '2022-09-15',
  ]);

  const rows = await honoursOf(visitor, `${round}.h1`);
  expect(rows.map((each) => each.number)).toEqual(certificates);
  expect(
    rows.filter((each) => each.status === 'revoked').map((each) => [each.number, each.words.zh]),
  ).toEqual([[number, '已撤销']]);
  const checked = await visitor.get(`/certificates/${number}`);
  expect([checked.status, plainText(checked.body).includes('已撤销')]).toEqual([200, true]);
  expect(plainText(checked.body)).toContain('深龙华妇〔2022〕18号');
  expect((await desk.get(`/certificates/${number}/print`)).status).toBe(409);
  expect(plainText((await visitor.get(`/honours/${round}.h1`)).body)).toContain('已撤销');
  const back = { to: 'valid', reason: '误撤', version: again.version };
  expect(await refusal(desk.post(`/api/honours/${number}/status`, back))).toBe('409 honour-state');
  expect((await done(desk.get('/api/organisations/longhua/report/2022'))).totals.total).toBe(19);

  // The other reserve takes the empty place: her number follows the last, whatever was revoked.
  const { version, ...open } = (await done(desk.get(`/api/rounds/${round}`))).round;
  expect(open).not.toHaveProperty('endedAt');
  await done(desk.post(`/api/rounds/${round}/tranches`, { nominations: [idOf(22)], version }));
  await done(onTranche(desk, round, 'notice', { start: '2022-09-15' }, 3));
  await journey.clock('2022-09-26');
  await done(decide(desk, round, '2022-09-26', 3));
  const list = await done(publish(desk, round, '2022-09-26', bodies, 3));
  expect((await honoursOf(visitor, list.id)).map((each) => [each.number, each.name])).toEqual([
    ['T-440309-PAJT-2022-0021', nameOf(22)],
  ]);
  expect((await done(visitor.get(`/api/honours/${number}`))).status).toBe('revoked');
  expect(journey.logged).toEqual([]);
});
