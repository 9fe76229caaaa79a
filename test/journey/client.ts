/** A rehearsal home served over real HTTP, and the people of a journey: each signs in by link or code, as a browser or a program. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { firstSteps } from '#actions/people/first-steps.ts';
import { createAdminLink } from '#actions/people/signin.ts';
import { instantAt } from '#domain/instant.ts';
import type { Level } from '#domain/level.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Role } from '#domain/people/roles.ts';
import type { Answers } from '#domain/programme/form.ts';
import { atHome } from '#local/demo/photographs.ts';
import { type Home, type HomeOptions, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { type Rough, roughAsked } from '../proof/rough.ts';
import { demandFits } from '../rows.ts';
import { serveApp } from '../served.ts';
import { codeIn } from '../sign-in-code.ts';

export interface Answer {
  readonly status: number;
  /** JSON as a value, bytes of a download, everything else as text. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, looked at by the tests
  readonly body: any;
  /** Where it sends the browser, as a path. */
  readonly location: string;
  readonly headers: Headers;
}

/** Somebody with a cookie jar, or a program with an access token. What changes something waits until the machines rest. */
export interface Person {
  readonly name: string;
  readonly email: string;
  /** Id as a member; empty for a visitor. */
  readonly id: string;
  /** Sends JSON, or a form with files; redirects are not followed. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  /** Presses a button of a page: sends its form with the page's CSRF token. */
  press(path: string, fields?: Readonly<Record<string, string | readonly string[]>>): Promise<Answer>;
  /** The same person's program, by a new access token. Needs a signed-in session. */
  program(...scopes: readonly ('read' | 'write' | 'admin')[]): Promise<Person>;
}

export interface LetterSeen {
  readonly key: string;
  readonly title: string;
  readonly to: string;
  /** The page of the outbox with the letter's words. */
  readonly page: string;
  /** Path of the link in it; empty when it opens nothing. */
  readonly link: string;
}

export interface OrganisationInput {
  readonly id: string;
  readonly name: string;
  readonly level: Level;
  readonly region: string;
  /** `root`, when absent. */
  readonly parent?: string;
  readonly branch?: string;
  readonly order?: number;
  readonly contact?: Readonly<Record<string, string>>;
}

export interface Grant {
  readonly org: string;
  readonly role: Role;
  readonly department?: string;
}

export interface Journey {
  readonly home: Home;
  readonly url: string;
  /** Administrator of the whole installation, signed in by the link that `npm start` prints. */
  readonly root: Person;
  /** What the server logged about failures; empty at the end of a good journey. */
  readonly logged: readonly string[];
  /** The data folder, and every line of the log. */
  readonly data: string;
  readonly log: readonly string[];
  /** A visitor who is not signed in. */
  visitor(): Promise<Person>;
  organisation(input: OrganisationInput): Promise<void>;
  /** Invites a person with one role and signs her in by a one-time link. Names are unique. */
  person(org: string, role: Role, name: string, department?: string): Promise<Person>;
  /** The same with several roles. */
  personOf(name: string, grants: readonly Grant[]): Promise<Person>;
  /** Invites a person who has yet to sign in; gives her address. */
  invite(org: string, role: Role, name: string, department?: string): Promise<string>;
  /** Signs an address in with the six digits of the mail, read in the outbox. */
  byCode(name: string, email: string): Promise<Person>;
  /** Letters of a day, newest first, as the administrator of the installation reads them in the outbox. */
  letters(date: string, to?: string, title?: string): Promise<readonly LetterSeen[]>;
  /** Moves the rehearsal clock to a local time by `POST /api/rehearsal/clock`. */
  clock(date: string, time?: string): Promise<void>;
  settle(): Promise<void>;
  /** Waits until lists by an index show what was written: before what takes up everything that such a list has. */
  indexed(): Promise<void>;
  close(): Promise<void>;
}

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

/** Text of a page without tags, with its entities read. */
export const plainText = (html: string): string =>
  html
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<\/?time>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) =>
      name === 'amp' ? '&' : name === 'lt' ? '<' : name === 'gt' ? '>' : name === 'quot' ? '"' : "'",
    )
    .replace(/\s+/g, ' ');

const unescaped = (written: string): string =>
  written
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Values of the hidden fields of the first form of a page that has them. */
export function hiddenFields(html: string): Readonly<Record<string, string>> {
  const found = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

/** What a request was answered with, when it succeeded. Throws with the problem's words when it was refused. */
// biome-ignore lint/suspicious/noExplicitAny: bodies of many shapes
export async function done(answer: Promise<Answer>): Promise<any> {
  const { status, body } = await answer;
  if (status < 400) return body;
  const { code, detail, faults } = body ?? {};
  throw new Error(
    `refused ${status} ${code ?? ''}: ${detail ?? String(body).slice(0, 300)} ${JSON.stringify(faults ?? [])}`,
  );
}

/** Status and code of a refusal, such as `409 notice-running`; a success gives its status alone. */
export async function refusal(answer: Promise<Answer>): Promise<string> {
  const { status, body } = await answer;
  return status < 400 ? String(status) : `${status} ${body?.code}`;
}

/** Where the people of a journey go. */
export interface Place {
  /** Address of the site, as its letters and pages write it. */
  readonly url: string;
  /** Address to send a request to, where that of the site cannot be reached by its name. */
  readonly via?: (path: string) => string;
  /** Waits until the machines rest, where that can be known. */
  settle(): Promise<void>;
  /** A bad day: how somebody asks who waits for late copies and repeats what was refused for now. */
  readonly rough?: Pick<Rough, 'patiently'> | undefined;
}

/** Somebody who is not signed in yet, or a program with its access token. */
export function newPerson(
  journey: Place,
  who: Pick<Person, 'name' | 'email' | 'id'>,
  bearer?: string,
): Person {
  const jar = new Map<string, string>();
  async function send(method: string, path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
    else if (jar.size > 0)
      headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const address = journey.via?.(path) ?? new URL(path, journey.url);
    const ask = () => fetch(address, { ...init, method, headers, redirect: 'manual' });
    const answer = await (journey.rough?.patiently(method, ask) ?? ask());
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    const type = answer.headers.get('content-type') ?? '';
    // An API gateway calls a redirect's empty body JSON.
    const body = /json/.test(type)
      ? JSON.parse((await answer.text()) || 'null')
      : /^text|xml$/.test(type) || type === ''
        ? await answer.text()
        : new Uint8Array(await answer.arrayBuffer());
    if (method !== 'GET') await journey.settle();
    const to = answer.headers.get('location');
    const location = to === null ? '' : new URL(to, journey.url);
    return {
      status: answer.status,
      body,
      headers: answer.headers,
      location: location === '' ? '' : location.pathname + location.search,
    };
  }
  /** The browser's own token; the first page gives it one. */
  async function csrf(): Promise<string> {
    const kept = () => jar.get('__Host-csrf') ?? jar.get('csrf');
    if (kept() === undefined) await send('GET', '/api/csrf', {});
    return kept() ?? '';
  }
  const call: Person['call'] = async (method, path, body, headers = {}) => {
    const isForm = body instanceof FormData;
    const verb = method.toUpperCase();
    return send(verb, path, {
      headers: {
        ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        ...(verb !== 'GET' && bearer === undefined && { 'x-csrf-token': await csrf() }),
        ...headers,
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
    });
  };
  const person: Person = {
    ...who,
    call,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    patch: (path, body) => call('PATCH', path, body),
    async press(path, fields = {}) {
      const body = new URLSearchParams({ _csrf: await csrf() });
      for (const [name, value] of Object.entries(fields))
        for (const each of [value].flat()) if (name !== '_csrf') body.append(name, each);
      return send('POST', path, { body });
    },
    async program(...scopes) {
      const { token } = await done(call('POST', '/api/tokens', { name: 'program', scopes, days: 365 }));
      return newPerson(journey, who, token);
    },
  };
  return person;
}

/** Opens a one-time link as a browser does: the page first, then its button. */
export async function pressed(person: Person, path: string): Promise<Person> {
  const page = await person.get(path);
  if (page.status !== 200) throw new Error(`${path} answers ${page.status}`);
  const entered = await person.press(path);
  if (entered.status !== 303) throw new Error(`signing in answers ${entered.status}`);
  const me = await done(person.get('/api/me'));
  if (me.via !== 'session') throw new Error(`${person.name} is not signed in`);
  return person;
}

/** What needs no more than the site and the administrator of the installation, wherever it runs. */
export function actsOf(
  place: Place,
  root: Person,
): Pick<Journey, 'visitor' | 'letters' | 'byCode' | 'clock'> {
  const letters: Journey['letters'] = async (day, to, title) => {
    const found: LetterSeen[] = [];
    let cursor: string | undefined;
    do {
      const query = new URLSearchParams({ date: day, ...(cursor !== undefined && { cursor }) });
      const page = await done(root.get(`/api/outbox?${query}`));
      for (const each of page.items) {
        if (to !== undefined && each.recipient !== to) continue;
        if (title !== undefined && each.title.zh !== title) continue;
        const seen = await done(root.get(`/outbox/letter?key=${encodeURIComponent(each.key)}`));
        const [, link = ''] = new RegExp(`href="${place.url}(/[^"]*)"`).exec(seen) ?? [];
        found.push({
          key: each.key,
          title: each.title.zh,
          to: each.recipient,
          page: seen,
          link: unescaped(link),
        });
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  };

  return {
    letters,
    visitor: async () => newPerson(place, { name: '访客', email: '', id: '' }),
    async byCode(name, email) {
      const browser = newPerson(place, { name, email, id: '' });
      await browser.get('/sign-in');
      const asked = await browser.press('/sign-in', { email, purpose: 'work', next: '' });
      if (asked.location !== '/sign-in/code') throw new Error(`asking for a code answers ${asked.status}`);
      const { now } = await done(root.get('/api/rehearsal/clock'));
      const today = new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 10);
      // Such a letter goes to an address, not to a name: the newest is hers.
      const [mail] = await letters(today, undefined, '登录验证');
      const code = codeIn(plainText(mail?.page ?? ''));
      const entered = await browser.press('/sign-in/code', { email, code });
      if (entered.status !== 303) throw new Error(`the code ${code} answers ${entered.status}`);
      const me = await done(browser.get('/api/me'));
      return { ...browser, id: me.id };
    },
    async clock(day, at = '09:00') {
      await done(root.post('/api/rehearsal/clock', { now: instantAt(day, at) }));
    },
  };
}

/** Opens a rehearsal on a free port; `now` is local time, such as `2021-04-01 09:00`. */
export async function openJourney(now: string, more: Pick<HomeOptions, 'watch'> = {}): Promise<Journey> {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-journey-'));
  const logged: string[] = [];
  const log: string[] = [];
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const [date = '', time = '09:00'] = now.split(' ');
  const rough = roughAsked();
  const { watch = rough?.watch } = more;
  const home = await openHome({
    check: demandFits,
    data,
    rehearsal: true,
    now: instantAt(date, time),
    url,
    ...(watch !== undefined && { watch }),
    mailer: outboxMailer,
    log: (code, fields) => {
      log.push(`${code} ${JSON.stringify(fields)}`);
      if (!/failed|stuck|died|nobody|defect/.test(code) || rough?.isOwn(fields)) return;
      logged.push(`${code} ${JSON.stringify(fields)}`);
    },
  });
  const { deps } = home;
  const first = await firstSteps(home);
  rough?.around(home);
  const app = serveApp({
    deps,
    root: first.org,
    ...(home.advanceClock !== undefined && { advanceClock: home.advanceClock }),
  });
  const server = await new Promise<ReturnType<typeof serve>>((listening) => {
    const started = serve(
      {
        fetch: rough === undefined ? app.fetch : (request) => rough.serve(request, app.fetch),
        port,
        hostname: '127.0.0.1',
      },
      () => listening(started),
    );
  });
  const settle = () => rough?.settle(home) ?? home.settled();
  const base = { url, settle, rough };

  const root = newPerson(base, { name: '系统管理员', email: 'admin@hongbang.local', id: '' });
  await pressed(root, first.signIn ?? '');

  let invited = 0;
  const inviteTo = async (name: string, grants: readonly Grant[]) => {
    const email = `${grants[0]!.role}${++invited}@${grants[0]!.org}.example.org`;
    const { member } = await done(root.post('/api/members', { email, name, grants }));
    return { email, id: String(member.id) };
  };
  const invite = (org: string, role: Role, name: string, department?: string) =>
    inviteTo(name, [{ org, role, ...(department !== undefined && { department }) }]);
  const signedIn = async (name: string, { id, email }: { id: string; email: string }) =>
    pressed(newPerson(base, { name, email, id }), await createAdminLink(deps, id));

  return {
    home,
    url,
    root,
    logged,
    data,
    log,
    settle,
    indexed: async () => rough?.indexed(),
    ...actsOf(base, root),
    async organisation({ parent = first.org, order = 0, contact = {}, ...rest }) {
      await done(root.post('/api/organisations', { ...rest, parent, order, contact }));
    },
    invite: async (...who) => (await invite(...who)).email,
    person: async (org, role, name, department) => signedIn(name, await invite(org, role, name, department)),
    personOf: async (name, grants) => signedIn(name, await inviteTo(name, grants)),
    async close() {
      await new Promise((closed) => {
        server.close(closed);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await home.close();
      rough?.tell();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** The smallest picture or paper there is, as a file to upload. */
const fileOf = (type: 'jpg' | 'pdf'): File =>
  type === 'jpg'
    ? new File([new Uint8Array(atHome)], '照片.jpg', { type: 'image/jpeg' })
    : new File(['%PDF-1.4\n%%EOF\n'], '材料.pdf', { type: 'application/pdf' });

/** Uploads the smallest picture or paper to a draft. */
export async function pictured(
  clerk: Person,
  draft: string,
  rule: string,
  type: 'jpg' | 'pdf' = 'jpg',
): Promise<{ readonly id: string; readonly rule: string }> {
  const form = new FormData();
  form.set('rule', rule);
  form.set('file', fileOf(type));
  const { attachment } = await done(clerk.post(`/api/nominations/${draft}/attachments`, form));
  return { id: attachment.id, rule };
}

/** Fills in a draft, uploads a picture for each attachment rule named, and submits: gives the id of the nomination. */
export async function nominate(
  clerk: Person,
  input: {
    readonly programme: string;
    readonly org: string;
    readonly answers: Answers;
    readonly channel?: string;
    /** Attachment rules, one for each file; a bare one is for a picture. */
    readonly pictures: readonly (string | { readonly rule: string; readonly type: 'jpg' | 'pdf' })[];
    /** Vouches for an odd credit code. */
    readonly certified?: boolean;
  },
): Promise<string> {
  const { programme, org, answers, channel = 'organisation', certified } = input;
  const typed = { programme, org, channel, answers };
  const draft = await done(clerk.post('/api/drafts', typed));
  const attachments: { id: string; rule: string }[] = [];
  for (const each of input.pictures)
    attachments.push(
      await (typeof each === 'string'
        ? pictured(clerk, draft.id, each)
        : pictured(clerk, draft.id, each.rule, each.type)),
    );
  const sent = await done(
    clerk.post('/api/nominations', {
      ...typed,
      id: draft.id,
      attachments,
      consentText: consentVersion,
      sensitive: true,
      ...(certified !== undefined && { certified }),
    }),
  );
  return sent.id;
}

export interface TaskSeen {
  readonly kind: string;
  readonly round: string;
  readonly nomination: string;
  readonly name: string;
  readonly step: string;
  readonly attempt: number;
  readonly departments?: readonly string[];
  readonly due: string;
}

/** Whole worklist of a person in a round; that of the panel as a whole is left out. */
export async function tasksOf(person: Person, round?: string): Promise<readonly TaskSeen[]> {
  const found: TaskSeen[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      ...(round !== undefined && { round }),
      ...(cursor !== undefined && { cursor }),
    });
    const page = await done(person.get(`/api/tasks?${query}`));
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found.filter((task) => task.kind !== 'panel');
}

/** What somebody says to a task; `reason` may be empty where none is needed. */
export interface Said {
  readonly outcome: string;
  readonly reason?: string;
  /** What a department is asked besides; what speaks for the nominee by default. */
  readonly answers?: Readonly<Record<string, string>>;
  /** What a reviewer says of typed honours that are not certain. */
  readonly doubts?: readonly { readonly id: string; readonly is: boolean }[];
}

interface Owed {
  readonly department: string;
  readonly questions: readonly { readonly id: string; readonly options?: readonly string[] }[];
}
/** What speaks for a nominee, where a department is asked more than its opinion: the last option, 无. */
export const bestAnswers = (owed: readonly Owed[], department: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (owed.find((each) => each.department === department)?.questions ?? []).map(({ id, options }) => [
      id,
      options?.at(-1) ?? '无',
    ]),
  );

/** Answers one task by the API: a review, a visit, or the opinion of each department of a contact. */
export async function answerTask(person: Person, task: TaskSeen, said: Said): Promise<Answer> {
  const { round, nomination, step, departments, kind } = task;
  const part = kind === 'opinions' ? 'opinion' : kind;
  const at = `/api/rounds/${round}/candidacies/${nomination}`;
  const owed = kind === 'opinions' ? (await done(person.get(`${at}/questions`))).items : [];
  const send = (department?: string) =>
    person.post(`${at}/${part}`, {
      step,
      outcome: said.outcome,
      reason: said.reason ?? '',
      ...(department !== undefined && { department, answers: said.answers ?? bestAnswers(owed, department) }),
      ...(said.doubts !== undefined && { doubts: said.doubts }),
    });
  // Who speaks for a co-host in a joint review concludes like any reviewer.
  if (departments === undefined || kind !== 'opinions') return send();
  let answer: Answer | undefined;
  for (const department of departments) {
    answer = await send(department);
    if (answer.status >= 400) break;
  }
  return answer!;
}

/** Answers every task of a person in a round, as `decide` says for each; by default approves or agrees. */
export async function answerAll(
  person: Person,
  round: string,
  decide: (task: TaskSeen) => Said = (task) => ({ outcome: task.kind === 'opinions' ? 'agree' : 'approve' }),
): Promise<number> {
  const tasks = await tasksOf(person, round);
  for (const task of tasks) await done(answerTask(person, task, decide(task)));
  return tasks.length;
}

/** Invites the panel, has everybody promise and judge by `scores`, and closes it. */
export async function judge(
  administrator: Person,
  panel: readonly Person[],
  round: string,
  nominations: readonly string[],
  scores: (nomination: string, index: number, panellist: number) => Readonly<Record<string, string>>,
): Promise<void> {
  const at = `/api/rounds/${round}/panel`;
  await done(administrator.post(`${at}/members`, { members: panel.map((each) => each.id) }));
  for (const [p, panellist] of panel.entries()) {
    const { version: text } = await done(panellist.get(`${at}/commitment`));
    await done(panellist.post(`${at}/commitment`, { text }));
    for (const [i, nomination] of nominations.entries())
      await done(
        panellist.put(`${at}/ballots/${nomination}`, { scores: scores(nomination, i, p), version: 0 }),
      );
  }
  await done(administrator.post(`${at}/close`));
}

/** All candidacies of a round. */
// biome-ignore lint/suspicious/noExplicitAny: as the API shows them
export async function candidaciesOf(person: Person, round: string, state?: string): Promise<readonly any[]> {
  const found: unknown[] = [];
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      ...(state !== undefined && { state }),
      ...(cursor !== undefined && { cursor }),
    });
    const page = await done(person.get(`/api/rounds/${round}/candidacies?${query}`));
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** Sets the shortlist anew and confirms it. */
export async function shortlist(
  administrator: Person,
  round: string,
  chosen: readonly string[],
  reserves: readonly string[] = [],
  more: { readonly leaveVacant?: true; readonly reason?: string } = {},
): Promise<void> {
  const at = `/api/rounds/${round}/shortlist`;
  const { version } = await done(administrator.get(at));
  const list = await done(administrator.put(at, { chosen, reserves, version }));
  await done(administrator.post(`${at}/confirm`, { version: list.version, ...more }));
}

/** Version of a tranche, for the next part on it. */
export const trancheVersion = async (person: Person, round: string, n = 1): Promise<number> =>
  (await done(person.get(`/api/rounds/${round}/tranches/${n}`))).version;

/** Acts on a tranche with its version of now: `notice`, `decision`, `list` or `recommendations`. */
export async function onTranche(
  administrator: Person,
  round: string,
  part: 'notice' | 'decision' | 'list' | 'recommendations',
  body: Readonly<Record<string, unknown>>,
  n = 1,
): Promise<Answer> {
  const version = await trancheVersion(administrator, round, n);
  return administrator.post(`/api/rounds/${round}/tranches/${n}/${part}`, { ...body, version });
}

/**
 * Opens a worklist by the link of a letter, as a browser that is not signed in: the list, the task, the choice, the
 * confirmation. Gives every page on the way.
 */
export async function decideByLink(
  browser: Person,
  link: string,
  nomination: string,
  said: Said,
): Promise<{
  readonly list: Answer;
  readonly task: Answer;
  readonly asked: Answer;
  readonly recorded: Answer;
}> {
  const list = await browser.get(link);
  const [, href] = new RegExp(`href="([^"]*/${nomination})"`).exec(list.body) ?? [];
  if (href === undefined) throw new Error(`the list does not name ${nomination}: ${plainText(list.body)}`);
  const task = await browser.get(unescaped(href));
  const asked = await browser.press(unescaped(href), { outcome: said.outcome, reason: said.reason ?? '' });
  if (asked.status !== 200) return { list, task, asked, recorded: asked };
  const recorded = await browser.press(`${unescaped(href)}/confirm`, hiddenFields(asked.body));
  return { list, task, asked, recorded };
}
