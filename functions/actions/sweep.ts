/** The sweeper: does everything whose time has come, from all due shards; run once a minute (design.md 4). */
import { secondsBetween } from '#domain/instant.ts';
import { dueShards, keys } from '#store/keys.ts';
import type { DueRow } from '#store/writing.ts';
import type { Deps } from '../deps.ts';
import { instantOf } from './act.ts';
import { deliver } from './signals.ts';

const pageSize = 100;
/** Rows of one shard in one run: what fails for ever at the head leaves room for what comes after it. */
const mostRows = 2_000;
/** Real milliseconds after which a run begins nothing new; the next run goes on. */
const runMilliseconds = 45_000;

export interface Swept {
  /** Rows delivered, chunks of jobs included. */
  readonly processed: number;
  /** Rows that failed and stay for the next run. */
  readonly failed: number;
  /** How long the oldest row that is left has been due; 0 when none is. Jobs under way do not count. */
  readonly lagSeconds: number;
}

interface Run {
  readonly now: string;
  readonly end: number;
  processed: number;
  failed: number;
}

const upTo = (now: string): { readonly to: string } => ({ to: `${now}#\uffff` });

/** One pass over what is due in a shard. Gives true when a job had more to do, or the rows were not read to the end. */
async function pass(deps: Deps, shard: number, run: Run, failed: Set<string>): Promise<boolean> {
  let more = false;
  let cursor: string | undefined;
  for (let read = 0; read < mostRows; read += pageSize) {
    const page = await deps.table.query<DueRow>({
      pk: keys.duePartition(shard),
      sk: upTo(run.now),
      limit: pageSize,
      cursor,
      consistent: true,
    });
    for (const row of page.items) {
      if (performance.now() >= run.end) return false;
      if (failed.has(row.sk)) continue;
      if ((await deliver(deps, [row])) === 1) {
        run.processed++;
        more ||= row.what.due === 'job';
      } else {
        run.failed++;
        failed.add(row.sk);
      }
    }
    cursor = page.cursor;
    if (cursor === undefined) return more;
  }
  return more;
}

/** Passes over a shard until no job has more to do; each row that failed is left for the next run. */
async function sweepShard(deps: Deps, shard: number, run: Run): Promise<void> {
  const failed = new Set<string>();
  while (await pass(deps, shard, run, failed)) if (performance.now() >= run.end) return;
}

/** Seconds for which the oldest row of a shard has been due; jobs keep their row while they run, so they are passed over. */
async function lagOf(deps: Deps, shard: number, now: string): Promise<number> {
  const { items } = await deps.table.query<DueRow>({
    pk: keys.duePartition(shard),
    sk: upTo(now),
    limit: 20,
    consistent: true,
  });
  const oldest = items.find((row) => row.what.due !== 'job');
  return oldest === undefined ? 0 : Math.max(0, secondsBetween(oldest.at, now));
}

const allShards: readonly number[] = Array.from({ length: dueShards }, (_, shard) => shard);
const runKey = (shards: readonly number[]) => ({ pk: 'SWEEP', sk: `RUN#${shards.join(',')}` });

/**
 * Delivers all rows that are due: signals, letters, results, job chunks. Bounded in rows and time; what is left, or
 * fails, the next run finds. Two at once do no harm, since each delivery is safe to repeat.
 */
export async function sweep(
  deps: Deps,
  { shards = allShards }: { readonly shards?: readonly number[] } = {},
): Promise<Swept> {
  const now = instantOf(deps);
  const run: Run = { now, end: performance.now() + runMilliseconds, processed: 0, failed: 0 };
  await Promise.all(shards.map((shard) => sweepShard(deps, shard, run)));
  const lags = await Promise.all(shards.map((shard) => lagOf(deps, shard, now)));
  const swept = { processed: run.processed, failed: run.failed, lagSeconds: Math.max(0, ...lags) };
  await deps.table.put({ ...runKey(shards), at: now, ...swept });
  if (swept.failed > 0) deps.log('sweep-failures', { ...swept });
  return swept;
}

export interface SweepRun extends Swept {
  /** When the run began. */
  readonly at: string;
}
/** The last run over each set of shards, for the doctor and the alarm. */
export async function lastSweeps(deps: Pick<Deps, 'table'>): Promise<readonly SweepRun[]> {
  const { items } = await deps.table.query({
    pk: 'SWEEP',
    sk: { prefix: 'RUN#' },
    limit: 20,
    consistent: true,
  });
  return items.map(({ at, processed, failed, lagSeconds }) => ({
    at: String(at),
    processed: Number(processed),
    failed: Number(failed),
    lagSeconds: Number(lagSeconds),
  }));
}
