/** Checks of how a stage lists its nominees: what its list is grouped by must be a choice that everybody answers and anybody may see (docs/rules/groups.md#listed-by). */
import { text } from '#domain/problem.ts';
import { type Refuse, unknownReference } from './form-checks.ts';
import type { Programme, Stage } from './programme.ts';

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
    refuse(
      at,
      'list-by-choice',
      text(
        `名单只能按单选字段（choice）分类，“${field.label.zh}”是 ${field.type} 字段`,
        `a list is grouped by a choice; "${listBy}" is of type ${field.type}`,
      ),
    );
  else if (!field.required || field.when !== undefined || groups.some(({ title }) => title === field.group))
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
