/** A meter in front of a DynamoDB: counts what DynamoDB would bill for each request, from the sizes of the items. */
import { type Answers, type Json, serveDynamo } from '../dynamodb.ts';

type Typed = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, Typed>>;

export interface DatabaseCount {
  /** Requests over the network. */
  requests: number;
  /** Write request units: of the table, doubled in transactions, and of the indexes. */
  writes: number;
  /** Read request units: of 4 KB, half for an eventually consistent read. */
  reads: number;
  /** Growth of table and indexes. */
  bytes: number;
}

/** Bytes of a value as DynamoDB counts them: names and text in UTF-8, a number by its digits, 3 for each list or map and 1 for each member. */
function valueBytes(value: Typed): number {
  const [[type, inner] = ['', undefined]] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(inner as string);
    case 'N':
      return Math.ceil(String(inner).replace(/[-.]/g, '').length / 2) + 1;
    case 'B':
      return Math.ceil((String(inner).length * 3) / 4);
    case 'L':
      return 3 + (inner as Typed[]).reduce((sum, each) => sum + 1 + valueBytes(each), 0);
    case 'M':
      return (
        3 +
        Object.entries(inner as Row).reduce(
          (sum, [name, each]) => sum + 1 + Buffer.byteLength(name) + valueBytes(each),
          0,
        )
      );
    default:
      return 1;
  }
}
export const rowBytes = (row: Row | undefined): number =>
  Object.entries(row ?? {}).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );

const kilobytes = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));
const blocks = (bytes: number): number => Math.max(1, Math.ceil(bytes / 4096));
const text = (value: Typed | undefined): string => String(value?.S ?? '');

/** Writes to an index that holds everything: none, one, or a removal and an insertion when its key moves. */
function indexWrites(index: string, before: Row | undefined, after: Row | undefined): number {
  const keyOf = (row: Row | undefined) =>
    row?.[`${index}pk`] === undefined || row[`${index}sk`] === undefined
      ? undefined
      : `${text(row[`${index}pk`])} ${text(row[`${index}sk`])}`;
  const [was, is] = [keyOf(before), keyOf(after)];
  if (was === undefined && is === undefined) return 0;
  if (was === is && JSON.stringify(before) === JSON.stringify(after)) return 0;
  if (was === is || was === undefined) return kilobytes(Math.max(rowBytes(before), rowBytes(after)));
  return kilobytes(rowBytes(before)) + (is === undefined ? 0 : kilobytes(rowBytes(after)));
}
const indexesOf = (row: Row | undefined): number =>
  (row?.gsi1pk === undefined ? 0 : 1) + (row?.gsi2pk === undefined ? 0 : 1);

/** Rows that only one machine has: its engine's. On AWS Step Functions keeps them. */
const ofTheEngine = (pk: string): boolean => /^(EXEC#|DEF#|ENGRUN#|ENGDUE#)/.test(pk);
/** Rows of the sweeper, which runs whether there are nominations or not: counted apart. */
const ofTheSweeper = (pk: string): boolean => pk === 'SWEEP' || pk.startsWith('CHECKPOINT');

export interface Meter {
  readonly endpoint: string;
  /** What was counted since the last call. */
  take(): DatabaseCount;
  close(): Promise<void>;
}

const zero = (): DatabaseCount => ({ requests: 0, writes: 0, reads: 0, bytes: 0 });

interface Write {
  readonly table: string;
  readonly key: Row;
}
const keyIn = (row: Row): Row => ({ pk: row.pk!, sk: row.sk! });

/** The writes of a request, in their order. */
function writesOf(operation: string, input: Json): readonly Write[] {
  const one = (body: Json): Write => ({
    table: String(body.TableName),
    key: keyIn((body.Item ?? body.Key) as Row),
  });
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [one(input)];
    case 'TransactWriteItems':
      return (input.TransactItems as Record<string, Json>[]).map((write) => one(Object.values(write)[0]!));
    case 'BatchWriteItem':
      return Object.entries(input.RequestItems as Record<string, Record<string, Json>[]>).flatMap(
        ([table, list]) => list.map((write) => one({ ...Object.values(write)[0]!, TableName: table })),
      );
    default:
      return [];
  }
}

/** What a read was billed. */
function readUnits(operation: string, input: Json, answer: Json): number {
  const share = input.ConsistentRead === true ? 1 : 0.5;
  if (operation === 'GetItem') return share * blocks(rowBytes(answer.Item as Row | undefined));
  const read = (answer.Items as Row[]).reduce((sum, row) => sum + rowBytes(row), 0);
  return share * blocks(read);
}

/** Opens the meter before a database, at an endpoint of its own. */
export async function openMeter(wire: Answers): Promise<Meter> {
  let count = zero();
  const look = ({ table, key }: Write) =>
    wire('GetItem', { TableName: table, Key: key, ConsistentRead: true }).then(
      (answer) => answer.Item as Row | undefined,
    );

  async function metered(operation: string, input: Json): Promise<Json> {
    const writes = writesOf(operation, input);
    const before = await Promise.all(writes.map(look));
    const values = input.ExpressionAttributeValues as Row | undefined;
    const pk = text((input.Key as Row | undefined)?.pk ?? values?.[':pk'] ?? writes[0]?.key.pk);
    const counts = !ofTheEngine(pk) && !ofTheSweeper(pk);
    let answer: Json;
    try {
      answer = await wire(operation, input);
    } catch (error) {
      // a refused condition is billed as the write that it would have been
      const factor = operation === 'TransactWriteItems' ? 2 : 1;
      if (counts && writes.length > 0) {
        count.requests++;
        for (const row of before) count.writes += factor * kilobytes(rowBytes(row));
      }
      throw error;
    }
    if (!counts) return answer;
    // an empty look at what is due, or at a day, is the sweeper's: it is done at night as well
    if (operation === 'Query' && (answer.Items as Row[]).length === 0 && /^(DUE#|DAY#)/.test(pk))
      return answer;
    if (operation === 'GetItem' || operation === 'Query') {
      count.requests++;
      count.reads += readUnits(operation, input, answer);
      return answer;
    }
    if (writes.length === 0) return answer;
    count.requests++;
    const factor = operation === 'TransactWriteItems' ? 2 : 1;
    const after = await Promise.all(writes.map(look));
    for (const [n, was] of before.entries()) {
      const is = after[n];
      count.writes += factor * kilobytes(Math.max(rowBytes(was), rowBytes(is)));
      count.writes += indexWrites('gsi1', was, is) + indexWrites('gsi2', was, is);
      count.bytes += rowBytes(is) * (1 + indexesOf(is)) - rowBytes(was) * (1 + indexesOf(was));
    }
    return answer;
  }

  const server = await serveDynamo(metered);
  return {
    endpoint: server.endpoint,
    take() {
      const taken = count;
      count = zero();
      return taken;
    },
    close: server.close,
  };
}
