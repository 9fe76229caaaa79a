/** How a member gets in, changed by who governs her: her address, with an end to whatever went to the old one; her sessions. */

import { again, instantOf } from '#actions/write.ts';
import { type Input, readInput } from '#domain/input.ts';
import { demandFresh } from '#domain/people/fresh.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Member, Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault } from '#domain/problem.ts';
import { changedEmailOps } from '#store/addresses.ts';
import {
  findMemberByEmail,
  forgetKnown,
  getOrganisation,
  memberOps,
  organisationEventOps,
} from '#store/people.ts';
import { everyLink, raiseGenerationOp } from './links.ts';
import { memberKnownTo, type PeopleDeps, staleMember } from './people.ts';
import { addressChange } from './people-input.ts';
import { endSessions } from './sessions.ts';

/** How somebody gets in is changed by who governs every organisation where she has a role. @throws Problem forbidden. */
export async function demandGoverning(
  deps: Pick<PeopleDeps, 'table'>,
  actor: Actor,
  member: Member,
): Promise<readonly Organisation[]> {
  const orgs = [...new Set(member.grants.map((grant) => grant.org))];
  const organisations = await Promise.all(orgs.map((org) => getOrganisation(deps.table, org)));
  if (organisations.length === 0) demand(actor, 'member.address', { orgPath: [] }, 'organisation');
  for (const { path } of organisations) demand(actor, 'member.address', { orgPath: path }, 'organisation');
  return organisations;
}

/**
 * Changes where a member gets her letters. Whoever read the old mailbox must not act as her, so every link sent there
 * and every session ends; she gets new links with the next letter. Her actor must govern every organisation where she
 * has a role, and have signed in just now.
 * @throws Problem conflict `member-changed`, `member-left`, `address-taken`; invalid; missing; forbidden; unauthenticated `sign-in-again`.
 */
export async function changeAddress(
  deps: PeopleDeps,
  actor: Actor,
  member: string,
  sent: Input<typeof addressChange>,
): Promise<Member> {
  const { email, version } = readInput(addressChange, sent);
  const changed = await again(async () => {
    const before = await memberKnownTo(deps, actor, member);
    const organisations = await demandGoverning(deps, actor, before);
    demandFresh(actor);
    if (before.version !== version) throw staleMember();
    if (before.email === email) return before; // and her sessions end again, where that was broken off
    if ((await findMemberByEmail(deps, email)) !== undefined)
      throw conflict(
        'address-taken',
        '已有人员使用这个邮箱。请核对，或改为给该人员授予角色。',
        'Somebody has this address already; check it, or give that member the roles.',
        [fault('email', 'address-taken', '已有人员使用这个邮箱', 'somebody has this address already')],
      );
    const after: Member = { ...before, email, version: before.version + 1 };
    const happened = {
      at: instantOf(deps),
      actor: actor.id,
      via: actor.via,
      action: 'member.address' as const,
      details: { member },
    };
    await deps.table.together([
      ...memberOps(deps.keys, before, after),
      ...changedEmailOps(deps.keys, before, after),
      raiseGenerationOp(member, everyLink),
      ...organisations.flatMap((organisation) => organisationEventOps(organisation, happened)),
    ]);
    forgetKnown(deps.table);
    return after;
  });
  await endSessions(deps, member, actor.session?.id);
  return changed;
}

/** Ends every session of a member, as when her computer was lost. @throws Problem missing; forbidden. */
export async function endSessionsOf(deps: PeopleDeps, actor: Actor, member: string): Promise<void> {
  await again(async () => {
    const her = await memberKnownTo(deps, actor, member);
    const organisations = await demandGoverning(deps, actor, her);
    const happened = {
      ...{ at: instantOf(deps), actor: actor.id, via: actor.via },
      ...{ action: 'member.sign-out' as const, details: { member } },
    };
    await deps.table.together(
      organisations.flatMap((organisation) => organisationEventOps(organisation, happened)),
    );
  });
  await endSessions(deps, member, actor.session?.id);
}
