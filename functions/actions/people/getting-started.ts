/** 开始使用: what an administrator of a new organisation does first, each found done in the data by one small read. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Round } from '#domain/round/round-record.ts';
import { keys } from '#store/keys.ts';
import { listChildren, listMembers } from '#store/people.ts';
import { find, listPage } from '#store/reads.ts';
import type { Key } from '#store/table.ts';

export const startSteps = ['organisation', 'calendar', 'programme', 'settings', 'open'] as const;
export type StartStep = (typeof startSteps)[number];

export interface GettingStarted {
  readonly org: string;
  /** Year whose holiday schedule is needed now. */
  readonly year: number;
  /** A programme of her own, to set its round up. */
  readonly programme: string | undefined;
  readonly done: Readonly<Record<StartStep, boolean>>;
}

/** In December the schedule of the year to come sets the days (元旦). */
const yearNeeded = (date: string): number => Number(date.slice(0, 4)) + (date.slice(5, 7) === '12' ? 1 : 0);

const dismissedKey = (member: string): Key => ({ pk: `MEM#${member}`, sk: 'STARTED' });

/**
 * How far an administrator's first organisation is set up; undefined for others, when all is done, or once dismissed.
 * A round shows that there was a programme, perhaps of the organisation above, so six reads of two rows at most suffice.
 */
export async function gettingStarted(deps: Deps, actor: Actor): Promise<GettingStarted | undefined> {
  const org = actor.grants.find((grant) => grant.role === 'administrator')?.org;
  if (org === undefined || (await find(deps.table, dismissedKey(actor.id))) !== undefined) return undefined;
  const range = { index: 'gsi1', descending: true } as const;
  const [members, below, calendar, programmes, rounds] = await Promise.all([
    listMembers(deps.table, org, { limit: 2 }),
    listChildren(deps.table, org, { limit: 1 }),
    deps.calendar(),
    listPage<{ readonly id: string }>(deps.table, { pk: keys.programmeIndex(org), limit: 1, ...range }),
    listPage<Round>(deps.table, { pk: keys.roundsOfOrg(org), limit: 10, ...range }),
  ]);
  const year = yearNeeded(shanghaiDate(instantOf(deps)));
  const settings = rounds.items.length > 0;
  const done = {
    organisation: members.items.length > 1 || below.items.length > 0,
    calendar: calendar.years.has(year),
    programme: settings || programmes.items.length > 0,
    settings,
    open: rounds.items.some((round) => round.status !== 'planned' && round.status !== 'cancelled'),
  };
  if (startSteps.every((step) => done[step])) return undefined;
  return { org, year, programme: programmes.items[0]?.id, done };
}

/** Puts the panel away for good; said twice, it is the same. */
export const dismissStart = async (deps: Deps, actor: Actor): Promise<void> => {
  await deps.table.put({ ...dismissedKey(actor.id), at: instantOf(deps) });
};
