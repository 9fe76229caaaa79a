/** Parts of a form that only some are asked (docs/rules/forms.md#conditions). */
import { describe, expect, it, test } from 'vitest';
import { checkAnswers } from '#domain/nomination/answers.ts';
import { checkSubmitted } from '#domain/nomination/submitted-form.ts';
import { askedForm, conditionWords } from '#domain/programme/asked-form.ts';
import { formSchema } from '#domain/programme/form.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { changed, type Document, faultsOf } from './presets.ts';

const word = (zh: string) => ({ zh, en: zh });
const options = (...values: string[]) => values.map((value) => ({ value, label: word(value) }));
const form = formSchema.parse({
  nameField: 'name',
  publicFields: ['name'],
  fields: [
    { id: 'name', type: 'text', required: true, max: 30, label: word('姓名') },
    { id: 'kind', type: 'choice', label: word('人员类别'), options: options('农民', '港澳台人员') },
    { id: 'born', type: 'date', personal: true, label: word('出生日期') },
    {
      id: 'since',
      type: 'date',
      required: true,
      label: word('来内地日期'),
      when: { field: 'kind', values: ['港澳台人员'] },
    },
    {
      id: 'permit',
      type: 'boolean',
      label: word('持居住证'),
      when: { field: 'kind', values: ['港澳台人员'] },
    },
    {
      id: 'permitYear',
      type: 'year',
      required: true,
      label: word('领证年份'),
      when: { field: 'permit', values: ['true'] },
    },
    {
      id: 'guardian',
      group: '监护人',
      type: 'text',
      required: true,
      max: 30,
      personal: true,
      label: word('监护人姓名'),
    },
  ],
  groups: [{ title: '监护人', when: { field: 'born', under: 18 } }],
  attachments: [
    {
      id: 'permitScan',
      min: 1,
      types: ['pdf'],
      label: word('通行证'),
      when: { field: 'kind', values: ['港澳台人员'] },
    },
  ],
  declarations: [
    { id: 'true', text: word('属实') },
    { id: 'stay', text: word('在内地工作'), when: { field: 'kind', values: ['港澳台人员'] } },
  ],
});
const checks = { idDocument: () => undefined, creditCode: () => undefined, today: '2027-03-08' };
const least = { name: '何蓉蓉', declarations: ['true'] };
const faults = (more: object) =>
  checkSubmitted(form, { answers: { ...least, ...more }, attachments: [] }, checks).faults.map(
    ({ field, code }) => `${field} ${code}`,
  );

describe('who is asked', () => {
  it.each([
    [{}, []],
    [{ kind: '农民' }, []],
    [
      { kind: '港澳台人员' },
      ['since required', 'declarations.stay declaration', 'attachments.permitScan too-few-files'],
    ],
    [{ born: '2009-03-08' }, []],
    [{ born: '2009-03-09' }, ['guardian required']],
    [{ born: '二〇〇九' }, ['born malformed']],
  ])('%o is asked %o', (answers, expected) => {
    expect(faults(answers)).toEqual(expected);
  });

  it('what is not asked counts as not answered for the conditions of others', () => {
    const yes = { permit: '是', kind: '港澳台人员', since: '2020-01-01', declarations: ['true', 'stay'] };
    expect(faults(yes)).toEqual(['permitYear required', 'attachments.permitScan too-few-files']);
    expect(faults({ ...yes, kind: '农民' })).toEqual([]);
  });

  it('what was typed where nobody asks stays in the draft and is not handed in', () => {
    const typed = {
      ...least,
      kind: '农民',
      since: '2020-01-01',
      guardian: '李桂芳',
      declarations: ['true', 'stay'],
    };
    expect(checkAnswers(form, typed, 'draft', checks).answers).toEqual(typed);
    const sent = checkAnswers(form, typed, 'submit', checks);
    expect([sent.faults, sent.answers]).toEqual([[], { ...least, kind: '农民' }]);
  });

  it('a form without conditions is asked as it is', () => {
    const plain = { ...form, groups: [], fields: form.fields.slice(0, 2), attachments: [], declarations: [] };
    expect(askedForm(plain, {}, checks.today)).toBe(plain);
  });

  it('says in words who is asked', () => {
    const [since, , year, guardian] = ['since', 'permit', 'permitYear', 'guardian'].map(
      (id) => conditionWords(form, form.fields.find((field) => field.id === id)!).zh,
    );
    expect([since, year, guardian]).toEqual([
      '仅当「人员类别」为“港澳台人员”时填写',
      '仅当「持居住证」为“是”时填写',
      '仅当「出生日期」不满 18 周岁时填写',
    ]);
  });
});

describe('conditions that cannot be judged are refused when the programme is read', () => {
  const short = (change: (document: Document) => void) =>
    faultsOf(() => parseProgramme(changed('sbqs', change))).map(({ field, code }) => `${field} ${code}`);
  const fieldOf = (document: Document, id: string) =>
    document.form.fields.find((field: { id: string }) => field.id === id);

  test('a condition that refers to itself, at once or by others', () => {
    expect(
      short((d) => {
        fieldOf(d, 'rank').when = { field: 'rank', values: ['无'] };
      }),
    ).toEqual([expect.stringMatching(/^form\.fields\.\d+\.when condition-circle$/)]);
    expect(
      short((d) => {
        fieldOf(d, 'rank').when = { field: 'federationCadre', values: ['是'] };
        fieldOf(d, 'federationCadre').when = { field: 'rank', values: ['无'] };
      }).length,
    ).toBe(2);
  });

  test('a field, an option or a group that is not there; a type that has no options; both ways or none', () => {
    expect(
      short((d) => {
        fieldOf(d, 'mainlandSince').when = { field: 'personClas', values: ['港澳台人员'] };
        fieldOf(d, 'systemHonour').when = { field: 'personClass', values: ['港澳人员'] };
        fieldOf(d, 'email').when = { field: 'name', values: ['何'] };
        fieldOf(d, 'address').when = { field: 'birthDate' };
        d.form.groups = [{ title: '监护', when: { field: 'birthDate', under: 18 } }];
      }).map((one) => one.replace(/\d+/g, 'n')),
    ).toEqual([
      'form.fields.n.when.field unknown-field',
      'form.fields.n.when.field field-type',
      'form.fields.n.when condition-shape',
      'form.fields.n.when.field field-type',
      'form.fields.n.when.values unknown-option',
      'form.groups.n.title unknown-group',
    ]);
  });

  test('name and identity are asked of everybody', () => {
    expect(
      short((d) => {
        fieldOf(d, 'idDocument').when = { field: 'personClass', values: ['农民'] };
      }),
    ).toEqual([expect.stringMatching(/condition-needed$/)]);
  });
});
