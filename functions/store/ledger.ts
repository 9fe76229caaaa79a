/** Rows of the ledger 荣誉台账: beside the honours that an organisation granted itself in the index of its year. */

import type { HonourRecord } from '#domain/honour/honour-records.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { keys } from './keys.ts';
import { type Listed, listPage } from './reads.ts';
import type { Item, Key, KeyOf, Table } from './table.ts';

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
  gsi1sk: `${entry.code}#${entry.level}#${entry.id}`,
});

/** What stands in an organisation's year: what it granted, and what its ledger holds. */
export type YearRow = HonourRecord | LedgerEntry;
export const isLedgerEntry = (row: YearRow): row is LedgerEntry => 'source' in row;

/** One page of an organisation's year, by honour code and level. */
export const yearRows = (table: Table, org: string, year: number, cursor?: string, limit = 500) =>
  listPage<YearRow>(table, { pk: keys.honoursOf(org, year), index: 'gsi1', cursor, limit });

/** One page of the ledger alone. */
export const ledgerPage = (
  table: Table,
  org: string,
  year: number,
  cursor?: string,
  limit = 100,
): Promise<Listed<LedgerEntry>> =>
  listPage<LedgerEntry>(table, { pk: `LEDGER#${org}#${year}`, cursor, limit });
