/** The daily signed checkpoint over all audit chains that moved on a day (docs/architecture.md#audit). */
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { addDays, daysBetween, shanghaiDate, startOfDay } from '#domain/instant.ts';
import { conflict } from '#domain/problem.ts';
import type { Checkpoint } from '#domain/trust/checkpoint-record.ts';
import { canonicalJson, dayPartition, dayShards, readEvent, sha256 } from '#store/chain.ts';
import { everyOne } from '#store/every.ts';
import { rowAbsent } from '#store/guard.ts';
import { find } from '#store/reads.ts';
import { plain } from '#store/rows.ts';
import { isSignedBy, publicKeyOf, signText } from '#store/signing.ts';
import { isConflict, type KeyOf } from '#store/table.ts';

export type CheckpointDeps = Pick<Deps, 'table' | 'clock' | 'keys'>;

export const checkpointPartition = 'CHECKPOINT';
const checkpointKey = (date: string): KeyOf<Checkpoint> => ({ pk: checkpointPartition, sk: date });

/** The last event of one aggregate on a day. */
export interface Leaf {
  readonly aggregate: string;
  readonly seq: number;
  readonly hash: string;
}

/** Entries of the index read at a time from each of its partitions, and events from the table. */
const together = 100;
const readTogether = 16;

const inner = (left: string, right: string): string => sha256(`node:${left}${right}`);

/**
 * The Merkle root of leaves that come in the order of their aggregates: leaves and nodes are hashed apart, an odd node moves
 * up. Holds one node a level: two whole trees of a size become one as soon as both are there. No leaves give the hash of
 * the empty text.
 */
export function merkleTree() {
  /** Roots of whole trees, the largest first, each with the number of its leaves. */
  const trees: { readonly root: string; readonly size: number }[] = [];
  let count = 0;
  return {
    add({ aggregate, seq, hash }: Leaf): void {
      let tree = { root: sha256(`leaf:${canonicalJson([aggregate, seq, hash])}`), size: 1 };
      for (let left = trees.at(-1); left?.size === tree.size; left = trees.at(-1)) {
        trees.pop();
        tree = { root: inner(left.root, tree.root), size: left.size + tree.size };
      }
      trees.push(tree);
      count++;
    },
    /** The root over all that came so far, and how many they were. */
    end: () => ({
      count,
      root:
        trees.length === 0
          ? sha256('')
          : trees.map(({ root }) => root).reduceRight((right, left) => inner(left, right)),
    }),
  };
}

interface LastEvent {
  readonly aggregate: string;
  readonly seq: number;
}

/** The number of the last event of each aggregate of a shard on a day, in the order of the aggregates. */
async function* lastEvents(
  table: Deps['table'],
  date: string,
  shard: number,
  limit = together,
): AsyncGenerator<LastEvent, void> {
  const range = { pk: dayPartition(date, shard), index: 'gsi1', limit } as const;
  let last: LastEvent | undefined;
  for await (const row of everyOne((cursor) => table.query({ ...range, cursor }))) {
    const aggregate = row.pk.slice('CHAIN#'.length);
    if (last !== undefined && last.aggregate !== aggregate) yield last;
    last = { aggregate, seq: Number(row.sk) };
  }
  if (last !== undefined) yield last;
}

/** Several lists that are in order, as one that is: the next of each stands in a heap. */
async function* merged(lists: readonly AsyncGenerator<LastEvent, void>[]): AsyncGenerator<LastEvent, void> {
  type Next = { readonly list: AsyncGenerator<LastEvent, void>; head: LastEvent };
  const heap: Next[] = [];
  const before = (a: number, b: number) => heap[a]!.head.aggregate < heap[b]!.head.aggregate;
  const swap = (a: number, b: number) => ([heap[a], heap[b]] = [heap[b]!, heap[a]!]);
  const sink = (at: number): void => {
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && before(child, least)) least = child;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  for (const list of lists) {
    const head = (await list.next()).value;
    if (head) heap.push({ list, head });
  }
  for (let at = (heap.length >> 1) - 1; at >= 0; at--) sink(at);
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    yield first.head;
    const head = (await first.list.next()).value;
    if (head) first.head = head;
    else {
      const last = heap.pop()!;
      if (last !== first) heap[0] = last;
    }
    sink(0);
  }
}

/** Index entries that are held at most, of all partitions together. */
const heldAtMost = 40_000;

/**
 * The aggregates with an event in some days, each once and in order. Holds some entries of each day, however many
 * aggregates there are.
 */
export async function* aggregatesOf(
  deps: Pick<Deps, 'table'>,
  dates: readonly string[],
): AsyncGenerator<string, void> {
  const pages = Math.max(4, Math.min(together, Math.floor(heldAtMost / (dates.length * dayShards))));
  const lists = dates.flatMap((date) =>
    Array.from({ length: dayShards }, (_, shard) => lastEvents(deps.table, date, shard, pages)),
  );
  let last = '';
  for await (const { aggregate } of merged(lists)) {
    if (aggregate !== last) yield aggregate;
    last = aggregate;
  }
}

/**
 * The last events of a day, one an aggregate, in the order of the aggregates and some at a time, so that a day of any
 * length fits into memory. The index says which events there are; what they hold is read from the table itself, since
 * nothing is decided from an index.
 */
export async function* dayLeaves(deps: Pick<Deps, 'table'>, date: string): AsyncGenerator<Leaf, void> {
  const shards = Array.from({ length: dayShards }, (_, shard) => lastEvents(deps.table, date, shard));
  const leafOf = async ({ aggregate, seq }: LastEvent): Promise<Leaf> => {
    const event = await readEvent(deps.table, aggregate, seq);
    return { aggregate, seq, hash: event?.hash ?? '' };
  };
  let some: LastEvent[] = [];
  for await (const last of merged(shards)) {
    some.push(last);
    if (some.length < readTogether) continue;
    yield* await Promise.all(some.map(leafOf));
    some = [];
  }
  yield* await Promise.all(some.map(leafOf));
}

/** What of a checkpoint is signed. */
export const signedText = ({ mac: _, signature: __, ...open }: Checkpoint): string => canonicalJson(open);
/** What the next checkpoint names. */
export const checkpointHash = (checkpoint: Checkpoint): string => sha256(canonicalJson(checkpoint));

/** Whether a checkpoint was signed by our key and not altered since. */
export const isSigned = (keys: Deps['keys'], checkpoint: Checkpoint): boolean =>
  keys.versions('checkpoint').all.includes(checkpoint.keyVersion) &&
  (checkpoint.signature === undefined
    ? keys.mac('checkpoint', signedText(checkpoint), checkpoint.keyVersion) === checkpoint.mac
    : isSignedBy(publicKeyOf(keys, checkpoint.keyVersion), signedText(checkpoint), checkpoint.signature));

/** The public keys by which checkpoints are checked, by version. */
export const checkpointKeys = (keys: Deps['keys']): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.versions('checkpoint').all.map((version) => [version, publicKeyOf(keys, version)]));

/** The checkpoint of a date, if it was made. */
export async function findCheckpoint(
  deps: Pick<Deps, 'table'>,
  date: string,
): Promise<Checkpoint | undefined> {
  return find(deps.table, checkpointKey(date));
}

/** The newest checkpoint (before a date, where given). */
export async function latestCheckpoint(
  deps: Pick<Deps, 'table'>,
  before?: string,
): Promise<Checkpoint | undefined> {
  const { items } = await deps.table.query<Checkpoint>({
    pk: checkpointPartition,
    ...(before !== undefined && { sk: { below: before } }),
    descending: true,
    limit: 1,
    consistent: true,
  });
  return items[0] && plain<Checkpoint>(items[0]);
}

/** Requests that came before midnight have ended by then, and the index has caught up. */
const graceMinutes = 10;

/** The newest date whose checkpoint can be made. */
export const lastOverDate = (deps: Pick<Deps, 'clock'>): string =>
  addDays(shanghaiDate(new Date(deps.clock() - graceMinutes * 60_000).toISOString()), -1);

/**
 * Makes the checkpoint of a day in Shanghai that is over, or gives the one made before.
 * @throws Problem conflict `day-not-over` until ten minutes after midnight; `checkpoint-late` when one of a later date
 * stands already.
 */
export async function makeCheckpoint(deps: CheckpointDeps, date: string): Promise<Checkpoint> {
  const made = await findCheckpoint(deps, date);
  if (made !== undefined) return made;
  if (deps.clock() < Date.parse(startOfDay(addDays(date, 1))) + graceMinutes * 60_000)
    throw conflict(
      'day-not-over',
      `${date} 尚未结束，次日 00:${graceMinutes} 起方可生成检查点。`,
      `${date} is not over; its checkpoint can be made from 00:${graceMinutes} of the next day.`,
    );
  const previous = await latestCheckpoint(deps);
  if (previous !== undefined && previous.date > date)
    throw conflict(
      'checkpoint-late',
      `已有 ${previous.date} 的检查点，不能再补 ${date} 的。`,
      `The checkpoint of ${previous.date} stands already, so that of ${date} cannot be added.`,
    );
  const tree = merkleTree();
  for await (const leaf of dayLeaves(deps, date)) tree.add(leaf);
  const open = {
    date,
    ...tree.end(),
    previous: previous === undefined ? null : { date: previous.date, hash: checkpointHash(previous) },
    at: instantOf(deps),
    keyVersion: deps.keys.versions('checkpoint').current,
  };
  const checkpoint: Checkpoint = {
    ...open,
    signature: signText(deps.keys, canonicalJson(open), open.keyVersion),
  };
  try {
    await deps.table.put({ ...checkpointKey(date), ...checkpoint }, rowAbsent);
  } catch (error) {
    const other = isConflict(error) ? await findCheckpoint(deps, date) : undefined;
    if (other === undefined) throw error;
    return other; // another run was faster
  }
  return checkpoint;
}

/** Real milliseconds after which a run begins no further day: a decade that a clock jumped over takes some seconds. */
const runMilliseconds = 30_000;

/**
 * Makes every checkpoint that is due, oldest first, however far a clock has jumped; what a run has no time for, the next
 * one makes. The first one ever is for `since`, the day on which the installation began, or else for yesterday.
 */
export async function makeDueCheckpoints(
  deps: CheckpointDeps,
  since?: string,
): Promise<readonly Checkpoint[]> {
  const last = lastOverDate(deps);
  const latest = await latestCheckpoint(deps);
  const first = latest === undefined ? (since ?? last) : addDays(latest.date, 1);
  const made: Checkpoint[] = [];
  const end = performance.now() + runMilliseconds;
  for (let day = 0; day <= daysBetween(first, last) && performance.now() < end; day++)
    made.push(await makeCheckpoint(deps, addDays(first, day)));
  return made;
}
