/** Addresses that change hands: who has one, or gets it, and the pointer that moves with a member. */
import type { Member } from '#domain/people/people-records.ts';
import { rowAbsent } from './guard.ts';
import {
  findMember,
  findMemberByEmail,
  type Macs,
  memberIdFor,
  normaliseEmail,
  peopleKeys,
} from './people.ts';
import type { Op, Table } from './table.ts';

/**
 * The id of whoever has an address, or gets it: a member who moved to another address keeps her id, so that the next
 * with the old address never acts as her.
 */
export async function personIdFor(
  { table, keys }: { readonly table: Table; readonly keys: Macs },
  email: string,
): Promise<string> {
  const known = await findMemberByEmail({ table, keys }, email);
  if (known !== undefined) return known.id;
  for (let n = 0; ; n++) {
    const id = memberIdFor(keys, n === 0 ? email : `${normaliseEmail(email)}#${n}`);
    if ((await findMember(table, id)) === undefined) return id;
  }
}

/** The writes that move the pointer of a member's address, under every version of its key. */
export const changedEmailOps = (keys: Macs, before: Member, after: Member): readonly Op[] => [
  ...keys.versions('email').all.map(
    (version): Op => ({
      remove: peopleKeys.email(keys.mac('email', normaliseEmail(before.email), version)),
    }),
  ),
  {
    put: { ...peopleKeys.email(keys.mac('email', normaliseEmail(after.email))), member: after.id },
    when: rowAbsent,
  },
];
