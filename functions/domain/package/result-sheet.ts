/** A sheet of results from above: its columns as people call them, and what each row says (docs/rules/packages.md#results). */
import { cut } from '#domain/characters.ts';
import { batchIn } from '#domain/honour/batch.ts';
import { isOneOf, keysOf } from '#domain/members.ts';
import { type Fault, fault, invalid } from '#domain/problem.ts';
import { readDate } from '#domain/programme/field-reading.ts';
import { fromSheet } from '#domain/programme/field-types.ts';
import { plainHead, type SheetRow, type SheetTable } from '#domain/sheet.ts';
import type { ResultRow } from './package-record.ts';

/** What a column is, and the titles that people give it; the first is the one of 结果回填表. */
export const resultColumns = {
  number: ['编号', '报送编号', '申报编号', 'number', 'id'],
  programme: ['评选活动', '活动', '荣誉', '荣誉名称', '项目', 'programme'],
  name: [
    '姓名或名称',
    '姓名',
    '名称',
    '推荐对象',
    '获奖对象',
    '表彰对象',
    '对象',
    '单位名称',
    '家庭名称',
    'name',
  ],
  result: ['结果', '评选结果', '评审结果', '上级结果', '是否获奖', '是否表彰', 'result'],
  date: ['授予日期', '表彰日期', '获奖日期', '公布日期', '日期', 'date'],
  certificate: ['证书编号', '证书号', '荣誉证书编号', 'certificate'],
  grades: ['等次', '奖项', '获奖等次', '等级', 'grade'],
  batch: ['批次', '第几批', 'batch'],
  bodies: ['授予单位', '表彰单位', '颁奖单位', '颁发单位', 'bodies'],
  source: ['依据', '文号', '发文字号', '文件号', 'source'],
} as const;
type Column = keyof typeof resultColumns;
const needed: readonly Column[] = ['name', 'result'];

const columnOf = (head: string): Column | undefined =>
  keysOf(resultColumns).find((each) => isOneOf<string>(resultColumns[each], plainHead(head)));

/** What `readTable` asks. */
export const isResultColumn = (head: string): boolean => columnOf(head) !== undefined;
export const wantedColumns: readonly string[] = needed.map((each) => resultColumns[each][0]);

const said: readonly (readonly [ResultRow['state'], readonly string[]])[] = [
  [
    'out',
    [
      '未获',
      '未入选',
      '未通过',
      '未表彰',
      '不予',
      '不通过',
      '落选',
      '否',
      '无',
      '未获奖',
      '未授予',
      'out',
      'no',
    ],
  ],
  ['recommended', ['继续推荐', '再推荐', '上报', '推荐上报', '已再上报', '推荐', 'recommended']],
  [
    'honoured',
    [
      '获奖',
      '表彰',
      '授予',
      '获表彰',
      '命名',
      '入选',
      '通过',
      '是',
      '获得',
      '已授予',
      '上级已表彰',
      '上级已授予荣誉',
      'honoured',
      'yes',
    ],
  ],
];

/** 已表彰, 获奖 or 是 as the state it means; undefined for what means none. */
export function resultSaid(written: string): ResultRow['state'] {
  const plain = written
    .normalize('NFKC')
    .replace(/[\s。.]/gu, '')
    .toLowerCase();
  const bare = plain.replace(/^(已|被|拟)/u, '');
  return said.find(([, words]) => words.includes(plain) || words.includes(bare))?.[0];
}

const mostName = 60;
/** What a sheet, or the form that came with it, says where a row does not. */
export interface ResultDefaults {
  readonly source: string;
  readonly bodies: readonly string[];
  readonly date?: string | undefined;
}

/** A cell as Excel keeps it, or as people write days; the same reading as a form's. */
function dayIn(cell: SheetRow[string] | undefined): { readonly date?: string; readonly wrong?: Fault } {
  const written = String(fromSheet({ type: 'date' }, cell ?? '') ?? '').trim();
  if (written === '') return {};
  const day = readDate(written);
  if (day.kind === 'good') return { date: String(day.value) };
  return {
    wrong: fault(
      'date',
      'result-date',
      `授予日期“${cut(written, 20)}”无法识别，请写成 2027-03-08 的样子`,
      `the date "${cut(written, 20)}" is not understood; write it like 2027-03-08`,
    ),
  };
}

type Cells = Partial<Record<Column, SheetRow[string]>>;
const lineOf = (heads: readonly (readonly [string, Column | undefined])[], row: SheetRow): Cells =>
  Object.fromEntries(
    heads.flatMap(([head, column]) =>
      column === undefined || row[head] === undefined ? [] : [[column, row[head]]],
    ),
  );

function resultFaults(name: string, written: string, batch: string): readonly Fault[] {
  const faults: Fault[] = [];
  if (batch !== '' && batchIn(batch) === undefined)
    faults.push(
      fault(
        'batch',
        'result-batch',
        `批次“${cut(batch, 20)}”无法识别，请写成 首批、第二批 或数字`,
        `the batch "${cut(batch, 20)}" is not understood; write 首批, 第二批 or a number`,
      ),
    );
  if (name === '') faults.push(fault('name', 'result-name', '没有写姓名或名称', 'the name is missing'));
  if (written === '') faults.push(fault('result', 'result-missing', '没有写结果', 'the result is missing'));
  else if (resultSaid(written) === undefined)
    faults.push(
      fault(
        'result',
        'result-unknown',
        `结果“${cut(written, 20)}”无法识别，请写“表彰”“未表彰”或“推荐上报”`,
        `the result "${cut(written, 20)}" is not understood; write honoured, out or recommended`,
      ),
    );
  return faults;
}

/** Several in one cell: 全国妇联、人力资源社会保障部. */
const severalIn = (written: string): readonly string[] =>
  written
    .split(/[、，,;；\n]/u)
    .map((each) => each.trim())
    .filter((each) => each !== '');

function rowOf(line: number, cells: Cells, unread: readonly Fault[], given: ResultDefaults): ResultRow {
  const wordIn = (column: Column) => String(cells[column] ?? '').trim();
  const name = cut(wordIn('name'), mostName);
  const written = wordIn('result');
  const state = resultSaid(written);
  const day = dayIn(cells.date);
  const faults = [
    ...unread,
    ...resultFaults(name, written, wordIn('batch')),
    ...(day.wrong === undefined ? [] : [day.wrong]),
  ];
  const date = day.date ?? given.date;
  const bodies = severalIn(wordIn('bodies'));
  const grades = severalIn(wordIn('grades')).map((each) => cut(each, 20));
  const batch = batchIn(wordIn('batch'));
  const [number, programme, certificate] = [wordIn('number'), wordIn('programme'), wordIn('certificate')];
  return {
    ...{ line, name },
    ...(number !== '' && { number: cut(number, 200) }),
    ...(programme !== '' && { programme: cut(programme, 60) }),
    ...(state !== undefined && { state }),
    ...(date !== undefined && { date }),
    ...(certificate !== '' && { certificate: cut(certificate, 100) }),
    ...(grades.length > 0 && { grades: grades.slice(0, 10) }),
    ...(batch !== undefined && { batch }),
    bodies: bodies.length > 0 ? bodies.slice(0, 20) : given.bodies,
    source: cut(wordIn('source') || given.source, 300),
    outcome: faults.length > 0 ? 'refused' : 'waiting',
    faults,
  };
}

/**
 * The rows of a sheet, each with what is wrong in it; lines without anything are passed over. @throws Problem `invalid`
 * `sheet-titles` when the name or the result has no column.
 */
export function resultRows({ heads, rows, unread }: SheetTable, given: ResultDefaults): readonly ResultRow[] {
  const columns = heads.map((head) => [head, columnOf(head)] as const);
  const lacking = needed.filter((each) => !columns.some(([, column]) => column === each));
  if (lacking.length > 0) {
    const zh = `表头缺少这些列：${lacking.map((each) => resultColumns[each][0]).join('、')}。请补上后再上传。`;
    const en = `The header lacks these columns: ${lacking.join(', ')}. Add them and upload again.`;
    throw invalid('sheet-titles', zh, en, [fault('file', 'sheet-titles', zh, en)]);
  }
  const broken = new Map(unread.map(({ row, faults }) => [row, faults]));
  return rows.flatMap((row, n) => {
    const cells = lineOf(columns, row);
    const faults = broken.get(n + 2) ?? [];
    return Object.keys(cells).length === 0 && faults.length === 0 ? [] : [rowOf(n + 2, cells, faults, given)];
  });
}
