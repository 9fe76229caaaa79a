/** A line of the ledger that names several holders becomes a line each: what happens to one must not happen to all. */
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { systemActor } from '#domain/people/people.ts';
import { everyOne } from '#store/every.ts';
import { entryOps, ledgerKey, putHints } from '#store/ledger.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find, listPage } from '#store/reads.ts';

/** Lines made in one transaction. */
const atOnce = 90;

/** The line as it stands, with the lines that it gave up: from the ledger itself, as an index may not have them yet. */
export async function splitLines(
  deps: Pick<Deps, 'table'>,
  line: LedgerEntry,
): Promise<readonly LedgerEntry[]> {
  const { pk, sk } = ledgerKey(line.org, line.year, line.id);
  const found: LedgerEntry[] = [];
  const page = (cursor: string | undefined) =>
    listPage<LedgerEntry>(deps.table, { pk, prefix: sk, limit: 500, cursor });
  for await (const each of everyOne(page))
    if (each.id === sk || each.id.startsWith(`${sk}.`)) found.push(each);
  return found;
}

/** The line that gave this one up, where that is about the same honour still. */
export async function lineBefore(
  deps: Pick<Deps, 'table'>,
  { org, year, id, code, level }: LedgerEntry,
): Promise<LedgerEntry | undefined> {
  const at = id.lastIndexOf('.');
  if (at < 0) return undefined;
  const line = await find<LedgerEntry>(deps.table, ledgerKey(org, year, id.slice(0, at)));
  return line?.code === code && line.level === level ? line : undefined;
}

/** Whether a line names several holders, and is ours to split. */
export const isMany = ({ names, count, source, struck }: LedgerEntry): boolean =>
  names.length > 0 && count > 1 && source !== 'above' && struck === undefined;

/** The lines that a line of several holders gives up, and what stays: the first holder, under the old id. */
export function splitOf(entry: LedgerEntry): {
  readonly stays: LedgerEntry;
  readonly made: readonly LedgerEntry[];
} {
  const { names, count } = entry;
  const unnamed = count - names.length;
  const last = names.length > atOnce ? names.length - atOnce : 1;
  const taken = names.slice(last);
  const more: LedgerEntry[] = taken.map((name, i) => ({
    ...{ ...entry, id: `${entry.id}.${last + i}`, names: [name], count: 1, version: 1 },
  }));
  if (unnamed > 0) more.push({ ...entry, id: `${entry.id}.0`, names: [], count: unnamed, version: 1 });
  return {
    stays: { ...entry, names: names.slice(0, last), count: last, version: entry.version + 1 },
    made: more,
  };
}

/** Splits a line, in as many writes as it needs; sums stay as they were. Safe to repeat. */
export async function splitEntry(deps: Deps, found: LedgerEntry): Promise<void> {
  for (let hasMore = isMany(found); hasMore; )
    hasMore = await again(async () => {
      const entry = await find<LedgerEntry>(deps.table, ledgerKey(found.org, found.year, found.id));
      if (entry === undefined || !isMany(entry)) return false;
      const { stays, made } = splitOf(entry);
      const organisation = await getOrganisation(deps.table, entry.org);
      const { id: actor, via } = systemActor;
      const details = { entry: entry.id, count: made.length };
      await putHints(deps.table, made);
      await deps.table.together([
        ...entryOps(entry, stays),
        ...made.flatMap((each) => entryOps(undefined, each)),
        ...organisationEventOps(organisation, {
          at: instantOf(deps),
          ...{ actor, via, action: 'ledger.split', details },
        }),
      ]);
      return isMany(stays);
    });
}
