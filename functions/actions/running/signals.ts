/** Sends what a transaction left to be sent: wakes machines, hands letters to the mail, passes results down, looks at unused files. Safe to repeat. */

import type { Deps } from '#deps';
import { Problem } from '#domain/problem.ts';
import { errorOf } from '#domain/thrown.ts';
import { keys } from '#store/keys.ts';
import type { DueRow, Signal } from '#store/writing.ts';
import { executionName } from './executions.ts';

/** Starts an execution, or answers the token of the one that waits. Nobody waiting is success: asking reads the table first. */
async function send(deps: Deps, signal: Signal): Promise<void> {
  if (signal.kind === 'start') {
    const name = await executionName(deps, signal.name);
    await deps.workflows.start({ machine: signal.machine, name, input: signal.input });
    return;
  }
  const key = keys.wait(signal.machine, signal.round, signal.subject);
  const row = await deps.table.get(key, { consistent: true });
  if (row !== undefined) await deps.workflows.succeed(row.token, {});
}

/**
 * Does what one due row says; false when the row must stay, since more of it is to be done. What most requests leave is
 * a signal, so the rest is loaded when it is needed: the web function starts without templates and jobs.
 */
async function deliverOne(deps: Deps, row: DueRow): Promise<boolean> {
  switch (row.what.due) {
    case 'signal':
      await send(deps, row.what.signal);
      return true;
    case 'letter': {
      const { sendLetter } = await import('#actions/letter/letters.ts');
      await sendLetter(deps, row.what.letter);
      return true;
    }
    case 'result': {
      const { passResultDown } = await import('#actions/recommendation/results.ts');
      await passResultDown(deps, row.what.round, row.what.nomination);
      return true;
    }
    case 'job': {
      const { runJob } = await import('./jobs.ts');
      return (await runJob(deps, row.what.job)) !== 'more';
    }
    case 'files': {
      const { lookAtFiles } = await import('#actions/files/unused-files.ts');
      await lookAtFiles(deps, row, row.what.files);
      return true;
    }
    case 'scan': {
      const { scanHeld } = await import('#actions/files/scanning.ts');
      await scanHeld(deps, row.what.file);
      return true;
    }
    case 'retention': {
      const { lookAtRetention } = await import('#actions/trust/erasure.ts');
      await lookAtRetention(deps, row.what.nomination);
      return true;
    }
    case 'round-retention': {
      const { lookAtRound } = await import('#actions/trust/round-retention.ts');
      await lookAtRound(deps, row.what.round);
      return true;
    }
    case 'tell-below': {
      const { tellBelow } = await import('#actions/honour/telling.ts');
      await tellBelow(deps, row.what);
      return true;
    }
    case 'term': {
      const { lookAtTerms } = await import('#actions/honour/terms.ts');
      await lookAtTerms(deps, row.what.list);
      return true;
    }
    case 'recheck': {
      const { lookAtRecheck } = await import('#actions/recheck/reminding.ts');
      await lookAtRecheck(deps, row.what.recheck);
      return true;
    }
    case 'mending': {
      const { lookAtMending } = await import('#actions/review/mending.ts');
      await lookAtMending(deps, row.what);
      return true;
    }
    case 'draft': {
      const { lookAtDraft } = await import('#actions/nomination/draft-removal.ts');
      await lookAtDraft(deps, row.what.draft);
      return true;
    }
  }
}

/** Sends rows, and removes those that are done together; one that fails stays for the sweeper and is logged. Gives how many went well. */
export async function deliver(deps: Deps, rows: readonly DueRow[]): Promise<number> {
  const done: DueRow[] = [];
  let sent = 0;
  // two commits may hand over the same row: the letter that both queued
  const each = new Map(rows.map((row) => [`${row.pk} ${row.sk}`, row]));
  for (const row of each.values()) {
    try {
      if (await deliverOne(deps, row)) done.push(row);
      sent++;
    } catch (error) {
      // Whoever runs the job goes on with it; its row stays.
      if (error instanceof Problem && error.code === 'job-taken') continue;
      deps.log('delivery-failed', {
        due: row.what.due,
        sk: row.sk,
        error: errorOf(error).message,
      });
    }
  }
  try {
    await deps.table.batchRemove(done);
    return sent;
  } catch (error) {
    // They are sent again, which is safe; a sweep goes on with what else is due.
    deps.log('delivery-failed', { due: 'remove', rows: done.length, error: errorOf(error).message });
    return sent - done.length;
  }
}
