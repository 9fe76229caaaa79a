/**
 * Gathers the writes of one turn of the event loop into one transaction, and answers them when it is on the disk; what
 * comes while the disk is busy goes into the next one (docs/decisions/021).
 */
import type { Problem } from '#domain/problem.ts';
import { databaseAway } from '#store/conflict.ts';
import { type Connection, explain } from './sqlite.ts';

/**
 * Looks at the rows inside the transaction, and throws what refuses the write, or gives what does it: a refused one has
 * written nothing and needs no savepoint.
 */
export type Decide<T> = () => () => T;

export interface Commits {
  /** Resolves when the write is on the disk. Throws what `decide` threw, or Problem `unavailable`. */
  write<T>(decide: Decide<T>): Promise<T>;
  /** Resolves when everything that can be read is on the disk; undefined when it is there already. */
  settled(): Promise<void> | undefined;
  /** Commits what waits, and resolves when it is on the disk. */
  flush(): Promise<void>;
}

interface Waiting {
  /** Does the write, and gives what tells its caller once it is on the disk. Throws what refuses it. */
  readonly decide: Decide<() => void>;
  readonly failed: (error: unknown) => void;
}
/** Who waits for the disk. */
interface Told {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

function outcomeOf({ decide, failed }: Waiting): Told {
  let act: () => () => void;
  try {
    act = decide();
  } catch (refusal) {
    // even a refusal speaks of rows that may not be on the disk yet
    return { done: () => failed(explain(refusal)), failed };
  }
  return { done: act(), failed };
}

/** Who waits for the disk, which is asked once for all who came while it was busy. */
interface Disk {
  answer(outcomes: readonly Told[]): void;
  readonly settled: Commits['settled'];
  readonly busy: () => boolean;
  /** Throws once the disk has failed. */
  demandWhole(): void;
}

function openDisk(sync: () => Promise<void>, rested: () => void): Disk {
  let underWay: Told[] = [];
  let unsynced: Told[] = [];
  let syncing = false;
  // After a failed sync nobody knows what of the log is on the disk, and nothing may be built on it until the next start.
  let broken: { readonly error: Problem } | undefined;
  const demandWhole = () => {
    if (broken !== undefined) throw broken.error;
  };
  const syncAll = async (): Promise<void> => {
    syncing = true;
    while (unsynced.length > 0) {
      underWay = unsynced;
      unsynced = [];
      try {
        demandWhole();
        await sync();
        for (const { done } of underWay) done();
      } catch (error) {
        broken ??= { error: databaseAway(error) };
        for (const { failed } of underWay) failed(broken.error);
      }
    }
    syncing = false;
    rested();
  };
  return {
    demandWhole,
    busy: () => syncing,
    answer(outcomes) {
      unsynced.push(...outcomes);
      if (!syncing) void syncAll();
    },
    settled: () =>
      syncing
        ? new Promise((done, failed) => {
            // what was committed before the disk was asked is on it when it answers
            const those = unsynced.length > 0 ? unsynced : underWay;
            those.push({ done, failed });
          })
        : undefined,
  };
}

/** A database in memory: a commit is where it belongs at once. */
const noDisk: Disk = {
  answer(outcomes) {
    for (const { done } of outcomes) done();
  },
  settled: () => undefined,
  busy: () => false,
  demandWhole: () => undefined,
};

/** Opens the gathering on a connection that nobody else writes through; `sync` brings what was committed to the disk. */
export function openCommits(connection: Connection, sync?: () => Promise<void>): Commits {
  let waiting: Waiting[] = [];
  // One commit for all that came while the disk was busy: its pages are written once, and nobody is answered sooner by more.
  const commitSoon = () => void setImmediate(commitWaiting);
  const disk = sync === undefined ? noDisk : openDisk(sync, () => waiting.length > 0 && commitSoon());
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');

  const commitAll = (batch: readonly Waiting[]): void => {
    let outcomes: readonly Told[];
    try {
      disk.demandWhole();
      begin.run();
      outcomes = batch.map(outcomeOf);
      commit.run();
    } catch (error) {
      // a full disk ends the transaction by itself
      if (connection.isTransaction) rollback.run();
      // one that is too large for what is left of the disk must not take its neighbours with it
      if (batch.length > 1) for (const each of batch) commitAll([each]);
      else batch[0]!.failed(explain(error));
      return;
    }
    disk.answer(outcomes);
  };
  const commitWaiting = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) commitAll(batch);
  };
  return {
    settled: disk.settled,
    async flush() {
      commitWaiting();
      await disk.settled();
    },
    write: <T>(decide: Decide<T>) =>
      new Promise<T>((done, failed) => {
        if (waiting.length === 0 && !disk.busy()) commitSoon();
        const told: Decide<() => void> = () => {
          const act = decide();
          return () => {
            const value = act();
            return () => done(value);
          };
        };
        waiting.push({ decide: told, failed });
      }),
  };
}
