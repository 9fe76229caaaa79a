/** What the API answers where something stored is none of what its list allows, as by a newer version or a hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Item, type Table, tableOf } from '#store/table.ts';
import { district, family, province, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { byToken, type Caller } from './api-caller.ts';

let world: World;
let admin: Caller;
const logged: unknown[] = [];
const ids: string[] = [];

/** The state of one candidacy is a word that no version knows. */
const spoil = (row: Item): Item =>
  row.nomination === ids[0] && 'openObjections' in row ? { ...row, state: 'strange' } : row;
const spoiled = (table: Table): Table =>
  tableOf({
    ...table,
    get: async (key, options) => {
      const row = await table.get<Item>(key, options);
      return row && spoil(row);
    },
    query: async (range) => {
      const page = await table.query<Item>(range);
      return { ...page, items: page.items.map(spoil) };
    },
    update: (key, change, when) => table.update<Item>(key, change, when),
  });

beforeAll(async () => {
  world = await makeWorld();
  const clerk = await world.as('clerk', street(1));
  for (let n = 1; n <= 3; n++) ids.push((await world.nominate(clerk, { answers: family(n) })).nomination.id);
  const deps = {
    ...world.deps,
    table: spoiled(world.deps.table),
    log: (code: string, fields?: object) => void logged.push([code, fields]),
  };
  const app = serveApp({ deps, root: province });
  admin = await byToken(app, world.deps, await world.as('administrator', district), 'read');
});
afterAll(() => world.close());

test('a list goes on beside an entry that cannot be read, and says how many are left out', async () => {
  const { status, body } = await admin.get(`/api/rounds/${world.round}/candidacies?state=review`);
  expect(status).toBe(200);
  expect(body.items.map((each: { nomination: string }) => each.nomination)).toEqual(ids.slice(1));
  expect(body.unreadable).toBe(1);
  expect(logged).toContainEqual(['record-unreadable', { fields: ['items.0.state'] }]);
});

test('a record that cannot be read is refused with the field that is wrong, and what to do', async () => {
  const { status, body } = await admin.get(`/api/rounds/${world.round}/candidacies/${ids[0]}`);
  expect([status, body.code]).toEqual([503, 'record-unreadable']);
  expect(body.detail).toContain('state');
  expect(body.detail).toContain('npm run doctor');
});
