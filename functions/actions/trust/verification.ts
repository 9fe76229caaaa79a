/** `audit:verify`: finds edits, gaps and cut tails in every chain (docs/architecture.md#audit). */

import { instantOf } from '#actions/write.ts';
import { addDays, daysBetween, shanghaiDate } from '#domain/instant.ts';
import { type Text, text } from '#domain/problem.ts';
import type { ChainHead } from '#domain/record.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import type { Checkpoint } from '#domain/trust/checkpoint-record.ts';
import { type ChainFault, erasedAction, headKey, readEvents, verifyChain } from '#store/chain.ts';
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

const allEvents = (deps: CheckpointDeps, aggregate: string): Promise<AuditEvent[]> =>
  Array.fromAsync(
    everyOne(async (cursor) => {
      const page = await readEvents(deps.table, aggregate, { limit: 500, cursor });
      return { items: page.events, cursor: page.cursor };
    }),
  );

async function headOf(deps: CheckpointDeps, aggregate: string): Promise<ChainHead | undefined> {
  const key = headKey(aggregate);
  const item = key && (await deps.table.get(key, { consistent: true }));
  return item?.head;
}

/**
 * Checks one chain against its head, also while it goes on: events written between the two reads are no fault.
 * `erased` says that the record is gone by an event that says so.
 */
export async function verifyAggregate(
  deps: CheckpointDeps,
  aggregate: string,
): Promise<{ readonly faults: readonly ChainFault[]; readonly erased: boolean; readonly events: number }> {
  const before = await headOf(deps, aggregate);
  const events = await allEvents(deps, aggregate);
  const erased = events.some((event) => event.action === erasedAction);
  const last = events.at(-1)?.seq ?? 0;
  let head = before;
  if (head !== undefined && head.seq < last) {
    const after = await headOf(deps, aggregate);
    head = after !== undefined && after.seq > last ? undefined : after;
  }
  // An item that is gone without such an event: as if everything after the last known event were cut.
  const lost = before === undefined && !erased && headKey(aggregate) !== undefined;
  const faults = verifyChain(aggregate, events, lost ? { seq: last + 1, hash: '' } : head);
  return { faults, erased, events: events.length };
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
