/** One table of the file: its columns, its indexes, and the statements by which it is read and written. */
import type { TableShape } from '#store/schema.ts';
import type { Item, Key } from '#store/table.ts';
import type { Connection, Statement } from './sqlite.ts';
import { bodyIn, columnsOf, fromBody } from './stored-row.ts';

export interface PhysicalTable {
  readonly shape: TableShape;
  /** The body at a key. */
  readonly get: Statement;
  /** Takes the columns of a row. */
  readonly put: Statement;
  readonly remove: Statement;
  /** Gives the statement of a query, made once for each form of it. Its rows are arrays. */
  statement(sql: string): Statement;
}

/** A name of a table or column in SQL. */
export const quoted = (name: string): string => `"${name}"`;

/** Makes a table and its indexes where there are none. A row stands in an index when it has both its attributes. */
export function createTable(connection: Connection, shape: TableShape): void {
  const table = quoted(shape.name);
  const columns = columnsOf(shape).map((name) => {
    if (name === 'pk' || name === 'sk') return `${name} TEXT NOT NULL`;
    if (name === 'body') return 'body NOT NULL';
    return `${name} ${name === shape.ttl ? 'INTEGER' : 'TEXT'}`;
  });
  // Not WITHOUT ROWID: rows of some kilobytes make such a table deep; gets and pages then take two to three times as long.
  connection.exec(`CREATE TABLE IF NOT EXISTS ${table} (${columns.join(', ')}, PRIMARY KEY (pk, sk))`);
  for (const { name, pk, sk } of shape.indexes)
    connection.exec(
      `CREATE INDEX IF NOT EXISTS ${quoted(`${shape.name}-${name}`)} ON ${table} (${pk}, ${sk}, pk, sk) WHERE ${pk} IS NOT NULL`,
    );
  if (shape.ttl !== undefined)
    connection.exec(
      `CREATE INDEX IF NOT EXISTS ${quoted(`${shape.name}-${shape.ttl}`)} ON ${table} (${shape.ttl}) WHERE ${shape.ttl} IS NOT NULL`,
    );
}

/** Prepares a table that is there. */
export function openPhysicalTable(connection: Connection, shape: TableShape): PhysicalTable {
  const table = quoted(shape.name);
  const columns = columnsOf(shape);
  const changed = columns.slice(2).map((name) => `${name} = excluded.${name}`);
  const prepare = (sql: string): Statement => {
    const statement = connection.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  const queries = new Map<string, Statement>();
  return {
    shape,
    get: prepare(`SELECT body FROM ${table} WHERE pk = ? AND sk = ?`),
    put: prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT (pk, sk) DO UPDATE SET ${changed.join(', ')}`,
    ),
    remove: prepare(`DELETE FROM ${table} WHERE pk = ? AND sk = ?`),
    statement(sql) {
      const known = queries.get(sql) ?? prepare(sql);
      queries.set(sql, known);
      return known;
    },
  };
}

/** Gives the row at a key. */
export function rowAt(table: PhysicalTable, { pk, sk }: Key): Item | undefined {
  const found = table.get.get(pk, sk);
  return found && fromBody(bodyIn(found));
}
