/** The sweeper: once a minute, all whose time has come (docs/architecture.md#the-sweeper). */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { secondsBetween } from '#domain/instant.ts';
import { dueShards, keys } from '#store/keys.ts';
import type { Due, DueRow } from '#store/writing.ts';
import { deliver } from './signals.ts';

const pageSize = 100;
/** Rows of one shard in one run: what fails for ever at the head leaves room for what comes after it. */
const mostRows = 2_000;
/** Rows of other kinds that a run reads over, so that a wave of letters does not hide the signals behind it. */
const mostRead = 50_000;
/** Real milliseconds after which a run begins nothing new; the next run goes on. */
const runMilliseconds = 45_000;

/** What a run does: all of it, or as two functions share it, the letters or everything else. */
export type SweepPart = 'all' | 'letters' | 'rest';
const isOf = (part: SweepPart, what: Due): boolean =>
  part === 'all' || (what.due === 'letter') === (part === 'letters');

export interface Swept {
  /** Rows delivered, chunks of jobs included. */
  readonly processed: number;
  /** Rows that failed and stay for the next run. */
  readonly failed: number;
  /** How long the oldest row that is left has been due; 0 when none is. Jobs under way do not count. */
  readonly lagSeconds: number;
}

interface Run {
  readonly part: SweepPart;
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
  for (let read = 0, own = 0; read < mostRead && own < mostRows; read += pageSize) {
    const page = await deps.table.query<DueRow>({
      pk: keys.duePartition(shard),
      sk: upTo(run.now),
      limit: pageSize,
      cursor,
      consistent: true,
    });
    for (const row of page.items) {
      if (performance.now() >= run.end) return false;
      if (!isOf(run.part, row.what)) continue;
      own++;
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
async function lagOf(deps: Deps, shard: number, { now, part }: Run): Promise<number> {
  let cursor: string | undefined;
  for (let read = 0; read < mostRead; read += pageSize) {
    const page = await deps.table.query<DueRow>({
      pk: keys.duePartition(shard),
      sk: upTo(now),
      limit: pageSize,
      cursor,
      consistent: true,
    });
    const oldest = page.items.find((row) => row.what.due !== 'job' && isOf(part, row.what));
    if (oldest !== undefined) return Math.max(0, secondsBetween(oldest.at, now));
    cursor = page.cursor;
    if (cursor === undefined) return 0;
  }
  return 0;
}

const allShards: readonly number[] = Array.from({ length: dueShards }, (_, shard) => shard);
const runKey = (shards: readonly number[], part: SweepPart) => ({
  pk: 'SWEEP',
  sk: `RUN#${part === 'all' ? '' : `${part}#`}${shards.join(',')}`,
});

export interface SweepOptions {
  readonly shards?: readonly number[];
  readonly part?: SweepPart;
  /** Real milliseconds after which nothing new is begun. */
  readonly milliseconds?: number;
}

/**
 * Delivers all rows that are due: signals, letters, results, job chunks. Bounded in rows and time; what is left, or
 * fails, the next run finds. Two at once do no harm, since each delivery is safe to repeat.
 */
export async function sweep(
  deps: Deps,
  { shards = allShards, part = 'all', milliseconds = runMilliseconds }: SweepOptions = {},
): Promise<Swept> {
  const now = instantOf(deps);
  const run: Run = { part, now, end: performance.now() + milliseconds, processed: 0, failed: 0 };
  await Promise.all(shards.map((shard) => sweepShard(deps, shard, run)));
  const lags = await Promise.all(shards.map((shard) => lagOf(deps, shard, run)));
  const swept = { processed: run.processed, failed: run.failed, lagSeconds: Math.max(0, ...lags) };
  await deps.table.put({ ...runKey(shards, part), at: now, ...swept });
  if (swept.failed > 0) deps.log('sweep-failures', { ...swept });
  return swept;
}

/** Jobs that have more to do, among the oldest due rows of each shard: at most 100 a shard are looked at. */
export async function jobsDue(deps: Pick<Deps, 'table' | 'clock'>): Promise<number> {
  const sk = upTo(instantOf(deps));
  const pages = await Promise.all(
    allShards.map((shard) =>
      deps.table.query<DueRow>({ pk: keys.duePartition(shard), sk, limit: pageSize, consistent: true }),
    ),
  );
  return pages.flatMap(({ items }) => items).filter((row) => row.what.due === 'job').length;
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
