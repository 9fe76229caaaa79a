import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formFromBody } from '#domain/nomination/form-body.ts';
import { form } from '../programme/sample-form.ts';

describe('a posted form', () => {
  it('becomes answers: rows by number, several boxes, strangers passed over', () => {
    expect(
      formFromBody(form, {
        csrf: ['t'],
        name: ['何蓉蓉'],
        party: ['false', 'true'],
        tags: ['清廉', '绿色低碳'],
        declarations: ['clean'],
        'members.10.name': ['王'],
        'members.2.name': ['李'],
        'members.2.role': ['父'],
        'members.3.name': [' '],
        'members.x.name': ['赵'],
        'members.1.other': ['赵'],
      }),
    ).toEqual({
      name: '何蓉蓉',
      party: 'true',
      tags: ['清廉', '绿色低碳'],
      declarations: ['clean'],
      members: [{ name: '李', role: '父' }, { name: '王' }],
    });
  });
  it('boxes without a tick are an empty list', () => {
    expect(formFromBody(form, {})).toEqual({ tags: [], declarations: [] });
    expect(formFromBody(form, { tags: ['清廉'] })).toMatchObject({ tags: ['清廉'] });
  });
  it('a table that was emptied is empty, not left as it was', () => {
    expect(formFromBody(form, { 'members.0.name': [''] })).toMatchObject({ members: [] });
  });
  it('carries any rows through', () => {
    const rows = fc.array(
      fc.record({ name: fc.stringMatching(/^\S+$/), role: fc.constantFrom('父', '母') }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(rows, (members) => {
        const body = Object.fromEntries(
          members.flatMap((row, index) =>
            Object.entries(row).map(([id, value]) => [`members.${index}.${id}`, [value]]),
          ),
        );
        expect(formFromBody(form, body).members).toEqual(members);
      }),
    );
  });
});
