/** The verbs of a table: get, query, put, update, remove, several together, many at once. DynamoDB's, over any database. */
import { hasMembers } from '#domain/members.ts';
import type { Guard } from './guard.ts';
import type { IndexName } from './schema.ts';

export type { Conflict } from './conflict.ts';
export { isConflict } from './conflict.ts';

export type Key = { readonly pk: string; readonly sk: string };
declare const stands: unique symbol;
/** A key that says what stands there: `keys.round(id)` is where a `Round` is. */
export interface KeyOf<R> extends Key {
  readonly [stands]?: R;
}
/** A row: its key, and whatever else it holds. */
export type Item = Key & { readonly [name: string]: unknown };
/** A row of which the record is known. */
export type Row<R> = R & Key;

/** Whether a value is a row: at least, it has a key. */
export const isItem = (value: unknown): value is Item =>
  hasMembers(value) && typeof value.pk === 'string' && typeof value.sk === 'string';

/** A change of a row by path (`state`, or `counts.open` inside a map). `initial` sets only what is not there yet. */
export interface Change {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly initial?: Readonly<Record<string, unknown>>;
  readonly add?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
}

/** What to read: one partition, a part of its order, a page of it. Bounds are inclusive, `below` is not. */
export interface Range {
  readonly pk: string;
  readonly sk?:
    | { readonly prefix: string }
    | { readonly from: string; readonly to?: string }
    | { readonly to: string }
    | { readonly below: string };
  readonly index?: IndexName;
  readonly limit?: number;
  /** From the page before; undefined starts at the beginning. */
  readonly cursor?: string | undefined;
  readonly descending?: boolean;
  readonly consistent?: boolean;
}
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; undefined when there is nothing more. */
  readonly cursor: string | undefined;
}

/** One write of a transaction; `on` names another table than the one that sends it. */
export type Op = { readonly on?: string; readonly when?: Guard } & (
  | { readonly put: Item }
  | { readonly update: Key; readonly change: Change }
  | { readonly remove: Key }
  | { readonly check: Key; readonly when: Guard }
);

/** Gives the key of the row that an operation writes or checks; a whole row may stand for its key. */
export function keyOf(op: Op): Key {
  const key = 'put' in op ? op.put : 'update' in op ? op.update : 'remove' in op ? op.remove : op.check;
  return { pk: key.pk, sk: key.sk };
}

export interface Table {
  readonly name: string;
  /** Gives the row, or undefined. */
  get<R = Item>(key: KeyOf<R>, options?: { readonly consistent?: boolean }): Promise<Row<R> | undefined>;
  /** Gives one page in the order of the sort key. Throws Problem `invalid` on a cursor that it did not make. */
  query<R = Item>(range: Range): Promise<Page<Row<R>>>;
  /** Writes a whole row. Throws Conflict with the row that stands there when the guard refuses. */
  put(item: Item, when?: Guard): Promise<void>;
  /** Changes a row and gives it as it is then; makes it when absent and not guarded. Throws Conflict. */
  update<R = Item>(key: KeyOf<R>, change: Change, when?: Guard): Promise<Row<R>>;
  /** Removes a row; an absent one is no error unless guarded. Throws Conflict. */
  remove(key: Key, when?: Guard): Promise<void>;
  /** Writes all or none (100 at most, each row once). Throws Conflict with `refusals` by index. */
  together(ops: readonly Op[]): Promise<void>;
  /** Puts many rows, unguarded, in any order; repeat the whole after an error. */
  batchPut(items: readonly Item[]): Promise<void>;
  /** Removes many rows, unguarded, in any order. */
  batchRemove(keys: readonly Key[]): Promise<void>;
}

/** The verbs as a database has them: it knows rows, and not what they hold. */
export interface Rows extends Omit<Table, 'get' | 'query' | 'update'> {
  get(key: Key, options?: { readonly consistent?: boolean }): Promise<Item | undefined>;
  query(range: Range): Promise<Page<Item>>;
  update(key: Key, change: Change, when?: Guard): Promise<Item>;
}

/** Sees every row that is read or written, and throws on one that should not be: how tests hold rows against their schemas. */
export type RowCheck = (row: Item) => void;

/** A table over the rows of a database: each is taken for what its key says, unless `check` refuses it. */
export function tableOf(rows: Rows, check?: RowCheck): Table {
  // The one place where a stored row is taken at its word.
  return (check === undefined ? rows : checkedRows(rows, check)) as Table;
}

function checkedRows(rows: Rows, check: RowCheck): Rows {
  const asRead = <R extends Item>(row: R): R => {
    check(row);
    return row;
  };
  return {
    ...checkedWrites(rows, check),
    async get(key, options) {
      const row = await rows.get(key, options);
      return row && asRead(row);
    },
    async query(range) {
      const { items, cursor } = await rows.query(range);
      return { items: items.map(asRead), cursor };
    },
    update: async (key, change, when) => asRead(await rows.update(key, change, when)),
  };
}

/** The writes, each row checked before it is put, and after it was changed by a transaction. */
const checkedWrites = (rows: Rows, check: RowCheck): Rows => ({
  ...rows,
  async put(item, when) {
    check(item);
    await rows.put(item, when);
  },
  async together(ops) {
    for (const op of ops) if ('put' in op) check(op.put);
    await rows.together(ops);
    for (const op of ops) {
      const row = 'update' in op && op.on === undefined ? await rows.get(op.update) : undefined;
      if (row !== undefined) check(row);
    }
  },
  async batchPut(items) {
    for (const item of items) check(item);
    await rows.batchPut(items);
  },
});
