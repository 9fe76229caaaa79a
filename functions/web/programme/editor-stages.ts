/** Levels and steps in the editor: the blanks of each, and how they are called. */

import { levels, levelWords } from '#domain/level.ts';
import { memberOf, oneOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { type Programme, stageSchema } from '#domain/programme/programme.ts';
import { programmeKindWords } from '#domain/programme/programme-kinds.ts';
import { stepWords } from '#domain/step-kinds.ts';
import { optionsOf } from '#web/frame/post-form.tsx';
import { type Blank, blank, type Option } from './editor-blanks.ts';
import { fieldsOf } from './editor-choices.ts';
import { titleEn } from './editor-steps.ts';

export const levelKinds = ({ stages }: Programme): readonly Option[] =>
  optionsOf(
    levelWords,
    levels.filter((level) => !stages.some((stage) => stage.level === level)),
  );

/** A level by its own name. */
export function levelName(entry: unknown): Text {
  const level = oneOf(levels, memberOf(entry, 'level'));
  return level === undefined ? text('新层级', 'New level') : levelWords[level];
}

/** A level with what it does. */
export function levelSaid(entry: unknown): Text {
  const stage = stageSchema.safeParse(entry).data;
  if (stage === undefined) return text('新层级', 'New level');
  const { level, title, honour, recommend, external, steps } = stage;
  const does = [
    ...(honour ? [text('授予荣誉', 'grants an honour')] : []),
    ...(recommend ? [text('推荐上报', 'recommends up')] : []),
    ...(external ? [text('系统外办理', 'outside this system')] : []),
  ];
  const list = steps.map((step) => stepWords[step.kind]);
  return text(
    `${title ?? levelWords[level].zh}：${does.map(({ zh }) => zh).join('、')}${list.length === 0 ? '' : `；${list.map(({ zh }) => zh).join(' → ')}`}`,
    `${levelWords[level].en}: ${does.map(({ en }) => en).join(', ')}${list.length === 0 ? '' : `; ${list.map(({ en }) => en).join(' → ')}`}`,
  );
}

const noticeBlanks: readonly Blank[] = [
  blank('notice.days', 'whole', '公示天数', 'Notice: days', { required: true }),
  blank('notice.mode', 'choice', '天数的算法', 'Counted in', {
    required: true,
    options: () => [
      { value: 'working', label: text('工作日', 'working days') },
      { value: 'calendar', label: text('自然日', 'calendar days') },
    ],
  }),
  blank('notice.countPostingDay', 'tick', '发布当日计入公示期', 'The posting day counts'),
  blank('notice.closesAt', 'line', '最后一天的截止时刻', 'Closing time on the last day', {
    required: true,
    seldom: true,
  }),
];
const objectionBlanks: readonly Blank[] = [
  blank('objection.investigationDays', 'whole', '异议核查工作日', 'Working days to look into an objection', {
    required: true,
    seldom: true,
  }),
  blank('objection.extensions', 'whole', '可以延长几次', 'Extensions', { required: true, seldom: true }),
  blank('objection.anonymousPolicy', 'choice', '匿名异议', 'Anonymous objections', {
    required: true,
    seldom: true,
    options: () => [
      { value: 'log-only', label: text('只登记', 'logged only') },
      {
        value: 'log-only-unless-clear-leads',
        label: text('有明确线索的受理，其余登记', 'taken up with clear leads, else logged'),
      },
      { value: 'accept', label: text('受理', 'taken up') },
    ],
  }),
];

/** What a level does and fixes. Its steps follow from the first three by themselves (stage-edits.ts). */
export const stageBlanks = (): readonly Blank[] => [
  blank('honour', 'tick', '本级授予荣誉', 'This level grants an honour'),
  blank('recommend', 'tick', '向上一级推荐', 'This level recommends to the next'),
  blank('external', 'tick', '在系统外办理', 'Handled outside this system'),
  blank('lowerHonourRequired', 'tick', '获本级荣誉后才能上报', 'Only holders of its honour go up'),
  ...noticeBlanks,
  blank('awards', 'lines', '授予物', 'Handed over', {
    help: text('每行一个，如 证书、奖牌', 'One a line: certificate, medal'),
  }),
  blank('title', 'line', '本级的叫法', 'Called', { seldom: true }),
  blank('kind', 'choice', '本级的性质', 'Kind at this level', {
    seldom: true,
    help: text('不选则与活动相同', 'As the programme where left out'),
    options: () => optionsOf(programmeKindWords),
  }),
  blank('coHosts', 'lines', '本级联合主办', 'Co-hosts of this level', { seldom: true }),
  blank('listBy', 'choice', '名单按哪一项分类', 'Lists are grouped by', {
    seldom: true,
    options: fieldsOf('choice'),
  }),
  blank('direct', 'entries', '谁可以向本级直接申报', 'Who may nominate directly here', { seldom: true }),
  blank('termYears', 'whole', '届期（年）', 'Term in years', {
    seldom: true,
    help: text('不填为长期有效', 'Without end where left out'),
  }),
  blank('batches', 'tick', '名单按批次编号（首批、第二批）', 'Lists are counted in batches', {
    seldom: true,
  }),
  blank('upward.programme', 'line', '上级活动的编号', 'Programme of the level above', {
    seldom: true,
    help: text(
      '上一级另有活动时填写；只用于最高层级',
      'Where the level above runs another programme; top level only',
    ),
  }),
  blank('upward.level', 'choice', '上级活动的层级', 'Level of that programme', {
    seldom: true,
    options: () => optionsOf(levelWords, levels),
  }),
  blank('series', 'line', '编号中的单位简称', 'Code in certificate numbers', { seldom: true }),
  ...objectionBlanks,
];

export const quotaBlanks: readonly Blank[] = [
  blank('mode', 'choice', '等额或差额', 'Equal or differential', {
    required: true,
    options: () => [
      { value: 'equal', label: text('等额：公示人数与名额相同', 'As many as there are places') },
      { value: 'differential', label: text('差额：按比例多于名额', 'More than places, by a ratio') },
    ],
  }),
  blank('ratio', 'number', '差额比例', 'Ratio', {
    help: text('如 1.2；只用于差额', 'e.g. 1.2; differential only'),
  }),
  blank('reserves', 'whole', '备选几个', 'Reserves', { required: true }),
  blank('share.base', 'whole', '分配名额：每个单位先给几个', 'Shares: to each first', {
    required: true,
    seldom: true,
  }),
  blank('share.floor', 'whole', '分配名额：每个单位至少几个', 'Shares: at least', {
    required: true,
    seldom: true,
  }),
];
const percent = text('百分数，如 20%', 'A percentage such as 20%');
export const groupBlanks: readonly Blank[] = [
  blank('title', 'line', '分组名称', 'Title', { required: true }),
  titleEn,
  blank('', 'picks', '哪些对象属于这一组', 'Who belongs to it', { required: true }),
  blank('atMost', 'line', '最多占', 'At most', { help: percent }),
  blank('atLeast', 'line', '至少占', 'At least', { help: percent }),
  blank('atMostCount', 'whole', '最多几个', 'At most so many'),
  blank('atLeastCount', 'whole', '至少几个', 'At least so many'),
  blank('base', 'choice', '百分数以什么为基数', 'A ratio is taken of', {
    required: true,
    options: () => [
      { value: 'places', label: text('名额', 'the places') },
      { value: 'chosen', label: text('入选人数', 'those chosen') },
    ],
  }),
];
/** A list of its own beside the one list, or instead of it. */
export const listBlanks: readonly Blank[] = [
  blank('title', 'line', '名单名称', 'Title', { required: true }),
  titleEn,
  blank('', 'picks', '哪些对象在这份名单上', 'Who is on it', { required: true }),
  blank('instead', 'tick', '只在这份名单上，不在总名单上', 'On this list only, not on the one list'),
];
/** How many come through a system beside the territory. */
export const systemBlanks: readonly Blank[] = [
  blank('system', 'line', '系统', 'System', {
    help: text('如 高校、国资委；不填为其他各系统', 'Such as 高校; each other system where left out'),
  }),
  blank('most', 'whole', '最多几个', 'At most', {
    required: true,
    help: text('0 为不受理，须经所在地妇联推荐', '0: only through the federation of the place'),
  }),
];
export const systemNamed = (entry: unknown): Text => {
  const [system, most] = [memberOf(entry, 'system'), memberOf(entry, 'most')];
  return typeof system === 'string'
    ? text(`${system}：最多 ${String(most)} 个`, `${system}: at most ${String(most)}`)
    : text(`其他各系统：最多 ${String(most)} 个`, `Each other system: at most ${String(most)}`);
};
