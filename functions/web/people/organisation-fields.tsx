/** The fields of an organisation's form. */
import { type Level, levelWords } from '#domain/level.ts';
import type { OrganisationInput } from '#domain/people/organisation.ts';
import { text } from '#domain/problem.ts';
import type { FieldSpec } from '#web/frame/fields.tsx';
import { Asked } from '#web/frame/form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';

const idField: FieldSpec = {
  id: 'id',
  type: 'text',
  required: true,
  max: 16,
  label: text('编号', 'Id'),
  help: text(
    '小写字母和数字，不超过 16 位，建议用区划代码；以后不能改',
    'Small letters and digits, at most 16; the region code is a good one; fixed afterwards',
  ),
};
const nameField: FieldSpec = {
  id: 'name',
  type: 'text',
  required: true,
  max: 60,
  label: text('名称', 'Name'),
  help: text('全称，与公章一致', 'The full official name'),
};
const levelField = (levels: readonly Level[]): FieldSpec => ({
  id: 'level',
  type: 'choice',
  required: true,
  label: text('层级', 'Level'),
  options: levels.map((level) => ({ value: level, label: levelWords[level] })),
});
const placeFields: readonly FieldSpec[] = [
  {
    id: 'region',
    type: 'text',
    required: true,
    label: text('区划代码', 'Region code'),
    help: text(
      'GB/T 2260，六位数字，印在证书编号中',
      'GB/T 2260, six digits, printed in certificate numbers',
    ),
  },
  {
    id: 'order',
    type: 'integer',
    label: text('排序号', 'Order number'),
    help: text(
      '同级单位的正式排序，名额余数相同时据此确定',
      'Official order among its siblings; decides ties of shares',
    ),
  },
  {
    id: 'branch',
    type: 'text',
    label: text('所属系统', 'Branch'),
    help: text('高校、国资委等系统单位填写', 'For system branches such as universities'),
  },
];
const contactFields: readonly FieldSpec[] = [
  { id: 'contact.office', type: 'text', label: text('联系部门', 'Office') },
  { id: 'contact.phone', type: 'text', label: text('联系电话', 'Telephone') },
  { id: 'contact.email', type: 'email', label: text('电子邮箱', 'E-mail') },
  { id: 'contact.address', type: 'text', label: text('地址', 'Address') },
  { id: 'contact.hours', type: 'text', label: text('办公时间', 'Office hours') },
];

/** What stands in the fields before anything was typed, by their names. */
const valuesOf = ({
  contact = {},
  order = 0,
  ...now
}: Partial<OrganisationInput>): Record<string, unknown> => ({
  ...now,
  order,
  ...Object.fromEntries(Object.entries(contact).map(([name, value]) => [`contact.${name}`, value])),
});

/** With `levels` id and level are asked too, as for a new one. */
export const OrganisationFields = (props: {
  readonly lang: Lang;
  readonly form: string;
  readonly typed: Typed | undefined;
  readonly levels?: readonly Level[] | undefined;
  readonly now: Partial<OrganisationInput>;
}) => {
  const { lang, form, typed, levels } = props;
  const now = valuesOf(props.now);
  const own =
    levels === undefined
      ? [nameField, ...placeFields]
      : [idField, nameField, levelField(levels), ...placeFields];
  const groups = [
    { title: text('单位', 'The organisation'), fields: own },
    { title: text('联系方式', 'Contact'), fields: contactFields },
  ];
  return groups.map(({ title, fields }) => (
    <fieldset class="group">
      <legend class="group-title">{t(lang, title)}</legend>
      {fields.map((field) => (
        <Asked lang={lang} form={form} typed={typed} field={field} name={field.id} now={now[field.id]} />
      ))}
    </fieldset>
  ));
};
