/** Every text that comes in: line breaks of one kind, nothing that cannot be shown, at any depth. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanJson, cleanText, isShowable } from '#domain/text-input.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
    .map((units) => String.fromCharCode(...units)),
  fc.string({
    unit: fc.constantFrom('红', '𠮷', '\r\n', '\r', '\v', '\u0085', '\u2028', '\0', '\ud842', '\t'),
  }),
);

test('a text is taken whole or refused: what is taken can be stored, sent and compared', () => {
  fc.assert(
    fc.property(anyText, (written) => {
      const { value, faults } = cleanText(written, 'note');
      expect(faults.length === 0).toBe(isShowable(value));
      if (faults.length > 0) return;
      expect(new TextDecoder().decode(new TextEncoder().encode(value))).toBe(value);
      expect(() => encodeURIComponent(value)).not.toThrow();
      expect(value).not.toMatch(/[\r\v\f\u0085\u2028\u2029\0]/);
      // Nothing but line breaks and what nobody sees is changed, and cleaning again changes nothing.
      const seen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
      expect(value.replace(seen, '')).toBe(written.replace(seen, ''));
      expect(cleanText(value, 'note').value).toBe(value);
    }),
  );
});

test('line breaks of Windows, Word and Unicode become one kind', () => {
  expect(cleanText('一\r\n二\r三\v四\f五\u0085六\u2028七\u2029八\n九\t十', 'x')).toEqual({
    value: '一\n二\n三\n四\n五\n六\n七\n八\n九\t十',
    faults: [],
  });
});

test('control characters that Word and PDF leave behind go, as do signs that nobody sees', () => {
  expect(cleanText('\u0007罗\u200b步\ufeff芳\u0000', 'name')).toEqual({ value: '罗步芳', faults: [] });
  expect(cleanText('A\u202eB\u2066C\u00ad罗\u200d芳', 'name')).toEqual({ value: 'ABC罗芳', faults: [] });
  // Letters that join keep their joiner: می‌خواهم.
  expect(cleanText('می\u200cخواهم', 'name').value).toBe('می\u200cخواهم');
});

test('the place of a character that cannot be shown is told, counted as people count', () => {
  expect(cleanText('𠮷\ud842', 'name').faults).toMatchObject([
    { field: 'name', code: 'unshowable', text: { zh: expect.stringContaining('第 2 个字') } },
  ]);
});

test('a body of JSON is cleaned at every depth, keys included, and is not followed for ever', () => {
  expect(cleanJson({ a: ['x\r\ny', { b: 1 }] })).toEqual({ value: { a: ['x\ny', { b: 1 }] }, faults: [] });
  expect(cleanJson({ a: [{ b: '\ud800' }] }).faults).toMatchObject([{ field: 'a.0.b' }]);
  expect(cleanJson({ a: { '\ud842': 1 } }).faults).toMatchObject([{ field: 'a' }]);
  const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  expect(cleanJson(deep).faults).toMatchObject([{ code: 'too-deep' }]);
});
