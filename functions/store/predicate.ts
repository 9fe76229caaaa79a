/** Asks a guard of a stored row, as DynamoDB would: values of different types are never equal, nor in any order. */
import { hasMembers, memberOf } from '#domain/members.ts';
import type { Guard, Operand } from './guard.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Gives what stands at a path (`state`, `counts.open`) of a row; undefined where there is nothing. */
export function fieldOf(row: Fields | undefined, path: string): unknown {
  let value: unknown = row;
  for (const name of path.split('.')) {
    if (!hasMembers(value)) return undefined;
    value = value[name];
  }
  return value;
}

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array;
const membersOf = (value: object): readonly [string, unknown][] =>
  Object.entries(value).filter(([, member]) => member !== undefined);

/** Says whether two values are the same when stored: members that are undefined do not count. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isBytes(a) || isBytes(b)) return isBytes(a) && isBytes(b) && Buffer.compare(a, b) === 0;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, i) => isSame(each, b[i]))
    );
  const members = membersOf(a);
  return (
    members.length === membersOf(b).length &&
    members.every(([name, member]) => Object.hasOwn(b, name) && isSame(member, memberOf(b, name)))
  );
}

/** Less than, equal, more than 0 for two numbers, two texts (by their UTF-8 bytes) or two byte strings; else NaN. */
function order(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  return isBytes(a) && isBytes(b) ? Buffer.compare(a, b) : Number.NaN;
}

/** Compares two texts by their UTF-8 bytes, as the tables sort: JavaScript's own order puts U+1F600 before U+FF01. */
export const compareText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Says whether a guard holds for the row that stands there; undefined is no row. */
export function holds(guard: Guard, row: Fields | undefined): boolean {
  switch (guard.kind) {
    case 'has':
      return fieldOf(row, guard.field) !== undefined;
    case 'lacks':
      return fieldOf(row, guard.field) === undefined;
    case 'all':
      return guard.guards.every((each) => holds(each, row));
    case 'any':
      return guard.guards.some((each) => holds(each, row));
    case 'compare': {
      const value = fieldOf(row, guard.field);
      const other = operandOf(guard.to, row);
      if (value === undefined || other === undefined) return false;
      if (guard.by === '=') return isSame(value, other);
      const found = order(value, other);
      if (guard.by === '<') return found < 0;
      if (guard.by === '<=') return found <= 0;
      return guard.by === '>' ? found > 0 : found >= 0;
    }
  }
}

const operandOf = (operand: Operand, row: Fields | undefined): unknown =>
  'field' in operand ? fieldOf(row, operand.field) : operand.value;
