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

/** Half a byte for each digit that counts, and one; a byte more for a sign. */
function numberBytes(value: number): number {
  const size = Math.abs(value);
  if (!(size <= largest) || (size !== 0 && size < smallest)) throw malformed(`a row cannot hold ${value}`);
  const digits =
    size < 10 && Number.isInteger(size) ? 1 : size.toExponential().split('e')[0]!.replace('.', '').length;
  return Math.ceil(digits / 2) + (value < 0 ? 2 : 1);
}

/** Gives the bytes of a value, and whether there are byte strings in it. Throws on what no row holds. */
function measure(value: unknown, found: { bytes: boolean }, depth: number): number {
  switch (typeof value) {
    case 'string':
      return bytesOf(value);
    case 'number':
      return numberBytes(value);
    case 'boolean':
      return 1;
    case 'object':
      break;
    default:
      throw malformed(`a row cannot hold a ${typeof value}`);
  }
  if (value === null) return 1;
  if (depth >= mostDepth) throw malformed(`a row is nested ${mostDepth} deep at most`);
  if (value instanceof Uint8Array) {
    found.bytes = true;
    return value.byteLength;
  }
  if (Array.isArray(value))
    return value.reduce((sum: number, each) => sum + 1 + measure(each, found, depth + 1), 3);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw malformed(`a row cannot hold ${Object.prototype.toString.call(value)}`);
  let sum = 3;
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) sum += 1 + bytesOf(name) + measure(member, found, depth + 1);
  }
  return sum;
}

/** Gives the size of a row and whether byte strings are in it. Throws ValidationException on what DynamoDB would refuse. */
export function measureRow(row: Item): { readonly size: number; readonly hasBytes: boolean } {
  const found = { bytes: false };
  let size = 0;
  for (const name in row) if (row[name] !== undefined) size += bytesOf(name) + measure(row[name], found, 0);
  if (size > mostItemBytes) throw malformed('Item size has exceeded the maximum allowed size');
  return { size, hasBytes: found.bytes };
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
