/** Which organisations a page of the setup is about: those that the reader administers, the one asked for, and its tabs. */
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { type Action, demand, may } from '#domain/people/policy.ts';
import { findOrganisation, getOrganisation, getOrganisations } from '#store/people.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import type { Crumb } from '#web/frame/parts.tsx';

/** The organisations that the reader administers herself, in the order of her roles. */
export async function administered(web: Web, actor: Actor): Promise<readonly Organisation[]> {
  const ids = new Set(
    actor.grants.filter((grant) => grant.role === 'administrator').map((grant) => grant.org),
  );
  const found = await Promise.all([...ids].map((id) => findOrganisation(web.deps.table, id)));
  return found.filter((org) => org !== undefined);
}

/** The organisation of `?org=`, else the first that she administers; demanded for an action. Throws Problem forbidden. */
export async function chosenOrganisation(
  web: Web,
  c: Ctx,
  action: Action,
): Promise<{ readonly actor: Actor; readonly org: Organisation; readonly own: readonly Organisation[] }> {
  const actor = signedIn(c);
  const own = await administered(web, actor);
  const org = await getOrganisation(
    web.deps.table,
    c.req.query('org') ?? own[0]?.id ?? actor.grants[0]?.org ?? web.root,
  );
  demand(actor, action, { orgPath: org.path }, 'organisation');
  return { actor, org, own };
}

/** The root organisation, demanded for a system-wide action. */
export async function demandRoot(web: Web, c: Ctx, action: Action): Promise<Actor> {
  const actor = signedIn(c);
  demand(actor, action, { orgPath: (await getOrganisation(web.deps.table, web.root)).path });
  return actor;
}

/** The way down the tree to an organisation, as far as the reader's own organisations reach. */
export async function wayDown(web: Web, actor: Actor, org: Organisation): Promise<readonly Crumb[]> {
  const path = await getOrganisations(web.deps.table, org.path.slice(0, -1));
  return path
    .filter((each) => may(actor, 'organisation.edit', { orgPath: each.path }))
    .map((each) => ({ href: `/organisations/${each.id}`, title: each.name }));
}
