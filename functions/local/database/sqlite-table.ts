/** The verbs of a table over SQLite, with DynamoDB's semantics: what one home takes, the other takes too. */
import { lostRace, malformed, type Refusal } from '#store/conflict.ts';
import type { Guard } from '#store/guard.ts';
import { holds } from '#store/predicate.ts';
import { type Change, type Item, type Key, keyOf, type Op, type Rows } from '#store/table.ts';
import { applyChange } from './changing.ts';
import type { Commits } from './commits.ts';
import { demandKey, mostTransactionBytes } from './measure.ts';
import { type PhysicalTable, rowAt } from './physical-table.ts';
import { readPage } from './reading.ts';
import { explain } from './sqlite.ts';
import { fromBody, type Stored, toStored } from './stored-row.ts';

/** What one operation is going to do: nothing for a check. */
interface Plan {
  readonly refusal: { readonly item: Item | undefined } | undefined;
  readonly size: number;
  run(): void;
}

function planPut(table: PhysicalTable, key: Key, stored: Stored, when: Guard | undefined): Plan {
  const there = when && rowAt(table, key);
  return {
    refusal: when === undefined || holds(when, there) ? undefined : { item: there },
    size: stored.size,
    run: () => void table.put.run(...stored.values),
  };
}

function planRemove(table: PhysicalTable, key: Key, when: Guard | undefined): Plan {
  const there = when && rowAt(table, key);
  return {
    refusal: when === undefined || holds(when, there) ? undefined : { item: there },
    size: 0,
    run: () => void table.remove.run(key.pk, key.sk),
  };
}

/** An update; `body` is the row as it is then. */
function planUpdate(
  table: PhysicalTable,
  key: Key,
  change: Change,
  when: Guard | undefined,
): Plan & { readonly body: Stored['body'] } {
  const there = rowAt(table, key);
  if (when !== undefined && !holds(when, there))
    return { refusal: { item: there }, size: 0, body: '', run: () => undefined };
  const stored = toStored(applyChange(there, key, change), table.shape);
  return {
    refusal: undefined,
    size: stored.size,
    body: stored.body,
    run: () => void table.put.run(...stored.values),
  };
}

/** Throws the Conflict of the plans that were refused, if any was. */
function demandAll(plans: readonly Plan[]): void {
  const refusals: Refusal[] = [];
  for (const [index, { refusal }] of plans.entries())
    if (refusal !== undefined) refusals.push({ index, item: refusal.item });
  if (refusals.length > 0) throw lostRace(refusals);
}

/** Reads inside a promise, so that an error of the database is a rejection like any other. */
async function reading<T>(read: () => T): Promise<T> {
  try {
    return read();
  } catch (error) {
    throw explain(error);
  }
}

/** Operations of a transaction as DynamoDB takes them: 1 to 100, no row twice. */
function demandApart(ops: readonly (readonly [PhysicalTable, Key])[]): void {
  if (ops.length === 0 || ops.length > 100) throw malformed('a transaction has 1 to 100 operations');
  const rows = new Set<string>();
  for (const [{ shape }, key] of ops) {
    demandKey(key);
    rows.add(JSON.stringify([shape.name, key.pk, key.sk]));
  }
  if (rows.size < ops.length)
    throw malformed('Transaction request cannot include multiple operations on one item');
}

const batchSize = 25;

/** Writes rows 25 at a time, each batch in one commit; a batch names no row twice. */
async function writeBatches<T extends Key>(
  commits: Commits,
  rows: readonly T[],
  runOf: (row: T) => () => void,
): Promise<void> {
  for (let at = 0; at < rows.length; at += batchSize) {
    const part = rows.slice(at, at + batchSize);
    const runs = part.map(runOf);
    if (new Set(part.map(({ pk, sk }) => JSON.stringify([pk, sk]))).size < part.length)
      throw malformed('Provided list of item keys contains duplicates');
    await commits.write(() => () => {
      for (const run of runs) run();
    });
  }
}

/** All operations or none, each on the table that `tableOf` finds for it. */
async function writeTogether(
  commits: Commits,
  ops: readonly Op[],
  tableOf: (op: Op) => PhysicalTable,
): Promise<void> {
  const targets = ops.map((op) => [tableOf(op), keyOf(op)] as const);
  demandApart(targets);
  const rows = ops.map((op, i) => ('put' in op ? toStored(op.put, targets[i]![0].shape) : undefined));
  const planOf = (op: Op, i: number): Plan => {
    const [where, key] = targets[i]!;
    if ('put' in op) return planPut(where, key, rows[i]!, op.when);
    if ('update' in op) return planUpdate(where, key, op.change, op.when);
    const plan = planRemove(where, key, op.when);
    return 'remove' in op ? plan : { ...plan, run: () => undefined };
  };
  await commits.write(() => {
    const plans = ops.map(planOf);
    demandAll(plans);
    if (plans.reduce((sum, { size }) => sum + size, 0) > mostTransactionBytes)
      throw malformed('Transaction size cannot exceed 4194304 bytes');
    return () => {
      for (const { run } of plans) run();
    };
  });
}

/** Binds the verbs to one physical table; `tableOf` finds the others that a transaction names. */
export function openSqliteTable(
  table: PhysicalTable,
  commits: Commits,
  tableOf: (name: string) => PhysicalTable,
): Rows {
  const { shape } = table;

  /** One write, alone: its plan is made and carried out inside the transaction. */
  const write = <P extends Plan, T>(plan: () => P, answer: (plan: P) => T): Promise<T> =>
    commits.write(() => {
      const made = plan();
      demandAll([made]);
      return () => {
        made.run();
        return answer(made);
      };
    });

  return {
    name: shape.name,
    get: (key) =>
      reading(() => {
        demandKey(key);
        return rowAt(table, key);
      }),
    query: (range) => reading(() => readPage(table, range)),
    async put(item, when) {
      const stored = toStored(item, shape);
      await write(
        () => planPut(table, item, stored, when),
        () => undefined,
      );
    },
    async update(key, change, when) {
      demandKey(key);
      return write(
        () => planUpdate(table, key, change, when),
        ({ body }) => fromBody(body),
      );
    },
    async remove(key, when) {
      demandKey(key);
      await write(
        () => planRemove(table, key, when),
        () => undefined,
      );
    },
    together: (ops) => writeTogether(commits, ops, ({ on }) => (on === undefined ? table : tableOf(on))),
    batchPut: (items) =>
      writeBatches(commits, items, (item) => {
        const { values } = toStored(item, shape);
        return () => void table.put.run(...values);
      }),
    batchRemove: (keys) =>
      writeBatches(commits, keys, (key) => {
        demandKey(key);
        return () => void table.remove.run(key.pk, key.sk);
      }),
  };
}
