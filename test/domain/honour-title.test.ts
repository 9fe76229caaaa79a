import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHonourTitle } from '#domain/honour-title.ts';
import { knownHonours } from '#domain/known-honours.ts';
import { readPlaceWords } from '#domain/place-words.ts';

const read = (title: string, codes = ['SBQS']) => readHonourTitle(title, codes, []);

describe('titles as people type them', () => {
  it.each([
    ['SBQS', undefined],
    ['三八红旗手', undefined],
    ['湖南省三八红旗手', ['province']],
    ['湖南三八红旗手', ['province']],
    ['长沙市三八红旗手', ['city', 'district']],
    ['湖南省长沙市芙蓉区三八红旗手', ['district']],
    ['内蒙古自治区三八红旗手', ['province']],
    ['上海市三八红旗手', ['province']],
    ['全国“三八”红旗手荣誉称号', ['nation']],
    ['2019年度区级三八红旗手', ['district']],
    ['荣获 3·8 红旗手（2019年）', undefined],
    ['市三八红旗手', ['city', 'district']],
  ] as const)('%s is the honour', (title, levels) => {
    expect(read(title)).toEqual({ kind: 'is', code: 'SBQS', levels });
  });
  it.each([['三八红旗手标兵'], ['全国三八红旗集体'], ['最美家庭'], ['先进个人'], ['优秀共产党员']])(
    '%s is another one',
    (title) => {
      expect(read(title)).toEqual({ kind: 'other' });
    },
  );
  it.each([
    ['湖南省教育系统三八红旗手'],
    ['三八红旗手提名奖'],
    ['长沙三八红旗手'],
    ['三八红棋手'],
    ['三八红旗手（集体）'],
  ])('a person has to say what %s is', (title) => {
    expect(read(title)).toMatchObject({ kind: 'maybe', code: 'SBQS' });
  });
  it('knows former and other names, those of the programme too', () => {
    expect(read('市级五好文明家庭', ['WHJT'])).toMatchObject({ kind: 'is', code: 'WHJT' });
    expect(read('芙蓉区绿色生态家庭', ['LSJT'])).toMatchObject({ kind: 'is', code: 'LSJT' });
    const more = [{ code: 'FRJT', names: ['芙蓉区芙蓉好人家'] }];
    expect(readHonourTitle('2020年芙蓉好人家', ['FRJT'], more)).toMatchObject({ kind: 'is', code: 'FRJT' });
  });
  it('no two codes of the dictionary share a name', () => {
    const names = knownHonours.flatMap((one) => one.names);
    expect(new Set(names).size).toBe(names.length);
  });
  it('every name of the dictionary is recognised behind any place, and as no other code', () => {
    const places = fc.constantFrom(
      '',
      '湖南省',
      '长沙市',
      '芙蓉区',
      '文艺路街道',
      '省级',
      '全国',
      '黑龙江省哈尔滨市',
    );
    const honours = fc.constantFrom(
      ...knownHonours.flatMap(({ code, names }) => names.map((name) => ({ code, name }))),
    );
    fc.assert(
      fc.property(places, honours, (place, { code, name }) => {
        expect(read(`${place}${name}`, [code])).toMatchObject({ kind: 'is', code });
        expect(read(`${place}${name}`, ['XX'])).toEqual({ kind: 'other' });
      }),
    );
  });
  it('takes any text without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (title) => {
        expect(['is', 'maybe', 'other']).toContain(read(title).kind);
        expect(title.normalize('NFKC').endsWith(readPlaceWords(title.normalize('NFKC')).rest)).toBe(true);
      }),
    );
  });
});
