/** Rows of the ledger 荣誉台账: beside the honours that an organisation granted itself in the index of its year. */

import { honourKey } from '#domain/honour/honour.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { isUnclaimed } from '#domain/honour/ledger.ts';
import type { LedgerEntry, LedgerHint } from '#domain/honour/ledger-record.ts';
import { normaliseName } from '#domain/name.ts';
import { rowAbsent, versionIs } from './guard.ts';
import { keys } from './keys.ts';
import { find, listPage } from './reads.ts';
import type { Item, Key, KeyOf, Op, Table } from './table.ts';

export const ledgerKey = (org: string, year: number, id: string): Key => ({
  pk: `LEDGER#${org}#${year}`,
  sk: id,
});

/** In which year the entry of a press stands, so that the press repeated with another year finds it. */
export const ledgerPress = (org: string, id: string): KeyOf<{ readonly year: number }> => ({
  pk: `LEDGERPRESS#${org}`,
  sk: id,
});

/** An entry as a row. */
export const ledgerRow = (entry: LedgerEntry): Item => ({
  ...entry,
  ...ledgerKey(entry.org, entry.year, entry.id),
  gsi1pk: keys.honoursOf(entry.org, entry.year),
  gsi1sk: `${entry.code}#${entry.level ?? ''}#${entry.id}`,
});

/** What the identities of a line hold by it; nothing where it says no code or level that a rule could ask for. */
const heldOps = (entry: LedgerEntry): readonly Op[] => {
  const { id, org, year, code, level, date, status, outcome, identities = [] } = entry;
  if (level === undefined || code === '' || outcome !== undefined) return [];
  return identities.map((identity) => ({
    put: {
      // No edition of a programme: what a round grants never meets it, and it is no grant of that round.
      ...keys.held(identity, honourKey({ code, edition: `${org}.${id}`, level, identity })),
      ...{ number: entry.number ?? '', code, edition: `${org}.${id}`, level, year, status },
      ...(date !== undefined && { date }),
    },
  }));
};

/**
 * The writes of a line that is recorded (no `before`) or changed, with what its holder is known to hold. What finds it by
 * name is put before, by `putHints`.
 */
export const entryOps = (before: LedgerEntry | undefined, after: LedgerEntry): readonly Op[] => [
  { put: ledgerRow(after), when: before === undefined ? rowAbsent : versionIs(before.version) },
  ...heldOps(after),
];

/** Makes lines be found by the names of their holders; a hint that was not needed does no harm. */
export async function putHints(table: Table, entries: readonly LedgerEntry[]): Promise<void> {
  const hints = entries.flatMap(({ id: entry, org, year, code, names }) =>
    names.map((name) => ({
      ...keys.ledgerName(normaliseName(name), org, `${year}.${entry}`),
      ...{ org, year, entry, code },
    })),
  );
  if (hints.length > 0) await table.batchPut(hints);
}

/** Lines of an organisation's year of which one holder has this name; a hundred of a name at most. */
export async function linesOfName(
  table: Table,
  org: string,
  year: number,
  name: string,
): Promise<readonly LedgerEntry[]> {
  const hints = await listPage<LedgerHint>(table, {
    pk: keys.ledgerNames(normaliseName(name)),
    prefix: `${org}#${year}.`,
    limit: 100,
  });
  const entries = await Promise.all(
    hints.items.map(({ entry }) => find<LedgerEntry>(table, ledgerKey(org, year, entry))),
  );
  return entries.filter((entry) => entry !== undefined);
}

/** Lines of a name that nobody was confirmed to hold, of the codes asked for; a hundred of a name at most. */
export async function unclaimedOf(
  table: Table,
  name: string,
  isAsked: (code: string) => boolean,
): Promise<readonly LedgerEntry[]> {
  const wanted = normaliseName(name);
  const hints = await listPage<LedgerHint>(table, { pk: keys.ledgerNames(wanted), limit: 100 });
  const entries = await Promise.all(
    hints.items
      .filter(({ code }) => isAsked(code))
      .map(({ org, year, entry }) => find<LedgerEntry>(table, ledgerKey(org, year, entry))),
  );
  return entries.flatMap((entry) =>
    entry !== undefined && isUnclaimed(entry) && entry.names.some((each) => normaliseName(each) === wanted)
      ? [entry]
      : [],
  );
}

/** What stands in an organisation's year: what it granted, and what its ledger holds. */
export type YearRow = HonourRecord | LedgerEntry;
export const isLedgerEntry = (row: YearRow): row is LedgerEntry => 'source' in row;

/** One page of an organisation's year, by honour code and level; `prefix` is of both. */
export const yearRows = (
  table: Table,
  org: string,
  year: number,
  {
    cursor,
    limit = 500,
    prefix,
  }: { readonly cursor?: string | undefined; readonly limit?: number; readonly prefix?: string | undefined },
) =>
  listPage<YearRow>(table, {
    pk: keys.honoursOf(org, year),
    index: 'gsi1',
    cursor,
    limit,
    ...(prefix !== undefined && { prefix }),
  });
