/** Inviting the people of a pasted list or a sheet: all of it is read first, and with one wrong line nobody is invited. */
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { cellsOfLines, readMembers } from '#domain/people/typed-members.ts';
import { fault, refuseIf } from '#domain/problem.ts';
import { getOrganisation } from '#store/people.ts';
import { childrenOf } from './federation.ts';
import { noGateway } from './member-phone.ts';
import { inviteMember, type PeopleDeps } from './people.ts';
import { memberList } from './people-input.ts';

/** Each is a transaction and a letter. */
const mostPeople = 200;

export interface InvitedPeople {
  readonly invited: number;
  /** Those who had these roles already. */
  readonly unchanged: number;
}

/**
 * Invites the people of a list into an organisation and those right below it. Safe to repeat: who has her roles is left as
 * she is. @throws Problem invalid with faults at `people`, each naming its line; missing; forbidden.
 */
export async function inviteList(
  deps: PeopleDeps,
  actor: Actor,
  sent: OfRecord<typeof memberList>,
): Promise<InvitedPeople> {
  const { id, people } = readOfRecord(memberList, sent);
  return inviteLines(deps, actor, id, cellsOfLines(people));
}

/** The same from the lines of a sheet. */
export async function inviteLines(
  deps: PeopleDeps,
  actor: Actor,
  id: string,
  lines: readonly (readonly string[])[],
): Promise<InvitedPeople> {
  const org = await getOrganisation(deps.table, id);
  demand(actor, 'member.invite', { orgPath: org.path });
  const { members, faults } = readMembers(lines, [org, ...(await childrenOf(deps, id))]);
  refuseIf([
    ...faults,
    ...members.flatMap(({ line, phone }) => (phone === undefined ? [] : noGateway(deps, 'people', line))),
  ]);
  const nobody = fault('people', 'required', '请写出人员，每行一人', 'Name the people, one a line');
  if (members.length === 0) refuseIf([nobody]);
  if (members.length > mostPeople)
    refuseIf([
      fault(
        'people',
        'too-many',
        `一次最多 ${mostPeople} 人，这里有 ${members.length} 人，请分几次`,
        `${mostPeople} people at a time at most, these are ${members.length}`,
      ),
    ]);
  let unchanged = 0;
  for (const { line: _, ...member } of members) {
    const { outcome } = await inviteMember(deps, actor, member);
    if (outcome === 'unchanged') unchanged += 1;
  }
  return { invited: members.length - unchanged, unchanged };
}
