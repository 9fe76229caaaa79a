/** One chunk of the import of an old ledger: a part of its lines is recorded. A chunk that ran before a crash may run again. */
import * as z from 'zod';
import type { JobHandler } from '#actions/job.ts';
import { dropParts, openPart, partsGone, wereDropped } from '#actions/sealed-parts.ts';
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Award, isSameAward } from '#domain/honour/ledger.ts';
import type { LedgerImport, LedgerOutcomes } from '#domain/honour/ledger-import-record.ts';
import { ledgerInput } from '#domain/honour/ledger-input.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import type { GoodLedgerRow } from '#domain/honour/ledger-rows.ts';
import { Problem } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import { entryOps, isLedgerEntry, ledgerKey, linesOfName, putHints, yearRows } from '#store/ledger.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find, honoursHeld } from '#store/reads.ts';
import type { Key, Op } from '#store/table.ts';
import { entryFrom, entryId } from './ledger-entry.ts';
import { checkImport, ledgerImportKey, ledgerOutcomePrefix } from './ledger-import-check.ts';

/** Lines in one transaction, less where they have identities: each holds by a row of its own. */
const atOnce = 90;
const mostOps = 95;

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
  granted: Granted,
): Promise<'ours' | 'known' | 'held' | LedgerEntry | undefined> {
  const there = await find<LedgerEntry>(deps.table, ledgerKey(entry.org, entry.year, entry.id));
  if (there !== undefined) {
    if (there.job === entry.job) return 'ours';
    // The earlier sheet had no number, this one has: now it is known who she is.
    const isTold =
      there.identities === undefined && entry.identities !== undefined && there.struck === undefined;
    return isTold ? there : 'known';
  }
  const [name] = entry.names;
  if (name === undefined) return undefined;
  const lines = await linesOfName(deps.table, entry.org, entry.year, name);
  if (lines.some((line) => isSameAward(entry, line))) return 'known';
  if (entry.code !== '' && (await grantedLike(deps, entry, granted)).some((each) => isSameAward(entry, each)))
    return 'held';
  for (const identity of entry.identities ?? []) {
    const held = await honoursHeld(deps.table, identity);
    const isSame = held.items.some(
      ({ code, level, year }) => code === entry.code && level === entry.level && year === entry.year,
    );
    if (isSame) return 'held';
  }
  return undefined;
}

/** What was granted in this system, by honour, level and year, while one chunk runs. */
type Granted = Map<string, Promise<readonly Award[]>>;

/** The granted of one honour: they stand before the lines of the ledger, whose ids begin with `led`. */
async function readGranted(deps: Deps, org: string, year: number, prefix: string): Promise<readonly Award[]> {
  const granted: Award[] = [];
  let cursor: string | undefined;
  let isOver = false;
  do {
    const page = await yearRows(deps.table, org, year, { cursor, prefix, limit: 50 });
    for (const row of page.items) {
      isOver ||= isLedgerEntry(row) && row.source !== 'above';
      if (!isLedgerEntry(row)) {
        const { grades, ...honour } = row;
        const titles = grades?.map(({ title }) => title.zh);
        granted.push({ ...honour, names: [row.name], ...(titles !== undefined && { grades: titles }) });
      } else if (row.source === 'above') granted.push(row);
    }
    cursor = isOver ? undefined : page.cursor;
  } while (cursor !== undefined);
  return granted;
}

function grantedLike(
  deps: Deps,
  { org, year, code, level }: LedgerEntry,
  known: Granted,
): Promise<readonly Award[]> {
  const prefix = `${code}#${level ?? ''}#`;
  const found = known.get(`${year}#${prefix}`) ?? readGranted(deps, org, year, prefix);
  known.set(`${year}#${prefix}`, found);
  return found;
}

/** Records some lines in one transaction with one event. */
async function record(
  deps: Deps,
  job: LedgerImport,
  good: readonly GoodLedgerRow[],
  granted: Granted,
): Promise<LedgerOutcomes> {
  const at = instantOf(deps);
  const known: LedgerOutcomes['known'][number][] = [];
  const fresh: LedgerEntry[] = [];
  const ops: Op[] = [];
  let ours = 0;
  const { org, by } = job;
  const lines = await Promise.all(
    good.map(async ({ row, input, same }) => {
      const of = { id: entryId(deps, org, same), org, by, at, source: 'import' as const, job: job.id };
      const entry = entryFrom(deps, of, input);
      return { row, entry, there: await standing(deps, entry, granted) };
    }),
  );
  for (const { row, entry, there } of lines) {
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
    ops += 1 + (row.input.documents?.length ?? 0);
    if (ops > mostOps) break;
    taken.push(row);
  }
  return taken;
}

/** The lines of a part; nothing where they were let go, since every one has its outcome: a crash came before the job's own end. */
async function linesOf(
  deps: Deps,
  found: LedgerImport,
  part: number,
): Promise<readonly GoodLedgerRow[] | undefined> {
  const name = found.parts[part];
  if (name === undefined) return undefined;
  try {
    return z.array(goodRow).parse(await openPart(deps, found.id, name));
  } catch (error) {
    if (error instanceof Problem && (await wereDropped(deps, found.id))) return undefined;
    throw error;
  }
}

/** Records lines of a part from one on, until it ends or the time is spent; gives the line that it came to. */
async function recordPart(
  deps: Deps,
  found: LedgerImport,
  rows: readonly GoodLedgerRow[],
  {
    part,
    from,
    spent,
    granted,
  }: {
    readonly part: number;
    readonly from: number;
    readonly spent: () => boolean;
    readonly granted: Granted;
  },
): Promise<number> {
  let saved = 0;
  const known: LedgerOutcomes['known'][number][] = [];
  let at = from;
  while (at < rows.length && (at === from || !spent())) {
    const lines = nextLines(rows, at);
    const outcome = await again(() => record(deps, found, lines, granted));
    saved += outcome.saved;
    known.push(...outcome.known);
    at += lines.length;
  }
  const outcomes: LedgerOutcomes = { saved, known, doubles: [], faulty: [] };
  await deps.table.put({ ...outcomes, ...outcomeKey(found.id, part, from) });
  return at;
}

/** Checks the lines first; then records those from the cursor `part:row` on, part by part, until the time is spent. */
export const ledgerImportChunk: JobHandler = async (deps, job, { spent }) => {
  const kept = await find<LedgerImport>(deps.table, ledgerImportKey(job.id));
  if (kept === undefined) throw partsGone();
  const found = job.cursor === undefined ? await checkImport(deps, kept) : kept;
  if (found.refused !== undefined) return { cursor: undefined, done: 0, faults: [found.refused] };
  const total = found.rows ?? 0;
  let [part = 0, from = 0] = (job.cursor ?? '0:0').split(':').map(Number);
  const granted: Granted = new Map();
  let done = 0;
  while (part < found.parts.length && (done === 0 || !spent())) {
    const rows = await linesOf(deps, found, part);
    if (rows === undefined) return { cursor: undefined, done: total - job.done, total };
    const at = await recordPart(deps, found, rows, { part, from, spent, granted });
    done += at - from;
    if (at < rows.length) return { cursor: `${part}:${at}`, done, total };
    part++;
    from = 0;
  }
  if (part < found.parts.length) return { cursor: `${part}:0`, done, total };
  await dropParts(deps, job.id, found.parts);
  return { cursor: undefined, done, total };
};
