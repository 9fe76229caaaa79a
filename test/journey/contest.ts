/** A small contest 巾帼创新大赛 of one district, for journeys of one rule: no pictures, no departments, no panel. */
import type { Journey, Person } from './client.ts';
import type { Document } from './driver.ts';

const option = (value: string) => ({ value, label: { zh: value } });
const field = (id: string, zh: string, type: string, more = {}) => ({ id, label: { zh }, type, ...more });
export const contest = {
  code: 'CXDS',
  edition: '2022',
  title: { zh: '巾帼创新大赛' },
  category: 'project',
  kind: 'contest',
  channels: [{ id: 'organisation', title: { zh: '组织推荐' } }],
  form: {
    nameField: 'name',
    publicFields: ['name'],
    fields: [
      field('name', '姓名', 'text', { required: true, max: 30 }),
      field('area', '参赛领域', 'choices', { options: ['农业', '工业', '服务业'].map(option) }),
      field('size', '团队规模', 'choice', { options: ['个人', '团队'].map(option) }),
      field('nation', '民族', 'choice', { personal: true, options: ['汉族', '土家族'].map(option) }),
    ],
  },
  identity: { by: 'own', field: 'name' },
  stages: [
    {
      level: 'district',
      honour: true,
      recommend: false,
      quota: { groups: [{ title: '涉农', field: 'area', values: ['农业'], atMostCount: 1 }] },
      steps: ['review', 'shortlist', 'notice', 'decision', 'publish'].map((kind) => ({ kind })),
    },
  ],
} as unknown as Document;
/** A district that runs the contest, and a street that nominates. */
export async function openYuelu(
  journey: Journey,
): Promise<{ readonly desk: Person; readonly clerk: Person }> {
  await journey.organisation({ id: 'yuelu', name: '岳麓区妇联', level: 'district', region: '430104' });
  await journey.organisation({
    ...{ id: 'wangcheng', name: '望城坡街道妇联', level: 'street', region: '430104' },
    parent: 'yuelu',
  });
  const desk = await journey.person('yuelu', 'administrator', '岳麓区管理员');
  const clerk = await (await journey.person('wangcheng', 'clerk', '望城坡填报员')).program('write');
  return { desk, clerk };
}
