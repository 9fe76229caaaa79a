/**
 * A home where every kind of thing exists once, whoever may ask for it, and every route of pages and API with the ids of
 * those things in its address.
 */
import type { Hono } from 'hono';
import { actorOf } from '#actions/actor.ts';
import { barOrganisation } from '#actions/people/bars.ts';
import { createOrganisation } from '#actions/people/organisations.ts';
import { inviteMember } from '#actions/people/people.ts';
import { newSession } from '#actions/people/sessions.ts';
import { createToken } from '#actions/people/tokens.ts';
import { createProgramme } from '#actions/programme/programmes.ts';
import type { Deps } from '#deps';
import { type Actor, systemActor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import type { Role } from '#domain/people/roles.ts';
import { unavailable } from '#domain/problem.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { findMemberByEmail } from '#store/people.ts';
import type { Table } from '#store/table.ts';
import { openGallery } from '#tools/shots/gallery.ts';
import { apiRoutes } from '#web/api/table.ts';
import type { Env } from '#web/frame/context.ts';
import { pageGroups } from '#web/groups.ts';
import { presetData } from '#web/programme/presets.ts';
import { serveApp } from '../served.ts';
import { openJointPlace } from './joint-place.ts';
import { type Links, linksTo } from './links.ts';

export const site = 'http://localhost';

/** Names in an address → what stands there. */
export type Ids = Readonly<Record<string, string>>;

/** Everything that stands in one round. */
export interface Place {
  readonly name: string;
  readonly ids: Ids;
}

export interface Asker {
  readonly name: string;
  /** Undefined: nobody signed in. */
  readonly actor: Actor | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Ground {
  readonly deps: Deps;
  readonly app: Hono<Env>;
  readonly ids: Ids;
  /** Rounds in their phases, each with a nominee of its own. */
  readonly places: readonly Place[];
  readonly askers: Readonly<Record<string, Asker>>;
  /** What links of letters open, and do not. */
  readonly links: Links;
  /** How many files were put away. */
  filesPut(): number;
  /** From now on whatever would be written is refused instead, as 503 `would-write`. */
  freeze(): void;
  close(): Promise<void>;
}

/** Refuses writes once frozen; what counts tries and sessions is no change. */
function freezable(table: Table, isFrozen: () => boolean): Table {
  const refuse = (): void => {
    if (isFrozen()) throw unavailable('would-write', '（试验）不保存。', '(A trial) nothing is saved.');
  };
  const isCount = (pk: string): boolean => /^(RATE|SESSION|SES|MEMBER)#/.test(pk);
  return {
    ...table,
    put: async (item, when) => {
      if (!isCount(item.pk)) refuse();
      return table.put(item, when);
    },
    update: async (key, change, when) => {
      if (!isCount(key.pk)) refuse();
      return table.update(key, change, when);
    },
    remove: async (key, when) => {
      refuse();
      return table.remove(key, when);
    },
    together: async (ops) => {
      refuse();
      return table.together(ops);
    },
    batchPut: async (items) => {
      refuse();
      return table.batchPut(items);
    },
    batchRemove: async (keys) => {
      refuse();
      return table.batchRemove(keys);
    },
  };
}

type Json = Record<string, unknown>;

/** What the owner reads by the API, for the ids in it. */
async function readAs(
  app: Hono<Env>,
  { headers }: Asker,
  path: string,
): Promise<{ readonly items: readonly Json[] } & Json> {
  const answer = await app.request(site + path, { headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as { readonly items: readonly Json[] } & Json;
}
async function withCsrf(app: Hono<Env>, cookie: string): Promise<Readonly<Record<string, string>>> {
  const answer = await app.request(`${site}/api/csrf`, { headers: { cookie } });
  const { csrf } = (await answer.json()) as { csrf: string };
  const kept = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { cookie: [cookie, kept].filter(Boolean).join('; '), 'x-csrf-token': csrf };
}

/** People who are not in the gallery, by name: where and as what. */
const newcomers: readonly (readonly [name: string, org: string | undefined, role: Role | undefined])[] = [
  ['sideways', 'yuhua', 'administrator'],
  ['auditor', 'furong', 'auditor'],
  ['below', 's01', 'administrator'],
  ['stranger', undefined, undefined],
  ['nominee', undefined, undefined],
];

/** Opens the ground. Takes some seconds. */
export async function openGround(): Promise<Ground> {
  let frozen = false;
  const gallery = await openGallery(site);
  const { home } = gallery;
  let put = 0;
  const { files } = home.deps;
  const deps: Deps = {
    ...home.deps,
    table: freezable(home.deps.table, () => frozen),
    files: {
      ...files,
      put: async (...sent) => {
        put++;
        return files.put(...sent);
      },
    },
  };
  const app = serveApp({ deps, root: gallery.root, advanceClock: home.advanceClock! });
  await createOrganisation(deps, systemActor, {
    ...{
      id: 'yuhua',
      name: '长沙市雨花区妇女联合会',
      level: 'district',
      parent: 'changsha',
      region: '430111',
      order: 2,
    },
  });
  const askers: Record<string, Asker> = {
    nobody: { name: 'nobody', actor: undefined, headers: await withCsrf(app, '') },
  };
  const come = async (name: string, member: Member): Promise<Actor> => {
    const { cookie, op } = newSession(deps, member.id, `ground-${name}`);
    await deps.table.together([op]);
    const actor = actorOf(member, 'session');
    askers[name] = { name, actor, headers: await withCsrf(app, `session=${cookie}`) };
    return actor;
  };
  const own: Record<string, Member> = {};
  for (const [name, org, role] of newcomers) {
    const { member } = await inviteMember(deps, systemActor, {
      ...{ email: `${name}@example.org`, name },
      grants: [{ org: org ?? 'yuhua', role: role ?? 'clerk' }],
    });
    own[name] = org === undefined ? await withoutRoles(deps, member) : member;
    await come(name, own[name]);
  }
  const known = {
    ...{ owner: 'furong-admin', reviewer: 'furong-reviewer1', panellist: 'furong-panellist5' },
    ...{ department: 'furong-police', clerk: 'clerk1', otherClerk: 'clerk9', above: 'changsha-admin' },
    cityReviewer: 'changsha-reviewer1',
  };
  for (const [name, local] of Object.entries(known))
    await come(name, (await findMemberByEmail(deps, `${local}@example.org`))!);
  const owner = askers['owner']!;
  const joint = await openJointPlace(home, owner.actor!, own['nominee']!);
  await come('cohost', joint.cohost);
  const tokens: string[] = [];
  for (const [name, of] of [
    ['token', 'owner'],
    ['sidewaysToken', 'sideways'],
  ] as const) {
    const actor = askers[of]!.actor!;
    const { token, entry } = await createToken(deps, actor, { name: '汇总', scopes: ['admin'], days: 30 });
    tokens.push(entry.id);
    askers[name] = {
      ...{ name, actor: { ...actor, via: 'token', scopes: ['admin'] } },
      headers: { authorization: `Bearer ${token}` },
    };
  }
  const ids = await idsOf(
    deps,
    app,
    owner,
    {
      token: tokens[0]!,
      draft: gallery.entrances.clerk![0]!.split('/')[2]!,
      import: gallery.entrances.clerk!.find((way) => way.startsWith('/import/'))!.split('/')[2]!,
      ledgerImport: gallery.entrances
        .district!.find((way) => way.includes('/imports/'))!
        .split('/')
        .at(-1)!,
    },
    Object.values(askers).flatMap(({ actor }) => actor?.id ?? []),
  );
  const { round, nomination } = { round: ids['round']!, nomination: ids['nomination']! };
  const links = await linksTo(
    deps,
    { round, nomination },
    { ...elsewhere, member: askers['otherClerk']!.actor!.id },
  );
  const freeze = () => {
    frozen = true;
  };
  return {
    deps,
    app,
    ids,
    places: await placesOf(app, owner, ids, joint),
    askers,
    links,
    freeze,
    filesPut: () => put,
    close: () => gallery.close(),
  };
}

/** Somebody whose last role was taken away: she may still sign in. */
async function withoutRoles(deps: Deps, member: Member): Promise<Member> {
  const { editGrants } = await import('#actions/people/people.ts');
  return editGrants(
    deps,
    systemActor,
    { member: member.id, org: 'yuhua' },
    { grants: [], version: member.version },
  );
}

const rounds = ['review', 'open', 'panel', 'shortlist', 'notice'].map(
  (phase) => `zmjt-2022-${phase}.2.furong`,
);

/** Rounds that a link of the first one does not open. */
const elsewhere = { round: 'zmjt-2022-panel.2.furong', endedRound: 'zmjt-2021-furong.2.furong' } as const;

async function placesOf(
  app: Hono<Env>,
  owner: Asker,
  ids: Ids,
  joint: { readonly round: string; readonly nomination: string },
): Promise<readonly Place[]> {
  const at = (name: string, round: string, nomination: string): Place => ({
    name,
    ids: { ...ids, round, nomination, aggregate: `round:${round}` },
  });
  const places: Place[] = [];
  for (const round of [...rounds, elsewhere.endedRound]) {
    const { items } = await readAs(app, owner, `/api/rounds/${round}/candidacies`);
    const nomination = String(items[0]!['nomination']);
    places.push(at(round.split('.', 1)[0]!, round, nomination));
  }
  return [...places, at('joint', joint.round, joint.nomination)];
}

async function idsOf(
  deps: Deps,
  app: Hono<Env>,
  owner: Asker,
  given: Ids,
  asking: readonly string[],
): Promise<Ids> {
  const actor = owner.actor!;
  const round = 'zmjt-2022-review.2.furong';
  const noticeRound = 'zmjt-2022-notice.2.furong';
  const candidacies = await readAs(app, owner, `/api/rounds/${round}/candidacies`);
  const nomination = String(candidacies.items[0]!['nomination']);
  const whole = (await readAs(app, owner, `/api/nominations/${nomination}`)) as {
    attachments?: readonly Json[];
  } & Json;
  const notice = `${noticeRound}.n1`;
  const list = 'zmjt-2021-furong.2.furong.h1';
  const honours = await readAs(app, owner, `/api/honours/lists/${list}/honours`);
  const members = await readAs(app, owner, '/api/organisations/furong/members');
  // Nobody who asks: of herself everybody knows.
  const known = new Set(asking);
  const somebody = members.items.find(({ id }) => !known.has(String(id)))!;
  const bar = await barOrganisation(deps, actor, { org: 's11', code: 'ZMJT', reason: '推荐材料弄虚作假' });
  const { programme } = await createProgramme(deps, actor, {
    ...{
      org: 'furong',
      id: 'zmjt-2023-furong',
      document: presetToProgramme(presetData('zmjt'), { edition: '2023' }),
    },
  });
  const first = async (path: string, name = 'id'): Promise<string> =>
    String((await readAs(app, owner, path)).items[0]?.[name]);
  return {
    ...{ ...given, openProgramme: 'zmjt-2022-open' },
    ...{ org: 'furong', programme: programme.id, round, nomination, n: '1', step: 'review', year: '2021' },
    ...{
      notice,
      objection: await first('/api/objections?org=furong'),
      list,
      number: String(honours.items[0]!['number']),
      bar: bar.id,
    },
    ...{
      member: String(somebody['id']),
      package: await first('/api/organisations/furong/packages'),
    },
    file: String(whole.attachments?.[0]?.['id'] ?? 'att00000000'),
    recheck: await first('/api/organisations/furong/rechecks'),
    job: await first('/api/jobs?org=furong'),
    aggregate: `nomination:${nomination}`,
  };
}

export interface Route {
  readonly method: string;
  /** As the API writes it: `/rounds/{round}`. */
  readonly path: string;
  readonly isPage: boolean;
  readonly needs?: string;
  readonly example?: unknown;
  readonly multipart?: boolean;
}

/** What `:id` stands for on pages, by the first part of the address. */
const idOf: Readonly<Record<string, string>> = {
  ...{
    rounds: 'round',
    nominations: 'nomination',
    notices: 'notice',
    packages: 'package',
    programmes: 'programme',
  },
  account: 'token',
};
/** Pages of a draft, not of what was handed in. */
const ofDraft = /^\/nominations\/:id\/(edit|draft|preview|submit$|discard|attachments|uploads)/;

/** The job of an import is found beside it. */
const ofImport = (path: string): string =>
  path
    .replace(/^(\/api\/imports|\/import)\/\{job\}/, '$1/{import}')
    .replace(/(ledger-imports|ledger\/\{org\}\/imports)\/\{job\}/, '$1/{ledgerImport}');

/** A page's route with the names of the API. */
function named(path: string): string {
  const [, first = ''] = path.split('/', 2);
  const id = ofDraft.test(path) ? 'draft' : (idOf[first] ?? 'id');
  return ofImport(
    path.replace(/:(\w+)(?:\{.*?\}(?=\/|$))?/g, (_, name: string) => `{${name === 'id' ? id : name}}`),
  );
}

/** Every route of pages and API; public files and what only rehearsals have are left out. */
export async function allRoutes(ground: Pick<Ground, 'deps'>): Promise<readonly Route[]> {
  const mounts = await Promise.all(
    pageGroups
      .filter(({ name }) => !['api', 'public files', 'rehearsal'].includes(name))
      .map(({ load }) => load()),
  );
  const seen = new Set<string>();
  const pages = mounts.flatMap((mount) =>
    mount({ deps: ground.deps, root: 'x' }).routes.flatMap(({ method, path }): Route[] => {
      const key = `${method} ${path}`;
      if (seen.has(key) || path.includes('*') || method === 'ALL') return [];
      seen.add(key);
      return [{ method, path: named(path), isPage: true }];
    }),
  );
  const api = apiRoutes
    .filter((route) => route.elsewhere !== true)
    .map(
      ({ method, path, needs, example, multipart }): Route => ({
        ...{ method: method.toUpperCase(), path: ofImport(path), isPage: false, needs, example },
        ...(multipart && { multipart }),
      }),
    );
  return [...pages, ...api];
}

/** A query for lists that want one. */
const asked: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['rounds', 'objections', 'jobs', 'programmes', 'organisations'].map((list) => [
      `/api/${list}`,
      'org=furong',
    ]),
  ),
  ...{
    '/api/outbox': 'date=2022-04-06',
    '/api/honours/lists': 'region=430102',
    '/outbox': 'date=2022-04-06',
  },
  ...{ '/api/programmes/open': 'org=s01', '/import/template': 'programme=zmjt-2022-open&org=s01' },
  ...{ '/setup/organisation': 'org=furong', '/setup/members': 'org=furong', '/programmes/new': 'org=furong' },
  ...{ '/setup/administrator': 'org=furong', '/organisations/new': 'parent=furong' },
  '/nominations/new': 'programme=zmjt-2022-open&org=s01&channel=organisation',
  ...Object.fromEntries(
    ['', '.docx', '.pdf'].map((as) => [
      `/api/rounds/{round}/opinion-letter${as}`,
      'step=opinions&department=公安',
    ]),
  ),
  '/api/rounds/{round}/tranches/{n}/notice-preview': 'start=2022-05-09',
  ...Object.fromEntries(
    ['objections', 'jobs', 'packages', 'rechecks', 'bars', 'revocations', 'programmes', 'rounds'].map(
      (list) => [`/${list}`, 'org=furong'],
    ),
  ),
};

/** Which id an example's field means. */
const meant: Readonly<Record<string, string>> = {
  ...{
    org: 'org',
    organisation: 'org',
    parent: 'org',
    programme: 'openProgramme',
    round: 'round',
    member: 'member',
  },
  ...{
    nomination: 'nomination',
    nominations: 'nomination',
    chosen: 'nomination',
    members: 'member',
    to: 'member',
  },
  ...{ titles: 'number', notice: 'notice' },
};
/** An example of the document with ids of things that are there. */
function withIds(example: unknown, ids: Ids, name = ''): unknown {
  if (Array.isArray(example)) return example.slice(0, 1).map((each) => withIds(each, ids, name));
  if (typeof example === 'object' && example !== null)
    return Object.fromEntries(Object.entries(example).map(([key, each]) => [key, withIds(each, ids, key)]));
  const id = ids[meant[name] ?? ''];
  return typeof example === 'string' && id !== undefined ? id : example;
}

export const namesIn = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

/** The address with these ids; `undefined` where one is not known. */
export function filled(path: string, ids: Ids): string | undefined {
  if (namesIn(path).some((name) => ids[name] === undefined)) return undefined;
  const query = asked[path];
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name]!));
  return query === undefined ? at : `${at}?${encodeURI(query)}`;
}

/** Sends a request as somebody; a form is sent with its sign against other sites. */
export async function ask(
  { app }: Pick<Ground, 'app'>,
  { headers }: Asker,
  route: Pick<Route, 'method' | 'isPage' | 'example' | 'multipart'>,
  path: string,
  ids: Ids,
  form?: Readonly<Record<string, string>>,
): Promise<Response> {
  const url = site + path;
  const { method } = route;
  if (method === 'GET' || method === 'DELETE') return app.request(url, { method, headers });
  if (route.multipart) {
    const body = new FormData();
    body.set('file', new Blob([Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)], { type: 'image/jpeg' }), 'a.jpg');
    return app.request(url, { method, headers, body });
  }
  if (route.isPage)
    return app.request(url, {
      ...{ method, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } },
      body: new URLSearchParams({ ...form }).toString(),
    });
  return app.request(url, {
    ...{ method, headers: { ...headers, 'content-type': 'application/json' } },
    body: JSON.stringify(
      withIds(route.example ?? {}, /drafts|imports|nominations$/.test(path) ? { ...ids, org: 's01' } : ids),
    ),
  });
}
