/** Lists read to their end, page by page, one page in memory at a time: for machines, jobs and commands, and bounded pages. */
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { candidaciesOf } from './reads.ts';
import type { Table } from './table.ts';

interface Part<T> {
  readonly items: readonly T[];
  readonly cursor?: string | undefined;
}

/** Every item of a list, one after the other; `most` stops reading further pages once so many were read. */
export async function* everyOne<T>(
  page: (cursor: string | undefined) => Promise<Part<T>>,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<T, void> {
  let cursor: string | undefined;
  let read = 0;
  do {
    const part: Part<T> = await page(cursor);
    yield* part.items;
    read += part.items.length;
    cursor = part.cursor;
  } while (cursor !== undefined && read < most);
}

/** Every candidacy of a round, strongly consistent, in the order of nominations. */
export const everyCandidacy = (table: Table, round: string, most?: number): AsyncGenerator<Candidacy, void> =>
  everyOne((cursor) => candidaciesOf(table, round, cursor, 200), most);
