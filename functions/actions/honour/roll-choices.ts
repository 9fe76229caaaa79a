/** What published lists there are to choose from: the honours of a year, and places from the first one down. */
import type { Deps } from '#deps';
import type { HonourList } from '#domain/honour/honour-records.ts';
import type { RollArea, RollHonour } from '#domain/honour/roll-records.ts';
import { placeOf } from '#domain/notice/notice-title.ts';
import type { Round } from '#domain/round/round-record.ts';
import { keys } from '#store/keys.ts';
import { getOrganisations } from '#store/people.ts';
import { find, listPage, programmeRevision } from '#store/reads.ts';
import type { Op } from '#store/table.ts';

/** The places on the way down to an organisation, by the codes and names of those that have one of their own. */
async function areasTo(deps: Pick<Deps, 'table'>, round: Round): Promise<readonly RollArea[]> {
  const areas: RollArea[] = [];
  for (const { region, name } of await getOrganisations(deps.table, round.orgPath)) {
    const place = placeOf(name);
    const above = areas.at(-1)?.area;
    if (place !== undefined && !areas.some(({ area }) => area === region))
      areas.push({ area: region, name: place, ...(above !== undefined && { above }) });
  }
  return areas;
}

/** The writes by which a list that is being published can be chosen. The same again changes nothing. */
export async function choiceOps(
  deps: Pick<Deps, 'table'>,
  { year, code }: Pick<HonourList, 'year' | 'code'>,
  round: Round,
): Promise<readonly Op[]> {
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  return [
    { put: { ...keys.rollHonour(year, code), code, title: programme.title.zh } },
    ...(await areasTo(deps, round)).flatMap((area) => [
      { put: { ...keys.rollArea(area.area), ...area } },
      { put: { ...keys.rollAreaBelow(area.above, area.area), ...area } },
    ]),
  ];
}

const mostOffered = 300;
/** A place has so many above it at most. */
const deepest = 6;

export interface RollChoices {
  readonly honours: readonly RollHonour[];
  /** The place that was chosen after those above it. */
  readonly way: readonly RollArea[];
  /** Those right below it. */
  readonly below: readonly RollArea[];
}

/** What may be chosen next: honours of a year, and places below one. Each is one bounded read. */
export async function readChoices(
  deps: Pick<Deps, 'table'>,
  { year, area }: { readonly year: number; readonly area?: string | undefined },
): Promise<RollChoices> {
  const way: RollArea[] = [];
  for (let at = area; at !== undefined && way.length < deepest; at = way[0]!.above) {
    const found = await find(deps.table, keys.rollArea(at));
    if (found === undefined) break;
    way.unshift(found);
  }
  const page = <T>(pk: string) => listPage<T>(deps.table, { pk, limit: mostOffered });
  const [honours, below] = await Promise.all([
    page<RollHonour>(keys.rollHonours(year)),
    page<RollArea>(keys.rollAreas(way.at(-1)?.area)),
  ]);
  return { honours: honours.items, way, below: below.items };
}
