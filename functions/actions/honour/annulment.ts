/** 作废: the honours of an annulled list one after the other, in transactions that a crash may cut between but not within. */

import type { JobHandler } from '#actions/job.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { awardsOf, handedAfterEnd } from '#domain/honour/handed.ts';
import { annulList, type Ruling } from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { getList, listPage } from '#store/reads.ts';
import type { Op } from '#store/table.ts';
import { addEnded, endedOps } from './ended-honour.ts';
import { placesOps } from './grade-places.ts';
import { replaceOps } from './honour-writes.ts';

/** A transaction holds 100 writes; the list with its event takes two, the places of its grades one. */
const mostOps = 96;
/** Honours of one chunk: some 150 reads, far less than the two seconds of a chunk. */
const perChunk = 25;

/** The job that annuls a list's honours; one per list, so starting it twice is once. */
export const annulJob = (list: string): string => `annul-${list}`;

interface Part {
  readonly before: HonourRecord;
  readonly after: HonourRecord;
  readonly ops: readonly Op[];
}

async function write(
  deps: Deps,
  actor: Pick<Actor, 'id' | 'via'>,
  list: HonourList,
  parts: readonly Part[],
): Promise<void> {
  if (parts.length === 0) return;
  await again(async () => {
    const writing = begin(deps, actor);
    writing.save('list', await getList(deps.table, list.id), {}, 'honour.annul', {
      from: parts[0]!.after.number,
      to: parts.at(-1)!.after.number,
      count: parts.length,
    });
    writing.op(...parts.flatMap((part) => part.ops), ...placesOps(list, parts));
    for (const { after } of parts) await addEnded(deps, writing, after);
    await finish(deps, writing);
  });
}

/** One chunk of the job `annul-list`; its cursor is the position reached. Those annulled already are passed over. */
export const annulChunk: JobHandler = async (deps, job) => {
  const list = await getList(deps.table, String(job.params.list));
  const { annulled } = list;
  if (annulled === undefined) return { cursor: undefined, done: 0 };
  const ruling: Ruling = {
    grounds: annulled.reason,
    decisionNumber: annulled.decision,
    date: annulled.date,
    body: annulled.body,
  };
  const actor = { id: job.by, via: 'system' } as const;
  const at = String(job.params.at);
  const page = await listPage<HonourRecord>(deps.table, {
    pk: keys.list(list.id).pk,
    prefix: keys.listEntryPrefix,
    limit: perChunk,
    cursor: job.cursor,
  });
  let parts: Part[] = [];
  const size = () => parts.reduce((all, { ops }) => all + ops.length + endedOps, 0);
  for (const honour of page.items) {
    const [annulled] = annulList([honour], ruling, at);
    if (annulled === undefined || annulled.status === honour.status) continue;
    const handed = handedAfterEnd(awardsOf(honour), honour.standing?.handed);
    const after = { ...annulled, standing: { ...honour.standing, handed } };
    const ops = await replaceOps(deps, honour, after);
    if (size() + ops.length + endedOps > mostOps) {
      await write(deps, actor, list, parts);
      parts = [];
    }
    parts.push({ before: honour, after, ops });
  }
  await write(deps, actor, list, parts);
  return { cursor: page.cursor, done: page.items.length };
};
