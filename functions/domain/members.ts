/** Names with their types, and values that have none yet: members of an object, words of a list. */

/** An object of which nothing is known. */
export type Members = Readonly<Record<string, unknown>>;

/** A value with members: no list, no text, not nothing. */
export const hasMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of whatever it may be; undefined where there is none. Own members only: a document may name `constructor`. */
export function memberOf(value: unknown, name: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const member: unknown = Reflect.get(value, name);
  return member;
}

/** Whether a value is one of a list of words. */
export const isOneOf = <T>(words: readonly T[], value: unknown): value is T =>
  words.some((word) => word === value);

/** The word of a list that a value is; undefined for any other. */
export const oneOf = <T>(words: readonly T[], value: unknown): T | undefined =>
  words.find((word) => word === value);

/** The entry of a table under a name that may be none of it. */
export const entryUnder = <V>(table: Readonly<Record<string, V>>, name: string): V | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** The names of an object's members, with their type: for objects that are written out, and hold nothing else. */
export const keysOf = <K extends string>(members: Readonly<Partial<Record<K, unknown>>>): readonly K[] =>
  Object.keys(members) as K[];

/** An object with one member for each name. */
export const mapOf = <K extends string, V>(names: readonly K[], make: (name: K) => V): Record<K, V> =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<K, V>;

/** The same for a value that was found to be one before. @throws TypeError on any other, a defect. */
export function demandOneOf<T>(words: readonly T[], value: unknown): T {
  const word = oneOf(words, value);
  if (word === undefined) throw new TypeError(`${String(value)} is none of ${words.join(', ')}`);
  return word;
}
