/** 500 字 = 500 code points excluding line breaks (docs/rules/forms.md#character-count). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countCharacters } from '#domain/characters.ts';

test.each([
  ['', 0],
  ['三八红旗手', 5],
  ['第一行\n第二行', 6],
  ['a\r\nb\rc', 3],
  ['𠮷野家', 3],
  ['一 二，三。', 6],
  ['2021年', 5],
])('%j has %i characters', (content, count) => {
  expect(countCharacters(content)).toBe(count);
});

test('two texts joined by a line break count as the two together', () => {
  const content = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(content, content, (a, b) => {
      expect(countCharacters(`${a}\n${b}`)).toBe(countCharacters(a) + countCharacters(b));
    }),
  );
});
