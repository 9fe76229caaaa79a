/** What every table does, whatever stands behind it: run over SQLite, Amazon's DynamoDB Local, and the emulator of AWS. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '#domain/problem.ts';
import {
  above,
  allOf,
  anyOf,
  atLeast,
  atMost,
  below,
  belowField,
  type Guard,
  has,
  is,
  lacks,
  rowAbsent,
  rowThere,
  versionIs,
} from '#store/guard.ts';
import type { Conflict, Item, Op, Range, Table } from '#store/table.ts';

export interface Tables {
  readonly main: Table;
  readonly keys: Table;
  close(): void | Promise<void>;
}

const errorOf = async (work: Promise<unknown>): Promise<Conflict> => {
  try {
    await work;
  } catch (error) {
    return error as Conflict;
  }
  throw new Error('it went through');
};
/** A request that no table takes is a defect of ours, and no Problem that a user could mend. */
const expectMalformed = async (work: Promise<unknown>): Promise<void> => {
  const error = await errorOf(work);
  expect(error).not.toBeInstanceOf(Problem);
  expect(['ValidationException', 'TransactionCanceledException']).toContain(error.name);
};
const skOf = ({ sk }: Item): string => sk;
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/**
 * The contract; `open` gives two empty tables. Rows of each test have a partition of their own. `isLenient` is an emulator
 * that takes some malformed requests which Amazon's own programs refuse.
 */
export function tableContract(name: string, open: () => Promise<Tables>, { isLenient = false } = {}): void {
  const refusing = test.skipIf(isLenient);
  describe(`a table over ${name}`, () => {
    let tables: Tables | undefined;
    let main: Table;
    let keys: Table;
    let serial = 0;
    const newPk = (): string => `P${serial++}`;
    beforeAll(async () => {
      tables = await open();
      ({ main, keys } = tables);
    });
    afterAll(() => tables?.close());

    /** Every row of a range, page by page, with the number of pages. */
    const walk = async (range: Range): Promise<readonly Item[]> => {
      const found: Item[] = [];
      let cursor: string | undefined;
      do {
        const page = await main.query({ ...range, cursor });
        found.push(...page.items);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    };

    describe('rows', () => {
      test('come back as they went in, without their undefined members', async () => {
        const row = {
          pk: newPk(),
          sk: '1',
          name: '张三 𠮷😀',
          age: 41,
          numbers: [0, -0.6, 1e15, 5e-7, 2 ** 53 - 1, -(2 ** 53) + 1, 0.1 + 0.2],
          open: true,
          none: null,
          list: ['a', 1, { deep: [] }],
          map: { inner: { x: 1 }, 'a.b': 2 },
          empty: '',
          'quote "\\ \n': '\u0001',
        };
        await main.put({ ...row, left: undefined, map: { ...row.map, left: undefined } } as Item);
        expect(await main.get(row, { consistent: true })).toEqual(row);
        expect(await main.get({ pk: row.pk, sk: '2' })).toBe(undefined);
      });

      test('keep byte strings as byte strings, wherever they stand', async () => {
        const row = {
          pk: newPk(),
          sk: '1',
          raw: bytes(0, 255, 10),
          list: [{ raw: bytes() }],
          n: 1,
          left: undefined,
        };
        await main.put(row);
        const there = (await main.get(row))!;
        expect(new Uint8Array(there.raw as Uint8Array)).toEqual(bytes(0, 255, 10));
        expect((there.list as { raw: Uint8Array }[])[0]!.raw).toBeInstanceOf(Uint8Array);
        const after = await main.update<Item>(row, { add: { n: 1 } }, is('raw', bytes(0, 255, 10)));
        expect([after.n, after.raw instanceof Uint8Array]).toEqual([2, true]);
        await errorOf(main.update(row, { add: { n: 1 } }, is('raw', bytes(1))));
      });

      test('are written as they were when the verb was called, and read as copies', async () => {
        const row = { pk: newPk(), sk: '1', list: ['a'] };
        const write = main.put(row);
        row.list.push('b');
        await write;
        const there = (await main.get<Item & { list: string[] }>(row))!;
        there.list.push('c');
        expect((await main.get(row))!.list).toEqual(['a']);
      });

      test('cannot hold what is no value: NaN, dates, numbers out of range', async () => {
        const key = { pk: newPk(), sk: '1' };
        for (const value of [Number.NaN, Number.POSITIVE_INFINITY, new Date(0), 2 ** 53, 1e-131])
          expect(await errorOf(main.put({ ...key, value }))).not.toBeInstanceOf(Problem);
        expect(await main.get(key)).toBe(undefined);
      });

      test('have keys that are texts of one sign at least, in the indexes too', async () => {
        const pk = newPk();
        await expectMalformed(main.put({ pk, sk: '' }));
        await expectMalformed(main.put({ pk: '', sk: '1' }));
        await expectMalformed(main.put({ pk, sk: 1 } as never));
        await expectMalformed(main.put({ pk, sk: '1', gsi1pk: '', gsi1sk: '1' }));
        await expectMalformed(main.put({ pk, sk: '1', gsi1pk: 'a', gsi1sk: 1 } as Item));
        await expectMalformed(main.get({ pk: '', sk: '1' }));
        await expectMalformed(main.put({ pk: '长'.repeat(683), sk: '1' }));
        await expectMalformed(main.put({ pk, sk: 'x'.repeat(1_025) }));
        await main.put({ pk, sk: 'x'.repeat(1_024), gsi1pk: 'alone' });
        expect((await main.query({ pk })).items[0]).toHaveProperty('gsi1pk', 'alone');
      });

      test('hold 400 KB at most, counted with the names, by put, update and batch', async () => {
        const pk = newPk();
        // pk, its name, sk, its name, and the name of the text
        const room = 400 * 1024 - (2 + pk.length) - (2 + 1) - 1;
        await main.put({ pk, sk: '1', t: 'x'.repeat(room) });
        await expectMalformed(main.put({ pk, sk: '2', t: 'x'.repeat(room + 1) }));
        await expectMalformed(main.put({ pk, sk: '2', t: '长'.repeat(room / 3 + 1) }));
        await expectMalformed(main.update({ pk, sk: '1' }, { set: { more: 'x' } }));
        await expectMalformed(main.batchPut([{ pk, sk: '3', t: 'x'.repeat(room + 1) } as Item]));
        expect((await walk({ pk })).map(skOf)).toEqual(['1']);
      });
    });

    describe('a guard', () => {
      const row = {
        n: 5,
        text: 'M',
        flag: true,
        map: { a: 1, b: ['x'] },
        none: null,
        other: 7,
        deep: { n: 5 },
        high: '\uff01',
      };
      const cases: readonly (readonly [string, Guard, boolean])[] = [
        ['has a field', has('n'), true],
        ['has a null', has('none'), true],
        ['has no such field', has('x'), false],
        ['has a field inside a map', has('map.a'), true],
        ['has nothing inside what is no map', has('text.a'), false],
        ['lacks a field', lacks('x'), true],
        ['does not lack a field', lacks('n'), false],
        ['lacks a field inside a map', lacks('map.c'), true],
        ['row there', rowThere, true],
        ['row absent', rowAbsent, false],
        ['is a number', is('n', 5), true],
        ['is another number', is('n', 6), false],
        ['is the text of a number', is('n', '5'), false],
        ['is a text', is('text', 'M'), true],
        ['is a boolean', is('flag', true), true],
        ['is null', is('none', null), true],
        [
          'is a map, in any order, undefined members apart',
          is('map', { b: ['x'], a: 1, c: undefined }),
          true,
        ],
        ['is a map with less', is('map', { a: 1 }), false],
        ['is a map with another list', is('map', { a: 1, b: ['x', 'y'] }), false],
        ['is missing', is('x', 5), false],
        ['is by path', is('deep.n', 5), true],
        ['below', below('n', 6), true],
        ['below itself', below('n', 5), false],
        ['at most itself', atMost('n', 5), true],
        ['at most less', atMost('n', 4), false],
        ['above', above('n', 4), true],
        ['above itself', above('n', 5), false],
        ['at least itself', atLeast('n', 5), true],
        ['at least more', atLeast('n', 6), false],
        ['below a text', below('n', 'z'), false],
        ['a missing field below', below('x', 6), false],
        ['a text below', below('text', 'N'), true],
        ['a text by its UTF-8 bytes, not by UTF-16', below('high', '😀'), true],
        ['below another field', belowField('n', 'other'), true],
        ['not below another field', belowField('other', 'n'), false],
        ['below a missing field', belowField('n', 'x'), false],
        ['all', allOf(has('n'), is('flag', true)), true],
        ['all but one', allOf(has('n'), is('flag', false)), false],
        ['any', anyOf(lacks('n'), is('flag', true)), true],
        ['any of none', anyOf(lacks('n'), is('flag', false)), false],
        ['any of all', allOf(anyOf(lacks('n'), below('n', 6)), anyOf(lacks('x'), is('x', 1))), true],
      ];
      test.each(cases)('%s', async (_, when, expected) => {
        const stored = { pk: newPk(), sk: '1', ...row };
        await main.put(stored);
        const outcome = await main.update(stored, { set: { done: true } }, when).then(
          () => true,
          (error: Conflict) => {
            expect([error.kind, error.code]).toEqual(['conflict', 'row-changed']);
            expect([error.item, error.refusals]).toEqual([stored, [{ index: 0, item: stored }]]);
            return false;
          },
        );
        expect(outcome).toBe(expected);
        expect((await main.get(stored))!.done).toBe(expected ? true : undefined);
      });

      test('fails on a row that is not there, but for absence', async () => {
        const key = { pk: newPk(), sk: '1' };
        for (const when of [rowThere, has('n'), is('n', 1), below('n', 1), versionIs(1)]) {
          const error = await errorOf(main.remove(key, when));
          expect([error.code, error.item]).toEqual(['row-changed', undefined]);
        }
        await main.put(key, allOf(rowAbsent, lacks('n')));
        expect(await main.get(key)).toEqual(key);
      });

      test('is asked by put, update, remove and by each operation of a transaction', async () => {
        const stored = { pk: newPk(), sk: '1', version: 3 };
        await main.put(stored, rowAbsent);
        expect((await errorOf(main.put({ ...stored, version: 4 }, rowAbsent))).item).toEqual(stored);
        expect((await errorOf(main.put(stored, versionIs(2)))).item).toEqual(stored);
        await main.put({ ...stored, version: 4 }, versionIs(3));
        expect((await errorOf(main.remove(stored, versionIs(3)))).item).toHaveProperty('version', 4);
        await main.remove(stored, versionIs(4));
        expect(await main.get(stored)).toBe(undefined);
      });
    });

    describe('an update', () => {
      test('sets, adds, removes and initialises by path, and gives the row as it is then', async () => {
        const key = { pk: newPk(), sk: '1' };
        await main.put({ ...key, state: 'open', counts: { open: 2 }, note: 'x', rest: 'y', first: 1 });
        const after = await main.update(
          key,
          {
            set: { state: 'closed', 'counts.shut': 1, rest: undefined, fresh: { a: undefined, b: 1 } },
            add: { version: 1, first: -3 },
            initial: { begun: 'now', state2: 'new' },
            remove: ['note', 'nothing'],
          },
          allOf(is('state', 'open'), is('counts.open', 2)),
        );
        expect(after).toEqual({
          ...key,
          state: 'closed',
          counts: { open: 2, shut: 1 },
          fresh: { b: 1 },
          version: 1,
          first: -2,
          begun: 'now',
          state2: 'new',
        });
        expect(await main.get(key)).toEqual(after);
        expect(await main.update(key, { initial: { begun: 'later' }, remove: ['counts.open'] })).toEqual({
          ...after,
          counts: { shut: 1 },
        });
      });

      test('makes a row that is not there', async () => {
        const key = { pk: newPk(), sk: '1' };
        expect(await main.update(key, { add: { n: 2 }, initial: { at: 'x' } })).toEqual({
          ...key,
          n: 2,
          at: 'x',
        });
      });

      test('that only removes makes a row of its key alone, as DynamoDB does', async () => {
        const key = { pk: newPk(), sk: '1' };
        expect(await main.update(key, { remove: ['n'] })).toEqual(key);
      });

      test('moves a row in the indexes, and out of them', async () => {
        const [key, a, b] = [{ pk: newPk(), sk: '1' }, newPk(), newPk()];
        const inIndex = async (pk: string) => (await main.query({ pk, index: 'gsi1' })).items.map(skOf);
        await main.put({ ...key, gsi1pk: a, gsi1sk: '1' });
        await main.update(key, { set: { gsi1pk: b } });
        expect([await inIndex(a), await inIndex(b)]).toEqual([[], ['1']]);
        await main.update(key, { remove: ['gsi1sk'] });
        expect(await inIndex(b)).toEqual([]);
      });

      refusing(
        'refuses overlapping paths, a path through what is no map, a sum with what is no number, and keys',
        async () => {
          const row = { pk: newPk(), sk: '1', text: 'x', map: { a: 1 } };
          await main.put(row);
          for (const change of [
            {},
            { set: { 'map.a': 1, map: {} } },
            { set: { text: 'y' }, remove: ['text'] },
            { set: { 'text.a': 1 } },
            { set: { 'nothing.a': 1 } },
            { remove: ['nothing.a'] },
            { add: { text: 1 } },
            { set: { sk: '2' } },
            { set: { gsi1pk: '' } },
          ])
            await expectMalformed(main.update(row, change));
          expect(await main.get(row)).toEqual(row);
        },
      );
    });

    describe('a transaction', () => {
      test('writes all, over both tables', async () => {
        const pk = newPk();
        await main.put({ pk, sk: 'old' });
        await main.put({ pk, sk: 'counter', n: 1 });
        await main.put({ pk, sk: 'seen' });
        await main.together([
          { put: { pk, sk: 'new' }, when: rowAbsent },
          { update: { pk, sk: 'counter' }, change: { add: { n: 1 } }, when: is('n', 1) },
          { remove: { pk, sk: 'old' } },
          { check: { pk, sk: 'seen' }, when: rowThere },
          { on: keys.name, put: { pk, sk: 'E', wrapped: 'secret' } },
        ]);
        expect(await walk({ pk })).toEqual([
          { pk, sk: 'counter', n: 2 },
          { pk, sk: 'new' },
          { pk, sk: 'seen' },
        ]);
        expect(await keys.get({ pk, sk: 'E' })).toEqual({ pk, sk: 'E', wrapped: 'secret' });
      });

      test('that is refused writes nothing and names every refused operation with its row', async () => {
        const pk = newPk();
        const row = { pk, sk: '1', version: 3 };
        await main.put(row);
        const error = await errorOf(
          main.together([
            { put: { pk, sk: '0' } },
            { update: row, change: { set: { x: 1 } }, when: versionIs(2) },
            { on: keys.name, put: { pk, sk: 'F' } },
            { check: { pk, sk: '2' }, when: rowThere },
            { remove: { pk, sk: '3' }, when: rowAbsent },
          ]),
        );
        expect([error.kind, error.item, error.refusals]).toEqual([
          'conflict',
          row,
          [
            { index: 1, item: row },
            { index: 3, item: undefined },
          ],
        ]);
        expect(await walk({ pk })).toEqual([row]);
        expect(await keys.get({ pk, sk: 'F' })).toBe(undefined);
      });

      test('has 100 operations at most, each on a row of its own, and 4 MB', async () => {
        const pk = newPk();
        const puts = (count: number, text = ''): Op[] =>
          Array.from({ length: count }, (_, i) => ({ put: { pk, sk: String(i).padStart(3, '0'), text } }));
        await main.together(puts(100));
        expect(await walk({ pk })).toHaveLength(100);
        await expectMalformed(main.together(puts(101)));
        await expectMalformed(main.together([]));
        await expectMalformed(main.together([...puts(1, 'x'), { remove: { pk, sk: '000' } }]));
        await expectMalformed(main.together(puts(12, 'x'.repeat(380_000))));
        expect((await main.get({ pk, sk: '000' }))!.text).toBe('');
      });

      test('with a row that no table takes writes nothing', async () => {
        const pk = newPk();
        await expectMalformed(
          main.together([{ put: { pk, sk: '1' } }, { put: { pk, sk: '2', gsi1pk: '', gsi1sk: 'x' } }]),
        );
        await main.put({ pk, sk: '3', text: 'x' });
        await expectMalformed(
          main.together([
            { put: { pk, sk: '1' } },
            { update: { pk, sk: '3' }, change: { add: { text: 1 } } },
          ]),
        );
        expect(await walk({ pk })).toHaveLength(1);
      });

      test('races others: of those that saw the same version one wins', async () => {
        const row = { pk: newPk(), sk: '1', version: 1 };
        await main.put(row);
        const outcomes = await Promise.allSettled(
          Array.from({ length: 6 }, (_, i) =>
            main.together([
              { put: { ...row, version: 2, by: i }, when: versionIs(1) },
              { put: { ...row, sk: `by${i}` } },
            ]),
          ),
        );
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect(await walk({ pk: row.pk })).toHaveLength(2);
      });
    });

    describe('many at once', () => {
      test('are put and removed, and a repeated put changes nothing', async () => {
        const pk = newPk();
        const rows = Array.from({ length: 60 }, (_, i) => ({ pk, sk: String(i).padStart(3, '0'), n: i }));
        await main.batchPut(rows);
        await main.batchPut(rows.slice(10, 40));
        expect(await walk({ pk })).toEqual(rows);
        await main.batchRemove(rows.slice(1));
        expect(await walk({ pk })).toEqual(rows.slice(0, 1));
        await expectMalformed(main.batchPut([rows[1]!, rows[1]!]));
      });

      test('of writes and reads at the same time keep every answered write', async () => {
        const pk = newPk();
        await Promise.all(
          Array.from({ length: 50 }, async (_, i) => {
            const row = { pk, sk: String(i).padStart(3, '0') };
            await main.put(row);
            expect(await main.get(row, { consistent: true })).toEqual(row);
            await main.update({ pk, sk: 'sum' }, { add: { n: 1 } });
          }),
        );
        expect((await main.get({ pk, sk: 'sum' }, { consistent: true }))!.n).toBe(50);
      });
    });

    describe('a page', () => {
      test('follows page in the order of the sort key, both ways, each row once', async () => {
        const pk = newPk();
        const rows = Array.from({ length: 60 }, (_, i) => ({ pk, sk: String(i).padStart(3, '0') }));
        await main.batchPut(rows);
        expect(await walk({ pk, limit: 25 })).toEqual(rows);
        expect(await walk({ pk, limit: 7, descending: true })).toEqual(rows.toReversed());
        expect((await main.query({ pk, limit: 25 })).items).toHaveLength(25);
        expect((await main.query({ pk: newPk(), limit: 25 })).cursor).toBe(undefined);
      });

      test('is bounded by prefix, from, to, both and below, in both directions', async () => {
        const pk = newPk();
        const sks = ['a', 'a#1', 'a#2', 'a#\u{10ffff}', 'a$', 'b', '\ue000', '\uffff', '😀', '𠮷'];
        await main.batchPut(sks.map((sk) => ({ pk, sk })));
        const found = async (sk: Range['sk'], limit = 2) =>
          [
            await walk({ pk, limit, ...(sk && { sk }) }),
            await walk({ pk, limit, descending: true, ...(sk && { sk }) }),
          ].map((rows) => rows.map(skOf));
        const expectRange = async (sk: Range['sk'], expected: readonly string[]) =>
          expect(await found(sk)).toEqual([expected, expected.toReversed()]);
        await expectRange(undefined, [
          'a',
          'a#1',
          'a#2',
          'a#\u{10ffff}',
          'a$',
          'b',
          '\ue000',
          '\uffff',
          '😀',
          '𠮷',
        ]);
        await expectRange({ prefix: 'a#' }, ['a#1', 'a#2', 'a#\u{10ffff}']);
        await expectRange({ prefix: 'z' }, []);
        await expectRange({ from: 'a#2' }, sks.slice(2));
        await expectRange({ to: 'a#1' }, ['a', 'a#1']);
        await expectRange({ from: 'a#2', to: 'b' }, ['a#2', 'a#\u{10ffff}', 'a$', 'b']);
        await expectRange({ below: 'a#1' }, ['a']);
        await expectRange({ from: '\uffff' }, ['\uffff', '😀', '𠮷']);
        for (const sk of [{ from: 'b', to: 'a' }, { prefix: '' }, { from: '' }, { to: '' }])
          await expectMalformed(main.query({ pk, sk }));
      });

      test('of an index has the rows with both its attributes, with ties in one order, each row once', async () => {
        const [pk, box] = [newPk(), newPk()];
        const rows = Array.from({ length: 30 }, (_, i) => ({
          pk: `${pk}-${i % 3}`,
          sk: String(i).padStart(3, '0'),
          gsi2pk: box,
          gsi2sk: `t${Math.floor(i / 10)}`,
          n: i,
        }));
        await main.batchPut(rows);
        await main.put({ pk, sk: 'without', gsi2pk: box });
        const up = await walk({ pk: box, index: 'gsi2', limit: 4 });
        const down = await walk({ pk: box, index: 'gsi2', limit: 7, descending: true });
        expect(up.map((row) => row.gsi2sk)).toEqual(rows.map((row) => row.gsi2sk));
        expect(down).toEqual(up.toReversed());
        expect(up.toSorted((a, b) => Number(a.n) - Number(b.n))).toEqual(rows);
        const some = await walk({ pk: box, index: 'gsi2', limit: 3, sk: { prefix: 't1' } });
        expect(some.map((row) => row.gsi2sk)).toEqual(Array.from({ length: 10 }, () => 't1'));
        expect(await walk({ pk: box, index: 'gsi2', sk: { below: 't1' } })).toHaveLength(10);
      });

      test('ends after a megabyte, and goes on from there', async () => {
        const pk = newPk();
        for (let i = 0; i < 7; i++) await main.put({ pk, sk: String(i), text: 'x'.repeat(300_000) });
        const first = await main.query({ pk });
        expect(first.items.length).toBeLessThan(5);
        expect(first.cursor).toBeDefined();
        expect((await walk({ pk })).map(skOf)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
      });

      refusing('refuses a mark that it did not make, or that is of another list', async () => {
        const [pk, other, box] = [newPk(), newPk(), newPk()];
        await main.batchPut(['1', '2', '3'].map((sk) => ({ pk, sk, gsi1pk: box, gsi1sk: sk })));
        const { cursor } = await main.query({ pk, limit: 1 });
        const { cursor: ofIndex } = await main.query({ pk: box, index: 'gsi1', limit: 1 });
        const mark = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url');
        const broken: readonly Range[] = [
          { pk, cursor: '!' },
          { pk, cursor: 'bm8' },
          { pk, cursor: mark(null) },
          { pk, cursor: mark({ pk }) },
          { pk, cursor: mark({ pk, sk: 1 }) },
          { pk, cursor: mark({ pk, sk: '1', more: '1' }) },
          { pk: other, cursor },
          { pk, cursor: ofIndex },
          { pk: box, index: 'gsi1', cursor },
          { pk, sk: { from: '2' }, cursor },
        ];
        for (const range of broken) expect((await errorOf(main.query(range))).code).toBe('cursor-broken');
        expect((await main.query({ pk, cursor })).items.map(skOf)).toEqual(['2', '3']);
      });
    });
  });
}
