/** The one clock of a process: the real one, or a rehearsal's, which an administrator moves forward. */
import { invalid } from '#domain/problem.ts';

/** Gives the milliseconds since 1970, as `Date.now` does. */
export type Clock = () => number;

export interface RehearsalClock {
  readonly now: Clock;
  /** Milliseconds that this clock is ahead of the real one. */
  offset(): number;
  /**
   * Moves to an instant (ISO, or milliseconds since 1970). Throws Problem `invalid` on one that has passed; one of the
   * present minute is there already, so that a press whose answer was lost may be repeated.
   */
  advanceTo(instant: string | number): void;
  /** Takes over an offset stored elsewhere; a smaller one than the present is ignored, time never runs back. */
  follow(offset: number): void;
}

/** Tells the real time. */
export const realClock: Clock = () => Date.now();

/** Opens a clock that runs `offset` milliseconds ahead of another (the real one by default) and moves forward only. */
export function rehearsalClock(offset = 0, real: Clock = realClock): RehearsalClock {
  let ahead = offset;
  const now = () => real() + ahead;
  return {
    now,
    offset: () => ahead,
    advanceTo(instant) {
      const target = typeof instant === 'number' ? instant : Date.parse(instant);
      if (!Number.isFinite(target))
        throw invalid(
          'clock-unreadable',
          '看不懂这个时间；请写成 2026-03-08T09:00:00+08:00 的形式。',
          'This is not a time; write it like 2026-03-08T09:00:00+08:00.',
        );
      if (target < now() - 60_000)
        throw invalid(
          'clock-backwards',
          '演练时钟只能向前拨；请选一个晚于现在演练时间的时刻。',
          'The rehearsal clock only moves forward; choose an instant after its present time.',
        );
      ahead += Math.max(0, target - now());
    },
    follow(stored) {
      ahead = Math.max(ahead, stored);
    },
  };
}
