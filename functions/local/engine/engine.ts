/** The durable engine of the state machines on one machine: executions are rows, nothing waits in memory. */

import type { Log } from '#local/database/database.ts';
import type { MachineName, Tasks, Workflows } from '#ports';
import type { Clock } from '#store/clock.ts';
import type { Table } from '#store/table.ts';
import { openLedger, type Waiting } from './execution-rows.ts';
import { type Live, quiet, run } from './execution-run.ts';
import { type Answer, type Execution, keyOf, nameInToken, newExecution, shards } from './executions.ts';
import { type Asl, loadInterpreter } from './machine.ts';

/** An execution that ended with an error that nothing caught. */
export interface FailedExecution {
  readonly machine: MachineName;
  readonly name: string;
  readonly error: string;
  readonly cause: string;
}

export interface EngineStats {
  readonly queued: number;
  readonly running: number;
  /** Runs that the database broke off; the next tick takes them up again. */
  readonly stalled: number;
  /** Since this engine was opened. */
  readonly started: number;
  readonly parked: number;
  readonly succeeded: number;
  readonly failed: number;
}

export interface Engine extends Workflows {
  /** Wakes everything whose time has come by the clock, and takes up what was broken off. Resolves when that is written. */
  tick(): Promise<void>;
  /** Resolves when nothing is queued or running; what stalled waits for a tick. */
  idle(): Promise<void>;
  stats(): EngineStats;
  /** Begins what there is room for now. */
  pump(): void;
  /** Takes no more up, and waits for the runs under way. */
  close(): Promise<void>;
}

export interface EngineOptions {
  readonly table: Table;
  readonly tasks: Tasks;
  readonly definitions: Readonly<Record<MachineName, Asl>>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of each failed execution, again after a crash in between: must be safe to repeat. */
  readonly onFailed?: (failed: FailedExecution) => Promise<void>;
  /** Runs at a time, 8 by default. */
  readonly concurrency?: () => number;
  /** How often the clock is looked at, 1000 ms by default; 0 leaves ticking to the caller. */
  readonly tickMs?: number;
}

// Rows of a longer queue are read again when their turn comes.
const rowsKept = 1_000;

/**
 * Opens the engine on a table with the index `gsi1`: keeps the definitions, takes up every execution that is not
 * waiting, and ticks. An execution is run from its last durable point (its start, or the state where it was
 * parked or answered), so a task may be called again after a crash, and none is lost. One engine per table.
 * Throws Error on a definition outside the subset.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { table, clock, log, concurrency = () => 8, tickMs = 1_000 } = options;
  const Machine = await loadInterpreter();
  const live = new Map<string, Live | undefined>();
  const queued = new Map<string, { readonly row: Execution | undefined; readonly again: boolean }>();
  const stalled = new Set<string>();
  const count = { started: 0, parked: 0, succeeded: 0, failed: 0 };
  let idlers: (() => void)[] = [];
  let closed = false;
  let nextDue = Number.NEGATIVE_INFINITY;

  const ledger = openLedger(table, clock, Machine);
  const { move, planOf } = ledger;
  const current = {
    nomination: await ledger.keep('nomination', options.definitions.nomination),
    round: await ledger.keep('round', options.definitions.round),
  };

  const nowIso = () => new Date(clock()).toISOString();
  const endIndex = { gsi1pk: undefined, gsi1sk: undefined };

  /** Tells of a failure and takes it out of what is to be run; a crash in between tells again. */
  const tell = async (row: Execution) => {
    const { machine, name, error = '', cause = '' } = row;
    await options.onFailed?.({ machine, name, error, cause });
    await move(row, 'failed', endIndex);
  };

  /** Runs an execution to where it waits or ends, and records the end. */
  const advance = async (name: string, given: Execution | undefined, again: boolean): Promise<void> => {
    let row = given ?? (await table.get<Execution>(keyOf(name), { consistent: true }));
    if (row?.status === 'failed' && row.gsi1pk !== undefined) return tell(row);
    if (row?.status !== 'running') return;
    // tokens that a broken-off run gave out must not fit the questions of this one
    if (again) row = await move(row, 'running', { tries: row.tries + 1 });
    if (row === undefined) return void stalled.add(name);
    const plan = await planOf(row.def);
    const here: Live = { row, asking: undefined, early: undefined, writing: undefined };
    live.set(name, here);
    const end = await run(here, plan, options);
    if (end.kind === 'parked') {
      count.parked += 1;
      nextDue = Math.min(nextDue, end.wake ?? Number.POSITIVE_INFINITY);
      return;
    }
    const closing = { token: undefined, answer: undefined, wake: undefined, endedAt: nowIso() };
    if (end.kind === 'succeeded') {
      const output = JSON.stringify(end.output ?? null);
      const done = await move(here.row, 'running', { ...closing, ...endIndex, status: 'succeeded', output });
      if (done === undefined) stalled.add(name);
      else count.succeeded += 1;
      return;
    }
    const { error, cause } = end;
    log('execution.failed', { machine: row.machine, execution: name, error });
    const ended = await move(here.row, 'running', { ...closing, status: 'failed', error, cause });
    if (ended === undefined) return void stalled.add(name);
    count.failed += 1;
    await tell(ended);
  };

  const settle = () => {
    if (queued.size > 0 || live.size > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  };

  /** Starts queued runs while there is room; a run that breaks off is left to the next tick. */
  const pump = () => {
    for (const [name, { row, again }] of queued) {
      if (closed || live.size >= concurrency()) return;
      if (live.has(name)) continue;
      queued.delete(name);
      live.set(name, undefined);
      advance(name, row, again)
        .catch((error: unknown) => {
          stalled.add(name);
          const code = error instanceof Error ? error.name : 'Error';
          log('execution.stalled', { execution: name, error: code, message: String(error).slice(0, 200) });
        })
        .finally(() => {
          live.delete(name);
          pump();
          settle();
        });
    }
  };

  const enqueue = (name: string, row: Execution | undefined, again = false) => {
    if (closed) return;
    queued.set(name, { row: queued.size < rowsKept ? row : undefined, again });
    pump();
  };

  /** Wakes a parked execution and queues it. */
  const wake = async (name: string, answer: Answer | undefined, guard: Waiting): Promise<'done' | 'gone'> => {
    const row = await ledger.wake(name, answer, guard);
    if (row === undefined) return 'gone';
    enqueue(name, row);
    return 'done';
  };

  /** Stores an answer that came while its question is still being asked, together with the question. */
  const answerEarly = async (here: Live, answer: Answer): Promise<'done' | 'gone'> => {
    const { point } = here.asking!;
    const write = move(here.row, 'running', { ...point, answer: JSON.stringify(answer) }).then((row) => {
      if (row === undefined) return 'gone' as const;
      here.row = row;
      here.early = answer;
      return 'done' as const;
    });
    here.writing = write;
    return write;
  };

  const answer = async (token: string, given: Answer): Promise<'done' | 'gone'> => {
    const name = nameInToken(token);
    if (name === undefined) return 'gone';
    const here = live.get(name);
    // one write at a time: an answer before this one, or the parking, must be in the table first
    if (here !== undefined) await quiet(here);
    if (here?.asking?.token === token && live.get(name) === here)
      return here.early === undefined ? answerEarly(here, given) : 'gone';
    return wake(name, given, { when: '#token = :token', values: { token } });
  };

  const wakeDue = async () => {
    for (const name of stalled) {
      stalled.delete(name);
      enqueue(name, undefined, true);
    }
    const now = clock();
    let next = Number.POSITIVE_INFINITY;
    nextDue = next;
    for (let shard = 0; shard < shards; shard++) {
      await ledger.eachDue(shard, now, (row) => {
        const answer: Answer | undefined =
          row.wakeKind === 'timeout' ? { kind: 'error', error: 'States.Timeout', cause: '' } : undefined;
        return wake(row.name, answer, { when: '#rev = :rev', values: { rev: row.rev } });
      });
      next = Math.min(next, await ledger.nextDue(shard, now));
    }
    nextDue = Math.min(nextDue, next);
  };
  let ticking: Promise<void> | undefined;
  const tick = () => {
    ticking ??= wakeDue().finally(() => {
      ticking = undefined;
    });
    return ticking;
  };

  for (let shard = 0; shard < shards; shard++)
    await ledger.eachRunnable(shard, (row) => enqueue(row.name, undefined, true));
  await tick();

  // Idle seconds cost no read: the nearest wake time is known. Each minute the table is asked all the same.
  let beats = 0;
  const timer = tickMs === 0 ? undefined : setInterval(beat, Math.min(tickMs, 60_000));
  function beat() {
    beats += 1;
    if (beats * tickMs < 60_000 && stalled.size === 0 && clock() < nextDue) return;
    beats = 0;
    tick().catch((error: unknown) => {
      nextDue = Number.NEGATIVE_INFINITY;
      log('engine.tick-failed', { error: String(error).slice(0, 200) });
    });
  }

  return {
    async start(request) {
      if (closed) throw new Error('the engine is closed');
      const row = newExecution(request, current[request.machine], clock());
      if (!(await ledger.add(row))) return 'exists';
      count.started += 1;
      enqueue(row.name, row);
      return 'started';
    },
    succeed: (token, output) => answer(token, { kind: 'output', output: output ?? null }),
    fail: (token, error, cause) => answer(token, { kind: 'error', error, cause }),
    tick,
    pump,
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        settle();
      }),
    stats: () => ({ ...count, queued: queued.size, running: live.size, stalled: stalled.size }),
    async close() {
      closed = true;
      clearInterval(timer);
      await ticking?.catch(() => undefined);
      queued.clear();
      await new Promise<void>((resolve) => {
        idlers.push(resolve);
        settle();
      });
    },
  };
}
