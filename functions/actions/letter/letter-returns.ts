/** Mail that came back: the letter is marked as failed, so that somebody sees that its reader knows nothing of it. */
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { cut } from '#domain/characters.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import { allOf, lacks, rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import { unsentOps } from './unsent.ts';

export interface LetterReturn {
  readonly letter: string;
  /** `bounced` for good, `delayed` for a full mailbox and the like, `complained` when the reader called it junk. */
  readonly how: 'bounced' | 'delayed' | 'complained';
  /** The mail server's code, such as `Permanent General` or `5.1.1`; never an address. */
  readonly detail: string;
}

/** A letter that came back did not arrive, whatever was written when it was sent; the first word on it stands. */
const arrived = allOf(rowThere, lacks('failed'));

/**
 * Marks a letter as failed when it bounced for good; the administrator mends the address and sends it again from the
 * outbox. What may still arrive, and a complaint about a letter that did arrive, is only noted. Safe to repeat; a letter
 * that is gone (a sign-in letter) is no error. Gives false when nothing was changed.
 */
export async function recordReturn(
  deps: Pick<Deps, 'table' | 'clock' | 'log'>,
  { letter, how, detail }: LetterReturn,
): Promise<boolean> {
  const lastError = cut(`${how} ${detail}`, 200);
  const change =
    how === 'bounced'
      ? {
          set: { failed: 'bounced', lastError, answer: cut(detail, 200), returnedAt: instantOf(deps) },
          remove: ['secret', 'sending', 'nextAt', 'sentAt', 'via'],
        }
      : { set: { lastError } };
  try {
    const there = how === 'bounced' ? await find<StoredLetter>(deps.table, keys.letter(letter)) : undefined;
    await deps.table.together([
      { update: keys.letter(letter), change, when: arrived },
      ...(there === undefined ? [] : await unsentOps(deps.table, there)),
    ]);
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
  deps.log(how === 'bounced' ? 'letter-failed' : 'letter-returned', { letter, code: how, detail });
  return true;
}
