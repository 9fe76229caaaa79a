/** `audit:verify`: finds edits, gaps and cut tails in every chain (docs/architecture.md#audit). */

import { instantOf } from '#actions/write.ts';
import { addDays, daysBetween, shanghaiDate } from '#domain/instant.ts';
import { type Text, text } from '#domain/problem.ts';
import type { ChainHead } from '#domain/record.ts';
import type { Checkpoint } from '#domain/trust/checkpoint-record.ts';
import { type ChainFault, chainCheck, erasedAction, headKey, readEvent, readEvents } from '#store/chain.ts';
import { everyOne } from '#store/every.ts';
import { plain } from '#store/rows.ts';
import {
  type CheckpointDeps,
  checkpointHash,
  checkpointPartition,
  dayLeaves,
  isSigned,
  lastOverDate,
  merkleTree,
} from './checkpoints.ts';

/** Something wrong with a checkpoint, or with a day as against its checkpoint. */
export interface DayFault {
  readonly kind: 'missing' | 'edit';
  readonly date: string;
  readonly text: Text;
}

export interface Verification {
  readonly days: number;
  readonly checkpoints: number;
  readonly aggregates: number;
  readonly events: number;
  /** Aggregates whose record was erased; their chains are checked all the same. */
  readonly erased: readonly string[];
  readonly faults: readonly (ChainFault | DayFault)[];
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

/** What was found in a chain, or in a part of it. */
export interface ChainVerification {
  readonly faults: readonly ChainFault[];
  /** The record is gone by an event that says so. */
  readonly erased: boolean;
  readonly events: number;
  /** Number of the first event that was not looked at; absent when the chain was followed to its head. */
  readonly next?: number;
}

const atOnce = 500;

/**
 * Checks one chain against its head, also while it goes on: events written between the two reads are no fault. Looks at
 * the events from number `from` on, as they follow the one before, and at no more than `most`.
 */
export async function verifyAggregate(
  deps: CheckpointDeps,
  aggregate: string,
  { from = 1, most = Number.POSITIVE_INFINITY }: { readonly from?: number; readonly most?: number } = {},
): Promise<ChainVerification> {
  const before = await headOf(deps, aggregate);
  const earlier = from > 1 ? await readEvent(deps.table, aggregate, from - 1) : undefined;
  const check = chainCheck(aggregate, earlier ?? { seq: from - 1, hash: '' });
  let [events, last, erased] = [0, from - 1, false];
  let cursor: string | undefined;
  do {
    const page = await readEvents(deps.table, aggregate, {
      ...{ from, cursor, limit: Math.min(atOnce, most - events) },
    });
    for (const event of page.events) {
      check.add(event);
      erased ||= event.action === erasedAction;
      last = event.seq;
    }
    events += page.events.length;
    cursor = page.cursor;
  } while (cursor !== undefined && events < most);
  if (cursor !== undefined) return { faults: check.end(), erased, events, next: last + 1 };
  let head = before;
  if (head !== undefined && head.seq < last) {
    const after = await headOf(deps, aggregate);
    head = after !== undefined && after.seq > last ? undefined : after;
  }
  // An item that is gone without such an event: as if everything after the last known event were cut.
  const lost = before === undefined && !erased && headKey(aggregate) !== undefined;
  return { faults: check.end(lost ? { seq: last + 1, hash: '' } : head), erased, events };
}

const allCheckpoints = (deps: CheckpointDeps): Promise<Checkpoint[]> =>
  Array.fromAsync(
    everyOne((cursor) =>
      deps.table.query<Checkpoint>({ pk: checkpointPartition, limit: 500, cursor, consistent: true }),
    ),
    (item) => plain<Checkpoint>(item),
  );

/** Each checkpoint is signed and names the one before it. */
function verifyCheckpoints(deps: CheckpointDeps, checkpoints: readonly Checkpoint[]): readonly DayFault[] {
  const faults: DayFault[] = [];
  let previous: Checkpoint | undefined;
  for (const checkpoint of checkpoints) {
    const { date } = checkpoint;
    if (!isSigned(deps.keys, checkpoint))
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

/**
 * Verifies everything, offline: checkpoints, days from `from` (default: the first checkpoint, or a year back) to today,
 * and each chain that has an event in them. Reads only; may run beside the live system.
 */
export async function verifyAll(
  deps: CheckpointDeps,
  { from }: { readonly from?: string } = {},
): Promise<Verification> {
  const checkpoints = await allCheckpoints(deps);
  const faults: (ChainFault | DayFault)[] = [...verifyCheckpoints(deps, checkpoints)];
  const byDate = new Map(checkpoints.map((checkpoint) => [checkpoint.date, checkpoint]));
  const today = shanghaiDate(instantOf(deps));
  const over = lastOverDate(deps);
  const first = from ?? checkpoints[0]?.date ?? addDays(today, -366);
  const days = daysBetween(first, today) + 1;

  const aggregates = new Set<string>();
  for (let day = 0; day < days; day++) {
    const date = addDays(first, day);
    const tree = merkleTree();
    for await (const leaf of dayLeaves(deps, date)) {
      tree.add(leaf);
      aggregates.add(leaf.aggregate);
    }
    const { root, count } = tree.end();
    const checkpoint = byDate.get(date);
    if (checkpoint === undefined) {
      // Yesterday's may still be due this morning.
      if (count > 0 && date < over)
        faults.push(
          dayFault('missing', date, '有操作记录而没有检查点', 'there are events, but no checkpoint'),
        );
    } else if (checkpoint.root !== root)
      faults.push(
        dayFault(
          'edit',
          date,
          '当日操作记录与检查点不符',
          'the events of the day do not match its checkpoint',
        ),
      );
  }

  const erased: string[] = [];
  let events = 0;
  for (const aggregate of [...aggregates].sort()) {
    const checked = await verifyAggregate(deps, aggregate);
    faults.push(...checked.faults);
    events += checked.events;
    if (checked.erased) erased.push(aggregate);
  }
  return { days, checkpoints: checkpoints.length, aggregates: aggregates.size, events, erased, faults };
}
