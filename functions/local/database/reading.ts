/** Pages of a partition or of an index, in the order of their UTF-8 bytes, with DynamoDB's bounds and cursors. */
import { malformed } from '#store/conflict.ts';
import { brokenCursor, decodeCursor, encodeCursor } from '#store/cursor.ts';
import { compareText } from '#store/predicate.ts';
import type { Item, Page, Range } from '#store/table.ts';
import { type PhysicalTable, quoted } from './physical-table.ts';
import { bodyIn, fromBody } from './stored-row.ts';

/** DynamoDB ends a page after so many bytes. */
const pageBytes = 1024 * 1024;

interface Clause {
  readonly sql: string;
  readonly values: readonly (string | Uint8Array)[];
}

/** The bounds of the sort key; `column` is its column. */
function boundsOf(sk: Range['sk'], column: string): Clause {
  if (sk === undefined) return { sql: '', values: [] };
  // 0xFF is in no UTF-8 text: every text with the prefix sorts before the prefix and this byte
  if ('prefix' in sk)
    return {
      sql: ` AND ${column} >= ? AND ${column} < CAST(? AS TEXT)`,
      values: [sk.prefix, Buffer.concat([Buffer.from(sk.prefix), Buffer.of(0xff)])],
    };
  if ('below' in sk) return { sql: ` AND ${column} < ?`, values: [sk.below] };
  if (!('from' in sk)) return { sql: ` AND ${column} <= ?`, values: [sk.to] };
  if (sk.to === undefined) return { sql: ` AND ${column} >= ?`, values: [sk.from] };
  if (compareText(sk.from, sk.to) > 0)
    throw malformed('The BETWEEN operator requires upper bound to be greater than or equal to lower bound');
  return { sql: ` AND ${column} BETWEEN ? AND ?`, values: [sk.from, sk.to] };
}

function isWithin(sk: Range['sk'], text: string): boolean {
  if (sk === undefined) return true;
  if ('prefix' in sk) return text.startsWith(sk.prefix);
  if ('below' in sk) return compareText(text, sk.below) < 0;
  if (!('from' in sk)) return compareText(text, sk.to) <= 0;
  return compareText(text, sk.from) >= 0 && (sk.to === undefined || compareText(text, sk.to) <= 0);
}

/** The key after which a page begins. @throws Problem invalid `cursor-broken` when it is none of this list. */
function startOf(range: Range, names: readonly string[]): readonly string[] | undefined {
  if (range.cursor === undefined || range.cursor === '') return undefined;
  const key = decodeCursor(range.cursor);
  const values = names.map((name) => key[name]).filter((value) => typeof value === 'string');
  const [partition, sort] =
    range.index === undefined ? ['pk', 'sk'] : [`${range.index}pk`, `${range.index}sk`];
  const isOfList =
    Object.keys(key).length === names.length &&
    values.length === names.length &&
    !values.includes('') &&
    key[partition] === range.pk &&
    isWithin(range.sk, String(key[sort]));
  if (!isOfList) throw brokenCursor();
  return values;
}

/** Reads one page. Throws ValidationException on what DynamoDB would refuse. */
export function readPage(table: PhysicalTable, range: Range): Page<Item> {
  const { index, descending = false } = range;
  const limit = range.limit || -1;
  if (range.pk === '' || Object.values(range.sk ?? {}).includes(''))
    throw malformed('a key must not be an empty string');
  if (index !== undefined && !table.shape.indexes.some(({ name }) => name === index))
    throw malformed(`The table does not have the specified index: ${index}`);
  const [pk, sk] = [`${index ?? ''}pk`, `${index ?? ''}sk`];
  // entries of an index with the same sort key stand in the order of their rows
  const order = index === undefined ? [sk] : [sk, 'pk', 'sk'];
  const names = index === undefined ? ['pk', 'sk'] : ['pk', 'sk', pk, sk];
  const bounds = boundsOf(range.sk, sk);
  const start = startOf(range, names);
  const at = (name: string): string => start![names.indexOf(name)]!;
  const after: Clause =
    start === undefined
      ? { sql: '', values: [] }
      : {
          sql: ` AND (${order.join(', ')}) ${descending ? '<' : '>'} (${order.map(() => '?').join(', ')})`,
          values: order.map(at),
        };
  // A bare LIMIT ? makes SQLite prepare the statement anew whenever a value is bound, for the plan might depend on it.
  const direction = descending ? ' DESC' : '';
  const statement = table.statement(
    `SELECT body FROM ${quoted(table.shape.name)} WHERE ${pk} = ?${bounds.sql}${after.sql}
     ORDER BY ${order.map((name) => name + direction).join(', ')} LIMIT ? + 0`,
  );
  const items: Item[] = [];
  let bytes = 0;
  const values = [range.pk, ...bounds.values, ...after.values, limit];
  // a short page is fetched at once, which is quicker; of a long one no more than what fits into it
  const rows = limit > 0 && limit <= 100 ? statement.all(...values) : statement.iterate(...values);
  for (const row of rows) {
    const body = bodyIn(row);
    items.push(fromBody(body));
    bytes += body.length;
    if (bytes > pageBytes) break;
  }
  const last = items.at(-1);
  const isFull = last !== undefined && (items.length === limit || bytes > pageBytes);
  const mark = isFull ? encodeCursor(Object.fromEntries(names.map((name) => [name, last[name]]))) : undefined;
  return { items, cursor: mark };
}
