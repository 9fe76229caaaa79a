/** A letter as the writes that queue it, for whatever transaction causes it. */
import type { Letter } from '#domain/letter/letter-record.ts';
import { keys } from './keys.ts';
import { rows } from './rows.ts';
import type { Op } from './table.ts';
import type { Due, DueRow } from './writing.ts';

/** The row by which the sweeper finds a letter. */
export const letterDue = (key: string, at: string): DueRow => {
  const what: Due = { due: 'letter', letter: key };
  return { ...keys.due(`letter-${key}`, at), at, what };
};

/**
 * The writes that queue a letter, for a transaction. A letter that is there already stays as it is: one a key.
 * (A plain put would forget that it was sent, and a guarded one would fail the whole transaction.)
 */
export function letterOps(letter: Letter, more: Readonly<Record<string, unknown>> = {}): readonly Op[] {
  const { pk: _, sk: __, ...attributes } = rows.letter(letter);
  return [
    { update: keys.letter(letter.key), change: { initial: { ...attributes, ...more } } },
    { put: { ...letterDue(letter.key, letter.dueAt) } },
  ];
}
