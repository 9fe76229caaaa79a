/** How each record becomes a row: its key and the index entries that lists are read from. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import { normaliseName } from '#domain/name.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { Package } from '#domain/package/package-record.ts';
import type { Bar } from '#domain/people/bar.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Allotment, Tranche } from '#domain/round/tranche-record.ts';
import type { BallotRecord, Panellist } from '#domain/selection/selection-records.ts';
import { versionIs } from './guard.ts';
import { keys } from './keys.ts';
import type { Item, Row } from './table.ts';

const indexed = (gsi1pk: string, gsi1sk: string) => ({ gsi1pk, gsi1sk });
const owned = (gsi2pk: string, gsi2sk: string) => ({ gsi2pk, gsi2sk });

/** Who waits with a rank stands before who came without one, best first: the ranking of the shortlist page. */
const rankFirst = ({ state, score }: Candidacy): string =>
  state === 'waiting' && score?.rank !== undefined ? `${keys.ranked(score.rank)}#` : '';

const placing = new Set(['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'ttl']);

/** Gives the record back without what belongs to the row. */
export function plain<R = Item>(row: Row<R>): R {
  const members: Partial<Item> = row;
  const record: Record<string, unknown> = {};
  for (const name in members) if (!placing.has(name)) record[name] = members[name];
  return record as R;
}

export const rows = {
  /** The header only: the document is in its revision's row, which never changes and is kept in memory. */
  programme: ({ document, ...header }: ProgrammeRecord): Item => ({
    ...header,
    ...keys.programme(header.id),
    ...indexed(keys.programmeIndex(header.owner), `${document.edition}#${document.code}#${header.id}`),
  }),
  round: (r: Round): Item => ({
    ...r,
    ...keys.round(r.id),
    ...indexed(keys.roundsOfOrg(r.org), `${r.settings.opensAt}#${r.id}`),
    ...owned(keys.roundsOfProgramme(r.programme), `${r.stage}#${r.org}`),
  }),
  candidacy: (c: Candidacy): Item => ({
    ...c,
    ...keys.candidacy(c.round, c.nomination),
    ...indexed(keys.inbox(c.round, c.state), `${rankFirst(c)}${c.receivedAt}#${c.nomination}`),
  }),
  nomination: (n: Nomination): Item => ({
    ...n,
    ...keys.nomination(n.id),
    ...indexed(keys.namePartition(n.programme, normaliseName(n.name)), `${normaliseName(n.name)}#${n.id}`),
    ...owned(keys.owned(n.owner), `${n.submittedAt}#${n.id}`),
  }),
  revision: (r: Revision): Item => ({ ...r, ...keys.revision(r.nomination, r.n) }),
  todo: (t: Todo): Item => ({ ...t, ...keys.todo(t.member, t.round, t.step, t.nomination) }),
  allotment: (a: Allotment): Item => ({ ...a, ...keys.allotment(a.round, a.org) }),
  tranche: (t: Tranche): Item => ({ ...t, ...keys.tranche(t.round, t.n) }),
  list: (l: HonourList): Item => ({
    ...l,
    ...keys.list(l.id),
    ...(l.publishedAt !== undefined && {
      ...indexed(keys.listsOfOrg(l.org), `${l.date}#${l.id}`),
      ...owned(keys.listsOfYear(l.year), `${l.date}#${l.id}`),
    }),
  }),
  honour: (h: HonourRecord): Item => ({
    ...h,
    ...keys.listEntry(h.list, h.position),
    ...indexed(keys.honoursOf(h.org, h.year), `${h.code}#${h.level}#${h.number}`),
  }),
  bar: (b: Bar): Item => ({ ...b, ...keys.bar(b.org, b.id) }),
  package: (p: Package): Item => ({
    ...p,
    ...keys.package(p.id),
    ...indexed(keys.packagesOfOrg(p.org), `${p.at}#${p.id}`),
  }),
  recheck: (r: Recheck): Item => ({
    ...r,
    ...keys.recheck(r.id),
    ...indexed(keys.rechecksOfOrg(r.org), `${r.at}#${r.id}`),
  }),
  recheckItem: (i: RecheckItem): Item => ({
    ...i,
    ...keys.recheckItem(i.recheck, i.id),
    ...indexed(keys.recheckItems(i.recheck, i.state), i.id),
    ...owned(keys.recheckItemsOf(i.recheck, i.member), `${i.state}#${i.id}`),
  }),
  objection: (o: ObjectionRecord): Item => ({
    ...o,
    ...keys.objection(o.id),
    ...indexed(keys.objectionsOfOrg(o.org), `${o.receivedAt}#${o.id}`),
    ...(o.nomination !== undefined &&
      owned(keys.objectionsOf(o.round, o.nomination), `${o.receivedAt}#${o.id}`)),
  }),
  panellist: (p: Panellist): Item => ({ ...p, ...keys.panellist(p.round, p.member) }),
  ballot: (b: BallotRecord): Item => ({ ...b, ...keys.scores(b.round, b.nomination, b.member) }),
  letter: (l: Letter): Item => ({
    ...l,
    ...keys.letter(l.key),
    ...indexed(keys.lettersOfDay(l.createdAt.slice(0, 10)), `${l.createdAt}#${l.key}`),
    ...owned(keys.lettersTo(l.to), `${l.createdAt}#${l.key}`),
  }),
} as const;
export type RowKind = keyof typeof rows;

/** Replaces a record as it was read: refused when somebody wrote it since, and one version on. */
export const replaced = <T extends { readonly version: number }>(
  row: (record: T) => Item,
  before: T,
  patch: Partial<T>,
) => ({ put: row({ ...before, ...patch, version: before.version + 1 }), when: versionIs(before.version) });
