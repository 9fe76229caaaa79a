/** The mobile of a member where it is stored: sealed under a key of its own, so that taking it back makes it unreadable in every copy. */
import type { Deps } from '#deps';
import type { SmsKind } from '#domain/people/mobile.ts';
import { smsKinds } from '#domain/people/mobile.ts';
import type { Member } from '#domain/people/people-records.ts';
import { type Fault, fault } from '#domain/problem.ts';
import { sealer } from '#store/sealing.ts';
import type { Op } from '#store/table.ts';

type PhoneDeps = Pick<Deps, 'keys' | 'keysTable' | 'clock'>;

const recordOf = (member: string): string => `phone:${member}`;

/** What stands at a member, and the write of her key that goes with it. */
export interface KeptPhone {
  readonly fields: { readonly phone?: string; readonly sms?: readonly SmsKind[] };
  readonly ops: readonly Op[];
}

/** The fields and writes of a mobile that is given; told of everything unless she says otherwise. */
export async function phoneKept(
  deps: PhoneDeps,
  member: string,
  phone: string,
  sms: readonly SmsKind[] = smsKinds,
): Promise<KeptPhone> {
  const key = await sealer(deps).recordKey(recordOf(member));
  return { fields: { phone: key.seal(phone), sms }, ops: [key.op] };
}

/** The same member without a mobile, and the write that makes it unreadable. */
export function phoneForgotten(
  deps: PhoneDeps,
  { phone, sms: _, ...rest }: Member,
): { readonly member: Member; readonly ops: readonly Op[] } {
  return { member: rest, ops: phone === undefined ? [] : [sealer(deps).eraseOp(recordOf(rest.id))] };
}

/** Her mobile, 11 digits; undefined where she has none. */
export async function phoneOf(
  deps: PhoneDeps,
  { id, phone }: Pick<Member, 'id' | 'phone'>,
): Promise<string | undefined> {
  if (phone === undefined) return undefined;
  const opened = await sealer(deps).open(recordOf(id), phone);
  return opened.kind === 'erased' ? undefined : opened.text;
}

/** Why no mobile is taken: without a gateway there is no use for one (PIPL 6). */
export const noGateway = ({ site }: Pick<Deps, 'site'>, field: string, line?: number): readonly Fault[] =>
  site.smsSignature !== undefined
    ? []
    : [
        fault(
          field,
          'sms-off',
          `${line === undefined ? '' : `第 ${line} 行：`}本站没有开通短信通道，不收集手机号，请去掉`,
          `${line === undefined ? '' : `Line ${line}: `}this site sends no short messages and takes no telephone numbers; leave it out`,
        ),
      ];
