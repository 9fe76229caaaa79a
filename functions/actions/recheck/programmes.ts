/** Which programmes have a re-check that an organisation may begin, and over which of its lists. */
import type { Deps } from '#deps';
import type { HonourList } from '#domain/honour/honour-records.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { keys } from '#store/keys.ts';
import { listPage, programmesOf } from '#store/reads.ts';

/** Newest lists offered for a choice. */
const mostLists = 50;

/** Published programmes of the organisation and of those above it whose stage of its level has a re-check. */
export async function recheckProgrammes(
  deps: Pick<Deps, 'table'>,
  { path, level }: Pick<Organisation, 'path' | 'level'>,
): Promise<readonly ProgrammeRecord[]> {
  const pages = await Promise.all(path.map((owner) => programmesOf(deps.table, owner)));
  return pages
    .flatMap(({ items }) => items)
    .filter(
      ({ status, document }) =>
        status !== 'draft' &&
        document.stages.some((stage) => stage.level === level && stage.recheck !== undefined),
    );
}

/** Its newest published lists of some honours. */
export async function recheckLists(
  deps: Pick<Deps, 'table'>,
  org: string,
  codes: readonly string[],
): Promise<readonly HonourList[]> {
  const { items } = await listPage<HonourList>(deps.table, {
    pk: keys.listsOfOrg(org),
    index: 'gsi1',
    limit: mostLists,
    descending: true,
  });
  return items.filter(({ code, annulled }) => codes.includes(code) && annulled === undefined);
}
