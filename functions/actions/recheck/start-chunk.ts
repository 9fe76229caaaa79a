/** The job that gives each title of a re-check its task: exactly once, since place and tasks are one write. */
import { isMany, lineBefore, splitEntry, splitLines } from '#actions/honour/ledger-split.ts';
import type { JobHandler } from '#actions/job.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { honourTransitions, publicStatus } from '#domain/honour/honour.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { awardedOn, titleId } from '#domain/honour/title-id.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { systemActor } from '#domain/people/people.ts';
import { recheckDue } from '#domain/recheck/judging.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { isLedgerEntry, type YearRow } from '#store/ledger.ts';
import { find, listPage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import type { Writing } from '#store/writing.ts';
import { lookInTheMorning } from './reminding.ts';

/** A transaction holds 100 writes; the re-check itself takes one. */
const perPage = 96;
/** No honour of a federation is older. */
const firstYear = 1949;

/** Where the work stands: titles get their tasks year by year; then all is open. */
interface Place {
  readonly year: number;
  readonly cursor?: string | undefined;
  readonly over?: true;
}
const placeOf = ({ place }: Recheck): Place =>
  place === undefined ? { year: firstYear } : (JSON.parse(place) as Place);

const pageAt = (deps: Deps, { list, org, code, level }: Recheck, { year, cursor }: Place) =>
  list === undefined
    ? listPage<YearRow>(deps.table, {
        pk: keys.honoursOf(org, year),
        index: 'gsi1',
        prefix: `${code}#${level}#`,
        limit: perPage,
        cursor,
      })
    : listPage<HonourRecord>(deps.table, {
        pk: keys.list(list).pk,
        prefix: keys.listEntryPrefix,
        limit: perPage,
        cursor,
      });

function nextPlace(recheck: Recheck, { year }: Place, cursor: string | undefined): Place {
  if (cursor !== undefined) return { year, cursor };
  const isLast = recheck.list !== undefined || year >= Number(recheck.asOf.slice(0, 4));
  return isLast ? { year, over: true } : { year: year + 1 };
}

type Left = keyof Recheck['left'];
type Found = Pick<RecheckItem, 'id' | 'name' | 'awarded' | 'failures'>;

/** The task of a row; or why it takes no part (docs/rules/recheck.md#taking-part). */
function taskOf(recheck: Recheck, row: YearRow, today: string): Found | Left | undefined {
  const isOld = isLedgerEntry(row);
  // What a level above granted is looked at there; what was struck out or only sent up was never granted.
  if (isOld && (row.source === 'above' || row.struck !== undefined || row.outcome !== undefined))
    return undefined;
  const awarded = awardedOn(row);
  const { standing = {} } = row;
  const status = isOld ? row.status : publicStatus(row, today).status;
  if (!honourTransitions[status].includes('rectifying') && status !== 'rectifying') return 'ended';
  if (isOld && row.names.length === 0) return 'unnamed';
  const since = standing.rechecked?.on ?? awarded;
  if (recheck.list === undefined && recheckDue(recheck.rule, since) > recheck.asOf) return 'early';
  const id = isOld
    ? titleId({ kind: 'ledger', org: row.org, year: row.year, entry: row.id })
    : titleId({ kind: 'honour', number: row.number });
  return { id, name: isOld ? row.names[0]! : row.name, awarded, failures: standing.failures ?? 0 };
}

const countOf = (row: YearRow): number => (isLedgerEntry(row) ? row.count : 1);

/** Gives the titles of one page their tasks, as many in a transaction as it holds, and moves the place on with the last. */
async function giveOut(deps: Deps, found: Recheck, page: readonly YearRow[], next: Place): Promise<Recheck> {
  const today = shanghaiDate(instantOf(deps));
  const left = { ...found.left };
  const titles: Found[] = [];
  for (const row of page) {
    const task = taskOf(found, row, today);
    if (typeof task === 'string') left[task] += countOf(row);
    else if (task !== undefined) titles.push(task);
  }
  let recheck = found;
  for (let from = 0; from === 0 || from < titles.length; from += perPage) {
    const isLast = from + perPage >= titles.length;
    const items = titles.slice(from, from + perPage).map((title, n): RecheckItem => {
      const nth = recheck.counts.open + n;
      const member = recheck.reviewers[nth % recheck.reviewers.length]!;
      const { id, org } = recheck;
      return { ...title, recheck: id, org, member, state: 'open', verdicts: [], version: 1 };
    });
    const counts = { ...recheck.counts, open: recheck.counts.open + items.length };
    const patch = { counts, ...(isLast && { left, place: JSON.stringify(next) }) };
    await deps.table.together([
      replaced(rows.recheck, recheck, patch),
      ...items.map((item) => ({ put: rows.recheckItem(item), when: rowAbsent })),
    ]);
    recheck = { ...recheck, ...patch, version: recheck.version + 1 };
  }
  return recheck;
}

/** How many titles each reviewer has, dealt out in turn. */
const dealt = (all: number, reviewers: number, nth: number): number =>
  Math.max(0, Math.ceil((all - nth) / reviewers));

function askReviewers(write: Writing, recheck: Recheck): void {
  const { id, title, dueOn, reviewers, counts } = recheck;
  reviewers.forEach((to, nth) => {
    const count = dealt(counts.open, reviewers.length, nth);
    if (count > 0)
      write.letter({
        key: `recheckAsked-${to}-${id}`,
        ...{ template: 'recheckAsked', org: recheck.org },
        to,
        params: { title, count, until: dueOn },
        opens: { kind: 'page', scope: `/rechecks/${id}` },
      });
  });
}

/** Every title has its task: the reviewers are asked, and the re-check is looked at each morning. */
async function open(deps: Deps, recheck: Recheck): Promise<Recheck> {
  const write = begin(deps, systemActor);
  const { place: _, ...rest } = recheck;
  const count = rest.counts.open;
  const next = write.save('recheck', rest, { status: 'open', openedAt: write.now }, 'recheck.open', {
    count,
  });
  askReviewers(write, next);
  lookInTheMorning(write, next.id);
  await finish(deps, write);
  return next;
}

/**
 * The titles of a page, each line of several holders split into a line each. What a line gave up comes with the line,
 * read from the ledger itself: the index, which may not have it yet, would leave a holder out.
 */
async function splitPage(
  deps: Deps,
  recheck: Recheck,
  page: readonly YearRow[],
): Promise<readonly YearRow[]> {
  for (const row of page) if (isLedgerEntry(row) && isMany(row)) await splitEntry(deps, row);
  const whole = await Promise.all(
    page.map(async (row) => {
      if (!isLedgerEntry(row)) return [row];
      return (await lineBefore(deps, row)) === undefined ? splitLines(deps, row) : [];
    }),
  );
  const all = whole.flat();
  if (all.length === page.length) return all;
  // A run that was broken off has given some of these their tasks.
  const today = shanghaiDate(instantOf(deps));
  const fresh = await Promise.all(
    all.map(async (row) => {
      const task = taskOf(recheck, row, today);
      if (task === undefined || typeof task === 'string') return [row];
      return (await find(deps.table, keys.recheckItem(recheck.id, task.id))) === undefined ? [row] : [];
    }),
  );
  return fresh.flat();
}

/**
 * One chunk of the job `start-recheck`: pages of titles until its time is spent.
 */
export const startChunk: JobHandler = async (deps, job, { spent }) => {
  let recheck = await find<Recheck>(deps.table, keys.recheck(String(job.params.recheck)));
  if (recheck === undefined || recheck.status !== 'starting') return { cursor: undefined, done: 0 };
  const before = recheck.counts.open;
  let place = placeOf(recheck);
  do {
    if (place.over) {
      recheck = await open(deps, recheck);
      break;
    }
    const page = await pageAt(deps, recheck, place);
    const titles = await splitPage(deps, recheck, page.items);
    place = nextPlace(recheck, place, page.cursor);
    // Years without a title are passed over without a write.
    if (page.items.length > 0 || place.over) recheck = await giveOut(deps, recheck, titles, place);
  } while (!spent());
  if (recheck.status === 'starting' && recheck.place !== JSON.stringify(place))
    recheck = await giveOut(deps, recheck, [], place);
  const done = recheck.counts.open - before;
  return { cursor: recheck.status === 'starting' ? 'more' : undefined, done };
};
