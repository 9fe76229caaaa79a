/** Grades 等次 settled by a person: on the list while it is made, later for who is not posted or decided on yet (docs/rules/grades.md#settling). */

import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { demandEachOnce, type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, Problem, refuseIf, tooLarge } from '#domain/problem.ts';
import { gradeFacts, gradeOrder, type PrizeTable, prizeTable } from '#domain/programme/grade.ts';
import { groupOf, groupOrder } from '#domain/programme/list-group.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { holdingOf, overPlaces } from '#domain/selection/grade-places.ts';
import { gradedEntries, type Proposal, settlingFaults } from '#domain/selection/grades.ts';
import type { Shortlist, ShortlistEntry } from '#domain/selection/selection-records.ts';
import { nobodyUsed, type UsedPlaces, usedWithout } from '#domain/selection/used-places.ts';
import { getCandidacy, roundWithStage, tranchesOf } from '#store/reads.ts';
import { findShortlist, shortlistOps } from '#store/shortlists.ts';
import { usedPlacesBefore } from '#store/standing.ts';
import { gradeSettling } from './selection-input.ts';
import { emptyShortlist, isShortlisting, staleList } from './shortlists.ts';

/** After the confirmation each nominee is written too, in one transaction of at most a hundred writes. */
const mostAtOnce = 20;

const heldBy = ({ settled }: ShortlistEntry): readonly string[] => settled?.grades ?? [];
const holdingsOf = (table: PrizeTable, entries: readonly ShortlistEntry[]) =>
  entries.map((entry) => holdingOf(table, entry, heldBy(entry)));

/** Those of a tranche by their group, in it by their best grade, else as they stand: the order of its notice, its decision and its list. */
export async function entriesInOrder(
  deps: Pick<Deps, 'table'>,
  { stage, programme }: { readonly stage: Stage; readonly programme: Programme },
  tranche: Tranche,
): Promise<Tranche['entries']> {
  const { grades, by } = prizeTable(programme.form, stage);
  if (grades.length === 0 && by === undefined) return tranche.entries;
  const listed = entriesOf(await findShortlist(deps.table, tranche.round), tranche);
  const place = new Map(
    listed.map((entry) => [
      entry.nomination,
      groupOrder(by, entry.facts) * (grades.length + 1) + gradeOrder(grades, heldBy(entry)),
    ]),
  );
  return tranche.entries.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

/** What the list says of those on a tranche. */
export function entriesOf(list: Shortlist | undefined, tranche: Tranche): readonly ShortlistEntry[] {
  const on = new Set(tranche.entries);
  return [...(list?.chosen ?? []), ...(list?.reserves ?? [])].filter(({ nomination }) => on.has(nomination));
}

/** Refuses settled grades with more holders than places, `used` by others of the round. @throws Problem conflict `grade-over`. */
export function demandGradePlaces(
  table: PrizeTable,
  entries: readonly ShortlistEntry[],
  used: UsedPlaces = nobodyUsed,
): void {
  const [over] = overPlaces(table, holdingsOf(table, entries), used);
  if (over !== undefined) throw new Problem('conflict', over.code, over.text);
}

/**
 * Refuses a notice or a decision on somebody without a grade, or with more holders of a grade than places.
 * @throws Problem conflict `grade-missing`, `grade-over`.
 */
export function demandGraded(table: PrizeTable, entries: readonly ShortlistEntry[], used?: UsedPlaces): void {
  if (table.grades.length === 0) return;
  const bare = entries.filter((entry) => heldBy(entry).length === 0).map(({ name }) => `“${name}”`);
  if (bare.length > 0)
    throw conflict(
      'grade-missing',
      `${bare.join('、')}还没有等次，请先在名单页评定。`,
      `${bare.join(', ')} have no grade; settle it on the page of the list first.`,
    );
  demandGradePlaces(table, entries, used);
}

/** True until the tranche is posted, or decided on where it has no notice. */
export const mayBeGraded = ({ state, notice, decision, list }: Tranche): boolean =>
  state === 'running' && notice === undefined && decision === undefined && list === undefined;

type Sent = ReturnType<typeof readSent>[number];
const readSent = (sent: Input<typeof gradeSettling>) => readInput(gradeSettling, sent).nominees;

/** The entry with her grades in the order of the stage. */
function settledEntry(
  { grades }: Stage,
  entry: ShortlistEntry,
  { grades: wanted, reason }: Sent,
): ShortlistEntry {
  const held = grades.map(({ id }) => id).filter((id) => wanted.includes(id));
  return { ...entry, settled: { grades: held, ...(reason !== '' && { reason }) } };
}

interface Around {
  readonly round: Round;
  readonly stage: Stage;
  readonly table: PrizeTable;
}

/** What her candidacy keeps of the grades of an entry: which, and in which group of the list. */
export function gradesOn({ listBy }: Stage, entry: ShortlistEntry): Pick<Candidacy, 'grades' | 'gradedIn'> {
  const group = groupOf(listBy, entry.facts);
  return { grades: [...heldBy(entry)], ...(group !== undefined && { gradedIn: group }) };
}

/** True for what agrees with its proposal, without a word: such an entry goes on following it. */
const follows = (proposal: Proposal, { grades, reason }: Sent): boolean =>
  reason === '' &&
  proposal.tied.length === 0 &&
  grades.length === proposal.grades.length &&
  grades.every((id) => proposal.grades.includes(id));

const unlisted = (nomination: string) =>
  fault(
    `nominees.${nomination}`,
    'grade-not-open',
    '这个对象不在可以评定的名单中：未列入拟推荐，或已公示、已审定',
    'This nominee cannot be graded now: not chosen, or on notice or decided on already',
  );

/** Changes the list while it is made: grades with more holders than places are refused, all others of the list counted. */
function onOpenList({ stage, table }: Around, list: Shortlist, sent: readonly Sent[]): Shortlist {
  const before = gradedEntries(table, list.chosen);
  const faults = sent.flatMap((one) => {
    const at = list.chosen.findIndex(({ nomination }) => nomination === one.nomination);
    const entry = list.chosen[at];
    return entry === undefined
      ? [unlisted(one.nomination)]
      : settlingFaults(stage.grades, entry, before[at]!.proposal, one);
  });
  const chosen = list.chosen.map((entry, i) => {
    const own = sent.find(({ nomination }) => nomination === entry.nomination);
    if (own === undefined) return entry;
    const { settled: _, ...rest } = entry;
    return follows(before[i]!.proposal, own) ? rest : settledEntry(stage, entry, own);
  });
  const held = gradedEntries(table, chosen).map((one, i) => holdingOf(table, chosen[i]!, one.held));
  refuseIf([...faults, ...overPlaces(table, held)]);
  return { ...list, chosen };
}

/** Changes a confirmed list for those whose tranche is not posted or decided on; over all tranches of the round. */
async function onConfirmedList(
  deps: Deps,
  { round, stage, table }: Around,
  list: Shortlist,
  sent: readonly Sent[],
): Promise<Shortlist> {
  const tranches = (await tranchesOf(deps.table, round.id)).items;
  const open = new Set(tranches.filter(mayBeGraded).flatMap(({ entries }) => entries));
  if (sent.length > mostAtOnce)
    throw tooLarge(
      'too-many-grades',
      `名单确认后，一次最多改 ${mostAtOnce} 个对象的等次。`,
      `Once the list is confirmed, at most ${mostAtOnce} are changed at a time.`,
    );
  const proposals = new Map(
    gradedEntries(table, list.chosen).map(({ nomination, proposal }) => [nomination, proposal]),
  );
  const faults: Fault[] = [];
  const change = (entry: ShortlistEntry): ShortlistEntry => {
    const own = sent.find(({ nomination }) => nomination === entry.nomination);
    if (own === undefined) return entry;
    faults.push(...settlingFaults(stage.grades, entry, proposals.get(entry.nomination), own));
    return settledEntry(stage, entry, own);
  };
  const next = { ...list, chosen: list.chosen.map(change), reserves: list.reserves.map(change) };
  faults.push(...sent.flatMap(({ nomination }) => (open.has(nomination) ? [] : [unlisted(nomination)])));
  refuseIf(faults);
  const both = (of: Shortlist) =>
    [...of.chosen, ...of.reserves].filter((entry) => sent.some((one) => one.nomination === entry.nomination));
  const all = await usedPlacesBefore(deps.table, round.id, round.tranches + 1);
  const used = both(list).reduce(
    (some, entry) => usedWithout(some, gradeFacts(heldBy(entry), groupOf(table.by?.field, entry.facts))),
    all,
  );
  refuseIf(overPlaces(table, holdingsOf(table, both(next)), used));
  return next;
}

/**
 * Settles grades: which a nominee has, and why where the ranking proposes others.
 * @throws Problem `invalid` with a fault beside each nominee, `grade-over` above the places; conflict `no-grades`,
 * `shortlist-changed`, `not-shortlisting`; toolarge `too-many-grades`; forbidden.
 */
export async function settleGrades(
  deps: Deps,
  actor: Actor,
  id: string,
  given: Input<typeof gradeSettling>,
): Promise<void> {
  const input = readInput(gradeSettling, given);
  demandEachOnce(
    'nominees',
    input.nominees.map(({ nomination }) => nomination),
  );
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  const at = { round, stage, table: prizeTable(programme.form, stage) };
  demand(actor, 'shortlist.confirm', { orgPath: round.orgPath, state: round.status });
  if (stage.grades.length === 0)
    throw conflict('no-grades', '本层级不评等次。', 'This stage gives no grades.');
  const list = (await findShortlist(deps.table, id)) ?? emptyShortlist(id);
  if (list.version !== input.version) throw staleList(list);
  const isConfirmed = list.confirmedAt !== undefined;
  if (!isConfirmed && !isShortlisting(round, stage))
    throw conflict('not-shortlisting', '现在不是拟定名单的环节。', 'The round is not at the shortlist step.');
  const next = isConfirmed
    ? await onConfirmedList(deps, at, list, input.nominees)
    : onOpenList(at, list, input.nominees);
  const write = begin(deps, actor);
  write.save('round', round, {}, 'shortlist.grades', {
    nominations: input.nominees.map(({ nomination }) => nomination).slice(0, 100),
    differing: input.nominees.filter(({ reason }) => reason !== '').length,
  });
  write.op(...shortlistOps(list, { ...list, chosen: next.chosen, reserves: next.reserves }));
  if (isConfirmed)
    for (const { nomination } of input.nominees) {
      const entry = [...next.chosen, ...next.reserves].find((each) => each.nomination === nomination);
      const candidacy = await getCandidacy(deps.table, id, nomination);
      write.save('candidacy', candidacy, gradesOn(stage, entry!), 'candidacy.grades', {
        grades: heldBy(entry!),
      });
    }
  await finish(deps, write);
}
