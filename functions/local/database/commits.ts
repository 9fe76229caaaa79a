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
  readonly decide: Decide<unknown>;
  readonly done: (value: never) => void;
  readonly failed: (error: unknown) => void;
}
type Outcome = { readonly value: unknown } | { readonly refusal: unknown };

function outcomeOf(decide: Decide<unknown>): Outcome {
  let act: () => unknown;
  try {
    act = decide();
  } catch (refusal) {
    return { refusal };
  }
  return { value: act() };
}

/** Opens the gathering on a connection that nobody else writes through. */
export function openCommits(connection: Connection): Commits {
  let waiting: Waiting[] = [];
  const [begin, commit, rollback] = ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'].map((sql) =>
    connection.prepare(sql),
  ) as [
    ReturnType<Connection['prepare']>,
    ReturnType<Connection['prepare']>,
    ReturnType<Connection['prepare']>,
  ];

  const commitAll = (batch: readonly Waiting[]): void => {
    let outcomes: readonly Outcome[];
    try {
      begin.run();
      outcomes = batch.map(({ decide }) => outcomeOf(decide));
      commit.run();
    } catch (error) {
      // a full disk ends the transaction by itself
      if (connection.isTransaction) rollback.run();
      // one that is too large for what is left of the disk must not take its neighbours with it
      if (batch.length > 1) for (const each of batch) commitAll([each]);
      else batch[0]!.failed(explain(error));
      return;
    }
    for (const [i, { done, failed }] of batch.entries()) {
      const outcome = outcomes[i]!;
      if ('refusal' in outcome) failed(explain(outcome.refusal));
      else done(outcome.value as never);
    }
  };
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) commitAll(batch);
  };
  return {
    flush,
    write: (decide) =>
      new Promise((done, failed) => {
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ decide, done, failed });
      }),
  };
}
