import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limit } from '#actions/limits.ts';
import { inviteMember, memberLeaves } from '#actions/people/people.ts';
import { sessionActor, signOut } from '#actions/people/sessions.ts';
import {
  createAdminLink,
  openChallenge,
  redeem,
  requestSignIn,
  type SignInLetter,
} from '#actions/people/signin.ts';
import { systemActor } from '#domain/people/people.ts';
import { findMemberByEmail } from '#store/people.ts';
import { wrongCode } from '../../sign-in-code.ts';
import { codeOf, openPeopleTest, type PeopleTest, type PeopleTestDeps, plantTree } from './people-deps.ts';

let test: PeopleTest;
let deps: PeopleTestDeps;
let member: string;
const sent: SignInLetter[] = [];
let addresses = 0;

beforeAll(async () => {
  test = await openPeopleTest();
  deps = test.deps;
  await plantTree(deps);
  member = await invite('wang@example.cn');
});
afterAll(() => test.embedded.close());

const invite = async (email: string) =>
  (
    await inviteMember(deps, systemActor, {
      email,
      name: '王芳',
      grants: [{ org: 'east', role: 'reviewer' }],
    })
  ).member.id;
/** Asks, each time from another address, and gives the letter that was sent, if any. */
async function ask(email: string, purpose: 'work' | 'nominate' = 'work'): Promise<SignInLetter | undefined> {
  const before = sent.length;
  test.pass(1_000); // the limit by e-mail is a matter of its own
  await requestSignIn(
    deps,
    { email, address: `10.0.0.${++addresses}`, browser: hers, purpose, language: 'zh' },
    async (letter) => {
      sent.push(letter);
    },
  );
  return sent[before];
}
const hers = 'what only her browser knows';
const byCode = (code: string, { email = 'wang@example.cn', browser = hers } = {}) =>
  redeem(deps, { email, code }, browser);
const secretOf = (letter: SignInLetter | undefined) => letter!.path.slice('/sign-in/'.length);

describe('asking for a sign-in mail', () => {
  it('mails a link and eight digits to a member', async () => {
    const letter = await ask(' Wang@example.cn');
    expect(letter).toMatchObject({ to: 'wang@example.cn', language: 'zh' });
    expect(letter?.path).toMatch(/^\/sign-in\/[\w-]{43}$/);
    expect(letter?.code).toMatch(/^\d{8}$/);
  });

  it('answers the same for an unknown address, and mails nothing', async () => {
    const request = { address: '10.1.0.1', browser: hers, purpose: 'work', language: 'zh' } as const;
    const letters: SignInLetter[] = [];
    const queue = async (letter: SignInLetter) => void letters.push(letter);
    const known = await requestSignIn(deps, { ...request, email: 'wang@example.cn' }, queue);
    const unknown = await requestSignIn(deps, { ...request, email: 'nobody@example.cn' }, queue);
    expect(unknown).toEqual(known);
    expect(letters.map((letter) => letter.to)).toEqual(['wang@example.cn']);
  });

  it('is limited by e-mail whether known or not', async () => {
    const tries = async (email: string) => {
      const codes: (string | undefined)[] = [];
      for (let i = 0; i < 6; i++)
        codes.push(
          await codeOf(
            requestSignIn(
              deps,
              { email, address: `10.2.0.${i}`, browser: hers, purpose: 'work', language: 'zh' },
              async () => {},
            ),
          ),
        );
      return codes;
    };
    test.setClock('2027-03-02T02:00:00.000Z');
    const expected = [undefined, undefined, undefined, undefined, undefined, 'too-often'];
    expect(await tries('wang@example.cn')).toEqual(expected);
    expect(await tries('nobody@example.cn')).toEqual(expected);
  });

  it('refuses what is no address', async () => {
    expect(await codeOf(ask('wang'))).toBe('email-invalid');
  });
});

describe('the link', () => {
  it('may be opened by scanners any number of times, and is redeemed by a press', async () => {
    const secret = secretOf(await ask('wang@example.cn'));
    for (let i = 0; i < 3; i++)
      expect(await openChallenge(deps, secret)).toEqual({ email: 'w***@example.cn', language: 'zh' });
    const { session } = await redeem(deps, { secret });
    expect(session.actor).toMatchObject({ id: member, via: 'session' });
  });

  it('gives a second press of the same browser the same session, a minute long, and nothing to any other or after that', async () => {
    const secret = secretOf(await ask('wang@example.cn'));
    const press = (browser?: string) => redeem(deps, { secret }, browser);
    const [first, second] = await Promise.all([press('hers'), press('hers')]);
    expect(second.cookie).toBe(first.cookie);
    for (const other of ['another', undefined]) expect(await codeOf(press(other))).toBe('challenge-used');
    test.pass(61);
    expect(await codeOf(press('hers'))).toBe('challenge-used');
    expect(await codeOf(openChallenge(deps, secret))).toBe('challenge-used');
  });

  it('does not bring a session back after signing out', async () => {
    const secret = secretOf(await ask('wang@example.cn'));
    const { cookie } = await redeem(deps, { secret });
    await signOut(deps, cookie);
    expect(await codeOf(redeem(deps, { secret }))).toBe('challenge-used');
  });

  it('expires after ten minutes', async () => {
    const secret = secretOf(await ask('wang@example.cn'));
    test.pass(10 * 60);
    expect(await codeOf(openChallenge(deps, secret))).toBe('challenge-gone');
    expect(await codeOf(redeem(deps, { secret }))).toBe('challenge-gone');
    expect(await codeOf(redeem(deps, { secret: 'made-up' }))).toBe('challenge-gone');
  });

  it('is not stored: neither secret nor code nor cookie stand in the table', async () => {
    const letter = await ask('wang@example.cn');
    const { cookie, session } = await redeem(deps, { secret: secretOf(letter) });
    const row = await deps.table.get({ pk: `MEM#${member}`, sk: `SES#${session.id}` });
    expect(row).toBeDefined();
    expect(JSON.stringify(row)).not.toContain(cookie);
    expect(await deps.table.get({ pk: `SIGN#${secretOf(letter)}`, sk: 'SIGN' })).toBeUndefined();
  });
});

describe('the code', () => {
  it('signs in with the address', async () => {
    const letter = await ask('wang@example.cn');
    const { session } = await byCode(` ${letter!.code} `, { email: 'WANG@example.cn' });
    expect(session.actor.id).toBe(member);
  });

  it('is dead after five wrong tries, while the link still works', async () => {
    test.setClock('2027-03-04T02:00:00.000Z');
    const letter = await ask('wang@example.cn');
    for (let i = 0; i < 5; i++) expect(await codeOf(byCode(wrongCode(letter!.code)))).toBe('code-wrong');
    expect(await codeOf(byCode(letter!.code))).toBe('code-wrong');
    expect((await redeem(deps, { secret: secretOf(letter) })).session.actor.id).toBe(member);
  });

  it('of an older mail is dead', async () => {
    const older = await ask('wang@example.cn');
    const newer = await ask('wang@example.cn');
    if (older!.code !== newer!.code) expect(await codeOf(byCode(older!.code))).toBe('code-wrong');
  });

  it('is good in the browser that asked and nowhere else; another that asks for the address disturbs neither', async () => {
    test.setClock('2027-03-05T02:00:00.000Z');
    const letter = await ask('wang@example.cn');
    const other = { email: 'wang@example.cn', address: '10.9.0.1', browser: 'another' } as const;
    await requestSignIn(deps, { ...other, purpose: 'work', language: 'zh' }, async () => {});
    for (const browser of ['another', 'a third'])
      expect(await codeOf(byCode(letter!.code, { browser }))).toBe('code-wrong');
    expect(await codeOf(redeem(deps, { email: 'wang@example.cn', code: letter!.code }))).toBe('code-wrong');
    expect((await byCode(letter!.code)).session.actor.id).toBe(member);
  });

  it('may be tried twenty times a day for one address', async () => {
    test.setClock('2027-03-06T02:00:00.000Z');
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 21; i++) codes.push(await codeOf(byCode('12345678', { email: 'x@example.cn' })));
    expect(codes.slice(19)).toEqual(['code-wrong', 'too-often']);
  });
});

describe('a new person', () => {
  it('is not made by a guessed code when nothing was mailed', async () => {
    await ask('ghost@example.cn', 'work');
    const pointer = { pk: `SIGNMAIL#${deps.keys.mac('email', `ghost@example.cn ${hers}`)}`, sk: 'SIGN' };
    const id = String((await deps.table.get(pointer))?.challenge);
    // As if the guess were right: the code of the challenge is made the one that is guessed.
    const codeHash = deps.keys.mac('session', `code:${id}:12345678`);
    await deps.table.update({ pk: `SIGN#${id}`, sk: 'SIGN' }, { set: { codeHash } });
    expect(await codeOf(byCode('12345678', { email: 'ghost@example.cn' }))).toBe('challenge-gone');
    expect(await findMemberByEmail(deps, 'ghost@example.cn')).toBeUndefined();
  });

  it('exists only after she confirmed her address to nominate, and has no roles', async () => {
    const letter = await ask('new@example.cn', 'nominate');
    expect(await findMemberByEmail(deps, 'new@example.cn')).toBeUndefined();
    const { session } = await redeem(deps, { secret: secretOf(letter) });
    expect(session.member).toMatchObject({ email: 'new@example.cn', grants: [], status: 'active' });
    expect((await findMemberByEmail(deps, 'new@example.cn'))?.id).toBe(session.member.id);
    const later = await ask('new@example.cn');
    expect((await redeem(deps, { secret: secretOf(later) })).session.member.id).toBe(session.member.id);
  });
});

describe('a session', () => {
  const open = async () => redeem(deps, { secret: secretOf(await ask('wang@example.cn')) });

  it('lasts two hours without use', async () => {
    const { cookie } = await open();
    test.pass(2 * 3_600 - 1);
    expect((await sessionActor(deps, cookie))?.actor.id).toBe(member);
    test.pass(2 * 3_600);
    expect(await sessionActor(deps, cookie)).toBeUndefined();
  });

  it('lasts twelve hours with use', async () => {
    const { cookie } = await open();
    for (let hour = 0; hour < 11; hour++) {
      test.pass(3_600);
      expect(await sessionActor(deps, cookie)).toBeDefined();
    }
    test.pass(3_600);
    expect(await sessionActor(deps, cookie)).toBeUndefined();
  });

  it('ends by signing out, and when the member leaves', async () => {
    const { cookie } = await open();
    await signOut(deps, cookie);
    expect(await sessionActor(deps, cookie)).toBeUndefined();

    const leaver = await invite('leaver@example.cn');
    const gone = await redeem(deps, { secret: secretOf(await ask('leaver@example.cn')) });
    await memberLeaves(deps, systemActor, leaver);
    expect(await sessionActor(deps, gone.cookie)).toBeUndefined();
    expect(await ask('leaver@example.cn')).toBeUndefined();
  });
});

describe('the first administrator', () => {
  it('comes in by a one-time link from the command line', async () => {
    const path = await createAdminLink(deps, member);
    const secret = path.slice('/sign-in/'.length);
    expect((await redeem(deps, { secret })).session.actor.id).toBe(member);
    test.pass(61);
    expect(await codeOf(redeem(deps, { secret }))).toBe('challenge-used');
    expect(await codeOf(createAdminLink(deps, 'nobody'))).toBe('member-unknown');
  });
});

describe('a limit', () => {
  it('lets so many through in a window, says when to try again, and begins anew', async () => {
    test.setClock('2027-04-01T02:50:00.000Z');
    const once = () => limit(deps, 'check:10.0.0.1', { max: 2, seconds: 3_600 });
    expect([await codeOf(once()), await codeOf(once()), await codeOf(once())]).toEqual([
      undefined,
      undefined,
      'too-often',
    ]);
    await expect(once()).rejects.toMatchObject({
      kind: 'limited',
      text: {
        zh: '操作过于频繁，请在 10 分钟后（11:00）再试。',
        en: 'Too many tries; try again in 10 min (11:00).',
      },
    });
    expect(await codeOf(limit(deps, 'check:10.0.0.2', { max: 2, seconds: 3_600 }))).toBeUndefined();
    test.pass(600);
    expect(await codeOf(once())).toBeUndefined();
  });

  it('holds under concurrency', async () => {
    const tries = Array.from({ length: 12 }, () => codeOf(limit(deps, 'crowd', { max: 5, seconds: 3_600 })));
    expect((await Promise.all(tries)).filter((code) => code === undefined)).toHaveLength(5);
  });
});
