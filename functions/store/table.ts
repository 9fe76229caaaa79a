/** The verbs of a table: get, query, put, update, remove, several together, many at once. DynamoDB's, over any database. */
import type { Guard } from './guard.ts';
import type { IndexName } from './schema.ts';

export type { Conflict } from './conflict.ts';
export { isConflict } from './conflict.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
/** A row: its key, and whatever else it holds. */
export type Item = Key & { readonly [name: string]: unknown };

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
export interface Page<T extends Key> {
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
  get<T extends Key = Item>(key: Key, options?: { readonly consistent?: boolean }): Promise<T | undefined>;
  /** Gives one page in the order of the sort key. Throws Problem `invalid` on a cursor that it did not make. */
  query<T extends Key = Item>(range: Range): Promise<Page<T>>;
  /** Writes a whole row. Throws Conflict with the row that stands there when the guard refuses. */
  put<T extends Key>(item: T, when?: Guard): Promise<void>;
  /** Changes a row and gives it as it is then; makes it when absent and not guarded. Throws Conflict. */
  update<T extends Key = Item>(key: Key, change: Change, when?: Guard): Promise<T>;
  /** Removes a row; an absent one is no error unless guarded. Throws Conflict. */
  remove(key: Key, when?: Guard): Promise<void>;
  /** Writes all or none (100 at most, each row once). Throws Conflict with `refusals` by index. */
  together(ops: readonly Op[]): Promise<void>;
  /** Puts many rows, unguarded, in any order; repeat the whole after an error. */
  batchPut(items: readonly Key[]): Promise<void>;
  /** Removes many rows, unguarded, in any order. */
  batchRemove(keys: readonly Key[]): Promise<void>;
}
