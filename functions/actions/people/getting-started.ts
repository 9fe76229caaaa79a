/** 开始使用: what an administrator of a new organisation does first, each found done in the data by one small read. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import type { Round } from '#domain/round/round-record.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation, listChildren, listMembers } from '#store/people.ts';
import { find, listPage } from '#store/reads.ts';
import type { Key } from '#store/table.ts';

/** The steps in their order; that of the calendar is there only while a year is not loaded, for who may load it. */
export type StartStep = 'organisation' | 'members' | 'calendar' | 'open';

export interface GettingStarted {
  readonly org: string;
  /** No federation is there yet: `org` is what it will stand below. */
  readonly isNew: boolean;
  /** Year whose holiday schedule is needed now. */
  readonly year: number;
  readonly steps: readonly StartStep[];
  readonly done: Readonly<Record<StartStep, boolean>>;
}

/** From November on the schedule of the year to come sets the days: a cycle for 8 March is prepared then. */
const yearNeeded = (date: string): number => Number(date.slice(0, 4)) + (date.slice(5, 7) >= '11' ? 1 : 0);

const dismissedKey = (member: string): Key => ({ pk: `MEM#${member}`, sk: 'STARTED' });

/** The root that a first start makes holds the tree and runs nothing: a nation without a code. */
const isTechnical = ({ parent, region }: Organisation): boolean =>
  parent === undefined && region === '000000';

/**
 * The organisation that an administrator sets up: the one asked for, else the first of hers that may run a round, else
 * the root; and whether she may load the calendar, which is the whole system's.
 */
async function chosen(deps: Deps, actor: Actor, wanted: string | undefined) {
  const ids = actor.grants.filter((grant) => grant.role === 'administrator').map((grant) => grant.org);
  const own = (
    await Promise.all([...new Set(ids)].slice(0, 10).map((id) => findOrganisation(deps.table, id)))
  ).filter((org) => org !== undefined);
  const org =
    wanted === undefined
      ? (own.find((each) => !isTechnical(each)) ?? own[0])
      : await findOrganisation(deps.table, wanted);
  return { org, loads: own.some(({ parent }) => parent === undefined) };
}

/**
 * How far an organisation is set up: `wanted`, else the federation that the actor administers; an actor without one is
 * told of the root below which hers will stand. Five reads of a few rows.
 */
export async function gettingStarted(deps: Deps, actor: Actor, wanted?: string): Promise<GettingStarted> {
  const { org, loads } = await chosen(deps, actor, wanted);
  const year = yearNeeded(shanghaiDate(instantOf(deps)));
  const calendar = (await deps.calendar()).years.has(year);
  const steps: readonly StartStep[] =
    calendar || !loads
      ? ['organisation', 'members', 'open']
      : ['organisation', 'members', 'calendar', 'open'];
  if (org === undefined || isTechnical(org)) {
    const done = { organisation: false, members: false, calendar, open: false };
    return { org: org?.id ?? actor.grants[0]?.org ?? '', isNew: true, year, steps, done };
  }
  const [members, below, rounds] = await Promise.all([
    listMembers(deps.table, org.id, { limit: 2 }),
    listChildren(deps.table, org.id, { limit: 1 }),
    listPage<Round>(deps.table, { pk: keys.roundsOfOrg(org.id), limit: 10, index: 'gsi1', descending: true }),
  ]);
  const done = {
    organisation: below.items.length > 0 || ['unit', 'community'].includes(org.level),
    members: members.items.length > 1,
    calendar,
    open: rounds.items.some((round) => round.status !== 'cancelled'),
  };
  return { org: org.id, isNew: false, year, steps, done };
}

/** The step that comes next; undefined when all is done. */
export const nextStart = ({ steps, done }: GettingStarted): StartStep | undefined =>
  steps.find((step) => !done[step]);

/** What a home page shows of it: nothing to others than administrators, when all is done, or once dismissed. */
export async function startOnHome(deps: Deps, actor: Actor): Promise<GettingStarted | undefined> {
  if (!actor.grants.some((grant) => grant.role === 'administrator')) return undefined;
  if ((await find(deps.table, dismissedKey(actor.id))) !== undefined) return undefined;
  const started = await gettingStarted(deps, actor);
  return nextStart(started) === undefined ? undefined : started;
}

/** Puts the panel away for good; said twice, it is the same. */
export const dismissStart = async (deps: Deps, actor: Actor): Promise<void> => {
  await deps.table.put({ ...dismissedKey(actor.id), at: instantOf(deps) });
};
