/** 征求意见函 to a department, with the form on which it replies under its seal (docs/rules/departments.md#letter). */
import { type LetterPart, questionBlank } from '#domain/review/opinion-letter.ts';
import { shownDate, shownInstant } from '#domain/shown-dates.ts';
import { stepRows } from '#domain/step-rows.ts';
import { openDay, type Paper, type PaperBlock, type PaperCell, rehearsalMark } from './paper.ts';

export interface Inquiry {
  readonly title: string;
  readonly step: string;
  readonly orgName: string;
  readonly department: string;
  /** When the first answer is due, an instant. */
  readonly due: string | undefined;
  readonly stamped: boolean;
  readonly parts: readonly LetterPart[];
  readonly date: string;
  readonly rehearsal: boolean;
}

const label = (text: string): PaperCell => ({ text, label: true });
/** What the step is called where its programme gives it no name. */
const usual = stepRows.opinions.words.zh;
const choices = Object.values(stepRows.opinions.answer.words)
  .map(({ zh }) => `□${zh}`)
  .join('\n');

/** The nominees of one class with what is asked about each, to fill in. */
function replyTable({ nomineeClass, questions, nominees }: LetterPart): readonly PaperBlock[] {
  const asked = questions.map((question) => question.label);
  return [
    ...(nomineeClass === undefined ? [] : [{ kind: 'plain' as const, text: `（${nomineeClass}）` }]),
    {
      kind: 'table',
      widths: [7, 18, 27, ...asked.map(() => 14), 16, 22],
      head: 1,
      rows: [
        { cells: ['序号', '对象', '基本情况', ...asked, '意见', '理由'].map(label) },
        ...nominees.map(({ name, shown }, n) => ({
          least: 24,
          cells: [
            String(n + 1),
            name,
            shown.map((each) => `${each.label}：${each.value}`).join('\n'),
            ...questions.map(questionBlank),
            choices,
            '',
          ].map((text) => ({ text })),
        })),
      ],
    },
  ];
}

/** A department by its short name, as a letter addresses it: 公安 is 公安部门; one that says what it is stays as it is. */
const addressed = (department: string): string =>
  /[局委厅办部院会室处科署队所站团厂司]$|机关$|部门$|中心$/u.test(department)
    ? department
    : `${department}部门`;

/** The letter on its first page, the reply on the next. */
export function inquiryPaper(of: Inquiry): Paper {
  const { title, orgName, department, parts } = of;
  const count = parts.reduce((sum, { nominees }) => sum + nominees.length, 0);
  const mark = rehearsalMark('本函为演练内容，不产生任何效力', of.rehearsal);
  const until =
    of.due === undefined
      ? ''
      : `请于${shownInstant(of.due).zh}前填写回函${of.stamped ? '并加盖公章' : ''}函复，也可以登录系统答复。`;
  return {
    title: `关于征求对${title}推荐对象意见的函`,
    layout: 'document',
    blocks: [
      ...mark,
      { kind: 'title', text: `关于征求对${title}推荐对象意见的函` },
      { kind: 'plain', text: `${addressed(department)}：` },
      {
        kind: 'paragraph',
        text: `我单位正在开展${title}评选，现就${count}个推荐对象（见回函）征求贵单位意见${of.step === usual ? '' : `（${of.step}）`}。${until}逾期未答复的，我单位将催办，不视为同意。`,
      },
      { kind: 'sign', lines: [orgName, shownDate(of.date).zh] },
      { kind: 'page' },
      ...mark,
      { kind: 'title', text: '征求意见回函' },
      { kind: 'plain', text: `${orgName}：` },
      {
        kind: 'paragraph',
        text: `来函收悉。对${title}推荐对象，我单位意见如下（不同意、需核实的，请写明理由）：`,
      },
      ...parts.flatMap(replyTable),
      { kind: 'plain', text: '经办人：　　　　　　　　联系电话：' },
      { kind: 'sign', lines: ['（单位盖章）', openDay.trim()] },
    ],
  };
}
