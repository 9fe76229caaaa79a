/** What every stored record has: its version, and the head of its audit chain. */

/** Head of an audit chain: how many events, and the hash of the last. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}
export const emptyHead: ChainHead = { seq: 0, hash: '' };

export interface Versioned {
  /** Optimistic version, raised by each write. */
  readonly version: number;
}

export interface Chained extends Versioned {
  readonly head: ChainHead;
}
