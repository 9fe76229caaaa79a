/** 芙蓉区's organisations, as reported; the people are invented (docs/rules/scenarios.md#furong). */
import { createOrganisation } from '#actions/people/organisations.ts';
import { inviteMember } from '#actions/people/people.ts';
import type { Deps } from '#deps';
import { systemActor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import type { Role } from '#domain/people/roles.ts';
import { findOrganisation } from '#store/people.ts';

/** 13 streets and one science park: the 14 that nominate. */
export const streets = [
  '定王台街道',
  '韭菜园街道',
  '五里牌街道',
  '火星街道',
  '马王堆街道',
  '东屯渡街道',
  '湘湖街道',
  '文艺路街道',
  '朝阳街道',
  '荷花园街道',
  '马坡岭街道',
  '东湖街道',
  '东岸街道',
  '隆平高科技园',
] as const;

export const streetId = (index: number): string => `s${String(index + 1).padStart(2, '0')}`;

export interface People {
  readonly district: {
    readonly administrator: Member;
    readonly reviewers: readonly Member[];
    readonly police: Member;
    readonly civility: Member;
    readonly panel: readonly Member[];
  };
  readonly city: {
    readonly administrator: Member;
    readonly reviewers: readonly Member[];
    readonly police: Member;
    readonly civility: Member;
    readonly panel: readonly Member[];
  };
  readonly clerks: readonly Member[];
}

async function invite(
  deps: Deps,
  org: string,
  name: string,
  local: string,
  role: Role,
  department?: string,
): Promise<Member> {
  const { member } = await inviteMember(deps, systemActor, {
    email: `${local}@example.org`,
    name,
    grants: [{ org, role, ...(department !== undefined && { department }) }],
  });
  return member;
}

async function federation(deps: Deps, org: string, prefix: string) {
  const numbered = (count: number, role: Role, word: string) =>
    Promise.all(
      Array.from({ length: count }, (_, i) =>
        invite(deps, org, `${word}${i + 1}`, `${prefix}-${role}${i + 1}`, role),
      ),
    );
  return {
    administrator: await invite(deps, org, '评选办公室', `${prefix}-admin`, 'administrator'),
    reviewers: await numbered(2, 'reviewer', '审核员'),
    police: await invite(deps, org, '公安联络员', `${prefix}-police`, 'department', '公安'),
    civility: await invite(deps, org, '文明办联络员', `${prefix}-civility`, 'department', '文明办'),
    panel: await numbered(5, 'panellist', '评委'),
  };
}

/** Makes the tree and its people below a root; safe to repeat. */
export async function plantFurong(deps: Deps, root: string): Promise<People> {
  const contact = {
    office: '区妇联家庭儿童工作部',
    phone: '0731-84683000',
    email: 'family@example.org',
    hours: '工作日 8:30–12:00，14:00–17:30',
    address: '长沙市芙蓉区人民东路189号',
  };
  const plant = async (input: {
    id: string;
    name: string;
    level: string;
    parent: string;
    region: string;
    order: number;
  }) => {
    if ((await findOrganisation(deps.table, input.id)) === undefined)
      await createOrganisation(deps, systemActor, { ...input, contact });
  };
  await plant({
    id: 'hunan',
    name: '湖南省妇女联合会',
    level: 'province',
    parent: root,
    region: '430000',
    order: 1,
  });
  await plant({
    id: 'changsha',
    name: '长沙市妇女联合会',
    level: 'city',
    parent: 'hunan',
    region: '430100',
    order: 1,
  });
  await plant({
    id: 'furong',
    name: '长沙市芙蓉区妇女联合会',
    level: 'district',
    parent: 'changsha',
    region: '430102',
    order: 1,
  });
  for (const [i, name] of streets.entries())
    await plant({
      id: streetId(i),
      name: `${name}妇联`,
      level: 'street',
      parent: 'furong',
      region: '430102',
      order: i + 1,
    });
  const clerks: Member[] = [];
  for (const [i, name] of streets.entries())
    clerks.push(await invite(deps, streetId(i), `${name}填报员`, `clerk${i + 1}`, 'clerk'));
  return {
    district: await federation(deps, 'furong', 'furong'),
    city: await federation(deps, 'changsha', 'changsha'),
    clerks,
  };
}
