/** 芙蓉区 for the tests: its tree and members, and whole forms of its families. */
import { createOrganisation } from '#actions/people/organisations.ts';
import { inviteMember, type PeopleDeps } from '#actions/people/people.ts';
import type { Level } from '#domain/level.ts';
import { systemActor } from '#domain/people/people.ts';
import type { Role } from '#domain/people/roles.ts';
import type { Answers } from '#domain/programme/form.ts';

export const province = '430000';
export const city = '430100';
export const district = '430102';
/** 13 streets and the science park, which ranks as one (docs/rules/scenarios.md#furong). */
export const streetNames = [
  '文艺路街道',
  '朝阳街街道',
  '韭菜园街道',
  '五里牌街道',
  '火星街道',
  '马王堆街道',
  '东屯渡街道',
  '湘湖街道',
  '定王台街道',
  '荷花园街道',
  '东岸街道',
  '马坡岭街道',
  '东湖街道',
  '隆平高科技园',
] as const;
/** Id of the n-th street, from 1. */
export const street = (n: number): string => `430102${String(n).padStart(3, '0')}`;
/** Id of the m-th community of a street; the first three streets have two each. */
export const community = (n: number, m = 1): string => `${street(n)}${String(m).padStart(3, '0')}`;

/** The smallest start of a JPEG file that is one by content. */
export const jpeg = (mark = 0): Uint8Array =>
  Uint8Array.from([
    0xff,
    0xd8,
    0xff,
    0xe0,
    0,
    16,
    0x4a,
    0x46,
    0x49,
    0x46,
    0,
    1,
    1,
    0,
    0,
    1,
    0,
    1,
    0,
    0,
    0xff,
    0xda,
    mark & 0x7f,
    0xff,
    0xd9,
  ]);

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** A made-up ID number of 芙蓉区 with a right check digit. */
export function idNumber(birth: string, serial: number): string {
  const body = `430102${birth.replaceAll('-', '')}${String(serial % 1000).padStart(3, '0')}`;
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * weights[i]!, 0);
  return body + '10X98765432'[sum % 11];
}

/** A member of family `n`: the last three digits but one of an ID number tell 1,000 people of one birthday apart. */
function adult(relation: string, name: string, n: number, serial: number) {
  const birthDate = `${1960 + (Math.floor(n / 400) % 30)}-03-05`;
  return { relation, name, birthDate, idNumber: idNumber(birthDate, serial) };
}
/** A whole and eligible form of 最美家庭; `n`, up to 12,000, tells families apart. */
export const family = (n: number, changes: Answers = {}): Answers => ({
  familyName: `罗步芳${n}家庭`,
  representative: `罗步芳${n}`,
  community: '示例社区',
  address: `芙蓉区示例路 ${n} 号`,
  residenceYears: 8,
  tags: ['孝老爱亲'],
  phone: `139${String(n).padStart(8, '0')}`,
  members: [adult('本人', `罗步芳${n}`, n, 2 * (n % 400)), adult('配偶', `周建国${n}`, n, 2 * (n % 400) + 1)],
  brief: '一家三代同堂，孝老爱亲，邻里互助。',
  deeds: '多年照顾邻里独居老人，带动楼栋居民参加社区志愿服务。',
  declarations: ['noNegative', 'truthful'],
  ...changes,
});

type Planted = readonly [id: string, name: string, level: Level, parent: string | undefined, order: number];
const tree: readonly Planted[] = [
  [province, '湖南省妇女联合会', 'province', undefined, 1],
  [city, '长沙市妇女联合会', 'city', province, 1],
  [district, '芙蓉区妇女联合会', 'district', city, 1],
  ...streetNames.map((name, i): Planted => [street(i + 1), `${name}妇联`, 'street', district, i + 1]),
  ...[1, 2, 3].flatMap((n) =>
    [1, 2].map(
      (m): Planted => [
        community(n, m),
        `${streetNames[n - 1]!.replace('街道', '')}第${m}社区`,
        'community',
        street(n),
        m,
      ],
    ),
  ),
];

/** Address of the n-th member with a role in an organisation. */
export const emailOf = (role: string, org: string, n: number): string =>
  `${role.replace('公安', 'police').replace('文明办', 'civility').replace(':', '-')}${n}@o${org}.example.org`;

/** Makes the tree and its members; every member is found again by role, organisation and number. */
export async function plantFurong(deps: PeopleDeps): Promise<void> {
  for (const [id, name, level, parent, order] of tree)
    await createOrganisation(deps, systemActor, {
      id,
      name,
      level,
      order,
      region: id.length > 6 ? district : id,
      ...(parent !== undefined && { parent }),
    });
  const invite = (org: string, role: Role, n: number, department?: string) =>
    inviteMember(deps, systemActor, {
      email: emailOf(department === undefined ? role : `${role}:${department}`, org, n),
      name: `${role} ${n}`,
      grants: [{ org, role, ...(department !== undefined && { department }) }],
    });
  for (const org of [district, city]) {
    await invite(org, 'administrator', 1);
    for (const n of [1, 2]) await invite(org, 'reviewer', n);
    for (const department of ['公安', '文明办']) await invite(org, 'department', 1, department);
    for (const n of [1, 2, 3, 4, 5]) await invite(org, 'panellist', n);
  }
  await invite(district, 'auditor', 1);
  for (const [i] of streetNames.entries())
    for (const role of ['clerk', 'reviewer', 'administrator'] as const) await invite(street(i + 1), role, 1);
  for (const n of [1, 2, 3])
    for (const m of [1, 2])
      for (const role of ['clerk', 'reviewer'] as const) await invite(community(n, m), role, 1);
}
