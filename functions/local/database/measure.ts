/** What a row may hold and how much, by DynamoDB's own count: SQLite would take more, and the cloud home would then refuse it. */
import { malformed } from '#store/conflict.ts';
import type { IndexShape } from '#store/schema.ts';
import type { Item, Key } from '#store/table.ts';

const mostItemBytes = 400 * 1024;
export const mostTransactionBytes = 4 * 1024 * 1024;
const mostDepth = 32;
/** Whole numbers above 2^53 are refused by the SDK of the cloud home, smaller ones than this by DynamoDB. */
const [largest, smallest] = [Number.MAX_SAFE_INTEGER, 1e-130];

const bytesOf = (words: string): number => Buffer.byteLength(words);

/** Throws on a number that one of the homes refuses. */
function demandNumber(value: number): void {
  const size = Math.abs(value);
  if (!(size <= largest) || (size !== 0 && size < smallest)) throw malformed(`a row cannot hold ${value}`);
}
/** Half a byte for each digit that counts, and one; a byte more for a sign. */
function numberBytes(value: number): number {
  const digits = Math.abs(value).toExponential().split('e')[0]!.replace('.', '').length;
  return Math.ceil(digits / 2) + (value < 0 ? 2 : 1);
}

/** Throws on a value that no row holds; says whether there are byte strings in it. */
function hasBytesIn(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return false;
    case 'number':
      demandNumber(value);
      return false;
    case 'object':
      break;
    default:
      throw malformed(`a row cannot hold a ${typeof value}`);
  }
  if (value === null) return false;
  if (depth >= mostDepth) throw malformed(`a row is nested ${mostDepth} deep at most`);
  if (value instanceof Uint8Array) return true;
  let found = false;
  if (Array.isArray(value)) {
    for (const each of value) if (hasBytesIn(each, depth + 1)) found = true;
    return found;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw malformed(`a row cannot hold ${Object.prototype.toString.call(value)}`);
  for (const member of Object.values(value)) {
    if (member !== undefined && hasBytesIn(member, depth + 1)) found = true;
  }
  return found;
}

/** The bytes of a value that a row holds. */
function bytesIn(value: unknown): number {
  if (typeof value === 'string') return bytesOf(value);
  if (typeof value === 'number') return numberBytes(value);
  if (typeof value !== 'object' || value === null) return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + 1 + bytesIn(each), 3);
  return 3 + membersBytes(value, 1);
}
/** Names and values, and `each` for every member. */
const membersBytes = (members: object, each: number): number =>
  Object.entries(members).reduce(
    (sum, [name, member]) => (member === undefined ? sum : sum + each + bytesOf(name) + bytesIn(member)),
    0,
  );

/** Says whether byte strings are in a row. Throws ValidationException on what DynamoDB would refuse. */
export function hasBytes(row: Item): boolean {
  let found = false;
  for (const name in row) {
    const value = row[name];
    if (value !== undefined && hasBytesIn(value, 0)) found = true;
  }
  return found;
}

/** No character takes more bytes than this, nor does what JSON writes of a number or a name. */
const mostBytesOfCharacter = 3;

/**
 * Gives the size of a row whose body is so long, at most: it is counted only where the body does not tell that it is small.
 * Throws ValidationException on one that is too large.
 */
export function sizeOf(row: Item, length: number): number {
  const bound = length * mostBytesOfCharacter;
  if (bound <= mostItemBytes / 8) return bound;
  const size = membersBytes(row, 0);
  if (size > mostItemBytes) throw malformed('Item size has exceeded the maximum allowed size');
  return size;
}

function demandKeyText(value: unknown, name: string, most: number): void {
  if (typeof value !== 'string') throw malformed(`Type mismatch for key ${name}`);
  if (value === '') throw malformed(`The key ${name} must not be an empty string`);
  if (bytesOf(value) > most || !value.isWellFormed())
    throw malformed(`The key ${name} is no text of ${most} bytes at most`);
}

/** Throws ValidationException on a key that DynamoDB would refuse. */
export function demandKey({ pk, sk }: Key): void {
  demandKeyText(pk, 'pk', 2_048);
  demandKeyText(sk, 'sk', 1_024);
}

/** The same for a row's places in the indexes. */
export function demandIndexKeys(row: Item, indexes: readonly IndexShape[]): void {
  for (const { pk, sk } of indexes) {
    if (row[pk] !== undefined) demandKeyText(row[pk], pk, 2_048);
    if (row[sk] !== undefined) demandKeyText(row[sk], sk, 1_024);
  }
}
