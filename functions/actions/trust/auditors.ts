/** The day's checkpoint for the auditors: who holds its hash outside can show later that nothing was written anew. */
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { systemActor } from '#domain/people/people.ts';
import type { Checkpoint } from '#domain/trust/checkpoint-record.ts';
import { keys } from '#store/keys.ts';
import { membersOf } from '#store/people.ts';
import { publicKeyOf } from '#store/signing.ts';
import { checkpointHash } from './checkpoints.ts';

/** Sends the auditors of the root organisation the newest of the checkpoints just made, which names those before it. */
export async function tellAuditors(deps: Deps, made: readonly Checkpoint[]): Promise<void> {
  const newest = made.at(-1);
  const root = newest && (await deps.table.get(keys.installation(), { consistent: true }));
  if (newest === undefined || root === undefined) return;
  const auditors = await membersOf(deps.table, root.org, 'auditor');
  if (auditors.length === 0) return;
  const { date, count, keyVersion } = newest;
  const write = begin(deps, systemActor);
  for (const { id } of auditors)
    write.letter({
      key: `checkpoint-${id}-${date}`,
      template: 'checkpoint',
      to: id,
      params: {
        ...{ date, count, hash: checkpointHash(newest), root: newest.root },
        key: `${keyVersion}:${publicKeyOf(deps.keys, keyVersion)}`,
      },
      opens: { kind: 'page', scope: '/audit' },
    });
  await finish(deps, write);
}
