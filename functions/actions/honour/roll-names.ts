/** Looking an honour up by its holder's name, and the page of one holder. What her nomination says decides, never the index. */
import { type Limit, limit } from '#actions/limits.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { isFoundByName, isOnOwnPage, searchedName } from '#domain/honour/roll.ts';
import type { RollPlace } from '#domain/honour/roll-records.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { missing } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination, type Listed, listPage } from '#store/reads.ts';
import { entryOf, type PublicList, publicListOf, type RollEntry } from './honour-roll.ts';
import { holderOf } from './roll-index.ts';

/** An honour that was found, with its list. */
export interface OnRollOf {
  readonly entry: RollEntry;
  readonly list: PublicList;
  /** What her page is called; absent without one. */
  readonly holder?: string;
}

const perPage = 25;
/** A phone's whole network has one address. */
const searches: Limit = { max: 120, seconds: 600 };

type Shows = (nomination: Nomination, honour: HonourRecord) => boolean;

async function entriesAt(
  deps: Pick<Deps, 'table' | 'clock'>,
  places: readonly RollPlace[],
  shows: Shows,
): Promise<readonly OnRollOf[]> {
  const today = shanghaiDate(instantOf(deps));
  const lists = new Map<string, Promise<HonourList | undefined>>();
  const listOf = (id: string) => {
    const found = lists.get(id) ?? find(deps.table, keys.list(id), false);
    lists.set(id, found);
    return found;
  };
  const found = await Promise.all(
    places.map(async (place): Promise<OnRollOf | undefined> => {
      const [honour, list] = await Promise.all([
        find<HonourRecord>(deps.table, keys.listEntry(place.list, place.position)),
        listOf(place.list),
      ]);
      if (honour === undefined || list?.publishedAt === undefined || list.annulled !== undefined) return;
      const nomination = await findNomination(deps.table, honour.nomination);
      if (nomination === undefined || !shows(nomination, honour)) return;
      const holder = holderOf({ nomination, honour });
      return {
        entry: entryOf(honour, list, today),
        list: await publicListOf(deps, list),
        ...(holder !== undefined && { holder }),
      };
    }),
  );
  return found.filter((one) => one !== undefined);
}

/**
 * Honours over all published lists whose holder's name begins with what was written, by name; persons and families
 * only where they agreed. A page may be short while there is a cursor.
 * @throws Problem `invalid` `name-short`; limited `too-often` by the visitor's address.
 */
export async function findOnRoll(
  deps: Pick<Deps, 'table' | 'clock' | 'keys'>,
  asked: {
    readonly name: string;
    readonly address: string;
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Listed<OnRollOf>> {
  const { at, name } = searchedName(asked.name);
  await limit(deps, `roll:${asked.address}`, searches);
  const pk = keys.rollNames(at);
  const page = await listPage<RollPlace>(deps.table, {
    ...{ pk, prefix: name, limit: Math.min(asked.limit ?? perPage, perPage), cursor: asked.cursor },
  });
  return { items: await entriesAt(deps, page.items, isFoundByName), cursor: page.cursor };
}

/** What the page of an honour's holder is called; undefined where she has none. */
export async function holderPageOf(
  deps: Pick<Deps, 'table'>,
  honour: HonourRecord,
): Promise<string | undefined> {
  const nomination = await findNomination(deps.table, honour.nomination);
  return nomination && holderOf({ nomination, honour });
}

/**
 * A page of the honours of one holder, the newest first, as far as she agreed.
 * @throws Problem missing `holder-unknown`, for one who agreed to nothing as for one who never was.
 */
export async function readHolder(
  deps: Pick<Deps, 'table' | 'clock'>,
  holder: string,
  cursor?: string,
): Promise<Listed<OnRollOf>> {
  const pk = keys.heldByPartition(holder);
  const page = await listPage<RollPlace>(deps.table, { pk, limit: perPage, cursor, descending: true });
  const items = await entriesAt(deps, page.items, isOnOwnPage);
  if (items.length > 0 || page.cursor !== undefined) return { items, cursor: page.cursor };
  throw missing('holder-unknown', '没有这个荣誉主页。', 'There is no such page of honours.');
}
