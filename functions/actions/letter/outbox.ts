/** The outbox: which letters went, wait or failed; any of them as its recipient sees it; and trying one again. */

import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { addDays, startOfDay } from '#domain/instant.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { type Action, demand, may } from '#domain/people/policy.ts';
import { conflict, missing, type Problem, type Text, text } from '#domain/problem.ts';
import { noSuch, type Thing } from '#domain/things.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { carriesSecret, isTemplate, type RenderedLetter, templateTitle } from '#mail/letters.tsx';
import { has } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { letterDue } from '#store/letters.ts';
import {
  findMember,
  findOrganisation,
  getOrganisation,
  maskEmail,
  organisationEventOps,
} from '#store/people.ts';
import { find, findRound, getRound, type Listed, listPage } from '#store/reads.ts';
import { plain } from '#store/rows.ts';
import { composeLetter, objectorPrefix } from './letter-content.ts';
import { letterChoice } from './letter-input.ts';
import { wordsOfLetter } from './letter-words.ts';
import { roundOfLetter, triedAgainOps } from './unsent.ts';

/** The root organisation among the actor's own, to which the outbox belongs: read strongly consistent. */
async function rootOf(deps: Deps, actor: Actor): Promise<Organisation | undefined> {
  for (const org of new Set(actor.grants.map((grant) => grant.org))) {
    const organisation = await findOrganisation(deps.table, org);
    if (organisation !== undefined && organisation.parent === undefined) return organisation;
  }
  return undefined;
}

async function demandAtRoot(
  deps: Deps,
  actor: Actor,
  action: Action,
  thing: Thing = 'organisation',
): Promise<Organisation | undefined> {
  const root = await rootOf(deps, actor);
  demand(actor, action, { orgPath: root?.path ?? [] }, thing);
  return root;
}

/** One letter as the outbox lists it: the address masked, nothing of its contents. */
export interface OutboxEntry {
  readonly key: string;
  readonly title: Text;
  /** By telephone instead of e-mail. */
  readonly channel?: 'sms';
  /** Name of a member, the masked address of somebody who has none, `***` for an objector. */
  readonly recipient: string;
  readonly state: 'waiting' | 'sent' | 'outbox' | 'nothing' | 'failed';
  readonly createdAt: string;
  readonly dueAt: string;
  readonly sentAt?: string;
  readonly attempts: number;
  /** Code of the last failure. */
  readonly error?: string;
  /** What the mail server said at it, addresses left out. */
  readonly answer?: string;
  /** It went in words of its organisation instead of the standard ones. */
  readonly worded: boolean;
}

const stateOf = (letter: StoredLetter): OutboxEntry['state'] => {
  if (letter.failed !== undefined) return 'failed';
  if (letter.sentAt === undefined) return 'waiting';
  return letter.via === undefined || letter.via === 'mail' || letter.via === 'sms' ? 'sent' : letter.via;
};

/** Who a letter is for, as a list may show it; an objector stays unnamed. */
async function recipientWords(deps: Deps, to: string): Promise<string> {
  if (to.startsWith(objectorPrefix)) return '***';
  const member = to.includes('@') ? undefined : await findMember(deps.table, to);
  return member?.name || maskEmail(member?.email ?? to);
}

async function entryOf(deps: Deps, letter: StoredLetter): Promise<OutboxEntry> {
  const error = letter.failed ?? letter.lastError;
  return {
    key: letter.key,
    title: isTemplate(letter.template)
      ? templateTitle(letter.template)
      : text(letter.template, letter.template),
    ...(letter.channel !== undefined && { channel: letter.channel }),
    recipient: await recipientWords(deps, letter.to),
    state: stateOf(letter),
    createdAt: letter.createdAt,
    dueAt: letter.nextAt ?? letter.dueAt,
    ...(letter.sentAt !== undefined && { sentAt: letter.sentAt }),
    attempts: letter.attempts,
    ...(error !== undefined && { error }),
    ...(letter.answer !== undefined && { answer: letter.answer }),
    worded: letter.wordedBy !== undefined,
  };
}

const pageSize = 50;

/**
 * One page of the letters made on a date in Shanghai, newest first. For administrators of the root organisation.
 */
export async function listOutbox(
  deps: Deps,
  actor: Actor,
  date: string,
  cursor?: string,
): Promise<Listed<OutboxEntry>> {
  await demandAtRoot(deps, actor, 'outbox.read');
  // A day in Shanghai begins at 16:00 UTC of the day before, and letters are indexed by UTC dates: two parts.
  const parts = [
    { pk: keys.lettersOfDay(date), sk: { below: startOfDay(addDays(date, 1)) } },
    { pk: keys.lettersOfDay(addDays(date, -1)), sk: { from: startOfDay(date) } },
  ] as const;
  const [, at = '0', inside = ''] = /^([01])\.(.*)$/.exec(cursor ?? '') ?? [];
  const items: StoredLetter[] = [];
  let next = inside === '' ? undefined : inside;
  for (let n = Number(at); ; n++) {
    const limit = pageSize - items.length;
    const page = await deps.table.query<StoredLetter>({
      ...parts[n]!,
      index: 'gsi1',
      limit,
      descending: true,
      cursor: next,
    });
    items.push(...page.items.map((row) => plain<StoredLetter>(row)));
    next = page.cursor;
    const full = next !== undefined || items.length >= pageSize;
    if (n === 1 || full) {
      const entries = await Promise.all(items.map((item) => entryOf(deps, item)));
      if (next !== undefined) return { items: entries, cursor: `${n}.${next}` };
      return { items: entries, cursor: n === 0 ? '1.' : undefined };
    }
  }
}

const unknownLetter = (): Problem => noSuch('letter');

async function getLetter(deps: Deps, key: string): Promise<StoredLetter> {
  const letter = await find<StoredLetter>(deps.table, keys.letter(key));
  if (letter === undefined) throw unknownLetter();
  return letter;
}

export interface OpenedLetter {
  readonly entry: OutboxEntry;
  /** Undefined when it cannot be written: nobody to send it to, or its secret is gone. */
  readonly rendered: RenderedLetter | undefined;
  /** Whole address that it opens. */
  readonly link: string | undefined;
}

/** What the outbox says of a letter, without its words. @throws Problem missing `letter-unknown`; forbidden. */
export async function readLetter(deps: Deps, actor: Actor, key: string): Promise<OutboxEntry> {
  await demandAtRoot(deps, actor, 'outbox.read');
  const letter = await getLetter(deps, key);
  const entry = await entryOf(deps, letter);
  // One that still waits is written as it would go now.
  return letter.sentAt === undefined
    ? { ...entry, worded: (await wordsOfLetter(deps, letter)) !== undefined }
    : entry;
}

/** Letters are opened where they are read instead of mailed; never where real mail goes out. */
export const opensLetters = ({ mailer, site }: Pick<Deps, 'mailer' | 'site'>): boolean =>
  mailer.kind === 'outbox' || site.rehearsal;

/**
 * A letter as its recipient gets it, written anew: the tasks listed are those of now. Its link acts for her, so outside
 * of a rehearsal only a session opens it, never a token, and the root organisation's chain says who did.
 * @throws Problem missing `letter-unknown`, `no-outbox`; forbidden.
 */
export async function openAsRecipient(deps: Deps, actor: Actor, key: string): Promise<OpenedLetter> {
  const root = await demandAtRoot(deps, actor, deps.site.rehearsal ? 'outbox.read' : 'outbox.open');
  if (!opensLetters(deps))
    throw missing(
      'no-outbox',
      '本站通过邮件发送信函，信函内容不在这里显示。',
      'This site sends its letters by mail; what they say is not shown here.',
    );
  const letter = await getLetter(deps, key);
  const entry = await entryOf(deps, letter);
  const over =
    letter.secret !== undefined && Date.parse(String(letter.params.expiresAt ?? '')) <= deps.clock();
  if (over) return { entry, rendered: undefined, link: undefined };
  deps.log('outbox-opened', { letter: key, by: actor.id });
  if (root !== undefined && !deps.site.rehearsal)
    await rootEvent(deps, actor, root.id, 'outbox.open', { letter: key });
  const composed = await composeLetter(deps, letter, { empty: true });
  if (composed.kind !== 'letter') return { entry, rendered: undefined, link: undefined };
  return { entry, ...(await composed.write()) };
}

const rootEvent = (
  deps: Deps,
  actor: Actor,
  org: string,
  action: EventName,
  details: Readonly<Record<string, string>>,
) =>
  again(async () => {
    const happened = { at: instantOf(deps), actor: actor.id, via: actor.via, action, details };
    const organisation = await getOrganisation(deps.table, org);
    await deps.table.together([...organisationEventOps(organisation, happened)]);
  });

/** Letters of a round that did not arrive, for its administrators. @throws Problem missing; forbidden. */
export async function unsentOfRound(deps: Deps, actor: Actor, id: string): Promise<readonly OutboxEntry[]> {
  const round = await getRound(deps.table, id);
  demand(actor, 'task.reassign', { orgPath: round.orgPath });
  const { items } = await listPage<{ letter: string }>(deps.table, {
    pk: keys.unsent(id, '').pk,
    limit: pageSize,
  });
  const letters = await Promise.all(
    items.map(({ letter }) => find<StoredLetter>(deps.table, keys.letter(letter))),
  );
  return Promise.all(
    letters.filter((each) => each?.failed !== undefined).map((each) => entryOf(deps, each!)),
  );
}

/** The latest letters to a member, newest first; for who administers an organisation of hers. */
export async function lettersToMember(
  deps: Deps,
  actor: Actor,
  member: string,
): Promise<readonly OutboxEntry[]> {
  await demandSender(deps, actor, { to: member, key: '' });
  const page = await listPage<StoredLetter>(deps.table, {
    pk: keys.lettersTo(member),
    index: 'gsi2',
    descending: true,
    limit: 20,
  });
  return Promise.all(page.items.map((letter) => entryOf(deps, letter)));
}

/** Who may send a letter again: the root's administrators, those of its round, those of its recipient's organisations. */
async function demandSender(
  deps: Deps,
  actor: Actor,
  letter: Pick<StoredLetter, 'to' | 'key' | 'opens'>,
): Promise<void> {
  const { table } = deps;
  const round = await roundOfLetter(table, letter);
  const there = round === undefined ? undefined : await findRound(table, round);
  if (there !== undefined && may(actor, 'letters.send', { orgPath: there.orgPath })) return;
  const member = letter.to.includes('@') ? undefined : await findMember(table, letter.to);
  for (const org of new Set((member?.grants ?? []).map((grant) => grant.org)))
    if (may(actor, 'member.edit', { orgPath: (await getOrganisation(table, org)).path })) return;
  await demandAtRoot(deps, actor, 'letters.send', 'letter');
}

/**
 * Tries a failed letter again, from its first try on.
 * @throws Problem missing `letter-unknown`; conflict when it did not fail; forbidden.
 */
export async function retryLetter(deps: Deps, actor: Actor, sent: Input<typeof letterChoice>): Promise<void> {
  const { key } = readInput(letterChoice, sent);
  const letter = await getLetter(deps, key);
  await demandSender(deps, actor, letter);
  if (letter.failed === undefined || (isTemplate(letter.template) && carriesSecret(letter.template)))
    throw conflict(
      'letter-not-failed',
      '只有发送失败的信函可以重发；登录信函须由本人重新获取。',
      'Only a letter that failed can be sent again; for sign-in letters a new one must be asked for.',
    );
  const dueAt = instantOf(deps);
  await deps.table.together([
    {
      update: keys.letter(key),
      change: {
        set: { attempts: 0, dueAt },
        remove: ['failed', 'lastError', 'answer', 'nextAt', 'sending', 'sentAt', 'via'],
      },
      when: has('failed'),
    },
    { put: { ...letterDue(key, dueAt) } },
    ...(await triedAgainOps(deps.table, letter)),
  ]);
  deps.log('letter-again', { letter: key, by: actor.id });
  await deps.handOver([letterDue(key, dueAt)]);
}
