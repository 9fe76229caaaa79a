import { expect, test } from 'vitest';
import { namedSubject, subjectNamed } from '#domain/objection/subject-named.ts';

const subjects = ['罗步芳家庭', '周雅兰家庭', '阿依古丽·买买提', '王芳', '王芳', '2号楼党支部'].map(
  (name, n) => ({ id: `n${n + 1}`, name, number: String(n + 1) }),
);
const saidOf = (typed: string) => {
  const found = subjectNamed(typed, subjects);
  return typeof found === 'string' ? found : `${found.code} ${found.text.zh}`;
};

test('one is meant by her name or number, however it is typed', () => {
  for (const typed of ['罗步芳', ' 罗步芳家庭 ', '罗 步芳', '1', '１', '第1号', '1 号', 'n1'])
    expect([typed, saidOf(typed)]).toEqual([typed, 'n1']);
  expect(saidOf('阿依古丽•买买提')).toBe('n3');
  expect(saidOf('2号楼党支部')).toBe('n6');
});

test('two of a name are asked apart by their numbers, and nobody is told with the names that are near', () => {
  expect(saidOf('王芳')).toBe('subject-several 名单中有 2 个“王芳”，请填编号：4、5');
  expect(saidOf('5')).toBe('n5');
  expect(saidOf('周雅蓝')).toBe(
    'subject-unknown 名单中没有“周雅蓝”，相近的有：周雅兰家庭，请核对姓名、名称或编号',
  );
  expect(saidOf('党支部')).toContain('相近的有：2号楼党支部');
  expect(saidOf('7')).toBe('subject-unknown 名单中没有“7”，请核对姓名、名称或编号');
});

test('one that was chosen on the notice is written so that it means her', () => {
  expect(['n1', 'n4', 'n9', undefined].map((id) => namedSubject(id, subjects))).toEqual([
    '罗步芳家庭',
    '4',
    undefined,
    undefined,
  ]);
});
