/** Who may start a nomination: a unit that is barred from the round learns it before it writes, not when it submits. */
import { entrySeat } from '#actions/candidacy/seat.ts';
import { demandNotBarred } from '#actions/people/bars.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import type { channels } from '#domain/nomination/nomination-ways.ts';
import { Problem } from '#domain/problem.ts';
import { findOrganisation } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';

/** Refuses an organisation that may not recommend in the round where its nomination would enter. @throws Problem conflict `org-barred`. */
export async function demandMayStart(
  { table }: Pick<Deps, 'table'>,
  {
    programme,
    org,
    channel,
  }: { readonly programme: string; readonly org: string; readonly channel: (typeof channels)[number] },
): Promise<void> {
  if (channel !== 'organisation') return;
  const [record, organisation] = await Promise.all([
    getProgramme(table, programme),
    findOrganisation(table, org),
  ]);
  if (organisation === undefined) return;
  const seat = entrySeat(table, programme, record.document, channel, organisation);
  // Where no round is set up yet there is none that she is barred from.
  const governing = await seat.then(
    (found) => found.governing,
    (error: unknown) => {
      if (error instanceof Problem) return undefined;
      throw error;
    },
  );
  if (governing === undefined) return;
  await demandNotBarred({ table }, organisation, {
    code: record.document.code,
    org: governing.org,
    opensOn: shanghaiDate(governing.settings.opensAt),
  });
}
