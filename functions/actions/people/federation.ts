/** The first step of a guided set-up: the federation that runs a round, those below it, and who administers it. */
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import type { OrganisationInput } from '#domain/people/organisation.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { readOrganisations } from '#domain/people/typed-organisations.ts';
import { conflict, fault, refuseIf } from '#domain/problem.ts';
import { everyOne } from '#store/every.ts';
import { findOrganisation, getMember, getOrganisation, listChildren } from '#store/people.ts';
import { importOrganisations } from './organisations.ts';
import { inviteMember, type PeopleDeps } from './people.ts';
import { federationInput } from './people-input.ts';

/** All organisations right below one. */
export async function childrenOf(deps: Pick<Deps, 'table'>, org: string): Promise<readonly Organisation[]> {
  const found: Organisation[] = [];
  for await (const each of everyOne((cursor) => listChildren(deps.table, org, { limit: 200, cursor })))
    found.push(each);
  return found;
}

/** The id of a new federation: its region's code, which nobody else has yet, else with its level behind it. */
async function freeId(deps: Pick<Deps, 'table'>, { region, level, name }: FederationIs): Promise<string> {
  for (const id of [region, `${region}${level.slice(0, 2)}`]) {
    const there = await findOrganisation(deps.table, id);
    if (there === undefined || there.name === name) return id;
  }
  throw conflict(
    'organisation-exists',
    `区划代码 ${region} 下已有其他单位，请在“单位”页面新建。`,
    `Another organisation has the code ${region}; make this one on the page of organisations.`,
  );
}
type FederationIs = Pick<Organisation, 'name' | 'level' | 'region'>;

/**
 * Makes the federation below an organisation, or takes the one that is there, adds those of a pasted list below it, and
 * makes the actor its administrator, since only its own people open its rounds. Safe to repeat, with a longer list too.
 * @throws Problem invalid with faults at the fields, at `below` for its lines; conflict `organisation-exists`; forbidden.
 */
export async function setUpFederation(
  deps: PeopleDeps,
  actor: Actor,
  sent: Input<typeof federationInput>,
): Promise<Organisation> {
  const { parent, below, phone, office, ...is } = readInput(federationInput, sent);
  const above = await getOrganisation(deps.table, parent);
  demand(actor, 'organisation.create', { orgPath: above.path });
  const id = await freeId(deps, is);
  const contact = { ...(phone !== undefined && { phone }), ...(office !== undefined && { office }) };
  const own = { ...is, id, parent, order: 0, contact };
  const rows = [own, ...readOrganisations(below, own, await childrenOf(deps, id))];
  await importNamed(deps, actor, rows, own);
  await administerFederation(deps, actor, id);
  return getOrganisation(deps.table, id);
}

/** Adds the organisations of a pasted list below one that is there. @throws Problem as `setUpFederation` does. */
export async function addBelow(
  deps: PeopleDeps,
  actor: Actor,
  org: Organisation,
  below: string,
): Promise<void> {
  demand(actor, 'organisation.create', { orgPath: org.path });
  const rows = readOrganisations(below, org, await childrenOf(deps, org.id));
  if (rows.length > 0) await importNamed(deps, actor, rows);
}

/** Imports rows; faults of `own`, the federation itself, stand at its fields, those of others at `below` with their names. */
async function importNamed(
  deps: PeopleDeps,
  actor: Actor,
  rows: readonly OrganisationInput[],
  own?: OrganisationInput,
): Promise<void> {
  const { faults } = await importOrganisations(deps, actor, rows);
  refuseIf(
    faults.map((each) => {
      const [, n = '', field = ''] = /^rows\.(\d+)\.(.*)$/.exec(each.field) ?? [];
      const row = rows[Number(n)];
      if (row === undefined || row === own) return { ...each, field: field === 'id' ? 'name' : field };
      const { zh, en } = each.text;
      return fault('below', each.code, `“${row.name}”：${zh}`, `"${row.name}": ${en}`);
    }),
  );
}

/** Gives the actor the role of an administrator in an organisation below her own. Nothing where she has it. */
export async function administerFederation(deps: PeopleDeps, actor: Actor, org: string): Promise<void> {
  const { email, name } = await getMember(deps.table, actor.id);
  await inviteMember(deps, actor, { email, name, grants: [{ org, role: 'administrator' }] });
}
