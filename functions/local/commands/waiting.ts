/** Whether a machine waits with every candidacy whose step is open: without one nobody is asked, reminded or heard. */
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { text } from '#domain/problem.ts';
import { isNomineeStep } from '#domain/step-kinds.ts';
import { type Execution, keyOf, nameInToken } from '#local/engine/executions.ts';
import { readEvent } from '#store/chain.ts';
import { everyCandidacy } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import type { Table } from '#store/table.ts';
import { chainName } from '#store/writing.ts';
import type { Finding } from './counters.ts';

/** An execution that has its token: it runs, or is parked until somebody answers or its time is up. */
async function isWaitedWith(table: Table, { round, nomination }: Candidacy): Promise<boolean> {
  const wait = await table.get(keys.wait('nomination', round, nomination), { consistent: true });
  const name = wait && nameInToken(wait.token);
  if (wait === undefined || name === undefined) return false;
  const execution = await table.get<Execution>(keyOf(name), { consistent: true });
  if (execution === undefined) return false;
  return execution.status === 'running' || (execution.status === 'parked' && execution.token === wait.token);
}

/**
 * Names the candidacies of a round that stand in a step of their own, have been there since before `late`, and have no
 * machine, or nobody asked and nobody looked for.
 */
export async function checkWaiting(table: Table, round: string, late: string): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for await (const candidacy of everyCandidacy(table, round)) {
    if (!isNomineeStep(candidacy.state)) continue;
    const isAsked = candidacy.asked.length > 0 || candidacy.missing !== undefined;
    if (isAsked && (await isWaitedWith(table, candidacy))) continue;
    // What moved a moment ago is on its way.
    const moved = await readEvent(table, chainName.candidacy(candidacy), candidacy.head.seq);
    if (moved !== undefined && moved.at > late) continue;
    const place = `${round} ${candidacy.nomination}`;
    found.push({
      area: 'executions',
      level: 'fault',
      ids: [round, candidacy.nomination],
      text: text(
        `${place}：处于“${candidacy.state}”，但没有流程在等待，也没有人在办理`,
        `${place}: in "${candidacy.state}", yet no execution waits with it and nobody is asked`,
      ),
    });
  }
  return found;
}
