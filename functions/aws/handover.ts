/** What a commit left to be sent, before the answer goes: signals at once, letters by the mail function. */

import { deliver } from '#actions/running/signals.ts';
import type { Deps } from '#deps';
import { errorOf } from '#domain/thrown.ts';
import { forgetReads } from '#store/memory.ts';
import type { DueRow } from '#store/writing.ts';

/** A due letter as the mail function is asked to send it: its key, and the instant under which its row stands. */
export interface DueLetter {
  readonly letter: string;
  readonly at: string;
}

/** Letters that one invocation takes: well under its time limit when each takes a tenth of a second. */
const together = 50;

const parts = <T>(list: readonly T[]): (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / together) }, (_, n) =>
    list.slice(n * together, (n + 1) * together),
  );

/**
 * Delivers all rows but letters here; those the mail function is asked to send, without waiting for it. What cannot be
 * handed over stays as its row for the sweeper, so nothing of it fails the action.
 */
export function openHandOver(deps: () => Deps, mailFunction: string): Deps['handOver'] {
  const askMail = async (letters: readonly DueLetter[]): Promise<void> => {
    try {
      const { ask } = await import('./invoke.ts');
      await ask(mailFunction, { letters });
    } catch (error) {
      deps().log('mail-not-asked', { letters: letters.length, error: errorOf(error).name });
    }
  };
  return async (rows: readonly DueRow[]) => {
    const letters = rows.flatMap(({ what, at }) =>
      what.due === 'letter' ? [{ letter: what.letter, at }] : [],
    );
    const rest = rows.filter(({ what }) => what.due !== 'letter');
    await forgetReads(() => Promise.all([...parts(letters).map(askMail), deliver(deps(), rest)]));
  };
}
