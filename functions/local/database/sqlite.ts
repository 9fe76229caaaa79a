/** SQLite by Node's own module, which no other file imports (docs/decisions/018): connections, and what their errors mean. */
import { DatabaseSync, type StatementSync, backup as sqliteBackup } from 'node:sqlite';
import { memberOf } from '#domain/members.ts';
import { errorOf } from '#domain/thrown.ts';
import { databaseAway } from '#store/conflict.ts';

export type Connection = DatabaseSync;
export type Statement = StatementSync;

/** How long a write waits for another process that writes the same file: a command beside the server. */
const busyMilliseconds = 5_000;

/**
 * Opens a file (made when absent, unless `readOnly`) or `:memory:`. A commit is on the disk before it is answered:
 * write-ahead log, synchronised at each commit.
 */
export function openConnection(path: string, { readOnly = false } = {}): Connection {
  const connection = new DatabaseSync(path, { readOnly, timeout: busyMilliseconds });
  try {
    if (!readOnly) connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    connection.exec('PRAGMA cache_size = -8000');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Copies the database as it stands at one instant to a new file, beside whoever writes it. */
export async function copyDatabase(connection: Connection, path: string): Promise<void> {
  // All pages in one step: a copy in several begins anew whenever another process writes in between.
  await sqliteBackup(connection, path, { rate: 0x7fffffff });
}

/** The primary result codes by which SQLite says that it cannot read or write now. */
const passing = new Set([5, 6, 7, 8, 10, 13, 14]);
/** CORRUPT and NOTADB. */
const damaging = new Set([11, 26]);

const primaryCode = (error: unknown): number =>
  errorOf(error).code === 'ERR_SQLITE_ERROR' ? Number(memberOf(error, 'errcode')) & 0xff : 0;

/** Says whether SQLite found the file damaged, or no database at all. */
export const isDamage = (error: unknown): boolean => damaging.has(primaryCode(error));

/** Says whether another process had the file for a moment. */
export const isBusy = (error: unknown): boolean => primaryCode(error) === 5;

/** Gives the error that a caller of a table sees: a Problem `unavailable`, or the defect itself. */
export const explain = (error: unknown): unknown =>
  passing.has(primaryCode(error)) || isDamage(error) ? databaseAway(error) : error;
