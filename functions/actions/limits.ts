/** How often something may be tried: counted in fixed windows (docs/architecture.md#limits). */
import type { Deps } from '#deps';
import { shanghaiTime } from '#domain/instant.ts';
import { limited } from '#domain/problem.ts';
import { anyOf, below, lacks } from '#store/guard.ts';
import { isConflict } from '#store/table.ts';

/** At most `max` tries in each window of `seconds`. */
export interface Limit {
  readonly max: number;
  readonly seconds: number;
}

/**
 * Counts one try. The key names what is limited and for whom, such as `signin:address:<ip>`; only its HMAC is stored.
 * @throws Problem limited `too-often`, saying when to try again.
 */
export async function limit(
  deps: Pick<Deps, 'table' | 'clock' | 'keys'>,
  key: string,
  { max, seconds }: Limit,
): Promise<void> {
  const window = Math.floor(deps.clock() / 1000 / seconds);
  const end = (window + 1) * seconds;
  const name = deps.keys.mac('session', `rate:${key}`);
  try {
    await deps.table.update(
      { pk: `RATE#${name}#${window}`, sk: 'RATE' },
      // A window over is no longer read; a minute more for clocks that differ.
      { add: { count: 1 }, initial: { ttl: end + 60 } },
      anyOf(lacks('count'), below('count', max)),
    );
  } catch (error) {
    if (!isConflict(error)) throw error;
    const time = shanghaiTime(new Date(end * 1000).toISOString());
    const minutes = Math.max(1, Math.ceil((end - deps.clock() / 1000) / 60));
    throw limited(
      'too-often',
      `操作过于频繁，请在 ${minutes} 分钟后（${time}）再试。`,
      `Too many tries; try again in ${minutes} min (${time}).`,
    ).after(end - deps.clock() / 1000);
  }
}
