/** What the benchmark runs on, made by HTTP: a district, its people, and 最美家庭 with an open window and no attachments required. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { shanghaiDate } from '#domain/instant.ts';
import type { Role } from '#domain/people/roles.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { families, madeUpId } from '#local/demo/families.ts';
import { type Client, hasForm, openClient, until } from './load.ts';
import type { Site } from './site.ts';

/** Somebody with a role: by session, by token, and her id. */
export interface Person {
  readonly id: string;
  readonly session: Client;
  readonly token: Client;
}
export interface Seeded {
  readonly root: Client;
  readonly clerk: Person;
  readonly reviewer: Person;
  readonly administrator: Person;
  readonly document: Programme;
  /** The API takes the separate consent; earlier versions know it on the page only. */
  readonly takesSensitive: boolean;
  /** Version of the consent text, as the checkout has it. */
  readonly consentText: string;
}

/** A story of 1,600 characters, as long as forms of this kind are. */
const story = '一家三代同堂，孝老爱亲，邻里互助，坚持垃圾分类，带动楼栋居民参与社区志愿服务。'
  .repeat(50)
  .slice(0, 1_600);

/** The n-th nomination's answers: names and ID numbers of their own, so that each is unique. */
export function benchAnswers(n: number): Answers {
  const day = new Date(Date.UTC(1950, 0, 1 + (n % 15_000))).toISOString().slice(0, 10);
  const serial = Math.floor(n / 15_000);
  const base = families[n % families.length]!.answers;
  return {
    ...base,
    familyName: `测试${n}家庭`,
    representative: `测试${n}`,
    deeds: story,
    members: [
      {
        relation: '本人',
        name: `测试${n}`,
        birthDate: day,
        idNumber: madeUpId(day, serial),
        work: '社区居民',
      },
    ],
  };
}

/** The n-th nomination as a clerk's program submits it. */
export const benchNomination = (
  { takesSensitive, consentText }: Pick<Seeded, 'takesSensitive' | 'consentText'>,
  programme: string,
  n: number,
) => ({
  programme,
  org: 'street',
  channel: 'organisation',
  answers: benchAnswers(n),
  consentText,
  ...(takesSensitive && { sensitive: true }),
});

/** The version of the checkout's own consent text; 0.1.0 had its rooms elsewhere. */
function consentIn(folder: string): string {
  const domain = join(folder, 'functions', 'domain');
  const file = [join(domain, 'nomination'), domain]
    .map((room) => join(room, 'consent-text.ts'))
    .find((each) => existsSync(each));
  const [, version] =
    /consentVersion = '([^']+)'/.exec(file === undefined ? '' : readFileSync(file, 'utf8')) ?? [];
  if (version === undefined) throw new Error(`${folder} says no version of its consent text`);
  return version;
}

/** One of the checkout's own presets. */
export function presetIn(folder: string, code: string): Programme {
  const file = join(folder, 'workflows', 'programmes', `${code}.yaml`);
  return { ...parse(readFileSync(file, 'utf8')), edition: '2026' };
}

/** 最美家庭 with a longer story and without files. */
function benchDocument(folder: string): Programme {
  const preset = presetIn(folder, 'zmjt');
  const fields = preset.form.fields.map((field) => (field.id === 'deeds' ? { ...field, max: 2_000 } : field));
  return { ...preset, form: { ...preset.form, attachments: [], fields } };
}

/** The link of a kind in the newest letter to somebody, as the outbox shows it. */
const linkTo = (
  root: Client,
  name: string,
  kind: 'sign-in' | 'w',
  date = shanghaiDate(new Date().toISOString()),
): Promise<string> =>
  until(`letter ${kind} to ${name}`, async () => {
    const { items } = await root.api<{ items: readonly { key: string; recipient: string }[] }>(
      'GET',
      `/api/outbox?date=${date}`,
    );
    // A sign-in letter goes to an address, of which the outbox shows the first letter.
    const isTo = (to: string) => to === name || (to[0] === name[0] && to.includes('@'));
    for (const { key } of items.filter(({ recipient }) => isTo(recipient))) {
      const shown = await root.open(`/outbox/letter?key=${encodeURIComponent(key)}`);
      // Outside of a rehearsal opening a letter is a press of its own.
      const letter = hasForm(shown, '/outbox/letter') ? await root.press(shown, '/outbox/letter', {}) : shown;
      const [, path] = new RegExp(`href="http://[^/"]+(/${kind}/[\\w.-]+)`).exec(letter) ?? [];
      if (path !== undefined) return path;
    }
    return undefined;
  });

/** Opens a one-time link and presses its button. */
export async function enter(port: number, path: string): Promise<Client> {
  const client = openClient(port);
  await client.press(await client.open(path), path, {});
  return client;
}

/** Plants the organisations and people and signs each in. The site runs for the first time. */
export async function seed(site: Site): Promise<Seeded> {
  const { port } = site;
  const root = await enter(port, site.signIn());
  const { grants } = await root.api<{ grants: readonly { org: string }[] }>('GET', '/api/me');
  for (const [id, level, parent, region] of [
    ['city', 'city', grants[0]!.org, '430100'],
    ['district', 'district', 'city', '430102'],
    ['street', 'street', 'district', '430102'],
  ])
    await root.api('POST', '/api/organisations', { id, name: `${id}妇联`, level, parent, region, order: 1 });
  const invite = async (org: string, name: string, role: Role, department?: string): Promise<string> => {
    const grant = { org, role, ...(department !== undefined && { department }) };
    const body = { email: `${name}@example.org`, name, grants: [grant] };
    return (await root.api<{ member: { id: string } }>('POST', '/api/members', body)).member.id;
  };
  const person = async (org: string, name: string, role: Role): Promise<Person> => {
    const id = await invite(org, name, role);
    const asking = openClient(port);
    await asking.press(await asking.open('/sign-in'), '/sign-in', { email: `${name}@example.org` });
    const session = await enter(port, await linkTo(root, name, 'sign-in'));
    const scopes = ['read', 'write', ...(role === 'administrator' ? ['admin'] : [])];
    const made = await session.api<{ token: string }>('POST', '/api/tokens', { name, scopes, days: 90 });
    return { id, session, token: openClient(port, made.token) };
  };
  const { paths } = await root.api<{ paths: Readonly<Record<string, unknown>> }>('GET', '/api/openapi.json');
  await invite('district', 'police', 'department', '公安');
  await invite('district', 'civility', 'department', '文明办');
  return {
    root,
    clerk: await person('street', 'clerk', 'clerk'),
    reviewer: await person('district', 'reviewer', 'reviewer'),
    administrator: await person('district', 'administrator', 'administrator'),
    document: benchDocument(site.folder),
    consentText: consentIn(site.folder),
    takesSensitive: JSON.stringify(paths['/api/nominations']).includes('"sensitive"'),
  };
}

/** Publishes a programme and opens the district's round of it; gives the round's id. */
export async function openRound(
  { administrator: { session } }: Seeded,
  id: string,
  document: Programme,
  settings: Readonly<Record<string, unknown>>,
): Promise<string> {
  const made = await session.api<{ programme: { version: number } }>('POST', '/api/programmes', {
    org: 'district',
    id,
    document,
  });
  await session.api('POST', `/api/programmes/${id}/publish`, { version: made.programme.version });
  const round = await session.api<{ id: string }>('POST', '/api/rounds', {
    programme: id,
    org: 'district',
    settings,
  });
  return round.id;
}

/** Path of the reviewer's worklist by the link of her letter of a day; there must be a task. */
export const worklistLink = ({ root }: Seeded, date?: string): Promise<string> =>
  linkTo(root, 'reviewer', 'w', date);
