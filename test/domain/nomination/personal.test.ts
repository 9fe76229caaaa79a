import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinPersonal, maskPersonal, splitPersonal } from '#domain/nomination/personal.ts';
import { anyAnswers, form, goodAnswers } from '../programme/sample-form.ts';

describe('personal answers', () => {
  const answers = {
    name: '何蓉蓉',
    born: '1988-03-05',
    party: true,
    paper: '43010219880305001X',
    declarations: ['clean'],
    members: [{ name: '李', idDocument: '430102198803050010' }, { name: '王' }],
  };
  it('lie apart, table columns included', () => {
    expect(splitPersonal(form, answers)).toEqual({
      open: { name: '何蓉蓉', declarations: ['clean'], members: [{ name: '李' }, { name: '王' }] },
      personal: {
        born: '1988-03-05',
        party: true,
        paper: '43010219880305001X',
        members: [{ idDocument: '430102198803050010' }, {}],
      },
    });
  });
  it('what the form does not know is personal', () => {
    expect(splitPersonal(form, { odd: 'x', members: 'x' })).toEqual({
      open: {},
      personal: { odd: 'x', members: 'x' },
    });
  });
  it('come together again, for whatever was answered', () => {
    fc.assert(
      fc.property(fc.oneof(anyAnswers, goodAnswers), (any) => {
        expect(joinPersonal(splitPersonal(form, any))).toEqual(any);
      }),
    );
  });
  it('nothing personal lies open', () => {
    fc.assert(
      fc.property(goodAnswers, (any) => {
        const { open } = splitPersonal(form, any);
        expect(
          Object.keys(open).filter((id) => ['born', 'phone', 'email', 'paper', 'party'].includes(id)),
        ).toEqual([]);
        expect(((open.members ?? []) as object[]).some((row) => 'idDocument' in row)).toBe(false);
      }),
    );
  });
  it('are masked for lists and link pages', () => {
    expect(maskPersonal(form, { ...answers, phone: '13800138000', email: 'abc@d.cn', odd: 'x' })).toEqual({
      name: '何蓉蓉',
      born: '****',
      party: '****',
      phone: '138****8000',
      email: 'a****@d.cn',
      paper: '**************001X',
      members: [{ name: '李', idDocument: '**************0010' }, { name: '王' }],
      declarations: ['clean'],
    });
    expect(maskPersonal(form, { phone: '84681234', paper: '1234567', members: 'x' })).toEqual({
      phone: '******34',
      paper: '*******',
      members: '****',
    });
  });
});
