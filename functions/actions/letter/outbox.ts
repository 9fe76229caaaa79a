/** The outbox: which letters went, wait or failed; any of them as its recipient sees it; and trying one again. */
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { addDays, startOfDay } from '#domain/instant.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Action, demand } from '#domain/people/policy.ts';
import { conflict, missing, type Problem, type Text, text } from '#domain/problem.ts';
import { carriesSecret, isTemplate, type RenderedLetter, templateTitle } from '#mail/letters.tsx';
import { has } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findMember, findOrganisation, type Listed, maskEmail } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { plain } from '#store/rows.ts';
import type { Item } from '#store/table.ts';
import { composeLetter, objectorPrefix } from './letter-content.ts';
import { letterChoice } from './letter-input.ts';
import { letterDue } from './letters.ts';

/** The outbox belongs to the root organisation: read from the actor's own grants, strongly consistent. */
async function demandAtRoot(deps: Deps, actor: Actor, action: Action): Promise<void> {
  let orgPath: readonly string[] = [];
  for (const org of new Set(actor.grants.map((grant) => grant.org))) {
    const organisation = await findOrganisation(deps.table, org);
    if (organisation !== undefined && organisation.parent === undefined) orgPath = organisation.path;
  }
  demand(actor, action, { orgPath });
}

/** One letter as the outbox lists it: the address masked, nothing of its contents. */
export interface OutboxEntry {
  readonly key: string;
  readonly title: Text;
  /** Name of a member, the masked address of somebody who has none, `***` for an objector. */
  readonly recipient: string;
  readonly state: 'waiting' | 'sent' | 'outbox' | 'nothing' | 'failed';
  readonly createdAt: string;
  readonly dueAt: string;
  readonly sentAt?: string;
  readonly attempts: number;
  /** Code of the last failure. */
  readonly error?: string;
}

const stateOf = (letter: StoredLetter): OutboxEntry['state'] => {
  if (letter.failed !== undefined) return 'failed';
  if (letter.sentAt === undefined) return 'waiting';
  return letter.via === undefined || letter.via === 'mail' ? 'sent' : letter.via;
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
    recipient: await recipientWords(deps, letter.to),
    state: stateOf(letter),
    createdAt: letter.createdAt,
    dueAt: letter.nextAt ?? letter.dueAt,
    ...(letter.sentAt !== undefined && { sentAt: letter.sentAt }),
    attempts: letter.attempts,
    ...(error !== undefined && { error }),
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
  const items: Item[] = [];
  let next = inside === '' ? undefined : inside;
  for (let n = Number(at); ; n++) {
    const limit = pageSize - items.length;
    const page = await deps.table.query({
      ...parts[n]!,
      index: 'gsi1',
      limit,
      descending: true,
      cursor: next,
    });
    items.push(...page.items);
    next = page.cursor;
    const full = next !== undefined || items.length >= pageSize;
    if (n === 1 || full) {
      const entries = await Promise.all(items.map((item) => entryOf(deps, plain<StoredLetter>(item))));
      if (next !== undefined) return { items: entries, cursor: `${n}.${next}` };
      return { items: entries, cursor: n === 0 ? '1.' : undefined };
    }
  }
}

const unknownLetter = (): Problem =>
  missing(
    'letter-unknown',
    '没有这封信函；登录信函在有效期过后自动删除。',
    'There is no such letter; sign-in letters go once they have expired.',
  );

export interface OpenedLetter {
  readonly entry: OutboxEntry;
  /** Undefined when it cannot be written: nobody to send it to, or its secret is gone. */
  readonly rendered: RenderedLetter | undefined;
  /** Whole address that it opens. */
  readonly link: string | undefined;
}

/**
 * A letter as its recipient gets it, written anew: the tasks listed are those of now. Who opened it is logged, since
 * its link acts for her.
 * @throws Problem missing `letter-unknown`; forbidden.
 */
export async function openAsRecipient(deps: Deps, actor: Actor, key: string): Promise<OpenedLetter> {
  await demandAtRoot(deps, actor, 'outbox.read');
  const letter = await find<StoredLetter>(deps.table, keys.letter(key));
  if (letter === undefined) throw unknownLetter();
  const entry = await entryOf(deps, letter);
  const over =
    letter.secret !== undefined && Date.parse(String(letter.params.expiresAt ?? '')) <= deps.clock();
  if (over) return { entry, rendered: undefined, link: undefined };
  deps.log('outbox-opened', { letter: key, by: actor.id });
  const composed = await composeLetter(deps, letter, { empty: true });
  if (composed.kind !== 'letter') return { entry, rendered: undefined, link: undefined };
  return { entry, rendered: composed.rendered, link: composed.link };
}

/**
 * Tries a failed letter again, from its first try on.
 * @throws Problem missing `letter-unknown`; conflict when it did not fail; forbidden.
 */
export async function retryLetter(deps: Deps, actor: Actor, sent: Input<typeof letterChoice>): Promise<void> {
  await demandAtRoot(deps, actor, 'letters.send');
  const { key } = readInput(letterChoice, sent);
  const letter = await find<StoredLetter>(deps.table, keys.letter(key));
  if (letter === undefined) throw unknownLetter();
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
      change: { set: { attempts: 0, dueAt }, remove: ['failed', 'nextAt', 'sending', 'sentAt', 'via'] },
      when: has('failed'),
    },
    { put: { ...letterDue(key, dueAt) } },
  ]);
  deps.log('letter-again', { letter: key, by: actor.id });
  await deps.handOver([letterDue(key, dueAt)]);
}
