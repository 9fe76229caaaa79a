/** Older titles whose holder is known by name alone: nominees of that name are suggested, and a person says who she is (docs/rules/honours.md#earlier-titles). */
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { isUnclaimed } from '#domain/honour/ledger.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { type Input, readInput } from '#domain/input.ts';
import { normaliseName } from '#domain/name.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { conflict, missing } from '#domain/problem.ts';
import { honourCodesOf } from '#domain/programme/eligibility.ts';
import { keys } from '#store/keys.ts';
import { entryOps, isLedgerEntry, ledgerKey, yearRows } from '#store/ledger.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find, findNomination, type Listed, listPage, programmesOf } from '#store/reads.ts';
import { ledgerClaim } from './honour-input.ts';
import { demandKeeper } from './ledger-entry.ts';
import { splitEntry } from './ledger-split.ts';

/** Lines of one page, and nominees who are suggested for a line. */
const linesAtOnce = 20;
const mostSuggested = 10;
/** Programmes of one organisation on the way up that are looked through for a name. */
const mostProgrammes = 50;

/** A nominee who may be the holder. */
export interface Suggestion {
  readonly nomination: string;
  readonly name: string;
  /** What she is nominated for, and by whom. */
  readonly programme: string;
  readonly from: string;
}
export interface Unclaimed {
  readonly entry: LedgerEntry;
  readonly suggestions: readonly Suggestion[];
}

type AboutHonours = { readonly id: string; readonly title: string; readonly codes: readonly string[] };

/** The programmes of an organisation and those above, with the honours that their rules ask for. */
async function programmesAbout(deps: Deps, { path }: Organisation): Promise<readonly AboutHonours[]> {
  const found: AboutHonours[] = [];
  for (const owner of path) {
    let cursor: string | undefined;
    let read = 0;
    do {
      const page = await programmesOf(deps.table, owner, cursor);
      for (const { id, document } of page.items) {
        const rules = [...document.eligibility, ...document.stages.flatMap(({ eligibility }) => eligibility)];
        const codes = [document.code, ...honourCodesOf(rules, document.code)];
        found.push({ id, title: `${document.title.zh}（${document.edition}）`, codes });
      }
      read += page.items.length;
      cursor = page.cursor;
    } while (cursor !== undefined && read < mostProgrammes);
  }
  return found;
}

const isDenied = (entry: LedgerEntry, { identities }: Pick<Nomination, 'identities'>): boolean =>
  identities.some((identity) => entry.others?.includes(identity));

/** Nominees of the names of a line, in the programmes that are about its honour. */
async function suggestionsFor(
  deps: Deps,
  entry: LedgerEntry,
  programmes: readonly AboutHonours[],
): Promise<readonly Suggestion[]> {
  const found: Suggestion[] = [];
  for (const name of new Set(entry.names.map(normaliseName)))
    for (const { id, title, codes } of programmes) {
      if (!codes.includes(entry.code) || found.length >= mostSuggested) continue;
      const page = await listPage<Nomination>(deps.table, {
        pk: keys.namePartition(id, name),
        prefix: `${name}#`,
        index: 'gsi1',
        limit: mostSuggested,
      });
      for (const nomination of page.items) {
        if (nomination.erased !== undefined || isDenied(entry, nomination)) continue;
        const { name: from, path } = await getOrganisation(deps.table, nomination.org);
        const ledger = await getOrganisation(deps.table, entry.org);
        if (!path.includes(entry.org) && !ledger.path.includes(nomination.org)) continue;
        found.push({ nomination: nomination.id, name: nomination.name, programme: title, from });
      }
    }
  return found.slice(0, mostSuggested);
}

/** One page of a year's lines that nobody was confirmed to hold, each with who may be. @throws Problem forbidden. */
export async function listUnclaimed(
  deps: Deps,
  actor: Actor,
  org: string,
  year: number,
  cursor?: string,
): Promise<Listed<Unclaimed> & { readonly organisation: Organisation }> {
  const organisation = await getOrganisation(deps.table, org);
  demandKeeper(actor, organisation);
  const programmes = await programmesAbout(deps, organisation);
  const lines: LedgerEntry[] = [];
  let next = cursor;
  let looked = 0;
  do {
    const page = await yearRows(deps.table, org, year, { cursor: next, limit: linesAtOnce - lines.length });
    for (const row of page.items) if (isLedgerEntry(row) && isUnclaimed(row)) lines.push(row);
    looked += page.items.length;
    next = page.cursor;
  } while (next !== undefined && lines.length < linesAtOnce && looked < 1_000);
  const items: Unclaimed[] = [];
  for (const entry of lines)
    items.push({ entry, suggestions: await suggestionsFor(deps, entry, programmes) });
  return { items, cursor: next, organisation };
}

const unknownEntry = () =>
  missing(
    'entry-unknown',
    '台账中没有这一条，或已经确认过。',
    'The ledger has no such entry, or it was confirmed.',
  );

/** The line of one holder; one of several is split by holder first. */
async function lineOf(deps: Deps, org: string, year: number, id: string, name: string): Promise<LedgerEntry> {
  const entry = await find<LedgerEntry>(deps.table, ledgerKey(org, year, id));
  const at = entry?.names.findIndex((each) => normaliseName(each) === name) ?? -1;
  if (entry === undefined || at < 0 || !isUnclaimed(entry)) throw unknownEntry();
  if (entry.count === 1) return entry;
  await splitEntry(deps, entry);
  const line = await find<LedgerEntry>(deps.table, ledgerKey(org, year, at === 0 ? id : `${id}.${at}`));
  if (line === undefined || normaliseName(line.names[0] ?? '') !== name || line.count !== 1)
    throw unknownEntry();
  return line;
}

/**
 * Says that a nominee is the holder of an older title, which rules then find by her identity, or that she is somebody
 * else, which is not asked again. Saying the same twice is one.
 * @throws Problem missing `entry-unknown`, `nomination-unknown`; conflict `other-name`; forbidden.
 */
export function answerClaim(
  deps: Deps,
  actor: Actor,
  { org, year, ...sent }: Input<typeof ledgerClaim> & { readonly org: string; readonly year: number },
): Promise<void> {
  return again(async () => {
    const organisation = await getOrganisation(deps.table, org);
    demandKeeper(actor, organisation);
    const input = readInput(ledgerClaim, sent);
    const nomination = await findNomination(deps.table, input.nomination);
    if (nomination === undefined || nomination.erased !== undefined)
      throw missing('nomination-unknown', '没有这份申报。', 'There is no such nomination.');
    const there = await find<LedgerEntry>(deps.table, ledgerKey(org, year, input.entry));
    const { identities } = nomination;
    const isSaid =
      there !== undefined &&
      (input.is
        ? identities.some((identity) => there.identities?.includes(identity))
        : isDenied(there, nomination));
    if (isSaid) return;
    const name = normaliseName(nomination.name);
    if (there !== undefined && !there.names.some((each) => normaliseName(each) === name))
      throw conflict(
        'other-name',
        '申报对象与台账所列名称不同，请先更正台账。',
        'The nominee has another name than the line; correct the ledger first.',
      );
    const entry = await lineOf(deps, org, year, input.entry, name);
    const others = [...new Set([...(entry.others ?? []), ...identities])];
    const next = { ...entry, ...(input.is ? { identities } : { others }), version: entry.version + 1 };
    await deps.table.together([
      ...entryOps(entry, next),
      ...organisationEventOps(await getOrganisation(deps.table, org), {
        at: instantOf(deps),
        ...{ actor: actor.id, via: actor.via, action: input.is ? 'ledger.claim' : 'ledger.deny' },
        details: { entry: entry.id, nomination: nomination.id },
      }),
    ]);
  });
}
