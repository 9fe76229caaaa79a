/** The summary list 汇总表 of a round, part by part, from stored records (docs/rules/forms.md#written-once). */
import { type Composer, composer } from '#actions/composing.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { decidingSaid } from '#domain/honour/kind-sentences.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { joinPersonal } from '#domain/nomination/personal.ts';
import { labelWithUnit } from '#domain/programme/field-types.ts';
import type { Field } from '#domain/programme/form.ts';
import { gradeTitles, titlesSaid } from '#domain/programme/grade.ts';
import { membership } from '#domain/programme/group-limits.ts';
import { editionTitle, type Programme, type Stage } from '#domain/programme/programme.ts';
import type { PaperChoice } from '#domain/running/kept-paper-record.ts';
import { emptySheet, sheetAround, sheetPart } from '#papers/sheet-writer.ts';
import { summaryCells, summaryColumns } from '#papers/summary-columns.ts';
import {
  type Summary,
  type SummaryPlace,
  summaryEnd,
  summaryFrame,
  summaryHead,
  summaryRows,
  summedWith,
} from '#papers/summary-sheet.ts';
import { getOrganisation, namesOnce } from '#store/people.ts';
import {
  candidaciesOf,
  getCandidacy,
  getRevision,
  getTranche,
  roundWithStage,
  tranchesOf,
} from '#store/reads.ts';
import { type Sealer, sealer } from '#store/sealing.ts';

export type SummaryChoice = Omit<Extract<PaperChoice, { paper: 'summary' }>, 'paper'>;
export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Records read at a time. */
const together = 25;

/** The nominees of the tranches that a list is of, in their order. */
export async function listedIds(
  deps: Pick<Deps, 'table'>,
  { round, of, tranche }: Pick<SummaryChoice, 'round' | 'of' | 'tranche'>,
): Promise<readonly string[]> {
  const tranches =
    tranche === undefined
      ? (await tranchesOf(deps.table, round)).items
      : [await getTranche(deps.table, round, tranche)];
  return tranches.flatMap((each) => (of === 'tranche' ? each.entries : (each.recommended ?? [])));
}

/** Does something for each of some, a few at a time, and keeps their order. */
export async function eachOf<A, B>(given: readonly A[], work: (one: A) => Promise<B>): Promise<readonly B[]> {
  const done: B[] = [];
  for (let n = 0; n < given.length; n += together)
    done.push(...(await Promise.all(given.slice(n, n + together).map(work))));
  return done;
}

/** Where a list stands among its nominees: a cursor of the round, or how many of the tranches are done. */
interface Place extends SummaryPlace {
  readonly cursor?: string;
  readonly from: number;
}

interface Page {
  readonly found: readonly Candidacy[];
  readonly at: Pick<Place, 'cursor' | 'from'>;
  readonly isLast: boolean;
}

/** The next nominees: all that came in by their numbers, or those of the tranches. */
async function nextOf(deps: Deps, choice: SummaryChoice, place: Place, most: number): Promise<Page> {
  if (choice.of === 'inbox') {
    const { items, cursor } = await candidaciesOf(deps.table, choice.round, place.cursor, most);
    return { found: items, at: { from: 0, ...(cursor && { cursor }) }, isLast: cursor === undefined };
  }
  const ids = await listedIds(deps, choice);
  const end = place.from + most;
  const all = await eachOf(ids.slice(place.from, end), (id) => getCandidacy(deps.table, choice.round, id));
  // Who was refused above or withdrawn did not go up.
  const isUp = ({ upward }: Candidacy) => upward?.state !== 'refused' && upward?.state !== 'withdrawn';
  return {
    found: choice.of === 'tranche' ? all : all.filter(isUp),
    at: { from: end },
    isLast: end >= ids.length,
  };
}

/** Titles of the lists of their own on which somebody stands, or will. */
export const onLists = ({ lists }: Stage, { facts }: Pick<Candidacy, 'facts'>): readonly string[] =>
  lists.flatMap((own) => (membership(own, facts) === 'in' ? [own.title] : []));

interface Columns {
  readonly programme: Programme;
  readonly stage: Stage;
  readonly fields: readonly Field[];
  readonly full: boolean;
  readonly isGraded: boolean;
  readonly hasLists: boolean;
  readonly awards: string;
}

/** The cells of one nominee. Personal fields are opened only to be masked, unless the list is asked in full. */
async function rowOf(
  deps: Deps,
  seal: Sealer,
  { programme, stage, fields, full, isGraded, hasLists, awards }: Columns,
  candidacy: Candidacy,
  nameOf: (org: string) => Promise<string>,
): Promise<readonly (string | number)[]> {
  const revision = await getRevision(deps.table, candidacy.nomination, candidacy.revision);
  const opened = revision.sealed === '' ? undefined : await seal.open(candidacy.nomination, revision.sealed);
  const personal = opened?.kind === 'open' ? JSON.parse(opened.text) : {};
  const answers = joinPersonal({ open: revision.open, personal });
  return [
    ...summaryCells(programme.form, fields, answers, full),
    await nameOf(candidacy.from),
    ...(isGraded ? [titlesSaid(gradeTitles(stage.grades, candidacy.grades)).zh] : []),
    ...(hasLists ? [onLists(stage, candidacy).join('、')] : []),
    ...(awards === '' ? [] : [awards]),
  ];
}

const kindWords = { recommended: '推荐汇总表', inbox: '申报汇总表' } as const;

/**
 * A summary list: exactly those recommended, a tranche, or all that came in. In full only for a package
 * (docs/rules/packages.md#full). Asks no rights: whoever calls did. @throws Problem missing.
 */
export async function summaryComposer(deps: Deps, choice: SummaryChoice): Promise<Composer> {
  const { of, full = false } = choice;
  const { round, programme, stage } = await roundWithStage(deps.table, choice.round);
  const said = decidingSaid(stage.kind ?? programme.kind, stage.honour);
  // What this level hands over concerns those whom it honours itself.
  const awards = of === 'tranche' && stage.honour ? stage.awards.join('、') : '';
  const isGraded = of === 'tranche' && stage.grades.length > 0;
  const fields = summaryColumns(programme.form);
  const hasLists = of === 'tranche' && stage.lists.length > 0;
  const columns = { programme, stage, fields, full, isGraded, hasLists, awards };
  const summary: Summary = {
    title: `${editionTitle(programme)}${of === 'tranche' ? `${said.proposed}对象汇总表` : kindWords[of]}`,
    organisation: (await getOrganisation(deps.table, round.org)).name,
    date: shanghaiDate(instantOf(deps)),
    columns: [
      ...fields.map(({ label, unit }) => labelWithUnit(label.zh, unit)),
      '推荐单位',
      ...(isGraded ? ['等次'] : []),
      ...(hasLists ? ['专项名单'] : []),
      ...(awards === '' ? [] : ['授予物']),
    ],
    fields,
    rehearsal: deps.site.rehearsal,
  };
  const seal = sealer(deps);
  return composer<Place>({
    name: `${summary.title}${full ? '（未脱敏）' : ''}.xlsx`,
    plain: `summary-${of}.xlsx`,
    type: sheetType,
    begin: { sheet: emptySheet, count: 0, sums: [], from: 0 },
    async more(place, most) {
      const { found, at, isLast } = await nextOf(deps, choice, place, most);
      const nameOf = namesOnce(deps.table);
      const rows = await eachOf(found, (each) => rowOf(deps, seal, columns, each, nameOf));
      const isFirst = place.sheet.rows === 0;
      const count = place.count + rows.length;
      const sums = summedWith(place.sums, rows, fields.length);
      const { bytes, place: sheet } = sheetPart(summaryFrame(summary, rows), place.sheet, [
        ...(isFirst ? summaryHead(summary) : []),
        ...summaryRows(rows, place.count),
        ...(isLast ? [summaryEnd(summary, { sheet: place.sheet, count, sums })] : []),
      ]);
      return { bytes, place: { ...at, sheet, count, sums }, done: found.length, isLast };
    },
    around: async ({ sheet }) => sheetAround(summaryFrame(summary, []), sheet, instantOf(deps)),
  });
}
