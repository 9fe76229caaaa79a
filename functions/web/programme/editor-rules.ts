/** Eligibility rules in the editor: the blanks of each kind, and what a new one starts with. */
import { levels, levelWords } from '#domain/level.ts';
import { type Text, text } from '#domain/problem.ts';
import { type Rule, ruleSchema } from '#domain/programme/eligibility.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { optionsOf } from '#web/frame/post-form.tsx';
import { type Blank, blank, type Option } from './editor-blanks.ts';
import { fieldsOf, honourTables, statedIn } from './editor-choices.ts';
import { ruleKindWords } from './editor-words.ts';
import { ruleWords } from './rule-words.ts';

export const ruleKinds = (): readonly Option[] => optionsOf(ruleKindWords);
export function ruleSaid(entry: unknown, { form }: Programme): Text {
  const rule = ruleSchema.safeParse(entry).data;
  return rule === undefined ? text('', '') : ruleWords(form, rule);
}

/** A rule as it begins; one that holds others begins with the first statement of the form, which is then changed. */
export function ruleStart(kind: string, { form }: Programme): unknown {
  const first = { kind: 'declared', field: form.declarations[0]?.id ?? form.nameField };
  if (kind === 'any') return { kind, of: [first] };
  if (kind === 'when') return { kind, rules: [first] };
  return kind === 'priorHonour' ? { kind, minYears: 0 } : { kind };
}

const reason = blank('reason.zh', 'line', '给申报人看的说明', 'Reason as nominators read it', {
  help: text('可不填；不填时用系统的句子', 'May be left out; the sentence is then ours'),
});
const chosen = (zh: string, en: string): Blank => blank('', 'picks', zh, en, { required: true });
const alsoFrom = blank(
  'alsoFromField',
  'choice',
  '也看申报表中填写的荣誉',
  'Honours typed in the form count too',
  {
    options: honourTables,
  },
);
const codes = blank('codes', 'lines', '荣誉代码', 'Honour codes', {
  help: text('每行一个；不填为本荣誉', 'One a line; this honour where left out'),
});
const bounds = (type: 'whole' | 'number' | 'line'): readonly Blank[] => [
  blank('min', type, '不低于（含本数）', 'At least (inclusive)'),
  blank('max', type, '不高于（含本数）', 'At most (inclusive)'),
];
const strict = (type: 'number' | 'line'): readonly Blank[] => [
  blank('above', type, '超过（不含本数）', 'More than (exclusive)', { seldom: true }),
  blank('below', type, '不满（不含本数）', 'Less than (exclusive)', { seldom: true }),
];
const about = (zh: string, en: string, options: Blank['options'] = fieldsOf()): Blank =>
  blank('field', 'choice', zh, en, { required: true, options });
const levelOptions = (...special: readonly Option[]): readonly Option[] => [
  ...special,
  ...optionsOf(levelWords, levels),
];

const table: Readonly<Record<Rule['kind'], readonly Blank[]>> = {
  oneOf: [chosen('须选其中之一', 'Must be one of')],
  noneOf: [chosen('不得选', 'Must be none of')],
  age: [about('出生日期', 'Date of birth', fieldsOf('date', 'month')), ...bounds('whole')],
  number: [about('数字', 'Number', fieldsOf('integer', 'number')), ...bounds('number'), ...strict('number')],
  ratio: [
    blank('part', 'choice', '其中', 'The part', { required: true, options: fieldsOf('integer', 'number') }),
    blank('whole', 'choice', '总数', 'The whole', { required: true, options: fieldsOf('integer', 'number') }),
    ...bounds('line').map((each) => ({ ...each, help: text('百分数，如 60%', 'A percentage such as 60%') })),
    ...strict('line'),
  ],
  rank: [
    about('职级', 'Rank', fieldsOf('choice', 'text')),
    blank('max', 'line', '不高于（含）', 'At most', { help: text('如 处级', 'e.g. 处级') }),
    blank('below', 'line', '低于（不含）', 'Below', { help: text('如 副处级', 'e.g. 副处级') }),
  ],
  years: [
    about('从哪个日期起', 'Since which date', fieldsOf('date', 'month', 'year')),
    blank('min', 'number', '满几年', 'Years', { required: true }),
  ],
  declared: [about('须填写或承诺的内容', 'What must be stated', statedIn)],
  priorHonour: [
    blank('levels', 'ticks', '哪一级的荣誉', 'Honour of which level', {
      required: true,
      options: () =>
        levelOptions(
          { value: 'lower', label: text('下一级', 'the level below') },
          { value: 'lowerOrHigher', label: text('下一级或更高级', 'the level below or higher') },
        ),
    }),
    blank('minYears', 'whole', '获得满几年', 'Held for years', { required: true }),
    alsoFrom,
    codes,
  ],
  noRepeat: [
    blank('atOrAbove', 'choice', '未获哪一级或更高级的荣誉', 'Not held at or above', {
      required: true,
      options: () => levelOptions({ value: 'same', label: text('同级', 'the same level') }),
    }),
    blank('cooldownYears', 'whole', '几年后可以再评', 'Free again after years', {
      help: text('不填为不得再评', 'Never again where left out'),
    }),
    alsoFrom,
    codes,
  ],
  any: [],
  when: [chosen('哪类对象', 'Which nominees')],
};

/** The blanks of a kind of rule; those of nothing known are none. */
export const ruleBlanks = (kind: unknown): readonly Blank[] => {
  const own = Object.entries(table).find(([name]) => name === kind)?.[1];
  return own === undefined ? [] : [...own, reason];
};
