/** The honours that a nomination was granted, level by level. */
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';

/** The honours of some candidacies, as they stand; none for one without. */
export async function honoursOf(
  deps: Pick<Deps, 'table'>,
  seats: readonly Candidacy[],
): Promise<readonly HonourRecord[]> {
  const found = await Promise.all(
    seats.map(async ({ honour }) => {
      if (honour === undefined) return undefined;
      const place = await find(deps.table, keys.certificate(honour.number));
      return place && find<HonourRecord>(deps.table, keys.listEntry(place.list, place.position));
    }),
  );
  return found.filter((honour) => honour !== undefined);
}
