/** What a commit left to be sent, before the answer goes: signals at once, letters by the mail function, jobs by the tasks function. */

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

/** A due job as the tasks function is asked to go on with it. */
export interface DueJob {
  readonly job: string;
  readonly at: string;
}

/** Letters or jobs that one invocation takes: letters are well under its time limit when each takes a tenth of a second. */
const together = 50;

const parts = <T>(list: readonly T[]): (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / together) }, (_, n) =>
    list.slice(n * together, (n + 1) * together),
  );

/** Who does what is not done here. The tasks function does its own jobs. */
export interface Others {
  readonly mail: string;
  readonly tasks?: string;
}

/**
 * Delivers here what is neither a letter nor, where there is a tasks function to ask, a job: both are asked for without
 * waiting. So the work of a job is never part of a request. What cannot be handed over stays as its row for the sweeper,
 * and fails no action.
 */
export function openHandOver(deps: () => Deps, { mail, tasks }: Others): Deps['handOver'] {
  const asking = async (name: string, payload: object, count: number): Promise<void> => {
    try {
      const { ask } = await import('./invoke.ts');
      await ask(name, payload);
    } catch (error) {
      deps().log('not-handed-over', { to: name, count, error: errorOf(error).name });
    }
  };
  return async (rows: readonly DueRow[]) => {
    const letters: DueLetter[] = [];
    const jobs: DueJob[] = [];
    const rest: DueRow[] = [];
    for (const row of rows)
      if (row.what.due === 'letter') letters.push({ letter: row.what.letter, at: row.at });
      else if (row.what.due === 'job' && tasks !== undefined) jobs.push({ job: row.what.job, at: row.at });
      else rest.push(row);
    await forgetReads(() =>
      Promise.all([
        ...parts(letters).map((some) => asking(mail, { letters: some }, some.length)),
        ...(tasks === undefined ? [] : parts(jobs).map((some) => asking(tasks, { jobs: some }, some.length))),
        deliver(deps(), rest),
      ]),
    );
  };
}
