/** `audit:verify`: finds edits, gaps and cut tails in every chain (docs/architecture.md#audit). */

import { instantOf } from '#actions/write.ts';
import { addDays, daysBetween, shanghaiDate } from '#domain/instant.ts';
import { type Text, text } from '#domain/problem.ts';
import type { ChainHead } from '#domain/record.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import type { Checkpoint } from '#domain/trust/checkpoint-record.ts';
import { type ChainFault, chainCheck, erasedAction, headKey, readEvent, readEvents } from '#store/chain.ts';
import { everyOne } from '#store/every.ts';
import { plain } from '#store/rows.ts';
import {
  aggregatesOf,
  type CheckpointDeps,
  checkpointHash,
  checkpointPartition,
  isSigned,
  type Leaf,
  lastOverDate,
  merkleTree,
} from './checkpoints.ts';

/** Something wrong with a checkpoint, or with a day as against its checkpoint. */
export interface DayFault {
  /** `missing`: there is no checkpoint; `gap`: chains that it counted are gone. */
  readonly kind: 'missing' | 'edit' | 'gap';
  readonly date: string;
  readonly text: Text;
}

export interface Verification {
  readonly days: number;
  readonly checkpoints: number;
  readonly aggregates: number;
  readonly events: number;
  /** Aggregates whose record was erased; their chains are checked all the same. */
  readonly erased: number;
  /** The first thousand. */
  readonly faults: readonly (ChainFault | DayFault)[];
  readonly faultCount: number;
}

const dayFault = (kind: DayFault['kind'], date: string, zh: string, en: string): DayFault => ({
  kind,
  date,
  text: text(`${date}：${zh}`, `${date}: ${en}`),
});

async function headOf(deps: CheckpointDeps, aggregate: string): Promise<ChainHead | undefined> {
  const key = headKey(aggregate);
  const item = key && (await deps.table.get(key, { consistent: true }));
  return item?.head;
}

/** The head that a chain is held against; `moving` when it went on while it was read, `more` when a part of it was. */
export type HeadSeen = ChainHead | 'moving' | 'none' | 'more';

/** One chain as it is read: its events once, then its head. */
export interface Chain {
  readonly aggregate: string;
  /** What comes before its first event. */
  readonly earlier?: ChainHead;
  readonly events: AsyncIterable<AuditEvent>;
  /** @param last number of the last event that was read */
  head(last: number): Promise<HeadSeen>;
}

/** Which part of a chain: from an event on, and so many at most. */
interface Part {
  readonly from?: number;
  readonly most?: number;
}

const atOnce = 500;

/** A chain of the home, also while it goes on: events written between the reads are no fault. */
async function chainOf(
  deps: CheckpointDeps,
  aggregate: string,
  { from = 1, most = Number.POSITIVE_INFINITY }: Part = {},
): Promise<Chain> {
  const before = await headOf(deps, aggregate);
  const earlier = from > 1 ? await readEvent(deps.table, aggregate, from - 1) : undefined;
  let cursor: string | undefined;
  async function* events() {
    let count = 0;
    do {
      const page = { from, cursor, limit: Math.min(atOnce, most - count) };
      const read = await readEvents(deps.table, aggregate, page);
      yield* read.events;
      count += read.events.length;
      cursor = read.cursor;
    } while (cursor !== undefined && count < most);
  }
  return {
    aggregate,
    earlier: earlier ?? { seq: from - 1, hash: '' },
    events: events(),
    async head(last) {
      if (cursor !== undefined) return 'more';
      if (before === undefined || before.seq >= last) return before ?? 'none';
      const after = await headOf(deps, aggregate);
      return after === undefined ? 'none' : after.seq > last ? 'moving' : after;
    },
  };
}

/** What was found in a chain, or in a part of it. */
export interface ChainVerification {
  readonly faults: readonly ChainFault[];
  /** The record is gone by an event that says so. */
  readonly erased: boolean;
  readonly events: number;
  /** Number of the first event that was not looked at; absent when the chain was followed to its head. */
  readonly next?: number;
}

/** Checks one chain; `each` sees its events. */
async function checkChain(chain: Chain, each?: (event: AuditEvent) => void): Promise<ChainVerification> {
  const { aggregate, earlier = { seq: 0, hash: '' } } = chain;
  const check = chainCheck(aggregate, earlier);
  let [erased, events, last] = [false, 0, earlier.seq];
  for await (const event of chain.events) {
    check.add(event);
    each?.(event);
    erased ||= event.action === erasedAction;
    last = event.seq;
    events++;
  }
  const head = await chain.head(last);
  if (head === 'more') return { faults: check.end(), erased, events, next: last + 1 };
  // An item that is gone without such an event: as if everything after the last known event were cut.
  const lost = head === 'none' && !erased && headKey(aggregate) !== undefined;
  const against = lost ? { seq: last + 1, hash: '' } : typeof head === 'string' ? undefined : head;
  return { faults: check.end(against), erased, events };
}

/** Checks one chain against its head, or a part of it as it follows the event before. */
export const verifyAggregate = async (
  deps: CheckpointDeps,
  aggregate: string,
  part: Part = {},
): Promise<ChainVerification> => checkChain(await chainOf(deps, aggregate, part));

const allCheckpoints = (deps: CheckpointDeps): Promise<Checkpoint[]> =>
  Array.fromAsync(
    everyOne((cursor) =>
      deps.table.query<Checkpoint>({ pk: checkpointPartition, limit: 500, cursor, consistent: true }),
    ),
    (item) => plain<Checkpoint>(item),
  );

/** Each checkpoint is signed and names the one before it. */
function verifyCheckpoints(
  checkpoints: readonly Checkpoint[],
  isGenuine: (checkpoint: Checkpoint) => boolean,
): readonly DayFault[] {
  const faults: DayFault[] = [];
  let previous: Checkpoint | undefined;
  for (const checkpoint of checkpoints) {
    const { date } = checkpoint;
    if (!isGenuine(checkpoint))
      faults.push(
        dayFault(
          'edit',
          date,
          '检查点的签名不符，已被改动',
          'the checkpoint was altered: its signature is wrong',
        ),
      );
    const named = checkpoint.previous;
    if (named?.date !== previous?.date)
      faults.push(
        dayFault(
          'missing',
          named?.date ?? previous?.date ?? date,
          `${date} 的检查点所接续的检查点缺失`,
          `the checkpoint that the one of ${date} follows is missing`,
        ),
      );
    else if (previous !== undefined && named?.hash !== checkpointHash(previous))
      faults.push(
        dayFault(
          'edit',
          previous.date,
          '检查点在其后被改动',
          'the checkpoint was altered after the next one was made',
        ),
      );
    previous = checkpoint;
  }
  return faults;
}

/** A trail to be checked, wherever it is read from: chains in the order of their aggregates. */
export interface Trail {
  readonly checkpoints: readonly Checkpoint[];
  readonly isGenuine: (checkpoint: Checkpoint) => boolean;
  readonly chains: AsyncIterable<Chain>;
  /** First and last day, and the newest whose checkpoint is due. */
  readonly first: string;
  readonly last: string;
  readonly over: string;
}

type DayTree = ReturnType<typeof merkleTree>;

function verifyDay(
  date: string,
  tree: DayTree | undefined,
  checkpoint: Checkpoint | undefined,
  over: string,
) {
  const { root, count } = (tree ?? merkleTree()).end();
  if (checkpoint === undefined)
    // Yesterday's may still be due this morning.
    return count > 0 && date < over
      ? dayFault('missing', date, '有操作记录而没有检查点', 'there are events, but no checkpoint')
      : undefined;
  if (checkpoint.root === root) return undefined;
  const gone = checkpoint.count - count;
  return gone > 0
    ? dayFault(
        'gap',
        date,
        `检查点记有 ${checkpoint.count} 条链，现在少了 ${gone} 条的操作记录`,
        `the checkpoint counts ${checkpoint.count} chains; the events of ${gone} are gone`,
      )
    : dayFault('edit', date, '当日操作记录与检查点不符', 'the events of the day do not match its checkpoint');
}

/** Faults that are kept; all are counted. */
const mostFaults = 1_000;

/**
 * Verifies a trail in one pass: each chain, and what it held at the end of each day against the checkpoint of the day.
 * Holds one chain's days and a few hashes of each day, however many chains there are.
 */
export async function verifyTrail(trail: Trail): Promise<Verification> {
  const { checkpoints, first, last, over } = trail;
  const faults: (ChainFault | DayFault)[] = [];
  let faultCount = 0;
  const keep = (found: readonly (ChainFault | DayFault)[]) => {
    faultCount += found.length;
    faults.push(...found.slice(0, mostFaults - faults.length));
  };
  keep(verifyCheckpoints(checkpoints, trail.isGenuine));
  const trees = new Map<string, DayTree>();
  let [aggregates, events, erased] = [0, 0, 0];
  for await (const chain of trail.chains) {
    const leaves = new Map<string, Leaf>();
    const checked = await checkChain(chain, ({ at, seq, hash }) => {
      const date = shanghaiDate(at);
      if (date >= first) leaves.set(date, { aggregate: chain.aggregate, seq, hash });
    });
    for (const [date, leaf] of leaves) {
      const tree = trees.get(date) ?? merkleTree();
      tree.add(leaf);
      trees.set(date, tree);
    }
    keep(checked.faults);
    aggregates++;
    events += checked.events;
    if (checked.erased) erased++;
  }
  const byDate = new Map(checkpoints.map((checkpoint) => [checkpoint.date, checkpoint]));
  const days = daysBetween(first, last) + 1;
  for (let day = 0; day < days; day++) {
    const date = addDays(first, day);
    const fault = verifyDay(date, trees.get(date), byDate.get(date), over);
    if (fault !== undefined) keep([fault]);
  }
  return { days, checkpoints: checkpoints.length, aggregates, events, erased, faults, faultCount };
}

/** The trail of a home from a day on (default: the first checkpoint, or a year back). Reads only; may run beside the live system. */
export async function trailOfHome(
  deps: CheckpointDeps,
  { from }: { readonly from?: string } = {},
): Promise<Trail> {
  const checkpoints = await allCheckpoints(deps);
  const last = shanghaiDate(instantOf(deps));
  const first = from ?? checkpoints[0]?.date ?? addDays(last, -366);
  const dates = Array.from({ length: daysBetween(first, last) + 1 }, (_, day) => addDays(first, day));
  async function* chains(): AsyncGenerator<Chain, void> {
    for await (const aggregate of aggregatesOf(deps, dates)) yield chainOf(deps, aggregate);
  }
  return {
    checkpoints,
    isGenuine: (checkpoint) => isSigned(deps.keys, checkpoint),
    chains: chains(),
    ...{ first, last, over: lastOverDate(deps) },
  };
}

/** Verifies everything that a home has recorded. */
export const verifyAll = async (
  deps: CheckpointDeps,
  options: { readonly from?: string } = {},
): Promise<Verification> => verifyTrail(await trailOfHome(deps, options));
