/** Keeps SQLite's log from beginning anew before it was copied, and folds it into the file when it was. */
import { type Connection, isBusy, openConnection } from '#local/database/sqlite.ts';

export interface LogPin {
  /** The connection for a copy of the whole file, beside the one that is written through. */
  readonly reader: Connection;
  /** From here on no frame of the log is overwritten. */
  hold(): void;
  /**
   * In one go, during which nobody writes: `seen` reads what came last, then the log is laid into the file. True when
   * all of it is: the next write may begin it anew. False while another process writes.
   */
  fold(seen: () => void): boolean;
  /** Lets the log go and lays it into the file, copied or not. */
  giveUp(): void;
  close(): void;
}

/** Opens two connections on the file: one that holds, one that folds. */
export function openLogPin(file: string): LogPin {
  const pin = openConnection(file);
  const reader = openConnection(file);
  // nobody waits for a command beside the server: the next look comes soon
  pin.exec('PRAGMA busy_timeout = 0');
  reader.exec('PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0');
  const release = () => {
    if (pin.isTransaction) pin.exec('ROLLBACK');
  };
  const hold = () => {
    release();
    pin.exec('BEGIN');
    pin.prepare('SELECT count(*) FROM sqlite_schema').get();
  };
  const checkpoint = (): boolean => {
    const { log, checkpointed } = reader.prepare('PRAGMA wal_checkpoint(PASSIVE)').get() ?? {};
    return log === checkpointed;
  };
  const lock = (): boolean => {
    try {
      pin.exec('BEGIN IMMEDIATE');
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw error;
    }
  };
  return {
    reader,
    hold,
    fold(seen) {
      release();
      try {
        if (!lock()) return false;
        seen();
        return checkpoint();
      } finally {
        hold();
      }
    },
    giveUp() {
      release();
      checkpoint();
    },
    close() {
      release();
      pin.close();
      reader.close();
    },
  };
}
