/** Letters that tell what became of something. Reasons and notes are free text, so they stay on the page behind the link. */
import { type Text, text } from '#domain/problem.ts';
import { shownDateOrInstant } from '#domain/shown-dates.ts';
import { same, type Template, type Told } from './template.ts';

const nominatedWhy = (): Text =>
  text('您收到此邮件，是因为该申报由您提交。', 'You get this mail because you submitted this nomination.');
const openNomination: Text = text('查看申报', 'Open the nomination');
const openingChangesNothing: Text = text('打开链接不会改变任何内容。', 'Opening the link changes nothing.');

const toNominator = { action: openNomination, notes: [openingChangesNothing], why: nominatedWhy };

const mendBy = (told: Told) => [
  [text('整改期限', 'Mend by'), shownDateOrInstant(told.value('until'))] as const,
];

/** What came of a recommendation, by the state that the lower candidacy keeps. */
const resultWords: Readonly<Record<string, (name: string) => Text>> = {
  honoured: (name) => text(`“${name}”已获上级荣誉。`, `"${name}" was honoured by the level above.`),
  recommended: (name) =>
    text(`“${name}”已由上级继续向上推荐。`, `"${name}" was recommended further up by the level above.`),
  out: (name) => text(`“${name}”未能通过上级评选。`, `"${name}" was not selected by the level above.`),
  withdrawn: (name) => text(`“${name}”在上级的参评已撤回。`, `"${name}" was withdrawn from the level above.`),
  refused: (name) => text(`“${name}”的推荐未被上级受理。`, `The level above did not admit "${name}".`),
};
const otherResult = (name: string): Text =>
  text(`“${name}”的上级评选已有结果。`, `The level above has a result for "${name}".`);

export const outcomeTemplates = {
  /** params: name (masked), receipt. */
  erased: {
    title: text('个人信息已删除', 'Personal data erased'),
    subject: (told) =>
      text(
        `【删除通知】“${told.value('name')}”申报的个人信息已删除`,
        `Erased: the personal data of the nomination of "${told.value('name')}"`,
      ),
    lead: () =>
      text(
        '应要求，这份申报的个人信息、附件和审查意见中的文字已经删除，无法恢复。已经授予的荣誉及其编号、统计数字和操作记录保留。',
        'On request the personal data of this nomination, its attachments and the words of its reviews were erased for good. An honour that was granted with its number, counts and the audit trail stay.',
      ),
    facts: (told) => [[text('受理号', 'Receipt number'), same(told.value('receipt'))]],
    ...toNominator,
  },
  /** params: name. */
  returned: {
    title: text('退回修改', 'Returned for amendment'),
    subject: (told) =>
      text(
        `【退回修改】“${told.value('name')}”的申报需要修改`,
        `To amend: the nomination of "${told.value('name')}"`,
      ),
    lead: (told) =>
      text(
        `“${told.value('name')}”的申报已退回修改。请打开申报查看修改要求，修改后重新提交。`,
        `The nomination of "${told.value('name')}" was returned. Open it to see what is to be mended, then submit it again.`,
      ),
    ...toNominator,
  },
  /** params: name, until (empty where there is none). */
  toMend: {
    title: text('整改通知', 'To be mended'),
    subject: (told) =>
      text(`【整改】“${told.value('name')}”实地评估要求整改`, `To be mended: "${told.value('name')}"`),
    lead: (told) =>
      text(
        `“${told.value('name')}”的实地评估要求整改。请打开申报查看整改要求；整改完成后重新提交，将再次评估。`,
        `The visit to "${told.value('name')}" found something to mend. Open the nomination to see what; send it again when it is done, and the visit is taken again.`,
      ),
    facts: mendBy,
    ...toNominator,
  },
  /** params: name, until. */
  mendSoon: {
    title: text('整改提醒', 'Time to mend ends soon'),
    subject: (told) =>
      text(`【整改提醒】“${told.value('name')}”的整改期限将满`, `Soon due: "${told.value('name')}"`),
    lead: (told) =>
      text(
        `“${told.value('name')}”的整改期限将满，请及时完成。期满后将再次实地评估。`,
        `The time of "${told.value('name')}" to mend what a visit found ends soon. The visit is taken again then.`,
      ),
    facts: mendBy,
    ...toNominator,
  },
  /** params: name. */
  returnedFromAbove: {
    title: text('上级退回', 'Returned from above'),
    subject: (told) =>
      text(
        `【上级退回】“${told.value('name')}”的推荐材料需要修改`,
        `Returned from above: "${told.value('name')}"`,
      ),
    lead: (told) =>
      text(
        `上级单位已将“${told.value('name')}”的推荐材料退回。请打开申报查看原因，按要求修改后再报。`,
        `The organisation above returned the package of "${told.value('name')}". Open it to see why; amend it and have it sent again.`,
      ),
    ...toNominator,
  },
  /** params: name. The subject does not tell the result. */
  out: {
    title: text('评选结果', 'Result'),
    subject: (told) =>
      text(`“${told.value('name')}”的申报已有结果`, `Result for the nomination of "${told.value('name')}"`),
    lead: ({ programme: p, value }) =>
      text(
        `很遗憾，“${value('name')}”未能通过${p.zh}。感谢您的申报，具体情况请打开申报查看。`,
        `We regret that "${value('name')}" was not selected in ${p.en}. Thank you for the nomination; open it for the details.`,
      ),
    ...toNominator,
  },
  /** A rejection was taken back. params: name. The reason is free text, so it stands on the page. */
  reopened: {
    title: text('重新审查', 'Reviewed again'),
    subject: (told) =>
      text(
        `【重新审查】“${told.value('name')}”的申报`,
        `Reviewed again: the nomination of "${told.value('name')}"`,
      ),
    lead: (told) =>
      text(
        `“${told.value('name')}”的申报此前的结论已经撤回，现重新审查，您不必再次提交。原因请打开申报查看。`,
        `The earlier outcome for "${told.value('name')}" was taken back and it is reviewed again; you need not submit anew. Open the nomination to see why.`,
      ),
    ...toNominator,
  },
  /** Not finished in time, and carried to a later tranche. params: name. The reason is free text, so it stands on the page. */
  carried: {
    title: text('转入后续批次', 'Carried to a later tranche'),
    subject: (told) =>
      text(
        `“${told.value('name')}”的申报转入后续批次`,
        `"${told.value('name')}" goes on with a later tranche`,
      ),
    lead: (told) =>
      text(
        `“${told.value('name')}”的申报在本阶段截止前没有办结，转入后续批次：首批名单产生后继续办理，您不必再次提交。原因请打开申报查看。`,
        `"${told.value('name')}" was not finished in time and was carried: it goes on once the first list is made; you need not submit anew. Open the nomination to see why.`,
      ),
    ...toNominator,
  },
  /** To the nominee, where she gave her consent. params: name. The subject does not tell the result. */
  outNominee: {
    title: text('评选结果（致本人）', 'Result, to the nominee'),
    subject: (told) =>
      text(`“${told.value('name')}”的评选已有结果`, `Result of the selection of "${told.value('name')}"`),
    lead: ({ programme: p, value }) =>
      text(
        `很遗憾，“${value('name')}”未能通过${p.zh}。感谢您的参与；具体情况请向为您申报的单位或个人了解。`,
        `We regret that "${value('name')}" was not selected in ${p.en}. Thank you for taking part; who nominated you can tell you more.`,
      ),
    action: text('查看已发布的名单', 'See the published lists'),
    why: () =>
      text(
        '您收到此邮件，是因为您同意作为参评对象参加评选。',
        'You get this mail because you consented to be nominated.',
      ),
  },
  /** Two nominations of the same nominee became one. params: name. */
  merged: {
    title: text('申报合并', 'Merged'),
    subject: (told) =>
      text(`“${told.value('name')}”的申报已合并`, `The nomination of "${told.value('name')}" was merged`),
    lead: (told) =>
      text(
        `“${told.value('name')}”另有一份申报，经管理员核对为同一对象，您的申报已并入该申报，不再单独审查。`,
        `There is another nomination of "${told.value('name')}". The administrator found that they are the same, so yours was merged into it and is not examined apart.`,
      ),
    ...toNominator,
  },
  /** params: name, state (honoured, recommended, out, withdrawn, refused). */
  resultAbove: {
    title: text('上级结果', 'Result from above'),
    subject: (told) =>
      text(
        `“${told.value('name')}”的上级评选已有结果`,
        `Result from the level above for "${told.value('name')}"`,
      ),
    result: ({ value }) => (resultWords[value('state')] ?? otherResult)(value('name')),
    lead: ({ result }) => result,
    ...toNominator,
  },
  /** To the objector. params: receipt. The conclusion is on the page, which asks for the receipt. */
  objectionHandled: {
    title: text('异议办结', 'Objection settled'),
    subject: (told) =>
      text(`异议已办结（${told.value('receipt')}）`, `Your objection was settled (${told.value('receipt')})`),
    lead: () =>
      text(
        '您提出的异议已核查完毕，请打开链接，凭受理编号查看答复。',
        'Your objection was examined; open the link and give the receipt number to read the answer.',
      ),
    facts: (told) => [[text('受理编号', 'Receipt'), same(told.value('receipt'))]],
    action: text('查看答复', 'Read the answer'),
    why: () =>
      text(
        '您收到此邮件，是因为您在公示期间提出过异议。',
        'You get this mail because you objected during a public notice.',
      ),
  },
  /** Published. params: name, titleZh, titleEn (or title), number, gradeZh, gradeEn (optional). */
  honoured: {
    title: text('荣誉通知', 'Honoured'),
    subject: (told) => {
      const title = told.words('title', text('荣誉', 'an honour'));
      return text(
        `祝贺：“${told.value('name')}”获评${title.zh}`,
        `Congratulations: "${told.value('name')}" received ${title.en}`,
      );
    },
    result: ({ words }) => {
      const [title, grade] = [words('title', text('荣誉', 'an honour')), words('grade')];
      return text(`“${title.zh}”${grade.zh}`, `${title.en}${grade.en === '' ? '' : ` (${grade.en})`}`);
    },
    lead: ({ value, result }) =>
      text(
        `祝贺！“${value('name')}”获评${result.zh}，名单已经发布。`,
        `Congratulations! "${value('name')}" received ${result.en}; the list has been published.`,
      ),
    facts: (told) => [
      [text('等次', 'Grade'), told.words('grade', text('', ''))],
      [text('证书编号', 'Certificate number'), same(told.value('number'))],
    ],
    action: text('查看荣誉', 'See the honour'),
    why: nominatedWhy,
  },
  /** params: name (optional), programmeZh, programmeEn, start, end (dates). */
  noticePosted: {
    title: text('公示通知', 'Notice posted'),
    subject: ({ programme: p }) => text(`【公示】${p.zh}拟推荐名单已公示`, `Public notice posted: ${p.en}`),
    lead: ({ programme: p, value }) => {
      const name = value('name');
      return text(
        `“${p.zh}”拟推荐名单${name === '' ? '' : `（含“${name}”）`}已开始公示。公示期内任何人可以实名提出异议。`,
        `The list of ${p.en}${name === '' ? '' : `, with "${name}" on it,`} is on public notice. Until it ends anyone may object under her own name.`,
      );
    },
    facts: (told) => [
      [text('公示开始', 'From'), shownDateOrInstant(told.value('start'))],
      [text('公示结束', 'Until'), shownDateOrInstant(told.value('end'))],
    ],
    action: text('查看公示', 'See the notice'),
    why: () =>
      text(
        '您收到此邮件，是因为您的申报在公示名单中，或您负责本级评选。',
        'You get this mail because your nomination is on the list, or because you run this round.',
      ),
  },
} as const satisfies Readonly<Record<string, Template>>;
