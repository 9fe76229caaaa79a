/** A real database on a temporary folder, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, type Log, openDatabase } from '#local/database/database.ts';
import { findEmbedded, findJava, type Program } from '#local/database/program.ts';
import { tables } from '#store/schema.ts';
import { openTable, type Table } from '#store/table.ts';

/** The database programs of this machine; DynamoDB Local joins when Java and its package are there. */
export const programs: readonly Program[] = [findEmbedded(), findJava()].filter((each) => each !== undefined);

export interface Embedded {
  readonly data: string;
  readonly database: Database;
  readonly main: Table;
  readonly keys: Table;
  /** Codes that the supervisor logged. */
  readonly logged: string[];
  /** Stops the database and removes the folder. */
  close(): Promise<void>;
}

/** Starts a database with both tables, on a new folder or on the one given (which close leaves alone). */
export async function openEmbedded(
  options: { readonly program?: Program; readonly data?: string } = {},
): Promise<Embedded> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'hongbang-'));
  const logged: string[] = [];
  const log: Log = (code) => void logged.push(code);
  const database = await openDatabase({
    data,
    log,
    endpoint: '',
    ...(options.program && { program: options.program }),
  });
  const shapes = tables('hongbang');
  await database.createTables([shapes.main, shapes.keys]);
  return {
    data,
    database,
    main: openTable(database.client, shapes.main.name),
    keys: openTable(database.client, shapes.keys.name),
    logged,
    async close() {
      await database.close();
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
