/** The table over DynamoDB: Amazon's own, or whatever answers at DYNAMODB_ENDPOINT. */
import { randomUUID } from 'node:crypto';
import { errorOf } from '#domain/thrown.ts';
import { attempt } from './attempt.ts';
import { brokenCursor, decodeCursor, encodeCursor } from './cursor.ts';
import { changed, guarded, ranged } from './expression.ts';
import { type Item, type Key, keyOf, type Op, type Table, tableOf } from './table.ts';

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

function writeOf(op: Op, name: string): object {
  const TableName = op.on ?? name;
  if ('put' in op) return { Put: { TableName, Item: op.put, ...guarded(op.when) } };
  const at = { TableName, Key: keyOf(op) };
  if ('update' in op) return { Update: { ...at, ...changed(op.change, op.when) } };
  if ('remove' in op) return { Delete: { ...at, ...guarded(op.when) } };
  return { ConditionCheck: { ...at, ...guarded(op.when) } };
}

const plainKey = ({ pk, sk }: Key): Key => ({ pk, sk });

/** Binds the verbs to one table. Every verb survives a failover of up to about ten seconds. */
export function openTable(client: TableClient, name: string): Table {
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
  return tableOf({
    name,
    async get(key, options = {}) {
      const answer = await send('GetItem', {
        TableName,
        Key: plainKey(key),
        ...(options.consistent && { ConsistentRead: true }),
      });
      return answer.Item;
    },
    async query(range) {
      const answer = await send('Query', {
        TableName,
        ...ranged(range),
        ...(range.index && { IndexName: range.index }),
        ...(range.limit && { Limit: range.limit }),
        ...(range.cursor && { ExclusiveStartKey: decodeCursor(range.cursor) }),
        ...(range.descending && { ScanIndexForward: false }),
        ...(range.consistent && { ConsistentRead: true }),
      }).catch((error: unknown) => {
        // Well-formed, but no key of this list: somebody made it by hand, or it is of another list.
        const refused = errorOf(error).name === 'ValidationException' && range.cursor !== undefined;
        throw refused ? brokenCursor() : error;
      });
      const last = answer.LastEvaluatedKey;
      return { items: answer.Items ?? [], cursor: last && encodeCursor(last) };
    },
    async put(item, when) {
      await send('PutItem', { TableName, Item: item, ...guarded(when) });
    },
    async update(key, change, when) {
      const answer = await send('UpdateItem', {
        TableName,
        Key: plainKey(key),
        ReturnValues: 'ALL_NEW',
        ...changed(change, when),
      });
      if (answer.Attributes === undefined) throw new TypeError('an update gave no row');
      return answer.Attributes;
    },
    async remove(key, when) {
      await send('DeleteItem', { TableName, Key: plainKey(key), ...guarded(when) });
    },
    async together(ops) {
      // The token lets a repeat after a lost answer count once.
      const TransactItems = ops.map((op) => writeOf(op, name));
      await send('TransactWriteItems', { TransactItems, ClientRequestToken: randomUUID() });
    },
    batchPut: (items) => batch(items.map((Item) => ({ PutRequest: { Item } }))),
    batchRemove: (keys) => batch(keys.map((key) => ({ DeleteRequest: { Key: plainKey(key) } }))),
  });
}
