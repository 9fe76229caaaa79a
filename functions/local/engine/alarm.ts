/** The engine's alarm: looks at the clock and wakes what is due; an idle second costs no read. */
import type { Log } from '#local/database/database.ts';
import type { Clock } from '#store/clock.ts';
import type { ExecutionRows } from './execution-rows.ts';
import { type Execution, shards } from './executions.ts';
import type { Queue } from './queue.ts';

export interface Alarm {
  /** Wakes everything whose time has come by the clock. Resolves when that is written. */
  tick(): Promise<void>;
  /** Tells of a wake time that was just written; undefined for a wait without end. */
  expect(wake: number | undefined): void;
  close(): Promise<void>;
}

/** Sets the alarm; the first tick is the caller's, and every one with `tickMs` 0. */
export function setAlarm(
  { clock, log, tickMs }: { readonly clock: Clock; readonly log: Log; readonly tickMs: number },
  rows: ExecutionRows,
  queue: Queue,
  wake: (row: Execution) => Promise<unknown>,
): Alarm {
  let nextDue = Number.NEGATIVE_INFINITY;
  let ticking: Promise<void> | undefined;
  let beats = 0;

  const wakeDue = async () => {
    queue.retry();
    const now = clock();
    let next = Number.POSITIVE_INFINITY;
    nextDue = next;
    for (let shard = 0; shard < shards; shard++) {
      await rows.eachDue(shard, now, wake);
      next = Math.min(next, await rows.nextDue(shard, now));
    }
    nextDue = Math.min(nextDue, next);
  };
  const tick = () => {
    ticking ??= wakeDue().finally(() => {
      ticking = undefined;
    });
    return ticking;
  };
  // The nearest wake time is known; each minute the table is asked all the same.
  const beat = () => {
    beats += 1;
    if (beats * tickMs < 60_000 && queue.counts().stalled === 0 && clock() < nextDue) return;
    beats = 0;
    tick().catch((error: unknown) => {
      nextDue = Number.NEGATIVE_INFINITY;
      log('engine.tick-failed', { error: String(error).slice(0, 200) });
    });
  };
  const timer = tickMs === 0 ? undefined : setInterval(beat, Math.min(tickMs, 60_000));

  return {
    tick,
    expect(wake) {
      nextDue = Math.min(nextDue, wake ?? Number.POSITIVE_INFINITY);
    },
    async close() {
      clearInterval(timer);
      await ticking?.catch(() => undefined);
    },
  };
}
