/** Checks the conditions of a form's parts: what they name, and that none leads back to itself (docs/rules/forms.md#conditions). */

import { text } from '#domain/problem.ts';
import { conditionsOf } from './asked-form.ts';
import { wrongType } from './field-type-words.ts';
import type { FieldTypeName } from './field-types.ts';
import type { Condition } from './form.ts';
import { type Refuse, unknownReference } from './form-checks.ts';
import type { Programme } from './programme.ts';
import { labelEn } from './said-parts.ts';

type Path = readonly PropertyKey[];

function checkCondition(when: Condition, { form }: Programme, path: Path, refuse: Refuse): void {
  const field = form.fields.find(({ id }) => id === when.field);
  if (field === undefined) {
    const known = form.fields.map(({ id }) => id);
    refuse(
      [...path, 'field'],
      'unknown-field',
      unknownReference(text('表单字段', 'form field'), when.field, known),
    );
    return;
  }
  if ((when.values === undefined) === (when.under === undefined))
    refuse(
      path,
      'condition-shape',
      text(
        '条件须写明 values（哪些选项）或 under（不满几周岁），且只写一种',
        'a condition says either `values` (which options) or `under` (younger than), not both',
      ),
    );
  const types: readonly FieldTypeName[] =
    when.under === undefined ? ['choice', 'choices', 'boolean'] : ['date', 'month'];
  if (!types.includes(field.type))
    refuse(
      [...path, 'field'],
      'field-type',
      wrongType(text(field.label.zh, labelEn(field)), types, field.type),
    );
  const options =
    field.type === 'boolean' ? ['true', 'false'] : (field.options ?? []).map(({ value }) => value);
  for (const value of (when.values ?? []).filter(
    (one) => types.includes(field.type) && !options.includes(one),
  ))
    refuse(
      [...path, 'values'],
      'unknown-option',
      text(
        `“${value}”不是字段“${field.label.zh}”的选项。可选：${options.join('、')}`,
        `"${value}" is no option of "${labelEn(field)}". Allowed: ${options.join(', ')}`,
      ),
    );
}

/** The ways from a field over its conditions that come back to it. */
function leadsBack({ form }: Programme, start: string): boolean {
  const seen = new Set<string>();
  const next = (id: string): readonly string[] => {
    const field = form.fields.find((one) => one.id === id);
    return field === undefined ? [] : conditionsOf(form, field).map((when) => when.field);
  };
  const open = [...next(start)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === start) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...next(id));
  }
  return false;
}

/** What nobody may leave out: the name, and who it is. */
const neededOf = ({ form, identity }: Programme): readonly string[] => [
  form.nameField,
  ...(identity.by === 'members' ? [identity.table] : [identity.field]),
];

/** Every condition can be judged, refers to no circle, and leaves name and identity alone. */
export function checkConditions(programme: Programme, refuse: Refuse): void {
  const { form } = programme;
  const parts = [
    ['groups', form.groups],
    ['fields', form.fields],
    ['attachments', form.attachments],
    ['declarations', form.declarations],
  ] as const;
  for (const [key, all] of parts)
    for (const [i, part] of all.entries())
      if (part.when !== undefined) checkCondition(part.when, programme, ['form', key, i, 'when'], refuse);
  form.groups.forEach(({ title }, i) => {
    const titles = [...new Set(form.fields.flatMap(({ group }) => (group === undefined ? [] : [group])))];
    if (!titles.includes(title))
      refuse(
        ['form', 'groups', i, 'title'],
        'unknown-group',
        unknownReference(text('分组', 'group'), title, titles),
      );
  });
  form.fields.forEach((field, i) => {
    const path = ['form', 'fields', i];
    if (leadsBack(programme, field.id))
      refuse(
        [...path, 'when'],
        'condition-circle',
        text(
          `“${field.label.zh}”的填写条件最终取决于它自己，永远不会出现；请改用另一个字段`,
          `the condition of "${labelEn(field)}" depends on itself in the end; use another field`,
        ),
      );
    else if (neededOf(programme).includes(field.id) && conditionsOf(form, field).length > 0)
      refuse(
        path,
        'condition-needed',
        text(
          `“${field.label.zh}”用于名称或身份核对，人人必填，不能设填写条件`,
          `"${labelEn(field)}" names or identifies the nominee, so everybody is asked; it cannot have a condition`,
        ),
      );
  });
}
