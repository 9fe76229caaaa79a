/** What can be chosen in the editor: fields by type, their options as ticks, who sees a field, who is the same nominee. */
import { hasMembers, isOneOf, memberOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { type FieldTypeName, typeOf } from '#domain/programme/field-types.ts';
import type { Field } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { Privacy } from './editor-words.ts';

interface Option {
  readonly value: string;
  readonly label: Text;
}
const label = ({ label: { zh, en = zh } }: Pick<Field, 'label'>): Text => text(zh, en);

/** Fields of some types to choose from. */
export const fieldsOf =
  (...types: readonly FieldTypeName[]) =>
  ({ form }: Programme): readonly Option[] =>
    form.fields
      .filter(({ type }) => types.length === 0 || types.includes(type))
      .map((field) => ({ value: field.id, label: label(field) }));

/** Fields and statements: whatever can be demanded. */
export const statedIn = (programme: Programme): readonly Option[] => [
  ...programme.form.declarations.map(({ id, text: { zh, en = zh } }) => ({ value: id, label: text(zh, en) })),
  ...fieldsOf()(programme),
];

/** Tables that hold earlier honours as typed: with the columns title, level and year. */
export const honourTables = ({ form }: Programme): readonly Option[] =>
  form.fields
    .filter(({ columns = [] }) =>
      ['title', 'level', 'year'].every((id) => columns.some((one) => one.id === id)),
    )
    .map((field) => ({ value: field.id, label: label(field) }));

/** Ages that forms ask about: 未成年人, and those who act for themselves in part. */
const ages = [18, 16, 14];

/** Every option of every choice as one tick, `field=value`; with ages, also `field<18` for dates of birth. */
export function picksIn({ form, channels }: Programme, withAges: boolean, value: unknown): readonly Option[] {
  const under = memberOf(value, 'under');
  return [
    ...form.fields.flatMap((field): readonly Option[] => {
      const { zh, en } = label(field);
      const tick = (one: string, said: Text): Option => ({
        value: `${field.id}=${one}`,
        label: text(`「${zh}」为“${said.zh}”`, `${en} is "${said.en}"`),
      });
      if (field.type === 'boolean' && withAges)
        return [tick('true', text('是', 'yes')), tick('false', text('否', 'no'))];
      if (['date', 'month'].includes(field.type) && withAges)
        return [...ages, ...(typeof under === 'number' && !ages.includes(under) ? [under] : [])].map(
          (age) => ({
            value: `${field.id}<${age}`,
            label: text(`「${zh}」不满 ${age} 周岁`, `${en} makes under ${age} years of age`),
          }),
        );
      return (field.options ?? []).map((each) => tick(each.value, label(each)));
    }),
    ...(withAges
      ? []
      : channels.map(({ id, title: { zh, en = zh } }) => ({
          value: `channel=${id}`,
          label: text(`申报渠道为“${zh}”`, `the channel is "${en}"`),
        }))),
  ];
}

/** The ticks that a field with options, or an age, stands for. */
export function optionsIn(value: unknown): readonly string[] {
  if (!hasMembers(value)) return [];
  const { field, values, under } = value;
  if (typeof under === 'number') return [`${String(field)}<${under}`];
  return Array.isArray(values) ? values.map((each) => `${String(field)}=${String(each)}`) : [];
}

/** Who sees a field as it stands. */
export function privacyOf({ form }: Programme, value: unknown): Privacy {
  if (memberOf(value, 'sensitive') === true) return 'sensitive';
  if (memberOf(value, 'personal') === true) return 'personal';
  return isOneOf<unknown>(form.publicFields, memberOf(value, 'id')) ? 'open' : 'inner';
}

/** The ways in which this form can tell who is the same nominee, each as the settings that say so. */
export function identities({ form, identity }: Programme): readonly Option[] {
  const way = (settings: object, said: Text): Option => ({ value: JSON.stringify(settings), label: said });
  const name = form.fields.find(({ id }) => id === form.nameField);
  const found = form.fields.flatMap((field): readonly Option[] => {
    const { zh, en } = label(field);
    switch (field.type) {
      case 'idDocument':
        return [way({ by: 'document', field: field.id }, text(`按「${zh}」`, `By ${en}`))];
      case 'creditCode':
        return [
          way({ by: 'creditCode', field: field.id }, text(`按「${zh}」`, `By ${en}`)),
          ...(name === undefined
            ? []
            : [
                way(
                  { by: 'creditCode', field: field.id, postField: name.id },
                  text(
                    `按「${zh}」和「${label(name).zh}」（同一单位可有几个）`,
                    `By ${en} and ${label(name).en}`,
                  ),
                ),
              ]),
        ];
      case 'table':
        return (field.columns ?? [])
          .filter(({ type }) => type === 'idDocument')
          .map((column) =>
            way(
              { by: 'members', table: field.id, column: column.id },
              text(
                `按「${zh}」中每名成年成员的「${label(column).zh}」`,
                `By each adult's ${label(column).en} in ${en}`,
              ),
            ),
          );
      case 'text':
        return [way({ by: 'own', field: field.id }, text(`按「${zh}」相同`, `By the same ${en}`))];
      default:
        return [];
    }
  });
  const now = JSON.stringify(identity);
  return found.some(({ value }) => value === now)
    ? found
    : [...found, { value: now, label: text('现在的规则', 'The rule as it stands') }];
}

/** Fields that must be personal by their type. */
export const mustHide = (type: unknown): boolean =>
  type === 'idDocument' && typeOf({ type }).mustBePersonal === true;
