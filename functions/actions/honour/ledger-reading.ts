/** A year of an organisation's honours as it is read: granted here and recorded from elsewhere, looked through by key, exported, summed. */
import type { Deps } from '#deps';
import { titleWithBatch } from '#domain/honour/batch.ts';
import { groupIn } from '#domain/honour/honour.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import {
  isLookedFor,
  type LedgerFilter,
  type LedgerLine,
  ledgerFilter,
  prefixOf,
} from '#domain/honour/ledger-filter.ts';
import { gradedOn } from '#domain/honour/regrade.ts';
import { yearParagraph } from '#domain/honour/year-paragraph.ts';
import { type ReportLine, type YearTotals, yearTotals } from '#domain/honour/year-report.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { isLedgerEntry, type YearRow, yearRows } from '#store/ledger.ts';
import { getOrganisation } from '#store/people.ts';
import { findRound, getList, type Listed, programmeRevision } from '#store/reads.ts';

/** Rows of a year that a report reads: a province's whole year; beyond it the report says that it is cut. */
const mostRows = 10_000;
/** Rows that one page looks at for what is looked for. */
const mostLooked = 2_000;

/** Who reads the ledger of an organisation. @throws Problem forbidden; missing `organisation-unknown`. */
export async function demandLedgerReader(deps: Deps, actor: Actor, org: string): Promise<Organisation> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'round.read', { orgPath: organisation.path }, 'organisation');
  return organisation;
}

type Granted = Pick<
  ReportLine,
  'category' | 'kind' | 'programme' | 'list' | 'gradeOrder' | 'groupOrder' | 'vacant'
>;

/** What an honour granted here says by its programme and its list, looked up once per list. */
function grantedBy(deps: Deps) {
  const known = new Map<string, Promise<Granted>>();
  const grantedBy = async ({ round, list }: Pick<HonourRecord, 'round' | 'list'>): Promise<Granted> => {
    const [there, of] = await Promise.all([findRound(deps.table, round), getList(deps.table, list)]);
    const said = {
      list: titleWithBatch(of),
      ...(of.vacant !== undefined && { vacant: of.vacant }),
      ...(of.listedBy !== undefined && { groupOrder: of.listedBy.groups }),
      ...(of.grades !== undefined && { gradeOrder: of.grades.map(({ title }) => title.zh) }),
    };
    if (there === undefined) return said;
    const { programme, programmeRevision: revision } = there;
    const { category, kind } = await programmeRevision(deps.table, programme, revision);
    return { category, kind, programme, ...said };
  };
  return (honour: Pick<HonourRecord, 'round' | 'list'>): Promise<Granted> => {
    const found = known.get(honour.list) ?? grantedBy(honour);
    known.set(honour.list, found);
    return found;
  };
}

/** An honour granted here as a line of the report. */
async function lineOf(
  { grades, ...honour }: HonourRecord,
  granted: ReturnType<typeof grantedBy>,
): Promise<ReportLine> {
  const since = gradedOn(honour);
  return {
    ...honour,
    ...(since !== undefined && { gradedOn: since }),
    count: 1,
    names: [honour.name],
    ...(groupIn(honour) !== undefined && { group: groupIn(honour)! }),
    ...(grades !== undefined && { grades: grades.map(({ title }) => title.zh) }),
    ...(await granted(honour)),
  };
}

/** A row of a year as it is read. */
async function readLine(row: YearRow, granted: ReturnType<typeof grantedBy>): Promise<LedgerLine> {
  if (isLedgerEntry(row)) {
    const { identities, others: _others, job: _job, by: _by, ...entry } = row;
    return { ...entry, identified: identities !== undefined || row.nomination !== undefined };
  }
  const { category, kind, programme, list } = await granted(row);
  const { number, org, year, level, code, title, name, bodies, date, batch, grades } = row;
  const since = gradedOn(row);
  return {
    ...(category !== undefined && { category }),
    ...(kind !== undefined && { kind }),
    ...(programme !== undefined && { programme }),
    ...(list !== undefined && { list }),
    ...(groupIn(row) !== undefined && { group: groupIn(row)! }),
    ...{ id: number, number, org, year, level, code, title, bodies, date, count: 1, names: [name] },
    ...(batch !== undefined && { batch }),
    ...(grades !== undefined && { grades: grades.map(({ title }) => title.zh) }),
    ...(since !== undefined && { gradedOn: since }),
    ...(row.standing !== undefined && { standing: row.standing }),
    ...{ nomination: row.nomination, status: row.status, history: row.history, version: row.version },
    ...{ source: 'here' as const, identified: true },
  };
}

export interface LedgerPageOf extends Listed<LedgerLine> {
  readonly organisation: Organisation;
}

/**
 * One page of a year: what is looked for among at most 2,000 rows, so that a page may hold fewer than `limit` and still
 * have a next one. @throws Problem forbidden; invalid for a filter that is none.
 */
export async function readLedger(
  deps: Deps,
  actor: Actor,
  org: string,
  year: number,
  {
    cursor,
    limit = 100,
    ...sent
  }: Input<typeof ledgerFilter> & {
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  } = {},
): Promise<LedgerPageOf> {
  const organisation = await demandLedgerReader(deps, actor, org);
  const filter = readInput(ledgerFilter, sent);
  const granted = grantedBy(deps);
  const items: LedgerLine[] = [];
  let next = cursor;
  let looked = 0;
  do {
    const page = await yearRows(deps.table, org, year, {
      cursor: next,
      limit: limit - items.length,
      prefix: prefixOf(filter),
    });
    for (const row of page.items) {
      const line = await readLine(row, granted);
      if (isLookedFor(filter, line)) items.push(line);
    }
    looked += page.items.length;
    next = page.cursor;
  } while (next !== undefined && items.length < limit && looked < mostLooked);
  return { items, cursor: next, organisation };
}

/** What is looked for among the next lines of a year, for an export. Whoever calls has asked for the right to it. */
export async function ledgerPart(
  deps: Deps,
  org: string,
  year: number,
  filter: LedgerFilter,
  cursor: string | undefined,
  limit: number,
): Promise<{
  readonly lines: readonly LedgerLine[];
  readonly looked: number;
  readonly cursor: string | undefined;
}> {
  const granted = grantedBy(deps);
  const page = await yearRows(deps.table, org, year, { cursor, limit, prefix: prefixOf(filter) });
  const lines = await Promise.all(page.items.map((row) => readLine(row, granted)));
  return {
    lines: lines.filter((line) => isLookedFor(filter, line)),
    looked: page.items.length,
    cursor: page.cursor,
  };
}

export interface YearReport {
  readonly organisation: Organisation;
  readonly year: number;
  readonly totals: YearTotals;
  readonly paragraph: string;
  readonly lines: readonly ReportLine[];
  /** True when the year has more rows than a report reads. */
  readonly cut: boolean;
}

/**
 * The honours of an organisation in a year, granted here and recorded from elsewhere: counts by level, category and
 * title, and the paragraph for its annual report (docs/rules/honours.md#year-report).
 * @throws Problem forbidden; missing `organisation-unknown`.
 */
export async function yearReport(deps: Deps, actor: Actor, org: string, year: number): Promise<YearReport> {
  const organisation = await demandLedgerReader(deps, actor, org);
  const granted = grantedBy(deps);
  const lines: ReportLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await yearRows(deps.table, org, year, { cursor });
    for (const row of page.items) lines.push(isLedgerEntry(row) ? row : await lineOf(row, granted));
    cursor = page.cursor;
  } while (cursor !== undefined && lines.length < mostRows);
  return {
    organisation,
    year,
    totals: yearTotals(lines),
    paragraph: yearParagraph(organisation.name, year, lines, organisation.level),
    lines,
    cut: cursor !== undefined,
  };
}
