/** Work that goes on after an answer, on one machine: a queue with a limit, so that a burst of submissions keeps answering. */

/** Pieces of work under way at a time. */
const atOnce = 4;

export interface Workers {
  /** Queues work and returns at once; a failure is told and left to the sweeper. */
  take(work: () => Promise<unknown>): Promise<void>;
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>;
  busy(): boolean;
}

/** Opens a queue; failures are told. */
export function openWorkers(onError: (error: unknown) => void): Workers {
  const queue: (() => Promise<unknown>)[] = [];
  let running = 0;
  let idlers: (() => void)[] = [];
  const pump = (): void => {
    while (running < atOnce && queue.length > 0) {
      const work = queue.shift()!;
      running++;
      work()
        .catch(onError)
        .finally(() => {
          running--;
          pump();
        });
    }
    if (running === 0 && queue.length === 0) {
      for (const resolve of idlers) resolve();
      idlers = [];
    }
  };
  return {
    async take(work) {
      queue.push(work);
      setImmediate(pump);
    },
    busy: () => running > 0 || queue.length > 0,
    idle: () =>
      running === 0 && queue.length === 0 ? Promise.resolve() : new Promise((done) => idlers.push(done)),
  };
}

/**
 * Gathers what commits hand over and passes it on in batches: what is sent together is removed together, one write for
 * up to 25 signals instead of one each. `take` returns at once.
 */
export function openHandOver<Row>(
  workers: Workers,
  deliver: (rows: readonly Row[]) => Promise<unknown>,
): (rows: readonly Row[]) => Promise<void> {
  const waiting: Row[] = [];
  let queued = 0;
  return async (rows) => {
    waiting.push(...rows);
    if (queued * batch >= waiting.length) return;
    queued++;
    await workers.take(async () => {
      queued--;
      const part = waiting.splice(0, batch);
      if (part.length > 0) await deliver(part);
    });
  };
}
const batch = 25;
