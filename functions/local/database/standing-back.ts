/** Who goes first on one machine: answers to people; what is left to do behind them waits for a gap, but not for ever. */

export interface StandingBack {
  /** How many pieces of background work may run at this moment. */
  room(): number;
  /** Does a request's work; meanwhile background work stands back. */
  answering<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for background work, which then does not stand back. */
  insisting<T>(wait: () => Promise<T>): Promise<T>;
  /** Called whenever there may be room again. */
  onRoom(pump: () => void): void;
  close(): void;
}

/** A gap between two requests of one person is longer than this; between two of a burst it is shorter. */
const gapMs = 12;
/** After so long a stretch of answering, background work takes one turn at a time beside it. */
const patienceMs = 5_000;
const most = 8;

/** Opens the rule: no room while people are answered, one turn at a time after five seconds of that, else eight. */
export function openStandingBack(): StandingBack {
  let answering = 0;
  let insisting = 0;
  let answeredAt = Number.NEGATIVE_INFINITY;
  let standingSince: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const pumps: (() => void)[] = [];

  const look = () => {
    timer = undefined;
    if (room() > 0) for (const pump of pumps) pump();
  };
  const room = (): number => {
    const now = performance.now();
    if (insisting > 0 || (answering === 0 && now - answeredAt >= gapMs)) {
      standingSince = undefined;
      return most;
    }
    standingSince ??= now;
    timer ??= setTimeout(look, gapMs);
    return now - standingSince > patienceMs ? 1 : 0;
  };
  return {
    room,
    onRoom: (pump) => void pumps.push(pump),
    async answering(work) {
      answering++;
      try {
        return await work();
      } finally {
        answering--;
        answeredAt = performance.now();
      }
    },
    async insisting(wait) {
      insisting++;
      for (const pump of pumps) pump();
      try {
        return await wait();
      } finally {
        insisting--;
      }
    },
    close: () => clearTimeout(timer),
  };
}
