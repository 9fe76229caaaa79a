import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '#domain/problem.ts';
import { sdkClient } from '#store/client.ts';
import { type Conflict, openTable, type Table } from '#store/table.ts';
import { type Embedded, openEmbedded, programs } from '../local/database/embedded.ts';

const refused = async (write: Promise<unknown>): Promise<Conflict> => {
  try {
    await write;
  } catch (error) {
    return error as Conflict;
  }
  throw new Error('the write went through');
};

// each database program, by the wire of one machine and by the AWS SDK as in the cloud
const ways = programs.flatMap((program) => [
  { program, by: 'wire' },
  { program, by: 'sdk' },
]);

test('at least one database program runs here', () => {
  expect(programs.length).toBeGreaterThan(0);
});

describe.each(ways)('the table of $program.name by $by', ({ program, by }) => {
  let embedded: Embedded;
  let main: Table;
  let keys: Table;
  beforeAll(async () => {
    embedded = await openEmbedded({ program });
    const client = by === 'sdk' ? sdkClient(embedded.database.endpoint) : embedded.database.client;
    main = openTable(client, embedded.main.name);
    keys = openTable(client, embedded.keys.name);
  });
  afterAll(() => embedded.close());

  test('a row comes back as it went in, without its undefined members', async () => {
    const row = {
      pk: 'A',
      sk: '1',
      name: '张三',
      age: 41,
      ratio: 0.6,
      open: true,
      none: null,
      list: ['a', 1, { deep: [] }],
      map: { inner: { x: 1 } },
      empty: '',
    };
    await main.put({ ...row, left: undefined });
    expect(await main.get({ pk: 'A', sk: '1' }, { consistent: true })).toEqual(row);
    expect(await main.get({ pk: 'A', sk: '2' })).toBe(undefined);
  });

  test('a second put under ifAbsent is a conflict that carries the first row', async () => {
    const row = { pk: 'B', sk: '1', n: 1 };
    await main.put(row, { ifAbsent: true });
    const conflict = await refused(main.put({ ...row, n: 2 }, { ifAbsent: true }));
    expect(conflict).toBeInstanceOf(Problem);
    expect([conflict.kind, conflict.code, conflict.item]).toEqual(['conflict', 'row-changed', row]);
    expect(await main.get(row)).toEqual(row);
  });

  test('an update sets, adds, removes and initialises by path, and gives the new row', async () => {
    const key = { pk: 'C', sk: '1' };
    await main.put({ ...key, state: 'open', counts: { open: 2 }, note: 'x', rest: 'y' });
    const after = await main.update(
      key,
      {
        set: { state: 'closed', 'counts.shut': 1, rest: undefined },
        add: { version: 1 },
        initial: { state2: 'new' },
        remove: ['note'],
      },
      { when: '#state = :state AND #counts.#open = :two', values: { state: 'open', two: 2 } },
    );
    expect(after).toEqual({
      ...key,
      state: 'closed',
      counts: { open: 2, shut: 1 },
      version: 1,
      state2: 'new',
    });
    const conflict = await refused(
      main.update(key, { set: { state: 'open' } }, { when: '#version = :version', values: { version: 0 } }),
    );
    expect(conflict.item).toEqual(after);
  });

  test('a remove obeys its guard', async () => {
    const row = { pk: 'D', sk: '1', state: 'kept' };
    await main.put(row);
    const guard = { when: '#state = :state', values: { state: 'free' } };
    expect((await refused(main.remove(row, guard))).item).toEqual(row);
    await main.remove(row, { ...guard, values: { state: 'kept' } });
    expect(await main.get(row)).toBe(undefined);
  });

  test('a transaction writes all, over both tables', async () => {
    await main.put({ pk: 'E', sk: 'old' });
    await main.put({ pk: 'E', sk: 'counter', n: 1 });
    await main.together([
      { put: { pk: 'E', sk: 'new' }, ifAbsent: true },
      { update: { pk: 'E', sk: 'counter' }, change: { add: { n: 1 } } },
      { remove: { pk: 'E', sk: 'old' } },
      { check: { pk: 'A', sk: '1' }, when: 'attribute_exists(#pk)' },
      { on: keys.name, put: { pk: 'K', sk: 'E', wrapped: 'secret' } },
    ]);
    expect((await main.query({ pk: 'E' })).items).toEqual([
      { pk: 'E', sk: 'counter', n: 2 },
      { pk: 'E', sk: 'new' },
    ]);
    expect(await keys.get({ pk: 'K', sk: 'E' })).toEqual({ pk: 'K', sk: 'E', wrapped: 'secret' });
  });

  test('a refused transaction writes nothing and names the refused operation', async () => {
    const row = { pk: 'F', sk: '1', version: 3 };
    await main.put(row);
    const conflict = await refused(
      main.together([
        { put: { pk: 'F', sk: '0' } },
        { update: row, change: { set: { x: 1 } }, when: '#version = :v', values: { v: 2 } },
        { on: keys.name, put: { pk: 'K', sk: 'F' } },
      ]),
    );
    expect([conflict.kind, conflict.refusals]).toEqual(['conflict', [{ index: 1, item: row }]]);
    expect((await main.query({ pk: 'F' })).items).toEqual([row]);
    expect(await keys.get({ pk: 'K', sk: 'F' })).toBe(undefined);
  });

  test('a transaction repeated with its token counts once', async () => {
    const ops = [{ update: { pk: 'G', sk: '1' }, change: { add: { n: 1 } } }];
    await main.together(ops, 'token-of-g');
    await main.together(ops, 'token-of-g');
    expect(await main.get({ pk: 'G', sk: '1' })).toEqual({ pk: 'G', sk: '1', n: 1 });
  });

  test('pages cover a partition once, in both directions and by range', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => ({ pk: 'H', sk: String(at).padStart(3, '0') }));
    await main.batchPut(rows);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await main.query({ pk: 'H', limit: 25, cursor, descending: true });
      seen.push(...page.items.map((item) => item.sk));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(rows.map((row) => row.sk).reverse());
    const sks = async (sk: NonNullable<Parameters<Table['query']>[0]['sk']>) =>
      (await main.query({ pk: 'H', sk })).items.map((item) => item.sk);
    expect(await sks({ prefix: '05' })).toEqual(rows.slice(50).map((row) => row.sk));
    expect(await sks({ from: '003', to: '005' })).toEqual(['003', '004', '005']);
    expect(await sks({ from: '058' })).toEqual(['058', '059']);
    expect(await sks({ to: '001' })).toEqual(['000', '001']);
    expect(await sks({ below: '001' })).toEqual(['000']);
    expect((await refused(main.query({ pk: 'H', cursor: '!' }))).code).toBe('cursor-broken');
  });

  test('an index is read by its own key, in pages', async () => {
    for (const at of [1, 2, 3])
      await main.put({ pk: `I${at}`, sk: 'x', gsi2pk: 'inbox', gsi2sk: String(at) });
    const first = await main.query({ pk: 'inbox', index: 'gsi2', limit: 2 });
    const rest = await main.query({ pk: 'inbox', index: 'gsi2', limit: 2, cursor: first.cursor });
    expect([...first.items, ...rest.items].map((item) => item.pk)).toEqual(['I1', 'I2', 'I3']);
  });
});
