/** The basics and the form of a programme in the editor: blanks of fields, files and statements, and how each is called. */

import { memberOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { conditionWords } from '#domain/programme/asked-form.ts';
import { fieldTypeWords } from '#domain/programme/field-type-words.ts';
import { fieldTypeNames } from '#domain/programme/field-types.ts';
import { attachmentRuleSchema, fieldSchema, formSchema } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { categoryWords, programmeKindWords } from '#domain/programme/programme-kinds.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { optionsOf } from '#web/frame/post-form.tsx';
import { type Blank, blank } from './editor-blanks.ts';
import { fieldsOf } from './editor-choices.ts';
import type { Part } from './editor-part.ts';
import { privacyWords } from './editor-words.ts';

const nothing = text('', '');
export const said = (words: unknown): Text => {
  const [zh, en] = [memberOf(words, 'zh'), memberOf(words, 'en')];
  const known = typeof zh === 'string' ? zh : '';
  return text(known, typeof en === 'string' ? en : known);
};
const after = (head: Text, tail: readonly Text[]): Text =>
  tail.length === 0
    ? head
    : text(
        `${head.zh}（${tail.map(({ zh }) => zh).join('，')}）`,
        `${head.en} (${tail.map(({ en }) => en).join(', ')})`,
      );

/** A field of the form in one line. */
export function fieldSaid(entry: unknown, programme: Programme): Text {
  const field = fieldSchema.safeParse(entry).data;
  const { form } = programme;
  if (field === undefined) return nothing;
  const when = conditionWords(form, field);
  return after(said(field.label), [
    fieldTypeWords[field.type],
    ...(field.required || field.id === form.nameField ? [text('必填', 'required')] : []),
    ...(field.max === undefined ? [] : [text(`${field.max} 字以内`, `${field.max} characters`)]),
    ...(field.sensitive
      ? [text('敏感个人信息', 'sensitive')]
      : field.personal
        ? [text('个人信息', 'personal')]
        : []),
    ...(form.publicFields.includes(field.id) ? [text('公示', 'in notices')] : []),
    ...(when.zh === '' ? [] : [when]),
  ]);
}
const fileSaid = (entry: unknown, { form }: Programme): Text => {
  const file = attachmentRuleSchema.safeParse(entry).data;
  if (file === undefined) return nothing;
  const { label, min, max, types, when } = file;
  const asked = conditionWords(form, { when });
  return after(said(label), [
    text(`${min} 至 ${max} 份`, `${min} to ${max}`),
    text(types.join('、'), types.join(', ')),
    ...(asked.zh === '' ? [] : [asked]),
  ]);
};
const statementSaid = (entry: unknown, { form }: Programme): Text => {
  const statement = formSchema.shape.declarations.unwrap().element.safeParse(entry).data;
  const asked = conditionWords(form, { when: statement?.when });
  return after(said(statement?.text), asked.zh === '' ? [] : [asked]);
};

export const english = (at: string): Blank => blank(at, 'line', '英文', 'In English', { seldom: true });
const named = (zh: string, en: string): readonly Blank[] => [
  blank('label.zh', 'line', zh, en, { required: true }),
  english('label.en'),
];
export const condition = blank('when', 'condition', '谁来填', 'Who is asked', { seldom: true });

/** The groups that a form has, in their order. */
export const groupsIn = ({ form: { fields } }: Programme): readonly string[] => [
  ...new Set(fields.flatMap(({ group = '' }) => (group === '' ? [] : [group]))),
];

export const fieldBlanks = (value: unknown, programme: Programme, isColumn: boolean): readonly Blank[] => {
  const isNew = memberOf(value, 'id') === undefined;
  const groups = groupsIn(programme).join('、');
  return [
    blank('label.zh', 'line', '名称', 'Label', { required: true }),
    blank('type', 'choice', '填写方式', 'How it is answered', {
      required: true,
      options: () =>
        optionsOf(
          fieldTypeWords,
          fieldTypeNames.filter((type) => !isColumn || type !== 'table'),
        ),
    }),
    blank('required', 'tick', '必填', 'Required'),
    blank('options', 'options', '选项', 'Options', { only: ['choice', 'choices'] }),
    ...(isNew && !isColumn
      ? [blank('columns', 'columns', '表格的列', 'Columns of a table', { only: ['table'] })]
      : []),
    blank('', 'privacy', '谁能看到', 'Who sees it', {
      required: true,
      options: () => optionsOf(privacyWords).filter(({ value: who }) => !isColumn || who !== 'open'),
    }),
    ...(isColumn
      ? []
      : [
          blank('group', 'line', '所在分组', 'Group', {
            help: text(
              `同一分组的字段排在一起；现有：${groups}`,
              `Fields of a group stand together; there are: ${groups}`,
            ),
          }),
        ]),
    blank('help.zh', 'line', '填写说明', 'Help'),
    blank('max', 'whole', '最多字数', 'Most characters', { only: ['text', 'paragraph'] }),
    blank('atLeast', 'number', '最小值（含本数）', 'Least (inclusive)', { only: ['integer', 'number'] }),
    blank('atMost', 'number', '最大值（含本数）', 'Most (inclusive)', { only: ['integer', 'number'] }),
    ...(isColumn
      ? []
      : [condition, blank('maxRows', 'whole', '表格最多行数', 'Most rows', { only: ['table'] })]),
    blank('unit', 'line', '单位', 'Unit', {
      only: ['integer', 'number'],
      help: text('如 万元', 'e.g. 万元'),
    }),
    blank('sum', 'tick', '在汇总表中合计', 'Summed in the summary list', { only: ['integer', 'number'] }),
    ...(memberOf(value, 'type') === 'idDocument' && !isColumn
      ? [
          blank('tells.birthDate', 'choice', '与证件核对的出生日期', 'Birth date that it tells', {
            seldom: true,
            options: fieldsOf('date', 'month'),
          }),
          blank('tells.gender', 'choice', '与证件核对的性别', 'Gender that it tells', {
            seldom: true,
            options: fieldsOf('choice'),
          }),
        ]
      : []),
    ...(memberOf(value, 'type') === 'creditCode'
      ? [
          blank('certificate', 'choice', '校验位不符时所附的证书', 'Certificate for an odd check digit', {
            seldom: true,
            options: ({ form }) =>
              form.attachments.map(({ id, label }) => ({ value: id, label: said(label) })),
          }),
        ]
      : []),
    english('label.en'),
  ];
};

const fileTypes = ['jpg', 'png', 'pdf', 'docx', 'xlsx', 'mp4'] as const;
export const attachmentBlanks: readonly Blank[] = [
  ...named('附件名称', 'Label'),
  blank('help.zh', 'line', '说明', 'Help'),
  blank('min', 'whole', '最少份数', 'Least', {
    required: true,
    help: text('0 为可不交', '0 where none is needed'),
  }),
  blank('max', 'whole', '最多份数', 'Most', { required: true }),
  blank('types', 'ticks', '文件类型', 'Types', {
    required: true,
    options: () => fileTypes.map((type) => ({ value: type, label: text(type, type) })),
  }),
  blank('maxMegabytes', 'number', '每份最大（MB）', 'Megabytes each', { required: true }),
  condition,
];

const basisBlanks: readonly Blank[] = [
  blank('legalBasis.document', 'line', '依据文件', 'Legal basis', {
    seldom: true,
    help: text('文号或文件名；填写时批准机关和日期也要填', 'Number or title; body and date too'),
  }),
  blank('legalBasis.approvedBy', 'line', '批准机关', 'Approved by', { seldom: true }),
  blank('legalBasis.date', 'date', '批准日期', 'Date of approval', { seldom: true }),
  blank('legalBasis.approvedName', 'line', '批准的项目名称', 'Approved name', { seldom: true }),
  blank('legalBasis.quotaCap', 'whole', '批准的名额上限', 'Approved number of places', { seldom: true }),
  blank('legalBasis.cycleYears', 'whole', '周期（年）', 'Cycle in years', { seldom: true }),
  blank('legalBasis.exemption', 'line', '例外情况说明', 'Exemption', { seldom: true }),
];
export const channelBlanks: readonly Blank[] = [
  blank('id', 'choice', '渠道', 'Channel', {
    required: true,
    options: () => [
      { value: 'organisation', label: text('组织推荐', 'By an organisation') },
      { value: 'self', label: text('自荐', 'By oneself') },
      { value: 'other', label: text('他荐', 'By another') },
    ],
  }),
  blank('title.zh', 'line', '名称', 'Title', { required: true }),
  blank('consent', 'tick', '须被推荐人本人同意', 'Needs the consent of the nominee'),
  english('title.en'),
];
export const basics: Part = {
  title: () => text('基本信息', 'Basics'),
  blanks: () => [
    blank('title.zh', 'line', '活动名称', 'Title', { required: true }),
    blank('code', 'line', '荣誉代码', 'Honour code', {
      required: true,
      help: text('2 至 8 个大写字母，印在编号里', '2 to 8 capital letters, printed in numbers'),
    }),
    blank('edition', 'line', '届次', 'Edition', {
      required: true,
      help: text('年份，如 2027 或 2027-2', 'A year, 2027 or 2027-2'),
    }),
    blank('category', 'choice', '对象', 'Category', {
      required: true,
      options: () => optionsOf(categoryWords),
    }),
    blank('kind', 'choice', '性质', 'Kind', { required: true, options: () => optionsOf(programmeKindWords) }),
    blank('coHosts', 'lines', '联合主办单位', 'Co-hosts'),
    english('title.en'),
    ...basisBlanks,
  ],
  lists: () => [
    {
      at: 'channels',
      title: text('申报渠道', 'Channels'),
      add: text('添加渠道', 'Add a channel'),
      start: () => ({ consent: false }),
      said: (entry) =>
        after(
          said(memberOf(entry, 'title')),
          memberOf(entry, 'consent') === true ? [text('须本人同意', 'with consent')] : [],
        ),
    },
  ],
};

export const formPart: Part = {
  title: () => text('申报表', 'The form'),
  listsFirst: true,
  blanks: () => [
    blank('nameField', 'choice', '名称字段', 'Field that names the nominee', {
      required: true,
      options: fieldsOf('text'),
    }),
    blank('classField', 'choice', '类别字段', 'Field of the class', {
      help: text('决定向哪些部门征求意见', 'Says which departments are asked'),
      options: fieldsOf('choice'),
    }),
  ],
  lists: () => [
    {
      at: 'fields',
      title: text('字段', 'Fields'),
      add: text('添加字段', 'Add a field'),
      start: () => ({ type: 'text' }),
      said: fieldSaid,
    },
    {
      at: 'attachments',
      title: text('附件', 'Files'),
      add: text('添加附件', 'Add a file'),
      start: () => ({ min: 1, max: 1, maxMegabytes: 10, types: ['jpg', 'png', 'pdf'] }),
      said: fileSaid,
    },
    {
      at: 'declarations',
      title: text('承诺', 'Statements'),
      add: text('添加承诺', 'Add a statement'),
      start: () => ({}),
      said: statementSaid,
    },
    {
      at: 'groups',
      title: text('分组的填写条件和英文名', 'Conditions and English titles of groups'),
      add: text('设置一个分组', 'Set a group'),
      start: () => ({}),
      said: (entry, { form: whole }) => {
        const group = formSchema.shape.groups.unwrap().element.safeParse(entry).data;
        if (group === undefined) return nothing;
        const when = conditionWords(whole, { when: group.when });
        return after(titled(group), when.zh === '' ? [] : [when]);
      },
    },
  ],
};
