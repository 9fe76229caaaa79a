/** Forms of a person, a family and a unit whose ID numbers tell birth dates and gender, for the tests of identity. */
import { type Form, formSchema } from '#domain/programme/form.ts';

const genders = ['女', '男'].map((value) => ({ value, label: { zh: value } }));
const told = [
  { id: 'born', type: 'date', label: { zh: '出生日期', en: 'Date of birth' }, personal: true },
  { id: 'gender', type: 'choice', label: { zh: '性别', en: 'Gender' }, options: genders },
  {
    id: 'idNumber',
    type: 'idDocument',
    label: { zh: '身份证号', en: 'ID number' },
    personal: true,
    tells: { birthDate: 'born', gender: 'gender' },
  },
];
const name = { id: 'name', type: 'text', label: { zh: '姓名' } };
const formOf = (fields: readonly object[]): Form =>
  formSchema.parse({ nameField: 'name', publicFields: ['name'], fields: [name, ...fields] });

export const personForm = formOf(told);
export const familyForm = formOf([
  { id: 'members', type: 'table', label: { zh: '家庭成员' }, columns: told },
]);
export const unitForm = formOf([
  { id: 'code', type: 'creditCode', label: { zh: '统一社会信用代码', en: 'Credit code' } },
  { id: 'post', type: 'text', label: { zh: '岗位' } },
]);

/** An ID number of 430102 with the check digit of GB 11643; an odd order is a man's. */
export function idNumberOf(birth: string, order: number, region = '430102'): string {
  const body = region + birth.replaceAll('-', '') + String(order).padStart(3, '0');
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + '10X98765432'.charAt(sum % 11);
}
/** As a clerk types it in full width, with a small x. */
export const fullWidth = (value: string): string =>
  [...value.toLowerCase()]
    .map((one) => (/[0-9a-z]/.test(one) ? String.fromCodePoint(one.charCodeAt(0) + 0xfee0) : one))
    .join('');
