/** The decision on a tranche as a text to be signed: 审定意见, and the draft of the decision with its list. */
import type { decidingSaid } from '#domain/honour/kind-sentences.ts';
import { shownDate } from '#domain/shown-dates.ts';
import type { TextNominee, TextPlace } from './notice-text.ts';
import { annexMark } from './official-paper.ts';
import { alsoOn, ownListLines } from './own-lists.ts';

export interface ApprovalPaper {
  readonly title: string;
  /** Awarding bodies in their printed order, co-hosts after the organisation. */
  readonly bodies: readonly string[];
  readonly legalBasis?: string | undefined;
  readonly notice?: { readonly start: string; readonly end: string } | undefined;
  readonly decision: { readonly body: string; readonly date: string; readonly minutes?: string | undefined };
  readonly documentNumber?: string | undefined;
  readonly date?: string | undefined;
  readonly unit: string;
  /** 首批, once the list is published: before that no number is promised (docs/rules/numbers.md#batches). */
  readonly batch?: string | undefined;
  /** The label of what the nominees are grouped by. */
  readonly listedBy?: string | undefined;
  /** Titles of the lists of their own. */
  readonly lists: readonly string[];
  /** What the list left empty, in words: 空缺名额 3 个 …. */
  readonly vacancy?: string | undefined;
  /** Whose place moved to her group from another: 张某（工业 → 农业）. */
  readonly moved?: readonly string[] | undefined;
  /** What the nominees have been through: 申报、资格审查. */
  readonly passed: string;
  /** What is decided, by the kind of programme. */
  readonly said: ReturnType<typeof decidingSaid>;
  readonly rehearsal: boolean;
}

/** The heading that a nominee stands under: her group, then her best grade; empty where there are none. */
export const headingOf = (
  { listedBy }: Pick<ApprovalPaper, 'listedBy'>,
  { shown, grades = [] }: TextNominee,
): string =>
  [
    ...shown.filter(({ label }) => label === listedBy).map(({ value }) => value),
    ...grades.slice(0, 1).map(({ zh }) => zh),
  ].join(' · ');

/** Some of the list of the decision: numbered on from where it stands, under headings that say how many; further grades behind the name. */
export function approvalLines(
  paper: Pick<ApprovalPaper, 'listedBy' | 'unit'>,
  nominees: readonly TextNominee[],
  place: TextPlace,
  counts: Readonly<Record<string, number>>,
): { readonly lines: readonly string[]; readonly place: TextPlace } {
  const lines: string[] = [];
  let { count, group, own: on = {} } = place;
  for (const nominee of nominees) {
    const own = headingOf(paper, nominee);
    if (own !== '' && own !== group) lines.push(`${own}（${counts[own] ?? 0}${paper.unit}）`);
    group = own;
    const more = (nominee.grades ?? []).slice(1).map(({ zh }) => zh);
    lines.push(`${++count}．${nominee.name}${more.length === 0 ? '' : `（${more.join('、')}）`}`);
    on = alsoOn(on, nominee, count);
  }
  return { lines, place: { count, own: on, ...(group !== undefined && { group }) } };
}

/**
 * What stands before the list, as plain lines: the decision with who signs it, then the heading of its annex. Nothing in it
 * is typed twice: it is made from the recorded decision. Where nobody was agreed to there is no annex.
 */
export function approvalHead(paper: ApprovalPaper, count: number, first: string): readonly string[] {
  const { decision, unit, said } = paper;
  const title = `${paper.batch ?? ''}${paper.title}`;
  const subject = count > 1 ? `${first}等${count}${unit}` : first;
  const basis = paper.legalBasis === undefined ? '' : `根据${paper.legalBasis}，`;
  const shown =
    paper.notice === undefined
      ? ''
      : `并于${shownDate(paper.notice.start).zh}至${shownDate(paper.notice.end).zh}公示，`;
  const minutes = decision.minutes === undefined ? '' : `（会议纪要：${decision.minutes}）`;
  const list = `${title}${said.list}`;
  const signed = [...paper.bodies, shownDate(paper.date ?? decision.date).zh];
  const decided = `${basis}经${paper.passed}，${shown}${shownDate(decision.date).zh}经${decision.body}审定${minutes}，`;
  return [
    ...(paper.rehearsal ? ['【演练】本文为演练内容，不产生任何效力'] : []),
    said.heading(title),
    ...(paper.documentNumber === undefined ? [] : [paper.documentNumber]),
    '',
    ...(count === 0
      ? [`${decided}本批对象均未通过。`, '', ...signed]
      : [
          `${decided}决定${said.verdict(subject, title)}。`,
          ...['', `附件：${list}`, '', ...signed],
          ...['', annexMark, '', list, ''],
        ]),
  ];
}

const section = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines]);

/** What stands behind the list: lists of their own, places that moved or stay empty. */
export const approvalTail = (paper: ApprovalPaper, { own = {} }: TextPlace): readonly string[] => [
  ...section(ownListLines(paper.lists, paper.unit, own)),
  ...((paper.moved ?? []).length === 0 ? [] : ['', `名额调剂：${paper.moved!.join('、')}。`]),
  ...(paper.vacancy === undefined ? [] : ['', `${paper.vacancy}。`]),
  '',
];
