/** Checks of how a stage lists its nominees: what its list is grouped by must be a choice that everybody answers and anybody may see (docs/rules/groups.md#listed-by). */

import { text } from '#domain/problem.ts';
import { wrongType } from './field-type-words.ts';
import { type Refuse, refuseRepeats, unknownReference } from './form-checks.ts';
import { isGroupField } from './group-limits.ts';
import type { Programme, Stage } from './programme.ts';
import { labelEn } from './said-parts.ts';

type Path = readonly PropertyKey[];

/** Refuses groups of a list that not everybody has, or that the public may not see. */
export function checkListBy(programme: Programme, { listBy }: Stage, path: Path, refuse: Refuse): void {
  if (listBy === undefined) return;
  const at = [...path, 'listBy'];
  const { fields, groups, publicFields } = programme.form;
  const field = fields.find(({ id }) => id === listBy);
  const choices = fields.filter(
    ({ type, personal, sensitive }) => type === 'choice' && !personal && !sensitive,
  );
  if (field === undefined) {
    refuse(
      at,
      'unknown-field',
      unknownReference(
        text('单选字段', 'choice field'),
        listBy,
        choices.map(({ id }) => id),
      ),
    );
    return;
  }
  if (field.personal || field.sensitive)
    refuse(
      at,
      'personal-field',
      text(
        `名单不能按个人信息“${field.label.zh}”分类，请改选公开的单选字段`,
        `a list is not grouped by personal data ("${listBy}"); choose an open choice`,
      ),
    );
  else if (field.type !== 'choice')
    refuse(at, 'list-by-choice', wrongType(text(field.label.zh, labelEn(field)), ['choice'], field.type));
  else if (
    !field.required ||
    field.when !== undefined ||
    groups.some(({ title, when }) => when !== undefined && title === field.group)
  )
    refuse(
      at,
      'list-by-required',
      text(
        `名单按“${field.label.zh}”分类，该字段须人人必填（required: true，不设条件）`,
        `the list is grouped by "${listBy}", so everybody must answer it: required, without a condition`,
      ),
    );
  if (choices.includes(field) && !publicFields.includes(listBy))
    refuse(
      at,
      'list-by-public',
      text(
        `名单按“${field.label.zh}”分类，请把它加入公示字段（publicFields）`,
        `the list is grouped by "${listBy}"; add it to the public fields`,
      ),
    );
}

/** Refuses lists of an open choice or option that does not exist, of a level that honours nobody, or with one id twice. */
export function checkLists(programme: Programme, { lists, honour }: Stage, path: Path, refuse: Refuse): void {
  const at = [...path, 'lists'];
  refuseRepeats(
    lists.map(({ id }) => id),
    at,
    refuse,
  );
  if (lists.length > 0 && !honour)
    refuse(
      at,
      'lists-without-honour',
      text('列了专项名单，但本级不授予荣誉', 'names lists of its own, but this level grants no honour'),
    );
  const fields = programme.form.fields.filter(isGroupField);
  lists.forEach((list, i) => {
    const field = fields.find(({ id }) => id === list.field);
    if (field === undefined)
      refuse(
        [...at, i, 'field'],
        'unknown-field',
        unknownReference(
          text('公开的选择字段', 'open choice'),
          list.field,
          fields.map(({ id }) => id),
        ),
      );
    const options = field?.options?.map(({ value }) => value) ?? list.values;
    list.values.forEach((value, v) => {
      if (!options.includes(value))
        refuse(
          [...at, i, 'values', v],
          'unknown-option',
          unknownReference(text('选项', 'option'), value, options),
        );
    });
  });
}
