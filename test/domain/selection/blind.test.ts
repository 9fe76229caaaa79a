/** What a blind panel reads, and how weights make a total (docs/rules/panel.md#blind, docs/rules/panel.md#weights). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { showExact } from '#domain/fraction.ts';
import { formSchema } from '#domain/programme/form.ts';
import { blindView, nameForPanel } from '#domain/selection/blind.ts';
import { totalOf, totalSaid } from '#domain/selection/mark.ts';

const field = (id: string, more = {}) => ({ id, type: 'text', label: { zh: id }, ...more });
const form = formSchema.parse({
  nameField: 'name',
  publicFields: ['name'],
  fields: [
    field('name', { required: true }),
    field('unit'),
    field('deeds', { type: 'paragraph' }),
    field('idNumber', { type: 'idDocument', personal: true, sensitive: true }),
    field('honours', { type: 'table', columns: [field('title'), field('body')] }),
  ],
});
const answers = {
  name: '𠮷田花',
  unit: '望城机械厂',
  deeds: '𠮷田花在望城机械厂工作，带头创新。',
  idNumber: '430102199001011234',
  honours: [{ title: '先进个人', body: '望城机械厂工会' }],
  declarations: ['truthful'],
};

describe('a blind panel', () => {
  it('has neither the hidden fields nor their words elsewhere, in tables too; personal answers stay masked', () => {
    const { form: shown, answers: read } = blindView(form, ['name', 'unit'], { form, answers });
    expect(shown.fields.map(({ id }) => id)).toEqual(['deeds', 'idNumber', 'honours']);
    expect(Object.keys(read).toSorted()).toEqual(['deeds', 'honours', 'idNumber']);
    expect([read.deeds, read.honours]).toEqual([
      '＊＊在＊＊工作，带头创新。',
      [{ title: '先进个人', body: '＊＊工会' }],
    ]);
    expect(String(read.idNumber)).not.toContain('19900101');
  });
  it('never lets a hidden answer of two characters or more through, whatever else is written', () => {
    const word = fc
      .string({ minLength: 2, maxLength: 8, unit: 'grapheme' })
      .filter((one) => [...one.trim()].length > 1 && !one.includes('＊'));
    fc.assert(
      fc.property(word, fc.string({ unit: 'grapheme' }), (hidden, around) => {
        const said = { ...answers, unit: hidden, deeds: `${around}${hidden.trim()}${around}` };
        const read = blindView(form, ['unit'], { form, answers: said }).answers;
        const words = hidden.trim();
        return !String(read.deeds).includes(words);
      }),
    );
  });
  it('hides what its own form does not know', () => {
    const below = {
      ...form,
      fields: [
        ...form.fields,
        formSchema.parse({ ...form, fields: [field('name'), field('motto')] }).fields[1]!,
      ],
    };
    const read = blindView(form, ['name'], { form: below, answers: { ...answers, motto: '𠮷田家训' } });
    expect(read.form.fields.some(({ id }) => id === 'motto')).toBe(false);
    expect(Object.hasOwn(read.answers, 'motto')).toBe(false);
  });
  it('calls the nominee by the number of her receipt where her name is hidden', () => {
    const nominee = { id: 'nom-000123', name: '𠮷田花', receipt: 'CXDS-2022-0007' };
    expect(nameForPanel(form, ['unit'], nominee)).toBe('𠮷田花');
    expect(nameForPanel(form, ['name'], nominee)).toBe('CXDS-2022-0007');
    expect(nameForPanel(form, ['name'], { ...nominee, receipt: undefined })).toBe('000123');
  });
});

describe('weights', () => {
  const of = (...rows: (readonly [max: number, weight?: string])[]) =>
    rows.map(([max, weight], i) => ({ id: `c${i}`, max, ...(weight !== undefined && { weight }) }));
  const marks = (...given: (string | number)[]) =>
    Object.fromEntries(given.map((mark, i) => [`c${i}`, mark]));
  it.each([
    [of([100, '50%'], [100, '30%'], [100, '20%']), marks(90, 80, 70), '90×50% + 80×30% + 70×20% = 83'],
    [of([30, '60%'], [10, '40%']), marks(20, 10), '20÷30×100×60% + 10÷10×100×40% = 80'],
    [of([50], [30], [20]), marks(45, 20, 18), '83'],
    [of([30, '33.3%'], [70, '66.7%']), marks('30', '70'), '30÷30×100×33.3% + 70÷70×100×66.7% = 100'],
  ])('%j with %j make %s', (criteria, given, said) => {
    expect(totalSaid(criteria, given)).toBe(said);
  });
  it('are exact: three thirds of a maximum are one', () => {
    expect(showExact(totalOf(of([3, '100%']), marks(1)), 4)).toBe('33.3333');
  });
});
