/** Gathers the writes of one turn of the event loop into one transaction: they share the wait for the disk. */
import { type Connection, explain } from './sqlite.ts';

/**
 * Looks at the rows inside the transaction, and throws what refuses the write, or gives what does it: a refused one has
 * written nothing and needs no savepoint.
 */
export type Decide<T> = () => () => T;

export interface Commits {
  /** Resolves when the write is on the disk. Throws what `decide` threw, or Problem `unavailable`. */
  write<T>(decide: Decide<T>): Promise<T>;
  /** Commits what waits. */
  flush(): void;
}

interface Waiting {
  /** Does the write, and gives what tells its caller once it is on the disk. Throws what refuses it. */
  readonly decide: Decide<() => void>;
  readonly failed: (error: unknown) => void;
}

function outcomeOf({ decide, failed }: Waiting): () => void {
  let act: () => () => void;
  try {
    act = decide();
  } catch (refusal) {
    return () => failed(explain(refusal));
  }
  return act();
}

/** Opens the gathering on a connection that nobody else writes through. */
export function openCommits(connection: Connection): Commits {
  let waiting: Waiting[] = [];
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');

  const commitAll = (batch: readonly Waiting[]): void => {
    let outcomes: readonly (() => void)[];
    try {
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
    for (const tell of outcomes) tell();
  };
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) commitAll(batch);
  };
  return {
    flush,
    write: <T>(decide: Decide<T>) =>
      new Promise<T>((done, failed) => {
        if (waiting.length === 0) setImmediate(flush);
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
