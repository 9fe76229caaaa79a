/** The texts of a tranche, notice and decision, part by part, from stored records (docs/rules/forms.md#written-once). */

import { type Composer, composeAll, composer, type Part } from '#actions/composing.ts';
import { noticeId, publicNominee } from '#actions/notice/notice-pages.ts';
import { previewNotice } from '#actions/notice/notices.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { batchSaid } from '#domain/honour/batch.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { decidingSaid } from '#domain/honour/kind-sentences.ts';
import { categoryWords } from '#domain/honour/ledger.ts';
import { shanghaiDate, shanghaiTime } from '#domain/instant.ts';
import type { PublicNominee, PublicNotice } from '#domain/notice/notice-record.ts';
import { type Actor, onBehalf } from '#domain/people/people.ts';
import { conflict } from '#domain/problem.ts';
import { listedBy } from '#domain/programme/list-group.ts';
import { editionTitle, type Programme, type Stage } from '#domain/programme/programme.ts';
import { passedBefore } from '#domain/programme/steps-passed.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { vacancySaid } from '#domain/selection/vacancies.ts';
import {
  type ApprovalPaper,
  approvalHead,
  approvalLines,
  approvalTail,
  headingOf,
} from '#papers/approval-text.ts';
import {
  type NoticePaper,
  noticeHead,
  noticeLines,
  noticeTail,
  type TextNominee,
  type TextPlace,
} from '#papers/notice-text.ts';
import { reportText } from '#papers/package-texts.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getCandidacy, getTranche, roundWithStage } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import { readTally } from '#store/tally.ts';
import { eachOf, onLists } from './round-summary.ts';

const textType = 'text/plain; charset=utf-8';
/** Each line with its break; a text begins with the mark by which Windows reads it as Chinese. */
const bytesOf = (lines: readonly string[]): Uint8Array =>
  Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
const around = (head: readonly string[], tail: readonly string[]) => ({
  front: Buffer.concat([Buffer.from('\ufeff', 'utf8'), bytesOf(head)]),
  // The last line is empty: what stands before it ends with a break already.
  back: bytesOf(tail.slice(0, -1)),
});

const nomineesOf = (
  deps: Deps,
  { programme, stage }: { readonly programme: Programme; readonly stage: Stage },
  round: string,
  ids: readonly string[],
) =>
  eachOf(ids, async (id): Promise<PublicNominee & TextNominee> => {
    const candidacy = await getCandidacy(deps.table, round, id);
    return { ...(await publicNominee(deps, programme, candidacy)), lists: onLists(stage, candidacy) };
  });

/** The notice of a tranche without its list. */
async function noticePaper(
  deps: Deps,
  actor: Actor,
  id: string,
  tranche: Tranche,
  start: string | undefined,
): Promise<NoticePaper> {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
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
  const said = decidingSaid(stage.kind ?? programme.kind, stage.honour);
  return {
    title: editionTitle(programme),
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
    url: `${deps.site.url}/notices/${encodeURIComponent(noticeId(id, tranche.n))}`,
    proposed: posted?.proposed ?? said.proposed,
    listedBy: listedBy(programme.form, stage)?.label,
    lists: stage.lists.map(({ title }) => title),
    passed: passedBefore(programme, stage, round.stage, 'notice'),
    unit: categoryWords[programme.category].unit,
    rehearsal: deps.site.rehearsal,
  };
}

export interface TextChoice {
  readonly round: string;
  readonly tranche: number;
  readonly start?: string | undefined;
}

/**
 * The notice of a tranche as a text: as posted, or as it would be when posted on `start`. Asks no right to export: whoever
 * calls did. @throws Problem conflict `not-posted` when it is not posted and no day is given; `calendar-not-loaded`.
 */
async function noticeComposer(
  deps: Deps,
  actor: Actor,
  { round, tranche: n, start }: TextChoice,
): Promise<Composer> {
  const tranche = await getTranche(deps.table, round, n);
  const paper = await noticePaper(deps, actor, round, tranche, start);
  const of = await roundWithStage(deps.table, round);
  return composer<TextPlace>({
    ...{ name: '公示.txt', plain: 'notice.txt', type: textType },
    begin: { count: 0 },
    async more(place, most) {
      const ids = tranche.entries.slice(place.count, place.count + most);
      const { lines, place: after } = noticeLines(paper, await nomineesOf(deps, of, round, ids), place);
      return {
        ...{ bytes: bytesOf(lines), place: after, done: ids.length },
        isLast: after.count >= tranche.entries.length,
      };
    },
    around: async (place) => around(noticeHead(paper, place.count), noticeTail(paper, place)),
  });
}

/** Who decides and grants, in printed order: as the round sets it for certificates, else the organisation and its co-hosts. */
async function bodiesOf(deps: Deps, round: Round, { coHosts }: Stage): Promise<readonly string[]> {
  const { bodies } = round.settings.certificate;
  return bodies.length > 0 ? bodies : [(await getOrganisation(deps.table, round.org)).name, ...coHosts];
}

/** The decision on a tranche without its list. */
async function approvalPaper(deps: Deps, id: string, tranche: Tranche): Promise<ApprovalPaper> {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  const { decision, notice, n } = tranche;
  if (decision === undefined)
    throw conflict('not-decided', '这个批次还没有审定。', 'There is no decision on this tranche yet.');
  const refused = new Set(decision.refused.map((each) => each.nomination));
  const entries = new Set(tranche.entries);
  const list =
    tranche.list === undefined ? undefined : await find<HonourList>(deps.table, keys.list(tranche.list));
  const basis = round.settings.legalBasis ?? programme.legalBasis;
  const shortlist = await findShortlist(deps.table, id);
  return {
    title: editionTitle(programme),
    bodies: list?.bodies ?? (await bodiesOf(deps, round, stage)),
    legalBasis: basis && `${basis.document}（${basis.approvedBy}）`,
    notice: notice && { start: notice.start, end: notice.end },
    decision,
    documentNumber: list?.documentNumber,
    date: list?.date,
    unit: categoryWords[programme.category].unit,
    batch: list?.batch === undefined ? undefined : batchSaid(list.batch).zh,
    listedBy: listedBy(programme.form, stage)?.label,
    lists: stage.lists.map(({ title }) => title),
    passed: passedBefore(programme, stage, round.stage, 'decision'),
    vacancy: n === 1 && shortlist?.vacancy !== undefined ? vacancySaid(shortlist.vacancy).zh : undefined,
    moved: (shortlist?.chosen ?? []).flatMap(({ nomination, name, moved }) =>
      moved !== undefined && entries.has(nomination) && !refused.has(nomination)
        ? [`${name}（${moved.from} → ${moved.to}）`]
        : [],
    ),
    said: decidingSaid(stage.kind ?? programme.kind, stage.honour),
    rehearsal: deps.site.rehearsal,
  };
}

/** Where there are headings, it is counted first who stands under which; then they are written. */
interface ApprovalPlace {
  readonly counted: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly first: string;
  readonly list: TextPlace;
}

/** The decision on a tranche as a text. Asks no rights. @throws Problem conflict `not-decided`; missing. */
async function approvalComposer(
  deps: Deps,
  { round, tranche: n }: Omit<TextChoice, 'start'>,
): Promise<Composer> {
  const tranche = await getTranche(deps.table, round, n);
  const paper = await approvalPaper(deps, round, tranche);
  const of = await roundWithStage(deps.table, round);
  const hasHeadings = paper.listedBy !== undefined || of.stage.grades.length > 0;
  const refused = new Set(tranche.decision?.refused.map((each) => each.nomination));
  const agreed = tranche.entries.filter((id) => !refused.has(id));
  const nominees = (from: number, most: number) =>
    nomineesOf(deps, of, round, agreed.slice(from, from + most));
  const count = async (place: ApprovalPlace, most: number): Promise<Part<ApprovalPlace>> => {
    const counts = { ...place.counts };
    const found = await nominees(place.counted, most);
    for (const each of found) {
      const heading = headingOf(paper, each);
      counts[heading] = (counts[heading] ?? 0) + 1;
    }
    const next = { ...place, counted: place.counted + found.length, counts };
    return { bytes: new Uint8Array(), place: next, done: 0, isLast: false };
  };
  return composer<ApprovalPlace>({
    ...{ name: '审定.txt', plain: 'approval.txt', type: textType },
    begin: { counted: hasHeadings ? 0 : agreed.length, counts: {}, first: '', list: { count: 0 } },
    async more(place, most) {
      if (place.counted < agreed.length) return count(place, most);
      const found = await nominees(place.list.count, most);
      const { lines, place: list } = approvalLines(paper, found, place.list, place.counts);
      const first = place.list.count === 0 ? (found[0]?.name ?? '') : place.first;
      return {
        ...{ bytes: bytesOf(lines), place: { ...place, list, first }, done: found.length },
        isLast: list.count >= agreed.length,
      };
    },
    around: async ({ list, first }) =>
      around(approvalHead(paper, list.count, first), approvalTail(paper, list)),
  });
}

/** 推荐工作报告 of a tranche that was sent up: only steps that were run. Asks no rights. @throws Problem conflict `not-recommended`. */
async function reportComposer(
  deps: Deps,
  { round: id, tranche: n }: Omit<TextChoice, 'start'>,
): Promise<Composer> {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  const { notice, decision, recommended } = await getTranche(deps.table, id, n);
  if (recommended === undefined)
    throw conflict('not-recommended', '这个批次还没有推荐上报。', 'This tranche was not sent up yet.');
  const sent = await eachOf(recommended, (each) => getCandidacy(deps.table, id, each));
  const { states } = await readTally(deps.table, id);
  const written = reportText({
    ...{ title: editionTitle(programme), unit: categoryWords[programme.category].unit, notice, decision },
    count: sent.filter(({ upward }) => upward?.state !== 'refused' && upward?.state !== 'withdrawn').length,
    orgName: (await getOrganisation(deps.table, round.org)).name,
    received: Object.values(states).reduce((sum, count) => sum + count, 0),
    passed: passedBefore(programme, stage, round.stage, notice === undefined ? 'decision' : 'notice'),
    date: shanghaiDate(instantOf(deps)),
  });
  const mark = deps.site.rehearsal ? ['【演练】本报告为演练内容，不产生任何效力'] : [];
  return composer<null>({
    ...{ name: '推荐工作报告.txt', plain: 'report.txt', type: textType, begin: null },
    more: async () => ({ bytes: new Uint8Array(), place: null, done: sent.length, isLast: true }),
    around: async () => around([...mark, ...written.split('\n')], []),
  });
}

export type RoundText = TextChoice & { readonly paper: 'notice' | 'approval' | 'report' };

/** A text of a tranche. Asks no rights. @throws Problem conflict; missing. */
export function textComposer(deps: Deps, by: string, { paper, ...choice }: RoundText): Promise<Composer> {
  switch (paper) {
    case 'notice':
      return noticeComposer(deps, onBehalf(by), choice);
    case 'approval':
      return approvalComposer(deps, choice);
    case 'report':
      return reportComposer(deps, choice);
  }
}

/** The text itself. Asks no rights: for the papers. @throws Problem conflict; missing. */
export const roundText = async (deps: Deps, by: string, of: RoundText): Promise<string> =>
  Buffer.from(await composeAll(await textComposer(deps, by, of))).toString('utf8');

const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The same as a Word file or PDF, whole in one part: the papers write it. */
export function writtenComposer(
  deps: Deps,
  by: string,
  { paper, as, ...at }: RoundText & { readonly as: 'docx' | 'pdf' },
  { name, plain }: Pick<Composer, 'name' | 'plain'>,
): Composer {
  return composer<null>({
    ...{ name: name.replace(/txt$/, as), plain: plain.replace(/txt$/, as), begin: null },
    type: as === 'pdf' ? 'application/pdf' : wordType,
    more: async () => ({
      bytes: await deps.papers.bytes({ paper: 'official', params: { of: paper, ...at, as, by } }),
      ...{ place: null, done: 1, isLast: true },
    }),
    around: async () => ({ front: new Uint8Array(), back: new Uint8Array() }),
  });
}
