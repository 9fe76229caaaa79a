/** Counts what is read of a table, so that a test can hold a page or an action to a bounded number of rows. */
import type { Deps } from '#deps';

export interface Read {
  requests: number;
  rows: number;
}

/** What a piece of work reads; the programme's revision may be in memory already, so do it once before. */
export async function readBy(deps: Pick<Deps, 'table'>, work: () => Promise<unknown>): Promise<Read> {
  const read: Read = { requests: 0, rows: 0 };
  const table = deps.table as { -readonly [K in 'get' | 'query']: Deps['table'][K] };
  const { get, query } = table;
  table.get = (key, options) => {
    read.requests++;
    read.rows++;
    return get(key, options);
  };
  table.query = async (range) => {
    const page = await query(range);
    read.requests++;
    read.rows += page.items.length;
    return page as never;
  };
  try {
    await work();
  } finally {
    table.get = get;
    table.query = query;
  }
  return read;
}
