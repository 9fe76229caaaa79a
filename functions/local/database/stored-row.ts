/** A row as SQLite keeps it: the whole of it as one JSON text, and beside it the columns by which it is found. */
import type { TableShape } from '#store/schema.ts';
import { type Item, isItem } from '#store/table.ts';
import { plainItem, typedItem } from '#store/values.ts';
import { demandIndexKeys, demandKey, hasBytes, sizeOf } from './measure.ts';

/** A text; a byte string (DynamoDB's typed JSON) for a row with byte strings in it, which plain JSON cannot hold. */
export type Body = string | Uint8Array;

export interface Stored {
  /** Values of the columns, in the order of `columnsOf`. */
  readonly values: readonly (Body | number | null)[];
  readonly body: Body;
  /** By DynamoDB's count, at most. */
  readonly size: number;
}

/** Columns of a table: its key, its places in the indexes, when it may go, and the row itself. */
export const columnsOf = (shape: TableShape): readonly string[] => [
  'pk',
  'sk',
  ...shape.indexes.flatMap(({ pk, sk }) => [pk, sk]),
  ...(shape.ttl === undefined ? [] : [shape.ttl]),
  'body',
];

/** Gives a row as it is stored. Throws ValidationException on what DynamoDB would refuse. */
export function toStored(row: Item, shape: TableShape): Stored {
  demandKey(row);
  demandIndexKeys(row, shape.indexes);
  const body = hasBytes(row) ? Buffer.from(JSON.stringify(typedItem(row))) : JSON.stringify(row);
  const size = sizeOf(row, body.length);
  const values: (Body | number | null)[] = [row.pk, row.sk];
  for (const { pk, sk } of shape.indexes) {
    // only a row with both stands in the index
    const [partition, sort] = [row[pk], row[sk]];
    if (typeof partition === 'string' && typeof sort === 'string') values.push(partition, sort);
    else values.push(null, null);
  }
  const until = shape.ttl === undefined ? undefined : row[shape.ttl];
  if (shape.ttl !== undefined) values.push(typeof until === 'number' ? until : null);
  values.push(body);
  return { values, body, size };
}

/** The body in what a statement gave, whose rows are arrays with the body alone. */
export function bodyIn(row: unknown): Body {
  const [body]: readonly unknown[] = Array.isArray(row) ? row : [];
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new TypeError('a stored row has no body');
}

/** Gives the row back as it was written, a copy of the caller's own. */
export function fromBody(body: Body): Item {
  const row: unknown =
    typeof body === 'string' ? JSON.parse(body) : plainItem(JSON.parse(Buffer.from(body).toString()));
  if (isItem(row)) return row;
  throw new TypeError('a stored row has no key');
}
