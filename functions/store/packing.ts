/**
 * How rows that are only ever written whole are stored: everything but keys, index entries and version as one JSON text.
 * A database works off few attributes faster than many nested ones (docs/decisions/011).
 */
import type { Item, Key } from './table.ts';

/** Kept beside the text: what keys, indexes and guards read. */
const beside = new Set(['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'ttl', 'version']);

/** Rows that no update changes in part. */
const packed: readonly (readonly [pk: string, sk: string])[] = [
  ['CHAIN#', ''],
  ['WORK#', ''],
  ['NOM#', 'META'],
  ['NOM#', 'REV#'],
  ['RND#', 'CAND#'],
];
export const isPacked = (key: Key): boolean =>
  packed.some(([pk, sk]) => key.pk.startsWith(pk) && key.sk.startsWith(sk));

/** Gives a row as it is stored. */
export function pack(item: Item): Item {
  if (!isPacked(item)) return item;
  const row: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const name in item) (beside.has(name) ? row : rest)[name] = item[name];
  return { ...row, d: JSON.stringify(rest) } as unknown as Item;
}

/** Gives a stored row as it was written. A row without the text, or with more beside it, comes as it stands. */
export function unpack<T extends Key>(row: T): T {
  const { d, ...rest } = row as T & { readonly d?: unknown };
  return typeof d === 'string' && isPacked(row)
    ? { ...(JSON.parse(d) as object), ...(rest as unknown as T) }
    : row;
}
