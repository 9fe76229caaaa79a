import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerConsent } from '#actions/nomination/consent.ts';
import { consentWorklist } from '#actions/nomination/consent-asking.ts';
import { settlePair } from '#actions/nomination/pair-settling.ts';
import { submit } from '#actions/nomination/submit.ts';
import { linkFor, openLink } from '#actions/people/links.ts';
import { candidaciesAsRead } from '#domain/candidacy/candidacy-view.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { getNomination } from '#store/reads.ts';
import { community, district, family, idNumber } from '../../furong.ts';
import { codeOf, makeWorld, problemOf, seatId, type World } from '../../world.ts';

let world: World;
let friend: Actor;
let serial = 0;
beforeAll(async () => {
  world = await makeWorld();
  friend = await world.person('friend@example.org');
});
afterAll(() => world.close());

/** A friend nominates a family; its representative comes by the link of her letter. */
async function asked(changes = {}) {
  const n = ++serial;
  const email = `nominee${n}@example.org`;
  const { nomination } = await world.nominate(friend, {
    org: community(1),
    channel: 'other',
    consentEmail: email,
    answers: family(n, changes),
  });
  const nominee = await world.person(email, { link: consentWorklist(nomination.seats[0]!) });
  const answer = (input: Partial<Parameters<typeof answerConsent>[2]>, actor = nominee) =>
    answerConsent(world.deps, actor, {
      id: nomination.id,
      agree: true,
      textVersion: consentVersion,
      sensitive: true,
      ...input,
    });
  return { nomination, nominee, email, answer };
}
const held = async (nomination: Nomination) =>
  (await world.holders(nomination)).filter((holder) => holder !== undefined).length;

describe('consent of a nominee', () => {
  it('is asked by a letter whose link opens her task; nothing starts before', async () => {
    const { nomination, nominee, email } = await asked();
    expect((await world.candidacy(nomination)).state).toBe('consent');
    expect(nomination.consent).toMatchObject({ state: 'pending', by: nominee.id });
    expect(JSON.stringify(await getNomination(world.deps.table, nomination.id))).not.toContain(email);
    expect((await world.todos(nominee.id)).map((todo) => todo.kind)).toEqual(['consent']);
    expect(world.mails.filter((mail) => mail.to === email)).toHaveLength(1);
    const [letter] = await world.lettersTo(nominee.id);
    const path = await linkFor(world.deps, {
      member: nominee.id,
      scope: letter!.opens!.scope,
      kind: letter!.opens!.kind,
    });
    expect((await openLink(world.deps, path.slice('/w/'.length))).actor).toMatchObject({
      id: nominee.id,
      via: 'link',
    });
    expect(world.starts.some((start) => start.name.startsWith(nomination.id))).toBe(false);
    // Should she review in the organisation, she does not find herself on its lists.
    const listed = [await world.candidacy(nomination)];
    expect(candidaciesAsRead(listed, { id: nominee.id, judged: false })).toEqual([]);
    expect(candidaciesAsRead(listed, { id: 'another', judged: false })).toHaveLength(1);
    expect(world.logged.filter((line) => line.code === 'delivery-failed')).toEqual([]);
  });

  it('given, lets the nomination go on to its first step, once', async () => {
    const { nomination, nominee, answer } = await asked();
    const after = await answer({});
    expect(after.consent).toMatchObject({ state: 'given', textVersion: consentVersion });
    expect(await answer({})).toEqual(after);
    expect((await world.candidacy(nomination)).state).toBe('review');
    expect(await world.todos(nominee.id)).toEqual([]);
    expect(world.starts.filter((start) => start.name.startsWith(nomination.id))).toHaveLength(1);
    expect(await codeOf(answer({ agree: false }))).toBe('already-decided');
  });

  it('refused, ends the nomination and frees the identity', async () => {
    const { nomination, answer } = await asked();
    expect(await held(nomination)).toBe(2);
    await answer({ agree: false, sensitive: false });
    expect(await world.candidacy(nomination)).toMatchObject({
      state: 'out',
      outcome: { reason: 'consentRefused' },
    });
    expect(await held(nomination)).toBe(0);
    expect(
      (await world.lettersTo(friend.id)).filter(
        ({ key, template }) => key.includes(nomination.id) && template !== 'received',
      ),
    ).toHaveLength(1);
  });

  it('needs a choice, a known text and the separate consent for sensitive data', async () => {
    const { answer } = await asked();
    const problem = await problemOf(answer({ agree: undefined, textVersion: 'old' }));
    expect(problem?.faults.map((one) => one.code)).toEqual(['choose', 'consent-text-unknown']);
    expect(await codeOf(answer({ sensitive: false }))).toBe('separate-consent');
  });

  it('of a family with a child under fourteen needs the name of the guardian, which is kept encrypted', async () => {
    const child = { relation: '女儿', name: '周小', birthDate: '2012-06-01' };
    const members = [
      { relation: '本人', name: '罗步芳', birthDate: '1971-03-05', idNumber: idNumber('1971-03-05', 700) },
      child,
    ];
    const { nomination, answer } = await asked({ members });
    expect(await codeOf(answer({}))).toBe('guardian-needed');
    await answer({ guardianName: '罗步芳' });
    const row = await world.deps.table.get(keys.consent(nomination.id), { consistent: true });
    expect(row).toMatchObject({ agree: true, sensitive: true, via: 'link', textVersion: consentVersion });
    expect(JSON.stringify(row)).not.toContain('罗步芳');
  });

  it('can be given by nobody else, not even by the nominator', async () => {
    const { answer } = await asked();
    expect(await codeOf(answer({}, friend))).toBe('not-allowed');
    expect(await codeOf(answer({}, await world.person('nominee1@example.org')))).toBe('not-found');
    const input = await world.prepared(friend, {
      org: community(1),
      channel: 'other',
      consentEmail: 'FRIEND@example.org',
      answers: family(800),
    });
    expect(await codeOf(submit(world.deps, friend, input))).toBe('consent-own-email');
  });

  it('is asked only when a check of identity was cleared', async () => {
    const { nomination: a } = await asked();
    const other = await world.person('other@example.org');
    const email = 'late@example.org';
    const { nomination: b } = await world.nominate(other, {
      org: community(1, 2),
      channel: 'other',
      consentEmail: email,
      answers: family(serial),
    });
    expect((await world.candidacy(b)).state).toBe('checking');
    expect(world.mails.some((mail) => mail.to === email)).toBe(false);
    await settlePair(world.deps, await world.as('administrator', district), {
      round: world.round,
      pair: `${b.id}.${a.id}`,
      verdict: 'same',
      keep: b.id,
      reason: '内容更完整',
    });
    expect((await world.candidacy(b)).state).toBe('consent');
    expect((await world.candidacy(a)).outcome?.reason).toBe('merged');
    expect(world.mails.filter((mail) => mail.to === email)).toHaveLength(1);
    expect(a.seats).toEqual([seatId(world, 0, community(1))]);
  });
});
