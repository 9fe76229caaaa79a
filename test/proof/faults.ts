/** A double around the real database and machines, which does what a cloud does on a bad day; the same seed does the same. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Home } from '#local/home.ts';
import type { TaskContext, Tasks } from '#ports';
import { databaseAway } from '#store/conflict.ts';
import { type Item, type Key, keyOf, type Op, type Range, type Table } from '#store/table.ts';
import { randomFrom } from '#tools/prove/random.ts';

/** How often each thing happens, of one. */
const often = {
  throttled: 0.01,
  lost: 0.01,
  repeated: 0.02,
  late: 0.15,
  asked: 0.06,
  failed: 0.03,
  dropped: 0.15,
  twice: 0.15,
};
type Fault = keyof typeof often;
/**
 * Milliseconds for which an index, or a read that asks for no consistency, may show what was: for who only looks, who
 * looks again, and for what decides by it, which must not.
 */
const lag = { looking: 120, pressing: 1_000, deciding: 1_000 };

/** Who acts: somebody who looks, somebody who presses, or a machine that writes by what it reads. */
type Acting = keyof typeof lag;

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const busy = (words: string) => Object.assign(new Error(words), { name: 'Busy' });
const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

export interface Faults {
  /** Tasks come late, fail, are asked twice, and fail after they were done. */
  readonly watch: (tasks: Tasks) => Tasks;
  /** Puts the double around the table and the handing over of an opened home. */
  around(home: Home): void;
  /** Does work on a bad day, where the double does not reach everything (`everywhere`). */
  within<T>(acting: Acting, work: () => T): T;
  /** Milliseconds until who acts so sees what was written last. */
  behind(acting: Acting): number;
  /** What was done so far. */
  readonly done: Readonly<Record<Fault | 'stale', number>>;
}

/** Opens the double; unless it is to be everywhere, only machines and what is done `within` it have a bad day. */
export function openFaults(seed: number, everywhere = true): Faults {
  const random = randomFrom(seed);
  const acting = new AsyncLocalStorage<Acting>();
  const isCalm = () => !everywhere && acting.getStore() === undefined;
  const done = {
    throttled: 0,
    lost: 0,
    repeated: 0,
    late: 0,
    asked: 0,
    failed: 0,
    dropped: 0,
    twice: 0,
    stale: 0,
  };
  const strikes = (fault: Fault): boolean => {
    const is = !isCalm() && random() < often[fault];
    if (is) done[fault]++;
    return is;
  };
  const dawdle = async (): Promise<void> => {
    if (strikes('late')) await sleep(random() * 4);
  };

  let lastWrite = Number.NEGATIVE_INFINITY;
  /** What stood at a key before its last write, and when that was. */
  const before = new Map<string, { readonly at: number; readonly item: Item | undefined }>();
  const isOld = (key: Key): boolean => {
    const at = before.get(nameOf(key))?.at ?? Number.NEGATIVE_INFINITY;
    return !isCalm() && performance.now() - at < lag[acting.getStore() ?? 'deciding'];
  };
  /** The row as a late replica has it. */
  const asItWas = (key: Key, item: Item | undefined): Item | undefined => {
    if (!isOld(key) || random() < 0.5) return item;
    done.stale++;
    return before.get(nameOf(key))?.item;
  };

  const watch = (tasks: Tasks): Tasks =>
    Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [
        name,
        (payload: unknown, context: TaskContext) =>
          acting.run('deciding', async () => {
            await dawdle();
            if (strikes('failed')) throw busy('throttled before the task');
            const result = await task(payload, context);
            if (strikes('asked')) await task(payload, context);
            if (strikes('failed')) throw busy('the answer of the task was lost');
            return result;
          }),
      ]),
    );

  function aroundTable(table: { -readonly [V in keyof Table]: Table[V] }): void {
    const { get, query } = table;
    const keep = async (keys: readonly Key[]): Promise<void> => {
      const items = await Promise.all(keys.map((key) => get(key, { consistent: true })));
      for (const [n, key] of keys.entries())
        before.set(nameOf(key), { at: performance.now(), item: items[n] });
      if (before.size > 5_000)
        for (const [name, { at }] of before) if (performance.now() - at > lag.deciding) before.delete(name);
    };
    const writes =
      <A extends readonly unknown[], R>(
        keysIn: (...args: A) => readonly Key[],
        write: (...args: A) => Promise<R>,
        // A lost answer is asked for again at once: a transaction has a token and counts once, a single write does not.
        again = true,
      ) =>
      async (...args: A): Promise<R> => {
        await dawdle();
        if (strikes('throttled')) throw databaseAway(new Error('throttled'));
        await keep(keysIn(...args));
        const answer = await write(...args);
        lastWrite = performance.now();
        // Somebody who was not told looks before she presses again: that is played by the cycle, whose driver does.
        if (acting.getStore() !== 'pressing' && strikes('lost'))
          throw databaseAway(new Error('the answer was lost'));
        return strikes('repeated') && again ? write(...args) : answer;
      };
    table.put = writes((item: Item) => [item], table.put);
    table.remove = writes((key: Key) => [key], table.remove);
    table.update = writes((key: Key) => [key], table.update as never) as never;
    table.together = writes(
      (ops: readonly Op[]) => ops.filter((op) => op.on === undefined).map(keyOf),
      table.together,
      false,
    );
    table.batchPut = writes((items: readonly Item[]) => items, table.batchPut);
    table.batchRemove = writes((keys: readonly Key[]) => keys, table.batchRemove);
    table.get = (async (key: Key, options: { consistent?: boolean } = {}) => {
      await dawdle();
      const item = await get(key, options);
      return options.consistent === true ? item : asItWas(key, item);
    }) as never;
    table.query = (async (range: Range) => {
      await dawdle();
      const page = await query<Item>(range);
      // A day's events are read ten minutes after it, which this clock jumps over.
      if (range.consistent === true || range.pk.startsWith('DAY#')) return page;
      const items = page.items.flatMap((item) => asItWas(item, item) ?? []);
      return { ...page, items };
    }) as never;
  }

  return {
    watch,
    done,
    within: (as, work) => acting.run(as, work),
    behind: (as) => Math.max(0, lastWrite + lag[as] - performance.now()),
    around({ deps }) {
      aroundTable(deps.table);
      const whole = deps.handOver;
      const door = deps as { -readonly [P in 'handOver']: (typeof deps)[P] };
      // A process that dies between the commit and the handing over leaves the rows to the sweeper.
      door.handOver = async (rows) => {
        const left = rows.filter(() => !strikes('dropped')).toSorted(() => random() - 0.5);
        await whole(left);
        if (strikes('twice')) await whole(left);
      };
    },
  };
}
