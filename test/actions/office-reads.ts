/** A tranche on notice, and what tests look at beside the actions: chains, and everything that an objection left. */

import { noticeId } from '#actions/notice/notice-pages.ts';
import { postNotice } from '#actions/notice/notices.ts';
import { nowRound } from '#actions/round/round-tasks.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { worklistOf } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import type { Office } from './office.ts';

/** The events of an organisation, oldest first. */
export const organisationChain = async (office: Office, org: string): Promise<readonly AuditEvent[]> =>
  (await readEvents(office.deps.table, `organisation:${org}`)).events;

/** Rows and events that an objection against nominee n1 touched. */
export async function readAll(office: Office, id: string): Promise<readonly unknown[]> {
  const { table } = office.deps;
  const letters = await table.query({ pk: keys.lettersOfDay('2022-02-25'), index: 'gsi1' });
  return [
    await table.get(keys.objection(id)),
    await office.candidacy('n1'),
    (await readEvents(table, `candidacy:${office.round}:n1`)).events,
    (await organisationChain(office, 'east')).filter((event) => event.action.startsWith('objection')),
    (await worklistOf(table, office.admin.id)).items,
    letters.items,
  ];
}

/** Puts new nominees on the first tranche's notice from a day on; gives the notice's id. */
export async function putOnNotice(
  office: Office,
  entries: readonly string[],
  start: string,
): Promise<string> {
  const { deps, round, admin } = office;
  for (const id of entries) await office.plant(id, 'chosen', { tranche: 1 });
  await office.move({ status: 'settled', phase: 3, tranches: 1 });
  await deps.table.put(
    rows.tranche({ round, n: 1, state: 'running', phase: 3, cursor: 0, entries, version: 1 }),
  );
  await postNotice(deps, admin, round, { tranche: 1, start, version: 1 });
  await nowRound(deps, { round, tranche: 1, step: 'post' });
  return noticeId(round, 1);
}
