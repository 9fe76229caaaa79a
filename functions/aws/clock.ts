/** The clock of a deployment: the real one, or in a rehearsal the real one and an offset that web and tasks read from a row. */
import { type Clock, realClock, rehearsalClock } from '#store/clock.ts';
import { anyOf, below, lacks, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { isConflict, type Table } from '#store/table.ts';

export interface StageClock {
  readonly now: Clock;
  /** Takes over what another function moved, when the last look is older than this. */
  refresh(oldMilliseconds: number): Promise<void>;
  /** Moves a rehearsal to an instant, forward only; undefined in a real deployment. Throws Problem `invalid`. */
  readonly moveTo: ((instant: string) => Promise<void>) | undefined;
}

const real: StageClock = { now: realClock, refresh: async () => {}, moveTo: undefined };

/** Opens the clock of a deployment; a rehearsal's row has been read when this resolves. */
export async function openClock(table: Table, rehearsal: boolean): Promise<StageClock> {
  if (!rehearsal) return real;
  let clock = rehearsalClock(0);
  let isSet = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const look = async (): Promise<void> => {
    const row = await table.get(keys.clock(), { consistent: true });
    lookedAt = performance.now();
    if (row === undefined) return;
    // A rehearsal may begin in the past: the first offset is taken as it is, later ones only move forward.
    if (isSet) clock.follow(Number(row.offset));
    else clock = rehearsalClock(Number(row.offset));
    isSet = true;
  };
  await look();
  return {
    now: () => clock.now(),
    async refresh(oldMilliseconds) {
      if (performance.now() - lookedAt >= oldMilliseconds) await look();
    },
    async moveTo(instant) {
      for (let left = 3; ; left--) {
        await look();
        const moved = rehearsalClock(clock.offset());
        moved.moveTo(instant);
        const offset = moved.offset();
        try {
          const guard = anyOf(lacks('offset'), below('offset', offset));
          await table.update(keys.clock(), { set: { offset } }, guard);
        } catch (error) {
          // Somebody moved it at the same moment: looking anew tells whether the instant has passed.
          if (isConflict(error) && left > 0) continue;
          throw error;
        }
        return look();
      }
    },
  };
}

/** Lets a rehearsal that nobody has used begin at an instant, which may lie in the past. Gives false when its clock is set. */
export async function startClock(table: Table, instant: string): Promise<boolean> {
  try {
    const offset = Date.parse(instant) - realClock();
    await table.put({ ...keys.clock(), offset }, rowAbsent);
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}
