/** Checks that eligibility rules point to fields that exist and are of a fitting type, and that their bounds make sense. */

import { compareExact, exact } from '#domain/fraction.ts';
import { knownHonours } from '#domain/known-honours.ts';
import { nearest } from '#domain/nearest.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Rule } from './eligibility.ts';
import { wrongType } from './field-type-words.ts';
import type { Field } from './form.ts';
import { honourNamesOf, type Programme } from './programme.ts';
import { fieldWords, labelEn } from './said-parts.ts';

export interface RuleFault {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly words: Text;
}

const typesFor: Readonly<Partial<Record<Rule['kind'], readonly Field['type'][]>>> = {
  age: ['date', 'month'],
  number: ['integer', 'number'],
  ratio: ['integer', 'number'],
  rank: ['choice', 'text'],
  years: ['date', 'month', 'year'],
};

/** The fields that a rule names, with the key that names each. */
function fieldsOf(rule: Rule): readonly (readonly [key: string, id: string])[] {
  switch (rule.kind) {
    case 'ratio':
      return [
        ['part', rule.part],
        ['whole', rule.whole],
      ];
    case 'priorHonour':
    case 'noRepeat':
    case 'any':
      return [];
    default:
      return [['field', rule.field]];
  }
}

/** Lower and upper bounds that must not cross. */
function boundsOf(
  rule: Rule,
): readonly (readonly [low: number | string | undefined, high: number | string | undefined])[] {
  switch (rule.kind) {
    case 'age':
      return [[rule.min, rule.max]];
    case 'number':
    case 'ratio':
      return [[rule.min ?? rule.above, rule.max ?? rule.below]];
    default:
      return [];
  }
}

type Refuse = (key: PropertyKey | undefined, code: string, words: Text) => void;

/** The honours of a rule must be known by name, and a table of typed ones must have the columns that are read. */
function checkHonours(
  rule: Extract<Rule, { kind: 'priorHonour' | 'noRepeat' }>,
  programme: Programme,
  refuse: Refuse,
): void {
  const names = [...honourNamesOf(programme), ...knownHonours].map(({ code }) => code);
  for (const code of rule.codes.filter((one) => !names.includes(one))) {
    const meant = nearest(code, names);
    refuse(
      'codes',
      'unknown-honour',
      text(
        `不认识荣誉代码“${code}”，无法核对申报表中填写的荣誉。${meant === undefined ? '' : `是否应为“${meant}”？`}如为本地荣誉，请在 honourNames 中写明代码和名称`,
        `the honour code "${code}" is not known, so honours typed in a form could not be recognised.${meant === undefined ? '' : ` Did you mean "${meant}"?`} If it is a local honour, give its names under honourNames`,
      ),
    );
  }
  if (rule.alsoFromField === undefined) return;
  const table = programme.form.fields.find((field) => field.id === rule.alsoFromField);
  const columns = table?.columns?.map((column) => column.id) ?? [];
  if (!['title', 'level', 'year'].every((id) => columns.includes(id)))
    refuse(
      'alsoFromField',
      'honours-table',
      text(
        `“${fieldWords(programme.form, rule.alsoFromField).zh}”应为含 title、level、year 三列的表格字段`,
        `"${fieldWords(programme.form, rule.alsoFromField).en}" must be a table with the columns title, level and year`,
      ),
    );
}

/** Age and gender are judged by the nominee's ID number where the form asks for one, so that must say which fields it tells. */
function checkProof(rule: Rule, { form, identity }: Programme, refuse: Refuse): void {
  if (identity.by !== 'document' || (rule.kind !== 'age' && rule.kind !== 'oneOf')) return;
  const document = form.fields.find(({ id, type }) => id === identity.field && type === 'idDocument');
  if (rule.kind === 'oneOf' && !rule.values.every((value) => ['女', '男'].includes(value))) return;
  const key = rule.kind === 'age' ? 'birthDate' : 'gender';
  if (document === undefined || document.tells?.[key] === rule.field) return;
  refuse(
    'field',
    'unproven',
    text(
      `“${fieldWords(form, rule.field).zh}”须能与证件号码核对：请在字段“${document.label.zh}”中写明 tells: { ${key}: ${rule.field} }`,
      `"${fieldWords(form, rule.field).en}" must be compared with the ID number: write tells: { ${key}: ${rule.field} } in the field "${labelEn(document)}"`,
    ),
  );
}

function checkOne(rule: Rule, programme: Programme, path: readonly PropertyKey[]): RuleFault[] {
  const faults: RuleFault[] = [];
  const refuse: Refuse = (key, code, words) =>
    faults.push({ path: key === undefined ? path : [...path, key], code, words });
  const { fields, declarations } = programme.form;
  const known = [
    ...fields.map((field) => field.id),
    'channel',
    ...(rule.kind === 'declared' ? declarations.map((one) => one.id) : []),
  ];
  const unknown = (id: string): Text => {
    const meant = nearest(id, known);
    return text(
      `表单中没有编号为“${id}”的字段。${meant === undefined ? '' : `是否应为“${meant}”？`}现有：${known.join('、')}`,
      `the form has no field "${id}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} There are: ${known.join(', ')}`,
    );
  };
  const checkValues = (id: string, values: readonly string[], key: string) => {
    const options =
      id === 'channel'
        ? programme.channels.map((channel): string => channel.id)
        : fields.find((field) => field.id === id)?.options?.map((option) => option.value);
    if (options === undefined) return;
    for (const value of values.filter((one) => !options.includes(one)))
      refuse(
        key,
        'unknown-option',
        text(
          `“${value}”不是字段“${fieldWords(programme.form, id).zh}”的选项。可选：${options.join('、')}`,
          `"${value}" is no option of "${fieldWords(programme.form, id).en}". Allowed: ${options.join(', ')}`,
        ),
      );
  };
  const types = typesFor[rule.kind];
  for (const [key, id] of fieldsOf(rule)) {
    const field = fields.find((one) => one.id === id);
    if (!known.includes(id)) refuse(key, 'unknown-field', unknown(id));
    else if (types !== undefined && (field === undefined || !types.includes(field.type)))
      refuse(key, 'field-type', wrongType(fieldWords(programme.form, id), types, field?.type));
  }
  checkProof(rule, programme, refuse);
  if (rule.kind === 'oneOf' || rule.kind === 'noneOf' || rule.kind === 'when')
    checkValues(rule.field, rule.values, 'values');
  if (rule.kind === 'number' && rule.exempt !== undefined) {
    if (!known.includes(rule.exempt.field)) refuse('exempt', 'unknown-field', unknown(rule.exempt.field));
    checkValues(rule.exempt.field, rule.exempt.values, 'exempt');
  }
  if (rule.kind === 'priorHonour' || rule.kind === 'noRepeat') checkHonours(rule, programme, refuse);
  for (const [low, high] of boundsOf(rule))
    if (low === undefined && high === undefined)
      refuse(undefined, 'bounds', text('须写明上限或下限', 'needs an upper or a lower bound'));
    else if (low !== undefined && high !== undefined && compareExact(exact(low), exact(high)) > 0)
      refuse(
        undefined,
        'bounds',
        text('下限大于上限，没有人能符合', 'the lower bound is above the upper one; nobody could pass'),
      );
  if (rule.kind === 'ratio')
    for (const key of ['min', 'max', 'above', 'below'] as const)
      if (rule[key] !== undefined && compareExact(exact(rule[key]), exact('100%')) > 0)
        refuse(key, 'ratio', text('比例不能超过 100%', 'a ratio cannot be above 100%'));
  if (rule.kind === 'rank' && rule.max === undefined && rule.below === undefined)
    refuse(undefined, 'bounds', text('须写明 max 或 below', 'needs max or below'));
  return faults;
}

/** Faults of a list of rules, those inside `any` and `when` included; paths start at the list's indexes. */
export function ruleFaults(
  rules: readonly Rule[],
  programme: Programme,
  path: readonly PropertyKey[] = [],
): RuleFault[] {
  return rules.flatMap((rule, i) => {
    const at = [...path, i];
    const own = checkOne(rule, programme, at);
    if (rule.kind === 'any') return [...own, ...ruleFaults(rule.of, programme, [...at, 'of'])];
    if (rule.kind === 'when') return [...own, ...ruleFaults(rule.rules, programme, [...at, 'rules'])];
    return own;
  });
}
