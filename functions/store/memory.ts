/** What one request has read it does not read again: a page asks for the same round from many places. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Item, type Page, type Rows, type Table, tableOf } from './table.ts';

interface Reads {
  /** Another one after each write. */
  era: object;
  readonly gets: Map<string, Promise<Item | undefined>>;
  readonly queries: Map<string, Promise<Page<Item>>>;
  /** An index was asked, which may lack what was just written. */
  late: boolean;
}
const requests = new AsyncLocalStorage<Reads | undefined>();

/** Does a request's work with a memory of its reads, which lasts until its first write or its end. */
export const rememberReads = <T>(work: () => T): T =>
  requests.run({ era: {}, gets: new Map(), queries: new Map(), late: false }, work);
/** Does work that outlives a request, such as sending what its commit left, without the request's memory. */
export const forgetReads = <T>(work: () => T): T => requests.run(undefined, work);

/** What stands for all that a request has read since its last write, to keep beside it what was made of that; undefined outside of one. */
export const eraOfReads = (): object | undefined => requests.getStore()?.era;

/** Whether this request has read a list from an index: in the cloud it may lack a row that was just written. */
export const hasReadIndex = (): boolean => requests.getStore()?.late === true;

function once<T>(reads: Map<string, Promise<T>> | undefined, name: string, read: () => Promise<T>) {
  const value = reads?.get(name) ?? read();
  reads?.set(name, value);
  return value;
}

function forget(): void {
  const reads = requests.getStore();
  if (reads === undefined) return;
  reads.era = {};
  reads.gets.clear();
  reads.queries.clear();
}

/** A write, refused ones too, ends what was remembered: what an action reads after a lost race is read anew. */
async function writing<T>(write: () => Promise<T>): Promise<T> {
  forget();
  try {
    return await write();
  } finally {
    forget();
  }
}

/** The same table, with the memory of the request in which it is asked. */
export function withMemory(table: Rows): Table {
  return tableOf({
    name: table.name,
    get(key, options = {}) {
      const name = `${options.consistent === true} ${key.pk} ${key.sk}`;
      return once(requests.getStore()?.gets, name, () => table.get(key, options));
    },
    query(range) {
      const reads = requests.getStore();
      if (reads !== undefined && range.index !== undefined) reads.late = true;
      return once(reads?.queries, JSON.stringify(range), () => table.query(range));
    },
    put: (item, when) => writing(() => table.put(item, when)),
    update: (key, change, when) => writing(() => table.update(key, change, when)),
    remove: (key, when) => writing(() => table.remove(key, when)),
    together: (ops) => writing(() => table.together(ops)),
    batchPut: (items) => writing(() => table.batchPut(items)),
    batchRemove: (keys) => writing(() => table.batchRemove(keys)),
  });
}
