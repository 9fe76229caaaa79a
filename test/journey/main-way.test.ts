/**
 * The main way of a nomination (docs/architecture.md#the-way-of-a-nomination), in one file for both homes:
 * `npm test` runs it here, `npm run test:deployed` in the cloud.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Anywhere } from '../deployed/stage.ts';
import { family, jpeg } from '../furong.ts';
import { download, openAnywhere, until } from './anywhere.ts';
import {
  type Answer,
  answerAll,
  candidaciesOf,
  decideByLink,
  done,
  onTranche,
  type Person,
  plainText,
  refusal,
  shortlist,
  tasksOf,
} from './client.ts';
import { decide, honoursOf, openProgramme, openRound, preset, publish, withStages } from './driver.ts';

const [district, street] = ['longhua', 'guanhu'];
const bodies = ['深圳市龙华区妇联', '中共龙华区委政法委'];
const nominees = [1, 2, 3].map((n) => `罗步芳${n}家庭`);
let home: Anywhere;
let desk: Person;
let clerk: Person;
let reviewer: Person;
let visitor: Person;
let round = '';
const made: string[] = [];

beforeAll(async () => {
  home = await openAnywhere('2022-05-05 09:00');
  visitor = await home.visitor();
});
afterAll(() => home?.close());

const states = async (): Promise<readonly string[]> =>
  (await candidaciesOf(desk, round)).map((each) => each.state);
const all = (state: string) => (found: readonly string[]) =>
  found.length === nominees.length && found.every((each) => each === state);

/** Acts as somebody does who is told that a machine was faster (409): once more, on what stands now. */
const inTurn = async (act: () => Promise<Answer>) =>
  done(Promise.resolve(await until(act, (answer) => answer.status !== 409)));

test('it is up, says that it is a rehearsal, and knows its administrator', async () => {
  expect((await visitor.get('/healthz')).body).toEqual({ ok: true, rehearsal: true });
  expect(await refusal(visitor.get('/api/outbox?date=2022-05-05'))).toBe('401 sign-in-first');
  expect((await done(home.root.get('/api/me'))).via).toBe('session');
  expect((await done(home.root.get('/api/rehearsal/clock'))).now).toMatch(/^2022-05-05T01:0/);
});

test('organisations and members are set up by a program with an access token; each signs in by the code of her mail', async () => {
  const program = await home.root.program('read', 'write', 'admin');
  const region = '440309';
  const places = [
    { id: district, name: '深圳市龙华区妇联', level: 'district', parent: 'root' },
    { id: street, name: '观湖街道妇联', level: 'street', parent: district },
  ];
  for (const place of places)
    await done(program.post('/api/organisations', { ...place, region, order: 0, contact: {} }));
  const people = [
    { org: district, role: 'administrator', name: '龙华区管理员' },
    { org: district, role: 'reviewer', name: '龙华区审核员' },
    { org: street, role: 'clerk', name: '观湖填报员' },
  ];
  const signedIn: Person[] = [];
  for (const { org, role, name } of people) {
    const email = `${role}@${org}.example.org`;
    const { outcome } = await done(program.post('/api/members', { email, name, grants: [{ org, role }] }));
    expect(outcome).toBe('created');
    signedIn.push(await home.byCode(name, email));
  }
  desk = signedIn[0]!;
  reviewer = await signedIn[1]!.program('read', 'write');
  clerk = await signedIn[2]!.program('read', 'write');
});

test('a programme from its preset, with a round whose window opens on Monday', async () => {
  const document = withStages(preset('pajt', '2022'), {
    district: { without: ['joint-recheck', 'opinions', 'panel'] },
  });
  await openProgramme(desk, district, 'pajt-2022', document);
  round = await openRound(desk, 'pajt-2022', district, ['2022-05-09', '2022-05-13'], { places: 2 });
  const { items } = await done(clerk.get(`/api/programmes/open?org=${street}`));
  expect(items.map((each: { round: string; state: string }) => [each.round, each.state])).toEqual([
    [round, 'coming'],
  ]);
});

/** Sends a picture straight to the bucket where there is one, by the form that the server signed; else through the server. */
async function attach(draft: string, bytes: Uint8Array): Promise<{ readonly id: string; rule: string }> {
  const rule = 'photos';
  const name = '全家福.jpg';
  const file = new File([bytes.slice()], name, { type: 'image/jpeg' });
  const opened = await clerk.post(`/api/nominations/${draft}/uploads`, { rule, name });
  const form = new FormData();
  if (opened.status === 409) {
    expect(opened.body.code).toBe('upload-through-server');
    form.set('rule', rule);
    form.set('file', file);
    const sent = await done(clerk.post(`/api/nominations/${draft}/attachments`, form));
    return { id: sent.attachment.id, rule };
  }
  const { id, url, fields } = await done(Promise.resolve(opened));
  const confirm = () => clerk.post(`/api/nominations/${draft}/uploads/${id}`, {});
  expect(await refusal(confirm())).toBe('409 upload-missing');
  for (const [field, value] of Object.entries(fields as Record<string, string>)) form.set(field, value);
  form.set('file', file);
  expect((await fetch(url, { method: 'POST', body: form })).status).toBe(201);
  const { attachment } = await done(confirm());
  // Confirmed again, it is the same one.
  expect((await done(confirm())).attachment.id).toBe(attachment.id);
  return { id: attachment.id, rule };
}

test('three families are nominated with a picture each, in time and not before', async () => {
  const formOf = (n: number) => family(n, { warningLetter: '否', tags: ['无纠纷'] });
  const typed = (n: number) => ({
    programme: 'pajt-2022',
    org: street,
    channel: 'organisation',
    answers: formOf(n),
  });
  const forms: object[] = [];
  for (const n of [1, 2, 3]) {
    const { id } = await done(clerk.post('/api/drafts', typed(n)));
    const file = await attach(id, jpeg(n));
    const picture = await download(clerk, `/api/nominations/${id}/attachments/${file.id}`);
    expect([...picture.slice(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    forms.push({ ...typed(n), id, attachments: [file], consentText: consentVersion, sensitive: true });
  }
  expect(await refusal(clerk.post('/api/nominations', forms[0]))).toBe('409 window-not-open');
  await home.clock('2022-05-09', '10:00');
  for (const form of forms) {
    made.push((await done(clerk.post('/api/nominations', form))).id);
    // Sent again, as after a lost answer, it is the same nomination.
    expect((await done(clerk.post('/api/nominations', form))).id).toBe(made.at(-1));
  }
  expect(new Set(made).size).toBe(3);
});

test('the reviewer is asked by letter; she answers one by its link, the others in her program', async () => {
  await until(
    () => tasksOf(reviewer, round),
    (tasks) => tasks.length === 3,
  );
  const letters = await home.letters('2022-05-09', '龙华区审核员', '待办通知');
  expect(letters.length).toBeGreaterThan(0);
  const browser = await home.visitor();
  const { link } = letters[0]!;
  const list = plainText((await browser.get(link)).body);
  const first = made[nominees.findIndex((name) => list.includes(name))]!;
  const { recorded } = await decideByLink(browser, link, first, { outcome: 'approve' });
  expect(recorded.status).toBe(303);
  expect(await answerAll(reviewer, round)).toBe(2);
  await until(states, all('waiting'));
});

test('when the window is over two are chosen and one stands by; the notice is public on its first day', async () => {
  await home.clock('2022-05-16');
  await until(
    async () => (await done(desk.get(`/api/rounds/${round}`))).next,
    (next) => next.kind === 'ask' && next.step === 'shortlist',
  );
  await shortlist(desk, round, made.slice(0, 2), made.slice(2));
  await until(
    async () => (await done(desk.get(`/api/rounds/${round}/tranches`))).items?.length ?? 0,
    (count) => count === 1,
  );
  const notice = await inTurn(() => onTranche(desk, round, 'notice', { start: '2022-05-16' }));
  expect([notice.start, notice.end]).toEqual(['2022-05-16', '2022-05-20']);
  const shown = await until(
    () => visitor.get(`/api/notices/${round}.n1/nominees`),
    // The machine puts its nominees on it in chunks.
    (answer) => answer.status === 200 && answer.body.items.length === 2,
  );
  expect(shown.body.items.map((each: { name: string }) => each.name)).toEqual(nominees.slice(0, 2));
  const page = (await visitor.get(`/notices/${round}.n1`)).body;
  expect(plainText(page)).toContain('演练');
  const { address, phone } = family(1, {});
  for (const secret of [address, phone]) expect(page).not.toContain(secret);
  expect(await refusal(decide(desk, round, '2022-05-16'))).toBe('409 notice-running');
});

test('after the notice the decision is recorded, the list published, and the certificates can be checked', async () => {
  await home.clock('2022-05-23');
  await inTurn(() => decide(desk, round, '2022-05-23'));
  await until(states, (found) => found.filter((state) => state === 'approved').length === 2);
  const list = await inTurn(() => publish(desk, round, '2022-05-23', bodies));
  // It is visible when the last honour of it is in.
  await until(
    () => visitor.get(`/api/honours/lists/${list.id}`),
    (answer) => answer.status === 200,
  );
  const honours = await honoursOf(visitor, list.id);
  const numbers = ['T-440309-PAJT-2022-0001', 'T-440309-PAJT-2022-0002'];
  expect(honours.map((each) => [each.number, each.name])).toEqual(
    numbers.map((number, n) => [number, nominees[n]]),
  );
  const roll = plainText((await visitor.get(`/honours/${list.id}`)).body);
  for (const word of [...numbers, ...nominees.slice(0, 2), ...bodies]) expect(roll).toContain(word);
  expect(roll).not.toContain(nominees[2]);
  const check = plainText((await visitor.get(`/certificates/${numbers[0]}`)).body);
  expect(check).toContain('演练证书：编号相符，不产生任何效力');
  expect((await visitor.get('/certificates/T-440309-PAJT-2022-0003')).status).toBe(404);
});

test('the winners are told, the summary is a workbook, and nothing went wrong behind the answers', async () => {
  const { totals } = await done(desk.get(`/api/organisations/${district}/report/2022`));
  expect(totals.total).toBe(2);
  const told = await until(
    async () => (await home.letters('2022-05-23', '观湖填报员')).map((letter) => letter.key.split('-')[0]),
    (keys) => keys.filter((key) => key === 'honoured').length === 2,
  );
  expect(told.filter((key) => key === 'honoured')).toHaveLength(2);
  const sheet = await download(desk, `/rounds/${round}/papers/summary.xlsx`);
  // A workbook is a zip.
  expect([...sheet.slice(0, 2)]).toEqual([0x50, 0x4b]);
  expect(await home.failures()).toEqual([]);
});
