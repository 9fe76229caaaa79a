/** The clock of a deployment: the real one, or in a rehearsal the real one and an offset that web and tasks read from a row. */
import { type Clock, realClock, rehearsalClock } from '#store/clock.ts';
import { anyOf, below, lacks, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { isConflict, type Table } from '#store/table.ts';

export interface DeploymentClock {
  readonly now: Clock;
  /** Takes over what another function moved, when the last reading is older than this. */
  refresh(oldMilliseconds: number): Promise<void>;
  /** Moves a rehearsal to an instant, forward only; undefined in a real deployment. Throws Problem `invalid`. */
  readonly advanceTo: ((instant: string) => Promise<void>) | undefined;
}

const real: DeploymentClock = { now: realClock, refresh: async () => {}, advanceTo: undefined };

/** Opens the clock of a deployment; a rehearsal's row has been read when this resolves. */
export async function openClock(table: Table, rehearsal: boolean): Promise<DeploymentClock> {
  if (!rehearsal) return real;
  let clock = rehearsalClock(0);
  let isSet = false;
  let readAt = Number.NEGATIVE_INFINITY;
  const read = async (): Promise<void> => {
    const row = await table.get(keys.clock(), { consistent: true });
    readAt = performance.now();
    if (row === undefined) return;
    // A rehearsal may begin in the past: the first offset is taken as it is, later ones only move forward.
    if (isSet) clock.follow(Number(row.offset));
    else clock = rehearsalClock(Number(row.offset));
    isSet = true;
  };
  await read();
  return {
    now: () => clock.now(),
    async refresh(oldMilliseconds) {
      if (performance.now() - readAt >= oldMilliseconds) await read();
    },
    async advanceTo(instant) {
      for (let left = 3; ; left--) {
        await read();
        const moved = rehearsalClock(clock.offset());
        moved.advanceTo(instant);
        const offset = moved.offset();
        try {
          const guard = anyOf(lacks('offset'), below('offset', offset));
          await table.update(keys.clock(), { set: { offset } }, guard);
        } catch (error) {
          // Somebody moved it at the same moment: reading anew tells whether the instant has passed.
          if (isConflict(error) && left > 0) continue;
          throw error;
        }
        return read();
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
