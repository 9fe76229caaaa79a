/** The first start of a home: a root organisation, its administrator, and her one-time sign-in link. */

import type { Deps } from '#deps';
import { systemActor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { memberIdFor } from '#store/people.ts';
import { createOrganisation } from './organisations.ts';
import { inviteMember } from './people.ts';
import { createAdminLink } from './signin.ts';

export interface FirstSteps {
  readonly org: string;
  /** Path of the one-time link; present while nobody has signed in yet. */
  readonly signIn: string | undefined;
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
  const org = input.org ?? { id: 'root', name: '系统根单位', level: 'nation' as const, region: '000000' };
  const email = input.email ?? firstAdministrator;
  const kept = await deps.table.get(keys.installation(), { consistent: true });
  const root = (kept?.org as string | undefined) ?? org.id;
  if (kept === undefined) {
    const { table } = deps;
    if ((await table.get({ pk: `ORG#${org.id}`, sk: 'META' }, { consistent: true })) === undefined)
      await createOrganisation(deps, systemActor, { ...org, order: 0, contact: {} });
    await inviteMember(deps, systemActor, {
      email,
      name: '系统管理员',
      grants: [{ org: org.id, role: 'administrator' }],
    });
    await table.put({ ...keys.installation(), org: org.id, administrator: memberIdFor(deps.keys, email) });
  }
  const administrator = (kept?.administrator as string | undefined) ?? memberIdFor(deps.keys, email);
  return { org: root, signIn: await createAdminLink(deps, administrator) };
}
