/** Plain values to DynamoDB's typed JSON and back, for the wire of one machine and for the old item in an error. */

import { hasMembers, type Members, memberOf } from '#domain/members.ts';
import { type Item, isItem } from './table.ts';

/** A value in DynamoDB's typed JSON, such as `{ S: 'text' }`. */
export type Typed = Members;
export type TypedItem = Readonly<Record<string, Typed>>;

/** Whether a value may be an item in typed JSON: each member of it is an object. */
export const isTypedItem = (value: unknown): value is TypedItem =>
  hasMembers(value) && Object.values(value).every(hasMembers);

/**
 * Gives the typed form of a plain value. Undefined members of objects are left out; bytes become base64.
 * Throws TypeError on what a row cannot hold: functions, sets, dates, NaN.
 */
export function typed(value: unknown): Typed {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'boolean':
      return { BOOL: value };
    case 'number':
      if (Number.isFinite(value)) return { N: String(value) };
      break;
    case 'object':
      if (value === null) return { NULL: true };
      if (Array.isArray(value)) return { L: value.map(typed) };
      if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
      if (hasMembers(value) && Object.getPrototypeOf(value) === Object.prototype)
        return { M: typedItem(value) };
      break;
  }
  throw new TypeError(`a row cannot hold ${Object.prototype.toString.call(value)}`);
}

/** Gives the typed form of each member of an object, without the undefined ones. */
export function typedItem(item: Members): Record<string, Typed> {
  const out: Record<string, Typed> = {};
  for (const name in item) if (item[name] !== undefined) out[name] = typed(item[name]);
  return out;
}

/** Gives the plain value of a typed one; bytes come as Uint8Array. */
export function plain(value: Typed): unknown {
  for (const type in value) {
    const inner = value[type];
    switch (type) {
      case 'S':
      case 'BOOL':
        return inner;
      case 'N':
        return Number(inner);
      case 'NULL':
        return null;
      case 'L':
        if (Array.isArray(inner)) return inner.map(plain);
        break;
      case 'M':
        if (isTypedItem(inner)) return plainItem(inner);
        break;
      case 'B':
        return typeof inner === 'string' ? new Uint8Array(Buffer.from(inner, 'base64')) : inner;
    }
  }
  throw new TypeError(`unknown type ${Object.keys(value).join()} in a row`);
}

/** The rows of a part of an archive: JSON lines as DynamoDB exports and imports them, `{"Item":{…}}`. */
export function rowsInLines(body: Buffer): readonly Item[] {
  const lines = body.toString().split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const typedRow = memberOf(JSON.parse(line), 'Item');
      const row = isTypedItem(typedRow) ? plainItem(typedRow) : undefined;
      if (isItem(row)) return row;
      throw new TypeError('a line of the archive is no row');
    });
}

/** Gives the plain form of a typed item. */
export function plainItem(item: TypedItem): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(item)) out[name] = plain(value);
  return out;
}
