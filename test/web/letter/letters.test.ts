/** Letters that do not arrive: settled at once, seen where somebody can mend it, sent again to the right address. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendLetter } from '#actions/letter/letters.ts';
import { inviteMember } from '#actions/people/people.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import { smtpMailer } from '#mail/smtp.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { getMember } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { district, province, street } from '../../furong.ts';
import { type Smtp, startSmtp } from '../../mail/smtp.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, openBrowser } from '../people/account-browser.ts';

let world: World;
let smtp: Smtp;
let mailer: ReturnType<typeof smtpMailer>;
let desk: Browser;
let reviewer: Actor;
let key: string;
const stored = () => find<StoredLetter>(world.deps.table, keys.letter(key));
const linkIn = (words = ''): string => /\/w\/[\w.-]+/.exec(words)![0];
const encoded = () => encodeURIComponent(world.round);

beforeAll(async () => {
  world = await makeWorld();
  smtp = await startSmtp();
  mailer = smtpMailer({ host: '127.0.0.1', port: smtp.port, from: 'hongbang@example.cn' });
  reviewer = await world.as('reviewer', district);
  const { candidacy } = await world.nominate(await world.as('clerk', street(1)));
  const { round, nomination, step } = candidacy;
  await askCandidacy(world.deps, { round, nomination, phase: 0, token: 't', step: step!.id });
  const { asked } = await world.candidacy({ id: nomination, seats: [round] });
  reviewer = { ...reviewer, id: asked[0]!.member };
  key = (await world.lettersTo(reviewer.id))[0]!.key;
  desk = openBrowser(world.deps);
  await desk.signIn(await world.as('administrator', district));
});
afterAll(async () => {
  mailer.close();
  await smtp.close();
  await world.close();
});

it('a refusal for good settles the letter at once and keeps what the server said, without the address', async () => {
  const { email } = await getMember(world.deps.table, reviewer.id);
  smtp.refused.add(email);
  await sendLetter({ ...world.deps, mailer }, key);
  const letter = await stored();
  expect([letter?.failed, letter?.attempts]).toEqual(['mail-refused', 1]);
  expect(letter?.answer).toMatch(/^550/);
  expect(JSON.stringify(letter)).not.toContain(email);
});

it('stands at the round, at the member and in the list of letters, where a home that mails shows no words', async () => {
  const { answer = '' } = (await stored())!;
  const root = openBrowser(world.deps);
  const { member } = await inviteMember(world.deps, systemActor, {
    email: 'root@example.cn',
    name: '根管理员',
    grants: [{ org: province, role: 'administrator' }],
  });
  await root.signIn(member);
  const list = await root.get('/outbox?date=2021-04-02');
  for (const page of [
    await desk.get(`/rounds/${encoded()}/letters`),
    await desk.get(`/organisations/${district}/members/${reviewer.id}`),
    list,
  ]) {
    expect(page.status).toBe(200);
    expect(page.text).toContain('发送失败');
    expect(page.text).toContain(answer);
  }
  const one = await root.get(`/outbox/letter?key=${encodeURIComponent(key)}`);
  expect([one.status, one.text.includes(answer), one.html.includes('/w/')]).toEqual([200, true, false]);
  expect((await root.post('/outbox/letter', { key })).status).toBe(404);
  const other = openBrowser(world.deps);
  await other.signIn(await world.as('administrator', street(1)));
  expect((await other.post('/outbox/again', { key })).status).toBe(404);
});

it('the address is changed and the letter sent again there; what went to the old one ends', async () => {
  const here = `/organisations/${district}/members/${reviewer.id}`;
  const { version } = await getMember(world.deps.table, reviewer.id);
  const taken = (await getMember(world.deps.table, (await world.as('administrator', district)).id)).email;
  const change = (email: string) =>
    desk.post(`${here}/address`, { _scoped: 'address', 'address.email': email, version: String(version) });
  expect((await change(taken)).text).toContain('已有人员使用这个邮箱');
  expect((await change(' Ｎew@example.cn ')).to).toBe(`${here}?done=address`);
  const again = await desk.post('/outbox/again', { key, back: here });
  expect(again.to).toBe(`${here}?done=again`);
  expect(world.mails.at(-1)?.to).toBe('new@example.cn');
  expect((await stored())?.failed).toBeUndefined();
  expect((await desk.get(`/rounds/${encoded()}/letters`)).text).not.toContain('发送失败');
  // Who gets the old address next is another person.
  const { email } = await getMember(world.deps.table, reviewer.id);
  expect(email).toBe('new@example.cn');
});

it('a link is reissued at the desk: the old one ends, the new one opens, and the chain says so', async () => {
  const visitor = openBrowser(world.deps);
  const old = linkIn(world.mails.at(-1)?.text);
  expect((await visitor.get(old)).status).toBe(200);
  const { step } = (await world.todos(reviewer.id))[0]!;
  const done = await desk.post(`/rounds/${encoded()}/letters/reissue`, { member: reviewer.id, step });
  expect(done.to).toBe(`/rounds/${encoded()}/letters?done=reissued`);
  expect((await visitor.get(old)).status).toBe(404);
  const fresh = linkIn(world.mails.at(-1)?.text);
  expect([fresh === old, (await visitor.get(fresh)).status]).toEqual([false, 200]);
  const { events } = await readEvents(world.deps.table, `organisation:${district}`, { limit: 100 });
  expect(events.map((event) => event.action)).toContain('link.reissue');
});

it('a link ends with the round that it opens', async () => {
  const visitor = openBrowser(world.deps);
  const link = linkIn(world.mails.at(-1)?.text);
  await world.deps.table.update(keys.round(world.round), { set: { status: 'cancelled' } });
  const page = await visitor.get(link);
  expect([page.status, page.text.includes('此链接已失效')]).toEqual([404, true]);
});
