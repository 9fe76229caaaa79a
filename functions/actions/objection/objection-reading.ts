/** Who may see what of an objection: the objector by receipt, the organisation its list, only the handler who objected and why. */

import { limit } from '#actions/limits.ts';
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { LoggedReason } from '#domain/objection/objection.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { ObjectionStatus } from '#domain/objection/objection-status.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { fault, missing } from '#domain/problem.ts';
import { rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { type Listed, listPage } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { receiptLookup } from './objection-input.ts';
import { getObjectionRecord, receiptKey, type SealedObjection, sealedIn } from './objection-secrets.ts';

const looksPerAddress = { max: 30, seconds: 3_600 };

/**
 * How an objection stands, for who has its receipt: nothing about the nominee, the objector or the finding.
 * @throws Problem missing `receipt-unknown`; limited `too-often`.
 */
export async function objectionReceipt(
  deps: Deps,
  code: string,
  address = 'unknown',
): Promise<{
  readonly status: ObjectionStatus;
  /** Who handles it. */
  readonly org: string;
  readonly reason?: LoggedReason;
  readonly receivedOn: string;
  readonly due?: string;
  readonly settledOn?: string;
}> {
  const { receipt } = readInput(receiptLookup, { receipt: code });
  await limit(deps, `objection-receipt:${address}`, looksPerAddress);
  const row = await deps.table.get(receiptKey(receipt), { consistent: true });
  if (row === undefined) {
    const [zh, en] = [
      '没有这个受理编号，请核对后再试。',
      'There is no such receipt; check it and try again.',
    ];
    throw missing('receipt-unknown', zh, en, [fault('receipt', 'receipt-unknown', zh, en)]);
  }
  const { status, org, reason, receivedAt, due, settled } = await getObjectionRecord(
    deps,
    String(row.objection),
  );
  return {
    ...{ status, org },
    receivedOn: shanghaiDate(receivedAt),
    ...(reason !== undefined && { reason }),
    ...(due !== undefined && { due }),
    ...(settled !== undefined && { settledOn: shanghaiDate(settled.at) }),
  };
}

/** What a list shows of an objection: nothing that was sealed. */
export type ObjectionEntry = Omit<ObjectionRecord, 'sealed' | 'receiptEnd' | 'settled'> & {
  readonly settled?: Pick<NonNullable<ObjectionRecord['settled']>, 'at' | 'by' | 'newNotice' | 'reply'>;
};
export function entryOf({ sealed: _, receiptEnd: __, settled, ...rest }: ObjectionRecord): ObjectionEntry {
  if (settled === undefined) return rest;
  const { finding: ___, ...shown } = settled;
  return { ...rest, settled: shown };
}

/** One page of the objections that an organisation handles, newest first, without who objected or what they say. */
export async function listObjections(
  deps: Deps,
  actor: Actor,
  org: string,
  cursor?: string,
): Promise<Listed<ObjectionEntry>> {
  demand(actor, 'objection.read', { orgPath: (await getOrganisation(deps.table, org)).path }, 'organisation');
  const page = await listPage<ObjectionRecord>(deps.table, {
    pk: keys.objectionsOfOrg(org),
    index: 'gsi1',
    cursor,
    descending: true,
  });
  return { items: page.items.map(entryOf), cursor: page.cursor };
}

/** True for the appointed person; without one, for every administrator of the handling organisation. */
export const isHandler = (actor: Actor, record: ObjectionRecord): boolean =>
  record.handler === undefined
    ? actor.grants.some((grant) => grant.org === record.org && grant.role === 'administrator')
    : record.handler === actor.id;

/**
 * Opens an objection for its handler: who objected, what it says and, once settled, what was found. Each opening is an
 * event on the handling organisation's chain. `secret` is undefined once erased.
 * @throws Problem forbidden for anybody else; `session-needed` for a link or a token.
 */
export async function getObjection(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<{
  readonly objection: ObjectionEntry;
  readonly secret: SealedObjection | undefined;
  readonly finding: string | undefined;
}> {
  const record = await getObjectionRecord(deps, id);
  const org = await getOrganisation(deps.table, record.org);
  demand(actor, 'objection.identify', {
    orgPath: org.path,
    ...(isHandler(actor, record) && { assigned: actor.id }),
  });
  const seal = sealer(deps);
  const opened = await seal.open(id, record.sealed);
  const found = record.settled === undefined ? undefined : await seal.open(id, record.settled.finding);
  await again(async () => {
    const happened = {
      at: instantOf(deps),
      actor: actor.id,
      via: actor.via,
      action: 'objection.open' as const,
      details: { objection: id },
    };
    const { pk, sk } = keys.objection(id);
    await deps.table.together([
      ...organisationEventOps(await getOrganisation(deps.table, record.org), happened),
      { update: { pk, sk }, change: { initial: { openedAt: happened.at } }, when: rowThere },
    ]);
  });
  return {
    objection: entryOf({ ...record, openedAt: record.openedAt ?? instantOf(deps) }),
    secret: opened.kind === 'open' ? sealedIn(opened.text) : undefined,
    finding: found?.kind === 'open' ? found.text : undefined,
  };
}
