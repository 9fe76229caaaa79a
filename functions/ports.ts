/** What the core needs from the world around it: types only, filled by the twin adapters in `aws/` and `local/`. */

export type MachineName = 'nomination' | 'round';

/** Wakes the state machines. The table is the truth: each of these is sent after a recorded write, and may be repeated. */
export interface Workflows {
  /** Starts an execution under a deterministic name; `exists` when one was ever started under it. */
  start(run: {
    readonly machine: MachineName;
    readonly name: string;
    readonly input: unknown;
  }): Promise<'started' | 'exists'>;
  /** Answers a waiting state; `gone` when it waits no more (answered, timed out, unknown), which is success too. */
  succeed(token: string, output: unknown): Promise<'done' | 'gone'>;
  /** Makes a waiting state fail with an error that its Retry and Catch may name. */
  fail(token: string, error: string, cause: string): Promise<'done' | 'gone'>;
}

/** What a task learns about the execution that calls it. */
export interface TaskContext {
  readonly machine: MachineName;
  readonly execution: string;
}

/** The functions that the state machines call, by name: JSON in, JSON out, safe to repeat. */
export type Tasks = Readonly<Record<string, (payload: unknown, context: TaskContext) => Promise<unknown>>>;
