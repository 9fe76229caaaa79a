/** A copy of the database as it stands at one instant, beside whoever writes it, for backups and exports. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '#store/table.ts';
import { type Connection, copyDatabase, openConnection } from './sqlite.ts';
import { everyRow, shapes } from './tables.ts';

/** Rows that stand still while they are read. */
export interface Snapshot {
  rows(table: 'main' | 'keys'): AsyncIterable<Item> | Iterable<Item>;
  close(): void;
}

/** Copies the database into the data folder, and gives its rows; the copy is removed when it is closed. */
export async function takeSnapshot(connection: Connection, data: string): Promise<Snapshot> {
  const file = join(data, `.copy-${process.pid}-${randomBytes(4).toString('hex')}`);
  const remove = () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
  };
  try {
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
