/** The mobile of a member and what she is told there: shown masked, changed and taken back by herself or by who edits her roles. */
import { again, instantOf } from '#actions/write.ts';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import type { SmsKind } from '#domain/people/mobile.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Member, Organisation } from '#domain/people/people-records.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, fault, refuseIf } from '#domain/problem.ts';
import { forgetKnown, getOrganisation, memberOps, organisationEventOps } from '#store/people.ts';
import { noGateway, phoneForgotten, phoneKept, phoneOf } from './member-phone.ts';
import { memberKnownTo, type PeopleDeps, staleMember } from './people.ts';
import { telephoneChange } from './people-input.ts';

export interface Telephone {
  /** Its 11 digits, for whoever shows it to mask; absent where she has none. */
  readonly phone?: string;
  readonly sms: readonly SmsKind[];
  /** Version of the member. */
  readonly version: number;
}

const orgsOf = (deps: PeopleDeps, { grants }: Member): Promise<readonly Organisation[]> =>
  Promise.all([...new Set(grants.map(({ org }) => org))].map((org) => getOrganisation(deps.table, org)));

/** Herself, or who edits roles at one of her organisations: a message says nothing that would not stand in the open. */
function demandEditor(actor: Actor, member: Member, orgs: readonly Organisation[]): void {
  if (actor.id === member.id) return;
  if (orgs.some(({ path }) => may(actor, 'member.edit', { orgPath: path }))) return;
  demand(actor, 'member.edit', { orgPath: orgs[0]?.path ?? [] }, 'member');
}

async function shown(deps: PeopleDeps, member: Member): Promise<Telephone> {
  const phone = await phoneOf(deps, member);
  return {
    ...(phone !== undefined && { phone }),
    sms: phone === undefined ? [] : (member.sms ?? []),
    version: member.version,
  };
}

/** @throws Problem missing `member-unknown`; forbidden. */
export async function telephoneOf(deps: PeopleDeps, actor: Actor, id: string): Promise<Telephone> {
  const member = await memberKnownTo(deps, actor, id);
  demandEditor(actor, member, await orgsOf(deps, member));
  return shown(deps, member);
}

/**
 * Gives, changes or takes back a mobile, and says what is told there. A number that is left out stays as it is.
 * @throws Problem conflict `member-changed`, `member-left`; invalid; missing; forbidden.
 */
export function changeTelephone(
  deps: PeopleDeps,
  actor: Actor,
  sent: OfRecord<typeof telephoneChange>,
): Promise<Telephone> {
  const { id, phone, sms, forget, version } = readOfRecord(telephoneChange, sent);
  return again(async () => {
    const before = await memberKnownTo(deps, actor, id);
    const orgs = await orgsOf(deps, before);
    demandEditor(actor, before, orgs);
    if (before.version !== version) throw staleMember();
    if (before.status === 'left')
      throw conflict('member-left', '该人员已离岗，请重新邀请。', 'This member has left; invite her again.');
    const known = await phoneOf(deps, before);
    const kept = forget ? undefined : (phone ?? known);
    refuseIf([
      ...(phone === undefined ? [] : noGateway(deps, 'phone')),
      ...(forget && phone !== undefined
        ? [
            fault(
              'phone',
              'phone-both-ways',
              '要删除手机号，请不要再填写',
              'to delete the number, leave this empty',
            ),
          ]
        : []),
      ...(!forget && kept === undefined && sms.length > 0
        ? [fault('phone', 'required', '请填写手机号，或不勾选短信', 'give a mobile, or tick no messages')]
        : []),
    ]);
    const asBefore = [...(before.sms ?? [])].sort().join() === [...sms].sort().join();
    if (kept === known && (kept === undefined || asBefore)) return shown(deps, before);
    const bare = phoneForgotten(deps, before);
    const own = kept === undefined ? undefined : await phoneKept(deps, id, kept, sms);
    const after: Member = { ...bare.member, ...own?.fields, version: before.version + 1 };
    const happened = {
      at: instantOf(deps),
      actor: actor.id,
      via: actor.via,
      action: 'member.phone' as const,
      details: { member: id },
    };
    await deps.table.together([
      ...memberOps(deps.keys, before, after),
      ...(own?.ops ?? bare.ops),
      ...orgs.flatMap((organisation) => organisationEventOps(organisation, happened)),
    ]);
    forgetKnown(deps.table);
    return shown(deps, after);
  });
}
