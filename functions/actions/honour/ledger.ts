/** The ledger of an organisation: a line that is recorded by hand, or struck out when it was wrong. */
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { parseLedgerInput } from '#domain/honour/ledger-input.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict, missing } from '#domain/problem.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { canonicalJson } from '#store/chain.ts';
import { rowAbsent } from '#store/guard.ts';
import { entryOps, ledgerKey, ledgerPress, putHints } from '#store/ledger.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find } from '#store/reads.ts';
import type { Op } from '#store/table.ts';
import { ledgerStrike } from './honour-input.ts';
import { demandKeeper, entryFrom } from './ledger-entry.ts';

/** What was typed of an entry. */
const contentOf = ({ by, at, status, version, struck, ...typed }: LedgerEntry): string =>
  canonicalJson(typed);

/** Writes with an event on the organisation's chain; done again when another event came between. */
const together = (deps: Deps, actor: Actor, org: string, action: EventName, ops: readonly Op[], id: string) =>
  again(async () => {
    const organisation = await getOrganisation(deps.table, org);
    const happened = { at: instantOf(deps), actor: actor.id, via: actor.via, action, details: { entry: id } };
    await deps.table.together([...ops, ...organisationEventOps(organisation, happened)]);
  });

/**
 * Records an honour that another level granted. `key` makes a repeated press one entry.
 * @throws Problem `invalid` with a fault beside each field; forbidden; missing `organisation-unknown`.
 */
export async function recordLedgerEntry(
  deps: Deps,
  actor: Actor,
  org: string,
  input: Readonly<Record<string, unknown>>,
  key?: string,
): Promise<LedgerEntry> {
  demandKeeper(actor, await getOrganisation(deps.table, org));
  const data = parseLedgerInput(input);
  const id =
    key === undefined ? deps.id('led') : `led${deps.keys.mac('link', `ledger:${org}:${key}`).slice(0, 26)}`;
  const press = key === undefined ? undefined : await find(deps.table, ledgerPress(org, id));
  const there =
    press === undefined ? undefined : await find<LedgerEntry>(deps.table, ledgerKey(org, press.year, id));
  const entry = entryFrom(deps, { id, org, by: actor.id, at: instantOf(deps), source: 'form' }, data);
  if (there !== undefined) {
    if (contentOf(there) === contentOf(entry)) return there;
    throw conflict(
      'entry-recorded',
      `这一条已经登记：${there.title}（${there.names.join('、')}）。您这次填写的不同，没有保存；另有一条的，请打开新的登记页再填。`,
      `This entry is recorded already: ${there.title} (${there.names.join(', ')}). What you sent differs and was not saved; for another entry open the form anew.`,
    );
  }
  await putHints(deps.table, [entry]);
  const ops = [...entryOps(undefined, entry)];
  if (key !== undefined) ops.push({ put: { ...ledgerPress(org, id), year: data.year }, when: rowAbsent });
  await together(deps, actor, org, 'ledger.record', ops, id);
  return entry;
}

/**
 * Strikes an entry out that was recorded by mistake: it stays with the reason and is not counted. Rows that came with
 * a grant above cannot be struck here.
 */
export async function strikeLedgerEntry(
  deps: Deps,
  actor: Actor,
  { org, year, ...sent }: Input<typeof ledgerStrike> & { readonly org: string; readonly year: number },
): Promise<void> {
  demandKeeper(actor, await getOrganisation(deps.table, org));
  const input = readInput(ledgerStrike, sent);
  const entry = await find<LedgerEntry>(deps.table, ledgerKey(org, year, input.id));
  if (entry === undefined || entry.source === 'above')
    throw missing(
      'entry-unknown',
      '没有这条登记，或它由上级授予时自动登记。',
      'No such entry, or it came with a grant above.',
    );
  if (entry.struck !== undefined) return;
  if (entry.version !== input.version)
    throw conflict('entry-changed', '这条登记刚被更新，请刷新。', 'Reload; it has changed.');
  const next: LedgerEntry = {
    ...entry,
    status: 'annulled',
    struck: input.reason,
    version: entry.version + 1,
  };
  await together(deps, actor, org, 'ledger.strike', entryOps(entry, next), entry.id);
}
