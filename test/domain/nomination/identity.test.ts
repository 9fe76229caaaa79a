/** ID documents, credit codes, names, uniqueness (docs/rules/identity.md#identity-rule). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/instant.ts';
import { normaliseName, normaliseText } from '#domain/name.ts';
import {
  checkCreditCode,
  creditCheckCharacter,
  creditFormFaults,
  hasOddCheck,
  normaliseCreditCode,
} from '#domain/nomination/credit-code.ts';
import {
  checkDocument,
  type DocumentType,
  detailsOfIdNumber,
  documentFaults,
  normaliseDocument,
  readDocument,
} from '#domain/nomination/id-document.ts';
import { identityParts } from '#domain/nomination/identity.ts';
import { Problem } from '#domain/problem.ts';
import { maskId, maskPhone } from '#domain/programme/field-masks.ts';
import { familyForm, fullWidth, personForm, unitForm } from './people-form.ts';

/** Check digit of GB 11643 (ISO 7064 MOD 11-2), written here once more so that the package is checked by another hand. */
const withCheckDigit = (first17: string) => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return first17 + '10X98765432'.charAt(sum % 11);
};
const idNumber = (birth: string, order: number, region = '430102') =>
  withCheckDigit(region + birth.replaceAll('-', '') + String(order).padStart(3, '0'));
const anyBirth = fc.integer({ min: 0, max: 36_000 }).map((days) => addDays('1920-01-01', days));
const anyOrder = fc.integer({ min: 1, max: 999 });
const codesOf = (type: DocumentType, number: string) =>
  documentFaults({ type, number }, 'id').map(({ code }) => code);

describe('an identity card number', () => {
  test('tells birth date and gender', () => {
    expect(detailsOfIdNumber('11010519491231002X')).toEqual({ birthDate: '1949-12-31', gender: '女' });
    expect(detailsOfIdNumber('440524188001010014')).toEqual({ birthDate: '1880-01-01', gender: '男' });
  });

  test('every well-made number is read, full width, small x and spaces too', () => {
    fc.assert(
      fc.property(anyBirth, anyOrder, (birth, order) => {
        const number = idNumber(birth, order);
        expect(codesOf('idCard', number)).toEqual([]);
        expect(detailsOfIdNumber(number)).toEqual({
          birthDate: birth,
          gender: order % 2 === 1 ? '男' : '女',
        });
        const typed = [...number.toLowerCase()]
          .map((digit) => (/\d/.test(digit) ? String.fromCodePoint(digit.charCodeAt(0) + 0xfee0) : digit))
          .join(' ');
        expect(normaliseDocument({ type: 'idCard', number: typed })).toBe(number);
        expect(codesOf('idCard', typed)).toEqual([]);
      }),
    );
  });

  test('one wrong digit is always found', () => {
    const place = fc.integer({ min: 1, max: 16 });
    fc.assert(
      fc.property(anyBirth, anyOrder, place, fc.integer({ min: 1, max: 9 }), (birth, order, i, more) => {
        const number = idNumber(birth, order);
        const digit = (Number(number[i]) + more) % 10;
        expect(codesOf('idCard', number.slice(0, i) + digit + number.slice(i + 1))).not.toEqual([]);
      }),
    );
  });

  test.each([
    ['110105194912310021', 'document-check'],
    [withCheckDigit('43010219880231002'), 'document-check'],
    [withCheckDigit('43010220230229002'), 'document-check'],
    ['11010519491231002', 'document-form'],
    ['110105491231002', 'document-form'],
    ['', 'document-form'],
  ])('%s: %s', (number, code) => {
    expect(documentFaults({ type: 'idCard', number }, 'members.0.id')).toMatchObject([
      { field: 'members.0.id', code },
    ]);
  });
});

describe('other documents', () => {
  test.each([
    ['hkMoPermit', 'h12345678', 'H12345678'],
    ['hkMoPermit', 'M1234567801', 'M12345678'],
    ['twPermit', '12345678', '12345678'],
    ['twPermit', '0123456789（B）', '0123456789B'],
    ['residencePermit', idNumber('1990-01-01', 2, '810000'), idNumber('1990-01-01', 2, '810000')],
    ['residencePermit', idNumber('1990-01-01', 2, '830000'), idNumber('1990-01-01', 2, '830000')],
    ['passport', 'E 1234-5678', 'E12345678'],
    ['foreignerPermit', 'USA110080010101', 'USA110080010101'],
  ] as const)('%s %s is compared as %s, and its kind is told from the number', (type, number, plain) => {
    expect(codesOf(type, number)).toEqual([]);
    expect(normaliseDocument({ type, number })).toBe(plain);
    expect(readDocument(number)?.type).toBe(type);
    expect(readDocument({ type, number })).toEqual({ type, number });
  });

  test.each([
    ['hkMoPermit', 'X12345678'],
    ['twPermit', '1234567'],
    ['passport', 'E1'],
    ['residencePermit', idNumber('1990-01-01', 2)],
    ['idCard', idNumber('1990-01-01', 2, '810000')],
  ] as const)('%s %s is refused', (type, number) => {
    expect(codesOf(type, number)).toEqual(['document-form']);
  });

  test('a mistyped card number is not taken for something else', () => {
    expect(readDocument('4301021988030500')?.type).toBe('idCard');
    expect(checkDocument('4301021988030500')?.zh).toContain('居民身份证');
    expect(checkDocument('11010519491231002X')).toBeUndefined();
  });

  test('no number, no document', () => {
    for (const answer of ['', ' ', undefined, null, 7, { type: 'idCard' }, { type: 'idCard', number: '' }]) {
      expect(readDocument(answer)).toBeUndefined();
    }
  });
});

describe('a unified social credit code', () => {
  test.each(['91350100M000100Y43', '91330100799655058B', '914403001922038216', '91110000802100433b'])(
    '%s is good',
    (code) => {
      expect([creditFormFaults(code, 'code'), hasOddCheck(code)]).toEqual([[], false]);
    },
  );

  test.each([
    ['91350100M000100Y4', 'credit-code-form'],
    ['9135010OM000100Y43', 'credit-code-form'],
    ['000000000000000000', 'credit-code-form'],
    ['00000000000000000', 'credit-code-form'],
    ['０'.repeat(18), 'credit-code-form'],
    ['11010519491231002X', 'credit-code-id'],
    ['１１０１０５１９４９１２３１００２ｘ', 'credit-code-id'],
    [idNumber('1988-03-05', 28), 'credit-code-id'],
  ])('%s: %s', (code, expected) => {
    expect(hasOddCheck(code)).toBe(false);
    expect(creditFormFaults(code, 'unitCode')).toMatchObject([{ field: 'unitCode', code: expected }]);
    expect(checkCreditCode(code)).toBeDefined();
  });

  test('an odd check digit, as it is typed, is told from a broken form and is the unit all the same', () => {
    for (const code of ['91350100M000100Y44', '9135 0100 m000 100y 44', fullWidth('91350100M000100Y44')])
      expect([hasOddCheck(code), checkCreditCode(code)]).toEqual([true, undefined]);
    const unit = { identity: { by: 'creditCode', field: 'code' }, form: unitForm } as const;
    expect(identityParts(unit, { code: '91350100m000100y44' }, '2027-01-04')).toEqual([
      { kind: 'unit', value: '91350100M000100Y44' },
    ]);
  });

  test('any one wrong character is found', () => {
    const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const letter = fc.constantFrom(...letters);
    const body = fc
      .tuple(fc.integer({ min: 100_000, max: 999_999 }), fc.array(letter, { minLength: 9, maxLength: 9 }))
      .map(([region, rest]) => `91${region}${rest.join('')}`);
    fc.assert(
      fc.property(body, fc.integer({ min: 8, max: 17 }), letter, (first17, i, other) => {
        const code = first17 + creditCheckCharacter(first17);
        expect(hasOddCheck(code)).toBe(false);
        expect(normaliseCreditCode(` ${code.toLowerCase()} `)).toBe(code);
        fc.pre(other !== code[i]);
        const wrong = code.slice(0, i) + other + code.slice(i + 1);
        expect(hasOddCheck(wrong)).toBe(true);
      }),
    );
  });
});

describe('names', () => {
  test.each([
    ['罗步芳家庭', '罗步芳'],
    ['罗 步 芳 家庭', '罗步芳'],
    ['张　三', '张三'],
    ['阿依古丽•买买提', '阿依古丽·买买提'],
    ['阿依古丽 ・ 买买提', '阿依古丽·买买提'],
    ['阿依古丽.买买提', '阿依古丽·买买提'],
    ['Ｍａｒｙ  Smith', 'mary smith'],
    ['张\u200b三', '张三'],
    ['家庭', '家庭'],
  ])('%j is compared as %j', (name, plain) => {
    expect(normaliseName(name)).toBe(plain);
  });

  test('what is normalised stays as it is', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('家庭', '·', '.', ' ', '张', '\u200d', 'A'),
    );
    fc.assert(
      fc.property(
        fc.array(part).map((parts) => parts.join('')),
        (name) => {
          expect(normaliseText(normaliseText(name))).toBe(normaliseText(name));
          expect(normaliseName(normaliseName(name))).toBe(normaliseName(name));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('masks', () => {
  test.each([
    [maskId, '11010519491231002X', '**************002X'],
    [maskId, 'H1234567', '****4567'],
    [maskId, 'E12345', '******'],
    [maskPhone, '13812345678', '138****5678'],
    [maskPhone, '138 1234-5678', '138****5678'],
    [maskPhone, '84123456', '******56'],
    [maskPhone, '12', '**'],
  ])('%o of %s is %s', (mask, value, masked) => {
    expect(mask(value)).toBe(masked);
  });
});

describe('what makes a nominee unique', () => {
  const asOf = '2027-01-04';
  const faultsOf = (act: () => unknown) => {
    try {
      act();
    } catch (error) {
      if (error instanceof Problem) return error.faults.map(({ field, code }) => `${field} ${code}`);
    }
    return [];
  };
  const adult = idNumber('1985-05-15', 12);
  const spouse = idNumber('1984-02-01', 31);

  test('a person: kind and number of the document', () => {
    const programme = { identity: { by: 'document', field: 'idNumber' }, form: personForm } as const;
    const expected = [{ kind: 'document', value: `idCard:${adult}` }];
    expect(identityParts(programme, { idNumber: adult }, asOf)).toEqual(expected);
    expect(identityParts(programme, { idNumber: ` ${adult} ` }, asOf)).toEqual(expected);
    expect(identityParts(programme, { idNumber: 'M1234567802' }, asOf)).toEqual([
      { kind: 'document', value: 'hkMoPermit:M12345678' },
    ]);
    expect(faultsOf(() => identityParts(programme, {}, asOf))).toEqual(['idNumber identity-document']);
    expect(faultsOf(() => identityParts(programme, { idNumber: '11010519491231002' }, asOf))).toEqual([
      'idNumber document-form',
    ]);
  });

  describe('a family: each adult', () => {
    const programme = {
      identity: { by: 'members', table: 'members', column: 'idNumber' },
      form: familyForm,
    } as const;
    const parts = (...members: object[]) =>
      identityParts(programme, { members }, asOf).map(({ value }) => value.replace('idCard:', ''));

    test('and no child, who may do without a number', () => {
      expect(
        parts({ idNumber: adult }, { idNumber: spouse, born: '1984-02' }, { born: '2015-06-01' }),
      ).toEqual([adult, spouse]);
    });

    test('18 today is adult, 18 tomorrow is not, by the ID number before the date that was typed', () => {
      const of = (birth: string) => ({ idNumber: idNumber(birth, 7) });
      expect(parts({ idNumber: adult }, of('2009-01-04'))).toHaveLength(2);
      expect(parts({ idNumber: adult }, of('2009-01-05'))).toHaveLength(1);
      expect(parts({ idNumber: adult }, { ...of('2000-01-01'), born: '2009-01-05' })).toHaveLength(2);
      expect(parts({ idNumber: adult }, { idNumber: 'E12345678', born: '2009-01-05' })).toHaveLength(1);
    });

    test('faults name the row', () => {
      expect(faultsOf(() => parts({ idNumber: adult }, {}, { idNumber: '123' }))).toEqual([
        'members.1.idNumber identity-document',
        'members.2.idNumber document-form',
      ]);
      expect(faultsOf(() => parts({ idNumber: adult }, { idNumber: adult }))).toEqual([
        'members identity-member-twice',
      ]);
      expect(faultsOf(() => parts({ born: '2015-06-01' }))).toEqual(['members identity-no-adult']);
      expect(faultsOf(() => identityParts(programme, {}, asOf))).toEqual(['members identity-no-adult']);
    });
  });

  test('a unit by its credit code, its posts by their names too', () => {
    const unit = { identity: { by: 'creditCode', field: 'code' }, form: unitForm } as const;
    const post = {
      identity: { by: 'creditCode', field: 'code', postField: 'post' },
      form: unitForm,
    } as const;
    const code = '91350100M000100Y43';
    expect(identityParts(unit, { code: code.toLowerCase() }, asOf)).toEqual([{ kind: 'unit', value: code }]);
    expect(identityParts(post, { code, post: '服务 窗口' }, asOf)).toEqual([
      { kind: 'post', value: `${code}:服务窗口` },
    ]);
    expect(faultsOf(() => identityParts(post, { code: 'x' }, asOf))).toEqual([
      'code credit-code-form',
      'post identity-post',
    ]);
  });

  test('a work by its own id', () => {
    const work = { identity: { by: 'own', field: 'workId' }, form: unitForm } as const;
    expect(identityParts(work, { workId: 'Ａ-01' }, asOf)).toEqual([{ kind: 'own', value: 'a-01' }]);
    expect(faultsOf(() => identityParts(work, { workId: ' ' }, asOf))).toEqual(['workId identity-own']);
  });
});
