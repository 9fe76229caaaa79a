/** The reads of the system: each one get, or one bounded page. */
import type { Calendar, Schedule } from '#domain/calendar.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HeldHonour, HonourList } from '#domain/honour/honour-records.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { resolveStage } from '#domain/programme/resolved-stage.ts';
import type { AskedOf, Todo } from '#domain/review/todo-record.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Allotment, Tranche } from '#domain/round/tranche-record.ts';
import { noSuch, type Thing } from '#domain/things.ts';
import { keys } from './keys.ts';
import { plain } from './rows.ts';
import type { KeyOf, Table } from './table.ts';

/** Gets one record, strongly consistent by default; undefined when absent. */
export async function find<R>(table: Table, key: KeyOf<R>, consistent = true): Promise<R | undefined> {
  const row = await table.get(key, { consistent });
  return row === undefined ? undefined : plain<R>(row);
}
/** One record that must be there. @throws Problem `missing`. */
export async function demandRecord<R>(table: Table, key: KeyOf<R>, thing: Thing): Promise<R> {
  const record = await find(table, key);
  if (record === undefined) throw noSuch(thing);
  return record;
}

/** A programme with the document in force. */
export async function getProgramme(table: Table, id: string): Promise<ProgrammeRecord> {
  return withDocument(table, await demandRecord<ProgrammeHeader>(table, keys.programme(id), 'programme'));
}
type ProgrammeHeader = Omit<ProgrammeRecord, 'document'>;
const withDocument = async (table: Table, header: ProgrammeHeader): Promise<ProgrammeRecord> => ({
  ...header,
  document: await programmeRevision(table, header.id, header.revision),
});
/** One page of an organisation's programmes, newest edition first. */
export async function programmesOf(
  table: Table,
  owner: string,
  cursor?: string,
): Promise<Listed<ProgrammeRecord>> {
  const page = await listPage<ProgrammeHeader>(table, {
    pk: keys.programmeIndex(owner),
    index: 'gsi1',
    cursor,
    descending: true,
  });
  return {
    items: await Promise.all(page.items.map((header) => withDocument(table, header))),
    cursor: page.cursor,
  };
}
export const getRound = (table: Table, id: string) => demandRecord<Round>(table, keys.round(id), 'round');
export const findRound = (table: Table, id: string) => find<Round>(table, keys.round(id));
export const getNomination = (table: Table, id: string) =>
  demandRecord<Nomination>(table, keys.nomination(id), 'nomination');
export const findNomination = (table: Table, id: string) => find<Nomination>(table, keys.nomination(id));
export const getCandidacy = (table: Table, round: string, nomination: string) =>
  demandRecord<Candidacy>(table, keys.candidacy(round, nomination), 'candidacy');
export const getRevision = (table: Table, nomination: string, n: number) =>
  demandRecord<Revision>(table, keys.revision(nomination, n), 'form');
export const getTranche = (table: Table, round: string, n: number) =>
  demandRecord<Tranche>(table, keys.tranche(round, n), 'tranche');
export const getList = (table: Table, id: string) => demandRecord<HonourList>(table, keys.list(id), 'list');
export const findAllotment = (table: Table, round: string, org: string) =>
  find<Allotment>(table, keys.allotment(round, org));

/** The immutable document of a programme's revision; kept in memory, since it never changes. */
const revisions = new WeakMap<Table, Map<string, Programme>>();
export async function programmeRevision(table: Table, id: string, revision: number): Promise<Programme> {
  const known = revisions.get(table) ?? new Map<string, Programme>();
  revisions.set(table, known);
  const name = `${id}@${revision}`;
  const kept = known.get(name);
  if (kept !== undefined) return kept;
  const row = await demandRecord<{ document: Programme }>(
    table,
    keys.programmeRevision(id, revision),
    'revision',
  );
  if (known.size > 200) known.clear();
  known.set(name, row.document);
  return row.document;
}

/** A round with its programme and the stage as its settings make it. */
export async function roundWithStage(
  table: Table,
  id: string,
): Promise<{ round: Round; programme: Programme; stage: Stage }> {
  const round = await getRound(table, id);
  const programme = await programmeRevision(table, round.programme, round.programmeRevision);
  return { round, programme, stage: resolveStage(programme, round.stage, round.settings) };
}

export interface Listed<T> {
  readonly items: readonly T[];
  readonly cursor: string | undefined;
}
/** One page of records under a partition (or an index partition). */
export async function listPage<T>(
  table: Table,
  range: {
    readonly pk: string;
    readonly prefix?: string;
    readonly index?: 'gsi1' | 'gsi2';
    readonly limit?: number;
    readonly cursor?: string | undefined;
    readonly descending?: boolean;
  },
): Promise<Listed<T>> {
  const page = await table.query<T>({
    pk: range.pk,
    ...(range.prefix !== undefined && { sk: { prefix: range.prefix } }),
    ...(range.index !== undefined ? { index: range.index } : { consistent: true }),
    limit: range.limit ?? 25,
    cursor: range.cursor,
    ...(range.descending === true && { descending: true }),
  });
  return { items: page.items.map((item) => plain<T>(item)), cursor: page.cursor };
}

/** The candidacies of a round in the order of their ids, for chunked work: strongly consistent. */
export const candidaciesOf = (table: Table, round: string, cursor: string | undefined, limit = 50) =>
  listPage<Candidacy>(table, { pk: keys.round(round).pk, prefix: keys.candidacyPrefix, cursor, limit });
/** The candidacies of a round in one state, oldest first; for pages. */
export const inboxOf = (table: Table, round: string, state: string, cursor?: string, limit = 25) =>
  listPage<Candidacy>(table, { pk: keys.inbox(round, state), index: 'gsi1', cursor, limit });
/** Those of a round who wait, by rank and then by arrival, from a rank or a cursor on. */
export async function waitingOf(
  table: Table,
  round: string,
  from: { readonly rank?: number | undefined; readonly cursor?: string | undefined },
  limit: number,
): Promise<Listed<Candidacy>> {
  const { items, cursor } = await table.query<Candidacy>({
    pk: keys.inbox(round, 'waiting'),
    index: 'gsi1',
    ...(from.rank !== undefined && { sk: { from: keys.ranked(from.rank) } }),
    cursor: from.cursor,
    limit,
  });
  return { items: items.map((item) => plain<Candidacy>(item)), cursor };
}
export const worklistOf = (table: Table, member: string, prefix?: string, cursor?: string, limit = 25) =>
  listPage<Todo>(table, {
    pk: keys.worklist(member),
    ...(prefix !== undefined && { prefix }),
    cursor,
    limit,
  });
/** A person with open tasks in a step of a round, and what the step is called there. */
export type OpenWork = AskedOf & Pick<Todo, 'title'>;
/** Who has open tasks in the steps of a round, a page of those who were asked at a time: it grows with the people, not with the nominations. */
export async function openWorkOf(
  table: Table,
  round: string,
  cursor: string | undefined,
  limit: number,
): Promise<Listed<OpenWork>> {
  const { pk } = keys.round(round);
  const page = await listPage<AskedOf>(table, { pk, prefix: keys.askedPrefix, cursor, limit });
  const looked = page.items.map(async (asked): Promise<readonly OpenWork[]> => {
    const { items } = await worklistOf(
      table,
      asked.member,
      keys.worklistPrefix(round, asked.step),
      undefined,
      1,
    );
    return items.map(({ title }) => ({ ...asked, title }));
  });
  return { items: (await Promise.all(looked)).flat(), cursor: page.cursor };
}
export const tranchesOf = (table: Table, round: string) =>
  listPage<Tranche>(table, { pk: keys.round(round).pk, prefix: keys.tranchePrefix, limit: 100 });
export const allotmentsOf = (table: Table, round: string) =>
  listPage<Allotment>(table, { pk: keys.round(round).pk, prefix: keys.allotmentPrefix, limit: 500 });
/** The allotments of the organisations after one, in the order of their ids. */
export async function allotmentsAfter(
  table: Table,
  round: string,
  after: string,
  limit: number,
): Promise<readonly Allotment[]> {
  const { pk, sk } = keys.allotment(round, after);
  const { items } = await table.query<Allotment>({
    pk,
    sk: { from: after === '' ? sk : `${sk}\u0000`, to: `${keys.allotmentPrefix}\u{10FFFF}` },
    limit,
    consistent: true,
  });
  return items.map((item) => plain<Allotment>(item));
}
export const revisionsOf = (table: Table, nomination: string) =>
  listPage<Revision>(table, { pk: keys.nomination(nomination).pk, prefix: keys.revisionPrefix, limit: 100 });

/** Earlier honours of an identity (its HMAC). */
export const honoursHeld = (table: Table, identity: string) =>
  listPage<HeldHonour>(table, { pk: keys.heldPartition(identity), prefix: keys.heldPrefix, limit: 100 });

/** Years that an administrator loaded, with the built-in ones (docs/rules/calendar.md#loading-a-schedule). */
export async function readCalendar(table: Table): Promise<Calendar> {
  const page = await listPage<Schedule>(table, { pk: keys.schedulePartition, limit: 100 });
  const { makeCalendar } = await import('#domain/calendar-years.ts');
  return makeCalendar(page.items);
}
