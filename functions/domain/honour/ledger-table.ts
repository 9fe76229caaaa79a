/** The ledger as a table that goes out, under the titles by which it comes in again; never a document or its HMAC. */
import { text } from '#domain/problem.ts';
import { programmeKindWords } from '#domain/programme/programme-kinds.ts';
import { batchSaid } from './batch.ts';
import { honourStatusWords } from './honour-status.ts';
import { categoryIn, levelIn, unitOf } from './ledger.ts';
import type { LedgerLine, LedgerSource } from './ledger-filter.ts';
import { ledgerOutcomeWords } from './ledger-input.ts';

export const ledgerSourceWords: Readonly<Record<LedgerSource, ReturnType<typeof text>>> = {
  here: text('本系统授予', 'Granted here'),
  above: text('上级授予，自动登记', 'Granted above'),
  form: text('登记', 'Recorded by hand'),
  import: text('导入', 'Imported'),
};

type Cell = string | number;
const columns: readonly (readonly [string, (line: LedgerLine) => Cell])[] = [
  ['年份', (line) => line.year],
  ['荣誉代码', (line) => line.code],
  ['荣誉名称', (line) => line.title],
  ['名单', (line) => line.list ?? ''],
  ['级别', levelIn],
  ['类别', (line) => categoryIn(line.category).zh],
  ['获奖对象', (line) => line.names.join('、')],
  ['所在单位', (line) => line.holderUnit ?? ''],
  ['数量', (line) => (line.about === true ? `约${line.count}` : line.count)],
  ['量词', unitOf],
  ['名单内类别', (line) => line.group ?? ''],
  ['等次', (line) => (line.grades ?? []).join('、')],
  ['等次起始日', (line) => (line.grades === undefined ? '' : (line.gradedOn ?? line.date ?? ''))],
  ['批次', (line) => (line.batch === undefined ? '' : batchSaid(line.batch).zh)],
  ['授予单位', (line) => line.bodies.join('、')],
  ['文号', (line) => line.documentNumber ?? ''],
  ['授予日期', (line) => line.date ?? ''],
  ['证书编号', (line) => line.number ?? ''],
  ['性质', (line) => (line.kind === undefined ? '' : programmeKindWords[line.kind].zh)],
  ['结果', (line) => ledgerOutcomeWords[line.outcome ?? 'granted'].zh],
  ['状态', (line) => (line.struck === undefined ? honourStatusWords[line.status].zh : '已划去')],
  ['来源', (line) => ledgerSourceWords[line.source].zh],
  ['备注', (line) => line.struck ?? line.note ?? ''],
];

/** Titles, then a row for each line. */
export const ledgerTable = (lines: readonly LedgerLine[]): readonly (readonly Cell[])[] => [
  columns.map(([title]) => title),
  ...lines.map((line) => columns.map(([, cell]) => cell(line))),
];
