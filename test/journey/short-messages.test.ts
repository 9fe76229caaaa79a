/** A reviewer is asked by telephone beside e-mail, signs in and decides (docs/rules/privacy.md#short-messages). */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueLetter, sendLetter } from '#actions/letter/letters.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { openSms, smsSettingsFrom } from '#mail/sms.ts';
import { keys } from '#store/keys.ts';
import { getMember } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { district, emailOf, family, province, street } from '../furong.ts';
import { type Gateway, openGateway } from '../mail/gateway.ts';
import { serveApp } from '../served.ts';
import { bySession } from '../web/api/api-caller.ts';
import { type Browser, hiddenIn, openBrowser } from '../web/people/account-browser.ts';
import { makeWorld, type World } from '../world.ts';

let gateway: Gateway;
let world: World;
let administrator: Browser;
let reviewer: Actor;
const taken = { status: 200, body: '{"code":"0"}' };
const texts = () => gateway.received.map(({ body }) => JSON.parse(body) as { to: string; text: string });
const letter = (key: string) => find<StoredLetter>(world.deps.table, keys.letter(key));
const membersPage = `/organisations/${district}/members`;

async function signedIn(actor: Pick<Actor, 'id'>): Promise<Browser> {
  const browser = openBrowser(world.deps);
  await browser.signIn(actor);
  return browser;
}
async function saves(
  browser: Browser,
  path: string,
  action: string,
  sent: Record<string, string | string[]>,
) {
  const { version = '' } = hiddenIn((await browser.get(path)).html.split(`action="${action}"`)[1] ?? '');
  return browser.follow(await browser.post(action, { ...sent, version }));
}
/** Nominates and asks, as the machine would, until it is the reviewer's turn; gives her task. */
async function asked(n: number): Promise<string> {
  const nominated = await world.nominate(await world.as('clerk', street(1)), { answers: family(n) });
  const { round, step } = nominated.candidacy;
  const nomination = nominated.nomination.id;
  await askCandidacy(world.deps, { round, nomination, phase: 0, token: `t-${n}`, step: step!.id });
  const { asked: people } = await world.candidacy(nominated.nomination);
  const isHers = people.some(({ member }) => member === reviewer.id);
  return isHers ? `/tasks/${round}/${step!.id}/${nomination}` : asked(n + 10);
}

beforeAll(async () => {
  gateway = await openGateway();
  const env = { SMS_URL: gateway.url, SMS_SECRET: 'a-secret-of-16', SMS_OK: 'code=0' };
  world = await makeWorld({ sms: openSms(smsSettingsFrom({ ...env, SMS_SIGNATURE: '芙蓉妇联' })) });
  administrator = await signedIn(await world.as('administrator', district));
  reviewer = await world.as('reviewer', district, 1);
});
afterAll(async () => {
  await world.close();
  await gateway.close();
});

it('her administrator gives a mobile as it was typed; it is masked, sealed, and no other row has it', async () => {
  const here = `${membersPage}/${reviewer.id}`;
  const wrong = await administrator.post(`${here}/phone`, { phone: '1382222567', version: '1' });
  expect([wrong.status, wrong.html.includes('value="1382222567"')]).toEqual([422, true]);
  expect(wrong.text).toContain('格式不对，应为11 位手机号');
  const saved = await saves(administrator, here, `${here}/phone`, {
    phone: '＋86 138－2222 5678',
    sms: ['invitation', 'reminder'],
  });
  expect(saved.text).toContain('手机和短信设置已保存');
  expect(saved.text).toContain('138****5678');
  expect(saved.text).not.toContain('13822225678');
  const member = await getMember(world.deps.table, reviewer.id);
  expect(member.sms).toEqual(['invitation', 'reminder']);
  const dump = JSON.stringify(await world.embedded.main.query({ pk: `ORG#${district}`, limit: 500 }));
  expect(JSON.stringify(member) + dump).not.toContain('13822225678');
  expect(dump).not.toContain(member.phone);
});

it('asked to review, she gets one message beside the letter: no name, no link of hers, no selection; she signs in and decides', async () => {
  const task = await asked(1);
  world.at('2021-04-02T01:11:00.000Z');
  await sweep(world.deps);
  await sweep(world.deps);
  expect(texts()).toEqual([
    {
      ...{ to: '13822225678', key: expect.stringMatching(/^[0-9a-f]{40}$/) },
      text: '【芙蓉妇联】您有 1 项待办，最早一项请于2021年4月12日（星期一）17:30前办理。请登录办理：http://localhost/tasks',
    },
  ]);
  const mail = world.mails.findLast(({ to }) => to === emailOf('reviewer', district, 1))!;
  expect(mail.text).toContain('罗步芳');
  const entered = openBrowser(world.deps);
  expect((await entered.get('/tasks')).status).toBe(401);
  const email = emailOf('reviewer', district, 1);
  await entered.post('/sign-in', { email, purpose: 'work', next: '/tasks' });
  const code = /(?<![\w-])\d{8}(?![\w-])/.exec(world.mails.at(-1)!.text)![0];
  const signed = await entered.post('/sign-in/code', { email, code });
  expect([signed.status, signed.to]).toEqual([303, '/tasks']);
  expect((await entered.get('/tasks')).text).toContain('罗步芳');
  const confirm = await entered.post(task, { outcome: 'approve', reason: '' });
  expect([confirm.status, confirm.text.includes('还没有提交')]).toEqual([200, true]);
  expect((await entered.post(`${task}/confirm`, hiddenIn(confirm.html))).status).toBe(303);
  expect(await world.todos(reviewer.id)).toEqual([]);
});

it('stands among her letters as what went by telephone, also on the API', async () => {
  const page = await administrator.get(`${membersPage}/${reviewer.id}`);
  expect(page.text).toMatch(/待办通知 .*已发送 短信/);
  const { items } = await world.deps.table.query<StoredLetter>({
    ...{ pk: keys.lettersTo(reviewer.id), index: 'gsi2', limit: 50 },
  });
  const sent = items.filter(({ channel }) => channel === 'sms');
  expect(sent.map(({ via, template }) => [via, template])).toEqual([['sms', 'worklist']]);
  expect(JSON.stringify(sent)).not.toContain('138');
});

it('an answer that is lost is not followed by a second message, and is told to the administrator, who may send again', async () => {
  const before = gateway.received.length;
  const task = await asked(2);
  const [, , round, step] = task.split('/');
  gateway.answer = 'silence';
  await queueLetter(world.deps, {
    ...{ key: 'late-1', template: 'reminder', to: reviewer.id, params: {} },
    opens: { kind: 'worklist', scope: `${round}#${step}#` },
  });
  for (let i = 0; i < 3; i++) await sendLetter(world.deps, 'sms-late-1');
  expect(gateway.received.length - before).toBe(1);
  expect((await letter('sms-late-1'))?.failed).toBe('sms-unanswered');
  // The letter itself went.
  expect((await letter('late-1'))?.via).toBe('mail');
  const desk = await administrator.get(`/rounds/${round}/letters`);
  expect(desk.text).toContain('可能已发出');
  expect(desk.text).toContain('短信');
  gateway.answer = taken;
  expect((await administrator.post('/outbox/again', { key: 'sms-late-1', back: '/outbox' })).status).toBe(
    303,
  );
  expect(gateway.received.length - before).toBe(2);
  expect(texts().at(-1)!.text).toMatch(/^【芙蓉妇联】您尚有 1 项待办/);
});

it('a sender that died between sending and noting it does not send again', async () => {
  const { round, step } = { round: world.round, step: 'review' };
  const due = { opens: { kind: 'worklist' as const, scope: `${round}#${step}#` }, params: {} };
  await queueLetter(
    world.deps,
    { ...due, key: 'sms-died', template: 'reminder', to: reviewer.id, channel: 'sms' },
    { later: true },
  );
  const sending = '2021-04-02T01:00:00.000Z';
  await world.deps.table.update(keys.letter('sms-died'), { set: { sending, attempts: 1 } });
  const before = gateway.received.length;
  await sendLetter(world.deps, 'sms-died');
  expect([gateway.received.length, (await letter('sms-died'))?.failed]).toEqual([before, 'sms-unanswered']);
});

it('she chooses what she is told, sees the number masked, and takes it back; then nothing goes and it cannot be read', async () => {
  const own = await signedIn(reviewer);
  const quiet = await saves(own, '/account', '/account/phone', { phone: '', sms: ['invitation'] });
  expect(quiet.text).toContain('138****5678');
  const scope = `${world.round}#review#`;
  const reminder = (key: string) =>
    queueLetter(world.deps, {
      ...{ key, template: 'reminder', to: reviewer.id, params: {} },
      opens: { kind: 'worklist', scope },
    });
  await reminder('late-2');
  expect(await letter('sms-late-2')).toBeUndefined();
  const api = await bySession(serveApp({ deps: world.deps, root: province }), world.deps, reviewer);
  const now = await api.get('/api/me/phone');
  expect(now.body).toMatchObject({ phone: '138****5678', sms: ['invitation'] });
  const { version } = now.body;
  const both = await api.call('put', '/api/me/phone', {
    phone: '139 0000 1111',
    forget: true,
    sms: [],
    version,
  });
  expect([both.status, both.body.faults[0].code]).toEqual([422, 'phone-both-ways']);
  const sealed = (await getMember(world.deps.table, reviewer.id)).phone;
  expect(sealed).toBeTypeOf('string');
  const gone = await api.call('put', '/api/me/phone', { forget: true, version });
  expect(gone.body).toEqual({ sms: [], version: version + 1 });
  expect((await getMember(world.deps.table, reviewer.id)).phone).toBeUndefined();
  const opened = await sealer(world.deps).open(`phone:${reviewer.id}`, sealed!);
  expect(opened.kind).toBe('erased');
  const needs = await api.call('put', '/api/me/phone', { sms: ['invitation'], version: version + 1 });
  expect([needs.status, needs.body.faults[0].field]).toEqual([422, 'phone']);
});

it('a pasted list may have mobiles; on a site without a gateway none is taken', async () => {
  const api = await bySession(
    serveApp({ deps: world.deps, root: province }),
    world.deps,
    await world.as('administrator', district),
  );
  const people = '王芳\tww@example.cn\t0086 137-0000-2222\t审核员';
  const path = `/api/organisations/${district}/members/list`;
  expect((await api.post(path, { people })).body).toEqual({ invited: 1, unchanged: 0 });
  expect((await api.post(path, { people })).body).toEqual({ invited: 0, unchanged: 1 });
  const plain = await makeWorld();
  try {
    const off = await bySession(
      serveApp({ deps: plain.deps, root: province }),
      plain.deps,
      await plain.as('administrator', district),
    );
    const refused = await off.post(path, { people });
    expect([refused.status, refused.body.faults[0].code]).toEqual([422, 'sms-off']);
    const browser = openBrowser(plain.deps);
    await browser.signIn(await plain.as('reviewer', district, 1));
    expect((await browser.get('/account')).text).toContain('不收集手机号');
  } finally {
    await plain.close();
  }
});
