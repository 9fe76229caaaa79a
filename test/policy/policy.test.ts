/**
 * Who is let in where, over pages and API, against the policy table (docs/architecture.md#rights), and that what others
 * have answers like what does not exist (docs/rules/privacy.md#what-others-have). A part of it in the suite;
 * `npm run policy` asks everything and prints what came of it.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { panellistsOf } from '#actions/selection/panel.ts';
import { type Action, may, policyActions, type Resource } from '#domain/people/policy.ts';
import { getCandidacy, getNomination, getRound } from '#store/reads.ts';
import {
  type Asker,
  allRoutes,
  ask,
  filled,
  type Ground,
  type Ids,
  openGround,
  type Place,
  type Route,
} from './ground.ts';
import { pairs, told } from './hidden.ts';
import { askAll, formsOf, keyOf, lets, type Seen } from './matrix.ts';
import { routeActions } from './route-actions.ts';

const isWhole = process.env['POLICY_WHOLE'] !== undefined;
/** Of the whole matrix, in the suite. */
const oneOf = isWhole ? 1 : 9;

let ground: Ground;
let routes: readonly Route[];
beforeAll(async () => {
  ground = await openGround();
  routes = await allRoutes(ground);
  ground.freeze();
}, 120_000);
afterAll(() => ground?.close());

const actionsOf = new Map(
  Object.entries(routeActions).flatMap(([actions, of]) => of.map((route) => [route, actions] as const)),
);
const isAction = (word: string): word is Action => policyActions.some((action) => action === word);

test('every route names the actions that it asks for, or is on the list of those that ask for none', () => {
  const named = (route: Route): boolean => {
    const actions = actionsOf.get(keyOf(route));
    return actions === 'public' || actions === 'own' || actions?.split(/[ |]/).every(isAction) === true;
  };
  const linked = (route: Route): boolean => route.path.startsWith('/w/');
  expect(routes.filter((route) => !linked(route) && !named(route)).map(keyOf)).toEqual([]);
  const there = new Set(routes.map(keyOf));
  expect([...actionsOf.keys()].filter((route) => !there.has(route))).toEqual([]);
});

test('every action of the table is asked for by some route, or by the system alone', () => {
  const asked = new Set(Object.keys(routeActions).flatMap((actions) => actions.split(/[ |]/)));
  const elsewhere: readonly Action[] = [
    // Read by everybody; parts of a page or a body; commands; links; the task that a step makes.
    ...([
      'organisation.read',
      'nomination.paper',
      'backup',
      'clock.advance',
      'round.open',
      'recheck.judge',
    ] as const),
    ...(['opinion.numbers', 'token.create'] as const),
    ...(['nomination.consent', 'visit.record', 'notice.extend', 'outbox.open'] as const),
  ];
  expect(policyActions.filter((action) => !asked.has(action) && !elsewhere.includes(action))).toEqual([]);
});

/** What an action is done to at a place: one of these suffices. */
async function resourcesAt({ ids }: Place): Promise<(action: Action) => readonly Resource[]> {
  const { table } = ground.deps;
  const root = (await import('#store/people.ts')).getOrganisation;
  const furong = (await root(table, 'furong')).path;
  const nomination = await getNomination(table, ids['nomination']!);
  const candidacy = await getCandidacy(table, ids['round']!, nomination.id);
  const unit = (await root(table, nomination.org)).path;
  const street = (await root(table, 's01')).path;
  const { owner } = nomination;
  const asked = candidacy.asked.map(
    ({ member, department }): Resource => ({
      ...{ orgPath: furong, owner, assigned: member, state: candidacy.state, worklist: 'x' },
      ...(department !== undefined && { department }),
    }),
  );
  const panel = await panellistsOf(ground.deps, ids['round']!);
  const seats = panel.map(({ member }): Resource => ({ orgPath: furong, owner, assigned: member }));
  const here: Resource = { orgPath: furong, state: candidacy.state };
  return (action) => {
    switch (action.split('.', 1)[0]) {
      case 'nomination':
        if (action === 'nomination.draft' || action === 'nomination.submit') return [{ orgPath: street }];
        if (action === 'nomination.read') return [{ orgPath: unit, owner }, { ...here, owner }, ...asked];
        return action === 'nomination.erase'
          ? [here]
          : [{ orgPath: unit, owner, state: action === 'nomination.amend' ? 'returned' : candidacy.state }];
      case 'programme':
        return [{ orgPath: furong, state: 'draft' }];
      case 'honour':
        return [{ orgPath: furong, state: 'valid' }];
      case 'review':
      case 'opinion':
      case 'visit':
      case 'candidacy':
        return [here, ...asked];
      case 'panel':
        return [here, ...seats];
      case 'objection':
        return [here, { ...here, assigned: ground.askers['owner']!.actor!.id }];
      case 'outbox':
      case 'calendar':
        return [{ orgPath: furong.slice(0, 1) }];
      default:
        return [action === 'organisation.bar' ? { orgPath: furong.slice(0, -1) } : here];
    }
  };
}

/** Where what happens is not the table's doing, and why. */
const otherwise: readonly (readonly [route: RegExp, why: string])[] = [
  [/^\S+ (\/api)?\/tasks\/|\/(review|opinion)$/, 'who was asked once is told what became of it'],
  [/\/programmes\/\{programme\}\/rounds\/new$/, 'each level plans its own stage'],
  [
    /\/shortlist\/reallocate$|\/(sessions\/end|factor\/reset)$/,
    'the route wants a session where the table would take a token',
  ],
  [/\/roll$/, 'the nominating side alone, of those who may read'],
  [
    /^GET \/rounds\/\{round\}\/tranches\/\{n\}\/objection$/,
    'the level above enters what is against this one',
  ],
  [/certificate\.pdf$|certificates\/\{number\}\/print$/, 'whoever nominated has her own, too'],
];

test(
  `${isWhole ? 'the whole matrix' : `one of ${oneOf} cells`}: nobody is let in whom the table does not let in, and nobody is kept out`,
  async () => {
    const askers = Object.values(ground.askers);
    const places = isWhole ? ground.places : ground.places.slice(0, 1);
    const forms = await formsOf(
      ground,
      routes,
      places,
      (isWhole ? ['owner', 'clerk', 'reviewer'] : ['owner']).map((name) => ground.askers[name]!),
    );
    const asking = routes.filter(
      (route) => !['public', 'own', undefined].includes(actionsOf.get(keyOf(route))),
    );
    const begun = performance.now();
    const seen = await askAll(ground, asking, places, askers, forms, (n) => n % oneOf === 0);
    const wrong: string[] = [];
    const kept = new Set<Route>();
    const letIn = new Set<Route>();
    for (const place of places) {
      const resources = await resourcesAt(place);
      for (const cell of seen.filter((each) => each.place === place.name)) {
        const key = keyOf(cell.route);
        if (otherwise.some(([route]) => route.test(key))) continue;
        const isAllowed = allows(cell, resources);
        if (cell.outcome === 'out') kept.add(cell.route);
        if (cell.outcome === 'in') letIn.add(cell.route);
        if (cell.outcome === 'in' && !isAllowed)
          wrong.push(`${cell.asker.name} is let in: ${key} at ${place.name} (${cell.status})`);
        if (cell.outcome === 'out' && isAllowed && cell.status !== 404)
          wrong.push(`${cell.asker.name} is kept out: ${key} at ${place.name} (${cell.status})`);
      }
    }
    const clear = seen.filter(({ outcome }) => outcome !== 'unclear').length;
    if (isWhole)
      process.stdout.write(
        `${policyActions.length} actions, ${routes.length} routes of which ${asking.length} ask for a right, ${askers.length} askers, ` +
          `${places.length} rounds: ${seen.length} requests in ${Math.round((performance.now() - begun) / 1000)} s, ${clear} tell of a right, ` +
          `${kept.size} routes kept somebody out, ${letIn.size} let somebody in, ${wrong.length} otherwise than the table\n`,
      );
    expect(wrong).toEqual([]);
    expect(clear).toBeGreaterThan(seen.length / 2);
  },
  isWhole ? 900_000 : 120_000,
);

/** `a b` wants both, `a|b` one of them. */
function allows({ route, asker }: Seen, resources: (action: Action) => readonly Resource[]): boolean {
  const actions = (actionsOf.get(keyOf(route)) ?? '').split(' ');
  return actions.every((each) =>
    each.split('|').some((one) => isAction(one) && lets(asker, [one], resources)),
  );
}

/** Who may not know of what the district has; in the suite those who differ most. */
const curious = [
  ...(['nobody', 'stranger', 'sidewaysToken', 'otherClerk', 'cohost', 'nominee'] as const),
  ...(isWhole ? (['sideways', 'department', 'cityReviewer'] as const) : []),
];

test.each(curious)(
  'the %s learns from no route whether something stands at an id',
  async (name) => {
    const asker: Asker = ground.askers[name]!;
    const different: string[] = [];
    let asked = 0;
    // A liaison answers whatever her department is asked: she is told that it was not.
    const theirs = ['department', 'cohost'].includes(name) ? /(opinion|review)$/ : /^$/;
    for (const route of routes.filter(({ path }) => !theirs.test(path)))
      for (const { there, gone, ids } of pairs(ground, route)) {
        asked++;
        const [a, b] = await Promise.all([
          ask(ground, asker, route, there, ground.ids),
          ask(ground, asker, route, gone, ground.ids),
        ]);
        const [one, other] = [await told(a, there, ids), await told(b, gone, ids)];
        if (one === other) continue;
        const at = [...one].findIndex((sign, i) => sign !== other[i]);
        different.push(
          `${route.method} ${gone}: ${a.status}/${b.status} ${a.status === b.status ? `${one.slice(at, at + 60)} | ${other.slice(at, at + 60)}` : ''}`,
        );
      }
    if (isWhole)
      process.stdout.write(
        `${name}: ${asked} pairs of an id that is there and one that is not, ${different.length} told apart\n`,
      );
    expect(asked).toBeGreaterThan(100);
    expect(different).toEqual([]);
  },
  120_000,
);

/** What a page of a task asks of the table when it is opened by a link. */
const linkActions: readonly (readonly [path: RegExp, action: Action])[] = [
  [/\/delegate$/, 'task.delegate'],
  [/\/(decline|conflict)$/, 'task.decline'],
  [/\/\{nomination\}(\/confirm)?$/, 'review.decide'],
];

test('a link opens the tasks of its letter; another, an ended, a revoked, a forged one and one of somebody else tell nothing', async () => {
  const { right, wrong, idle, step } = ground.links;
  const nobody = ground.askers['nobody']!;
  const there: Ids = { ...ground.ids, step };
  const gone: Ids = { ...there, round: 'zmjt-2029-nothing.2.furong', nomination: 'nom99999999' };
  const doors = routes.filter(({ path }) => path.startsWith('/w/{code}/'));
  expect(doors.length).toBeGreaterThan(20);
  const toldBy = async (asker: Asker, route: Route, ids: Ids, code: string) => {
    // What a link cannot know of: files and slots by their ids.
    const all = { file: 'att00000000', slot: 'slot0000', ...ids, code };
    const path = filled(route.path, all)!;
    const answer = await ask(ground, asker, route, path, all);
    const status = answer.status;
    return {
      status,
      told: await told(
        answer,
        path,
        Object.values(all).filter((id) => id.length > 4),
      ),
    };
  };
  const different: string[] = [];
  for (const { name, code } of wrong)
    for (const route of doors) {
      const [one, other] = [
        await toldBy(nobody, route, there, code),
        await toldBy(nobody, route, gone, code),
      ];
      if (one.told !== other.told || one.status !== 404)
        different.push(`${name}: ${keyOf(route)} ${one.status}/${other.status}`);
    }
  const kept: string[] = [];
  const ofTask = doors.filter(
    ({ method, path }) => path.includes('{nomination}') && !(method === 'GET' && /\/\w+$/.test(path)),
  );
  for (const route of ofTask) {
    const [one, other] = [
      await toldBy(nobody, route, there, idle.code),
      await toldBy(nobody, route, { ...there, nomination: 'nom99999999' }, idle.code),
    ];
    if (one.told !== other.told || one.status !== 404)
      different.push(`${idle.name}: ${keyOf(route)} ${one.status}/${other.status}`);
  }
  expect(different).toEqual([]);
  for (const route of doors) {
    const action = linkActions.find(([path]) => path.test(route.path))?.[1];
    if (action === undefined || route.method === 'GET') continue;
    const { orgPath } = await getRound(ground.deps.table, ground.ids['round']!);
    const resource = {
      orgPath,
      assigned: right.actor.id,
      worklist: right.actor.link!.scope,
      state: 'review',
    };
    const { status } = await toldBy(nobody, route, there, right.code);
    if (may(right.actor, action, resource) !== (status !== 403 && status !== 404))
      kept.push(`${keyOf(route)} ${status}`);
    // What is hers elsewhere, and what is nobody's, are the same to it; and whoever is signed in beside it changes nothing.
    const other = { ...there, nomination: ground.places[2]!.ids['nomination']! };
    const [far, none] = [
      await toldBy(nobody, route, other, right.code),
      await toldBy(nobody, route, { ...there, nomination: 'nom99999999' }, right.code),
    ];
    if (far.told !== none.told) kept.push(`${keyOf(route)} elsewhere ${far.status}/${none.status}`);
    const beside = await toldBy(ground.askers['otherClerk']!, route, there, right.code);
    if (beside.status !== status) kept.push(`${keyOf(route)} beside a session ${beside.status}/${status}`);
  }
  expect(kept).toEqual([]);
});

test('a link is no session and no token: outside of its pages it is nobody', async () => {
  const { code } = ground.links.right;
  const { nomination, round } = ground.ids;
  for (const path of [`/api/nominations/${nomination}`, `/api/rounds/${round}`, '/api/tasks', '/api/me'])
    for (const headers of [{ authorization: `Bearer ${code}` }, { cookie: `session=${code}` }]) {
      const [by, none] = await Promise.all(
        [
          headers,
          Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, value.replace(code, 'x'.repeat(43))]),
          ),
        ].map((each) => ground.app.request(`http://localhost${path}`, { headers: each })),
      );
      expect([path, by!.status]).toEqual([path, 401]);
      expect(await told(by!, path, [code])).toEqual(await told(none!, path, [code]));
    }
});

test('a file is given out as a download of its true type, never to be guessed or shown', async () => {
  const { nomination, file } = ground.ids;
  for (const path of [
    `/nominations/${nomination}/files/${file}`,
    `/api/nominations/${nomination}/attachments/${file}`,
  ]) {
    const { status, headers, body } = await ask(
      ground,
      ground.askers['owner']!,
      { method: 'GET', isPage: true },
      path,
      ground.ids,
    );
    await body?.cancel();
    expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      200,
      'image/jpeg',
      'nosniff',
    ]);
    expect(headers.get('content-disposition')).toMatch(/^attachment;/);
  }
});
