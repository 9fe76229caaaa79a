/** Each reader at every door: page, API, export and count (docs/rules/privacy.md#secrecy-of-judgement). */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Answer,
  answerTask,
  done,
  type Journey,
  judge,
  nominate,
  onTranche,
  openJourney,
  type Person,
  plainText,
  shortlist,
  tasksOf,
} from './client.ts';
import { contest } from './contest.ts';
import { type Document, openProgramme, openRound } from './driver.ts';
import { everyDoor } from './every-door.ts';

/** What is said of a nominee in the course of the selection, each to be recognised wherever it turns up. */
const said = {
  words: '初审认为事迹十分突出',
  veto: '三年内有行政处罚记录',
  score: '87.25',
  objector: '赵匿名',
  held: /"held"|异议核查中/,
} as const;
type Secret = keyof typeof said;

let journey: Journey;
let round = '';
/** Whom the department objects to, and whom an objection holds during the notice. */
let vetoed = '';
let held = '';
let other = '';
const people: Record<string, Person> = {};

const steps = [
  { kind: 'review', id: 'check', needed: 2 },
  { kind: 'opinions', id: 'ask' },
  { kind: 'panel', id: 'panel', min: 1, odd: true, criteria: [{ id: 'deeds', title: '事迹', max: 100 }] },
  { kind: 'shortlist', id: 'choose' },
  { kind: 'notice', id: 'notice' },
  { kind: 'decision', id: 'decide' },
  { kind: 'publish', id: 'publish' },
];
const judged = {
  ...contest,
  form: {
    ...(contest.form as object),
    classField: 'size',
  },
  departments: [{ class: '个人', departments: ['公安'] }],
  stages: [{ ...contest.stages[0], quota: {}, steps }],
} as unknown as Document;

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  await journey.organisation({ id: 'changsha', name: '长沙市妇联', level: 'city', region: '430100' });
  await journey.organisation({
    ...{ id: 'yuelu', name: '岳麓区妇联', level: 'district', region: '430104', parent: 'changsha' },
  });
  await journey.organisation({
    ...{ id: 'wangcheng', name: '望城坡街道妇联', level: 'street', region: '430104', parent: 'yuelu' },
  });
  people['管理员'] = await journey.person('yuelu', 'administrator', '岳麓区管理员');
  people['监督员'] = await journey.person('yuelu', 'auditor', '岳麓区监督员');
  people['上级管理员'] = await journey.person('changsha', 'administrator', '市管理员');
  people['下级管理员'] = await journey.person('wangcheng', 'administrator', '街道管理员');
  people['初审员'] = await journey.person('yuelu', 'reviewer', '审核员一');
  people['复审员'] = await journey.person('yuelu', 'reviewer', '审核员二');
  people['联络员'] = await journey.person('yuelu', 'department', '公安联络员', '公安');
  people['评委'] = await journey.person('yuelu', 'panellist', '评委一');
  people['本级填报员'] = await journey.person('yuelu', 'clerk', '区填报员');
  people['申报人'] = await journey.person('wangcheng', 'clerk', '街道填报员');
  people['访客'] = await journey.visitor();
  const desk = people['管理员'];
  await openProgramme(desk, 'yuelu', 'cxds-2022', judged);
  round = await openRound(desk, 'cxds-2022', 'yuelu', ['2022-05-09', '2022-05-13'], { places: 2 });
  await journey.clock('2022-05-09', '10:00');
  const one = (name: string) =>
    nominate(people['申报人']!, {
      ...{ programme: 'cxds-2022', org: 'wangcheng', pictures: [] },
      answers: { name, size: '个人' },
    });
  vetoed = await one('张秀兰');
  held = await one('王蓉蓉');
  other = await one('李春燕');
});
afterAll(() => journey.close());

/** Everything that is read by address, of this round and its nominees. */
function doors(): readonly string[] {
  const [api, page] = [`/api/rounds/${round}`, `/rounds/${round}`];
  const each = [vetoed, held].flatMap((id) => [
    `${api}/candidacies/${id}`,
    `${api}/candidacies/${id}/eligibility`,
    `/api/nominations/${id}`,
    `/api/audit/nomination:${id}`,
    `/api/audit/candidacy:${round}:${id}`,
    `${page}/nominations/${id}`,
    `/nominations/${id}`,
    `/nominations/${id}/print`,
    // One is enough: they are made alike, and take their time.
    ...(id === vetoed ? [`/api/nominations/${id}/form.docx`] : []),
    `/audit/${encodeURIComponent(`candidacy:${round}:${id}`)}`,
    `/tasks/${round}/check/${id}`,
    `/tasks/${round}/ask/${id}`,
    `/tasks/${round}/panel/${id}`,
  ]);
  const ofRound = [
    ['', '/candidacies', '/candidacies?state=held', '/candidacies?name=王', '/stragglers', '/shortlist'],
    ['/tranches', '/tranches/1', '/panel', '/pairs', '/letters/unsent', '/changes', '/allotments'],
  ].flat();
  const pages = [
    ['', '/inbox', '/inbox?q=王', '/inbox?state=held', '/stragglers', '/intake', '/panel', '/shortlist'],
    ['/tranches/1', '/tranches/new', '/end', '/pairs', '/letters', '/settings', '/papers'],
    ['/papers/summary.xlsx?of=inbox', '/papers/summary.xlsx?of=tranche&tranche=1'],
    ['/opinion-letters', '/opinion-letters/letter.docx?step=ask&department=公安', '/letters/count'],
    ['/papers/notice?tranche=1', '/papers/notice.txt?tranche=1', '/papers/approval?tranche=1'],
  ].flat();
  const others = [
    [
      '/',
      '/rounds',
      '/rounds?org=yuelu',
      '/nominations',
      '/tasks',
      '/objections?org=yuelu',
      '/jobs?org=yuelu',
    ],
    ['/notices', `/notices/${round}.n1`, '/honours', '/open-data', '/open-data/lists.json', '/feed.xml'],
    ['/reports/yuelu/2022', '/ledger/yuelu/template.xlsx', '/organisations/yuelu', '/account'],
    [`/audit/${encodeURIComponent(`round:${round}`)}`, `/api/audit/round:${round}`, '/api/tasks'],
    ['/api/rounds?org=yuelu', '/api/rounds?programme=cxds-2022', '/api/nominations', '/api/jobs?org=yuelu'],
    ['/api/objections?org=yuelu', `/api/notices/${round}.n1`, `/api/notices/${round}.n1/nominees`],
    ['/api/honours/lists?year=2022', '/api/organisations/yuelu/ledger/2022'],
    ['/api/organisations/yuelu/report/2022', '/api/programmes/cxds-2022'],
  ].flat();
  return [...each, ...ofRound.map((way) => api + way), ...pages.map((way) => page + way), ...others];
}

/** What an answer says, whatever it is packed in. */
function textOf({ body, headers }: Answer): string {
  if (body instanceof Uint8Array) {
    const bytes = new Uint8Array(body);
    if (!/spreadsheet|wordprocessing|zip/.test(headers.get('content-type') ?? ''))
      return new TextDecoder().decode(bytes);
    return Object.values(unzipSync(bytes))
      .map((part) => new TextDecoder().decode(part))
      .join('\n');
  }
  return typeof body === 'string' ? plainText(body) : JSON.stringify(body);
}

/** At which doors a reader finds each secret. */
async function foundBy(
  person: Person,
  ways: readonly string[],
): Promise<Readonly<Record<Secret, readonly string[]>>> {
  const found = Object.fromEntries(Object.keys(said).map((secret) => [secret, []])) as unknown as Record<
    Secret,
    string[]
  >;
  for (const way of ways) {
    const answer = await person.get(way);
    expect(answer.status, `${person.name} at ${way}`).toBeLessThan(500);
    // A refusal may tell as much as a page.
    if (answer.status >= 300 && answer.status < 400) continue;
    const read = textOf(answer);
    for (const [secret, mark] of Object.entries(said))
      if (typeof mark === 'string' ? read.includes(mark) : mark.test(read)) found[secret as Secret].push(way);
  }
  return found;
}

/** Nobody finds a secret but those named, and these do; `own` may, as it is her own word. */
async function expectReaders(
  wanted: Readonly<Partial<Record<Secret, readonly string[]>>>,
  own = {},
  ways = doors(),
) {
  const mine: Readonly<Partial<Record<Secret, string>>> = own;
  for (const [reader, person] of Object.entries(people)) {
    const found = await foundBy(person, ways);
    for (const [secret, readers] of Object.entries(wanted) as [Secret, readonly string[]][]) {
      const at = found[secret];
      if (readers.includes(reader)) expect(at, `${reader} reads ${secret}`).not.toEqual([]);
      else if (mine[secret] !== reader) expect(at, `${reader} must not read ${secret}`).toEqual([]);
    }
  }
}
const overseers = ['管理员', '监督员', '上级管理员'];
const task = async (person: Person, nomination: string) =>
  (await tasksOf(person, round)).find((each) => each.nomination === nomination)!;

/** No letter of these days, and no page behind its link, says what its reader may not read. Gives how many pages were opened. */
async function expectSilentLetters(
  days: readonly string[],
  mayRead: Readonly<Record<string, readonly Secret[]>>,
): Promise<number> {
  let opened = 0;
  const demandSilent = (where: string, text: string, reader: string) => {
    for (const [secret, mark] of Object.entries(said) as [Secret, string | RegExp][]) {
      if (mayRead[reader]?.includes(secret)) continue;
      const found = typeof mark === 'string' ? text.includes(mark) : mark.test(text);
      expect(found, `${reader} reads ${secret} in ${where}`).toBe(false);
    }
  };
  for (const letter of (await Promise.all(days.map((day) => journey.letters(day)))).flat()) {
    const found = Object.entries(people).find(([, { name }]) => letter.to === name);
    const reader = found?.[0] ?? '不相识的人';
    if (overseers.includes(reader)) continue;
    demandSilent(letter.key, plainText(letter.page), reader);
    if (!letter.link.startsWith('/w/')) continue;
    const browser = await journey.visitor();
    const list = await browser.get(letter.link);
    demandSilent(letter.link, textOf(list), reader);
    for (const [, href = ''] of String(list.body).matchAll(/href="(\/w\/[^"]+)"/g)) {
      opened++;
      demandSilent(href, textOf(await browser.get(href.replaceAll('&amp;', '&'))), reader);
    }
  }
  return opened;
}

test('while a review runs, the first reviewer’s words are read by those who run and oversee it, and by herself', async () => {
  const first = people['初审员']!;
  for (const id of [vetoed, held, other])
    await done(answerTask(first, await task(first, id), { outcome: 'approve', reason: said.words }));
  await expectReaders({ words: overseers }, { words: '初审员' });
  expect(await expectSilentLetters(['2022-05-09'], { 初审员: ['words'] })).toBeGreaterThan(2);
});

test('after it, reviewers read them too; a veto stays with those who run and oversee', async () => {
  const second = people['复审员']!;
  for (const id of [vetoed, held, other])
    await done(answerTask(second, await task(second, id), { outcome: 'approve' }));
  const police = people['联络员']!;
  const disagree = { outcome: 'disagree', reason: said.veto };
  await done(answerTask(police, await task(police, vetoed), disagree));
  for (const id of [held, other])
    await done(answerTask(police, await task(police, id), { outcome: 'agree' }));
  await expectReaders({ words: [...overseers, '初审员', '复审员'], veto: overseers }, { veto: '联络员' });
});

test('scores are not shown to the panel, the reviewers or the nominating side, also when it is closed', async () => {
  await journey.clock('2022-05-16');
  const score = () => ({ deeds: said.score });
  await judge(people['管理员']!, [people['评委']!], round, [held, other], score);
  await expectReaders({ score: overseers, veto: overseers }, { score: '评委', veto: '联络员' });
});

test('during the notice an objection shows to those who list the candidacies alone, in no state and no count', async () => {
  const desk = people['管理员']!;
  await shortlist(desk, round, [held, other]);
  await done(onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  await journey.clock('2022-05-17');
  await done(
    desk.post('/api/objections', {
      ...{ notice: `${round}.n1`, channel: 'phone', receivedAt: '2022-05-16T02:00:00Z', by: 'person' },
      ...{ nomination: held, name: said.objector, contact: '13800002222', body: '作品非本人完成。' },
    }),
  );
  const { items } = await done(desk.get('/api/objections?org=yuelu'));
  const ids = {
    ...{ org: 'yuelu', programme: 'cxds-2022', round, n: '1', year: '2022', step: 'check' },
    ...{ notice: `${round}.n1`, objection: String(items[0].id), member: people['评委']!.id },
    aggregate: `round:${round}`,
  };
  const routed = await everyDoor(journey, ids, [held, vetoed]);
  expect(routed.length).toBeGreaterThan(250);
  const wanted = {
    held: [...overseers, '初审员', '复审员'],
    objector: [],
    score: overseers,
    veto: overseers,
  };
  const own = { score: '评委', veto: '联络员' };
  await expectReaders(wanted, own);
  // Who entered it handles it, and opens who objected; each opening is logged.
  await expectReaders(wanted, { ...own, objector: '管理员' }, routed);
  await expectSilentLetters(['2022-05-09', '2022-05-16', '2022-05-17'], {
    初审员: ['words', 'held'],
    复审员: ['words', 'held'],
    联络员: ['veto'],
    评委: ['score'],
  });
});

test('a reviewer who nominated is shown everybody’s candidacy but her own', async () => {
  const [desk, owner] = [people['管理员']!, people['申报人']!];
  const { version } = await done(journey.root.get(`/api/members/${owner.id}`));
  const grants = [{ role: 'reviewer' }];
  await done(journey.root.put(`/api/members/${owner.id}/grants/yuelu`, { grants, version }));
  expect((await done(desk.get(`/api/rounds/${round}/candidacies`))).items).toHaveLength(3);
  expect((await done(owner.get(`/api/rounds/${round}/candidacies`))).items).toEqual([]);
  // Nor how many are in each state, by which she would know.
  expect((await done(desk.get(`/api/rounds/${round}`))).counts.states).toBeDefined();
  expect((await done(owner.get(`/api/rounds/${round}`))).counts).toBeUndefined();
  expect(plainText((await owner.get(`/rounds/${round}`)).body)).not.toContain('各状态数量');
  expect((await owner.get(`/rounds/${round}/inbox?state=held`)).body).not.toMatch(/class="[^"]*count[^"]*"/);
  const own = await owner.get(`/api/rounds/${round}/candidacies/${held}`);
  expect([own.status, own.body.code]).toEqual([403, 'own-nomination']);
  expect((await owner.get(`/rounds/${round}/nominations/${held}`)).status).toBe(403);
  for (const id of [held, other]) {
    const { seats } = await done(owner.get(`/api/nominations/${id}`));
    expect(seats.map((each: { state: string }) => each.state)).toEqual(['notice']);
  }
});
