/**
 * A DynamoDB for tests, over SQLite: reads what the AWS SDK sends and gives it to the tables of one machine. It knows the
 * expressions that functions/store/expression.ts makes and no others, and is held to the contract of the tables itself.
 */
import http from 'node:http';
import { type Conflict, isConflict } from '#store/conflict.ts';
import { decodeCursor, encodeCursor } from '#store/cursor.ts';
import { allOf, anyOf, type Comparison, type Guard, has, lacks } from '#store/guard.ts';
import type { Change, Item, Key, Op, Range, Table } from '#store/table.ts';
import { plain, plainItem, type Typed, typedItem } from '#store/values.ts';

type Row = Readonly<Record<string, Typed>>;
/** The body of a request or of an answer, in the API's own words. */
export type Json = Record<string, unknown>;
/** Answers one operation; errors carry name, Item and CancellationReasons. */
export type Answers = (operation: string, input: Json) => Promise<Json>;

export interface Served {
  readonly main: Table;
  readonly keys: Table;
  rows(table: 'main' | 'keys'): Iterable<Item> | AsyncIterable<Item>;
}

const failure = (name: string, more: Json): Error => Object.assign(new Error(name), { name, ...more });
const wordsOf = (expression: string): string[] => expression.match(/[(),=]|<=?|>=?|[^\s(),=<>]+/g) ?? [];

interface Named {
  path(words: string): string;
  value(word: string): unknown;
}
function namesOf(input: Json): Named {
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Row;
  return {
    path: (words) =>
      words
        .split('.')
        .map((word) => names[word]!)
        .join('.'),
    value: (word) => plain(values[word]!),
  };
}

/** Reads a condition word by word: functions, comparisons, and lists in brackets joined by one word. */
function guardOf(input: Json): Guard | undefined {
  if (input.ConditionExpression === undefined) return undefined;
  const { path, value } = namesOf(input);
  const words = wordsOf(String(input.ConditionExpression));
  const read = (): Guard => {
    const word = words.shift()!;
    if (word === '(') {
      const guards = [read()];
      let joint: string | undefined;
      while (words[0] !== ')') {
        joint = words.shift();
        guards.push(read());
      }
      words.shift();
      return joint === 'OR' ? anyOf(...guards) : allOf(...guards);
    }
    if (word.startsWith('attribute_')) {
      const [, field = ''] = words.splice(0, 3);
      return word === 'attribute_exists' ? has(path(field)) : lacks(path(field));
    }
    const [by = '', other = ''] = words.splice(0, 2);
    const to = other.startsWith(':') ? { value: value(other) } : { field: path(other) };
    return { kind: 'compare', field: path(word), by: by as Comparison, to };
  };
  return read();
}

function changeOf(input: Json): Change {
  const { path, value } = namesOf(input);
  const change = {
    set: {} as Json,
    initial: {} as Json,
    add: {} as Record<string, number>,
    remove: [] as string[],
  };
  for (const [, clause, list = ''] of String(input.UpdateExpression).matchAll(
    /(SET|ADD|REMOVE) (.*?)(?= (?:ADD|REMOVE) |$)/g,
  ))
    for (const part of list.split(/, (?=#)(?![^(]*\))/)) {
      const words = wordsOf(part);
      const field = path(words[0]!);
      if (clause === 'REMOVE') change.remove.push(field);
      else if (clause === 'ADD') change.add[field] = value(words[1]!) as number;
      else if (words[2] === 'if_not_exists') change.initial[field] = value(words.at(-2)!);
      else change.set[field] = value(words[2]!);
    }
  return change;
}

function rangeOf(input: Json): Range {
  const { value } = namesOf(input);
  const [, , partition = '', , ...words] = wordsOf(String(input.KeyConditionExpression));
  const texts = words.filter((word) => word.startsWith(':')).map((word) => String(value(word)));
  const [from = '', to = ''] = texts;
  const sk = (): NonNullable<Range['sk']> => {
    if (words[0] === 'begins_with') return { prefix: from };
    if (words[1] === 'BETWEEN') return { from, to };
    if (words[1] === '<') return { below: from };
    return words[1] === '<=' ? { to: from } : { from };
  };
  const start = input.ExclusiveStartKey as Row | undefined;
  return {
    pk: String(value(partition)),
    ...(texts.length > 0 && { sk: sk() }),
    ...(input.IndexName !== undefined && { index: input.IndexName as 'gsi1' }),
    ...(input.Limit !== undefined && { limit: Number(input.Limit) }),
    ...(start && { cursor: encodeCursor(plainItem(start)) }),
    descending: input.ScanIndexForward === false,
  };
}

const rowIn = (row: unknown): Item => plainItem(row as Row) as Item;

/** What DynamoDB says of an error of a table; `count` is the number of operations of a transaction. */
function translated(error: unknown, count: number | undefined): unknown {
  if ((error as Error & { code?: string }).code === 'cursor-broken')
    return failure('ValidationException', {});
  if (!isConflict(error)) return error;
  const { refusals } = error as Conflict;
  const itemOf = (item: Item | undefined) => (item === undefined ? {} : { Item: typedItem(item) });
  if (count === undefined) return failure('ConditionalCheckFailedException', itemOf(refusals[0]!.item));
  const CancellationReasons: Json[] = Array.from({ length: count }, () => ({ Code: 'None' }));
  for (const { index, item } of refusals)
    CancellationReasons[index] = { Code: 'ConditionalCheckFailed', ...itemOf(item) };
  return failure('TransactionCanceledException', { CancellationReasons });
}

/** Gives the operations of DynamoDB over two tables; a name that ends in `-keys` is the second one's. */
export function dynamoOver(tables: Served): Answers {
  const sideOf = (name: unknown): 'main' | 'keys' => (String(name).endsWith('-keys') ? 'keys' : 'main');
  const tableOf = (input: Json): Table => tables[sideOf(input.TableName)];
  const opOf = ([kind, input]: readonly [string, Json]): Op => {
    const when = guardOf(input);
    const rest = { on: tableOf(input).name, ...(when && { when }) };
    if (kind === 'Put') return { ...rest, put: rowIn(input.Item) };
    const key: Key = rowIn(input.Key);
    if (kind === 'Update') return { ...rest, update: key, change: changeOf(input) };
    return kind === 'Delete' ? { ...rest, remove: key } : { ...rest, check: key, when: when! };
  };
  const operations: Readonly<Record<string, (input: Json) => Promise<Json>>> = {
    async GetItem(input) {
      const item = await tableOf(input).get(rowIn(input.Key));
      return item === undefined ? {} : { Item: typedItem(item) };
    },
    async Query(input) {
      const { items, cursor } = await tableOf(input).query(rangeOf(input));
      return {
        Items: items.map(typedItem),
        ...(cursor !== undefined && { LastEvaluatedKey: typedItem(decodeCursor(cursor)) }),
      };
    },
    async Scan(input) {
      const Items: object[] = [];
      for await (const item of tables.rows(sideOf(input.TableName))) Items.push(typedItem(item));
      return { Items };
    },
    async PutItem(input) {
      await tableOf(input).put(rowIn(input.Item), guardOf(input));
      return {};
    },
    async UpdateItem(input) {
      const item = await tableOf(input).update(rowIn(input.Key), changeOf(input), guardOf(input));
      return { Attributes: typedItem(item) };
    },
    async DeleteItem(input) {
      await tableOf(input).remove(rowIn(input.Key), guardOf(input));
      return {};
    },
    async TransactWriteItems(input) {
      await tables.main.together(
        (input.TransactItems as Json[]).map((write) => opOf(Object.entries(write)[0] as [string, Json])),
      );
      return {};
    },
    async BatchWriteItem(input) {
      for (const [name, writes] of Object.entries(
        input.RequestItems as Record<string, Record<string, Json>[]>,
      )) {
        const table = tables[sideOf(name)];
        await table.batchPut(
          writes.flatMap(({ PutRequest }) => (PutRequest ? [rowIn(PutRequest.Item)] : [])),
        );
        await table.batchRemove(
          writes.flatMap(({ DeleteRequest }) => (DeleteRequest ? [rowIn(DeleteRequest.Key)] : [])),
        );
      }
      return {};
    },
    CreateTable: async () => ({}),
    DescribeTable: async ({ TableName }) => ({ Table: { TableName, TableStatus: 'ACTIVE' } }),
  };
  return async (operation, input) => {
    try {
      return await operations[operation]!(input);
    } catch (error) {
      throw translated(error, (input.TransactItems as unknown[] | undefined)?.length);
    }
  };
}

/** Serves a DynamoDB on a free port of this machine. */
export async function serveDynamo(
  answers: Answers,
): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const chunks: Buffer[] = [];
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      answers(operation, JSON.parse(Buffer.concat(chunks).toString() || '{}') as Json).then(
        (answer) => send(200, answer),
        ({ name, message, Item, CancellationReasons }: Error & Json) =>
          send(name.endsWith('Exception') ? 400 : 500, {
            __type: `com.amazonaws.dynamodb.v20120810#${name}`,
            message,
            Item,
            CancellationReasons,
          }),
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
