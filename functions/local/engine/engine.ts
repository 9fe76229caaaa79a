/** The durable engine of the state machines on one machine: executions are rows, nothing waits in memory. */

import type { Log } from '#local/database/database.ts';
import type { MachineName, Tasks, Workflows } from '#ports';
import type { Clock } from '#store/clock.ts';
import { type Guard, is } from '#store/guard.ts';
import type { Table } from '#store/table.ts';
import { setAlarm } from './alarm.ts';
import { openDefinitions } from './definitions.ts';
import { type ExecutionRows, openRows } from './execution-rows.ts';
import { type End, type Live, quiet, run } from './execution-run.ts';
import { type Answer, type Execution, keyOf, nameInToken, newExecution, shards } from './executions.ts';
import { type Asl, loadInterpreter, type Plan } from './machine.ts';
import { openQueue, type Turn } from './queue.ts';

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
  /** Runs at a time, 4 by default. */
  readonly concurrency?: number;
  /** How often the clock is looked at, 1000 ms by default; 0 leaves ticking to the caller. */
  readonly tickMs?: number;
}

/** What one engine holds in memory: the runs under way, and its counts since it was opened. */
interface Inside extends EngineOptions {
  readonly rows: ExecutionRows;
  readonly planOf: (hash: string) => Promise<Plan>;
  readonly live: Map<string, Live>;
  readonly count: { started: number; parked: number; succeeded: number; failed: number };
  /** Told of the wake time of each execution that parks. */
  readonly expect: (wake: number | undefined) => void;
}

const timedOut: Answer = { kind: 'error', error: 'States.Timeout', cause: '' };
const endIndex = { gsi1pk: undefined, gsi1sk: undefined };

/** Tells of a failure and takes it out of what is to be run; a crash in between tells again. */
async function report({ rows, onFailed }: Inside, row: Execution): Promise<true> {
  const { machine, name, error = '', cause = '' } = row;
  await onFailed?.({ machine, name, error, cause });
  await rows.change(row, 'failed', endIndex);
  return true;
}

/** Records how a run ended; false when somebody else wrote the row meanwhile. */
async function recordEnd(inside: Inside, row: Execution, end: End): Promise<boolean> {
  const { clock, count, log, rows } = inside;
  if (end.kind === 'parked') {
    count.parked += 1;
    inside.expect(end.wake);
    return true;
  }
  const endedAt = new Date(clock()).toISOString();
  const closing = { token: undefined, answer: undefined, wake: undefined, endedAt };
  if (end.kind === 'succeeded') {
    const output = JSON.stringify(end.output ?? null);
    const done = await rows.change(row, 'running', { ...closing, ...endIndex, status: 'succeeded', output });
    if (done === undefined) return false;
    count.succeeded += 1;
    return true;
  }
  const { error, cause } = end;
  log('execution.failed', { machine: row.machine, execution: row.name, error });
  const ended = await rows.change(row, 'running', { ...closing, status: 'failed', error, cause });
  if (ended === undefined) return false;
  count.failed += 1;
  return report(inside, ended);
}

/** Runs an execution to where it waits or ends, and records the end; false when it is to be tried again. */
async function advance(inside: Inside, { name, row: given, again = false }: Turn): Promise<boolean> {
  const { live, rows, table } = inside;
  let row = given ?? (await table.get<Execution>(keyOf(name), { consistent: true }));
  if (row?.status === 'failed' && row.gsi1pk !== undefined) return report(inside, row);
  if (row?.status !== 'running') return true;
  // tokens that a broken-off run gave out must not fit the questions of this one
  if (again) row = await rows.change(row, 'running', { tries: row.tries + 1 });
  if (row === undefined) return false;
  const plan = await inside.planOf(row.def);
  const here: Live = { row, asking: undefined, early: undefined, writing: undefined };
  live.set(name, here);
  try {
    const end = await run(here, plan, inside);
    return await recordEnd(inside, here.row, end);
  } finally {
    live.delete(name);
  }
}

/** Stores an answer that came while its question is still being asked, together with the question. */
async function answerEarly({ rows }: Inside, here: Live, answer: Answer): Promise<'done' | 'gone'> {
  const { point } = here.asking!;
  const write = rows.change(here.row, 'running', { ...point, answer: JSON.stringify(answer) }).then((row) => {
    if (row === undefined) return 'gone' as const;
    here.row = row;
    here.early = answer;
    return 'done' as const;
  });
  here.writing = write;
  return write;
}

/**
 * Opens the engine on a table with the index `gsi1`: keeps the definitions, takes up every execution that is not
 * waiting, and ticks. An execution is run from its last durable point (its start, or the state where it was
 * parked or answered), so a task may be called again after a crash, and none is lost. One engine per table.
 * Throws Error on a definition outside the subset.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { table, clock, log, concurrency = 4, tickMs = 1_000 } = options;
  const definitions = openDefinitions(table, await loadInterpreter());
  const current = {
    nomination: await definitions.keep('nomination', options.definitions.nomination),
    round: await definitions.keep('round', options.definitions.round),
  };
  const rows = openRows(table, clock);
  const live = new Map<string, Live>();
  const count = { started: 0, parked: 0, succeeded: 0, failed: 0 };
  let closed = false;
  const { planOf } = definitions;
  const inside: Inside = { ...options, rows, planOf, live, count, expect: (wake) => alarm.expect(wake) };
  const queue = openQueue((turn) => advance(inside, turn), concurrency, log);

  /** Wakes a parked execution and queues it. */
  const wake = async (name: string, answer: Answer | undefined, guard: Guard): Promise<'done' | 'gone'> => {
    const row = await rows.wake(name, answer, guard);
    if (row === undefined) return 'gone';
    queue.add({ name, row });
    return 'done';
  };
  const alarm = setAlarm({ clock, log, tickMs }, rows, queue, ({ name, rev, wakeKind }) =>
    wake(name, wakeKind === 'timeout' ? timedOut : undefined, is('rev', rev)),
  );
  const answer = async (token: string, given: Answer): Promise<'done' | 'gone'> => {
    const name = nameInToken(token);
    if (name === undefined) return 'gone';
    const here = live.get(name);
    // one write at a time: an answer before this one, or the parking, must be in the table first
    while (here?.writing !== undefined) await quiet(here);
    if (here?.asking?.token === token && live.get(name) === here)
      return here.early === undefined ? answerEarly(inside, here, given) : 'gone';
    return wake(name, given, is('token', token));
  };

  for (let shard = 0; shard < shards; shard++)
    await rows.eachRunnable(shard, ({ name }) => queue.add({ name, again: true }));
  await alarm.tick();

  return {
    async start(request) {
      if (closed) throw new Error('the engine is closed');
      const row = newExecution(request, current[request.machine], clock());
      if (!(await rows.add(row))) return 'exists';
      count.started += 1;
      queue.add({ name: row.name, row });
      return 'started';
    },
    succeed: (token, output) => answer(token, { kind: 'output', output: output ?? null }),
    fail: (token, error, cause) => answer(token, { kind: 'error', error, cause }),
    tick: alarm.tick,
    idle: queue.idle,
    stats: () => ({ ...count, ...queue.counts() }),
    async close() {
      closed = true;
      await alarm.close();
      await queue.close();
    },
  };
}
