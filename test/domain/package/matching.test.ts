/** Whom a row of results is about (docs/rules/packages.md#matching), and what may be one package. */
import { expect, test } from 'vitest';
import { matchResults } from '#domain/package/matching.ts';
import { type AskedPart, packageFaults } from '#domain/package/package-parts.ts';
import type { ResultRow } from '#domain/package/package-record.ts';
import { isResultColumn, resultRows, resultSaid, wantedColumns } from '#domain/package/result-sheet.ts';
import { readTable } from '#domain/sheet.ts';

const candidates = [
  { round: 'r1', nomination: 'nom1', name: '阿依古丽·买买提', programme: '2027年三八红旗手' },
  { round: 'r1', nomination: 'nom2', name: '王芳', programme: '2027年三八红旗手' },
  { round: 'r2', nomination: 'nom3', name: '王芳', programme: '2027年维护妇女儿童权益先进个人' },
  { round: 'r2', nomination: 'nom4', name: '𠮷秀英', programme: '2027年维护妇女儿童权益先进个人' },
];
const row = (name: string, more: Partial<ResultRow> = {}): ResultRow => ({
  ...{ line: 2, name, state: 'honoured', bodies: [], source: '', outcome: 'waiting', faults: [] },
  ...more,
});
const matched = (...rows: ResultRow[]) =>
  matchResults(rows, candidates).map(({ nomination, faults }) => nomination ?? faults[0]?.code);

test.each([
  ['a dot of another kind', row('阿依古丽•买买提'), 'nom1'],
  ['spaces inside', row('𠮷 秀英'), 'nom4'],
  ['the number, in full width', row('王芳', { number: 'ｎｏｍ３' }), 'nom3'],
  ['two of one name', row('王芳'), 'result-name-several'],
  ['two of one name, told apart by the programme', row('王芳', { programme: '三八红旗手' }), 'nom2'],
  ['a number with another name', row('王方', { number: 'nom2' }), 'result-name-differs'],
  ['an unknown number', row('王芳', { number: 'nom9' }), 'result-number-unknown'],
  ['a misspelt name', row('𠮷秀瑛'), 'result-name-unknown'],
  ['a row that could not be read', row('王芳', { outcome: 'refused', faults: [] }), undefined],
])('%s', (_, one, expected) => {
  expect(matched(one)).toEqual([expected]);
});

test('a misspelt name is asked with the nearest, and never taken for her', () => {
  const [one] = matchResults([row('𠮷秀瑛')], candidates);
  expect(one).toMatchObject({ outcome: 'refused' });
  expect(one?.faults[0]?.text.zh).toContain('是否为“𠮷秀英”？');
  expect(one?.nomination).toBeUndefined();
});

test('a second row for one nominee is refused and names the first', () => {
  const rows = [row('𠮷秀英', { line: 3 }), row('𠮷秀英', { line: 7, number: 'nom4' })];
  expect(matched(...rows)).toEqual(['nom4', 'result-twice']);
  expect(matchResults(rows, candidates)[1]?.faults[0]?.text.zh).toContain('第 3 行');
});

test.each([
  ['表彰', 'honoured'],
  [' 已 获奖。', 'honoured'],
  ['是', 'honoured'],
  ['未表彰', 'out'],
  ['否', 'out'],
  ['推荐上报', 'recommended'],
  ['待定', undefined],
  ['', undefined],
])('“%s” says %s', (written, state) => {
  expect(resultSaid(written)).toBe(state);
});

test('days are read as people write them and as Excel counts them; what is none is told with its line', () => {
  const sheet = {
    name: '',
    rows: [
      ['2027年表彰结果'],
      ['序号', '姓名', '评选结果', '表彰日期', '证书号'],
      [1, '王芳', '表彰', '２０２７年3月8日', 'Z-1'],
      [2, '𠮷秀英', '表彰', 46454],
      [3, '李四', '表彰', '三月八日'],
      [4, '', '表彰', ''],
    ],
  };
  const rows = resultRows(readTable([sheet], isResultColumn, wantedColumns), {
    ...{ source: '妇字〔2027〕3号', bodies: ['全国妇联'], date: '2027-03-01' },
  });
  expect(rows.map(({ line, date, faults }) => [line, date, faults.map(({ code }) => code).join()])).toEqual([
    [3, '2027-03-08', ''],
    [4, '2027-03-08', ''],
    [5, '2027-03-01', 'result-date'],
    [6, '2027-03-01', 'result-name'],
  ]);
  expect(rows[0]).toMatchObject({ certificate: 'Z-1', source: '妇字〔2027〕3号', bodies: ['全国妇联'] });
});

test('a sheet without the column of results is refused by the name of what it lacks', () => {
  const sheet = {
    name: '',
    rows: [
      ['姓名', '证书号'],
      ['王芳', 'Z-1'],
    ],
  };
  expect(() =>
    resultRows(readTable([sheet], isResultColumn, wantedColumns), { source: '', bodies: [] }),
  ).toThrow(/lacks these columns: result\./u);
});

const part = (more: Partial<AskedPart> = {}): AskedPart => ({
  ...{ round: 'r1', tranche: 1, title: '2027年三八红旗手', own: true, sent: true, count: 3 },
  above: { level: 'nation', outside: true },
  ...more,
});
test.each([
  ['nothing is wrong', [part(), part({ round: 'r2' })], []],
  ['not sent up yet', [part({ sent: false })], ['parts.0 package-not-sent']],
  ['nobody is up', [part({ count: 0 })], ['parts.0 package-nobody']],
  ['named twice', [part(), part()], ['parts.1 package-twice']],
  ['of another organisation', [part({ own: false })], ['parts.0 package-other']],
  ['nothing above', [part({ above: undefined })], ['parts.0 package-top']],
  [
    'two levels',
    [part(), part({ round: 'r2', above: { level: 'province', outside: false } })],
    ['parts.1 package-levels'],
  ],
  ['too many', [part({ count: 1_999 }), part({ round: 'r2', count: 2 })], ['parts package-large']],
])('a package where %s', (_, parts, expected) => {
  expect(packageFaults(parts).map(({ field, code }) => `${field} ${code}`)).toEqual(expected);
});
