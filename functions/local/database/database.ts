/** The database of a home on one machine: a SQLite file in the server's own process, or what DYNAMODB_ENDPOINT names. */
import { resolve } from 'node:path';
import { unavailable } from '#domain/problem.ts';
import { demandNoStandby } from '#local/standby/standby-mark.ts';
import type { Item, RowCheck, Table } from '#store/table.ts';
import { openFile } from './file.ts';
import { lockFolder } from './lock.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import { openTables } from './tables.ts';

/** One line of the log: a code, and fields without personal data. */
export type Log = (code: string, fields?: Readonly<Record<string, unknown>>) => void;

export interface Database {
  readonly main: Table;
  readonly keys: Table;
  /** The tables as they stand at one instant; undefined for a database of somebody else's, which has no such thing. */
  readonly snapshot: (() => Promise<Snapshot>) | undefined;
  /** Every row of a table while others may write: for commands that have the folder to themselves. */
  rows(table: 'main' | 'keys'): AsyncIterable<Item> | Iterable<Item>;
  /** Removes rows whose time was over by a Unix second; undefined where the database does that by itself. */
  readonly expire: ((second: number) => Promise<void>) | undefined;
  /**
   * Resolves when everything that can be read is on the disk, undefined when it is there already: nothing is told to
   * anybody outside before that.
   */
  settled(): Promise<void> | undefined;
  /** Writes what waits, closes the database and lets the folder go. */
  close(): Promise<void>;
}

async function openAtEndpoint(endpoint: string, release: () => void): Promise<Database> {
  // the AWS SDK is loaded by those who need it only
  const { openForeign } = await import('./foreign.ts');
  const tables = openForeign(endpoint);
  if (!(await tables.answers())) {
    tables.close();
    throw unavailable(
      'endpoint-silent',
      `DYNAMODB_ENDPOINT 指定的 ${endpoint} 没有应答。请先启动它，或取消该环境变量。`,
      `${endpoint}, named in DYNAMODB_ENDPOINT, does not answer. Start it first, or unset the variable.`,
    );
  }
  await tables.createTables();
  return {
    ...tables,
    snapshot: undefined,
    expire: undefined,
    settled: () => undefined,
    async close() {
      tables.close();
      release();
    },
  };
}

function openInFolder(
  data: string,
  { beside, logKept, check }: { beside: boolean; logKept: boolean; check: RowCheck | undefined },
  release: () => void,
): Database {
  const connection = openFile(data, { beside });
  if (logKept) connection.exec('PRAGMA wal_autocheckpoint = 0');
  const tables = openTables(connection, check);
  return {
    ...tables,
    snapshot: () => takeSnapshot(connection, data),
    async close() {
      await tables.close();
      release();
    },
  };
}

/**
 * Opens the database of a data folder, or the one that `endpoint` names (by default DYNAMODB_ENDPOINT). The folder is
 * locked for this process, unless it is opened `beside` the one that has it.
 * @throws Problem: folder in use or unwritable, file damaged, newer or of 0.1.0, endpoint silent.
 */
export async function openDatabase(options: {
  readonly data: string;
  readonly beside?: boolean;
  readonly endpoint?: string | undefined;
  /** The log is folded by who follows it (standby/follow.ts), never by a commit. */
  readonly logKept?: boolean;
  /** Sees every row that is read or written (tests). */
  readonly check?: RowCheck | undefined;
}): Promise<Database> {
  const { check, beside = false, logKept = false, endpoint = process.env.DYNAMODB_ENDPOINT } = options;
  const data = resolve(options.data);
  demandNoStandby(data);
  const release = beside ? () => undefined : lockFolder(data);
  try {
    if (endpoint) return await openAtEndpoint(endpoint, release);
    return openInFolder(data, { beside, logKept, check }, release);
  } catch (error) {
    release();
    throw error;
  }
}
