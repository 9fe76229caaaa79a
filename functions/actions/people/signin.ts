/** Signing in without passwords: a mailed link with a press, or a code (docs/architecture.md#rights). */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { limit } from '#actions/limits.ts';
import type { Deps } from '#deps';
import type { Challenge } from '#domain/people/access-records.ts';
import type { Member } from '#domain/people/people-records.ts';
import { conflict, fault, invalid, missing, type Problem, refuseIf } from '#domain/problem.ts';
import { personIdFor } from '#store/addresses.ts';
import { allOf, below, lacks, rowThere } from '#store/guard.ts';
import { findMember, findMemberByEmail, maskEmail, memberOps, normaliseEmail } from '#store/people.ts';
import { isConflict, type Key, type KeyOf, type Op } from '#store/table.ts';
import { newSession, openedSession, type Session } from './sessions.ts';

type SignInDeps = Pick<Deps, 'table' | 'clock' | 'keys' | 'site'>;

/** What the letters module sends at once; secret and code must not be stored with the letter. */
export interface SignInLetter {
  readonly to: string;
  readonly language: 'zh' | 'en';
  /** Path of the page with the button, `/sign-in/<secret>`. */
  readonly path: string;
  readonly code: string;
  readonly expiresAt: string;
}
/** Must return at once, known address or not: waiting for the mail server would tell which addresses are known. */
export type QueueLetter = (letter: SignInLetter) => Promise<void>;

const minutes = 60_000;
/** ASVS 5.0 V6.5.5: ten minutes at most, for link and code. */
const validFor = 10 * minutes;
/** The link that a command prints: whoever reads the console may come back to it after lunch, or read on in the demo first. */
const consoleValidFor = 12 * 60 * minutes;
const codeTries = 5;
/** 26.6 bits. */
const codeDigits = 8;
/** A second press, or an answer lost on the way, gets the same session. */
const repeatWithin = 1 * minutes;

/** An office shares one address, so the limit by address is wide; codes are few a day, the link always works. */
const perAddress = { max: 100, seconds: 3_600 };
const perEmail = { max: 5, seconds: 900 };
const codesPerEmail = { max: 20, seconds: 86_400 };

const hash = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
const challengeKey = (id: string): KeyOf<Challenge> => ({ pk: `SIGN#${id}`, sk: 'SIGN' });
/** Latest challenge that a browser asked for an address: no other browser finds it, so a code is good in its own only. */
const latestKey = (keys: Deps['keys'], email: string, browser: string): Key => ({
  pk: `SIGNMAIL#${keys.mac('email', `${email} ${browser}`)}`,
  sk: 'SIGN',
});
/** A few digits are guessed in no time from a plain hash, so theirs is keyed. */
const codeHashOf = (keys: Deps['keys'], id: string, code: string): string =>
  keys.mac('session', `code:${id}:${code}`);

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const gone = (): Problem =>
  missing(
    'challenge-gone',
    '登录链接无效或已过期，请重新获取。',
    'This sign-in link is unknown or has expired; ask for a new one.',
  );
const used = (): Problem =>
  conflict(
    'challenge-used',
    '登录链接已使用过，请重新获取。',
    'This sign-in link was used already; ask for a new one.',
  );
const wrongCode = (): Problem =>
  invalid(
    'code-wrong',
    `验证码不正确或已失效：请核对最近一封邮件（每封邮件最多试 ${codeTries} 次），并在获取邮件的同一个浏览器中填写；也可以点击邮件中的链接登录。`,
    `The code is wrong or no longer valid: look at the latest mail (${codeTries} tries for each) and type it in the browser that asked for it, or use the link in the mail.`,
  );

function emailOf(given: string): string {
  const email = normaliseEmail(given);
  if (!z.email().max(120).safeParse(email).success)
    refuseIf([
      fault(
        'email',
        'email-invalid',
        '请填写有效的电子邮箱，如 wang@example.cn',
        'give a valid e-mail address such as wang@example.cn',
      ),
    ]);
  return email;
}

function challengeOps(deps: SignInDeps, challenge: Challenge, id: string, browser: string): readonly Op[] {
  const ttl = Math.ceil(challenge.expiresAt / 1000) + 3_600;
  return [
    { put: { ...challengeKey(id), ...challenge, ttl } },
    { put: { ...latestKey(deps.keys, challenge.email, browser), challenge: id, ttl } },
  ];
}

/**
 * Asks for a sign-in mail. The answer, and the work done for it, are the same whether the address is known or not:
 * `nominate` mails everybody (she becomes a person without roles once she confirms), `work` only active members.
 * `address` is the network address that the request came from, `browser` what the browser that asks alone knows.
 * @throws Problem invalid `email-invalid`; limited `too-often`.
 */
export async function requestSignIn(
  deps: SignInDeps,
  request: {
    readonly email: string;
    readonly address: string;
    readonly browser: string;
    readonly purpose: 'work' | 'nominate';
    readonly language: 'zh' | 'en';
  },
  queueLetter: QueueLetter,
): Promise<{ readonly expiresAt: string }> {
  const email = emailOf(request.email);
  await limit(deps, `signin:address:${request.address}`, perAddress);
  await limit(deps, `signin:email:${email}`, perEmail);
  const member = await findMemberByEmail(deps, email);
  const secret = randomBytes(32).toString('base64url');
  const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0');
  const id = hash(secret);
  const challenge: Challenge = {
    email,
    ...(member !== undefined && { member: member.id }),
    purpose: request.purpose,
    language: member?.language ?? request.language,
    codeHash: codeHashOf(deps.keys, id, code),
    attempts: 0,
    expiresAt: deps.clock() + validFor,
  };
  await deps.table.together(challengeOps(deps, challenge, id, request.browser));
  const expiresAt = new Date(challenge.expiresAt).toISOString();
  const welcome = member === undefined ? request.purpose === 'nominate' : member.status === 'active';
  if (welcome)
    await queueLetter({
      to: email,
      language: challenge.language,
      path: `/sign-in/${secret}`,
      code,
      expiresAt,
    });
  return { expiresAt };
}

/**
 * A one-time link for the first administrator, printed by the command line. Gives its path, `/sign-in/<secret>`.
 * @throws Problem missing `member-unknown` when there is no such active member.
 */
export async function createAdminLink(deps: SignInDeps, memberId: string): Promise<string> {
  const member = await findMember(deps.table, memberId);
  if (member?.status !== 'active')
    throw missing(
      'member-unknown',
      '没有这名在岗人员，请检查编号。',
      'There is no such active member; check the id.',
    );
  const secret = randomBytes(32).toString('base64url');
  const challenge: Challenge = {
    email: member.email,
    member: member.id,
    purpose: 'work',
    language: member.language,
    codeHash: '', // no code: the link only
    attempts: codeTries,
    expiresAt: deps.clock() + consoleValidFor,
  };
  const ttl = Math.ceil(challenge.expiresAt / 1000) + 3_600;
  await deps.table.put({ ...challengeKey(hash(secret)), ...challenge, ttl });
  return `/sign-in/${secret}`;
}

const readChallenge = (deps: SignInDeps, id: string): Promise<Challenge | undefined> =>
  deps.table.get(challengeKey(id), { consistent: true });

/**
 * What the link's page shows beside its button; changes nothing, so mail scanners may open it.
 * @throws Problem missing `challenge-gone`; conflict `challenge-used`.
 */
export async function openChallenge(
  deps: SignInDeps,
  secret: string,
): Promise<{ readonly email: string; readonly language: 'zh' | 'en' }> {
  const challenge = await readChallenge(deps, hash(secret));
  if (challenge === undefined || challenge.expiresAt <= deps.clock()) throw gone();
  if (challenge.usedAt !== undefined && deps.clock() - challenge.usedAt > repeatWithin) throw used();
  return { email: maskEmail(challenge.email), language: challenge.language };
}

/** Finds the challenge of a code; each try is counted before it is compared. */
async function challengeByCode(
  deps: SignInDeps,
  { email: given, code }: { readonly email: string; readonly code: string },
  browser: string | undefined,
): Promise<string> {
  const email = emailOf(given);
  await limit(deps, `signin:code:${email}`, codesPerEmail);
  if (browser === undefined) throw wrongCode();
  const latest = await deps.table.get(latestKey(deps.keys, email, browser), { consistent: true });
  if (latest === undefined) throw wrongCode();
  const id = String(latest.challenge);
  let challenge: Challenge;
  try {
    const within = below('attempts', codeTries);
    challenge = await deps.table.update(challengeKey(id), { add: { attempts: 1 } }, within);
  } catch (error) {
    throw isConflict(error) ? wrongCode() : error;
  }
  if (!same(challenge.codeHash, codeHashOf(deps.keys, id, code.trim()))) throw wrongCode();
  return id;
}

/** The member who signs in: a known active one, or a new person without roles who just proved her address. */
async function memberFor(deps: SignInDeps, challenge: Challenge): Promise<readonly [Member, readonly Op[]]> {
  const known = await findMemberByEmail(deps, challenge.email);
  if (known !== undefined) {
    if (known.status === 'left') throw gone();
    return [known, []];
  }
  // Nobody was mailed, so only a guess can come here.
  if (challenge.purpose !== 'nominate') throw gone();
  const person: Member = {
    id: await personIdFor(deps, challenge.email),
    name: '',
    email: challenge.email,
    grants: [],
    status: 'active',
    language: challenge.language,
    version: 1,
  };
  return [person, memberOps(deps.keys, undefined, person)];
}

/**
 * Turns the pressed link, or e-mail and code, into a session; once only, but the same press repeated within a minute
 * by the same `browser` (what it alone knows) gets the same session again. A code is good in the browser that asked.
 * `device` is what her list of sessions will say (`deviceOf`).
 * @throws Problem missing `challenge-gone`; conflict `challenge-used`; invalid `code-wrong`; limited `too-often`.
 */
export async function redeem(
  deps: SignInDeps,
  proof: { readonly secret: string } | { readonly email: string; readonly code: string },
  browser?: string,
  device?: string,
): Promise<{ readonly cookie: string; readonly session: Session }> {
  const id = 'secret' in proof ? hash(proof.secret) : await challengeByCode(deps, proof, browser);
  const usedBy = browser === undefined ? undefined : hash(`browser:${id}:${browser}`);
  for (let left = 3; ; left--) {
    const challenge = await readChallenge(deps, id);
    const now = deps.clock();
    if (challenge === undefined || challenge.expiresAt <= now) throw gone();
    const [member, ops] = await memberFor(deps, challenge);
    if (challenge.usedAt !== undefined) {
      const repeated =
        now - challenge.usedAt <= repeatWithin &&
        usedBy !== undefined &&
        same(challenge.usedBy ?? '', usedBy);
      const open = repeated ? await openedSession(deps, member.id, id) : undefined;
      if (open === undefined) throw used();
      return open;
    }
    const fresh = newSession(deps, member.id, id, device === undefined ? {} : { device });
    try {
      await deps.table.together([
        {
          update: challengeKey(id),
          change: { set: { usedAt: now, ...(usedBy !== undefined && { usedBy }) } },
          when: allOf(rowThere, lacks('usedAt')),
        },
        fresh.op,
        ...ops,
      ]);
    } catch (error) {
      if (!isConflict(error) || left === 0) throw error;
      continue; // pressed twice at once, or the person was made meanwhile: look again
    }
    const opened = await openedSession(deps, member.id, id);
    if (opened === undefined) throw used();
    return opened;
  }
}
