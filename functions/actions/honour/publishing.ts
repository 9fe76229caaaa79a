/** Publishing a list: its order is frozen, its batch taken; the machine then numbers and grants. */

import type * as z from 'zod';
import { publicLabels } from '#actions/notice/notice-pages.ts';
import { entriesInOrder } from '#actions/selection/grade-settling.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { GivenGrade, HonourList, ListGrade } from '#domain/honour/honour-records.ts';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, refuseIf, text } from '#domain/problem.ts';
import type { Form } from '#domain/programme/form.ts';
import { gradeTitle, type Prize, type PrizeTable, prizesOf, prizeTable } from '#domain/programme/grade.ts';
import type { Grade } from '#domain/programme/grade-schema.ts';
import { bodiesFaults } from '#domain/programme/joint-hosts.ts';
import { listedBy } from '#domain/programme/list-group.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { basisNeeds } from '#domain/programme/programme-warnings.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { demandSame } from '#domain/repeated.ts';
import { staleRound } from '#domain/round/stale.ts';
import { getOrganisation } from '#store/people.ts';
import { getList, getTranche, roundWithStage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { findShortlist } from '#store/shortlists.ts';
import { wakeRound } from '#store/writing.ts';
import { takeBatch } from './batches.ts';
import { publication } from './publication-input.ts';

/** Refuses another publication than the one that stands. @throws Problem conflict `list-published`. */
const demandSameList = (there: HonourList, input: z.output<typeof publication>): void =>
  demandSame(
    publication,
    {
      title: { stands: there.title, sent: input.title },
      documentNumber: { stands: there.documentNumber, sent: input.documentNumber },
      date: { stands: there.date, sent: input.date },
      bodies: { stands: there.bodies, sent: input.bodies },
      // Kept only where a basis was lacking.
      ...(there.exemption !== undefined && {
        exemption: { stands: there.exemption, sent: input.exemption },
      }),
    },
    {
      code: 'list-published',
      lead: text('这个批次的名单已经发布。', 'The list of this tranche is published already.'),
    },
  );

type Publishing = Input<typeof publication> & { readonly tranche: number };

/**
 * Publishes the list of a tranche, in the order of its groups and grades. The same twice is one, another is refused; two at once in one series of batches take
 * one number after the other. The machine takes the numbers and grants.
 */
export const publishList = (deps: Deps, actor: Actor, id: string, sent: Publishing): Promise<HonourList> =>
  again(() => publishOnce(deps, actor, id, sent));

/** The grades of a list, with what is beside the ranking and how many places there are, in all or in each group. */
function listGrades(table: PrizeTable): readonly ListGrade[] {
  const prizes = prizesOf(table);
  const placesOf = ({ places }: Pick<Prize, 'places'>) => (places === 'open' ? {} : { places });
  return table.grades.map((grade) => {
    const groups = prizes.flatMap((prize) =>
      prize.grade === grade && prize.group !== undefined
        ? [{ title: prize.group.title.zh, ...placesOf(prize) }]
        : [],
    );
    return {
      ...{ id: grade.id, title: gradeTitle(grade) },
      ...(grade.beside && { beside: true as const }),
      ...(groups.length > 0 ? { groups } : placesOf(grade)),
    };
  });
}

/** Grades as they are given, in their words of the day. */
export const givenGrades = (grades: readonly Grade[]): readonly GivenGrade[] =>
  grades.map((grade) => ({ id: grade.id, title: gradeTitle(grade) }));

/** Units of the numbers that a list shows, and which of them it sums. */
function numbersOf({ fields, publicFields }: Form): Pick<HonourList, 'units' | 'sums'> {
  const shown = fields.filter(({ id }) => publicFields.includes(id));
  const units = shown.flatMap(({ label, unit }) => (unit === undefined ? [] : [[label.zh, unit] as const]));
  const sums = shown.flatMap(({ label, sum }) => (sum === true ? [{ label: label.zh }] : []));
  return {
    ...(units.length > 0 && { units: Object.fromEntries(units) }),
    ...(sums.length > 0 && { sums }),
  };
}

/** The lists of their own that are made of a list. */
function listsOf({ lists }: Stage): Pick<HonourList, 'lists'> {
  if (lists.length === 0) return {};
  return {
    lists: lists.map(({ id, title, instead }) => ({ id, title, ...(instead && { instead: true as const }) })),
  };
}

async function publishOnce(
  deps: Deps,
  actor: Actor,
  id: string,
  { tranche: n, ...sent }: Publishing,
): Promise<HonourList> {
  const input = readInput(publication, sent);
  const around = await roundWithStage(deps.table, id);
  const { round, stage, programme } = around;
  demand(actor, 'honour.publish', { orgPath: round.orgPath, state: round.status });
  const tranche = await getTranche(deps.table, id, n);
  if (tranche.list !== undefined) {
    const there = await getList(deps.table, tranche.list);
    demandSameList(there, input);
    return there;
  }
  if (stepPhases(stage)[tranche.phase]?.steps[0].kind !== 'publish')
    throw conflict(
      'not-publishing',
      '这个批次现在不能发布表彰名单：须公示期满并审定之后。',
      'This tranche cannot be published yet: only after its notice and decision.',
    );
  if (tranche.version !== input.version) throw staleRound(tranche);
  refuseIf([...bodiesFaults(stage, input.bodies, 'bodies')]);
  const { exemption = '' } = input;
  const lacks = basisNeeds(programme, stage, round.settings);
  if (exemption === '') refuseIf(lacks);
  if (tranche.decision !== undefined && input.date < tranche.decision.date)
    refuseIf([
      fault(
        'date',
        'date-early',
        `决定日期不能早于审定日期（${tranche.decision.date}）`,
        `The date cannot be before the decision (${tranche.decision.date})`,
      ),
    ]);
  const org = await getOrganisation(deps.table, round.org);
  const { batch, ops } = tranche.entries.length === 0 ? { ops: [] } : await takeBatch(deps, around, input);
  const by = listedBy(programme.form, stage);
  // The first list tells it; a reserve who is promoted later fills a place.
  const vacant = n === 1 ? (await findShortlist(deps.table, id))?.vacancy?.places : undefined;
  const list: HonourList = {
    id: `${id}.h${tranche.n}`,
    round: id,
    tranche: tranche.n,
    org: org.id,
    title: input.title,
    code: programme.code,
    edition: programme.edition,
    level: round.level,
    year: Number(input.date.slice(0, 4)),
    ...{ documentNumber: input.documentNumber, date: input.date, bodies: input.bodies },
    entries: await entriesInOrder(deps, around, tranche),
    ...(by !== undefined && {
      listedBy: { label: by.label, groups: by.groups.map(({ title }) => title.zh) },
    }),
    ...(batch !== undefined && { batch }),
    ...(stage.grades.length > 0 && { grades: listGrades(prizeTable(programme.form, stage)) }),
    ...(vacant !== undefined && vacant > 0 && { vacant }),
    ...listsOf(stage),
    ...numbersOf(programme.form),
    columns: publicLabels(programme.form),
    ...(lacks.length > 0 && { exemption }),
    granted: 0,
    version: 0,
    head: { seq: 0, hash: '' },
  };
  const write = begin(deps, actor);
  write.save('round', round, {}, 'honour.publish', { tranche: tranche.n, count: list.entries.length });
  const made = write.create('list', list, 'list.make', {
    tranche: tranche.n,
    count: list.entries.length,
    exemptFrom: lacks.map(({ code }) => code),
    ...(batch !== undefined && { batch }),
  });
  write.op(replaced(rows.tranche, tranche, { list: list.id, cursor: 0, actedBy: actor.id }), ...ops);
  write.signal(wakeRound(id, tranche.n));
  await finish(deps, write);
  return made;
}
