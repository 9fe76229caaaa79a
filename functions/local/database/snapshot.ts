/** A copy of the database as it stands at one instant, beside whoever writes it, for backups and exports. */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '#store/table.ts';
import { alive } from './lock.ts';
import { type Connection, copyDatabase, openConnection } from './sqlite.ts';
import { everyRow, shapes } from './tables.ts';

/** Rows that stand still while they are read. */
export interface Snapshot {
  rows(table: 'main' | 'keys'): AsyncIterable<Item> | Iterable<Item>;
  close(): void;
}

/** Removes what copies were left of processes that were killed: each is as large as the database. */
function removeLeft(data: string): void {
  for (const name of readdirSync(data)) {
    const pid = Number(/^\.copy-(\d+)-/.exec(name)?.[1] ?? process.pid);
    if (pid !== process.pid && !alive({ pid })) rmSync(join(data, name), { force: true });
  }
}

/** Copies the database into the data folder, and gives its rows; the copy is removed when it is closed. */
export async function takeSnapshot(connection: Connection, data: string): Promise<Snapshot> {
  const file = join(data, `.copy-${process.pid}-${randomBytes(4).toString('hex')}`);
  const remove = () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
  };
  removeLeft(data);
  try {
    // its mode is that of the database: the copy takes it from the file that is there
    closeSync(openSync(file, 'w', 0o600));
    await copyDatabase(connection, file);
    const copy = openConnection(file, { readOnly: true });
    return {
      rows: (table) => everyRow(copy, shapes[table]),
      close() {
        copy.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
