/**
 * Rows that this process has read or written lately, kept across requests. One process owns a data folder and every write
 * goes through here, so what is kept is what stands in the table; the cloud home, with many processes, has no such memory.
 */
import type { Change, Guard, Item, Key, Op, Page, Range, Table } from '#store/table.ts';

interface Kept {
  readonly until: number;
  readonly value: Promise<unknown>;
}
interface Written {
  count: number;
  /** More than one write at a time touched the row: who came last is not known. */
  crossed: boolean;
}

/** Commands beside the server write a few rows of their own (a new access token): these show after this time. */
const keptMs = 10_000;
const mostRows = 2_000;
const mostLists = 300;

/** A copy as the table gives it back: without undefined members, and frozen, since many readers share it. */
function settled<T>(value: T): T {
  if (Array.isArray(value)) return Object.freeze(value.map(settled)) as T;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name in value) if (value[name] !== undefined) copy[name] = settled(value[name]);
  return Object.freeze(copy) as T;
}

interface Memory {
  /** Reads through: what is kept, else what `read` gives, unless a write is under way. */
  read<T>(group: string, name: string, read: () => Promise<T>): Promise<T>;
  begin(group: string): void;
  /** Ends a write; `item` is the row as it is now, where that is known. */
  end(group: string, name: string, item: Item | undefined): void;
}

/** Keeps values by group (a row, or a partition with its lists) and name; the oldest groups go first. */
function openMemory(most: number): Memory {
  const kept = new Map<string, Map<string, Kept>>();
  const writes = new Map<string, Written>();
  let size = 0;

  const drop = (group: string): void => {
    size -= kept.get(group)?.size ?? 0;
    kept.delete(group);
  };
  const keep = (group: string, name: string, value: Promise<unknown>): void => {
    const names = kept.get(group) ?? new Map<string, Kept>();
    kept.set(group, names);
    if (!names.has(name)) size++;
    names.set(name, { until: performance.now() + keptMs, value });
    for (const oldest of kept.keys()) {
      if (size <= most) break;
      drop(oldest);
    }
  };
  return {
    read<T>(group: string, name: string, read: () => Promise<T>): Promise<T> {
      if (writes.has(group)) return read();
      const known = kept.get(group)?.get(name);
      if (known !== undefined && known.until > performance.now()) return known.value as Promise<T>;
      const value = read().then(settled);
      keep(group, name, value);
      value.catch(() => drop(group));
      return value;
    },
    begin(group) {
      drop(group);
      const written = writes.get(group);
      if (written === undefined) writes.set(group, { count: 1, crossed: false });
      else {
        written.count++;
        written.crossed = true;
      }
    },
    end(group, name, item) {
      const written = writes.get(group)!;
      written.count--;
      if (written.count > 0) return;
      writes.delete(group);
      if (item !== undefined && !written.crossed) keep(group, name, Promise.resolve(settled(item)));
    },
  };
}

const keyOf = (op: Op): Key =>
  'put' in op ? op.put : 'update' in op ? op.update : 'remove' in op ? op.remove : op.check;

/** Gives a function that puts the one memory in front of a table; all tables that write together must share it. */
export function openRowMemory(): (table: Table) => Table {
  const rows = openMemory(mostRows);
  const lists = openMemory(mostLists);
  const rowName = (table: string, key: Key) => `${table} ${key.pk} ${key.sk}`;
  const listName = (table: string, key: Pick<Key, 'pk'>) => `${table} ${key.pk}`;

  /** Does a write of some rows of tables; `after` gives each row as it then is, where that is known. */
  async function writing<T>(
    touched: readonly (readonly [table: string, key: Key])[],
    write: () => Promise<T>,
    after: (at: number, result: T) => Item | undefined,
  ): Promise<T> {
    for (const [table, key] of touched) {
      rows.begin(rowName(table, key));
      lists.begin(listName(table, key));
    }
    let done: { readonly result: T } | undefined;
    try {
      done = { result: await write() };
      return done.result;
    } finally {
      touched.forEach(([table, key], at) => {
        rows.end(rowName(table, key), '', done && after(at, done.result));
        lists.end(listName(table, key), '', undefined);
      });
    }
  }

  return (table) => {
    const { name } = table;
    const nothing = () => undefined;
    return {
      name,
      get<T extends Key = Item>(key: Key) {
        return rows.read(rowName(name, key), '', () => table.get<T>(key, { consistent: true }));
      },
      query<T extends Key = Item>(range: Range): Promise<Page<T>> {
        // an index entry's partition is not told by the write that moves it
        if (range.index !== undefined) return table.query<T>(range);
        return lists.read(listName(name, range), JSON.stringify(range), () => table.query<T>(range));
      },
      put: (item, guard) =>
        writing(
          [[name, item]],
          () => table.put(item, guard),
          () => item as Key as Item,
        ),
      update: <T extends Key = Item>(key: Key, change: Change, guard?: Guard) =>
        writing(
          [[name, key]],
          () => table.update<T>(key, change, guard),
          (_, row) => row as Key as Item,
        ),
      remove: (key, guard) => writing([[name, key]], () => table.remove(key, guard), nothing),
      together: (ops, token) =>
        writing(
          ops.map((op) => [op.on ?? name, keyOf(op)] as const),
          () => table.together(ops, token),
          (at) => {
            const op = ops[at]!;
            return 'put' in op ? op.put : undefined;
          },
        ),
      batchPut: (items) =>
        writing(
          items.map((item) => [name, item] as const),
          () => table.batchPut(items),
          nothing,
        ),
      batchRemove: (keys) =>
        writing(
          keys.map((key) => [name, key] as const),
          () => table.batchRemove(keys),
          nothing,
        ),
    };
  };
}
