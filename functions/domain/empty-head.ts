/** The head of a chain that has no event yet. */
import type { ChainHead } from './record.ts';

export const emptyHead: ChainHead = { seq: 0, hash: '' };
