/** Forms of 三八红旗手 that the journeys send. */
import type { Answers } from '#domain/programme/form.ts';
import { madeUpId } from '#local/demo/families.ts';
import { streets } from '#local/demo/furong.ts';

/** Ten women: 何蓉蓉 as the report prints her, the others invented. */
export const women: readonly (readonly [
  name: string,
  personClass: string,
  rank: string,
  federationCadre: string,
])[] = [
  ['何蓉蓉', '一线职工', '无', '否'],
  ['刘春兰', '农民', '无', '否'],
  ['谢晓燕', '专业技术人员', '无', '否'],
  ['唐丽芬', '机关干部', '副处级', '否'],
  ['曾玉洁', '两新组织人员', '无', '否'],
  ['邓美云', '专业技术人员', '无', '否'],
  ['罗文秀', '一线职工', '无', '否'],
  ['苏雅琴', '专业技术人员', '无', '是'],
  ['彭静宜', '机关干部', '副处级', '否'],
  ['蒋红梅', '机关干部', '副厅局级', '否'],
];
/** The whole form of one of them. */
export function womanOf(n: number): Answers {
  const [name, personClass, rank, federationCadre] = women[n]!;
  const birthDate = `19${70 + n}-03-08`;
  return {
    name,
    gender: '女',
    ethnicity: '汉族',
    birthDate,
    political: '中共党员',
    education: '本科',
    idDocument: madeUpId(birthDate, 200 + 2 * n),
    localTie: '在辖区工作',
    workUnit: `${streets[n]}示例单位`,
    position: '负责人',
    personClass,
    rank,
    federationCadre,
    phone: `1380000${2000 + n}`,
    brief: '立足岗位，服务群众，成绩突出。',
    deeds: '多年扎根一线，带领姐妹们攻坚克难，受到群众好评。'.repeat(4),
    declarations: ['truthful'],
  };
}
