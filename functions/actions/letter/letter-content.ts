/** What a letter says at the moment of sending: its recipient, its link, her open tasks, then the words. */
import { createHash } from 'node:crypto';
import { objectorEmail } from '#actions/objection/objection-secrets.ts';
import { linkFor } from '#actions/people/links.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Letter, StoredLetter } from '#domain/letter/letter-record.ts';
import { Problem } from '#domain/problem.ts';
import {
  carriesSecret,
  isTemplate,
  type LetterTasks,
  lapses,
  listedTasks,
  listsTasks,
  type RenderedLetter,
  renderLetter,
} from '#mail/letters.tsx';
import { personIdFor } from '#store/addresses.ts';
import { findMember, findMemberByEmail, normaliseEmail } from '#store/people.ts';
import { worklistOf } from '#store/reads.ts';
import { openSecret } from './letter-secrets.ts';
import { wordsOfLetter } from './letter-words.ts';

export type Composed =
  | {
      readonly kind: 'letter';
      readonly email: string;
      /** Its words and its link: for who reads or sends them, since a letter that stays in the outbox may never be opened. */
      readonly write: () => Promise<{ readonly link: string | undefined; readonly rendered: RenderedLetter }>;
      /** The organisation in whose words it is written, instead of the standard ones. */
      readonly wordedBy: string | undefined;
    }
  /** Nobody to send it to, or nothing to make it from; `code` says why. Trying again does not help. */
  | { readonly kind: 'impossible'; readonly code: string }
  /** All its tasks were done, or went to somebody else, meanwhile. */
  | { readonly kind: 'nothing' };

interface Recipient {
  readonly member: string;
  readonly email: string;
  readonly language: 'zh' | 'en';
}

/** Prefix of `to` for an objector, whose address is sealed with her objection. */
export const objectorPrefix = 'objector:';

async function objector(deps: Deps, id: string): Promise<Recipient | undefined> {
  try {
    const email = await objectorEmail(deps, id);
    return email === undefined ? undefined : { member: '', email, language: 'zh' };
  } catch (error) {
    if (error instanceof Problem && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** `to` is a member's id, `objector:<id>`, or an address that somebody gave (sign-in). */
async function recipientOf(deps: Deps, letter: Letter): Promise<Recipient | undefined> {
  if (letter.to.startsWith(objectorPrefix)) return objector(deps, letter.to.slice(objectorPrefix.length));
  if (!letter.to.includes('@')) {
    const member = await findMember(deps.table, letter.to);
    return member?.status === 'active'
      ? { member: member.id, email: member.email, language: member.language }
      : undefined;
  }
  const email = normaliseEmail(letter.to);
  const wished = letter.params.language === 'en' ? 'en' : 'zh';
  const known = await findMemberByEmail(deps, email);
  if (known === undefined) return { member: await personIdFor(deps, email), email, language: wished };
  return { member: known.id, email, language: 'language' in letter.params ? wished : known.language };
}

/**
 * The whole address of what a letter opens. A worklist or a nomination opens by a link of her own; a page is public or
 * asks to sign in, so it needs none.
 */
async function addressOf(deps: Deps, letter: Letter, member: string): Promise<string | undefined> {
  const { opens } = letter;
  if (opens === undefined) return undefined;
  const site = deps.site.url.replace(/\/+$/, '');
  if (opens.kind === 'page') return site + (opens.scope.startsWith('/') ? opens.scope : `/${opens.scope}`);
  return site + (await linkFor(deps, { member, scope: opens.scope, kind: opens.kind }));
}

/** Tasks are counted up to here; a longer worklist is told as "more than". */
const counted = 200;

async function tasksOf(deps: Deps, letter: Letter, member: string): Promise<LetterTasks> {
  const scope = letter.opens?.kind === 'worklist' ? letter.opens.scope : undefined;
  const { items, cursor } = await worklistOf(deps.table, member, scope, undefined, counted);
  return {
    items: items.slice(0, listedTasks).map(({ name, title, due, departments }) => ({
      ...{ name, title, due },
      ...(departments !== undefined && { departments }),
    })),
    count: items.length,
    atLeast: cursor !== undefined,
  };
}

/** Message-ID of a letter: follows from its key, so that a repeat is recognised; the key itself does not show. */
export const messageIdOf = (deps: Pick<Deps, 'site'>, key: string): string =>
  `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${new URL(deps.site.url).hostname}>`;

/** Writes a letter as it would go now. `empty` writes it even when it has no tasks left to list. */
export async function composeLetter(
  deps: Deps,
  letter: StoredLetter,
  { empty = false }: { readonly empty?: boolean } = {},
): Promise<Composed> {
  const { template } = letter;
  if (!isTemplate(template)) return { kind: 'impossible', code: 'template-unknown' };
  if (carriesSecret(template) && letter.secret === undefined) return { kind: 'impossible', code: 'expired' };
  const recipient = await recipientOf(deps, letter);
  if (recipient === undefined)
    return lapses(template) ? { kind: 'nothing' } : { kind: 'impossible', code: 'recipient-unknown' };
  const tasks = listsTasks(template) ? await tasksOf(deps, letter, recipient.member) : undefined;
  if (tasks?.count === 0 && !empty) return { kind: 'nothing' };
  const secret =
    letter.secret === undefined ? undefined : await openSecret(deps.keys, letter.key, letter.secret);
  const wording = await wordsOfLetter(deps, letter);
  const write = async () => {
    const link =
      secret === undefined
        ? await addressOf(deps, letter, recipient.member)
        : deps.site.url.replace(/\/+$/, '') + secret.path;
    const rendered = renderLetter({
      template,
      language: recipient.language,
      params: { ...letter.params, ...(secret !== undefined && { code: secret.code }) },
      now: instantOf(deps),
      site: deps.site,
      ...(link !== undefined && { link }),
      ...(tasks !== undefined && { tasks }),
      wording,
    });
    return { link, rendered };
  };
  return { kind: 'letter', email: recipient.email, write, wordedBy: wording?.org };
}
