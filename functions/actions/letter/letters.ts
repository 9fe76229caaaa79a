/** Letters: queued with the event, sent once under one Message-ID (docs/architecture.md#letters). */

import { createHash } from 'node:crypto';
import type { QueueLetter } from '#actions/people/signin.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { addSeconds } from '#domain/instant.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import { type NewLetter, newLetter } from '#domain/letter/new-letter.ts';
import { daytime } from '#domain/letter/short-hours.ts';
import { hasMembers } from '#domain/members.ts';
import { Problem, unavailable } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';
import { saidBy, unanswered } from '#mail/refusals.ts';
import { allOf, anyOf, below, has, lacks, rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { letterDue, letterOps } from '#store/letters.ts';
import { find } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import { type Composed, composeLetter, messageIdOf } from './letter-content.ts';
import { sealSecret } from './letter-secrets.ts';
import { unsentOps } from './unsent.ts';

/** How long a sender may hold a letter; longer than every timeout of a mail server together. */
const claimSeconds = 300;
/** Pauses after the first to the seventh failed try: most of a day, so that a server may be down over night. */
const pauses: readonly number[] = [60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600];
/** Tries before a letter is given up and shown as failed. */
export const mostTries = pauses.length + 1;

/** Queues a letter outside of an action's transaction. Safe to repeat. `later` leaves the sending to the sweeper. */
export async function queueLetter(
  deps: Deps,
  written: NewLetter,
  { later = false }: { readonly later?: boolean } = {},
): Promise<void> {
  const letter = newLetter(instantOf(deps), written);
  await deps.table.together(letterOps(letter));
  if (!later && letter.dueAt <= instantOf(deps)) await deps.handOver([letterDue(letter.key, letter.dueAt)]);
}

/**
 * What `requestSignIn` hands its letters to: stores secret and code sealed, sends, and forgets them once sent by mail;
 * in the outbox they can be read until they expire. Works in the background, so that it takes no time to see.
 */
export const queueSignIn =
  (deps: Deps, template: 'signin' | 'nominateConfirm' = 'signin'): QueueLetter =>
  (asked) =>
    deps.background(async () => {
      const now = instantOf(deps);
      const key = `signin-${createHash('sha256').update(asked.path).digest('hex').slice(0, 32)}`;
      const letter = newLetter(now, {
        key,
        template,
        to: asked.to,
        params: { expiresAt: asked.expiresAt, language: asked.language },
      });
      const secret = await sealSecret(deps.keys, key, { path: asked.path, code: asked.code });
      const ttl = Math.ceil(Date.parse(asked.expiresAt) / 1000);
      // The second due row forgets the secret on time; a table's own TTL may take days.
      await deps.table.together([
        ...letterOps(letter, { secret, ttl }),
        { put: { ...letterDue(key, asked.expiresAt) } },
      ]);
      await deps.handOver([letterDue(key, now)]);
    });

/** A code for logs and rows: mail servers quote addresses in their messages, so those are not kept. */
function codeOf(error: unknown): string {
  if (error instanceof Problem) return error.code;
  if (!hasMembers(error)) return 'unknown';
  const { code, name } = errorOf(error);
  return [code ?? name, error.responseCode].filter((part) => part !== undefined).join(' ');
}

/** The same to her telephone, by day: a letter of its own, which stays one however often this is done. */
async function queueBeside(deps: Deps, letter: StoredLetter): Promise<void> {
  const { template, to, params, opens, org } = letter;
  await queueLetter(deps, {
    ...{ key: `sms-${letter.key}`, channel: 'sms', template, to, params },
    ...(opens !== undefined && { opens }),
    ...(org !== undefined && { org }),
    dueAt: daytime(instantOf(deps)),
  });
}

type Recipient = Pick<Extract<Composed, { readonly kind: 'letter' }>, 'email' | 'phone'>;

/** In a rehearsal real mail goes to the allow-list only (docs/architecture.md#clock-and-rehearsal). */
function staysInOutbox(deps: Pick<Deps, 'mailer' | 'sms' | 'site'>, { email, phone }: Recipient): boolean {
  if (phone !== undefined) return deps.sms === undefined || deps.site.rehearsal;
  if (deps.mailer.kind === 'outbox') return true;
  if (!deps.site.rehearsal) return false;
  return !(deps.site.allowMail ?? []).some((allowed) => allowed.trim().toLowerCase() === email.toLowerCase());
}

const unsent = allOf(rowThere, lacks('sentAt'), lacks('failed'));

/** Changes a letter that nobody has settled; one that is settled meanwhile stays as it is. */
async function settle(
  deps: Deps,
  key: string,
  set: Readonly<Record<string, unknown>>,
  remove: readonly string[] = [],
): Promise<void> {
  try {
    const change = { set, remove: ['sending', 'nextAt', ...remove] };
    await deps.table.update(keys.letter(key), change, unsent);
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}
/** Given up: said at the letter and at its round. */
async function fail(deps: Deps, letter: StoredLetter, code: string, answer?: string): Promise<void> {
  const set = { failed: code, lastError: code, ...(answer !== undefined && { answer }) };
  try {
    await deps.table.together([
      {
        update: keys.letter(letter.key),
        change: { set, remove: ['sending', 'nextAt', 'secret'] },
        when: unsent,
      },
      ...(await unsentOps(deps.table, letter)),
    ]);
  } catch (error) {
    if (!isConflict(error)) throw error;
    return;
  }
  deps.log('letter-failed', { letter: letter.key, template: letter.template, code });
}

/** Removes the one-time secret of a letter that is settled; the row may be gone already. */
async function forget(deps: Deps, key: string): Promise<void> {
  try {
    await deps.table.update(keys.letter(key), { remove: ['secret'] }, has('secret'));
  } catch (error) {
    if (!isConflict(error)) throw error;
  }
}

/** Takes the letter for this sender. Gives the number of this try, or undefined when it is settled already. */
async function claim(deps: Deps, key: string, now: string): Promise<number | undefined> {
  try {
    const row = await deps.table.update(
      keys.letter(key),
      { set: { sending: addSeconds(now, claimSeconds) }, add: { attempts: 1 } },
      allOf(unsent, anyOf(lacks('sending'), below('sending', now))),
    );
    return Number(row.attempts);
  } catch (error) {
    if (!isConflict(error)) throw error;
    const there = await find<StoredLetter>(deps.table, keys.letter(key));
    if (there === undefined || there.sentAt !== undefined || there.failed !== undefined) return undefined;
    // Thrown so that the due row stays: should the other sender die, the letter still goes.
    throw unavailable(
      'letter-being-sent',
      '信函正在发送中，请稍后再看。',
      'The letter is being sent; look again in a moment.',
    );
  }
}

/** Seconds until a letter is tried again that the mail service would take from nobody now. */
const heldFor = 900;

/**
 * The mail service is not set up, or is paused: no fault of this letter's, so the try does not count, and it goes once
 * the service takes letters again.
 */
async function hold(deps: Deps, letter: StoredLetter, error: Problem): Promise<void> {
  const nextAt = addSeconds(instantOf(deps), heldFor);
  await deps.table.together([
    {
      update: keys.letter(letter.key),
      change: { set: { nextAt, lastError: error.code }, add: { attempts: -1 }, remove: ['sending'] },
      when: unsent,
    },
    { put: { ...letterDue(letter.key, nextAt) } },
  ]);
  deps.log('letter-held', { letter: letter.key, template: letter.template, code: error.code });
}

/** After a failed try: later again, or never. */
async function postpone(deps: Deps, letter: StoredLetter, attempts: number, error: unknown): Promise<void> {
  const [code, answer] = [codeOf(error), saidBy(error)];
  const pause = pauses[attempts - 1];
  if (pause === undefined) return fail(deps, letter, code, answer);
  const nextAt = addSeconds(instantOf(deps), pause);
  await deps.table.together([
    {
      update: keys.letter(letter.key),
      change: {
        set: { nextAt, lastError: code, ...(answer !== undefined && { answer }) },
        remove: ['sending'],
      },
      when: unsent,
    },
    { put: { ...letterDue(letter.key, nextAt) } },
  ]);
  deps.log('letter-postponed', { letter: letter.key, template: letter.template, code, attempts });
}

/**
 * Sends a queued letter, unless it was sent, was given up, or waits for its next try. Safe to repeat and to run twice
 * at once: a sender claims it first and marks it after sending. A crash between sending and marking sends it once more,
 * with the same Message-ID, by which mail programs see that it is the same.
 * A failed try is no error: the letter has a new due row. @throws Problem unavailable `letter-being-sent`.
 */
export async function sendLetter(deps: Deps, key: string): Promise<void> {
  const letter = await find<StoredLetter>(deps.table, keys.letter(key));
  if (letter === undefined) return;
  const now = instantOf(deps);
  const over = letter.secret !== undefined && String(letter.params.expiresAt) <= now;
  if (letter.sentAt !== undefined || letter.failed !== undefined) {
    return over ? forget(deps, key) : undefined;
  }
  if (over) return fail(deps, letter, 'expired');
  if (letter.nextAt !== undefined && letter.nextAt > now) return;
  if (letter.attempts >= mostTries) return fail(deps, letter, letter.lastError ?? 'gave-up');
  const composed = await composeLetter(deps, letter);
  if (composed.kind === 'impossible') return fail(deps, letter, composed.code);
  if (composed.kind === 'nothing') return settle(deps, key, { sentAt: now, via: 'nothing' });
  const worded = composed.wordedBy === undefined ? {} : { wordedBy: composed.wordedBy };
  if (composed.beside && deps.site.smsSignature !== undefined && letter.attempts === 0)
    await queueBeside(deps, letter);
  // No claim needed: nothing leaves the table. The secret stays for the outbox page until it expires.
  if (staysInOutbox(deps, composed)) return settle(deps, key, { sentAt: now, via: 'outbox', ...worded });
  // Its sender died: the message may have gone, and this gateway would send it once more.
  const died = letter.sending !== undefined && letter.sending <= now;
  if (composed.phone !== undefined && died && deps.sms?.knowsRepeats === false)
    return fail(deps, letter, unanswered.code, unanswered.said);
  const { rendered } = await composed.write();
  const attempts = await claim(deps, key, now);
  if (attempts === undefined) return;
  try {
    const { subject, text: words, html } = rendered;
    const messageId = messageIdOf(deps, key);
    if (composed.phone === undefined)
      await deps.mailer.send({ to: composed.email, subject, text: words, html, messageId, letter: key });
    else await deps.sms?.send({ to: composed.phone, text: words, key: messageId.slice(1, 41) });
  } catch (error) {
    if (error instanceof Problem && error.kind === 'invalid')
      return fail(deps, letter, error.code, saidBy(error));
    if (error instanceof Problem && error.kind === 'unavailable') return hold(deps, letter, error);
    return postpone(deps, letter, attempts, error);
  }
  await settle(deps, key, { sentAt: instantOf(deps), via: letter.channel ?? 'mail', ...worded }, [
    'secret',
    'lastError',
    'answer',
  ]);
}
