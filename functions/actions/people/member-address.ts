/** The address of a member: changed by who governs her, with an end to whatever went to the old one. */

import { again, instantOf } from '#actions/write.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
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

/**
 * Changes where a member gets her letters. Whoever read the old mailbox must not act as her, so every link sent there
 * ends; she gets new ones with the next letter. Her actor must govern every organisation where she has a role.
 * @throws Problem conflict `member-changed`, `member-left`, `address-taken`; invalid; missing; forbidden.
 */
export async function changeAddress(
  deps: PeopleDeps,
  actor: Actor,
  member: string,
  sent: Input<typeof addressChange>,
): Promise<Member> {
  const { email, version } = readInput(addressChange, sent);
  return again(async () => {
    const before = await memberKnownTo(deps, actor, member);
    const orgs = [...new Set(before.grants.map((grant) => grant.org))];
    const organisations = await Promise.all(orgs.map((org) => getOrganisation(deps.table, org)));
    if (organisations.length === 0) demand(actor, 'member.address', { orgPath: [] }, 'organisation');
    for (const { path } of organisations) demand(actor, 'member.address', { orgPath: path }, 'organisation');
    if (before.version !== version) throw staleMember();
    if (before.email === email) return before;
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
}
