/** The first start of a home: a root organisation, its administrator, and her one-time sign-in link. */

import type { Deps } from '#deps';
import { systemActor, unnamedRoot } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { keys } from '#store/keys.ts';
import { findMember } from '#store/people.ts';
import { createOrganisation } from './organisations.ts';
import { findAdministrator, inviteMember } from './people.ts';
import { createAdminLink } from './signin.ts';

export interface FirstSteps {
  readonly org: string;
  /** Path of a one-time link for an administrator of the root. */
  readonly signIn: string;
}

/** Address of the first administrator, changed on the members' page like any other. */
export const firstAdministrator = 'admin@hongbang.local';

/**
 * Makes the root organisation on the first start and gives a one-time administrator link at every start, since who can
 * start the program owns the data folder anyway. Safe to repeat after a crash.
 */
export async function firstSteps(
  home: { readonly deps: Deps },
  input: {
    readonly org?: {
      id: string;
      name: string;
      level: 'nation' | 'province' | 'city' | 'district';
      region: string;
    };
    readonly email?: string;
  } = {},
): Promise<FirstSteps> {
  const { deps } = home;
  const org = input.org ?? { id: 'root', name: unnamedRoot, level: 'nation' as const, region: '000000' };
  const email = input.email ?? firstAdministrator;
  const kept = await deps.table.get(keys.installation(), { consistent: true });
  const root = kept?.org ?? org.id;
  if (kept === undefined) {
    const { table } = deps;
    if ((await table.get({ pk: `ORG#${org.id}`, sk: 'META' }, { consistent: true })) === undefined)
      await createOrganisation(deps, systemActor, { ...org, order: 0, contact: {} });
  }
  const first = kept?.administrator === undefined ? undefined : String(kept.administrator);
  const administrator = (await whoSignsIn(deps, root, first)) ?? (await inviteFirst(deps, root, email));
  if (kept === undefined)
    await deps.table.put({ ...keys.installation(), org: org.id, administrator: administrator.id });
  return { org: root, signIn: await createAdminLink(deps, administrator.id) };
}

/** The first administrator while she is one, else another: a start depends on no member. */
async function whoSignsIn(deps: Deps, root: string, first: string | undefined): Promise<Member | undefined> {
  const known = first === undefined ? undefined : await findMember(deps.table, first);
  const isOne =
    known?.status === 'active' &&
    known.grants.some(({ org, role }) => org === root && role === 'administrator');
  return isOne ? known : findAdministrator(deps.table, root);
}

/** Where nobody administers the root (at the first start, or a table that was mended by hand), whoever starts it may. */
const inviteFirst = async (deps: Deps, root: string, email: string): Promise<Member> =>
  (
    await inviteMember(deps, systemActor, {
      email,
      name: '系统管理员',
      grants: [{ org: root, role: 'administrator' }],
    })
  ).member;
