/** Organisations and members as rows: their keys, bounded reads, and the writes that actions put into transactions. */

import { emptyHead } from '#domain/empty-head.ts';
import type { FactorRow, NewFactorRow } from '#domain/people/access-records.ts';
import type { Member, Organisation } from '#domain/people/people-records.ts';
import type { Role } from '#domain/people/roles.ts';
import { missing } from '#domain/problem.ts';
import { noSuch } from '#domain/things.ts';
import type { Keys } from '#ports';
import { eventOp, type Happened, nextEvent } from './chain.ts';
import { everyOne } from './every.ts';
import { allOf, is, rowAbsent, versionIs } from './guard.ts';
import { padded } from './keys.ts';
import { find, type Listed, listPage } from './reads.ts';
import type { Item, KeyOf, Op, Table } from './table.ts';

export const peopleKeys = {
  organisation: (id: string): KeyOf<Organisation> => ({ pk: `ORG#${id}`, sk: 'META' }),
  /** gsi1: organisations below one, or the roots, in their official order. */
  children: (parent: string | undefined): string => `ORGS#${parent ?? '-'}`,
  member: (id: string): KeyOf<Member> => ({ pk: `MEM#${id}`, sk: 'META' }),
  factor: (member: string): KeyOf<FactorRow> => ({ pk: `MEM#${member}`, sk: 'FACTOR' }),
  newFactor: (member: string): KeyOf<NewFactorRow> => ({ pk: `MEM#${member}`, sk: 'FACTORNEW' }),
  email: (mac: string): KeyOf<{ readonly member: string }> => ({ pk: `EMAIL#${mac}`, sk: 'EMAIL' }),
  membership: (org: string, member: string): KeyOf<Membership> => ({ pk: `ORG#${org}`, sk: `MEM#${member}` }),
  membershipPrefix: 'MEM#',
} as const;

/** Name of an organisation's audit chain. */
export const organisationChain = (id: string): string => `organisation:${id}`;

/** A member as the list of one organisation has her: e-mail masked, only the grants held there. */
export type Membership = Member;

export interface Paging {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** An address as it is compared: without outer spaces, full-width forms and capitals. */
export const normaliseEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

/** `zhang.min@example.cn` as lists show it: `z***@example.cn`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '***' : `${[...email][0]}***${email.slice(at)}`;
}

/** One organisation, strongly consistent; undefined when there is none. */
export async function findOrganisation(table: Table, id: string): Promise<Organisation | undefined> {
  return find(table, peopleKeys.organisation(id));
}

/** One organisation. Throws Problem missing `organisation-unknown`. */
export async function getOrganisation(table: Table, id: string): Promise<Organisation> {
  const organisation = await findOrganisation(table, id);
  if (organisation !== undefined) return organisation;
  throw missing(
    'organisation-unknown',
    `没有编号为 ${id} 的单位，请检查编号。`,
    `There is no organisation with the id ${id}; check the id.`,
  );
}

/** How long who is where may be known from memory: a change shows within seconds, a burst of nominations reads it once. */
const keptMs = 5_000;
const kept = new WeakMap<Table, Map<string, { readonly until: number; readonly value: Promise<unknown> }>>();

/** Reads once in five seconds a process. For who is asked and which seat is above; what is changed is read anew. */
export function briefly<T>(table: Table, name: string, read: () => Promise<T>): Promise<T> {
  const known = kept.get(table) ?? new Map();
  kept.set(table, known);
  const now = performance.now();
  const there = known.get(name);
  if (there !== undefined && there.until > now) return there.value as Promise<T>;
  if (known.size > 2_000) known.clear();
  const value = read();
  known.set(name, { until: now + keptMs, value });
  value.catch(() => known.delete(name));
  return value;
}

/** Forgets what was kept, after a change made by this process. */
export const forgetKnown = (table: Table): void => void kept.delete(table);

/** One organisation as known from the last seconds; for paths and levels, not for changing it. */
export const knownOrganisation = (table: Table, id: string): Promise<Organisation> =>
  briefly(table, `org:${id}`, () => getOrganisation(table, id));

/** Several organisations, in the order of the ids. Throws Problem missing `organisation-unknown`. */
export const getOrganisations = (table: Table, ids: readonly string[]): Promise<readonly Organisation[]> =>
  Promise.all(ids.map((id) => knownOrganisation(table, id)));

/** One page of the organisations below one (or of the roots), in their official order. For pages, not for decisions. */
/** Names of organisations, each read once. */
export function namesOnce(table: Table): (org: string) => Promise<string> {
  const names = new Map<string, Promise<string>>();
  return (org) => {
    const name = names.get(org) ?? getOrganisation(table, org).then((each) => each.name);
    names.set(org, name);
    return name;
  };
}

export async function listChildren(
  table: Table,
  parent: string | undefined,
  { limit = 50, cursor }: Paging = {},
): Promise<Listed<Organisation>> {
  return listPage<Organisation>(table, { pk: peopleKeys.children(parent), index: 'gsi1', limit, cursor });
}

const organisationItem = (organisation: Organisation): Item => ({
  ...organisation,
  ...peopleKeys.organisation(organisation.id),
  gsi1pk: peopleKeys.children(organisation.parent),
  gsi1sk: `${padded(organisation.order)}#${organisation.id}`,
});

/** The writes that make an organisation with the first event of its chain. Refused when the id is taken. */
export function newOrganisationOps(
  organisation: Omit<Organisation, 'version' | 'head'>,
  happened: Happened,
): { readonly organisation: Organisation; readonly ops: readonly Op[] } {
  const { event, head } = nextEvent(emptyHead, organisationChain(organisation.id), happened);
  const made: Organisation = { ...organisation, version: 1, head };
  return { organisation: made, ops: [{ put: organisationItem(made), when: rowAbsent }, eventOp(event)] };
}

/**
 * The writes of a changed organisation with its event: the first is guarded by version and head, so that neither
 * an edit nor an event beside it is lost.
 */
export function changedOrganisationOps(
  before: Organisation,
  after: Organisation,
  happened: Happened,
): readonly [Op, Op] {
  const { event, head } = nextEvent(before.head, organisationChain(before.id), happened);
  return [
    {
      put: organisationItem({ ...after, version: before.version + 1, head }),
      when: allOf(is('version', before.version), is('head', before.head)),
    },
    eventOp(event),
  ];
}

/** The writes of an event on an organisation's chain alone; its version stays, so that open forms stay good. */
export function organisationEventOps(organisation: Organisation, happened: Happened): readonly [Op, Op] {
  const { event, head } = nextEvent(organisation.head, organisationChain(organisation.id), happened);
  return [
    {
      update: peopleKeys.organisation(organisation.id),
      change: { set: { head } },
      when: is('head', organisation.head),
    },
    eventOp(event),
  ];
}

/** One member, strongly consistent; undefined when there is none. */
export async function findMember(table: Table, id: string): Promise<Member | undefined> {
  return find(table, peopleKeys.member(id));
}

/** One member. Throws Problem missing `member-unknown`. */
export async function getMember(table: Table, id: string): Promise<Member> {
  const member = await findMember(table, id);
  if (member !== undefined) return member;
  throw noSuch('member');
}

/** What finds a member by her address. */
export type Macs = Pick<Keys, 'mac' | 'versions'>;

/** The member with an address, left ones too; looks under every version of the e-mail key. */
export async function findMemberByEmail(
  { table, keys }: { readonly table: Table; readonly keys: Macs },
  email: string,
): Promise<Member | undefined> {
  const { all } = keys.versions('email');
  for (const version of [...all].sort((a, b) => b - a)) {
    const pointer = await table.get(peopleKeys.email(keys.mac('email', normaliseEmail(email), version)), {
      consistent: true,
    });
    if (pointer !== undefined) return findMember(table, pointer.member);
  }
  return undefined;
}

/** The id that an address gets: the same for every invitation, and telling nothing of the address without the key. */
export const memberIdFor = (keys: Macs, email: string): string =>
  `m${Buffer.from(keys.mac('email', `id:${normaliseEmail(email)}`), 'base64url')
    .toString('hex')
    .slice(0, 24)}`;

const orgsOf = (member: Member | undefined): readonly string[] => [
  ...new Set((member?.grants ?? []).map((grant) => grant.org)),
];

/**
 * The writes of a new or changed member: the row guarded by its version, the e-mail pointer of a new one, and the
 * memberships of every organisation where she has, or had, a role.
 */
export function memberOps(keys: Macs, before: Member | undefined, after: Member): readonly Op[] {
  const stored: Item = { ...after, ...peopleKeys.member(after.id) };
  const ops: Op[] = [
    before === undefined
      ? { put: stored, when: rowAbsent }
      : { put: stored, when: versionIs(before.version) },
  ];
  if (before === undefined)
    ops.push({
      put: {
        ...peopleKeys.email(keys.mac('email', normaliseEmail(after.email))),
        member: after.id,
      },
      when: rowAbsent,
    });
  const now = orgsOf(after);
  const { phone: _, sms: __, ...listed } = after;
  for (const org of now) {
    const membership: Membership = {
      ...listed,
      email: maskEmail(after.email),
      grants: after.grants.filter((grant) => grant.org === org),
    };
    ops.push({ put: { ...membership, ...peopleKeys.membership(org, after.id) } });
  }
  for (const org of orgsOf(before))
    if (!now.includes(org)) ops.push({ remove: peopleKeys.membership(org, after.id) });
  return ops;
}

/** One page of the members of an organisation, strongly consistent. */
export async function listMembers(
  table: Table,
  org: string,
  { limit = 50, cursor }: Paging = {},
): Promise<Listed<Membership>> {
  const pk = peopleKeys.organisation(org).pk;
  return listPage<Membership>(table, { pk, prefix: peopleKeys.membershipPrefix, limit, cursor });
}

/** An organisation's own staff: more than this many means that members were imported where nominees belong. */
const mostMembers = 2_000;

/** Members with a role (and, where given, of a department) in an organisation itself; at most 2,000 rows are read. */
export const membersOf = (
  table: Table,
  org: string,
  role: Role,
  department?: string,
): Promise<readonly Membership[]> =>
  briefly(table, `members:${org}:${role}:${department ?? ''}`, () =>
    readMembersOf(table, org, role, department),
  );

/** Ids of everybody with a role in an organisation itself. */
export const memberIdsOf = (table: Table, org: string): Promise<ReadonlySet<string>> =>
  briefly(table, `members:${org}`, async () => {
    const ids = new Set<string>();
    for await (const { id } of everyOne((cursor) => listMembers(table, org, { limit: 500, cursor })))
      ids.add(id);
    return ids;
  });

async function readMembersOf(
  table: Table,
  org: string,
  role: Role,
  department?: string,
): Promise<readonly Membership[]> {
  const found: Membership[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < mostMembers; read += 500) {
    const page = await listMembers(table, org, { limit: 500, cursor });
    for (const membership of page.items)
      if (
        membership.grants.some(
          (g) => g.role === role && (department === undefined || g.department === department),
        )
      )
        found.push(membership);
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return found;
}
