/** The ledger of an organisation and its year report: what was awarded elsewhere is recorded, what was awarded here is counted with it. */
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { titleWithBatch } from '#domain/honour/batch.ts';
import { groupIn } from '#domain/honour/honour.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { type LedgerInput, ledgerInputFromRow, parseLedgerInput } from '#domain/honour/ledger.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { type ReportLine, type YearTotals, yearParagraph, yearTotals } from '#domain/honour/year-report.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, missing, Problem, tooLarge } from '#domain/problem.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { canonicalJson } from '#store/chain.ts';
import { rowAbsent, versionIs } from '#store/guard.ts';
import { isLedgerEntry, ledgerKey, ledgerPage, ledgerPress, ledgerRow, yearRows } from '#store/ledger.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find, findRound, getList, type Listed, programmeRevision } from '#store/reads.ts';
import { isConflict, type Op } from '#store/table.ts';
import { ledgerStrike } from './honour-input.ts';

/** Rows of a year that a report reads: a province's whole year; beyond it the report says that it is cut. */
const mostRows = 10_000;
/** Rows of one sheet. */
const mostImported = 500;

const entryOf = (
  actor: Actor,
  org: string,
  id: string,
  at: string,
  source: LedgerEntry['source'],
  { documentNumber, date, number, note, grades, ...rest }: LedgerInput & { count: number },
): LedgerEntry => ({
  ...rest,
  ...(documentNumber !== undefined && { documentNumber }),
  ...(date !== undefined && { date }),
  ...(grades !== undefined && { grades }),
  ...(number !== undefined && { number }),
  ...(note !== undefined && { note }),
  id,
  org,
  source,
  status: 'valid',
  by: actor.id,
  at,
  version: 1,
});

/** What was typed of an entry. */
const contentOf = ({ by, at, status, version, struck, ...typed }: LedgerEntry): string =>
  canonicalJson(typed);

/** Who keeps the ledger: the administrators, as with results that come from outside. */
const demandKeeper = (actor: Actor, org: Organisation): void =>
  demand(actor, 'upward.send', { orgPath: org.path });

/** Writes with an event on the organisation's chain; done again when another event came between. */
const together = (deps: Deps, actor: Actor, org: string, action: EventName, ops: readonly Op[], id: string) =>
  again(async () => {
    const organisation = await getOrganisation(deps.table, org);
    const happened = { at: instantOf(deps), actor: actor.id, via: actor.via, action, details: { entry: id } };
    await deps.table.together([...ops, ...organisationEventOps(organisation, happened)]);
  });

/**
 * Records an honour that another level granted. `key` makes a repeated press one entry.
 * @throws Problem `invalid` with a fault beside each field; forbidden; missing `organisation-unknown`.
 */
export async function recordLedgerEntry(
  deps: Deps,
  actor: Actor,
  org: string,
  input: Readonly<Record<string, unknown>>,
  key?: string,
): Promise<LedgerEntry> {
  demandKeeper(actor, await getOrganisation(deps.table, org));
  const data = parseLedgerInput(input);
  const id =
    key === undefined ? deps.id('led') : `led${deps.keys.mac('link', `ledger:${org}:${key}`).slice(0, 26)}`;
  const press = key === undefined ? undefined : await find(deps.table, ledgerPress(org, id));
  const there =
    press === undefined ? undefined : await find<LedgerEntry>(deps.table, ledgerKey(org, press.year, id));
  const entry = entryOf(actor, org, id, instantOf(deps), 'form', data);
  if (there !== undefined) {
    if (contentOf(there) === contentOf(entry)) return there;
    throw conflict(
      'entry-recorded',
      `这一条已经登记：${there.title}（${there.names.join('、')}）。您这次填写的不同，没有保存；另有一条的，请打开新的登记页再填。`,
      `This entry is recorded already: ${there.title} (${there.names.join(', ')}). What you sent differs and was not saved; for another entry open the form anew.`,
    );
  }
  const ops: Op[] = [{ put: ledgerRow(entry), when: rowAbsent }];
  if (key !== undefined) ops.push({ put: { ...ledgerPress(org, id), year: data.year }, when: rowAbsent });
  await together(deps, actor, org, 'ledger.record', ops, id);
  return entry;
}

export interface LedgerImport {
  readonly saved: number;
  /** Rows that an earlier import of the same sheet brought already. */
  readonly known: number;
  /** Row numbers count from 2, as the sheet shows them below its header. */
  readonly faulty: readonly { readonly row: number; readonly faults: readonly Fault[] }[];
}

type LedgerRows = readonly Readonly<Record<string, unknown>>[];

/**
 * Imports rows of a sheet, by header, which is read once the right to it is clear; good ones are saved, bad ones told by row. Importing the same sheet again adds
 * nothing; two equal rows of one sheet are two entries.
 * @throws Problem `toolarge` beyond 500 rows; forbidden.
 */
export async function importLedger(
  deps: Deps,
  actor: Actor,
  org: string,
  rows: LedgerRows | (() => Promise<LedgerRows>),
): Promise<LedgerImport> {
  demandKeeper(actor, await getOrganisation(deps.table, org));
  const sheet = typeof rows === 'function' ? await rows() : rows;
  if (sheet.filter((row) => Object.keys(row).length > 0).length > mostImported)
    throw tooLarge(
      'too-many-rows',
      `一次最多导入 ${mostImported} 行，请分几次导入。`,
      `At most ${mostImported} rows at once; import in parts.`,
    );
  const faulty: { row: number; faults: readonly Fault[] }[] = [];
  const seen = new Map<string, number>();
  let saved = 0;
  let known = 0;
  for (const [n, row] of sheet.entries()) {
    if (Object.values(row).every((cell) => cell === null || cell === undefined || cell === '')) continue;
    try {
      const data = parseLedgerInput(ledgerInputFromRow(row));
      const content = JSON.stringify(data);
      const nth = (seen.get(content) ?? 0) + 1;
      seen.set(content, nth);
      const id = `led${deps.keys.mac('link', `ledger:${org}:${nth}:${content}`).slice(0, 26)}`;
      const entry = entryOf(actor, org, id, instantOf(deps), 'import', data);
      if ((await find(deps.table, ledgerKey(org, data.year, id))) !== undefined) known++;
      else {
        await together(deps, actor, org, 'ledger.import', [{ put: ledgerRow(entry), when: rowAbsent }], id);
        saved++;
      }
    } catch (error) {
      if (!(error instanceof Problem) || isConflict(error) || error.kind !== 'invalid') throw error;
      faulty.push({ row: n + 2, faults: error.faults });
    }
  }
  return { saved, known, faulty };
}

/**
 * Strikes an entry out that was recorded by mistake: it stays with the reason and is not counted. Rows that came with
 * a grant above cannot be struck here.
 */
export async function strikeLedgerEntry(
  deps: Deps,
  actor: Actor,
  { org, year, ...sent }: Input<typeof ledgerStrike> & { readonly org: string; readonly year: number },
): Promise<void> {
  demandKeeper(actor, await getOrganisation(deps.table, org));
  const input = readInput(ledgerStrike, sent);
  const entry = await find<LedgerEntry>(deps.table, ledgerKey(org, year, input.id));
  if (entry === undefined || entry.source === 'above')
    throw missing(
      'entry-unknown',
      '没有这条登记，或它由上级授予时自动登记。',
      'No such entry, or it came with a grant above.',
    );
  if (entry.struck !== undefined) return;
  if (entry.version !== input.version)
    throw conflict('entry-changed', '这条登记刚被更新，请刷新。', 'Reload; it has changed.');
  const next: LedgerEntry = {
    ...entry,
    status: 'annulled',
    struck: input.reason,
    version: entry.version + 1,
  };
  const put: Op = { put: ledgerRow(next), when: versionIs(entry.version) };
  await together(deps, actor, org, 'ledger.strike', [put], entry.id);
}

/** One page of an organisation's ledger of a year. @throws Problem forbidden. */
export async function readLedger(
  deps: Deps,
  actor: Actor,
  org: string,
  year: number,
  cursor?: string,
): Promise<Listed<LedgerEntry> & { readonly organisation: Organisation }> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'round.read', { orgPath: organisation.path });
  return { ...(await ledgerPage(deps.table, org, year, cursor)), organisation };
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

type Granted = Pick<ReportLine, 'category' | 'programme' | 'list' | 'gradeOrder'>;

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
    if (there === undefined) return { category: 'individual', ...said };
    const { programme, programmeRevision: revision } = there;
    const { category } = await programmeRevision(deps.table, programme, revision);
    return { category, programme, ...said };
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
  return {
    ...honour,
    count: 1,
    names: [honour.name],
    ...(groupIn(honour) !== undefined && { group: groupIn(honour)! }),
    ...(grades !== undefined && { grades: grades.map(({ title }) => title.zh) }),
    ...(await granted(honour)),
  };
}

/**
 * The honours of an organisation in a year, granted here and recorded from elsewhere: counts by level, category and
 * title, and the paragraph for its annual report (docs/rules/honours.md#year-report).
 * @throws Problem forbidden; missing `organisation-unknown`.
 */
export async function yearReport(deps: Deps, actor: Actor, org: string, year: number): Promise<YearReport> {
  const organisation = await getOrganisation(deps.table, org);
  demand(actor, 'round.read', { orgPath: organisation.path });
  const granted = grantedBy(deps);
  const lines: ReportLine[] = [];
  let cursor: string | undefined;
  do {
    const page = await yearRows(deps.table, org, year, cursor);
    for (const row of page.items) lines.push(isLedgerEntry(row) ? row : await lineOf(row, granted));
    cursor = page.cursor;
  } while (cursor !== undefined && lines.length < mostRows);
  return {
    organisation,
    year,
    totals: yearTotals(lines),
    paragraph: yearParagraph(organisation.name, year, lines),
    lines,
    cut: cursor !== undefined,
  };
}
