import { describe, expect, it } from 'vitest';
import { openRowMemory } from '#local/database/row-memory.ts';
import type { Item, Key, Page, Range, Table } from '#store/table.ts';

/** A table of one process whose requests end when the test says so. */
function slowTable(name = 'main') {
  const rows = new Map<string, Item>();
  const reads: string[] = [];
  const held: (() => void)[] = [];
  let holding = false;
  const keyText = (key: Key) => `${key.pk}|${key.sk}`;
  const turn = () => (holding ? new Promise<void>((go) => held.push(go)) : Promise.resolve());
  const table = {
    name,
    async get(key: Key) {
      reads.push(keyText(key));
      const found = rows.get(keyText(key));
      await turn();
      return found;
    },
    async query(range: Range) {
      reads.push(`query ${range.pk}`);
      await turn();
      return {
        items: [...rows.values()].filter((row) => row.pk === range.pk),
        cursor: undefined,
      } as Page<Item>;
    },
    async put(item: Item) {
      await turn();
      rows.set(keyText(item), item);
    },
    async together(ops: readonly { readonly put: Item; readonly on?: string }[]) {
      await turn();
      for (const op of ops) rows.set(keyText(op.put), op.put);
    },
  } as unknown as Table;
  return {
    rows,
    reads,
    table,
    hold: () => {
      holding = true;
    },
    release: () => {
      holding = false;
      for (const go of held.splice(0)) go();
    },
  };
}
const key = { pk: 'A', sk: '1' };

describe('the memory of rows', () => {
  it('reads a row once, and not at all after it was written', async () => {
    const slow = slowTable();
    const table = openRowMemory()(slow.table);
    expect(await table.get(key)).toBeUndefined();
    expect(await table.get(key)).toBeUndefined();
    await table.put({ ...key, n: 1, gone: undefined });
    expect(await table.get(key)).toEqual({ ...key, n: 1 });
    expect(slow.reads).toEqual(['A|1']);
  });

  it('keeps no row that was read while it was being written', async () => {
    const slow = slowTable();
    const table = openRowMemory()(slow.table);
    await table.put({ ...key, n: 1 });
    slow.hold();
    const writing = table.put({ ...key, n: 2 });
    const reading = table.get(key);
    slow.release();
    await Promise.all([writing, reading]);
    expect(await table.get(key)).toEqual({ ...key, n: 2 });
  });

  it('drops a read that was under way when a write began', async () => {
    const slow = slowTable();
    const table = openRowMemory()(slow.table);
    await slow.table.put({ ...key, n: 1 });
    slow.hold();
    const reading = table.get(key);
    const writing = table.put({ ...key, n: 2 });
    slow.release();
    expect(await reading).toEqual({ ...key, n: 1 });
    await writing;
    expect(await table.get(key)).toEqual({ ...key, n: 2 });
  });

  it('does not guess which of two crossing writes came last', async () => {
    const slow = slowTable();
    const table = openRowMemory()(slow.table);
    slow.hold();
    const both = [table.put({ ...key, n: 1 }), table.put({ ...key, n: 2 })];
    slow.release();
    await Promise.all(both);
    slow.reads.length = 0;
    expect(await table.get(key)).toEqual(slow.rows.get('A|1'));
    expect(slow.reads).toEqual(['A|1']);
  });

  it('reads anew after a write that was refused', async () => {
    const slow = slowTable();
    const failing = { ...slow.table, put: () => Promise.reject(new Error('refused')) } as Table;
    const table = openRowMemory()(failing);
    await slow.table.put({ ...key, n: 1 });
    await table.get(key);
    slow.rows.set('A|1', { ...key, n: 7 });
    await expect(table.put({ ...key, n: 2 })).rejects.toThrow('refused');
    expect(await table.get(key)).toEqual({ ...key, n: 7 });
  });

  it('keeps lists of a partition until something in it is written, index lists never', async () => {
    const slow = slowTable();
    const table = openRowMemory()(slow.table);
    await table.query({ pk: 'A' });
    await table.query({ pk: 'A' });
    await table.query({ pk: 'A', index: 'gsi1' });
    await table.query({ pk: 'A', index: 'gsi1' });
    expect(slow.reads).toEqual(['query A', 'query A', 'query A']);
    await table.put({ ...key, n: 1 });
    expect((await table.query({ pk: 'A' })).items).toEqual([{ ...key, n: 1 }]);
  });

  it('is one for the tables that write together', async () => {
    const [main, keys] = [slowTable('main'), slowTable('keys')];
    const memory = openRowMemory();
    const [table, keysTable] = [memory(main.table), memory(keys.table)];
    expect(await keysTable.get(key)).toBeUndefined();
    await table.together([{ put: { ...key, wrapped: 'x' }, on: 'keys' }]);
    expect(await keysTable.get(key)).toEqual({ ...key, wrapped: 'x' });
  });

  it('gives rows that nobody can change', async () => {
    const table = openRowMemory()(slowTable().table);
    const row = { ...key, list: [1] };
    await table.put(row);
    row.list.push(2);
    const kept = (await table.get(key)) as unknown as { readonly list: number[] };
    expect(kept.list).toEqual([1]);
    expect(() => kept.list.push(3)).toThrow(TypeError);
  });
});
