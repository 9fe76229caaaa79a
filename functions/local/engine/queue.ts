/** The engine's queue: each execution runs alone, a few at a time; what breaks off waits for the next tick. */
import type { Log } from '#local/database/database.ts';
import type { Execution } from './executions.ts';

/** One turn of an execution: its row where it is at hand, and whether an earlier turn broke off. */
export interface Turn {
  readonly name: string;
  readonly row?: Execution | undefined;
  readonly again?: boolean;
}

export interface Queue {
  add(turn: Turn): void;
  /** Queues again what broke off. */
  retry(): void;
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>;
  counts(): { readonly queued: number; readonly running: number; readonly stalled: number };
  /** Takes no more up, and waits for the turns under way. */
  close(): Promise<void>;
}

// Rows of a longer queue are read again when their turn comes.
const rowsKept = 1_000;

/** Opens a queue. `advance` gives false, or throws, when the turn broke off; `room` is how many may run at a time. */
export function openQueue(advance: (turn: Turn) => Promise<boolean>, room: number, log: Log): Queue {
  const queued = new Map<string, Turn>();
  const running = new Set<string>();
  const stalled = new Set<string>();
  let idlers: (() => void)[] = [];
  let closed = false;

  const settle = () => {
    if (queued.size > 0 || running.size > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  };
  const idle = () =>
    new Promise<void>((resolve) => {
      idlers.push(resolve);
      settle();
    });
  const take = async (turn: Turn) => {
    try {
      if (!(await advance(turn))) stalled.add(turn.name);
    } catch (error) {
      stalled.add(turn.name);
      const code = error instanceof Error ? error.name : 'Error';
      log('execution.stalled', { execution: turn.name, error: code, message: String(error).slice(0, 200) });
    }
    running.delete(turn.name);
    pump();
    settle();
  };
  const pump = () => {
    for (const [name, turn] of queued) {
      if (closed || running.size >= room) return;
      if (running.has(name)) continue;
      queued.delete(name);
      running.add(name);
      void take(turn);
    }
  };
  const add = (turn: Turn) => {
    if (closed) return;
    queued.set(turn.name, queued.size < rowsKept ? turn : { name: turn.name, again: turn.again === true });
    pump();
  };

  return {
    add,
    idle,
    retry() {
      for (const name of stalled) {
        stalled.delete(name);
        add({ name, again: true });
      }
    },
    counts: () => ({ queued: queued.size, running: running.size, stalled: stalled.size }),
    close() {
      closed = true;
      queued.clear();
      return idle();
    },
  };
}
