import { describe, expect, it } from 'vitest';
import {
  asksSensitive,
  consentText,
  consentVersion,
  isConsentVersion,
  needsGuardian,
} from '#domain/nomination/consent-text.ts';
import { form } from '../programme/sample-form.ts';
import { familyForm, idNumberOf, personForm, unitForm } from './people-form.ts';

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
  const person = { identity: { by: 'document' as const, field: 'idNumber' }, form: personForm };
  const members = {
    identity: { by: 'members' as const, table: 'members', column: 'idNumber' },
    form: familyForm,
  };
  it.each([
    ['2003-04-02', true],
    ['2003-04-01', false],
  ])(
    'agrees for a nominee under eighteen: a family of one born %s, by her ID number: %s',
    (birth, needed) => {
      expect(needsGuardian(person, { idNumber: idNumberOf(birth, 1) }, '2021-04-01')).toBe(needed);
      // Another date beside the number changes nothing; beside a passport it is all there is.
      expect(
        needsGuardian(person, { idNumber: idNumberOf(birth, 1), born: '1990-01-01' }, '2021-04-01'),
      ).toBe(needed);
      expect(needsGuardian(person, { idNumber: 'E12345678', born: birth }, '2021-04-01')).toBe(needed);
    },
  );
  it.each([
    ['2007-04-01', false],
    ['2007-04-02', true],
  ])('agrees for a child under fourteen in a family: born %s: %s', (born, needed) => {
    const adult = { born: '1971-03-05' };
    expect(needsGuardian(members, { members: [adult, { born }] }, '2021-04-01')).toBe(needed);
    const child = { idNumber: idNumberOf(born, 2), born: '1990-01-01' };
    expect(needsGuardian(members, { members: [adult, child] }, '2021-04-01')).toBe(needed);
  });
  it('is not asked for a collective, nor where no age is known', () => {
    expect(
      needsGuardian({ identity: { by: 'creditCode', field: 'code' }, form: unitForm }, {}, '2021-04-01'),
    ).toBe(false);
    expect([
      needsGuardian(person, {}, '2021-04-01'),
      needsGuardian(members, { members: [{}] }, '2021-04-01'),
    ]).toEqual([false, false]);
  });
});
