/** Brings the write-ahead log to the disk in a thread of the runtime's, so that the one that answers never waits for it. */
import { closeSync, fdatasync, openSync } from 'node:fs';
import type { Connection } from './sqlite.ts';

export interface LogFile {
  /** Resolves when every commit so far is on the disk. Throws the error of the file system. */
  sync(): Promise<void>;
  close(): void;
}

/**
 * Takes over the waiting for the disk from a connection: from here on its commits return before they are there.
 * Undefined for a database in memory.
 */
export function openLogFile(connection: Connection): LogFile | undefined {
  const file = connection.location();
  if (file === null) return undefined;
  // Written once by SQLite's own way: that makes the log and brings its name in the folder to the disk.
  const { user_version: version } = connection.prepare('PRAGMA user_version').get() ?? {};
  connection.exec(`PRAGMA user_version = ${Number(version)}; PRAGMA synchronous = NORMAL`);
  // Closing it drops none of SQLite's locks: those are on the file itself and on its shared memory.
  const log = openSync(`${file}-wal`, 'r+');
  return {
    sync: () =>
      new Promise((done, failed) => fdatasync(log, (error) => (error === null ? done() : failed(error)))),
    close: () => closeSync(log),
  };
}
