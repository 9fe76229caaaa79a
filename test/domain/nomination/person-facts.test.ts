import { describe, expect, it } from 'vitest';
import { personFaults } from '#domain/nomination/person-facts.ts';
import { type Form, formSchema } from '#domain/programme/form.ts';
import { idNumber } from '../../furong.ts';

const gender = {
  id: 'gender',
  label: { zh: '性别' },
  type: 'choice',
  options: ['女', '男'].map((value) => ({ value, label: { zh: value } })),
};
const born = { id: 'born', label: { zh: '出生年月' }, type: 'month' };
const document = { id: 'paper', label: { zh: '证件号码' }, type: 'idDocument', personal: true };
const form: Form = formSchema.parse({
  nameField: 'name',
  publicFields: ['name'],
  fields: [
    { id: 'name', label: { zh: '姓名' }, type: 'text' },
    gender,
    born,
    document,
    { id: 'members', label: { zh: '家庭成员' }, type: 'table', columns: [gender, born, document] },
  ],
});
const found = (answers: Record<string, unknown>) =>
  personFaults(form, answers, '2021-04-02').map(({ field, code }) => [field, code]);

describe('an ID number beside what the form says', () => {
  // The last digit but one is odd for men.
  const woman = { gender: '女', born: '1988-03', paper: idNumber('1988-03-05', 2) };
  it('agrees, or is refused at the fields that differ, in every row of a table too', () => {
    expect(found(woman)).toEqual([]);
    expect(found({ ...woman, gender: '男', born: '1990-01' })).toEqual([
      ['born', 'differs-from-document'],
      ['gender', 'differs-from-document'],
    ]);
    expect(found({ members: [woman, { ...woman, gender: '男' }] })).toEqual([
      ['members.1.gender', 'differs-from-document'],
    ]);
  });
  it('says nothing where the form or the number does not', () => {
    expect(found({ gender: '男', born: '1990-01' })).toEqual([]);
    expect(found({ ...woman, gender: undefined, born: undefined })).toEqual([]);
    expect(found({ ...woman, paper: 'H12345678', gender: '男' })).toEqual([]);
  });
  it('no birth is later than today', () => {
    expect(found({ born: '2031-01' })).toEqual([['born', 'born-in-future']]);
    expect(found({ paper: idNumber('2031-01-01', 2) })).toEqual([['paper', 'born-in-future']]);
  });
});
