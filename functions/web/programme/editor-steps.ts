/** Steps in the editor: the blanks of each kind, what it holds, and how it is called. */
import { entryUnder, memberOf, oneOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Field } from '#domain/programme/form.ts';
import { type StepKind, stepKinds, stepWords } from '#domain/step-kinds.ts';
import { optionsOf } from '#web/frame/post-form.tsx';
import { type Blank, blank, type Option } from './editor-blanks.ts';
import type { PartList } from './editor-part.ts';

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

const title = blank('title', 'line', '环节名称', 'Title', { help: text('可不填', 'May be left out') });
/** The English twin of a title that is written in Chinese alone. */
export const titleEn = blank('titleEn', 'line', '英文名称', 'Title in English', { seldom: true });
const days = (at: string): Blank => blank(at, 'whole', '办理工作日', 'Working days', { required: true });
const jointWith = blank(
  'jointWith',
  'ticks',
  '与这些联合主办单位共同进行',
  'Taken jointly with these co-hosts',
  {
    seldom: true,
    orNone: true,
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
      orNone: true,
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
  return known === undefined ? [] : [title, ...stepTable[known], titleEn];
};

/** The lists inside a step: the criteria of a panel that has its own, the questions to departments. */
export function stepLists(value: unknown): readonly PartList[] {
  const kind = memberOf(value, 'kind');
  if (kind === 'opinions')
    return [
      {
        at: 'questions',
        title: text('另外问的问题', 'Questions besides'),
        add: text('添加问题', 'Add a question'),
        start: () => ({ required: true }),
        said: (entry) => text(String(memberOf(entry, 'label')), String(memberOf(entry, 'label'))),
      },
      {
        at: 'checks',
        title: text('核查哪些人员', 'Who is checked'),
        add: text('添加核查人员', 'Add who is checked'),
        start: () => ({}),
        said: (entry) => {
          const departments = memberOf(entry, 'departments');
          const names = Array.isArray(departments) ? departments.map(String) : [];
          return names.length === 0
            ? text('各部门', 'Every department')
            : text(names.join('、'), names.join(', '));
        },
      },
    ];
  if (kind !== 'panel' || memberOf(value, 'criteria') === undefined) return [];
  return [
    {
      at: 'criteria',
      title: text('评分项', 'Criteria'),
      add: text('添加评分项', 'Add a criterion'),
      start: () => ({ max: 10 }),
      said: (entry) => {
        const [title, max, weight] = ['title', 'max', 'weight'].map((key) => memberOf(entry, key));
        const part = weight === undefined ? '' : `，${String(weight)}`;
        return text(
          `${String(title)}（${String(max)} 分${part}）`,
          `${String(title)} (${String(max)}${part.replace('，', ', ')})`,
        );
      },
    },
  ];
}

export const criterionBlanks: readonly Blank[] = [
  blank('title', 'line', '评分项', 'Criterion', { required: true }),
  blank('max', 'number', '满分', 'Most points', { required: true }),
  blank('weight', 'line', '权重', 'Weight', {
    help: text(
      '如 30%；各项都填，合计 100%；都不填为直接相加',
      'Such as 30%: all of them, 100% in all; marks are added where left out',
    ),
  }),
  titleEn,
];

const departmentOptions: NonNullable<Blank['options']> = ({ departments }) =>
  [...new Set(departments.flatMap((row) => row.departments.map((name) => name.replace(/^\+\s*/u, ''))))].map(
    (name) => ({ value: name, label: text(name, name) }),
  );

/** Fields and columns, those of a table after its name. */
const placeOptions =
  (isOffered: (field: Pick<Field, 'type'>) => boolean): NonNullable<Blank['options']> =>
  ({ form: { fields } }) =>
    fields.flatMap(({ id, label: { zh, en = zh }, columns, ...field }) =>
      (columns ?? [undefined]).flatMap((column) => {
        if (!isOffered(column ?? field)) return [];
        if (column === undefined) return [{ value: id, label: text(zh, en) }];
        const { zh: said, en: saidEn = said } = column.label;
        return [{ value: `${id}.${column.id}`, label: text(`${zh}：${said}`, `${en}: ${saidEn}`) }];
      }),
    );

/** Whom a department checks (docs/rules/departments.md#people). */
export const checkBlanks: readonly Blank[] = [
  blank('name', 'choice', '人员姓名', 'Name of each person', {
    options: placeOptions(({ type }) => type === 'text'),
    help: text(
      '家庭选成员表的姓名，每名成员都列出；个人、集体可不选',
      'The column of a table lists every member; may be left out for a person or unit',
    ),
  }),
  blank('by', 'ticks', '核查时列出', 'What is listed', {
    required: true,
    options: placeOptions(({ type }) => type !== 'paragraph' && type !== 'table'),
    help: text(
      '个人信息平时脱敏，联络员登录后按一次显示，留下记录',
      'Personal data is masked; a contact who is signed in opens it by a press, which is recorded',
    ),
  }),
  blank('departments', 'ticks', '只用于这些部门', 'For these departments alone', {
    orNone: true,
    options: departmentOptions,
  }),
];

/** What departments are asked besides (docs/rules/departments.md#questions). */
export const questionBlanks: readonly Blank[] = [
  blank('label', 'line', '问题', 'Question', { required: true }),
  blank('options', 'lines', '选项', 'Options', {
    orNone: true,
    help: text(
      '每行一个，至少两个；不填就用文字回答',
      'One a line, two at least; answered in words where left out',
    ),
  }),
  blank('required', 'tick', '必须回答', 'Must be answered'),
  blank('departments', 'ticks', '只问这些部门', 'Asked of these departments alone', {
    orNone: true,
    options: departmentOptions,
  }),
  blank('classes', 'ticks', '只问这几类对象', 'About these classes alone', {
    orNone: true,
    options: ({ form: { fields, classField } }) =>
      (fields.find(({ id }) => id === classField)?.options ?? []).map(
        ({ value, label: { zh, en = zh } }) => ({
          value,
          label: text(zh, en),
        }),
      ),
  }),
];
