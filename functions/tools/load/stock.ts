/** Stores a country of organisations with their people, and the nominations of earlier years, a thousand and more rows in one transaction. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Role } from '#domain/people/roles.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keys } from '#store/keys.ts';
import { memberIdFor, memberOps, newOrganisationOps } from '#store/people.ts';
import type { Item, Table } from '#store/table.ts';
import { administratorOf, clerkOf, type District, districtsOf, placeAt, reviewerOf } from './country.ts';
import { pastRows } from './past.ts';

export interface Sizes {
  readonly nominations: number;
  readonly organisations: number;
}
/** A programme of an earlier year, as published. */
export interface PastProgramme {
  readonly id: string;
  readonly year: number;
  readonly document: Programme;
}

/** As many rows as the log of one transaction takes without growing far. */
const together = 4_000;

/** Takes rows and writes them in large transactions: batches that are handed over at once share one. */
function writer(table: Table) {
  let waiting: Item[] = [];
  let written = 0;
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    written += batch.length;
    const parts = Array.from({ length: Math.ceil(batch.length / 25) }, (_, i) =>
      batch.slice(i * 25, i * 25 + 25),
    );
    await Promise.all(parts.map((part) => table.batchPut(part)));
  };
  return {
    async put(items: readonly Item[]) {
      waiting.push(...items);
      if (waiting.length >= together) await flush();
    },
    flush,
    written: () => written,
  };
}

async function stockCountry(
  deps: Deps,
  root: string,
  organisations: number,
  put: (items: readonly Item[]) => Promise<void>,
): Promise<void> {
  const happened = {
    ...{ at: instantOf(deps), actor: 'system', via: 'system', action: 'organisation.create' as const },
    details: {},
  };
  const staffOf = (level: string, id: string): readonly (readonly [Role, string])[] =>
    level === 'street'
      ? [['clerk', clerkOf(id)]]
      : [
          ['administrator', administratorOf(id)],
          ['reviewer', reviewerOf(id)],
        ];
  for (let n = 0; n < organisations; n++) {
    const place = placeAt(n, root);
    const ops = [...newOrganisationOps(place, happened).ops];
    for (const [role, email] of staffOf(place.level, place.id))
      ops.push(
        ...memberOps(deps.keys, undefined, {
          ...{ id: memberIdFor(deps.keys, email), name: `${place.name}${role}`, email },
          ...{ grants: [{ org: place.id, role }], status: 'active', language: 'zh', version: 1 },
        }),
      );
    await put(ops.flatMap((op) => ('put' in op ? [op.put] : [])));
  }
}

/** Spreads so many nominations evenly over the districts and years, a round for each pair. */
function* roundsOf(
  nominations: number,
  districts: readonly District[],
  programmes: readonly PastProgramme[],
) {
  const rounds = Math.min(nominations, districts.length * programmes.length);
  for (let r = 0; r < rounds; r++) {
    const { id, year, document } = programmes[Math.floor(r / districts.length)]!;
    const at = (n: number) => Math.floor((nominations * n) / rounds);
    yield {
      programme: id,
      year,
      document,
      district: districts[r % districts.length]!,
      from: at(r),
      to: at(r + 1),
    };
  }
}

/** Stores it all; tells how far it is. Gives how many rows were written. */
export async function stock(
  deps: Deps,
  {
    root,
    sizes,
    programmes,
  }: {
    readonly root: string;
    readonly sizes: Sizes;
    readonly programmes: readonly PastProgramme[];
  },
  tell: (nominations: number) => void,
): Promise<{ readonly rows: number }> {
  const [main, wrapped] = [writer(deps.table), writer(deps.keysTable)];
  await stockCountry(deps, root, sizes.organisations, main.put);
  await main.flush();
  const districts = districtsOf(sizes.organisations, root);
  let done = 0;
  for (const past of roundsOf(sizes.nominations, districts, programmes))
    for await (const each of pastRows(deps, past)) {
      await main.put(each.main);
      await wrapped.put(each.keys);
      if (each.keys.length > 0 && ++done % 50_000 === 0) tell(done);
    }
  await main.flush();
  await wrapped.flush();
  for (const { id } of programmes) await deps.table.put({ ...keys.receipts(id), last: sizes.nominations });
  return { rows: main.written() + wrapped.written() };
}
