import { describe, expect, it } from 'vitest';
import {
  asksSensitive,
  consentText,
  consentVersion,
  isConsentVersion,
  needsGuardian,
} from '#domain/nomination/consent-text.ts';
import { form } from '../programme/sample-form.ts';

const facts = {
  handler: '芙蓉区妇联',
  contact: '0731-84683000',
  programme: { zh: '最美家庭', en: 'Most Beautiful Family' },
  retentionYears: 10,
};

describe('the consent text', () => {
  it('tells handler, contact, purpose and time of keeping, in both languages', () => {
    const shown = consentText(consentVersion, facts)!;
    const zh = shown.notice.map((paragraph) => paragraph.zh).join('\n');
    for (const word of ['芙蓉区妇联', '0731-84683000', '最美家庭', '10 年', '撤回同意'])
      expect(zh).toContain(word);
    expect(
      [...shown.notice, shown.sensitive, shown.guardian].every(({ en }) =>
        /^[^\p{Script=Han}]+$/u.test(en.replace('芙蓉区妇联', '')),
      ),
    ).toBe(true);
  });
  it('exists only in versions that were shown', () => {
    expect([isConsentVersion(''), isConsentVersion('toString'), consentText('1999', facts)]).toEqual([
      false,
      false,
      undefined,
    ]);
  });
  it('asks separately where the form, or a column of it, is sensitive', () => {
    expect(asksSensitive(form)).toBe(true);
    const plain = form.fields.filter((field) => !field.sensitive && field.type !== 'table');
    expect(asksSensitive({ ...form, fields: plain })).toBe(false);
  });
});

describe('a guardian', () => {
  const person = { identity: { by: 'document' as const, field: 'idNumber' } };
  const members = {
    identity: { by: 'members' as const, table: 'members', column: 'idNumber', birthColumn: 'birthDate' },
  };
  it.each([
    ['2003-04-02', true],
    ['2003-04-01', false],
  ])(
    'agrees for a nominee under eighteen: a family of one born %s, by her ID number: %s',
    (birth, needed) => {
      const body = `430102${birth.replaceAll('-', '')}001`;
      const sum = [...body].reduce(
        (total, digit, i) =>
          total + Number(digit) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][i]!,
        0,
      );
      expect(needsGuardian(person, { idNumber: body + '10X98765432'[sum % 11] }, '2021-04-01')).toBe(needed);
    },
  );
  it.each([
    ['2007-04-01', false],
    ['2007-04-02', true],
  ])('agrees for a child under fourteen in a family: born %s: %s', (birthDate, needed) => {
    expect(
      needsGuardian(members, { members: [{ birthDate: '1971-03-05' }, { birthDate }] }, '2021-04-01'),
    ).toBe(needed);
  });
  it('is not asked for a collective, nor where no age is known', () => {
    expect(needsGuardian({ identity: { by: 'creditCode', field: 'code' } }, {}, '2021-04-01')).toBe(false);
    expect([
      needsGuardian(person, {}, '2021-04-01'),
      needsGuardian(members, { members: [{}] }, '2021-04-01'),
    ]).toEqual([false, false]);
  });
});
