/** One chunk of an import: a part of the checked rows becomes drafts. A chunk that ran before a crash may run again. */

import * as z from 'zod';
import type { JobHandler } from '#actions/job.ts';
import { dropParts, openPart, partsGone } from '#actions/sealed-parts.ts';
import type { Deps } from '#deps';
import type { ImportRecord, RowOutcomes } from '#domain/nomination/import-record.ts';
import { Problem } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import type { Key } from '#store/table.ts';
import { type GoodRow, goodRow } from './draft-import.ts';
import { saveOnce } from './drafts.ts';

/** Rows in one file, and at most in one chunk: ten thousand characters each would still be a small file. */
export const partRows = 100;

export const importKey = (id: string): Key => ({ pk: keys.job(id).pk, sk: 'IMPORT' });
export const outcomePrefix = 'OUT#';
/** By the first row of the chunk: a chunk that runs again writes the same item again. */
const outcomeKey = (id: string, part: number, from: number): Key => ({
  pk: keys.job(id).pk,
  sk: `${outcomePrefix}${String(part).padStart(4, '0')}#${String(from).padStart(4, '0')}`,
});

/** The rows of one part. Throws Problem `conflict` `import-expired` when they are gone. */
const rowsOf = async (deps: Deps, record: ImportRecord, part: number): Promise<readonly GoodRow[]> =>
  z.array(goodRow).parse(await openPart(deps, record.id, record.parts[part]!));

/** The record of an import and what became of its rows are kept so long, for its result to be read. */
export const keptSeconds = 90 * 86_400;
/** Marks are needed until the chunk is on record, which the sweeper gives up after minutes. */
const markSeconds = 7 * 86_400;

/** Saves one row. A mark beside the draft tells what this very import saved before a crash from what was there already. */
async function saveRow(
  deps: Deps,
  record: ImportRecord,
  { id, answers }: { readonly id: string; readonly answers: Answers },
): Promise<'saved' | 'known'> {
  const { programme, org, by } = record;
  const input = { programme, org, channel: 'organisation' as const, answers };
  const actor = { id: by, name: '', grants: [], via: 'system' as const };
  const mark = { pk: keys.job(record.id).pk, sk: `ROW#${id}` };
  const ttl = Math.floor(deps.clock() / 1000) + markSeconds;
  if ((await saveOnce(deps, actor, id, input, [{ put: { ...mark, ttl } }])) === 'saved') return 'saved';
  return (await find(deps.table, mark)) === undefined ? 'known' : 'saved';
}

/** Makes drafts of the rows at the cursor `part:row`, until the part ends or the time is spent. */
export const importChunk: JobHandler = async (deps, job, { spent }) => {
  const record = await find<ImportRecord>(deps.table, importKey(job.id));
  if (record === undefined) throw partsGone();
  const [part = 0, from = 0] = (job.cursor ?? '0:0').split(':').map(Number);
  if (part >= record.parts.length) {
    // Every row has its outcome on record: only now may what they were made from go.
    await dropParts(deps, record.id, record.parts);
    return { cursor: undefined, done: 0 };
  }
  const rows = await rowsOf(deps, record, part);
  const saved: RowOutcomes['saved'][number][] = [];
  const known: RowOutcomes['known'][number][] = [];
  const refused: RowOutcomes['refused'][number][] = [];
  let at = from;
  for (; at < rows.length && (at === from || !spent()); at++) {
    const { row, id, name, answers } = rows[at]!;
    try {
      if ((await saveRow(deps, record, { id, answers })) === 'saved') saved.push({ row, id, name });
      else known.push({ row, name });
    } catch (error) {
      // What the row itself is refused for; a database that is away for a moment stops the chunk instead.
      if (!(error instanceof Problem) || error.kind === 'unavailable') throw error;
      refused.push({ row, name, fault: { field: String(row), code: error.code, text: error.text } });
    }
  }
  const outcomes: RowOutcomes = { saved, known, refused };
  const ttl = Math.floor(deps.clock() / 1000) + keptSeconds;
  await deps.table.put({ ...outcomes, ...outcomeKey(job.id, part, from), ttl });
  return {
    cursor: at >= rows.length ? `${part + 1}:0` : `${part}:${at}`,
    done: at - from,
    faults: refused.map((each) => each.fault),
  };
};
