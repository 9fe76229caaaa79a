/** Workbooks of a published list: the ceremony's 颁奖仪式名单 with seats and attendance, and one row a certificate for 邮件合并. */
import { roughWidth } from './line-breaks.ts';
import type { Cell, SheetFrame, SheetRow } from './sheet-writer.ts';

type Cells = readonly (string | number)[];

/** Always a text or a number cell, so that nothing that a clerk typed can become a formula. */
const rowOf = (cells: Cells): SheetRow => ({
  cells: cells.map((value): Cell => ({ value, look: typeof value === 'number' ? 'number' : 'text' })),
});
export const rowsOf = (rows: readonly Cells[]): readonly SheetRow[] => rows.map(rowOf);

/** Lines of the ceremony are as high as a signature wants, and as a long name needs. */
export const ceremonyRows = (rows: readonly Cells[]): readonly SheetRow[] =>
  rows.map((cells) => {
    const [, name = ''] = cells;
    return { ...rowOf(cells), height: Math.max(28, 15 * Math.ceil(roughWidth(String(name)) / 9)) };
  });

const headRow = (heads: readonly string[]): SheetRow => ({
  cells: heads.map((value) => ({ value, look: 'head' })),
});

/** Columns whose values are wider, or narrower, than their heads. */
const own: Readonly<Record<string, number>> = {
  序号: 6,
  '姓名（名称）': 20,
  姓名: 20,
  证书编号: 26,
  编号: 26,
  签到: 16,
  证书文字: 60,
};

/** Columns as wide as their heads want. */
const widthsOf = (heads: readonly string[]): readonly number[] =>
  heads.map((head) => own[head] ?? Math.max(12, [...head].length * 2 + 2));

/** The ceremony: title, organisation and number, then a line each with room for a seat and a signature. */
export const ceremonyFrame = (heads: readonly string[]): SheetFrame => ({
  ...{ name: '仪式名单', widths: widthsOf(heads), sticky: 3, landscape: true, units: [] },
});
export const ceremonyHead = (title: string, below: string, heads: readonly string[]): readonly SheetRow[] => [
  { cells: [{ value: title, look: 'title', span: heads.length }], height: 34 },
  { cells: [{ value: below, look: 'across', span: heads.length }], height: 24 },
  headRow(heads),
];

/** For a word processor's mail merge: the heads are the names of its fields, nothing stands above them. */
export const mergeFrame = (heads: readonly string[]): SheetFrame => ({
  ...{ name: '邮件合并', widths: widthsOf(heads), sticky: 1, landscape: true, large: true, units: [] },
});
export const mergeHead = (heads: readonly string[]): readonly SheetRow[] => [headRow(heads)];
