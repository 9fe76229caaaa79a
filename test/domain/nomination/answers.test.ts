import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCharacters } from '#domain/characters.ts';
import { checkAnswers } from '#domain/nomination/answers.ts';
import { attachmentFaults } from '#domain/nomination/attachment-faults.ts';
import { anyAnswers, checks, form, goodAnswers } from '../programme/sample-form.ts';

const least = { name: '何蓉蓉', class: '一线', declarations: ['clean'] };
const submit = (more: Record<string, unknown> = {}) =>
  checkAnswers(form, { ...least, ...more }, 'submit', checks);
const draft = (answers: Record<string, unknown>) => checkAnswers(form, answers, 'draft', checks);
const found = ({ faults }: ReturnType<typeof submit>) => faults.map(({ field, code }) => `${field} ${code}`);

describe('answers at submission', () => {
  it('a filled form has no faults and comes back tidy', () => {
    expect(
      submit({
        name: ' 何\n蓉蓉 ',
        brief: '一二\r\n三四五',
        staff: '１０',
        share: '62.5',
        born: '1988年3月5日',
        since: '2019.3',
        year: '2020年',
        party: '否',
        tags: ['清廉', '清廉'],
        phone: '+86 138 0013 8000',
        email: ' a@b.cn ',
        paper: '43010219880305001x',
        credit: '91430102ma4l1234xh',
        members: [{ name: ' 李 ', role: '父' }],
      }),
    ).toEqual({
      compared: [],
      faults: [],
      answers: {
        ...least,
        name: '何 蓉蓉',
        brief: '一二\n三四五',
        staff: 10,
        share: 62.5,
        born: '1988-03-05',
        since: '2019-03',
        year: 2020,
        party: false,
        tags: ['清廉'],
        phone: '13800138000',
        email: 'a@b.cn',
        paper: '43010219880305001X',
        credit: '91430102MA4L1234XH',
        members: [{ name: '李', role: '父' }],
      },
    });
  });
  it('an empty form lacks what is required, its name and its statement, and says so in both languages', () => {
    const empty = checkAnswers(form, {}, 'submit', checks);
    expect(found(empty)).toEqual(['name required', 'class required', 'declarations.clean declaration']);
    expect(empty.faults[0]?.text).toEqual({
      zh: '「姓名」未填写，请填写',
      en: '"Name" is empty; fill it in',
    });
    expect(
      found(checkAnswers(form, { name: '  ', class: null, declarations: [] }, 'submit', checks)),
    ).toHaveLength(3);
  });
  it.each([
    ['staff', '3', []],
    ['staff', '100', []],
    ['staff', '2', ['staff too-small']],
    ['staff', 101, ['staff too-large']],
    ['staff', '3.5', ['staff malformed']],
    ['staff', '很多', ['staff malformed']],
    ['staff', '1234567890123456', ['staff malformed']],
    ['staff', true, ['staff malformed']],
    ['share', '1e5', ['share malformed']],
    ['share', '1,000.5', []],
    ['share', '1.1234567', ['share malformed']],
    ['born', '2021-02-29', ['born malformed']],
    ['born', '2021-03', ['born malformed']],
    ['since', '2021-13', ['since malformed']],
    ['since', '2021-03-05', ['since malformed']],
    ['year', '21', ['year malformed']],
    ['party', '也许', ['party wrong-type']],
    ['class', '农民', ['class not-an-option']],
    ['class', ['一线'], ['class not-an-option']],
    ['tags', ['清廉', '富裕'], ['tags not-an-option']],
    ['tags', '清廉', []],
    ['phone', '0731-84681234', []],
    ['phone', '+852-23456789', []],
    ['phone', '12345', ['phone malformed']],
    ['phone', '23800138000', ['phone malformed']],
    ['email', 'a@b', ['email malformed']],
    ['email', 'a b@c,d.cn', ['email malformed']],
    ['paper', '123', ['paper malformed']],
    ['credit', '123', ['credit malformed']],
    ['brief', 12, ['brief wrong-type']],
    ['brief', { a: 1 }, ['brief wrong-type']],
    ['brief', 'a\u0000', ['brief not-storable']],
    ['brief', '\ud800', ['brief not-storable']],
    ['nothing', 'x', ['nothing unknown-field']],
    ['constructor', 'x', ['constructor unknown-field']],
    ['members', 'x', ['members wrong-type']],
    ['members', ['x'], ['members wrong-type']],
  ])('%s = %j: %j', (field, value, want) => {
    expect(found(submit({ [field]: value }))).toEqual(want);
  });
  it('counts characters, not bytes, and no line breaks', () => {
    expect(found(submit({ brief: '一二三四𠮷' }))).toEqual([]);
    expect(found(submit({ brief: '一二\n三四\r\n五' }))).toEqual([]);
    expect(submit({ brief: '一二三四五六' }).faults[0]).toMatchObject({
      code: 'too-long',
      text: { zh: '「简介」：最多 5 字，现有 6 字，请删减 1 字' },
    });
  });
  it('names the row and column of a fault, blank rows pass', () => {
    const rows = [{ name: '李' }, { name: ' ', idDocument: '' }, { idDocument: '12', role: '叔', age: 3 }];
    const checked = submit({ members: rows });
    expect(found(checked)).toEqual([
      'members.2.name required',
      'members.2.idDocument malformed',
      'members.2.role not-an-option',
      'members.2.age unknown-field',
    ]);
    expect(checked.answers.members).toHaveLength(2);
    expect(found(submit({ members: Array(4).fill({ name: '李' }) }))).toEqual(['members too-many-rows']);
  });
  it('a stranger among the statements is refused, a missing one is asked for', () => {
    expect(found(submit({ declarations: ['clean', 'rich'] }))).toEqual(['declarations.rich unknown-field']);
    expect(found(submit({ declarations: [] }))).toEqual(['declarations.clean declaration']);
  });
});

describe('answers of a draft', () => {
  it('keeps everything typed, however wrong', () => {
    const typed = {
      brief: '一二三四五六七',
      staff: '很多',
      born: '1988',
      class: '农民',
      paper: '12',
      members: [{ idDocument: '1' }],
    };
    expect(draft(typed)).toEqual({ answers: typed, faults: [], compared: [] });
    expect(draft({})).toEqual({ answers: {}, faults: [], compared: [] });
  });
  it('refuses only what cannot be stored', () => {
    expect(
      found(
        draft({
          brief: '\u0007',
          staff: {},
          nothing: 1,
          name: '长'.repeat(20_001),
          members: [{ role: { a: 1 } }],
        }),
      ),
    ).toEqual([
      'name not-storable',
      'brief not-storable',
      'staff wrong-type',
      'members.0.role wrong-type',
      'nothing unknown-field',
    ]);
  });
});

describe('for whatever is sent', () => {
  it('never throws, and what is kept is kept again', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyAnswers, goodAnswers),
        fc.constantFrom('draft' as const, 'submit' as const),
        (answers, mode) => {
          const once = checkAnswers(form, answers, mode, checks);
          const again = checkAnswers(form, once.answers, mode, checks);
          expect(again.answers).toEqual(once.answers);
          for (const { text: words } of once.faults) expect([words.zh, words.en]).not.toContain('');
        },
      ),
    );
  });
  it('a submitted text without faults is within its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (brief) => {
        const { answers, faults } = submit({ brief });
        if (faults.length === 0) expect(countCharacters(String(answers.brief ?? ''))).toBeLessThanOrEqual(5);
        else expect(countCharacters(brief)).toBeGreaterThan(5);
      }),
    );
  });
});

describe('the number of files', () => {
  it.each([
    [{}, ['attachments.photo too-few-files']],
    [{ photo: 1 }, ['attachments.photo too-few-files']],
    [{ photo: 2 }, []],
    [{ photo: 3 }, []],
    [{ photo: 4 }, ['attachments.photo too-many-files']],
    [{ photo: 2, film: 1 }, ['attachments.film unknown-field']],
  ])('%j: %j', (counts, want) => {
    expect(
      attachmentFaults(form, counts as Record<string, number>).map(({ field, code }) => `${field} ${code}`),
    ).toEqual(want);
  });
});
