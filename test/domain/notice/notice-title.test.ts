import { describe, expect, it } from 'vitest';
import { noticeTitle, placedTitle, placeOf } from '#domain/notice/notice-title.ts';

describe('the title of a notice', () => {
  it('takes the place from the name of a place’s office, and from no other name', () => {
    const places = [
      ['芙蓉区妇女联合会', '芙蓉区'],
      ['长沙市芙蓉区妇联', '长沙市芙蓉区'],
      ['湖南省 妇女联合会', '湖南省'],
      ['中华全国妇女联合会', '全国'],
      ['芙蓉区东屯渡街道妇女联合会', '芙蓉区东屯渡街道'],
      ['湘西土家族苗族自治州妇女联合会', '湘西土家族苗族自治州'],
      ['中南大学妇女联合会', undefined],
      ['长沙市城市管理局', undefined],
      ['妇女联合会', undefined],
    ] as const;
    for (const [name, place] of places) expect([name, placeOf(name)]).toEqual([name, place]);
  });

  it('sets the place before year and programme, once', () => {
    const titled = (title: string, orgName: string) => placedTitle({ title, orgName });
    expect(titled('2027年最美家庭', '芙蓉区妇女联合会')).toBe('芙蓉区2027年最美家庭');
    expect(titled('2027年芙蓉区三八红旗手', '长沙市芙蓉区妇女联合会')).toBe('2027年芙蓉区三八红旗手');
    expect(titled('2027年湖南三八红旗手', '湖南省妇女联合会')).toBe('2027年湖南三八红旗手');
    expect(titled('2027年长沙市三八红旗手', '芙蓉区妇女联合会')).toBe('芙蓉区2027年长沙市三八红旗手');
    expect(titled('2027年最美家庭', '中南大学妇女委员会')).toBe('2027年最美家庭');
  });

  it('says whether they are proposed for an honour or upward', () => {
    const notice = { title: '2027年最美家庭', orgName: '长沙市妇女联合会' };
    expect(noticeTitle({ ...notice, proposed: '拟推选' })).toBe('关于长沙市2027年最美家庭拟推选对象的公示');
    expect(noticeTitle(notice)).toBe('关于长沙市2027年最美家庭拟推荐对象的公示');
  });
});
