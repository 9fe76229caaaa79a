/** Granting the honours of a published list: a block of numbers is taken, honours are put in batches; visible when the last is in. */
import { letterToOwner } from '#actions/candidacy/moving.ts';
import { nextChunk } from '#actions/candidacy/tranche-chunks.ts';
import { publicNominee } from '#actions/notice/notice-pages.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { honourKey, nextBlock, numberAt, type Series, termEnds } from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { mirrorsOf } from '#domain/honour/ledger.ts';
import { sumOf } from '#domain/honour/sums.ts';
import { firstLook } from '#domain/honour/term.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { type Actor, onBehalf } from '#domain/people/people.ts';
import { text } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { membership } from '#domain/programme/group-limits.ts';
import { resolveStage } from '#domain/programme/resolved-stage.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { is, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { ledgerRow } from '#store/ledger.ts';
import { getOrganisation } from '#store/people.ts';
import { getList, getNomination, programmeRevision } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { isConflict, type Op } from '#store/table.ts';
import { placesOps } from './grade-places.ts';
import { entriesPerPage, listEntries } from './honour-roll.ts';
import { givenGrades } from './publishing.ts';
import { choiceOps } from './roll-choices.ts';
import { rollOps } from './roll-index.ts';
import { lookOn } from './terms.ts';

async function seriesOf(deps: Deps, round: Round, code: string, edition: string): Promise<Series> {
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const org = await getOrganisation(deps.table, round.org);
  return {
    region: programme.stages[round.stage]!.series ?? org.region,
    code,
    edition,
    rehearsal: deps.site.rehearsal,
  };
}

/** Takes the block of numbers for a list in one transaction: the series counter moves and the list keeps [from, to]. */
async function takeBlock(deps: Deps, actor: Actor, list: HonourList, series: Series): Promise<HonourList> {
  if (list.block !== undefined || list.entries.length === 0) return list;
  const key = keys.series(series.region, series.code, series.edition, list.level);
  const row = await deps.table.get(key, { consistent: true });
  const last = row?.last ?? 0;
  const block = nextBlock(series, last, list.entries.length);
  const { from, to } = block;
  const write = begin(deps, actor);
  const next = write.save('list', list, { block: { from, to } }, 'list.number', { from, to });
  write.op({
    update: key,
    change: { set: { last: to } },
    when: row === undefined ? rowAbsent : is('last', last),
  });
  await finish(deps, write);
  return next;
}

/** Grants the next honours of a tranche's list; after the last one the list is visible. Safe to repeat at any point. */
export async function grantChunk(deps: Deps, round: Round, tranche: Tranche): Promise<void> {
  const found = await getList(deps.table, tranche.list!);
  const series = await seriesOf(deps, round, found.code, found.edition);
  const actor = onBehalf(tranche.actedBy);
  const list = await takeBlock(deps, actor, found, series);
  await nextChunk(deps, tranche, {
    over: list.entries,
    size: 10,
    work: (candidacy, position) => grantOne(deps, { actor, round, list, series }, candidacy, position),
    last: async () => {
      const at = instantOf(deps);
      if (list.publishedAt === undefined) {
        const write = begin(deps, actor);
        const granted = await grantedOn(deps, list.id);
        const { known, places } = await countedOf(deps, list);
        write.save('list', list, { granted, publishedAt: at, ...known }, 'honour.publish', { granted });
        for (const [own, positions] of places)
          write.op({ put: { ...keys.ownList(list.id, own), positions } });
        write.op(...(await choiceOps(deps, list, round)));
        const look = firstLook(await termOf(deps, round, list), shanghaiDate(at));
        if (look !== undefined) lookOn(write, list.id, look);
        await finish(deps, write);
      }
      return { publishedAt: at };
    },
  });
}

/** Last day of the term of a list's titles; undefined where they have none. */
async function termOf(deps: Deps, round: Round, list: HonourList): Promise<string | undefined> {
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  return termEnds(list.date, resolveStage(programme, round.stage, round.settings).termYears);
}

/** The sums of a list over all that was granted, and where those stand who are on a list of its own; a page at a time. */
async function countedOf(
  deps: Deps,
  list: HonourList,
): Promise<{
  readonly known: Pick<HonourList, 'sums' | 'lists'>;
  /** Positions by list of its own. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}> {
  const places = new Map<string, number[]>((list.lists ?? []).map(({ id }) => [id, []]));
  const numbers = new Map<string, (number | undefined)[]>((list.sums ?? []).map(({ label }) => [label, []]));
  const pages = places.size + numbers.size === 0 ? 0 : Math.ceil(list.entries.length / entriesPerPage);
  for (let page = 1; page <= pages; page++)
    for (const entry of await listEntries(deps, list, page, true)) {
      for (const own of entry.lists ?? []) places.get(own)?.push(entry.position);
      for (const [label, found] of numbers) found.push(entry.numbers?.[label]);
    }
  return {
    known: {
      ...(list.sums !== undefined && {
        sums: list.sums.map(({ label }) => ({ label, sum: sumOf(numbers.get(label) ?? []) })),
      }),
      ...(list.lists !== undefined && {
        lists: list.lists.map((own) => ({ ...own, count: places.get(own.id)?.length ?? 0 })),
      }),
    },
    places,
  };
}

/** How many of a list were granted, counted as each was: positions whose number stayed unused have no honour. */
const grantedOn = async (deps: Deps, list: string): Promise<number> =>
  Number((await deps.table.get(keys.granted(list), { consistent: true }))?.count ?? 0);

/** An objection raised in time but entered late holds her: her number stays unused, a further tranche may honour her. */
async function leaveOut(deps: Deps, actor: Actor, candidacy: Candidacy): Promise<'leaves'> {
  if (candidacy.tranche === undefined) return 'leaves';
  const write = begin(deps, actor);
  write.save('candidacy', candidacy, { tranche: undefined }, 'tranche.leave', { tranche: candidacy.tranche });
  await finish(deps, write);
  return 'leaves';
}

interface Granting {
  readonly actor: Actor;
  readonly round: Round;
  readonly list: HonourList;
  readonly series: Series;
}

async function grantOne(
  deps: Deps,
  { actor, round, list, series }: Granting,
  candidacy: Candidacy,
  position: number,
): Promise<'leaves' | undefined> {
  if (candidacy.honour !== undefined) return;
  if (candidacy.state !== 'approved') return 'leaves';
  if (candidacy.openObjections > 0) return leaveOut(deps, actor, candidacy);
  const nomination = await getNomination(deps.table, candidacy.nomination);
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const number = numberAt({ ...series, ...list.block! }, position);
  const shown = await publicNominee(deps, programme, candidacy);
  const stage = resolveStage(programme, round.stage, round.settings);
  const ends = termEnds(list.date, stage.termYears);
  const grades = givenGrades(stage.grades.filter((grade) => candidacy.grades?.includes(grade.id)));
  const lists = stage.lists.flatMap((own) => (membership(own, candidacy.facts) === 'in' ? [own.id] : []));
  const honour: HonourRecord = {
    number,
    list: list.id,
    position,
    nomination: candidacy.nomination,
    round: round.id,
    org: list.org,
    code: list.code,
    edition: list.edition,
    level: list.level,
    year: list.year,
    title: programme.title.zh,
    name: candidacy.name,
    shown: Object.fromEntries(shown.shown.map(({ label, value, number }) => [label, number ?? value])),
    bodies: list.bodies,
    date: list.date,
    ...(list.batch !== undefined && { batch: list.batch }),
    ...(grades.length > 0 && { grades }),
    ...(list.listedBy !== undefined && { listedBy: list.listedBy.label }),
    ...(lists.length > 0 && { lists }),
    ...(stage.awards.length > 0 && { awards: stage.awards }),
    ...(ends !== undefined && { termEnds: ends }),
    identities: nomination.identities,
    status: 'valid',
    history: [],
    version: 1,
  };
  const write = begin(deps, actor);
  write.save('candidacy', candidacy, { honour: { number, list: list.id } }, 'honour.grant', { number });
  write.op(
    { put: rows.honour(honour), when: rowAbsent },
    { put: { ...keys.certificate(number), list: list.id, position }, when: rowAbsent },
  );
  write.op(...placesOps(list, [{ before: undefined, after: honour }]));
  write.op(...rollOps(undefined, { nomination, honour }));
  write.op(...heldBy(honour), { update: keys.granted(list.id), change: { add: { count: 1 } } });
  for (const entry of mirrorsOf(honour, nomination, programme.category, { by: actor.id, at: write.now }))
    write.op({ put: ledgerRow(entry) });
  write.letter(
    letterToOwner(nomination, 'honoured', number, {
      number,
      title: honour.title,
      ...(grades.length > 0 && {
        gradeZh: titlesSaid(grades.map(({ title }) => title)).zh,
        gradeEn: titlesSaid(grades.map(({ title }) => title)).en,
      }),
    }),
  );
  write.due(write.now, deps.id('res'), { due: 'result', round: round.id, nomination: candidacy.nomination });
  try {
    await finish(deps, write);
  } catch (error) {
    if (!isConflict(error) || !error.refusals.some((refusal) => refusal.index > 1)) throw error;
    await keepEarlier(deps, actor, candidacy, number);
  }
}

/** What each identity of the nominee holds: one honour for code, edition and level. */
const heldBy = (honour: HonourRecord): readonly Op[] =>
  honour.identities.map((identity) => ({
    put: {
      ...keys.held(identity, honourKey({ ...honour, identity })),
      number: honour.number,
      code: honour.code,
      edition: honour.edition,
      level: honour.level,
      year: honour.year,
      date: honour.date,
      status: honour.status,
      list: honour.list,
      position: honour.position,
    },
    when: rowAbsent,
  }));

/** She holds it already: the number stays unused, and she keeps the earlier one. */
async function keepEarlier(deps: Deps, actor: Actor, candidacy: Candidacy, number: string): Promise<void> {
  const write = begin(deps, actor);
  const { zh: note } = text('已持有同届同级荣誉', 'holds it already');
  write.save('candidacy', candidacy, { note }, 'honour.held-already', { number });
  await finish(deps, write);
}
