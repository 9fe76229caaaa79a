/** Waits of a rehearsal: Step Functions knows the real time only, so a moved clock must wake what has waited long enough. */

import type { Deps } from '#deps';
import { memberOf } from '#domain/members.ts';
import { keys } from '#store/keys.ts';
import type { KeyOf } from '#store/table.ts';
import type { DueRow, Signal } from '#store/writing.ts';
import { contract } from '#workflows/contract.ts';
import type { DeploymentClock } from './clock.ts';

type WakeSignal = Extract<Signal, { readonly kind: 'wake' }>;

/** Who waits, and the row that tells until when by the rehearsal's clock. */
function waiterOf(payload: unknown): { readonly signal: WakeSignal; readonly token?: string } | undefined {
  const nomination = contract['nomination.next'].payload
    .or(contract['nomination.ask'].payload)
    .safeParse(payload);
  if (nomination.success) {
    const { data } = nomination;
    const signal = {
      kind: 'wake',
      machine: 'nomination',
      round: data.round,
      subject: data.nomination,
    } as const;
    return { signal, ...('token' in data && { token: data.token }) };
  }
  const round = contract['round.next'].payload.or(contract['round.ask'].payload).safeParse(payload);
  if (!round.success) return undefined;
  const { data } = round;
  const signal = {
    kind: 'wake',
    machine: 'round',
    round: data.round,
    subject: String(data.tranche),
  } as const;
  return { signal, ...('token' in data && { token: data.token }) };
}

const untilKey = ({ machine, round, subject }: WakeSignal): KeyOf<{ readonly at: string }> => ({
  pk: keys.wait(machine, round, subject).pk,
  sk: 'UNTIL',
});

/**
 * Called after each task of a rehearsal. A step that is to wait gets a due row for the end of its wait, so that the sweep
 * after a moved clock wakes it. When the token is stored the clock is read once more: had it been moved past the end
 * just before, nobody else would wake this machine.
 */
export async function keepWake(
  deps: Deps,
  clock: Pick<DeploymentClock, 'refresh'>,
  payload: unknown,
  result: unknown,
): Promise<void> {
  const waiter = waiterOf(payload);
  if (waiter === undefined) return;
  const { signal, token } = waiter;
  if (token === undefined) {
    const seconds = memberOf(result, 'seconds');
    if (memberOf(result, 'kind') !== 'ask' || typeof seconds !== 'number') return;
    const at = new Date(deps.clock() + seconds * 1000).toISOString();
    const id = `wake-${signal.machine}-${signal.round}-${signal.subject}`;
    const row: DueRow = { ...keys.due(id, at), at, what: { due: 'signal', signal } };
    await deps.table.together([{ put: { ...untilKey(signal), at } }, { put: { ...row } }]);
    return;
  }
  await clock.refresh(0);
  const until = await deps.table.get(untilKey(signal), { consistent: true });
  if (until !== undefined && until.at <= new Date(deps.clock()).toISOString())
    await deps.workflows.succeed(token, {});
}
