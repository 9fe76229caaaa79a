/** What the journeys of quotas, objections and tranches share: short programmes from the presets, and the acts of a whole round. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { instantAt } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Answers } from '#domain/programme/form.ts';
import { codeIn } from '../sign-in-code.ts';
import { type Answer, done, type Journey, onTranche, type Person, plainText } from './client.ts';

interface Stage {
  readonly level: string;
  readonly steps: readonly { readonly kind: string; readonly id?: string }[];
}
export interface Document {
  readonly code: string;
  readonly form: { readonly attachments: readonly { readonly min: number }[] };
  readonly stages: readonly Stage[];
  readonly [key: string]: unknown;
}

/** A preset as its file has it, for an edition. */
export function preset(name: string, edition: string): Document {
  const file = new URL(`../../workflows/programmes/${name}.yaml`, import.meta.url);
  return { ...(parse(readFileSync(file, 'utf8')) as Document), edition };
}

/** The same programme with some of its levels, each changed as said and without the kinds of step, or single steps by their ids, that are left out. */
export function withStages(
  document: Document,
  stages: Readonly<Record<string, { readonly without?: readonly string[]; readonly [key: string]: unknown }>>,
): Document {
  return {
    ...document,
    stages: document.stages
      .filter((stage) => stage.level in stages)
      .map((stage) => {
        const { without = [], ...changes } = stages[stage.level] ?? {};
        const stays = ({ kind, id = kind }: Stage['steps'][number]) =>
          !without.includes(kind) && !without.includes(id);
        return { ...stage, steps: stage.steps.filter(stays), ...changes };
      }),
  };
}

/** The same programme that asks for no picture. */
export const withoutPictures = (document: Document): Document => ({
  ...document,
  form: {
    ...document.form,
    attachments: document.form.attachments.map((rule) => ({ ...rule, min: 0 })),
  },
});

/** Makes a programme from its document and publishes it; gives its id. */
export async function openProgramme(
  administrator: Person,
  org: string,
  id: string,
  document: Document,
): Promise<string> {
  const { programme } = await done(administrator.post('/api/programmes', { org, id, document }));
  await done(administrator.post(`/api/programmes/${id}/publish`, { version: programme.version }));
  return id;
}

/** Sets a round up for a window of days, each `YYYY-MM-DD`, from 9:00 of the first to 17:30 of the last; gives its id. */
export async function openRound(
  administrator: Person,
  programme: string,
  org: string,
  window: readonly [string, string],
  settings: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const [opensAt, closesAt] = [instantAt(window[0], '09:00'), instantAt(window[1], '17:30')];
  const body = { programme, org, settings: { opensAt, closesAt, ...settings } };
  return (await done(administrator.post('/api/rounds', body))).id;
}

/** Submits a form without pictures; `key` makes a repeat the same nomination. */
export const submit = (
  clerk: Person,
  programme: string,
  org: string,
  answers: Answers,
  key: string,
): Promise<Answer> =>
  clerk.call(
    'POST',
    '/api/nominations',
    { programme, org, answers, consentText: consentVersion, sensitive: true },
    { 'idempotency-key': key },
  );

/** Works through everything, so many at a time, and gives the results in order. */
export async function several<T, R>(
  all: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const n = next++;
      results[n] = await work(all[n]!);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

/** The decision of a day on a tranche. */
export const decide = (
  administrator: Person,
  round: string,
  date: string,
  n = 1,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer> =>
  onTranche(administrator, round, 'decision', { body: '党组会', date, minutes: `纪要${date}`, ...more }, n);

/** The list of a day. */
export const publish = (
  administrator: Person,
  round: string,
  date: string,
  bodies: readonly string[],
  n = 1,
): Promise<Answer> =>
  onTranche(
    administrator,
    round,
    'list',
    { title: '关于表彰的决定', documentNumber: `妇〔${date.slice(0, 4)}〕${n}号`, date, bodies },
    n,
  );

/** The honours of a published list, in its order. */
// biome-ignore lint/suspicious/noExplicitAny: as the API shows them
export async function honoursOf(person: Person, list: string): Promise<readonly any[]> {
  const found: unknown[] = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`;
    const page = await done(person.get(`/api/honours/lists/${list}/honours${query}`));
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** A person without any role, who proves her address to nominate: by the code of the mail, read in the outbox. */
export async function newcomer(journey: Journey, date: string, email: string): Promise<Person> {
  const browser = await journey.visitor();
  const asked = await browser.press('/sign-in', { email, purpose: 'nominate', next: '' });
  if (asked.location !== '/sign-in/code') throw new Error(`asking for a code answers ${asked.status}`);
  const [mail] = await journey.letters(date, undefined, '邮箱确认');
  const code = codeIn(plainText(mail?.page ?? ''));
  const entered = await browser.press('/sign-in/code', { email, code });
  if (entered.status !== 303) throw new Error(`the code ${code} answers ${entered.status}`);
  return browser;
}
