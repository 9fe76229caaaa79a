/** Plain values to DynamoDB's typed JSON and back, for the wire of one machine and for the old item in an error. */

/** A value in DynamoDB's typed JSON, such as `{ S: 'text' }`. */
export type Typed = { readonly [type: string]: unknown };
type Plain = Readonly<Record<string, unknown>>;

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
      if (Object.getPrototypeOf(value) === Object.prototype) return { M: typedItem(value as Plain) };
      break;
  }
  throw new TypeError(`a row cannot hold ${Object.prototype.toString.call(value)}`);
}

/** Gives the typed form of each member of an object, without the undefined ones. */
export function typedItem(item: Plain): Record<string, Typed> {
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
        return (inner as Typed[]).map(plain);
      case 'M':
        return plainItem(inner as Record<string, Typed>);
      case 'B':
        return typeof inner === 'string' ? new Uint8Array(Buffer.from(inner, 'base64')) : inner;
    }
  }
  throw new TypeError(`unknown type ${Object.keys(value).join()} in a row`);
}

/** Gives the plain form of a typed item. */
export function plainItem(item: Readonly<Record<string, Typed>>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const name in item) out[name] = plain(item[name] as Typed);
  return out;
}
