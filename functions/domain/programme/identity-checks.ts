/** Checks the rule that says who is the same nominee (docs/rules/identity.md#identity-rule). */

import { text } from '#domain/problem.ts';
import { wrongType } from './field-type-words.ts';
import type { FieldTypeName } from './field-types.ts';
import { type Column, type Refuse, unknownReference } from './form-checks.ts';
import type { Programme } from './programme.ts';
import { labelEn } from './said-parts.ts';

/** The fields that the identity rule names exist and are of the type that the rule needs. */
export function checkIdentity(programme: Programme, refuse: Refuse): void {
  const { identity, form } = programme;
  const want = (
    key: string,
    id: string | undefined,
    types: readonly FieldTypeName[],
    fields: readonly Column[] = form.fields,
  ) => {
    if (id === undefined) return;
    const field = fields.find((one) => one.id === id);
    const path = ['identity', key];
    if (field === undefined)
      refuse(
        path,
        'unknown-field',
        unknownReference(
          text('字段', 'field'),
          id,
          fields.map((one) => one.id),
        ),
      );
    else if (types.length > 0 && !types.includes(field.type))
      refuse(path, 'field-type', wrongType(text(field.label.zh, labelEn(field)), types, field.type));
  };
  switch (identity.by) {
    case 'document':
      want('field', identity.field, ['idDocument']);
      break;
    case 'creditCode':
      want('field', identity.field, ['creditCode']);
      want('postField', identity.postField, ['text']);
      break;
    case 'own':
      want('field', identity.field, []);
      break;
    case 'members': {
      want('table', identity.table, ['table']);
      const columns = form.fields.find((one) => one.id === identity.table)?.columns;
      if (columns === undefined) return;
      want('column', identity.column, ['idDocument'], columns);
    }
  }
}
