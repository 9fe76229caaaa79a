/** Members: invite, change roles, let go; each change stands on the audit chain of the organisation concerned. */

import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { newLetter } from '#domain/letter/new-letter.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import type { Grant, Member, Organisation } from '#domain/people/people-records.ts';
import { type Action, demand, may } from '#domain/people/policy.ts';
import { grantWords } from '#domain/people/roles.ts';
import { conflict, fault, type Problem, refuseIf } from '#domain/problem.ts';
import { noSuch } from '#domain/things.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { personIdFor } from '#store/addresses.ts';
import { everyOne } from '#store/every.ts';
import { letterOps } from '#store/letters.ts';
import {
  findMemberByEmail,
  forgetKnown,
  getMember,
  getOrganisation,
  listMembers,
  memberOps,
  organisationEventOps,
  peopleKeys,
} from '#store/people.ts';
import type { Op } from '#store/table.ts';
import { noGateway, phoneForgotten, phoneKept } from './member-phone.ts';
import { invitation, rolesHere } from './people-input.ts';

export type PeopleDeps = Pick<Deps, 'table' | 'clock' | 'keys' | 'keysTable' | 'site'>;

/** One transaction holds 100 writes; each organisation takes three of them. */
const mostOrganisations = 30;

type RoleGiven = {
  readonly org: string;
  readonly role: Grant['role'];
  readonly department?: string | undefined;
};

const grantKey = (grant: RoleGiven): string => `${grant.org}#${grant.role}#${grant.department ?? ''}`;
const grantOf = ({ org, role, department }: RoleGiven): Grant =>
  department === undefined ? { org, role } : { org, role, department };

/** One of each, and a department named exactly where the role is that of a department. */
function checkedGrants(given: readonly RoleGiven[]): readonly Grant[] {
  refuseIf(
    given.flatMap((grant, i) =>
      (grant.role === 'department') === (grant.department !== undefined)
        ? []
        : [
            fault(
              `grants.${i}.department`,
              'grant-department',
              '征求意见部门须填写部门名称，其他角色不填',
              'name the department for the role department, and for no other role',
            ),
          ],
    ),
  );
  const grants = [...new Map(given.map((grant) => [grantKey(grant), grantOf(grant)])).values()];
  if (new Set(grants.map((grant) => grant.org)).size > mostOrganisations)
    refuseIf([
      fault(
        'grants',
        'grant-many',
        `一人最多在 ${mostOrganisations} 个单位任职`,
        `one person may have roles in ${mostOrganisations} organisations at most`,
      ),
    ]);
  return grants;
}

/** Organisations whose grants differ between two lists. */
function touched(before: readonly Grant[], after: readonly Grant[]): readonly string[] {
  const side = (grants: readonly Grant[], org: string) =>
    grants
      .filter((grant) => grant.org === org)
      .map(grantKey)
      .sort()
      .join();
  const orgs = new Set([...before, ...after].map((grant) => grant.org));
  return [...orgs].filter((org) => side(before, org) !== side(after, org));
}

/** Roles as an event may hold them: names of roles, without the department's (free text). */
const rolesIn = (grants: readonly Grant[], org: string): readonly string[] =>
  grants.filter((grant) => grant.org === org).map((grant) => grant.role);

const administers = (member: Member | undefined, org: string): boolean =>
  member?.status === 'active' &&
  member.grants.some((grant) => grant.org === org && grant.role === 'administrator');

/** An administrator of an organisation, for a root: read anew; undefined when nobody but `except` is one. */
export async function findAdministrator(
  table: Deps['table'],
  org: string,
  except?: string,
): Promise<Member | undefined> {
  for await (const member of everyOne((cursor) => listMembers(table, org, { limit: 200, cursor })))
    if (member.id !== except && administers(member, org)) return member;
  return undefined;
}

/**
 * A root organisation keeps an administrator: nobody stands above to give it one. Two who take each other out meet at
 * the head of its chain, and the second reads again. @throws Problem conflict `last-administrator`.
 */
async function demandAnother(deps: PeopleDeps, org: string, member: string): Promise<void> {
  if ((await findAdministrator(deps.table, org, member)) !== undefined) return;
  throw conflict(
    'last-administrator',
    '这是根单位最后一名管理员，不能离岗或取消角色。请先指定另一名管理员。',
    'This is the last administrator of the root organisation. Make somebody else one first.',
  );
}

/** Loads, checks the right at every organisation touched, and writes the member with one event at each. */
async function change(
  deps: PeopleDeps,
  actor: Actor,
  action: Action & EventName,
  before: Member | undefined,
  after: Member,
  also: readonly Op[] = [],
  orgs = touched(before?.grants ?? [], after.grants),
): Promise<readonly Organisation[]> {
  const organisations = await Promise.all(orgs.map((org) => getOrganisation(deps.table, org)));
  if (organisations.length === 0) demand(actor, action, { orgPath: [] }, 'organisation');
  for (const { path } of organisations) demand(actor, action, { orgPath: path }, 'organisation');
  for (const { id, parent } of organisations)
    if (parent === undefined && administers(before, id) && !administers(after, id))
      await demandAnother(deps, id, after.id);
  const at = instantOf(deps);
  const ops = organisations.flatMap((organisation) =>
    organisationEventOps(organisation, {
      at,
      actor: actor.id,
      via: actor.via,
      action,
      details: { member: after.id, roles: rolesIn(after.grants, organisation.id) },
    }),
  );
  await deps.table.together([...memberOps(deps.keys, before, after), ...ops, ...also]);
  forgetKnown(deps.table);
  return organisations;
}

/** The letter to somebody who was entered now, or again after she had left; the sweeper sends it within a minute. */
async function invitationOps(deps: PeopleDeps, member: Member): Promise<readonly Op[]> {
  const now = instantOf(deps);
  const own = member.grants.map(grantWords);
  const { org } = member.grants[0]!;
  const { name } = await getOrganisation(deps.table, org);
  return letterOps(
    newLetter(now, {
      key: `invited-${member.id}-${member.version}`,
      ...{ template: 'invited', to: member.id, org },
      params: {
        org: name,
        rolesZh: own.map((role) => role.zh).join('、'),
        rolesEn: own.map((role) => role.en ?? role.zh).join(', '),
      },
      opens: { kind: 'page', scope: '/sign-in' },
    }),
  );
}

/**
 * Gives a person roles, making the member when the address is new. Safe to repeat: the id follows from the address,
 * and roles that she has already change nothing. One who left comes back with the new roles only.
 * @throws Problem invalid with faults; missing `organisation-unknown`; forbidden.
 */
export async function inviteMember(
  deps: PeopleDeps,
  actor: Actor,
  sent: Input<typeof invitation>,
): Promise<{ readonly member: Member; readonly outcome: 'created' | 'changed' | 'unchanged' }> {
  const invited = readInput(invitation, sent);
  const wanted = checkedGrants(invited.grants);
  if (invited.phone !== undefined) refuseIf(noGateway(deps, 'phone'));
  return again(async () => {
    const before = await findMemberByEmail(deps, invited.email);
    const kept = before?.status === 'active' ? before.grants : [];
    const grants = checkedGrants([...kept, ...wanted]);
    // Whoever gave her number herself keeps it.
    const phone = before?.phone === undefined ? invited.phone : undefined;
    const hasRoles = before?.status === 'active' && touched(kept, grants).length === 0;
    if (hasRoles && phone === undefined) {
      for (const { org } of wanted)
        demand(actor, 'member.invite', { orgPath: (await getOrganisation(deps.table, org)).path });
      return { member: before, outcome: 'unchanged' };
    }
    const id = before?.id ?? (await personIdFor(deps, invited.email));
    const own = phone === undefined ? undefined : await phoneKept(deps, id, phone);
    const member: Member =
      before === undefined
        ? {
            id,
            name: invited.name,
            email: invited.email,
            ...own?.fields,
            grants,
            status: 'active',
            language: invited.language,
            version: 1,
          }
        : {
            ...before,
            ...own?.fields,
            // A person who signed in by herself has no name yet; one who is known keeps hers.
            name: before.name === '' ? invited.name : before.name,
            grants,
            status: 'active',
            version: before.version + 1,
          };
    const isNew = before?.status !== 'active';
    const letter = isNew && actor.id !== systemActor.id ? await invitationOps(deps, member) : [];
    const orgs = hasRoles ? [...new Set(wanted.map(({ org }) => org))] : undefined;
    await change(deps, actor, 'member.invite', before, member, [...letter, ...(own?.ops ?? [])], orgs);
    return { member, outcome: before === undefined ? 'created' : 'changed' };
  });
}

/**
 * A member, for whoever works in an organisation where she has a role or had one until she left, or above it.
 * @throws Problem missing `member-unknown`.
 */
export async function memberKnownTo(deps: Pick<Deps, 'table'>, actor: Actor, id: string): Promise<Member> {
  const member = await getMember(deps.table, id);
  if (actor.via === 'system' || member.id === actor.id) return member;
  const orgs = new Set([...member.grants.map(({ org }) => org), ...(member.leftFrom ?? [])]);
  for (const org of orgs) {
    const { path } = await getOrganisation(deps.table, org);
    if (may({ ...actor, via: 'session' }, 'round.read', { orgPath: path })) return member;
  }
  throw noSuch('member');
}

/** Somebody was faster. */
export const staleMember = (): Problem =>
  conflict(
    'member-changed',
    '这名人员的信息刚被改动，请刷新后再试。',
    'This member was changed meanwhile; reload and try again.',
  );

/**
 * Replaces a member's roles in one organisation; an empty list takes her out of it. `version` is the one that the
 * form was made from.
 * @throws Problem conflict `member-changed` or `member-left`; invalid; missing; forbidden.
 */
export async function editGrants(
  deps: PeopleDeps,
  actor: Actor,
  of: { readonly member: string; readonly org: string },
  sent: Input<typeof rolesHere>,
): Promise<Member> {
  const edit = readInput(rolesHere, sent);
  return again(async () => {
    const before = await memberKnownTo(deps, actor, of.member);
    const { path } = await getOrganisation(deps.table, of.org);
    demand(actor, 'member.edit', { orgPath: path }, 'organisation');
    if (before.version !== edit.version) throw staleMember();
    if (before.status === 'left')
      throw conflict('member-left', '该人员已离岗，请重新邀请。', 'This member has left; invite her again.');
    const here = edit.grants.map((grant) => ({ ...grant, org: of.org }));
    const elsewhere = before.grants.filter((grant) => grant.org !== of.org);
    const grants = checkedGrants([...elsewhere, ...here]);
    if (touched(before.grants, grants).length === 0) return before;
    const after: Member = { ...before, grants, version: before.version + 1 };
    await change(deps, actor, 'member.edit', before, after);
    return after;
  });
}

/**
 * Lets a member go: no roles, no way in by session, link or token from now on, and her second factor goes. The actor
 * must administer every organisation where she has a role; to take her out of one only, see `editGrants`. Safe to repeat.
 * @returns her id and the roles that she had, so that the caller reassigns her tasks.
 */
export async function memberLeaves(
  deps: PeopleDeps,
  actor: Actor,
  id: string,
): Promise<{ readonly member: string; readonly grants: readonly Grant[] }> {
  return again(async () => {
    const before = await memberKnownTo(deps, actor, id);
    if (before.status === 'left') return { member: id, grants: [] };
    const leftFrom = before.grants.map(({ org }) => org);
    const { member, ops } = phoneForgotten(deps, before);
    const { factor: _, ...kept } = member;
    const after: Member = { ...kept, grants: [], leftFrom, status: 'left', version: before.version + 1 };
    const factor = [{ remove: peopleKeys.factor(id) }, { remove: peopleKeys.newFactor(id) }];
    await change(deps, actor, 'member.leave', before, after, [...ops, ...factor]);
    return { member: id, grants: before.grants };
  });
}
