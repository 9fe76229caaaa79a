/** Sends what a transaction left to be sent: wakes machines, hands letters to the mail, passes results down. Safe to repeat. */
import { keys } from '#store/keys.ts';
import type { DueRow, Signal } from '#store/writing.ts';
import type { Deps } from '../deps.ts';
import { runJob } from './jobs.ts';
import { sendLetter } from './letters.ts';
import { passResultDown } from './results.ts';

interface WaitRow {
  readonly token: string;
}

/** Starts an execution, or answers the token of the one that waits. Nobody waiting is success: asking reads the table first. */
async function send(deps: Deps, signal: Signal): Promise<void> {
  if (signal.kind === 'start') {
    await deps.workflows.start({ machine: signal.machine, name: signal.name, input: signal.input });
    return;
  }
  const key = keys.wait(signal.machine, signal.round, signal.subject);
  const row = await deps.table.get(key, { consistent: true });
  if (row !== undefined) await deps.workflows.succeed((row as unknown as WaitRow).token, {});
}

/** Does what one due row says. */
export async function deliverOne(deps: Deps, row: DueRow): Promise<void> {
  switch (row.what.due) {
    case 'signal':
      await send(deps, row.what.signal);
      break;
    case 'letter':
      await sendLetter(deps, row.what.letter);
      break;
    case 'result':
      await passResultDown(deps, row.what.round, row.what.nomination);
      break;
    case 'job':
      if ((await runJob(deps, row.what.job)) === 'more') return;
      break;
  }
  await deps.table.remove({ pk: row.pk, sk: row.sk });
}

/** Sends rows one after the other; one that fails stays for the sweeper and is logged. */
export async function deliver(deps: Deps, rows: readonly DueRow[]): Promise<number> {
  let sent = 0;
  for (const row of rows) {
    try {
      await deliverOne(deps, row);
      sent++;
    } catch (error) {
      deps.log('delivery-failed', {
        due: row.what.due,
        sk: row.sk,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return sent;
}
