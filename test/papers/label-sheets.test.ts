import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Label, labelsPdf } from '#papers/label-sheets.ts';
import { readPdf } from '../paper-reading.ts';

const long = '长沙市芙蓉区定王台街道丰泉古井社区居民委员会巾帼志愿服务第一队';
const labels = (count: number): readonly Label[] =>
  Array.from({ length: count }, (_, n) => [
    { text: '长沙市芙蓉区五一大道618号银华大厦12楼妇女儿童服务中心', size: 10, most: 2 },
    { text: `${n === 1 ? long : `第${n + 1}街道妇联`}（收）`, role: 'strong', size: 12, most: 2 },
    { text: '电话：0731-84683000', size: 9, most: 1 },
  ]);

it.each([
  ['tags', 10],
  ['labels', 24],
] as const)('%s stand %i to a sheet, the longest name whole on its own', async (kind, onPage) => {
  const bytes = await labelsPdf(labels(onPage + 1), kind, '标签');
  if (process.env.LOOK !== undefined) writeFileSync(`${process.env.LOOK}/sheet-${kind}.pdf`, bytes);
  const { pages, size } = await readPdf(bytes);
  expect(size).toEqual([210, 297]);
  expect(pages).toHaveLength(2);
  expect(pages[0]?.replaceAll(/\s/gu, '')).toContain(`${long}（收）`);
  expect(pages[1]).toContain(`第${onPage + 1}街道妇联（收）`);
});
