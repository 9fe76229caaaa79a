/** Who hears what becomes of an honour: who nominated it, who holds it, and the units on the way to it. */
import { letterToOwner } from '#actions/candidacy/moving.ts';
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { lowerOrgs } from '#domain/honour/ledger.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import { systemActor } from '#domain/people/people.ts';
import { membersOf } from '#store/people.ts';
import { findNomination } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';
import { honourByNumber } from './honour-writes.ts';

export interface News {
  readonly template: string;
  /** What makes it one letter: the same news twice is told once. */
  readonly event: string;
  readonly params: Letter['params'];
}

/** Writes that `tellHolder` adds at most: two letters with their due rows, the row for the units on the way. */
export const tellingOps = 5;

/** Administrators of one unit that are told. */
const mostTold = 5;

/** Adds to a write the letters to whoever nominated an honour and to its holder; the units on the way are told after it. */
export async function tellHolder(
  deps: Deps,
  write: Writing,
  honour: HonourRecord,
  news: News,
): Promise<void> {
  const { nomination: id, number, list } = honour;
  const { template, event, params } = news;
  const nomination = await findNomination(deps.table, id);
  if (nomination === undefined) return;
  const letter = { ...letterToOwner(nomination, template, `${number}-${event}`, params), org: honour.org };
  write.letter(letter);
  write.due(write.now, deps.id('way'), { due: 'tell-below', number, ...news });
  const { consent, owner } = nomination;
  if (consent?.state !== 'given' || consent.by === owner) return;
  const opens = { kind: 'page', scope: `/honours/${encodeURIComponent(list)}` } as const;
  write.letter({
    ...letter,
    key: `${template}-${consent.by}-${id}-${number}-${event}`,
    to: consent.by,
    opens,
  });
}

/** Tells the administrators of the units through which an honour's nomination came. Safe to repeat. */
export async function tellBelow(
  deps: Deps,
  { number, template, event, params }: News & { readonly number: string },
): Promise<void> {
  const { honour } = await honourByNumber(deps, number);
  const nomination = await findNomination(deps.table, honour.nomination);
  if (nomination === undefined) return;
  const units = await Promise.all(
    lowerOrgs(honour, nomination).map((org) => membersOf(deps.table, org, 'administrator')),
  );
  const told = units
    .flatMap((members) => members.slice(0, mostTold))
    .filter(({ id }) => id !== nomination.owner);
  if (told.length === 0) return;
  const write = begin(deps, systemActor);
  for (const { id: to } of told)
    write.letter({
      key: `${template}-${to}-${nomination.id}-${number}-${event}`,
      ...{ template, to, org: honour.org },
      params: { name: honour.name, ...params },
      opens: { kind: 'page', scope: `/honours/${encodeURIComponent(honour.list)}` },
    });
  await finish(deps, write);
}
