import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { createOrganisation } from '#actions/people/organisations.ts';
import { inviteMember } from '#actions/people/people.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import type { Role } from '#domain/people/roles.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { family, jpeg } from '../../furong.ts';
import { demandFits } from '../../rows.ts';
import { serveApp } from '../../served.ts';
import { asNobody, bySession, byToken, type Caller } from './api-caller.ts';
import { districtProgramme } from './api-programme.ts';

/** Every answer of the journey. */
const answers: { readonly path: string; readonly body: unknown }[] = [];
let home: Home;
let folder: string;
let nobody: Caller;
/** The district's administrator, signed in and by token; its reviewer and two streets' clerks by token. */
let desk: Caller;
/** Another one, who confirms what she proposes. */
let above: Caller;
let admin: Caller;
let reviewer: Caller;
let clerk: Caller;
let otherClerk: Caller;

async function person(org: string, role: Role, name: string = role): Promise<Actor> {
  const invitation = { email: `${name}@${org}.example.org`, name, grants: [{ org, role }] };
  return actorOf((await inviteMember(home.deps, systemActor, invitation)).member, 'session');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hongbang-api-'));
  home = await openHome({
    check: demandFits,
    data: folder,
    rehearsal: true,
    now: '2021-04-01T09:00:00+08:00',
    url: 'http://localhost',
    mailer: outboxMailer,
    log: () => undefined,
  });
  const { deps } = home;
  await createOrganisation(deps, systemActor, {
    id: 'd1',
    name: '芙蓉区妇联',
    level: 'district',
    region: '430102',
  });
  const administrator = await person('d1', 'administrator');
  const app = serveApp({ deps, root: 'd1' });
  const { request } = app;
  app.request = async (...asked) => {
    const answer = await request(...asked);
    if (/json/.test(answer.headers.get('content-type') ?? '') && answer.ok)
      answers.push({ path: String(asked[0]), body: await answer.clone().json() });
    return answer;
  };
  nobody = await asNobody(app);
  desk = await bySession(app, deps, administrator);
  above = await bySession(app, deps, await person('d1', 'administrator', 'second'));
  admin = await byToken(app, deps, administrator, 'admin');
  const streets = ['s1', 's2'].map((id, i) => ({
    id,
    name: `第${i + 1}街道妇联`,
    level: 'street',
    parent: 'd1',
    order: i,
    region: '430102',
  }));
  expect((await admin.post('/api/organisations/import', { rows: streets })).body.created).toEqual([
    's1',
    's2',
  ]);
  reviewer = await byToken(app, deps, await person('d1', 'reviewer'), 'write');
  clerk = await byToken(app, deps, await person('s1', 'clerk'), 'write');
  otherClerk = await byToken(app, deps, await person('s2', 'clerk'), 'write');
});
afterAll(async () => {
  await home.close();
  rmSync(folder, { recursive: true, force: true });
});

let programmeId = '';
let round = '';
let nomination = '';
const settle = () => home.settled();
const version = async (path: string): Promise<number> => (await desk.get(path)).body.version;

test('an administrator makes a programme from its document, publishes it and sets up the round', async () => {
  const made = await admin.post('/api/programmes', { org: 'd1', document: districtProgramme() });
  expect([made.status, made.body.programme?.status, made.body.faults]).toEqual([201, 'draft', undefined]);
  programmeId = made.body.programme.id;
  expect((await nobody.get(`/api/programmes/${programmeId}`)).status).toBe(404);
  expect((await admin.post(`/api/programmes/${programmeId}/publish`, { version: 1 })).body.code).toBe(
    'session-needed',
  );
  expect(
    (await desk.post(`/api/programmes/${programmeId}/publish`, { version: 1 })).body.programme.status,
  ).toBe('published');
  const settings = { opensAt: '2021-04-01T10:00:00+08:00', closesAt: '2021-04-30T17:30:00+08:00', places: 1 };
  const set = await admin.post('/api/rounds', { programme: programmeId, org: 'd1', settings });
  expect([set.status, set.body.settings.opensAt]).toEqual([201, '2021-04-01T02:00:00.000Z']);
  round = set.body.id;
  await settle();
  await home.advanceClock!('2021-04-02T09:00:00+08:00');
  const desks = await desk.get(`/api/rounds/${round}`);
  expect([desks.body.round.status, desks.body.next]).toMatchObject(['open', { kind: 'ask', step: 'window' }]);
  const open = await nobody.get('/api/programmes/open?org=s1');
  expect(open.body.items).toMatchObject([{ programme: programmeId, round, state: 'open' }]);
});

test('a clerk saves a draft, uploads photographs and submits; twice is once', async () => {
  const draft = await clerk.post('/api/drafts', {
    programme: programmeId,
    org: 's1',
    answers: { familyName: '半' },
  });
  expect(draft.status).toBe(201);
  const files: { id: string; rule: string }[] = [];
  for (const n of [1, 2]) {
    const form = new FormData();
    form.set('rule', 'photos');
    form.set('file', new File([new Uint8Array(jpeg(n))], `照片${n}.jpg`));
    const up = await clerk.call('post', `/api/nominations/${draft.body.id}/attachments`, form);
    expect([up.status, up.body.attachment?.name]).toEqual([201, `照片${n}.jpg`]);
    files.push({ id: up.body.attachment.id, rule: 'photos' });
  }
  const stale = { programme: programmeId, org: 's1', answers: { familyName: '另' }, version: 1 };
  expect((await clerk.call('put', `/api/drafts/${draft.body.id}`, stale)).body.code).toBe('draft-changed');
  const { version: _, ...unversioned } = stale;
  const matched = await clerk.call('put', `/api/drafts/${draft.body.id}`, unversioned, { 'if-match': '"3"' });
  expect([matched.status, matched.body.version]).toEqual([200, 4]);
  const mine = await clerk.get('/api/nominations');
  expect(mine.body.items).toMatchObject([{ kind: 'draft', id: draft.body.id }]);

  const whole = {
    programme: programmeId,
    org: 's1',
    answers: family(1),
    attachments: files,
    consentText: consentVersion,
    sensitive: true,
    id: draft.body.id,
  };
  const first = await clerk.post('/api/nominations', whole);
  expect([first.status, first.body.id]).toEqual([201, draft.body.id]);
  nomination = first.body.id;
  const second = await clerk.post('/api/nominations', whole);
  expect([second.status, second.body]).toEqual([201, first.body]);
  await settle();
});

test('the same Idempotency-Key is the same nomination, without a draft', async () => {
  const answers = family(2);
  const key = { 'idempotency-key': 'street-2-family-2' };
  // Photographs are uploaded to a draft; without them the answer says which attachment is missing.
  const sent = { programme: programmeId, org: 's2', answers, consentText: consentVersion, sensitive: true };
  const bare = await otherClerk.call('post', '/api/nominations', sent, key);
  expect([bare.status, bare.body.faults.map((one: { field: string }) => one.field)]).toEqual([
    422,
    ['attachments.photos'],
  ]);
  const bad = await otherClerk.call('post', '/api/nominations', sent, { 'idempotency-key': 'x' });
  expect(bad.body.faults).toMatchObject([{ field: 'Idempotency-Key', code: 'format' }]);
});

test('who may not see it is told so; personal fields are masked unless asked for, and that is logged', async () => {
  expect((await otherClerk.get(`/api/nominations/${nomination}`)).status).toBe(404);
  const masked = await clerk.get(`/api/nominations/${nomination}`);
  expect([masked.body.personal, masked.body.answers.phone]).toEqual(['masked', '139****0001']);
  expect(JSON.stringify(masked.body)).not.toContain(family(1).phone);
  const shown = await clerk.get(`/api/nominations/${nomination}?personal=shown`);
  expect([shown.body.personal, shown.body.answers.phone]).toEqual(['shown', family(1).phone]);
  const byDesk = await desk.get(`/api/nominations/${nomination}?personal=shown`);
  expect([byDesk.body.personal, byDesk.body.answers.phone]).toEqual(['shown', family(1).phone]);
  const { items: trail } = (await desk.get(`/api/audit/nomination:${nomination}`)).body;
  const reveals = trail.filter(({ action }: { action: string }) => action === 'nomination.reveal');
  expect(reveals).toHaveLength(1); // the clerk's own look leaves none
  const file = shown.body.attachments[0];
  const download = await clerk.call('get', `/api/nominations/${nomination}/attachments/${file.id}`);
  expect([download.type, download.headers.get('content-disposition')?.startsWith('attachment;')]).toEqual([
    'image/jpeg',
    true,
  ]);
});

test('a reviewer finds it among her tasks and decides once', async () => {
  const tasks = await reviewer.get('/api/tasks');
  expect(tasks.body.items).toMatchObject([{ kind: 'review', nomination, round }]);
  const { step } = tasks.body.items[0];
  const here = `/api/rounds/${round}/candidacies/${nomination}`;
  expect((await reviewer.get(`${here}/eligibility`)).body.items.every((one: { ok: boolean }) => one.ok)).toBe(
    true,
  );
  const empty = await reviewer.post(`${here}/review`, { step, outcome: '' });
  expect([empty.status, empty.body.faults[0].field]).toEqual([422, 'outcome']);
  const passed = await reviewer.post(`${here}/review`, { step, outcome: 'approve' });
  expect([passed.status, passed.body.state]).toEqual([200, 'waiting']);
  expect((await reviewer.post(`${here}/review`, { step, outcome: 'approve' })).status).toBe(200);
  const other = await reviewer.post(`${here}/review`, { step, outcome: 'reject', reason: '改主意' });
  expect([other.status, other.body.code]).toEqual([409, 'already-decided']);
  const nominator = await clerk.get(`/api/nominations/${nomination}`);
  expect(nominator.body.seats).toMatchObject([{ round, state: 'selecting' }]);
});

test('shortlist, notice, decision and list follow, each in its own time', async () => {
  await home.advanceClock!('2021-05-06T09:00:00+08:00');
  const list = `/api/rounds/${round}/shortlist`;
  expect((await desk.get(list)).body).toMatchObject({ version: 0, chosen: [] });
  const chosen = { chosen: [nomination], reserves: [], version: 0 };
  expect((await admin.call('put', list, chosen)).body.chosen).toMatchObject([{ nomination }]);
  expect((await admin.call('put', list, chosen)).body.code).toBe('shortlist-changed');
  expect((await desk.post(`${list}/confirm`, { version: 1 })).status).toBe(204);
  await settle();
  const tranche = `/api/rounds/${round}/tranches/1`;
  const preview = await desk.get(`${tranche}/notice-preview?start=2021-05-07`);
  expect(preview.body).toMatchObject({ start: '2021-05-07', end: '2021-05-12' });
  const notice = await desk.post(`${tranche}/notice`, {
    start: '2021-05-07',
    version: await version(tranche),
  });
  expect([notice.status, notice.body.end]).toEqual([201, '2021-05-12']);
  await home.advanceClock!('2021-05-07T09:00:00+08:00');
  const seen = await nobody.get(`/api/notices/${notice.body.id}/nominees`);
  expect(seen.body.items).toMatchObject([{ nomination, name: '罗步芳1家庭' }]);
  const early = { body: '党组会', date: '2021-05-07', minutes: '6号', version: await version(tranche) };
  expect((await desk.post(`${tranche}/decision`, early)).body.code).toBe('notice-running');

  const objection = {
    nomination,
    by: 'person',
    name: '王芳',
    contact: '13800000000',
    body: '事迹与事实不符。',
  };
  const raised = await nobody.post(`/api/notices/${notice.body.id}/objections`, objection);
  expect([raised.status, raised.body.status]).toEqual([201, 'accepted']);
  const stands = await nobody.post('/api/objections/receipt', { receipt: raised.body.receipt });
  expect(stands.body).toMatchObject({ status: 'accepted', receivedOn: '2021-05-07' });
  const listed = await admin.get('/api/objections?org=d1');
  expect(JSON.stringify(listed.body)).not.toMatch(/王芳|13800000000|事迹与事实不符/);
  const opened = await desk.get(`/api/objections/${raised.body.id}`);
  expect(opened.body.secret.objector.name).toBe('王芳');
  const settled = {
    outcome: 'dismissed',
    finding: '经核实，事迹属实。',
    version: opened.body.objection.version,
  };
  expect((await desk.post(`/api/objections/${raised.body.id}/settle`, settled)).body.status).toBe(
    'dismissed',
  );

  await home.advanceClock!('2021-05-14T09:00:00+08:00');
  expect((await nobody.get(`/api/notices/${notice.body.id}/nominees`)).body.items).toEqual([]);
  const decision = {
    body: '党组会',
    date: '2021-05-14',
    minutes: '〔2021〕6号',
    version: await version(tranche),
  };
  expect((await desk.post(`${tranche}/decision`, decision)).status).toBe(201);
  await settle();
  const published = await desk.post(`${tranche}/list`, {
    title: '关于表彰“最美家庭”的决定',
    documentNumber: '芙妇〔2021〕8号',
    date: '2021-05-14',
    bodies: ['芙蓉区妇联'],
    version: await version(tranche),
  });
  expect([published.status, published.body.code]).toEqual([201, 'ZMJT']);
  await settle();
  const lists = await nobody.get('/api/honours/lists?year=2021');
  expect(lists.body.items).toMatchObject([{ id: published.body.id, granted: 1 }]);
  const honours = await nobody.get(`/api/honours/lists/${published.body.id}/honours`);
  expect(honours.body.items).toMatchObject([{ name: '罗步芳1家庭', status: 'valid' }]);
  expect(JSON.stringify(honours.body)).not.toContain('identities');
  const { number } = honours.body.items[0];
  expect((await nobody.get(`/api/honours/${number}`)).body).toMatchObject({ number, words: { zh: '有效' } });
  expect((await clerk.get(`/api/nominations/${nomination}`)).body.seats).toMatchObject([
    { state: 'done', honour: number },
  ]);

  const ruling = {
    grounds: '弄虚作假',
    decisionNumber: '芙妇〔2021〕9号',
    date: '2021-05-14',
    body: '芙蓉区妇联',
    version: 1,
  };
  expect((await admin.post(`/api/honours/${number}/revoke`, ruling)).body.code).toBe('session-needed');
  expect((await desk.post(`/api/honours/${number}/revoke`, ruling)).body).toMatchObject({
    id: number,
    decisionNumber: '芙妇〔2021〕9号',
  });
  const confirm = '/api/organisations/d1/revocations/confirm';
  expect((await desk.post(confirm, { titles: [number] })).body.code).toBe('second-person-needed');
  expect((await above.post(confirm, { titles: [number] })).body).toEqual({ done: 1, refused: [] });
  expect((await nobody.get(`/api/honours/${number}`)).body.status).toBe('revoked');
});

test('the audit trail of each record can be read by its organisation only', async () => {
  const trail = await desk.get(`/api/audit/round:${round}`);
  expect(trail.body.items[0]).toMatchObject({ seq: 1, action: 'round.set-up' });
  expect((await desk.get(`/api/audit/candidacy:${round}:${nomination}`)).body.items.length).toBeGreaterThan(
    3,
  );
  expect((await clerk.get(`/api/audit/round:${round}`)).status).toBe(404);
  expect((await desk.get('/api/audit/nothing')).body.code).toBe('chain-unknown');
});

test('no answer gave the id of an organisation without its name beside it', async () => {
  const one = await desk.get(`/api/rounds/${round}/candidacies/${nomination}`);
  const ids: readonly unknown[] = ['d1', 's1', 's2'];
  const bare = new Set<string>();
  const walk = (path: string, value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(path, one);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [key, one] of Object.entries(value)) {
      const isNamed = Object.hasOwn(value, `${key}Name`) || (key === 'id' && Object.hasOwn(value, 'name'));
      if (ids.includes(one) && !isNamed) bare.add(`${path} ${key}`);
      if (Array.isArray(one) && one.some((id) => ids.includes(id)) && !Object.hasOwn(value, `${key}Names`))
        bare.add(`${path} ${key}`);
      walk(path, one);
    }
  };
  for (const { path, body } of answers) if (!path.endsWith('/api/openapi.json')) walk(path, body);
  expect([...bare]).toEqual([]);
  expect(one.body).toMatchObject({ org: 'd1', orgName: '芙蓉区妇联', from: 's1', fromName: '第1街道妇联' });
});
