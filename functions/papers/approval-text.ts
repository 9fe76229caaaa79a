import { shownDate } from '#domain/shown-dates.ts';
/** The decision on a tranche as a text to be signed: 审定意见, and the draft of the 表彰决定 with its list. */

export interface ApprovalPaper {
  readonly title: string;
  readonly orgName: string;
  /** Awarding bodies in their printed order; the organisation's own name when there are none yet. */
  readonly bodies: readonly string[];
  readonly legalBasis?: string | undefined;
  readonly notice?: { readonly start: string; readonly end: string } | undefined;
  readonly decision: { readonly body: string; readonly date: string; readonly minutes?: string | undefined };
  readonly documentNumber?: string | undefined;
  readonly date?: string | undefined;
  readonly unit: string;
  readonly names: readonly string[];
  /** True when this level grants its own title; otherwise the text is about recommending. */
  readonly honour: boolean;
  readonly rehearsal: boolean;
}

/** The text as plain lines. Nothing in it is typed twice: it is made from the recorded decision. */
export function approvalText(paper: ApprovalPaper): string {
  const { decision, names, unit, title } = paper;
  const first = names[0] ?? '';
  const subject = names.length > 1 ? `${first}等${names.length}${unit}` : first;
  const basis = paper.legalBasis === undefined ? '' : `根据${paper.legalBasis}，`;
  const shown =
    paper.notice === undefined
      ? ''
      : `并于${shownDate(paper.notice.start).zh}至${shownDate(paper.notice.end).zh}公示，`;
  const minutes = decision.minutes === undefined ? '' : `（会议纪要：${decision.minutes}）`;
  const verdict = paper.honour
    ? `授予${subject}“${title}”荣誉称号`
    : `推荐${subject}参加上一级“${title}”评选`;
  const heading = paper.honour ? `关于表彰${title}的决定` : `关于推荐${title}对象的审定意见`;
  return [
    ...(paper.rehearsal ? ['【演练】本文为演练内容，不产生任何效力'] : []),
    heading,
    ...(paper.documentNumber === undefined ? [] : [paper.documentNumber]),
    '',
    `${basis}经申报推荐、资格审查、征求意见、集体评议，${shown}${shownDate(decision.date).zh}经${decision.body}审定${minutes}，决定${verdict}。`,
    '',
    paper.honour ? '附件：表彰名单' : '附件：推荐名单',
    ...names.map((name, n) => `${n + 1}．${name}`),
    '',
    ...(paper.bodies.length === 0 ? [paper.orgName] : paper.bodies),
    shownDate(paper.date ?? decision.date).zh,
    '',
  ].join('\n');
}
