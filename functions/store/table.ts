/** The verbs of a DynamoDB table: get, query, put, update, remove, several together, many at once. */
import { randomUUID } from 'node:crypto';
import { invalid } from '#domain/problem.ts';
import { attempt } from './attempt.ts';
import { pack, unpack } from './packing.ts';
import type { IndexName } from './schema.ts';

export type { Conflict, Refusal } from './attempt.ts';
export { isConflict } from './attempt.ts';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}
/** A row: its key, and whatever else it holds. */
export type Item = Key & { readonly [name: string]: unknown };

export type Operation =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'TransactWriteItems'
  | 'BatchWriteItem';

interface Output {
  readonly Item?: Item;
  readonly Items?: Item[];
  readonly Attributes?: Item;
  readonly LastEvaluatedKey?: Record<string, unknown>;
  readonly UnprocessedItems?: Record<string, object[]>;
}
/** Sends one operation with plain values, once; errors carry the API's name, Item and CancellationReasons. */
export type TableClient = (operation: Operation, input: object) => Promise<Output>;

/** A condition such as `#state = :state`: names mean the attributes themselves, `values` gives what `:x` stands for. */
export interface Guard {
  readonly when?: string;
  readonly values?: Readonly<Record<string, unknown>>;
  /** Short for `attribute_not_exists(#pk)`. */
  readonly ifAbsent?: boolean;
}

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
export type Op = { readonly on?: string } & Guard &
  (
    | { readonly put: Item }
    | { readonly update: Key; readonly change: Change }
    | { readonly remove: Key }
    | { readonly check: Key; readonly when: string }
  );

export interface Table {
  readonly name: string;
  /** Gives the row, or undefined. */
  get<T extends Key = Item>(key: Key, options?: { readonly consistent?: boolean }): Promise<T | undefined>;
  /** Gives one page in the order of the sort key. Throws Problem `invalid` on a cursor that it did not make. */
  query<T extends Key = Item>(range: Range): Promise<Page<T>>;
  /** Writes a whole row. Throws Conflict with the row that stands there when the guard refuses. */
  put<T extends Key>(item: T, guard?: Guard): Promise<void>;
  /** Changes a row and gives it as it is then; makes it when absent and not guarded. Throws Conflict. */
  update<T extends Key = Item>(key: Key, change: Change, guard?: Guard): Promise<T>;
  /** Removes a row; an absent one is no error unless guarded. Throws Conflict. */
  remove(key: Key, guard?: Guard): Promise<void>;
  /** Writes all or none (100 at most), once per token within ten minutes. Throws Conflict with `refusals` by index. */
  together(ops: readonly Op[], token?: string): Promise<void>;
  /** Puts many rows, unguarded, in any order; repeat the whole after an error. */
  batchPut(items: readonly Key[]): Promise<void>;
  /** Removes many rows, unguarded, in any order. */
  batchRemove(keys: readonly Key[]): Promise<void>;
}

type Names = Record<string, string>;
type Values = Record<string, unknown>;

const expression = (names: Names, values: Values) => ({
  ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
  ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
});

/** Gives the condition of a guard, adding its names and values to those given. */
function condition(guard: Guard, names: Names, values: Values) {
  const when = guard.ifAbsent ? 'attribute_not_exists(#pk)' : guard.when;
  if (when === undefined) return {};
  for (const [name] of when.matchAll(/#\w+/g)) names[name] = name.slice(1);
  for (const name in guard.values) values[`:${name}`] = guard.values[name];
  return { ConditionExpression: when, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };
}

function guarded(guard: Guard) {
  const names: Names = {};
  const values: Values = {};
  return { ...condition(guard, names, values), ...expression(names, values) };
}

function changed(change: Change, guard: Guard) {
  const names: Names = {};
  const values: Values = {};
  let count = 0;
  const path = (dotted: string) =>
    dotted
      .split('.')
      .map((name) => {
        names[`#${name}`] = name;
        return `#${name}`;
      })
      .join('.');
  const value = (given: unknown) => {
    const name = `:v${count++}`;
    values[name] = given;
    return name;
  };
  const set: string[] = [];
  const drop = (change.remove ?? []).map(path);
  for (const name in change.set) {
    if (change.set[name] === undefined) drop.push(path(name));
    else set.push(`${path(name)} = ${value(change.set[name])}`);
  }
  for (const name in change.initial)
    set.push(`${path(name)} = if_not_exists(${path(name)}, ${value(change.initial[name])})`);
  const add = Object.entries(change.add ?? {}).map(([name, by]) => `${path(name)} ${value(by)}`);
  const parts = [
    set.length > 0 && `SET ${set.join(', ')}`,
    add.length > 0 && `ADD ${add.join(', ')}`,
    drop.length > 0 && `REMOVE ${drop.join(', ')}`,
  ].filter((part) => part !== false);
  return {
    UpdateExpression: parts.join(' '),
    ...condition(guard, names, values),
    ...expression(names, values),
  };
}

// a whole row may be given as a key
const keyOf = (key: Key): Key => ({ pk: key.pk, sk: key.sk });

function writeOf(op: Op, name: string): object {
  const TableName = op.on ?? name;
  if ('put' in op) return { Put: { TableName, Item: pack(op.put), ...guarded(op) } };
  if ('update' in op) return { Update: { TableName, Key: keyOf(op.update), ...changed(op.change, op) } };
  if ('remove' in op) return { Delete: { TableName, Key: keyOf(op.remove), ...guarded(op) } };
  return { ConditionCheck: { TableName, Key: keyOf(op.check), ...guarded(op) } };
}

function keyCondition(range: Range) {
  const prefix = range.index ?? '';
  const names: Names = { '#pk': `${prefix}pk` };
  const values: Values = { ':pk': range.pk };
  const sk = range.sk;
  if (sk === undefined) return { KeyConditionExpression: '#pk = :pk', ...expression(names, values) };
  names['#sk'] = `${prefix}sk`;
  let where: string;
  if ('prefix' in sk) [where, values[':a']] = ['begins_with(#sk, :a)', sk.prefix];
  else if ('below' in sk) [where, values[':a']] = ['#sk < :a', sk.below];
  else if (!('from' in sk)) [where, values[':a']] = ['#sk <= :a', sk.to];
  else if (sk.to === undefined) [where, values[':a']] = ['#sk >= :a', sk.from];
  else [where, values[':a'], values[':b']] = ['#sk BETWEEN :a AND :b', sk.from, sk.to];
  return { KeyConditionExpression: `#pk = :pk AND ${where}`, ...expression(names, values) };
}

const encode = (key: Record<string, unknown>) => Buffer.from(JSON.stringify(key)).toString('base64url');
function decode(cursor: string): object {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof key === 'object' && key !== null) return key;
  } catch {
    // falls through to the refusal
  }
  throw brokenCursor();
}

const brokenCursor = () =>
  invalid(
    'cursor-broken',
    '翻页标记已失效，请从第一页重新打开列表。',
    'This page mark is broken; open the list from its first page.',
  );

/**
 * Binds the verbs to one table. Every verb survives a restart of the database of up to about ten seconds. `newToken`
 * makes the token of a transaction that brings none; the home on one machine makes none (decision 12).
 */
export function openTable(
  client: TableClient,
  name: string,
  newToken: () => string | undefined = randomUUID,
): Table {
  const send = (operation: Operation, input: object) => attempt(() => client(operation, input));
  const TableName = name;
  const batch = async (requests: readonly object[]) => {
    for (let at = 0; at < requests.length; at += 25) {
      let left: object[] = requests.slice(at, at + 25);
      for (let pause = 20; left.length > 0; pause = Math.min(pause * 2, 1_000)) {
        const answer = await send('BatchWriteItem', { RequestItems: { [name]: left } });
        left = answer.UnprocessedItems?.[name] ?? [];
        if (left.length > 0) await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  };
  return {
    name,
    async get<T extends Key>(key: Key, options: { readonly consistent?: boolean } = {}) {
      const Key = keyOf(key);
      const answer = await send('GetItem', {
        TableName,
        Key,
        ...(options.consistent && { ConsistentRead: true }),
      });
      return answer.Item && (unpack(answer.Item) as Key as T);
    },
    async query<T extends Key>(range: Range) {
      const answer = await send('Query', {
        TableName,
        ...keyCondition(range),
        ...(range.index && { IndexName: range.index }),
        ...(range.limit && { Limit: range.limit }),
        ...(range.cursor && { ExclusiveStartKey: decode(range.cursor) }),
        ...(range.descending && { ScanIndexForward: false }),
        ...(range.consistent && { ConsistentRead: true }),
      }).catch((error: unknown) => {
        // Well-formed, but no key of this list: somebody made it by hand, or it is of another list.
        const refused = (error as Error).name === 'ValidationException' && range.cursor !== undefined;
        throw refused ? brokenCursor() : error;
      });
      const last = answer.LastEvaluatedKey;
      return {
        items: (answer.Items ?? []).map((item) => unpack(item) as Key as T),
        cursor: last && encode(last),
      };
    },
    async put(item, guard = {}) {
      await send('PutItem', { TableName, Item: pack(item as Key as Item), ...guarded(guard) });
    },
    async update<T extends Key>(key: Key, change: Change, guard: Guard = {}) {
      const Key = keyOf(key);
      const answer = await send('UpdateItem', {
        TableName,
        Key,
        ReturnValues: 'ALL_NEW',
        ...changed(change, guard),
      });
      return answer.Attributes as unknown as T;
    },
    async remove(key, guard = {}) {
      await send('DeleteItem', { TableName, Key: keyOf(key), ...guarded(guard) });
    },
    async together(ops, token = newToken()) {
      const TransactItems = ops.map((op) => writeOf(op, name));
      await send('TransactWriteItems', {
        TransactItems,
        ...(token !== undefined && { ClientRequestToken: token }),
      });
    },
    batchPut: (items) => batch(items.map((item) => ({ PutRequest: { Item: pack(item as Item) } }))),
    batchRemove: (keys) => batch(keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }))),
  };
}
