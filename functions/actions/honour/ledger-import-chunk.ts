/** One chunk of the import of an old ledger: a part of its lines is recorded. A chunk that ran before a crash may run again. */
import * as z from 'zod';
import type { JobHandler } from '#actions/job.ts';
import { dropParts, openPart, partsGone } from '#actions/sealed-parts.ts';
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { LedgerImport, LedgerOutcomes } from '#domain/honour/ledger-import-record.ts';
import { ledgerInput } from '#domain/honour/ledger-input.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import type { GoodLedgerRow } from '#domain/honour/ledger-rows.ts';
import { Problem } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import { entryOps, ledgerKey, putHints } from '#store/ledger.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find, honoursHeld } from '#store/reads.ts';
import type { Key, Op } from '#store/table.ts';
import { entryFrom, entryId } from './ledger-entry.ts';

/** Lines in one file, and at most in one chunk. */
export const partRows = 250;
/** Lines in one transaction, with what twelve members of a family hold by each. */
const atOnce = 25;
const mostOps = 95;

export const ledgerImportKey = (id: string): Key => ({ pk: keys.job(id).pk, sk: 'LEDGER' });
export const ledgerOutcomePrefix = 'LEDOUT#';
/** By the first line of the chunk: a chunk that runs again writes the same item again. */
const outcomeKey = (id: string, part: number, from: number): Key => ({
  pk: keys.job(id).pk,
  sk: `${ledgerOutcomePrefix}1#${String(part).padStart(5, '0')}#${String(from).padStart(4, '0')}`,
});

const goodRow = z.object({
  row: z.int(),
  input: ledgerInput.extend({ count: z.int() }),
  same: z.string(),
});

/** What stands of a line already: this very import's (before a crash), an earlier one's, or the same title of the same identity. */
async function standing(
  deps: Deps,
  entry: LedgerEntry,
): Promise<'ours' | 'known' | 'held' | LedgerEntry | undefined> {
  const there = await find<LedgerEntry>(deps.table, ledgerKey(entry.org, entry.year, entry.id));
  if (there !== undefined) {
    if (there.job === entry.job) return 'ours';
    // The earlier sheet had no number, this one has: now it is known who she is.
    const isTold =
      there.identities === undefined && entry.identities !== undefined && there.struck === undefined;
    return isTold ? there : 'known';
  }
  for (const identity of entry.identities ?? []) {
    const held = await honoursHeld(deps.table, identity);
    const isSame = held.items.some(
      ({ code, level, year }) => code === entry.code && level === entry.level && year === entry.year,
    );
    if (isSame) return 'held';
  }
  return undefined;
}

/** Records some lines in one transaction with one event. */
async function record(
  deps: Deps,
  job: LedgerImport,
  good: readonly GoodLedgerRow[],
): Promise<LedgerOutcomes> {
  const at = instantOf(deps);
  const known: LedgerOutcomes['known'][number][] = [];
  const fresh: LedgerEntry[] = [];
  const ops: Op[] = [];
  let ours = 0;
  for (const { row, input, same } of good) {
    const { org, by } = job;
    const of = { id: entryId(deps, org, same), org, by, at, source: 'import' as const, job: job.id };
    const entry = entryFrom(deps, of, input);
    const there = await standing(deps, entry);
    if (there === 'ours') ours++;
    else if (there === 'known' || there === 'held') known.push({ row, held: there === 'held' });
    else if (there === undefined) {
      fresh.push(entry);
      ops.push(...entryOps(undefined, entry));
    } else {
      known.push({ row, held: false });
      ops.push(...entryOps(there, { ...there, identities: entry.identities!, version: there.version + 1 }));
    }
  }
  if (ops.length > 0) {
    await putHints(deps.table, fresh);
    const organisation = await getOrganisation(deps.table, job.org);
    const details = { import: job.id, count: ops.length };
    await deps.table.together([
      ...ops,
      ...organisationEventOps(organisation, {
        at,
        actor: job.by,
        via: 'system',
        action: 'ledger.import',
        details,
      }),
    ]);
  }
  return { saved: fresh.length + ours, known, doubles: [], faulty: [] };
}

/** So many lines as one transaction takes. */
function nextLines(rows: readonly GoodLedgerRow[], from: number): readonly GoodLedgerRow[] {
  let ops = 0;
  const taken: GoodLedgerRow[] = [];
  for (const row of rows.slice(from, from + atOnce)) {
    ops += 2 + (row.input.documents?.length ?? 0);
    if (ops > mostOps) break;
    taken.push(row);
  }
  return taken;
}

/** The lines of a part; nothing where they are gone since every one has its outcome: a crash came before the job's own end. */
async function linesOf(
  deps: Deps,
  found: LedgerImport,
  part: number,
  from: number,
): Promise<readonly GoodLedgerRow[] | undefined> {
  const name = found.parts[part];
  if (name === undefined) return undefined;
  try {
    return z.array(goodRow).parse(await openPart(deps, found.id, name));
  } catch (error) {
    if (!(error instanceof Problem) || part + 1 < found.parts.length) throw error;
    if ((await find(deps.table, outcomeKey(found.id, part, from))) === undefined) throw error;
    return undefined;
  }
}

/** Records the lines at the cursor `part:row`, until the part ends or the time is spent. */
export const ledgerImportChunk: JobHandler = async (deps, job, { spent }) => {
  const found = await find<LedgerImport>(deps.table, ledgerImportKey(job.id));
  if (found === undefined) throw partsGone();
  const [part = 0, from = 0] = (job.cursor ?? '0:0').split(':').map(Number);
  const rows = await linesOf(deps, found, part, from);
  if (rows === undefined) return { cursor: undefined, done: (job.total ?? 0) - job.done };
  let saved = 0;
  const known: LedgerOutcomes['known'][number][] = [];
  let at = from;
  while (at < rows.length && (at === from || !spent())) {
    const lines = nextLines(rows, at);
    const outcome = await again(() => record(deps, found, lines));
    saved += outcome.saved;
    known.push(...outcome.known);
    at += lines.length;
  }
  const outcomes: LedgerOutcomes = { saved, known, doubles: [], faulty: [] };
  await deps.table.put({ ...outcomes, ...outcomeKey(job.id, part, from) });
  const done = at - from;
  if (at < rows.length) return { cursor: `${part}:${at}`, done };
  if (part + 1 < found.parts.length) return { cursor: `${part + 1}:0`, done };
  await dropParts(deps, job.id, found.parts);
  return { cursor: undefined, done };
};
