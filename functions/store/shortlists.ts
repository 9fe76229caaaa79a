/** A shortlist as rows: the entries of a long one stand in parts beside it, since 2,000 with long names are more than the 400 KB of an item. */
import type { Shortlist, ShortlistEntry, ShortlistPart } from '#domain/selection/selection-records.ts';
import { rowAbsent, versionIs } from './guard.ts';
import { keys } from './keys.ts';
import { plain } from './rows.ts';
import type { Item, Op, Table } from './table.ts';

/** Bytes of JSON in one row; DynamoDB's own measure of the same entries is smaller. */
const rowMost = 250_000;

const bytesOf = (entry: ShortlistEntry): number => Buffer.byteLength(JSON.stringify(entry)) + 1;

/** The parts of a list, in its order; none where all of it fits beside the head. */
function partsOf({ round, version, chosen, reserves }: Shortlist): readonly ShortlistPart[] {
  const all = [
    ...chosen.map((entry) => ({ entry, of: 'chosen' as const })),
    ...reserves.map((entry) => ({ entry, of: 'reserves' as const })),
  ];
  if (all.reduce((sum, { entry }) => sum + bytesOf(entry), 0) <= rowMost) return [];
  const parts: { round: string; version: number; chosen: ShortlistEntry[]; reserves: ShortlistEntry[] }[] =
    [];
  let left = 0;
  for (const { entry, of } of all) {
    left -= bytesOf(entry);
    if (left < 0) {
      parts.push({ round, version, chosen: [], reserves: [] });
      left = rowMost - bytesOf(entry);
    }
    parts.at(-1)![of].push(entry);
  }
  return parts;
}

/** The writes that put a list as it is now: its version is the next, guarded by that of before (0: none was there). */
export function shortlistOps(before: Pick<Shortlist, 'version'>, list: Shortlist): readonly Op[] {
  const after = { ...list, version: before.version + 1 };
  const parts = partsOf(after);
  const head = parts.length === 0 ? after : { ...after, chosen: [], reserves: [], parts: parts.length };
  const put: Item = { ...head, ...keys.shortlist(list.round) };
  return [
    { put, when: before.version === 0 ? rowAbsent : versionIs(before.version) },
    // Parts of a list that has become shorter stay and are not read.
    ...parts.map((part, n) => ({ put: { ...part, ...keys.shortlistPart(list.round, n) } })),
  ];
}

/** The list of a round, whole. */
export async function findShortlist(table: Table, round: string): Promise<Shortlist | undefined> {
  for (let left = 5; ; left--) {
    const row = await table.get(keys.shortlist(round), { consistent: true });
    if (row === undefined) return undefined;
    const { parts: count = 0, ...head } = plain<Shortlist & { readonly parts?: number }>(row);
    if (count === 0) return head;
    // One by one, and at once: a page of a query ends at 1 MB.
    const found = await Promise.all(
      Array.from({ length: count }, (_, n) => table.get(keys.shortlistPart(round, n), { consistent: true })),
    );
    const parts = found.flatMap((part) => (part?.version === head.version ? [part] : []));
    if (parts.length === count)
      return {
        ...head,
        chosen: parts.flatMap(({ chosen }) => chosen),
        reserves: parts.flatMap(({ reserves }) => reserves),
      };
    // Somebody saved between the two reads.
    if (left === 0) throw new Error(`the shortlist of ${round} does not fit together`);
  }
}
