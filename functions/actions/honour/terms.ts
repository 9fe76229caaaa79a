/** Terms that run out: holders are told before, then the title is 已过届期; each list is looked at on its days, in chunks. */
import { type JobHandler, queueJob } from '#actions/job.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { termNews } from '#domain/honour/term.ts';
import { instantAt, shanghaiDate } from '#domain/instant.ts';
import { systemActor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { getList, listPage } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import type { Writing } from '#store/writing.ts';
import { tellHolder } from './telling.ts';
import { changeTitle, getTitle } from './titles.ts';

/** Honours of one chunk. */
const perChunk = 50;

/** A list is to be looked at on a day; asked for twice, it is once. */
export const lookOn = (write: Writing, list: string, day: string): void =>
  write.due(instantAt(day, '08:30'), `term-${list}`, { due: 'term', list });

/** The day has come: the work is a job, so that a long list is no long request. Safe to repeat. */
export async function lookAtTerms(deps: Deps, id: string): Promise<void> {
  const list = await getList(deps.table, id);
  const today = shanghaiDate(instantOf(deps));
  const write = begin(deps, systemActor);
  const job = { org: list.org, id: `terms-${id}-${today}`, total: list.granted, params: { list: id } };
  queueJob(write, systemActor, 'end-terms', job);
  try {
    await finish(deps, write);
  } catch (error) {
    // It is there already.
    if (!isConflict(error)) throw error;
  }
}

async function lookAt(deps: Deps, honour: HonourRecord, news: 'soon' | 'over'): Promise<void> {
  const title = await getTitle(deps, { kind: 'honour', number: honour.number });
  if (title.kind !== 'honour') return;
  const { termEnds: until = '' } = title.honour;
  const write = begin(deps, systemActor);
  if (news === 'over')
    await changeTitle(deps, write, title, {
      standing: title.standing,
      event: 'honour.expire',
      move: { to: 'expired', reason: `届期至 ${until}` },
    });
  await tellHolder(deps, write, title.honour, {
    template: news === 'over' ? 'termOver' : 'termEnding',
    event: until,
    params: { title: title.title, number: title.honour.number, until },
  });
  await finish(deps, write);
}

/** One chunk of the job `end-terms`; those told or ended already are passed over. */
export const termsChunk: JobHandler = async (deps, job) => {
  const id = String(job.params.list);
  const page = await listPage<HonourRecord>(deps.table, {
    pk: keys.list(id).pk,
    prefix: keys.listEntryPrefix,
    limit: perChunk,
    cursor: job.cursor,
  });
  const today = shanghaiDate(instantOf(deps));
  const days = new Set<string>();
  for (const honour of page.items) {
    const { news, lookOn: day } = termNews(honour, today);
    if (news !== undefined) await again(() => lookAt(deps, honour, news));
    if (day !== undefined) days.add(day);
  }
  const write = begin(deps, systemActor);
  for (const day of days) lookOn(write, id, day);
  if (days.size > 0) await finish(deps, write);
  return { cursor: page.cursor, done: page.items.length };
};
