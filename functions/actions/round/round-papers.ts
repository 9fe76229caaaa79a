/** What the papers of a round are made from: stored records (docs/rules/forms.md#written-once). */

import { noticeId, publicNominee } from '#actions/notice/notice-pages.ts';
import { previewNotice } from '#actions/notice/notices.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { batchSaid } from '#domain/honour/batch.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { decidingSaid } from '#domain/honour/kind-sentences.ts';
import { categoryWords } from '#domain/honour/ledger.ts';
import { shanghaiDate, shanghaiTime } from '#domain/instant.ts';
import { joinPersonal } from '#domain/nomination/personal.ts';
import type { PublicNotice } from '#domain/notice/notice-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import { labelWithUnit } from '#domain/programme/field-types.ts';
import { gradeTitles, titlesSaid } from '#domain/programme/grade.ts';
import { membership } from '#domain/programme/group-limits.ts';
import { listedBy } from '#domain/programme/list-group.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { passedBefore } from '#domain/programme/steps-passed.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { vacancySaid } from '#domain/selection/vacancies.ts';
import type { ApprovalPaper } from '#papers/approval-text.ts';
import type { NoticePaper } from '#papers/notice-text.ts';
import { summaryCells, summaryColumns, summarySums } from '#papers/summary-columns.ts';
import type { Summary } from '#papers/summary-sheet.ts';
import type { Paper } from '#ports';
import { everyCandidacy } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import {
  find,
  findShortlist,
  getCandidacy,
  getRevision,
  getTranche,
  roundWithStage,
  tranchesOf,
} from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';

/** Rows of one sheet. */
const mostRows = 2_000;

export const summaryKinds = ['recommended', 'tranche', 'inbox'] as const;
export type SummaryKind = (typeof summaryKinds)[number];

interface Loaded {
  readonly round: Round;
  readonly stage: Stage;
  readonly programme: Programme;
}

async function loadRound(deps: Deps, actor: Actor, id: string): Promise<Loaded> {
  const loaded = await roundWithStage(deps.table, id);
  demand(actor, 'export.read', { orgPath: loaded.round.orgPath });
  return loaded;
}

/** The tranches of a round, for the page that links its papers. @throws Problem forbidden; missing. */
export async function paperIndex(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<Loaded & { readonly tranches: readonly Tranche[] }> {
  const loaded = await loadRound(deps, actor, id);
  return { ...loaded, tranches: (await tranchesOf(deps.table, id)).items };
}

async function wanted(
  deps: Deps,
  id: string,
  of: SummaryKind,
  tranche?: number,
): Promise<readonly Candidacy[]> {
  if (of === 'inbox') {
    const found = await Array.fromAsync(everyCandidacy(deps.table, id, mostRows));
    return found.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  }
  const tranches =
    tranche === undefined
      ? (await tranchesOf(deps.table, id)).items
      : [await getTranche(deps.table, id, tranche)];
  const ids = tranches.flatMap((each) => (of === 'tranche' ? each.entries : (each.recommended ?? [])));
  const all = await Promise.all(ids.slice(0, mostRows).map((each) => getCandidacy(deps.table, id, each)));
  // Who was refused above or withdrawn did not go up.
  return of === 'tranche'
    ? all
    : all.filter(({ upward }) => upward?.state !== 'refused' && upward?.state !== 'withdrawn');
}

const kindWords = { recommended: '推荐汇总表', inbox: '申报汇总表' } as const;

export interface SummaryChoice {
  readonly of: SummaryKind;
  readonly tranche?: number | undefined;
}

/**
 * A summary list 汇总表 for somebody who may export from the round; `full` for a package only, whose action asked for that
 * right and wrote its event. @throws Problem forbidden; missing.
 */
export async function roundSummary(
  deps: Deps,
  actor: Actor,
  id: string,
  { of, tranche }: SummaryChoice,
  full = false,
): Promise<Paper> {
  await loadRound(deps, actor, id);
  if (of !== 'inbox' && tranche !== undefined) await getTranche(deps.table, id, tranche);
  return deps.papers.make({ paper: 'summary', params: { round: id, of, tranche, ...(full && { full }) } });
}

/**
 * The rows of a summary list: exactly those recommended, a tranche, or all that came in. Personal fields are opened
 * only to be masked, unless it is asked in full for a package (docs/rules/packages.md#full). Asks no rights: for the papers,
 * after `roundSummary` or `fullSummary` did.
 * @throws Problem missing.
 */
export async function summaryOf(
  deps: Deps,
  {
    round: id,
    of,
    tranche,
    full = false,
  }: SummaryChoice & { readonly round: string; readonly full?: boolean | undefined },
): Promise<Summary> {
  const { round, programme, stage } = await roundWithStage(deps.table, id);
  const org = await getOrganisation(deps.table, round.org);
  const said = decidingSaid(stage.kind ?? programme.kind, stage.honour);
  // What this level hands over concerns those whom it honours itself.
  const awards = of === 'tranche' && stage.honour ? stage.awards.join('、') : '';
  const graded = of === 'tranche' && stage.grades.length > 0;
  const hasLists = of === 'tranche' && stage.lists.length > 0;
  const fields = summaryColumns(programme.form);
  const seal = sealer(deps);
  const senders = new Map<string, Promise<string>>();
  const nameOf = (org: string): Promise<string> => {
    const name = senders.get(org) ?? getOrganisation(deps.table, org).then((each) => each.name);
    senders.set(org, name);
    return name;
  };
  const rows: (readonly (string | number)[])[] = [];
  for (const candidacy of await wanted(deps, id, of, tranche)) {
    const revision = await getRevision(deps.table, candidacy.nomination, candidacy.revision);
    const opened =
      revision.sealed === '' ? undefined : await seal.open(candidacy.nomination, revision.sealed);
    const personal = opened?.kind === 'open' ? JSON.parse(opened.text) : {};
    const answers = joinPersonal({ open: revision.open, personal });
    rows.push([
      ...summaryCells(programme.form, fields, answers, full),
      await nameOf(candidacy.from),
      ...(graded ? [titlesSaid(gradeTitles(stage.grades, candidacy.grades)).zh] : []),
      ...(hasLists ? [onLists(stage, candidacy).join('、')] : []),
      ...(awards === '' ? [] : [awards]),
    ]);
  }
  return {
    title: `${programme.edition.slice(0, 4)}年${programme.title.zh}${of === 'tranche' ? `${said.proposed}对象汇总表` : kindWords[of]}`,
    organisation: org.name,
    date: shanghaiDate(instantOf(deps)),
    columns: [
      ...fields.map(({ label, unit }) => labelWithUnit(label.zh, unit)),
      '推荐单位',
      ...(graded ? ['等次'] : []),
      ...(hasLists ? ['专项名单'] : []),
      ...(awards === '' ? [] : ['授予物']),
    ],
    rows,
    sums: summarySums(fields, rows),
    units: fields.map(({ unit }) => unit),
    rehearsal: deps.site.rehearsal,
  };
}

async function nomineesOf(deps: Deps, { round, programme, stage }: Loaded, tranche: Tranche) {
  const found: (Awaited<ReturnType<typeof publicNominee>> & { readonly lists: readonly string[] })[] = [];
  for (const each of tranche.entries) {
    const candidacy = await getCandidacy(deps.table, round.id, each);
    found.push({ ...(await publicNominee(deps, programme, candidacy)), lists: onLists(stage, candidacy) });
  }
  return found;
}

/** Titles of the lists of their own on which somebody stands, or will. */
const onLists = ({ lists }: Stage, { facts }: Pick<Candidacy, 'facts'>): readonly string[] =>
  lists.flatMap((own) => (membership(own, facts) === 'in' ? [own.title] : []));

/**
 * The notice of a tranche as a paper: as posted, or as it would be when posted on `start`.
 * @throws Problem conflict `not-posted` when it is not posted and no day is given; `calendar-not-loaded`.
 */
export async function noticePaper(
  deps: Deps,
  actor: Actor,
  id: string,
  { tranche: n, start }: { readonly tranche: number; readonly start?: string | undefined },
): Promise<NoticePaper> {
  const loaded = await loadRound(deps, actor, id);
  const { round, stage, programme } = loaded;
  const tranche = await getTranche(deps.table, id, n);
  const org = await getOrganisation(deps.table, round.org);
  const posted = tranche.notice && (await find<PublicNotice>(deps.table, keys.notice(tranche.notice.id)));
  if (posted === undefined && start === undefined)
    throw conflict(
      'not-posted',
      '这个批次还没有公示，请给出拟公示日期。',
      'This tranche is not posted; give the day of posting.',
    );
  const period = posted ?? (await previewNotice(deps, actor, id, start ?? '')).period;
  const basis = round.settings.legalBasis ?? programme.legalBasis;
  const nominees = await nomineesOf(deps, loaded, tranche);
  const said = decidingSaid(stage.kind ?? programme.kind, stage.honour);
  return {
    title: `${programme.edition.slice(0, 4)}年${programme.title.zh}`,
    orgName: org.name,
    coHosts: stage.coHosts,
    legalBasis: posted?.legalBasis ?? (basis && `${basis.document}（${basis.approvedBy}）`),
    start: period.start,
    end: period.end,
    strictEnd: period.strictEnd,
    days: posted?.days ?? stage.notice.days,
    mode: stage.notice.mode,
    countPostingDay: stage.notice.countPostingDay,
    closes: shanghaiTime(period.closesAt),
    contact: { ...org.contact, ...round.settings.contact },
    anonymous: stage.objection.anonymousPolicy,
    letterDateRule: stage.objection.letterDateRule,
    url: `${deps.site.url}/notices/${encodeURIComponent(noticeId(id, n))}`,
    proposed: posted?.proposed ?? said.proposed,
    listedBy: listedBy(programme.form, stage)?.label,
    lists: stage.lists.map(({ title }) => title),
    passed: passedBefore(programme, stage, round.stage, 'notice'),
    unit: categoryWords[programme.category].unit,
    nominees,
    rehearsal: deps.site.rehearsal,
  };
}

/** Who decides and grants, in printed order: as the round sets it for certificates, else the organisation and its co-hosts. */
async function bodiesOf(deps: Deps, { round, stage }: Loaded): Promise<readonly string[]> {
  const { bodies } = round.settings.certificate;
  return bodies.length > 0 ? bodies : [(await getOrganisation(deps.table, round.org)).name, ...stage.coHosts];
}

/** The decision on a tranche as a paper. @throws Problem conflict `not-decided`; forbidden; missing. */
export async function approvalPaper(deps: Deps, actor: Actor, id: string, n: number): Promise<ApprovalPaper> {
  const loaded = await loadRound(deps, actor, id);
  const { round, stage, programme } = loaded;
  const tranche = await getTranche(deps.table, id, n);
  const { decision, notice } = tranche;
  if (decision === undefined)
    throw conflict('not-decided', '这个批次还没有审定。', 'There is no decision on this tranche yet.');
  const refused = new Set(decision.refused.map((each) => each.nomination));
  const list =
    tranche.list === undefined ? undefined : await find<HonourList>(deps.table, keys.list(tranche.list));
  const basis = round.settings.legalBasis ?? programme.legalBasis;
  const nominees = await nomineesOf(deps, loaded, tranche);
  const shortlist = await findShortlist(deps.table, id);
  return {
    title: `${programme.edition.slice(0, 4)}年${programme.title.zh}`,
    bodies: list?.bodies ?? (await bodiesOf(deps, loaded)),
    legalBasis: basis && `${basis.document}（${basis.approvedBy}）`,
    notice: notice && { start: notice.start, end: notice.end },
    decision,
    documentNumber: list?.documentNumber,
    date: list?.date,
    unit: categoryWords[programme.category].unit,
    batch: list?.batch === undefined ? undefined : batchSaid(list.batch).zh,
    listedBy: listedBy(programme.form, stage)?.label,
    lists: stage.lists.map(({ title }) => title),
    nominees: nominees.filter((each) => !refused.has(each.nomination)),
    passed: passedBefore(programme, stage, round.stage, 'decision'),
    vacancy: n === 1 && shortlist?.vacancy !== undefined ? vacancySaid(shortlist.vacancy).zh : undefined,
    moved: (shortlist?.chosen ?? []).flatMap(({ nomination, name, moved }) =>
      moved !== undefined && tranche.entries.includes(nomination) && !refused.has(nomination)
        ? [`${name}（${moved.from} → ${moved.to}）`]
        : [],
    ),
    said: decidingSaid(stage.kind ?? programme.kind, stage.honour),
    rehearsal: deps.site.rehearsal,
  };
}
