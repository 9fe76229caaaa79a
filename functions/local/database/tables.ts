/** The two tables of a home on one connection: rows are written through here and nowhere else. */
import { type TableShape, tables } from '#store/schema.ts';
import { type Item, type RowCheck, type Table, tableOf } from '#store/table.ts';
import { openCommits } from './commits.ts';
import { openLogFile } from './log-file.ts';
import { createTable, openPhysicalTable, type PhysicalTable, quoted } from './physical-table.ts';
import { type Connection, openConnection } from './sqlite.ts';
import { openSqliteTable } from './sqlite-table.ts';
import { bodyIn, fromBody } from './stored-row.ts';

export const shapes = tables('hongbang');

export interface SqliteTables {
  readonly main: Table;
  readonly keys: Table;
  /** Every row of a table, in the order in which they were first written: for commands, never in a request. */
  rows(table: 'main' | 'keys'): Iterable<Item>;
  /** Removes up to a thousand rows whose time (`ttl`, a Unix second) was over by then, as DynamoDB does by itself. */
  expire(second: number): Promise<void>;
  /** Resolves when everything that can be read is on the disk; undefined when it is there already. */
  settled(): Promise<void> | undefined;
  /** Commits what waits, brings it to the disk and closes the file. */
  close(): Promise<void>;
}

/** Makes the tables where there are none. */
export function createTables(connection: Connection): void {
  for (const shape of [shapes.main, shapes.keys]) createTable(connection, shape);
}

/** Binds the verbs to the tables of a connection; `check` sees every row that is read or written. */
export function openTables(connection: Connection, check?: RowCheck): SqliteTables {
  const log = openLogFile(connection);
  const commits = openCommits(connection, log?.sync);
  const physical = new Map<string, PhysicalTable>(
    [shapes.main, shapes.keys].map((shape) => [shape.name, openPhysicalTable(connection, shape)]),
  );
  const physicalOf = (name: string): PhysicalTable => {
    const table = physical.get(name);
    if (table === undefined) throw new RangeError(`there is no table ${name}`);
    return table;
  };
  const main = quoted(shapes.main.name);
  const expired = connection.prepare(
    `DELETE FROM ${main} WHERE rowid IN (SELECT rowid FROM ${main} WHERE ttl < ? ORDER BY ttl LIMIT 1000)`,
  );
  const open = ({ name }: TableShape): Table =>
    tableOf(openSqliteTable(physicalOf(name), commits, physicalOf), check);
  return {
    main: open(shapes.main),
    keys: open(shapes.keys),
    expire: (second) => commits.write(() => () => void expired.run(second)),
    rows: (table) => everyRow(connection, shapes[table]),
    settled: commits.settled,
    async close() {
      try {
        await commits.flush();
      } finally {
        log?.close();
        connection.close();
      }
    },
  };
}

/** Two tables that are gone when they are closed: for tests. */
export function openTablesInMemory(check?: RowCheck): SqliteTables {
  const connection = openConnection(':memory:');
  createTables(connection);
  return openTables(connection, check);
}

/** Every row of a table of a connection. */
export function* everyRow(connection: Connection, { name }: TableShape): Generator<Item> {
  const statement = connection.prepare(`SELECT body FROM ${quoted(name)} ORDER BY rowid`);
  statement.setReturnArrays(true);
  for (const row of statement.iterate()) yield fromBody(bodyIn(row));
}
