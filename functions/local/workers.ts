/** Work that goes on after an answer, on one machine: a queue with a limit, so that a burst of submissions keeps answering. */

export interface Workers {
  /** Queues work and returns at once; a failure is told and left to the sweeper. */
  take(work: () => Promise<unknown>): Promise<void>;
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>;
  busy(): boolean;
}

/** Opens a queue that runs so many pieces at a time. */
export function openWorkers(limit: number, onError: (error: unknown) => void): Workers {
  const queue: (() => Promise<unknown>)[] = [];
  let running = 0;
  let idlers: (() => void)[] = [];
  const pump = (): void => {
    while (running < limit && queue.length > 0) {
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
