/** A title of either kind, changed alike: an honour of one of our lists, or a line of a ledger from before this system. */
import type { Deps } from '#deps';
import { awardsOf, handedAfterEnd } from '#domain/honour/handed.ts';
import { changeHonour, checkHonourStatus } from '#domain/honour/honour.ts';
import type {
  GivenGrade,
  HonourChange,
  HonourList,
  HonourRecord,
  ListGrade,
} from '#domain/honour/honour-records.ts';
import type { HonourStatus } from '#domain/honour/honour-status.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import type { Standing } from '#domain/honour/standing-record.ts';
import { awardedOn, type TitleRef } from '#domain/honour/title-id.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { missing } from '#domain/problem.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import type { AuditDetails, Happened } from '#store/chain.ts';
import { entryOps, ledgerKey } from '#store/ledger.ts';
import { getOrganisation, organisationEventOps } from '#store/people.ts';
import { find } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';
import { addEnded } from './ended-honour.ts';
import { placesOps } from './grade-places.ts';
import { honourByNumber, replaceOps } from './honour-writes.ts';

export type Title = {
  /** The organisation whose title it is. */
  readonly organisation: Organisation;
  readonly name: string;
  readonly title: string;
  readonly awarded: string;
  readonly status: HonourStatus;
  readonly standing: Standing;
  /** What was handed over with it. */
  readonly awards: readonly string[];
} & (
  | { readonly kind: 'honour'; readonly honour: HonourRecord; readonly list: HonourList }
  | { readonly kind: 'ledger'; readonly entry: LedgerEntry }
);

export type HonourTitle = Extract<Title, { readonly kind: 'honour' }>;

/** An honour of one of our lists as it stands now. @throws Problem missing `honour-unknown`. */
export async function honourTitle(deps: Pick<Deps, 'table'>, number: string): Promise<HonourTitle> {
  const { honour, list } = await honourByNumber(deps, number);
  const organisation = await getOrganisation(deps.table, honour.org);
  const { name, title, date: awarded, status, standing = {} } = honour;
  return {
    kind: 'honour',
    ...{ organisation, name, title, awarded, status, standing, honour, list },
    awards: awardsOf(honour),
  };
}

/** A title as it stands now, strongly consistent. @throws Problem missing `honour-unknown`, `entry-unknown`. */
export async function getTitle(deps: Pick<Deps, 'table'>, ref: TitleRef): Promise<Title> {
  if (ref.kind === 'honour') return honourTitle(deps, ref.number);
  const entry = await find<LedgerEntry>(deps.table, ledgerKey(ref.org, ref.year, ref.entry));
  if (entry === undefined)
    throw missing('entry-unknown', '台账中没有这一条。', 'The ledger has no such entry.');
  const organisation = await getOrganisation(deps.table, ref.org);
  const { title, status, standing = {} } = entry;
  const name = entry.names[0] ?? '';
  return {
    kind: 'ledger',
    ...{
      organisation,
      name,
      title,
      awarded: awardedOn(entry),
      status,
      standing,
      entry,
      awards: awardsOf({}),
    },
  };
}

export interface TitleChange {
  readonly standing: Standing;
  /** What the audit trail says. */
  readonly event?: EventName;
  /** What changes its status, its grades or both: it stands in the history. */
  readonly move?: { readonly to?: HonourStatus } & Omit<HonourChange, 'from' | 'to' | 'at'>;
  /** What it holds after it went up or down, and the grade that must have a place left for it. */
  readonly grades?: readonly GivenGrade[];
  readonly raisedTo?: ListGrade | undefined;
  /** Last day of a term that was renewed. */
  readonly termEnds?: string;
  readonly details?: AuditDetails;
}

/** A title that ends wants back what was handed over with it. */
const afterMove = (title: Title, standing: Standing, to: HonourStatus): Standing =>
  to === 'revoked' || to === 'annulled'
    ? { ...standing, handed: handedAfterEnd(title.awards, standing.handed) }
    : standing;

/**
 * Adds to a write what changes a title: its row, what its holders are known to hold, the ledgers below, and for a
 * change of status an event and what follows from an end.
 * @throws Problem conflict `honour-state`.
 */
export async function changeTitle(
  deps: Deps,
  write: Writing,
  title: Title,
  { standing: given, move, event, termEnds, grades, raisedTo, details = {} }: TitleChange,
): Promise<void> {
  const { to, regraded } = move ?? {};
  const standing = to === undefined ? given : afterMove(title, given, to);
  const { to: _, ...line } = { reason: '', ...move, at: write.now };
  if (title.kind === 'honour') {
    const { honour, list } = title;
    const stays = { ...line, from: honour.status, to: honour.status };
    const moved =
      to !== undefined
        ? changeHonour(honour, to, line)
        : { ...honour, history: [...honour.history, ...(move === undefined ? [] : [stays])] };
    const after: HonourRecord = {
      ...{ ...moved, standing },
      ...(termEnds !== undefined && { termEnds }),
      ...(grades !== undefined && { grades }),
    };
    write.op(...placesOps(list, [{ before: honour, after }], raisedTo));
    if (event !== undefined) write.save('list', list, {}, event, { number: honour.number, ...details });
    write.op(...(await replaceOps(deps, honour, after)));
    if (to !== undefined) await addEnded(deps, write, after);
    return;
  }
  const { entry, organisation } = title;
  if (to !== undefined) checkHonourStatus(entry.status, to);
  const after: LedgerEntry = {
    ...entry,
    standing,
    ...(move !== undefined && {
      status: to ?? entry.status,
      history: [...(entry.history ?? []), { ...line, from: entry.status, to: to ?? entry.status }],
    }),
    ...(grades !== undefined && { grades: grades.map((grade) => grade.title.zh) }),
    ...(regraded !== undefined && { gradedOn: regraded.on }),
    version: entry.version + 1,
  };
  write.op(...entryOps(entry, after));
  if (event === undefined) return;
  const happened: Happened = {
    at: write.now,
    ...write.by,
    action: event,
    details: { entry: entry.id, year: entry.year, ...details },
  };
  write.op(...organisationEventOps(organisation, happened));
}
