import { expect, test } from 'vitest';
import { cellsOfLines, readMembers } from '#domain/people/typed-members.ts';
import { levelOfName, readOrganisations } from '#domain/people/typed-organisations.ts';

const known = [
  { id: 'd', name: '芙蓉区妇女联合会' },
  { id: 'd001', name: '文艺路街道妇联' },
  { id: 'd002', name: '文星街道妇联' },
] as const;
const read = (written: string) => readMembers(cellsOfLines(written), known);

test('a line names person, address, organisation and roles in any order, separated by tabs, commas or blanks', () => {
  const { members, faults } = read(
    [
      '姓名，邮箱，角色',
      '李敏，LI@example.cn，填报员、审核员，文艺路街道妇联',
      '',
      'Mary Smith\ta@example.cn\tReviewer',
      'zhou@example.cn 周伟 征求意见部门 公安',
      '吴强 部门 文艺路街道 w@example.cn 公安',
    ].join('\r\n'),
  );
  expect(faults).toEqual([]);
  expect(members).toEqual([
    {
      line: 2,
      name: '李敏',
      email: 'li@example.cn',
      grants: [
        { org: 'd001', role: 'clerk' },
        { org: 'd001', role: 'reviewer' },
      ],
    },
    { line: 4, name: 'Mary Smith', email: 'a@example.cn', grants: [{ org: 'd', role: 'reviewer' }] },
    {
      line: 5,
      name: '周伟',
      email: 'zhou@example.cn',
      grants: [{ org: 'd', role: 'department', department: '公安' }],
    },
    {
      line: 6,
      name: '吴强',
      email: 'w@example.cn',
      grants: [{ org: 'd001', role: 'department', department: '公安' }],
    },
  ]);
});

test('what a line lacks is said with its number, and nobody of the list is taken', () => {
  const { members, faults } = read('李敏 li@example.cn\n填报员 b@example.cn\n王芳 c@ 部门');
  expect(members).toEqual([]);
  expect(faults.map(({ code, text }) => [code, text.zh.slice(0, 6)])).toEqual([
    ['line-role', '第 1 行：'],
    ['line-name', '第 2 行：'],
    ['line-email', '第 3 行：'],
    ['line-department', '第 3 行：'],
  ]);
});

test('an organisation is known by a beginning that only one has', () => {
  expect(read('李敏 li@example.cn 文艺路 填报员').members[0]?.grants[0]?.org).toBe('d001');
  expect(read('李敏 li@example.cn 文星 填报员').faults.map(({ code }) => code)).toEqual(['line-word']);
});

test('the level of an organisation is said by its name, below the one above', () => {
  const names = ['文艺路街道妇联', '朝阳社区', '芙蓉区妇女联合会', '长沙市妇联', '市第一医院', '白沙镇妇联'];
  expect(names.map((name) => levelOfName(name, 'city'))).toEqual([
    'street',
    'community',
    'district',
    'unit',
    'unit',
    'street',
  ]);
});

test('a list sent again with more lines keeps the ids of those that are there', () => {
  const above = { id: '430102', level: 'district', region: '430102' } as const;
  const first = readOrganisations('甲街道\n乙街道\n甲街道', above, []);
  expect(first.map(({ id, name }) => [id, name])).toEqual([
    ['430102001', '甲街道'],
    ['430102002', '乙街道'],
  ]);
  const again = readOrganisations('1. 丙街道\n（2）乙街道妇联', above, first);
  expect(again.map(({ id, name }) => [id, name])).toEqual([
    ['430102003', '丙街道'],
    ['430102002', '乙街道'],
  ]);
});

test('numbers before lines, a heading and a short name of the federation are no obstacle', () => {
  const { members, faults } = read(
    [
      '工作人员名单',
      '序号\t姓名\t邮箱\t单位\t角色',
      '1\t李敏\tli＠example.cn\t芙蓉区妇联\t审核员',
      '2、王芳，2.wang@example.cn，管理员',
    ].join('\n'),
  );
  expect(faults).toEqual([]);
  expect(members.map(({ line, name, email, grants }) => [line, name, email, grants[0]?.org])).toEqual([
    [3, '李敏', 'li@example.cn', 'd'],
    [4, '王芳', '2.wang@example.cn', 'd'],
  ]);
  // A line that names nobody is told as long as addresses stand above the titles.
  expect(read('李敏 li@example.cn 审核员\n王芳 审核员\n姓名 邮箱').faults.map(({ code }) => code)).toEqual([
    'line-email',
  ]);
});
