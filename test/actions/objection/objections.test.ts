import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acceptLogged, appointHandler, extendInvestigation } from '#actions/objection/objection-handling.ts';
import type { RaisedObjection } from '#actions/objection/objection-input.ts';
import {
  getObjection,
  isHandler,
  listObjections,
  objectionReceipt,
} from '#actions/objection/objection-reading.ts';
import { getObjectionRecord, objectorEmail } from '#actions/objection/objection-secrets.ts';
import { settleObjection } from '#actions/objection/objection-settling.ts';
import { raiseObjection } from '#actions/objection/objections.ts';
import { nowRound } from '#actions/round/round-tasks.ts';
import { begin } from '#actions/write.ts';
import { systemActor } from '#domain/people/people.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { getNomination, getTranche, worklistOf } from '#store/reads.ts';
import { type Office, openOffice, problemOf, session } from '../office.ts';
import { organisationChain, putOnNotice, readAll } from '../office-reads.ts';
import { codeOf } from '../people/people-deps.ts';

/** docs/rules/scenarios.md#longhua-safe-families: posted 2022-02-25, ends 03-03 at 17:30. */
let office: Office;
let notice: string;
beforeEach(async () => {
  office = await openOffice('2022-02-25T01:00:00.000Z');
  notice = await putOnNotice(office, ['n1', 'n2'], '2022-02-25');
});
afterEach(() => office.test.embedded.close());

const secretName = '钱多多';
const secretBody = '她的事迹是抄来的';
const byPerson = (change: Partial<RaisedObjection> = {}): RaisedObjection => ({
  notice,
  nomination: 'n1',
  by: 'person',
  name: secretName,
  contact: '13800001111，Qian@example.cn',
  channel: 'web',
  body: secretBody,
  address: '10.0.0.1',
  ...change,
});
const raise = (change: Partial<RaisedObjection> = {}, actor = undefined as Office['admin'] | undefined) =>
  raiseObjection(office.deps, actor, byPerson(change));
/** Opens the case, as one must, and settles it. */
async function settle(id: string, outcome: 'upheld' | 'dismissed' | 'corrected', more = {}) {
  const record = await getObjectionRecord(office.deps, id);
  if (record.openedAt === undefined && isHandler(office.admin, record))
    await getObjection(office.deps, office.admin, id);
  return settleObjection(office.deps, office.admin, {
    id,
    outcome,
    finding: '经核查',
    version: record.version,
    ...more,
  });
}

describe('an objection in time and by real name', () => {
  it('is accepted, holds its nominee alone, and is a task of the handler', async () => {
    office.at('2022-03-03T09:20:00.000Z');
    const answer = await raise();
    expect(answer.status).toBe('accepted');
    expect(await office.candidacy('n1')).toMatchObject({ state: 'held', openObjections: 1 });
    expect(await office.candidacy('n2')).toMatchObject({ state: 'notice', openObjections: 0 });
    const { items } = await worklistOf(office.deps.table, office.admin.id);
    // Ten working days after the day of acceptance.
    expect(items).toMatchObject([
      { kind: 'objection', nomination: answer.id, due: '2022-03-17T09:30:00.000Z' } satisfies Partial<Todo>,
    ]);
    expect(await office.test.stored(`objection-worklist-${office.admin.id}-${answer.id}-0`)).toMatchObject({
      via: 'outbox',
    });
  });

  it('stands nowhere in the open: not in its row, the history, the task or the letters', async () => {
    const { id } = await raise();
    const all = JSON.stringify(await readAll(office, id));
    expect(all).toContain(id);
    for (const secret of [secretName, secretBody, '13800001111', 'ian@example.cn'])
      expect(all).not.toContain(secret);
  });

  it('leaves no trace of a signed-in member who objects by the page', async () => {
    const clerk = session(await office.member('zhang@example.cn', 'clerk'));
    const { id } = await raise({}, clerk);
    const all = JSON.stringify(await readAll(office, id));
    expect(all).not.toContain(clerk.id);
  });

  it('counts each of two that come at once', async () => {
    await Promise.all([raise(), raise({ address: '10.0.0.2' })]);
    expect(await office.candidacy('n1')).toMatchObject({ state: 'held', openObjections: 2 });
  });
});

describe('an objection sent twice with one idempotency key', () => {
  it('is one case with one receipt, also when both presses come at once', async () => {
    const key = 'form-0123456789';
    const [first, second] = await Promise.all([raise({ key }), raise({ key, address: '10.0.0.2' })]);
    expect(second).toEqual(first);
    expect(await raise({ key })).toEqual(first);
    expect(await office.candidacy('n1')).toMatchObject({ state: 'held', openObjections: 1 });
    expect((await listObjections(office.deps, office.admin, 'east')).items.map(({ id }) => id)).toEqual([
      first.id,
    ]);
    expect(await objectionReceipt(office.deps, first.receipt)).toMatchObject({ status: 'accepted' });
  });

  it('does not count as one more of the five an hour, and tells how the case stands by then', async () => {
    const key = 'form-0123456789';
    const first = await raise({ key });
    for (let n = 0; n < 6; n++) expect((await raise({ key })).receipt).toBe(first.receipt);
    await settle(first.id, 'dismissed');
    expect(await raise({ key })).toEqual({ ...first, status: 'dismissed' });
  });

  it('is another case when another thing is said: a guessed key gives nobody’s receipt', async () => {
    const first = await raise({ key: 'form-0123456789' });
    const other = await raise({ key: 'form-0123456789', body: '另一件事' });
    expect(other.id).not.toBe(first.id);
    expect(other.receipt).not.toBe(first.receipt);
  });

  it('entered by the office is one by that member', async () => {
    const letter = { channel: 'phone', key: 'form-0123456789' } as const;
    const first = await raise(letter, office.admin);
    expect(await raise(letter, office.admin)).toEqual(first);
  });
});

describe('an objection that is only logged', () => {
  it('is anonymous without clear leads, whatever the visitor says of them', async () => {
    expect(await raise({ by: 'anonymous', leads: true })).toMatchObject({
      status: 'logged',
      reason: 'anonymous',
    });
    expect(await office.candidacy('n1')).toMatchObject({ state: 'notice', openObjections: 0 });
  });

  it('comes after the close of the last day, the instant itself still in time', async () => {
    office.at('2022-03-03T09:30:00.000Z');
    expect(await raise()).toMatchObject({ status: 'accepted' });
    office.at('2022-03-03T09:40:00.000Z');
    expect(await raise()).toMatchObject({ status: 'logged', reason: 'late' });
  });

  it('is a letter that arrived on the day after', async () => {
    office.at('2022-03-04T02:00:00.000Z');
    const letter = { channel: 'letter', sentPostmark: '2022-03-02', arrivalPostmark: '2022-03-04' } as const;
    expect(await raise(letter, office.admin)).toMatchObject({ status: 'logged', reason: 'late' });
    expect(await raise({ ...letter, arrivalPostmark: '2022-03-03' }, office.admin)).toMatchObject({
      status: 'accepted',
    });
  });

  it('can be accepted once leads turn up, unless it was late', async () => {
    const { id } = await raise({ by: 'anonymous' });
    await acceptLogged(office.deps, office.admin, { id, version: 1 });
    expect(await office.candidacy('n1')).toMatchObject({ state: 'held', openObjections: 1 });
    office.at('2022-03-03T09:40:00.000Z');
    const late = await raise({ nomination: 'n2' });
    expect(await codeOf(acceptLogged(office.deps, office.admin, { id: late.id, version: 1 }))).toBe(
      'objection-stays-logged',
    );
  });
});

it('is refused for somebody who does not stand on the notice, and for what came tomorrow', async () => {
  await office.plant('n9', 'chosen');
  expect((await problemOf(raise({ nomination: 'n9' }))).faults[0]?.code).toBe('not-on-notice');
  const call = raise({ channel: 'phone', receivedAt: '2022-02-26T01:00:00.000Z' }, office.admin);
  expect((await problemOf(call)).faults[0]?.field).toBe('receivedAt');
  expect(await codeOf(raise({ channel: 'phone' }))).toBe('sign-in-first');
});

it('is taken five times an hour from one address', async () => {
  for (let n = 0; n < 5; n++) await raise({ by: 'anonymous' });
  expect(await codeOf(raise({ by: 'anonymous' }))).toBe('too-often');
  expect(await raise({ by: 'anonymous', address: '10.0.0.2' })).toMatchObject({ status: 'logged' });
});

describe('who may read an objection', () => {
  it('is the handler alone, and each opening is an event', async () => {
    const { id } = await raise();
    const opened = await getObjection(office.deps, office.admin, id);
    expect(opened.secret).toEqual({
      objector: { kind: 'person', name: secretName, contact: '13800001111，Qian@example.cn' },
      content: secretBody,
    });
    expect((await organisationChain(office, 'east')).at(-1)).toMatchObject({
      action: 'objection.open',
      actor: office.admin.id,
      details: { objection: id },
    });
    const reviewer = session(await office.member('rev@example.cn', 'reviewer'));
    expect(await codeOf(getObjection(office.deps, reviewer, id))).toBe('objection-unknown');
    expect(await codeOf(getObjection(office.deps, office.above, id))).toBe('objection-unknown');
    const token = { ...office.admin, via: 'token', scopes: ['admin'] } as const;
    expect(await codeOf(getObjection(office.deps, token, id))).toBe('session-needed');
  });

  it('is the appointed person, and then no other administrator', async () => {
    const other = session(await office.member('second@example.cn', 'administrator'));
    const { id } = await raise();
    await appointHandler(office.deps, office.admin, { id, member: other.id, version: 1 });
    expect((await getObjection(office.deps, other, id)).secret?.content).toBe(secretBody);
    expect(await codeOf(getObjection(office.deps, office.admin, id))).toBe('not-allowed');
    expect((await worklistOf(office.deps.table, office.admin.id)).items).toEqual([]);
    expect((await worklistOf(office.deps.table, other.id)).items).toHaveLength(1);
  });

  it('sees a list without names or content', async () => {
    await raise();
    const { items } = await listObjections(office.deps, office.admin, 'east');
    expect(items).toMatchObject([{ status: 'accepted', nomination: 'n1' }]);
    expect(items[0]).not.toHaveProperty('sealed');
  });

  it('is the organisation above when it is against the organisation itself', async () => {
    const { id } = await raise({ against: 'organisation' });
    expect(await codeOf(getObjection(office.deps, office.admin, id))).toBe('objection-unknown');
    expect((await getObjection(office.deps, office.above, id)).secret?.content).toBe(secretBody);
    expect((await listObjections(office.deps, office.admin, 'east')).items).toEqual([]);
  });
});

describe('a receipt', () => {
  it('shows how the case stands and nothing else', async () => {
    const { id, receipt } = await raise();
    expect(receipt).toMatch(/^(?:[2-9A-HJ-NP-Z]{5}-){3}[2-9A-HJ-NP-Z]{5}$/);
    const typed = receipt.toLowerCase().replaceAll('-', ' ');
    expect(await objectionReceipt(office.deps, typed)).toEqual({
      status: 'accepted',
      receivedOn: '2022-02-25',
      due: '2022-03-11',
      // Whose page it is.
      org: 'east',
    });
    await settle(id, 'dismissed');
    expect(await objectionReceipt(office.deps, receipt)).toMatchObject({
      status: 'dismissed',
      settledOn: '2022-02-25',
    });
    expect(await codeOf(objectionReceipt(office.deps, 'AAAAA-AAAAA-AAAAA-AAAAA'))).toBe('receipt-unknown');
  });
});

describe('a settled objection', () => {
  it('upheld, puts the nominee out', async () => {
    const { id } = await raise();
    await settle(id, 'upheld');
    expect(await office.candidacy('n1')).toMatchObject({
      state: 'out',
      openObjections: 0,
      outcome: { reason: 'disqualified' },
    });
    expect((await worklistOf(office.deps.table, office.admin.id)).items).toEqual([]);
  });

  it('dismissed while the notice runs, puts her back on it, but only when it was the last', async () => {
    const first = await raise();
    const second = await raise();
    await settle(first.id, 'dismissed');
    expect(await office.candidacy('n1')).toMatchObject({ state: 'held', openObjections: 1 });
    await settle(second.id, 'dismissed');
    expect(await office.candidacy('n1')).toMatchObject({ state: 'notice', openObjections: 0, tranche: 1 });
  });

  it('dismissed after the notice was taken down, leaves her cleared and free for a further tranche', async () => {
    const { id } = await raise();
    office.at('2022-03-04T01:00:00.000Z');
    await nowRound(office.deps, { round: office.round, tranche: 1, step: 'endNotice' });
    expect(await office.candidacy('n2')).toMatchObject({ state: 'cleared' });
    expect((await getTranche(office.deps.table, office.round, 1)).entries).toEqual(['n2']);
    await settle(id, 'dismissed');
    const free = await office.candidacy('n1');
    expect(free.state).toBe('cleared');
    expect(free).not.toHaveProperty('tranche');
  });

  it('corrected in what the public saw, keeps her held for a notice of her own', async () => {
    const { id } = await raise();
    const other = await raise();
    await settle(id, 'corrected', { publicFactsChanged: true });
    await settle(other.id, 'dismissed');
    expect(await office.candidacy('n1')).toMatchObject({
      state: 'held',
      openObjections: 0,
      needsNewNotice: 1,
    });
  });

  it('corrected in what only the form says, goes on', async () => {
    const { id } = await raise();
    await settle(id, 'corrected');
    expect(await office.candidacy('n1')).toMatchObject({ state: 'notice', openObjections: 0 });
  });

  it('is settled once: the same conclusion again is the same, another is refused', async () => {
    const { id } = await raise();
    const first = await settle(id, 'dismissed');
    expect(await settle(id, 'dismissed')).toEqual(first);
    const other = await problemOf(settle(id, 'dismissed', { finding: '查无实据' }));
    expect([other.code, other.faults]).toMatchObject([
      'objection-state',
      [{ field: 'finding', text: { zh: '「核查情况和依据」已登记为：经核查' } }],
    ]);
    expect(await codeOf(settle(id, 'upheld'))).toBe('objection-state');
    expect(await codeOf(settle((await raise()).id, 'upheld', { version: 7 }))).toBe('objection-changed');
  });

  it('needs a finding, and somebody else than who submitted', async () => {
    const { id } = await raise();
    expect((await problemOf(settle(id, 'upheld', { finding: ' ' }))).faults[0]?.field).toBe('finding');
    const write = begin(office.deps, systemActor);
    write.save(
      'nomination',
      await getNomination(office.deps.table, 'n1'),
      { owner: office.admin.id },
      'nomination.amend',
    );
    await write.commit();
    expect(await codeOf(settle(id, 'upheld'))).toBe('own-submission');
  });

  it('answers the objector where she left an address, naming nothing of the case', async () => {
    const { id, receipt } = await raise();
    await settle(id, 'upheld');
    const letter = await office.test.stored(`objectionHandled-${id}`);
    expect(letter).toMatchObject({ to: `objector:${id}`, params: { receipt: `…${receipt.slice(-5)}` } });
    expect(await objectorEmail(office.deps, id)).toBe('Qian@example.cn');
    const anonymous = await raise({ by: 'anonymous' });
    expect(await objectorEmail(office.deps, anonymous.id)).toBe(undefined);
  });
});

it('can be extended once by as many days again', async () => {
  const { id } = await raise();
  expect(await extendInvestigation(office.deps, office.admin, { id, version: 1 })).toMatchObject({
    due: '2022-03-25',
    extensions: 1,
  });
  expect(await codeOf(extendInvestigation(office.deps, office.admin, { id, version: 2 }))).toBe(
    'objection-extensions',
  );
});
