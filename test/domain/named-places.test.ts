import { expect, test } from 'vitest';
import { placeFaults, placesFilled, placesRead, placesShown } from '#domain/named-places.ts';
import { text } from '#domain/problem.ts';
import { certificatePlaces } from '#domain/programme/certificate-places.ts';

const at = { field: 'certificate.wording', label: text('证书文字', 'Wording'), strict: true };

test('a place is understood by its label in either language, in full or half brackets, with spaces, and shown again as typed', () => {
  const kept = placesRead(certificatePlaces, '授予【获奖者姓名】［ 荣誉名称 ］【Year】称号𠮷');
  expect(kept).toBe('授予{name}{title}{edition}称号𠮷');
  expect(placesShown(certificatePlaces, kept, 'zh')).toBe('授予【获奖者姓名】【荣誉名称】【年份】称号𠮷');
  expect(placesShown(certificatePlaces, kept, 'en')).toContain('【Name of the holder】');
  expect(placesFilled(kept, (id) => ({ name: '李秀英', title: '“三八”红旗手', edition: '2027' })[id])).toBe(
    '授予李秀英“三八”红旗手2027称号𠮷',
  );
});

test('a word that is no place is refused with the label of the field, what was meant, and what there is', () => {
  const [one, ...others] = placeFaults(
    certificatePlaces,
    placesRead(certificatePlaces, '【获奖者姓民】获奖'),
    at,
  );
  expect([one?.code, others]).toEqual(['unknown-word', []]);
  expect(one!.text.zh).toMatch(
    /^「证书文字」里没有“获奖者姓民”这个代入词。是否应为“【获奖者姓名】”？可以用：【获奖者姓名】【荣誉名称】/,
  );
  expect(one!.text.zh).not.toMatch(/[A-Za-z{}]/);
  expect(placeFaults(certificatePlaces, '{nmae}', at)[0]!.text.zh).toContain('是否应为“【获奖者姓名】”');
});

test('where brackets may stand for themselves, only what is nearly a place is refused', () => {
  const loose = { ...at, strict: false };
  expect(placeFaults(certificatePlaces, '【待办】请看', loose)).toEqual([]);
  expect(placeFaults(certificatePlaces, '【荣誉名秤】', loose)).toHaveLength(1);
});
