/** What a letter says at the moment of sending: its recipient, its link, her open tasks, then the words. */
import { createHash } from 'node:crypto';
import { objectorEmail } from '#actions/objection/objection-secrets.ts';
import { linkFor } from '#actions/people/links.ts';
import { phoneOf } from '#actions/people/member-phone.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Letter, StoredLetter } from '#domain/letter/letter-record.ts';
import type { Member } from '#domain/people/people-records.ts';
import { Problem, text } from '#domain/problem.ts';
import {
  carriesSecret,
  isTemplate,
  type LetterTasks,
  lapses,
  listedTasks,
  listsTasks,
  type RenderedLetter,
  renderLetter,
  shortKind,
  type TemplateName,
} from '#mail/letters.tsx';
import { shortText } from '#mail/short-text.ts';
import { personIdFor } from '#store/addresses.ts';
import { findMember, findMemberByEmail, normaliseEmail } from '#store/people.ts';
import { worklistOf } from '#store/reads.ts';
import { openSecret } from './letter-secrets.ts';
import { wordsOfLetter } from './letter-words.ts';

export type Composed =
  | {
      readonly kind: 'letter';
      readonly email: string;
      /** Goes to her telephone, not by e-mail. */
      readonly phone?: string;
      /** The same is to go to her telephone, too. */
      readonly beside?: true;
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
  /** A member, as she is stored. */
  readonly known?: Member;
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
      ? { member: member.id, email: member.email, language: member.language, known: member }
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

const wishesShort = (member: Member | undefined, template: TemplateName): boolean => {
  const kind = shortKind(template);
  return kind !== undefined && (member?.sms ?? []).includes(kind);
};

/** A short message as the outbox shows it; its link leads to a page that asks to sign in. */
function shortly(deps: Deps, template: TemplateName, language: 'zh' | 'en', tasks: LetterTasks | undefined) {
  const { site } = deps;
  const signature = site.smsSignature ?? site.name.zh;
  const said = shortText({
    ...{ template, language, site, signature, now: instantOf(deps) },
    ...(tasks !== undefined && { tasks }),
  });
  const subject = text('短信', 'Short message')[language];
  return { link: undefined, rendered: { subject, text: said, html: '' } };
}

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
  const { known } = recipient;
  const phone = letter.channel === undefined || known === undefined ? undefined : await phoneOf(deps, known);
  // She took her number back, or wants no more messages of the kind.
  if (letter.channel !== undefined && (phone === undefined || !wishesShort(known, template)))
    return { kind: 'nothing' };
  const tasks = listsTasks(template) ? await tasksOf(deps, letter, recipient.member) : undefined;
  if (tasks?.count === 0 && !empty) return { kind: 'nothing' };
  const secret =
    letter.secret === undefined ? undefined : await openSecret(deps.keys, letter.key, letter.secret);
  const wording = letter.channel === undefined ? await wordsOfLetter(deps, letter) : undefined;
  const write = async () => {
    if (letter.channel !== undefined) return shortly(deps, template, recipient.language, tasks);
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
  return {
    ...{ kind: 'letter', email: recipient.email, write, wordedBy: wording?.org },
    ...(phone !== undefined && { phone }),
    ...(letter.channel === undefined && known?.phone !== undefined && wishesShort(known, template)
      ? { beside: true }
      : {}),
  };
}
