/** What the engine reads and writes: each change of an execution is one conditional write. */
import type { Clock } from '#store/clock.ts';
import { allOf, type Guard, is, rowAbsent } from '#store/guard.ts';
import { isConflict, type Table } from '#store/table.ts';
import {
  type Answer,
  asRunnable,
  dueBound,
  duePartition,
  type Execution,
  keyOf,
  newMark,
  runPartition,
} from './executions.ts';

export interface ExecutionRows {
  /** Adds an execution; false when there is one of its name. */
  add(row: Execution): Promise<boolean>;
  /** Changes a row if it still has this status and revision; undefined when it has not. */
  change(row: Execution, status: Execution['status'], set: object): Promise<Execution | undefined>;
  /** Makes a parked row running, with an answer or without; undefined when it does not wait under this token or revision. */
  wake(name: string, answer: Answer | undefined, waiting: Guard): Promise<Execution | undefined>;
  /** Visits the rows of a shard that are to be run. */
  eachRunnable(shard: number, visit: (row: Execution) => unknown): Promise<void>;
  /** Visits the parked rows of a shard whose time has come. */
  eachDue(shard: number, now: number, visit: (row: Execution) => unknown): Promise<void>;
  /** Gives the time at which the next row of a shard wakes, Infinity for none. */
  nextDue(shard: number, now: number): Promise<number>;
}

/** Opens the engine's view of the table. */
export function openRows(table: Table, clock: Clock): ExecutionRows {
  const each = async (pk: string, to: string, visit: (row: Execution) => unknown) => {
    let cursor: string | undefined;
    do {
      const found = await table.query<Execution>({ pk, sk: { to }, index: 'gsi1', limit: 200, cursor });
      for (const row of found.items) await visit(row);
      cursor = found.cursor;
    } while (cursor !== undefined);
  };

  return {
    async add(row) {
      try {
        await table.put(row, rowAbsent);
        return true;
      } catch (error) {
        if (!isConflict(error)) throw error;
        // a put repeated after a lost answer finds itself
        return error.item?.nonce === row.nonce;
      }
    },
    async change(row, status, set) {
      try {
        return await table.update<Execution>(
          keyOf(row.name),
          { set: { ...set, rev: row.rev + 1 } },
          allOf(is('status', status), is('rev', row.rev)),
        );
      } catch (error) {
        if (isConflict(error)) return undefined;
        throw error;
      }
    },
    async wake(name, answer, waiting) {
      const mark = newMark();
      const set = {
        status: 'running',
        mark,
        answer: answer && JSON.stringify(answer),
        token: undefined,
        wake: undefined,
        wakeKind: undefined,
        ...asRunnable(name, new Date(clock()).toISOString()),
      };
      const when = allOf(is('status', 'parked'), waiting);
      try {
        return await table.update<Execution>(keyOf(name), { set, add: { rev: 1 } }, when);
      } catch (error) {
        if (!isConflict(error)) throw error;
        // a write repeated after a lost answer knows itself by its mark
        if (error.item?.mark !== mark) return undefined;
        return table.get<Execution>(keyOf(name), { consistent: true });
      }
    },
    eachRunnable: (shard, visit) => each(runPartition(shard), '~', visit),
    eachDue: (shard, now, visit) => each(duePartition(shard), dueBound(now), visit),
    async nextDue(shard, now) {
      const sk = { from: dueBound(now) };
      const ahead = await table.query<Execution>({ pk: duePartition(shard), sk, index: 'gsi1', limit: 1 });
      const wake = ahead.items[0]?.wake;
      return wake === undefined ? Number.POSITIVE_INFINITY : Date.parse(wake);
    },
  };
}
