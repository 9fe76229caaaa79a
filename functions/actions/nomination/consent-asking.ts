/** 征求本人同意: the nominee of somebody else's nomination becomes a person with a task and a letter (PIPL 13, 14). */

import type { Deps } from '#deps';
import { addDays, instantAt, shanghaiDate } from '#domain/instant.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import { fault, refuseIf, text } from '#domain/problem.ts';
import { personIdFor } from '#store/addresses.ts';
import { findMemberByEmail, memberOps, normaliseEmail } from '#store/people.ts';
import { programmeRevision } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import type { Op } from '#store/table.ts';
import type { Writing } from '#store/writing.ts';

/** Step id of the task and scope of the link, in place of a programme's step. */
export const consentStep = 'consent';
export const consentWorklist = (round: string): string => `${round}#${consentStep}#`;
/** How long the nominee is asked to take, in days. */
const consentDays = 7;

/**
 * The nominee as a person of the system, so that a link can open her page: who she is, and the writes that make her if
 * she is new. Throws Problem `invalid` for the nominator's own address, and for one whose member has left.
 */
export async function inviteNominee(
  deps: Pick<Deps, 'table' | 'keys'>,
  nominator: Pick<Actor, 'id'>,
  email: string,
): Promise<{ readonly member: string; readonly ops: readonly Op[] }> {
  const known = await findMemberByEmail(deps, email);
  const member = known?.id ?? (await personIdFor(deps, email));
  refuseIf([
    ...(member === nominator.id
      ? [
          fault(
            'consentEmail',
            'consent-own-email',
            '请填写被推荐人本人的邮箱，不能填写推荐人自己的邮箱',
            "Give the nominee's own address, not yours",
          ),
        ]
      : []),
    ...(known?.status === 'left'
      ? [
          fault(
            'consentEmail',
            'consent-email-closed',
            '这个邮箱在本系统中已停用，请填写被推荐人的另一个邮箱',
            'This address is closed in this system; give another address of the nominee',
          ),
        ]
      : []),
  ]);
  if (known !== undefined) return { member, ops: [] };
  const person: Member = {
    id: member,
    name: '',
    email: normaliseEmail(email),
    grants: [],
    status: 'active',
    language: 'zh',
    version: 1,
  };
  return { member, ops: memberOps(deps.keys, undefined, person) };
}

/** Adds the letter to the nominee and her task to a write. Does nothing for a nomination that needs no consent. */
export async function askConsent(deps: Deps, write: Writing, nomination: Nomination): Promise<void> {
  const { consent } = nomination;
  const round = nomination.seats[0];
  if (consent === undefined || round === undefined) return;
  const programme = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
  const title = { zh: programme.title.zh, en: programme.title.en ?? programme.title.zh };
  const due = instantAt(addDays(shanghaiDate(write.now), consentDays), '17:30');
  write.op({
    put: rows.todo({
      member: consent.by,
      kind: 'consent',
      round,
      org: nomination.org,
      nomination: nomination.id,
      name: nomination.name,
      step: consentStep,
      attempt: 1,
      due,
      createdAt: write.now,
      title: text('表示本人同意', 'Give your consent'),
    }),
  });
  write.letter({
    key: `consent-${consent.by}-${nomination.id}-${nomination.revision}`,
    template: 'consent',
    to: consent.by,
    params: { name: nomination.name, programmeZh: title.zh, programmeEn: title.en },
    opens: { kind: 'worklist', scope: consentWorklist(round) },
  });
}
