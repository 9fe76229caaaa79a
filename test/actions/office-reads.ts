/** What tests look at beside the actions: audit chains, and everything that an objection left in the table. */
import type { AuditEvent } from '#domain/records.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { worklistOf } from '#store/reads.ts';
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
