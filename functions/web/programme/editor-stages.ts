/** Levels and steps in the editor: the blanks of each, and how they are called. */
import { levels, levelWords } from '#domain/level.ts';
import { entryUnder, memberOf, oneOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { type Programme, stageSchema } from '#domain/programme/programme.ts';
import { programmeKindWords } from '#domain/programme/programme-kinds.ts';
import { type StepKind, stepKinds, stepWords } from '#domain/step-kinds.ts';
import { optionsOf } from '#web/frame/post-form.tsx';
import { type Blank, blank, type Option } from './editor-blanks.ts';
import { fieldsOf } from './editor-choices.ts';

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

export const stepKindsSaid = (): readonly Option[] => optionsOf(stepWords);
export function stepSaid(entry: unknown): Text {
  const kind = oneOf(stepKinds, memberOf(entry, 'kind'));
  const title = memberOf(entry, 'title');
  if (kind === undefined) return text('环节', 'Step');
  const { zh, en } = stepWords[kind];
  return typeof title !== 'string' || title === zh
    ? text(zh, en)
    : text(`${title}（${zh}）`, `${title} (${en})`);
}
const starts: Readonly<Partial<Record<StepKind, object>>> = {
  review: { days: 5, needed: 1 },
  opinions: { deadlineDays: 5 },
  visit: { days: 15, visitors: 2 },
  appraisal: { days: 10, atLeast: '60%', minutes: true },
  panel: { min: 3, method: 'score' },
  decision: { bodies: ['党组会', '主席办公会', '评审委员会'], needsMinutes: true },
};
export const stepStart = (kind: string): unknown => ({
  kind,
  ...entryUnder<object | undefined>(starts, kind),
});

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
  blank('upward.level', 'choice', '上级活动的级别', 'Level of that programme', {
    seldom: true,
    options: () => optionsOf(levelWords, levels),
  }),
  blank('series', 'line', '编号中的单位简称', 'Code in certificate numbers', { seldom: true }),
  ...objectionBlanks,
];

const title = blank('title', 'line', '环节名称', 'Title', { help: text('可不填', 'May be left out') });
const days = (at: string): Blank => blank(at, 'whole', '办理工作日', 'Working days', { required: true });
const jointWith = blank(
  'jointWith',
  'ticks',
  '与这些联合主办单位共同进行',
  'Taken jointly with these co-hosts',
  {
    seldom: true,
    options: ({ coHosts, stages }) =>
      [...new Set([...coHosts, ...stages.flatMap((each) => each.coHosts)])].map((name) => ({
        value: name,
        label: text(name, name),
      })),
  },
);
const stepTable: Readonly<Record<StepKind, readonly Blank[]>> = {
  review: [
    days('days'),
    blank('needed', 'whole', '须几人通过', 'How many must approve', { required: true }),
    blank('requireStampedPage', 'tick', '须上传盖章页', 'Needs a stamped page'),
    jointWith,
  ],
  opinions: [
    days('deadlineDays'),
    blank('requireStampedReply', 'tick', '须盖章回函', 'Needs a stamped reply'),
  ],
  visit: [
    days('days'),
    blank('visitors', 'whole', '几人评估', 'Visitors', { required: true }),
    blank('checklist', 'checklist', '核对项目', 'Checklist'),
    blank('photos', 'tick', '须上传照片', 'Needs photographs'),
    blank('minPhotos', 'whole', '至少几张', 'At least', { seldom: true }),
    blank('mendDays', 'whole', '整改工作日', 'Working days to mend', { seldom: true }),
    blank('mendings', 'whole', '最多整改几次', 'How often it may be mended', { seldom: true }),
  ],
  appraisal: [
    days('days'),
    blank('atLeast', 'line', '同意占到会人数至少', 'In favour: at least', {
      help: text(
        '如 60%，含本数；两项都不填为过半数',
        'Such as 60%, inclusive; more than half where both are left out',
      ),
    }),
    blank('moreThan', 'line', '同意占到会人数超过', 'In favour: more than', { seldom: true }),
    blank('fewestPresent', 'whole', '至少多少人到会', 'Least number present', { seldom: true }),
    blank('minutes', 'tick', '须上传评议记录', 'Needs minutes'),
  ],
  panel: [
    blank('method', 'choice', '评审方式', 'Method', {
      required: true,
      options: () => [
        { value: 'score', label: text('打分', 'Scores') },
        { value: 'vote', label: text('投票', 'Votes') },
      ],
    }),
    blank('min', 'whole', '至少几名评委', 'Least panellists', { required: true }),
    blank('odd', 'tick', '评委须为单数', 'An odd number'),
    blank('dropExtremes', 'tick', '去掉最高分和最低分', 'Highest and lowest score are dropped'),
    blank('blind', 'ticks', '盲评：评委看不到的内容', 'Blind: what the panel never sees', {
      seldom: true,
      options: ({ form: { fields } }) =>
        fields.map(({ id, label: { zh, en = zh } }) => ({ value: id, label: text(zh, en) })),
    }),
    jointWith,
  ],
  shortlist: [],
  notice: [],
  decision: [
    blank('bodies', 'lines', '审定机构', 'Bodies that may decide', { required: true }),
    blank('needsMinutes', 'tick', '须登记会议纪要', 'Needs minutes'),
  ],
  recommend: [],
  publish: [],
};
/** The blanks of a kind of step. */
export const stepBlanks = (kind: unknown): readonly Blank[] => {
  const known = oneOf(stepKinds, kind);
  return known === undefined ? [] : [title, ...stepTable[known]];
};

export const criterionBlanks: readonly Blank[] = [
  blank('title', 'line', '评分项', 'Criterion', { required: true }),
  blank('max', 'number', '满分', 'Most points', { required: true }),
  blank('weight', 'line', '权重', 'Weight', {
    help: text(
      '如 30%；各项都填，合计 100%；都不填为直接相加',
      'Such as 30%: all of them, 100% in all; marks are added where left out',
    ),
  }),
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
  blank('', 'picks', '哪些对象在这份名单上', 'Who is on it', { required: true }),
  blank('instead', 'tick', '只在这份名单上，不在总名单上', 'On this list only, not on the one list'),
];
