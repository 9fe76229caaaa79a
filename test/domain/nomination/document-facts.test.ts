/** Birth dates and genders beside the ID numbers that tell them (docs/rules/identity.md#birth-and-gender). */
import { describe, expect, test } from 'vitest';
import { checkAnswers } from '#domain/nomination/answers.ts';
import { checkCreditCode } from '#domain/nomination/credit-code.ts';
import { birthDateIn, contradictionsIn, provenAnswers } from '#domain/nomination/document-facts.ts';
import { checkDocument } from '#domain/nomination/id-document.ts';
import { familyForm, fullWidth, idNumberOf, personForm } from './people-form.ts';

const today = '2027-01-04';
const checks = { idDocument: checkDocument, creditCode: checkCreditCode, today };
const man2006 = idNumberOf('2006-05-20', 7);
const found = (answers: Record<string, unknown>) =>
  contradictionsIn(personForm, answers, today).map(({ field, code }) => `${field} ${code}`);
const submitted = (answers: Record<string, unknown>) =>
  checkAnswers(personForm, { name: '甲', ...answers }, 'submit', checks).faults.map(
    ({ field, code }) => `${field} ${code}`,
  );

describe('what was typed beside an ID number', () => {
  test.each([
    [{ born: '2006-05-20', gender: '男' }, []],
    [{ born: '1990-05-20', gender: '女' }, ['born birth-differs', 'gender gender-differs']],
    [{ born: '2006-05-21' }, ['born birth-differs']],
    [{ gender: '女' }, ['gender gender-differs']],
    [{}, []],
    [{ born: '不详' }, []],
    [{ born: '2027-01-04' }, ['born birth-differs']],
    [{ born: '2027-01-05' }, ['born born-later']],
  ])('%o beside a man born 2006-05-20: %o', (typed, faults) => {
    expect(found({ idNumber: man2006, ...typed })).toEqual(faults);
  });

  test('is compared however the number and the date are typed', () => {
    const small = idNumberOf('1949-12-31', 2, '110105');
    expect(small).toBe('11010519491231002X');
    expect(submitted({ idNumber: fullWidth(small), born: '1949年12月31日', gender: '女' })).toEqual([]);
    expect(submitted({ idNumber: fullWidth(small), born: '１９５０．１２．３１', gender: '男' })).toEqual([
      'born birth-differs',
      'gender gender-differs',
    ]);
  });

  test('a month is compared with the month', () => {
    const fields = personForm.fields.map((field) =>
      field.id === 'born' ? { ...field, type: 'month' as const } : field,
    );
    const of = (born: string) =>
      contradictionsIn({ ...personForm, fields }, { idNumber: man2006, born }, today).map(({ code }) => code);
    expect([of('2006-05'), of('2006-06'), of('2027-01'), of('2027-02')]).toEqual([
      [],
      ['birth-differs'],
      ['birth-differs'],
      ['born-later'],
    ]);
  });

  test('nobody is born after today, by the number or without one', () => {
    expect(found({ idNumber: idNumberOf('2027-02-01', 7) })).toEqual(['idNumber born-later']);
    expect(found({ born: '2072-05-20' })).toEqual(['born born-later']);
  });

  test('a passport or permit tells neither, and contradicts nothing', () => {
    expect(found({ idNumber: 'E12345678', born: '1990-01-01', gender: '女' })).toEqual([]);
    expect(found({ idNumber: 'H12345678', born: '1990-01-01', gender: '女' })).toEqual([]);
  });

  test('a residence permit and a new permit of foreigners tell both', () => {
    const differ = ['born birth-differs', 'gender gender-differs'];
    expect(
      found({ idNumber: idNumberOf('1991-02-03', 2, '810000'), born: '1991-02-04', gender: '男' }),
    ).toEqual(differ);
  });

  test('rows of a table are compared each by itself', () => {
    const members = [
      { idNumber: man2006, born: '2006-05-20' },
      {},
      { idNumber: man2006, born: '1990-01-01', gender: '女' },
    ];
    const checked = (mode: 'draft' | 'submit') =>
      checkAnswers(familyForm, { name: '甲家庭', members }, mode, checks);
    const differ = ['members.2.born', 'members.2.gender'];
    expect(checked('submit').faults.map(({ field }) => field)).toEqual(differ);
    // A draft keeps it as typed, and tells.
    expect(checked('draft')).toMatchObject({ faults: [], compared: differ.map((field) => ({ field })) });
  });
});

describe('what is judged', () => {
  test('is birth date and gender by the number, and as typed where it tells none', () => {
    const typed = { born: '1990-05-20', gender: '女' };
    expect(provenAnswers(personForm, { ...typed, idNumber: man2006 })).toEqual({
      idNumber: man2006,
      born: '2006-05-20',
      gender: '男',
    });
    expect(provenAnswers(personForm, { ...typed, idNumber: 'E12345678' })).toMatchObject(typed);
    expect(provenAnswers(personForm, typed)).toEqual(typed);
  });

  test('the birth date of a member is by her number, or else as typed', () => {
    const column = personForm.fields.find(({ id }) => id === 'idNumber');
    expect(birthDateIn(column, { idNumber: man2006, born: '1990-01-01' })).toBe('2006-05-20');
    expect(birthDateIn(column, { born: '2015-06' })).toBe('2015-06');
    expect(birthDateIn(column, {})).toBeUndefined();
  });
});
