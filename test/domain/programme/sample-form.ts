/** A form with a field of every type, and arbitrary answers to it, for the tests of answers. */
import fc from 'fast-check';
import { text } from '#domain/problem.ts';
import { type Form, formSchema } from '#domain/programme/form.ts';

const label = (zh: string) => ({ zh });
export const form: Form = formSchema.parse({
  nameField: 'name',
  publicFields: ['name'],
  fields: [
    { id: 'name', type: 'text', label: { zh: '姓名', en: 'Name' } },
    { id: 'brief', type: 'paragraph', label: label('简介'), max: 5 },
    { id: 'staff', type: 'integer', label: label('总人数'), atLeast: 3, atMost: 100 },
    { id: 'share', type: 'number', label: label('占比') },
    { id: 'born', type: 'date', label: label('出生日期'), personal: true },
    { id: 'since', type: 'month', label: label('起始年月') },
    { id: 'year', type: 'year', label: label('年份') },
    { id: 'party', type: 'boolean', label: label('党员'), sensitive: true },
    {
      id: 'class',
      type: 'choice',
      label: label('人员类别'),
      required: true,
      options: [
        { value: '一线', label: label('一线') },
        { value: '干部', label: label('干部') },
      ],
    },
    {
      id: 'tags',
      type: 'choices',
      label: label('标签'),
      options: [
        { value: '绿色低碳', label: label('绿') },
        { value: '清廉', label: label('清') },
      ],
    },
    { id: 'phone', type: 'phone', label: label('电话'), personal: true },
    { id: 'email', type: 'email', label: label('邮箱'), personal: true },
    { id: 'paper', type: 'idDocument', label: label('证件号'), sensitive: true },
    { id: 'credit', type: 'creditCode', label: label('信用代码') },
    {
      id: 'members',
      type: 'table',
      label: label('成员'),
      maxRows: 3,
      columns: [
        { id: 'name', type: 'text', label: label('成员姓名'), required: true },
        { id: 'idDocument', type: 'idDocument', label: label('成员证件号'), personal: true },
        {
          id: 'role',
          type: 'choice',
          label: label('称谓'),
          options: [
            { value: '父', label: label('父') },
            { value: '母', label: label('母') },
          ],
        },
      ],
    },
  ],
  attachments: [{ id: 'photo', label: label('照片'), min: 2, max: 3, types: ['jpg'] }],
  declarations: [{ id: 'clean', text: { zh: '无负面清单情形', en: 'No negative case' } }],
});
/** Stand-ins with the shape of the identity checks: 18 and so many characters. */
export const checks = {
  idDocument: (value: string) =>
    /^\d{17}[\dX]$/.test(value) ? undefined : text('证件号不对，请核对', 'not an ID number; check it'),
  creditCode: (value: string) =>
    value.length === 18 ? undefined : text('代码不对，请核对', 'not a code; check it'),
  today: '2027-01-04',
};
export const anyAnswers = fc.record(
  Object.fromEntries([
    ...form.fields.map(({ id }) => [id, fc.jsonValue({ maxDepth: 3 })]),
    ['declarations', fc.jsonValue()],
    ['odd', fc.jsonValue()],
  ]),
  { requiredKeys: [] },
) as fc.Arbitrary<Record<string, unknown>>;
export const goodAnswers = fc.record(
  {
    name: fc.string({ unit: 'grapheme', minLength: 1 }),
    brief: fc.string({ unit: 'grapheme' }),
    staff: fc.integer({ min: 0, max: 120 }),
    party: fc.boolean(),
    paper: fc.string(),
    phone: fc.constantFrom('13800138000', '0731-84681234'),
    tags: fc.subarray(['绿色低碳', '清廉']),
    members: fc.array(
      fc.record(
        { name: fc.string(), idDocument: fc.string(), role: fc.constantFrom('父', '母') },
        { requiredKeys: [] },
      ),
    ),
    declarations: fc.subarray(['clean']),
  },
  { requiredKeys: [] },
);
