/** The decision on a tranche as a text to be signed: 审定意见, and the draft of the decision with its list. */
import type { decidingSaid } from '#domain/honour/kind-sentences.ts';
import { shownDate } from '#domain/shown-dates.ts';
import { ownListLines } from './own-lists.ts';

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
  readonly nominees: readonly {
    readonly name: string;
    readonly shown: readonly { readonly label: string; readonly value: string }[];
    readonly grades?: readonly { readonly zh: string }[] | undefined;
    readonly lists?: readonly string[] | undefined;
  }[];
  /** Titles of the lists of their own. */
  readonly lists?: readonly string[] | undefined;
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

/** The list of the decision: numbered, under the heading of each group and best grade where there are such, further grades behind the name. */
function listed({ nominees, unit, listedBy }: ApprovalPaper): readonly string[] {
  const said = nominees.map(({ shown, grades = [] }) =>
    [
      ...shown.filter(({ label }) => label === listedBy).map(({ value }) => value),
      ...grades.slice(0, 1).map(({ zh }) => zh),
    ].join(' · '),
  );
  return nominees.flatMap(({ name, grades = [] }, n) => {
    const count = said.filter((each) => each === said[n]).length;
    const isFirst = said[n] !== '' && said[n] !== said[n - 1];
    const more = grades.slice(1).map(({ zh }) => zh);
    return [
      ...(isFirst ? [`${said[n]}（${count}${unit}）`] : []),
      `${n + 1}．${name}${more.length === 0 ? '' : `（${more.join('、')}）`}`,
    ];
  });
}

const section = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : ['', ...lines]);

/** The text as plain lines. Nothing in it is typed twice: it is made from the recorded decision. */
export function approvalText(paper: ApprovalPaper): string {
  const { decision, nominees, unit, said } = paper;
  const title = `${paper.batch ?? ''}${paper.title}`;
  const first = nominees[0]?.name ?? '';
  const subject = nominees.length > 1 ? `${first}等${nominees.length}${unit}` : first;
  const basis = paper.legalBasis === undefined ? '' : `根据${paper.legalBasis}，`;
  const shown =
    paper.notice === undefined
      ? ''
      : `并于${shownDate(paper.notice.start).zh}至${shownDate(paper.notice.end).zh}公示，`;
  const minutes = decision.minutes === undefined ? '' : `（会议纪要：${decision.minutes}）`;
  return [
    ...(paper.rehearsal ? ['【演练】本文为演练内容，不产生任何效力'] : []),
    said.heading(title),
    ...(paper.documentNumber === undefined ? [] : [paper.documentNumber]),
    '',
    `${basis}经${paper.passed}，${shown}${shownDate(decision.date).zh}经${decision.body}审定${minutes}，决定${said.verdict(subject, title)}。`,
    '',
    `附件：${said.list}`,
    ...listed(paper),
    ...section(ownListLines(paper)),
    ...((paper.moved ?? []).length === 0 ? [] : ['', `名额调剂：${paper.moved!.join('、')}。`]),
    ...(paper.vacancy === undefined ? [] : ['', `${paper.vacancy}。`]),
    '',
    ...paper.bodies,
    shownDate(paper.date ?? decision.date).zh,
    '',
  ].join('\n');
}
