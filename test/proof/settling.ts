/** Waits until a home rests, also where signals were dropped and tasks are tried again. */
import { Problem } from '#domain/problem.ts';
import type { Home } from '#local/home.ts';
import { dueShards, keys } from '#store/keys.ts';

/** True while a machine waits to try a failed state again. */
async function isRetrying(home: Home): Promise<boolean> {
  for await (const row of home.database.rows('main'))
    if (row.pk.startsWith('EXEC#') && row.status === 'parked' && row.wakeKind === 'retry') return true;
  return false;
}

/** How many rows are due by now: none, once the sweeper has delivered everything. */
async function countDue({ deps: { table, clock } }: Home): Promise<number> {
  const sk = { to: `${new Date(clock()).toISOString()}#\uffff` };
  const pages = await Promise.all(
    Array.from({ length: dueShards }, (_, shard) =>
      table.query({ pk: keys.duePartition(shard), sk, limit: 10, consistent: true }),
    ),
  );
  return pages.flatMap(({ items }) => items).length;
}

/**
 * Waits until nothing is under way and nothing is due any more; gives how much stays due after `tries`. A job whose
 * runner was killed is held for half a minute, for which only who kills waits.
 */
export async function settle(home: Home, { tries = 40, killed = true } = {}): Promise<number> {
  let due = 0;
  for (let n = 0; n < tries; n++) {
    await home.settled();
    // A run that the database breaks off is begun again, as the timer does.
    await home.sweep().catch((error: unknown) => {
      if (!(error instanceof Problem) || error.kind !== 'unavailable') throw error;
    });
    await home.settled();
    due = await countDue(home);
    const retrying = await isRetrying(home);
    if (due === 0 && !retrying && home.engine.stats().stalled === 0) return 0;
    if (retrying) {
      await new Promise((done) => setTimeout(done, 300));
      // A machine that waits to try again says nothing of what never goes: that alone counts as a try.
      if (!killed) n -= 0.9;
    }
    await home.engine.tick();
    if (killed && n > 3) await new Promise((done) => setTimeout(done, 2_500));
  }
  return due;
}
