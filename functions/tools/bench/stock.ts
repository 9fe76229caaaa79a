/** Many stored nominations for the lists to be read over: rows as submissions and their reviews leave them. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { keys, shardOf, tallyShards } from '#store/keys.ts';
import { rows } from '#store/rows.ts';
import type { Item } from '#store/table.ts';
import type { Stand } from './flows.ts';

/** Stores candidacies under review, from the `from`-th to before the `to`-th, each with its task in the reviewer's worklist. */
export async function stockUp(deps: Deps, stand: Stand, from: number, to: number): Promise<void> {
  const now = instantOf(deps);
  const shards = Array.from({ length: tallyShards }, () => 0);
  let batch: Item[] = [];
  for (let n = from; n < to; n++) {
    const nomination = `stock${String(n).padStart(8, '0')}`;
    const candidacy: Candidacy = {
      nomination,
      round: stand.round,
      programme: stand.programme,
      programmeRevision: 1,
      owner: stand.clerk.id,
      org: 'district',
      stage: 2,
      level: 'district',
      revision: 1,
      name: `库存${n}家庭`,
      from: 'street',
      channel: 'organisation',
      state: 'review',
      step: { index: 0, id: 'review', kind: 'review', attempt: 1 },
      asked: [{ member: stand.reviewer.id, due: now }],
      actedBelow: [],
      receivedAt: now,
      facts: {},
      openObjections: 0,
      version: 1,
      head: { seq: 0, hash: '' },
    };
    const todo: Todo = {
      member: stand.reviewer.id,
      kind: 'review',
      round: stand.round,
      org: 'district',
      nomination,
      name: candidacy.name,
      step: 'review',
      attempt: 1,
      due: now,
      createdAt: now,
      title: { zh: '资格审查', en: 'Eligibility review' },
    };
    batch.push(rows.candidacy(candidacy), rows.todo(todo));
    shards[shardOf(nomination, tallyShards)]!++;
    if (batch.length >= 500) {
      await deps.table.batchPut(batch);
      batch = [];
    }
  }
  await deps.table.batchPut(batch);
  for (const [shard, count] of shards.entries())
    await deps.table.update(keys.tally(stand.round, 0, shard), { add: { s_review: count, open: count } });
  const count = to - from;
  await deps.table.update(keys.sender(stand.round, 'street'), { add: { received: count, held: count } });
}
