/** The parts of a programme as the editor shows them, by their places: which blanks each has, and which lists. */

import { memberOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { programmeSchema } from '#domain/programme/programme.ts';
import { optionsOf } from '#web/frame/post-form.tsx';
import { blank } from './editor-blanks.ts';
import { identities } from './editor-choices.ts';
import {
  attachmentBlanks,
  basics,
  channelBlanks,
  condition,
  english,
  fieldBlanks,
  fieldSaid,
  formPart,
  groupsIn,
  said,
} from './editor-form.ts';
import { gradeList, gradeParts } from './editor-grades.ts';
import { type Part, type PartList, plain } from './editor-part.ts';
import { recheckParts, titled } from './editor-recheck.ts';
import { ruleBlanks, ruleKinds, ruleSaid, ruleStart } from './editor-rules.ts';
import {
  groupBlanks,
  levelKinds,
  levelName,
  levelSaid,
  listBlanks,
  quotaBlanks,
  stageBlanks,
  systemBlanks,
  systemNamed,
} from './editor-stages.ts';
import {
  checkBlanks,
  criterionBlanks,
  questionBlanks,
  stepBlanks,
  stepKindsSaid,
  stepLists,
  stepSaid,
  stepStart,
  titleEn,
} from './editor-steps.ts';
import { changeWords, vacancyWords } from './editor-words.ts';

const ruleList = (at: string, title: Text): PartList => ({
  at,
  title,
  add: text('添加条件', 'Add a rule'),
  kinds: ruleKinds,
  start: ruleStart,
  said: ruleSaid,
});
const rulesTitle = text('参评条件', 'Eligibility');
const rule: Part = {
  title: (value) => (value === undefined ? text('新条件', 'New rule') : text('条件', 'Rule')),
  blanks: (value) => ruleBlanks(memberOf(value, 'kind')),
  lists: (value) => {
    const kind = memberOf(value, 'kind');
    if (kind === 'any') return [ruleList('of', text('满足一项即可', 'One of these is enough'))];
    return kind === 'when' ? [ruleList('rules', text('这类对象还须符合', 'These must also meet'))] : [];
  },
};
const stage: Part = {
  title: levelName,
  blanks: stageBlanks,
  listsFirst: true,
  lists: () => [
    {
      at: 'steps',
      title: text('环节', 'Steps'),
      add: text('添加环节', 'Add a step'),
      kinds: stepKindsSaid,
      start: stepStart,
      said: stepSaid,
    },
    ruleList('eligibility', text('本级另有条件', 'Further rules of this level')),
    {
      at: 'lists',
      title: text('另列的名单', 'Lists of their own'),
      add: text('添加名单', 'Add a list'),
      start: () => ({}),
      said: titled,
    },
    {
      at: 'systems',
      title: text('各系统的限额', 'Limits of systems'),
      add: text('添加系统', 'Add a system'),
      start: () => ({ most: 1 }),
      said: systemNamed,
    },
    gradeList,
  ],
  inner: [
    { at: 'quota', title: text('名额规则', 'Quota') },
    { at: 'recheck', title: text('复查', 'Re-check') },
  ],
};

/** Every part by its place; `#` stands for the number of an entry. The first that fits counts. */
export const parts: readonly (readonly [pattern: RegExp, part: Part])[] = [
  [/^basics$/, basics],
  [/^channels\.\d+$/, plain(text('申报渠道', 'Channel'), channelBlanks)],
  [/^form$/, formPart],
  [
    /^form\.fields\.\d+$/,
    {
      title: (value) => said(memberOf(value, 'label')),
      blanks: (value, programme) => fieldBlanks(value, programme, false),
      lists: (value) =>
        memberOf(value, 'type') === 'table'
          ? [
              {
                at: 'columns',
                title: text('表格的列', 'Columns'),
                add: text('添加列', 'Add a column'),
                start: () => ({ type: 'text' }),
                said: fieldSaid,
              },
            ]
          : [],
    },
  ],
  [
    /^form\.fields\.\d+\.columns\.\d+$/,
    {
      title: (value) => said(memberOf(value, 'label')),
      blanks: (value, programme) => fieldBlanks(value, programme, true),
      lists: () => [],
    },
  ],
  [/^form\.attachments\.\d+$/, plain(text('附件', 'File'), attachmentBlanks)],
  [
    /^form\.declarations\.\d+$/,
    plain(text('承诺', 'Statement'), [
      blank('text.zh', 'paragraph', '承诺内容', 'Statement', { required: true }),
      condition,
      english('text.en'),
    ]),
  ],
  [
    /^form\.groups\.\d+$/,
    plain(text('分组的填写条件和英文名', 'Condition and English title of a group'), [
      blank('title', 'choice', '分组', 'Group', {
        required: true,
        options: (programme) =>
          groupsIn(programme).map((group) => ({ value: group, label: text(group, group) })),
      }),
      condition,
      titleEn,
    ]),
  ],
  [/^eligibility$/, { title: () => rulesTitle, blanks: () => [], lists: () => [ruleList('', rulesTitle)] }],
  [/(^|\.)(eligibility|of|rules)\.\d+$/, rule],
  [
    /^departments$/,
    {
      title: () => text('征求意见部门', 'Departments asked'),
      blanks: () => [],
      lists: () => [
        {
          at: '',
          title: text('征求意见部门', 'Departments asked'),
          add: text('添加一类对象', 'Add a class'),
          start: () => ({ class: 'all' }),
          said: (entry) => {
            const row = programmeSchema.shape.departments.unwrap().element.safeParse(entry).data;
            if (row === undefined) return text('', '');
            const { class: of, departments } = row;
            const who = of === 'all' ? text('所有对象', 'Everybody') : text(of, of);
            return text(`${who.zh}：${departments.join('、')}`, `${who.en}: ${departments.join(', ')}`);
          },
        },
      ],
    },
  ],
  [
    /^departments\.\d+$/,
    plain(text('征求意见部门', 'Departments asked'), [
      blank('class', 'choice', '对象类别', 'Class', {
        required: true,
        options: ({ form: { fields, classField } }) => [
          { value: 'all', label: text('所有对象', 'Everybody') },
          ...(fields.find(({ id }) => id === classField)?.options ?? []).map(({ value, label }) => ({
            value,
            label: said(label),
          })),
        ],
      }),
      blank('departments', 'lines', '部门', 'Departments', { required: true }),
    ]),
  ],
  [
    /^stages$/,
    {
      title: () => text('层级和环节', 'Levels and steps'),
      blanks: () => [],
      lists: () => [
        {
          at: '',
          title: text('层级（由下到上）', 'Levels, bottom first'),
          add: text('添加层级', 'Add a level'),
          kinds: levelKinds,
          start: (level) => ({ level, honour: false, recommend: true }),
          said: levelSaid,
          fixed: true,
        },
      ],
    },
  ],
  [/^stages\.\d+$/, stage],
  [
    /^stages\.\d+\.steps\.\d+$/,
    {
      title: stepSaid,
      blanks: (value) => stepBlanks(memberOf(value, 'kind')),
      lists: stepLists,
    },
  ],
  [/\.criteria\.\d+$/, plain(text('评分项', 'Criterion'), criterionBlanks)],
  [/\.checks\.\d+$/, plain(text('核查人员', 'Who is checked'), checkBlanks)],
  [/\.questions\.\d+$/, plain(text('征求意见时问的问题', 'Question'), questionBlanks)],
  [
    /^stages\.\d+\.quota$/,
    {
      title: () => text('名额规则', 'Quota'),
      blanks: () => quotaBlanks,
      lists: () => [
        {
          at: 'groups',
          title: text('分组比例', 'Groups'),
          add: text('添加分组', 'Add a group'),
          start: () => ({ base: 'places' }),
          said: (entry) => text(String(memberOf(entry, 'title')), String(memberOf(entry, 'title'))),
        },
      ],
    },
  ],
  [/\.quota\.groups\.\d+$/, plain(text('分组比例', 'Group'), groupBlanks)],
  [/^stages\.\d+\.lists\.\d+$/, plain(text('另列的名单', 'A list of its own'), listBlanks)],
  [/^stages\.\d+\.systems\.\d+$/, plain(text('系统限额', 'Limit of a system'), systemBlanks)],
  ...gradeParts,
  [
    /^honourNames\.\d+$/,
    plain(text('其他荣誉的名称', 'Names of another honour'), [
      blank('code', 'line', '荣誉代码', 'Honour code', { required: true }),
      blank('names', 'lines', '人们怎样写它', 'How people write it', { required: true }),
    ]),
  ],
  ...recheckParts,
  [
    /^identity$/,
    plain(text('查重规则', 'Identity'), [
      blank('', 'settings', '怎样认定是同一对象', 'Who is the same nominee', {
        required: true,
        options: identities,
      }),
    ]),
  ],
  [
    /^other$/,
    {
      ...plain(text('其他设置', 'Other settings'), [
        blank('vacancy', 'choice', '名额空缺', 'Vacancies', {
          required: true,
          options: () => optionsOf(vacancyWords),
        }),
        blank('retention.years', 'whole', '材料保存年限', 'Years of keeping', { required: true }),
        blank('levelMayChange', 'ticks', '各级可以自行调整', 'What levels may change', {
          seldom: true,
          options: () => optionsOf(changeWords),
        }),
      ]),
      lists: () => [
        {
          at: 'honourNames',
          title: text('其他荣誉的名称', 'Names of other honours'),
          add: text('添加荣誉', 'Add an honour'),
          start: () => ({}),
          said: (entry) => text(String(memberOf(entry, 'code')), String(memberOf(entry, 'code'))),
        },
      ],
      inner: [{ at: 'identity', title: text('查重规则', 'Identity') }],
    },
  ],
];
