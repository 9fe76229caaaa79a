/** The rows by which an honour is found: by its name, and on its holder's page. */
import { createHash } from 'node:crypto';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { holderParts, indexedName, isFoundByName, isOnOwnPage } from '#domain/honour/roll.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { keys } from '#store/keys.ts';
import type { Item, Op } from '#store/table.ts';

/** A nomination with one of its honours. */
export interface OnRoll {
  readonly nomination: Nomination;
  readonly honour: HonourRecord;
}

/** What the address of a holder's page calls her, telling neither a name nor an identity; undefined where she has no page. */
export function holderOf({ nomination, honour }: OnRoll): string | undefined {
  const parts = isOnOwnPage(nomination, honour) ? holderParts(nomination, honour) : undefined;
  return parts && createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function placesOf(one: OnRoll): readonly Item[] {
  const { list, position, number, name, date } = one.honour;
  const holder = holderOf(one);
  return [
    ...(isFoundByName(one.nomination, one.honour)
      ? [{ ...keys.rollName(indexedName(name), number), list, position }]
      : []),
    ...(holder === undefined ? [] : [{ ...keys.heldBy(holder, date, number), list, position }]),
  ];
}

/** The writes that make an honour found as it is afterwards; nothing where that does not change. */
export function rollOps(before: OnRoll | undefined, after: OnRoll): readonly Op[] {
  const was = before === undefined ? [] : placesOf(before);
  const will = placesOf(after);
  const isIn = (all: readonly Item[], { pk, sk }: Item) => all.some((one) => one.pk === pk && one.sk === sk);
  return [
    ...was.filter((one) => !isIn(will, one)).map(({ pk, sk }) => ({ remove: { pk, sk } })),
    ...will.filter((one) => !isIn(was, one)).map((put) => ({ put })),
  ];
}
