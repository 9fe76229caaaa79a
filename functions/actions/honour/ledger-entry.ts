/** A line of the ledger made from what was sent: its record, and who it is of as HMACs alone. */
import type { Deps } from '#deps';
import { ledgerIdentity } from '#domain/honour/ledger-identity.ts';
import type { LedgerInput } from '#domain/honour/ledger-input.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { refuseIf } from '#domain/problem.ts';

/** Who keeps the ledger: the administrators, as with results that come from outside. */
export const demandKeeper = (actor: Actor, org: Organisation): void =>
  demand(actor, 'upward.send', { orgPath: org.path }, 'organisation');

/** The id of a line by what makes it the same: sent again it is one. */
export const entryId = (deps: Pick<Deps, 'keys'>, org: string, same: string): string =>
  `led${deps.keys.mac('link', `ledger:${org}:${same}`).slice(0, 26)}`;

/**
 * The record of a line. Documents and codes become HMACs as those of nominations are, and are kept nowhere else.
 * @throws Problem `invalid` where a number cannot be one.
 */
export function entryFrom(
  deps: Pick<Deps, 'keys'>,
  of: Pick<LedgerEntry, 'id' | 'org' | 'source' | 'by' | 'at' | 'job'>,
  input: LedgerInput,
): LedgerEntry {
  const identity = ledgerIdentity(input);
  refuseIf(identity.faults);
  const identities = identity.parts.map(({ kind, value }) => deps.keys.mac('identity', `${kind}:${value}`));
  const { year, code = '', title, count, names, bodies } = input;
  return {
    ...{ year, code, title, count, names, bodies },
    ...optional(input),
    ...(identities.length > 0 && { identities }),
    ...of,
    status: 'valid',
    version: 1,
  };
}

/** What a line may leave out, where it says it. */
function optional(input: LedgerInput): Partial<LedgerEntry> {
  const { level, levelSaid = '', category, kind, outcome, unit, about, holderUnit } = input;
  const { documentNumber, date, grades, batch, number, note } = input;
  return {
    ...(level === 'other' ? { levelSaid } : { level }),
    ...(category !== 'mixed' && { category }),
    ...(kind !== undefined && { kind }),
    ...(outcome !== undefined && outcome !== 'granted' && { outcome }),
    ...(unit !== undefined && { unit }),
    ...(about !== undefined && { about }),
    ...(holderUnit !== undefined && { holderUnit }),
    ...(documentNumber !== undefined && { documentNumber }),
    ...(date !== undefined && { date }),
    ...(grades !== undefined && { grades }),
    ...(batch !== undefined && { batch }),
    ...(number !== undefined && { number }),
    ...(note !== undefined && { note }),
  };
}
