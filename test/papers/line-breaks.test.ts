import { expect, it } from 'vitest';
import { breakLines, evenLines, roughWidth } from '#papers/line-breaks.ts';

it('a heading that is too long is parted between words, evenly, with no character left over', () => {
  const lines = (text: string, width: number) => evenLines(text, width, roughWidth);
  expect(lines('关于芙蓉区2021年最美家庭拟推选对象的公示', 20)).toEqual([
    '关于芙蓉区2021年',
    '最美家庭拟推选对象的公示',
  ]);
  expect(lines('2021年最美家庭推荐审批表', 20)).toEqual(['2021年最美家庭推荐审批表']);
  expect(lines('芙蓉区妇女联合会', 7)).toEqual(['芙蓉区', '妇女联合会']);
  // What has no words to part is broken anywhere, as other lines are.
  expect(lines('一'.repeat(45), 20).every((line) => roughWidth(line) <= 20)).toBe(true);
});

it('a time of day, a share and a sum stay on one line', () => {
  for (const said of ['17:30', '1.5', '12,000'])
    for (let width = 4; width < 14; width++)
      expect([said, width, breakLines(`截至当日下午${said}为止`, width, roughWidth).join('|')]).toEqual([
        said,
        width,
        expect.stringContaining(said),
      ]);
});
