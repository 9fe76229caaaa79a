/** A row as SQLite keeps it: the whole of it as one JSON text, and beside it the columns by which it is found. */
import type { TableShape } from '#store/schema.ts';
import type { Item } from '#store/table.ts';
import { plainItem, typedItem } from '#store/values.ts';
import { demandIndexKeys, demandKey, measureRow } from './measure.ts';

/** A text; a byte string (DynamoDB's typed JSON) for a row with byte strings in it, which plain JSON cannot hold. */
export type Body = string | Uint8Array;

export interface Stored {
  /** Values of the columns, in the order of `columnsOf`. */
  readonly values: readonly (Body | number | null)[];
  readonly body: Body;
  /** By DynamoDB's count. */
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
  const { size, hasBytes } = measureRow(row);
  const body = hasBytes ? Buffer.from(JSON.stringify(typedItem(row))) : JSON.stringify(row);
  const values: (Body | number | null)[] = [row.pk, row.sk];
  for (const { pk, sk } of shape.indexes) {
    // only a row with both stands in the index
    const isIn = row[pk] !== undefined && row[sk] !== undefined;
    values.push(isIn ? (row[pk] as string) : null, isIn ? (row[sk] as string) : null);
  }
  if (shape.ttl !== undefined)
    values.push(typeof row[shape.ttl] === 'number' ? (row[shape.ttl] as number) : null);
  values.push(body);
  return { values, body, size };
}

/** Gives the row back as it was written, a copy of the caller's own. */
export const fromBody = (body: Body): Item =>
  (typeof body === 'string' ? JSON.parse(body) : plainItem(JSON.parse(Buffer.from(body).toString()))) as Item;
