/** What one request has read it does not read again: a page asks for the same round from many places. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Item, Key, Page, Range, Table } from './table.ts';

type Reads = Map<string, Promise<unknown>>;
const requests = new AsyncLocalStorage<Reads | undefined>();

/** Does a request's work with a memory of its reads, which lasts until its first write or its end. */
export const rememberReads = <T>(work: () => T): T => requests.run(new Map(), work);
/** Does work that outlives a request, such as sending what its commit left, without the request's memory. */
export const forgetReads = <T>(work: () => T): T => requests.run(undefined, work);

function once<T>(name: string, read: () => Promise<T>): Promise<T> {
  const reads = requests.getStore();
  if (reads === undefined) return read();
  const known = reads.get(name);
  if (known !== undefined) return known as Promise<T>;
  const value = read();
  reads.set(name, value);
  return value;
}

/** A write, refused ones too, ends what was remembered: what an action reads after a lost race is read anew. */
async function writing<T>(write: () => Promise<T>): Promise<T> {
  requests.getStore()?.clear();
  try {
    return await write();
  } finally {
    requests.getStore()?.clear();
  }
}

/** The same table, with the memory of the request in which it is asked. */
export function withMemory(table: Table): Table {
  return {
    name: table.name,
    get<T extends Key = Item>(key: Key, options: { readonly consistent?: boolean } = {}) {
      const strong = options.consistent === true;
      return once(`get ${strong} ${key.pk} ${key.sk}`, () => table.get<T>(key, options));
    },
    query<T extends Key = Item>(range: Range) {
      return once<Page<T>>(`query ${JSON.stringify(range)}`, () => table.query<T>(range));
    },
    put: (item, when) => writing(() => table.put(item, when)),
    update: (key, change, when) => writing(() => table.update(key, change, when)),
    remove: (key, when) => writing(() => table.remove(key, when)),
    together: (ops) => writing(() => table.together(ops)),
    batchPut: (items) => writing(() => table.batchPut(items)),
    batchRemove: (keys) => writing(() => table.batchRemove(keys)),
  };
}
