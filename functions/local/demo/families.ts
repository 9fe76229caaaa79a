/** The twenty families of the demo: 罗步芳家庭 as the report prints it, the others invented; ID numbers are made up with right check digits. */
import type { Answers } from '#domain/programme/form.ts';
import { streets } from './furong.ts';

const surnames = [
  '罗步芳',
  '周雅兰',
  '陈玉梅',
  '刘思敏',
  '王秀英',
  '李春燕',
  '张桂香',
  '杨丽君',
  '黄海霞',
  '赵晓红',
  '吴佩兰',
  '徐静',
  '孙美玲',
  '马秋菊',
  '朱淑华',
  '胡敏',
  '林芳',
  '郭小燕',
  '何翠平',
  '高云',
];

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** An ID number of this region and birthday with its check digit (GB 11643); the serial keeps it apart from others. */
export function madeUpId(birth: string, serial: number): string {
  const body = `430102${birth.replaceAll('-', '')}${String(serial % 1000).padStart(3, '0')}`;
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * weights[i]!, 0);
  return body + '10X98765432'[sum % 11];
}

const story = (name: string, street: string): string =>
  `${name}一家三代同堂，居住在${street}。多年来孝老爱亲、邻里互助，坚持垃圾分类，带动楼栋二十余户居民参与社区志愿服务。疫情期间全家轮流值守社区卡点，照顾独居老人，累计服务超过三百小时。`;

export interface Family {
  readonly name: string;
  /** Index of the street that nominates it. */
  readonly street: number;
  readonly answers: Answers;
}

/** What a street writes about the i-th family, whose representative is `person`. */
function answersOf(person: string, i: number, street: number): Answers {
  const births = [
    `19${60 + (i % 25)}-0${1 + (i % 9)}-1${i % 9}`,
    `19${58 + (i % 25)}-0${1 + ((i + 3) % 9)}-2${i % 8}`,
  ];
  return {
    familyName: `${person}家庭`,
    representative: person,
    community: `${streets[street]!.replace('街道', '')}社区`,
    address: `芙蓉区${streets[street]}示例路 ${i + 1} 号`,
    residenceYears: 5 + (i % 20),
    tags: i % 2 === 0 ? ['孝老爱亲'] : ['邻里互助', '绿色低碳'],
    phone: `1390000${String(1000 + i)}`,
    members: [
      {
        relation: '本人',
        name: person,
        birthDate: births[0],
        idNumber: madeUpId(births[0]!, 20 + i * 2),
        work: '社区居民',
      },
      {
        relation: '配偶',
        name: `${[...person][0]}建国`,
        birthDate: births[1],
        idNumber: madeUpId(births[1]!, 21 + i * 2),
        work: '退休',
      },
    ],
    motto: '孝老爱亲，勤俭持家',
    brief: story(person, streets[street]!).slice(0, 200),
    deeds: story(person, streets[street]!).repeat(5),
    declarations: ['noNegative', 'truthful'],
  };
}

/** The families in the order in which they are nominated; six streets nominate two. */
export const families: readonly Family[] = surnames.map((person, i) => {
  const street = i % streets.length;
  return { name: `${person}家庭`, street, answers: answersOf(person, i, street) };
});

const given = ['玉兰', '晓梅', '海燕', '秀芳', '文静', '春霞'];
/** A family of a later edition, none of the twenty; `n` under sixty. */
export const furtherFamily = (n: number, street: number): Answers =>
  answersOf(`${'谭彭曾邓蒋'[n % 5]}${given[Math.floor(n / 5) % given.length]}`, 40 + n, street);
