/** What may stand in the text of a certificate 证书文字, with an example of each (docs/rules/numbers.md#check). */
import type { NamedPlaces } from '#domain/named-places.ts';
import { text } from '#domain/problem.ts';

export const certificatePlaces = {
  name: { label: text('获奖者姓名', 'Name of the holder'), example: text('李秀英', 'Li Xiuying') },
  title: { label: text('荣誉名称', 'Honour'), example: text('三八红旗手', 'March 8 Red Banner Holder') },
  grade: { label: text('等次', 'Grade'), example: text('一等奖', 'First prize') },
  group: { label: text('组别', 'Group'), example: text('农村组', 'Rural') },
  batch: { label: text('批次', 'Batch'), example: text('第二批', 'Second batch') },
  edition: { label: text('年份', 'Year'), example: text('2027', '2027') },
  level: { label: text('级别', 'Level'), example: text('区县级', 'District') },
  organisation: {
    label: text('授予单位', 'Awarding organisation'),
    example: text('芙蓉区妇女联合会', 'Furong Women’s Federation'),
  },
  number: {
    label: text('证书编号', 'Certificate number'),
    example: text('SBQS-430102-2027-0001', 'SBQS-430102-2027-0001'),
  },
  date: { label: text('授予日期', 'Date'), example: text('2027年3月5日', '5 March 2027') },
} as const satisfies NamedPlaces;
