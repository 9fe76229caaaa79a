/** What every stored record has: its version, and the head of its audit chain. */
import type { ChainHead } from '#domain/people/people.ts';

export interface Versioned {
  /** Optimistic version, raised by each write. */
  readonly version: number;
}

export interface Chained extends Versioned {
  readonly head: ChainHead;
}
