import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAttachment } from '#actions/files/attachments.ts';
import { answerConsent } from '#actions/nomination/consent.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { inviteMember } from '#actions/people/people.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { systemActor } from '#domain/people/people.ts';
import type { Role } from '#domain/people/roles.ts';
import { keys } from '#store/keys.ts';
import { getCandidacy } from '#store/reads.ts';
import { district, emailOf, family, jpeg, street } from '../../furong.ts';
import { bySession } from '../api/api-caller.ts';
import type { Browser, DeskWorld } from '../round/desk-world.ts';
import { openReviews } from './review-world.ts';

let world: DeskWorld;
let admin: Browser;
let programme: string;
let round: string;
const candidacy = (nomination: string) => getCandidacy(world.home.deps.table, round, nomination);
const askedOf = async (nomination: string) => (await candidacy(nomination)).asked.map(({ member }) => member);
const grant = (role: string, n: number, to: { org: string; role: Role; department?: string }) =>
  inviteMember(world.home.deps, systemActor, {
    email: emailOf(role, district, n),
    name: `${role} ${n}`,
    grants: [to],
  });
const caller = ({ actor }: Browser) => bySession(world.app, world.home.deps, actor);
const path = (nomination: string) => `/api/rounds/${round}/candidacies/${nomination}`;

/** A friend nominates a family; its consent is asked of a given address and given. */
async function nominatedBy(n: number, consentEmail: string, nominee: Browser) {
  const { deps } = world.home;
  const clerk = (await world.browser('clerk', street(1))).actor;
  const plain = { programme, org: street(1), channel: 'other' as const, answers: family(n), consentEmail };
  const draft = await saveDraft(deps, clerk, plain);
  const attachments: Attachment[] = [];
  for (const photo of [1, 2])
    attachments.push(
      (await addAttachment(deps, clerk, draft.id, 'photos', jpeg(photo), `${photo}.jpg`)).attachment,
    );
  const sent = { ...plain, id: draft.id, attachments, consentText: consentVersion, sensitive: true };
  const { nomination } = await submit(deps, clerk, sent);
  await world.home.settled();
  await answerConsent(deps, nominee.actor, {
    id: nomination.id,
    agree: true,
    textVersion: consentVersion,
    sensitive: true,
  });
  await world.home.settled();
  return nomination.id;
}

beforeAll(async () => {
  ({ world, admin, programme, round } = await openReviews(2));
});
afterAll(() => world.close());

test('the nominee is not asked about herself, and the administrators fill up what her review needs', async () => {
  const own = await world.browser('reviewer', district, 1);
  const other = await world.browser('reviewer', district, 2);
  const nomination = await nominatedBy(1, emailOf('reviewer', district, 1), own);
  expect(await askedOf(nomination)).toEqual([other.actor.id, admin.actor.id]);
  const api = await caller(own);
  const sent = await api.post(`${path(nomination)}/review`, { step: 'review', outcome: 'approve' });
  expect([sent.status, sent.body.code]).toEqual([403, 'not-allowed']);
  const handed = await (await caller(other)).post(`/api/tasks/${round}/review/${nomination}/delegate`, {
    to: own.actor.id,
  });
  expect([handed.status, handed.body.faults[0].code]).toEqual([422, 'delegate-nominee']);
});

test('one approval is never two: the step waits for the second, and says who is wanting', async () => {
  const own = await world.browser('administrator', district, 1);
  const [first, second] = [
    await world.browser('reviewer', district, 1),
    await world.browser('reviewer', district, 2),
  ];
  // Both the only administrator and the second reviewer have come to work for the nominating street.
  await grant('reviewer', 2, { org: street(2), role: 'clerk' });
  await grant('administrator', 1, { org: street(2), role: 'clerk' });
  const nomination = (await world.nominate(programme, street(2), 2)).id;
  expect(await askedOf(nomination)).toEqual([first.actor.id]);
  expect((await candidacy(nomination)).missing).toEqual(['reviewer']);
  const api = await caller(first);
  const done = await api.post(`${path(nomination)}/review`, {
    step: 'review',
    outcome: 'approve',
    reason: '',
  });
  expect([done.status, done.body.state, done.body.missing]).toEqual([200, 'review', ['reviewer']]);
  const page = `/rounds/${round}/nominations/${nomination}`;
  expect((await own.get(page)).text).toMatch(/缺少承办人[\s\S]*审核员/);
  const letter = keys.letter(`shortHanded-${own.actor.id}-${round}-review-2021-03-20`);
  expect(await world.home.deps.table.get(letter, { consistent: true })).toMatchObject({ to: own.actor.id });
  const nobody = await own.post(`${page}/ask-missing`);
  expect(nobody.status).toBe(409);
  expect(nobody.text).toContain('仍没有可以承办的人员');
  // A day later the machine looks again; nothing was lowered meanwhile.
  await world.home.advanceClock!('2021-03-22T09:00:00+08:00');
  await world.home.settled();
  expect((await candidacy(nomination)).state).toBe('review');
  await grant('panellist', 5, { org: district, role: 'reviewer' });
  expect((await own.post(`${page}/ask-missing`)).location).toBe(`${page}?done=asked`);
  const fifth = await world.browser('panellist', district, 5);
  expect(await askedOf(nomination)).toEqual([first.actor.id, fifth.actor.id]);
  expect((await candidacy(nomination)).missing).toBeUndefined();
  const added = await (await caller(fifth)).post(`${path(nomination)}/review`, {
    ...{ step: 'review', outcome: 'approve', reason: '' },
  });
  expect(added.body.state).not.toBe('review');
  expect(second.actor.id).not.toBe(fifth.actor.id);
});

test('a tie that comes about after the asking is refused at the act, on page and API', async () => {
  const nomination = (await world.nominate(programme, street(3), 3)).id;
  const asked = await askedOf(nomination);
  const fifth = await world.browser('panellist', district, 5);
  const first = await world.browser('reviewer', district, 1);
  const mine = [first, fifth].find(({ actor }) => asked.includes(actor.id))!;
  await inviteMember(world.home.deps, systemActor, {
    email: mine === first ? emailOf('reviewer', district, 1) : emailOf('panellist', district, 5),
    name: 'x',
    grants: [{ org: street(3), role: 'clerk' }],
  });
  const decision = { step: 'review', outcome: 'approve', reason: '' };
  const sent = await (await caller(mine)).post(`${path(nomination)}/review`, decision);
  expect([sent.status, sent.body.code]).toEqual([403, 'tied-organisation']);
  const task = `/tasks/${round}/review/${nomination}`;
  const checked = await mine.post(task, { outcome: 'approve', reason: '' });
  const fields = Object.fromEntries(
    [...checked.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      .filter(([, name]) => name !== '_csrf')
      .map(([, name, value]) => [name!, value!.replaceAll('&quot;', '"').replaceAll('&#34;', '"')]),
  );
  const pressed = await mine.post(`${task}/confirm`, fields);
  expect(pressed.status).toBe(403);
  expect(pressed.text).toContain('您是申报单位的人员');
  expect((await candidacy(nomination)).state).toBe('review');
});
