/** The batch of a list: taken with its publishing from one counter, so that none is skipped or given twice (docs/rules/numbers.md#batches). */
import type { Deps } from '#deps';
import { batchSaid, otherBatchIn } from '#domain/honour/batch.ts';
import { conflict, fault, refuseIf } from '#domain/problem.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import type { Round } from '#domain/round/round-record.ts';
import { is, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import type { Op } from '#store/table.ts';

interface Of {
  readonly round: Pick<Round, 'org' | 'level'>;
  readonly programme: Pick<Programme, 'code'>;
}
const keyOf = ({ round, programme }: Of) => keys.batches(round.org, programme.code, round.level);

/** The last batch that was published here; undefined before the first, when earlier ones may be told. */
export async function lastBatch(deps: Pick<Deps, 'table'>, of: Of): Promise<number | undefined> {
  return (await deps.table.get(keyOf(of), { consistent: true }))?.last;
}

/** What is sent of the batch: its title, the number that the form showed, and how many there were before this system. */
interface Sent {
  readonly title: string;
  readonly batch?: number | undefined;
  readonly earlierBatches?: number | undefined;
}

/**
 * The number of the list that is being published, and the write that takes it; none where lists are not counted, or the
 * list is empty.
 * @throws Problem conflict `batch-moved` when the form showed another number; `invalid` with a fault at `title`.
 */
export async function takeBatch(
  deps: Pick<Deps, 'table'>,
  of: Of & { readonly stage: Pick<Stage, 'batches'> },
  sent: Sent,
): Promise<{ readonly batch?: number; readonly ops: readonly Op[] }> {
  if (!of.stage.batches) return { ops: [] };
  const last = await lastBatch(deps, of);
  if (last !== undefined && (sent.earlierBatches ?? last) !== last)
    refuseIf([
      fault(
        'earlierBatches',
        'batches-counted',
        `本单位这项荣誉已发布到${batchSaid(last).zh}，不能另填`,
        `This honour has reached the ${batchSaid(last).en} here; it cannot be set anew`,
      ),
    ]);
  const batch = (last ?? sent.earlierBatches ?? 0) + 1;
  if (sent.batch !== undefined && sent.batch !== batch)
    throw conflict(
      'batch-moved',
      `本次应为${batchSaid(batch).zh}：另有名单刚刚发布，或此前批数有改动。请核对标题后再发布。`,
      `This is the ${batchSaid(batch).en}: another list has just been published, or the number before was changed. Check the title and publish again.`,
    );
  const other = otherBatchIn(sent.title, batch);
  if (other !== undefined)
    refuseIf([
      fault(
        'title',
        'batch-title',
        `标题写的是“${other}”，本次应为${batchSaid(batch).zh}`,
        `The title says ${other}, but this is the ${batchSaid(batch).en}`,
      ),
    ]);
  return {
    batch,
    ops: [
      {
        update: keyOf(of),
        change: { set: { last: batch } },
        when: last === undefined ? rowAbsent : is('last', last),
      },
    ],
  };
}
