/** The summary list 汇总表 as xlsx, some rows at a time, going up with the forms (docs/rules/forms.md#written-once). */
import type { Field } from '#domain/programme/form.ts';
import { shownDate } from '#domain/shown-dates.ts';
import { type Cell, type SheetFrame, type SheetPlace, type SheetRow, widthOf } from './sheet-writer.ts';

export interface Summary {
  /** Title row, such as 2021年最美家庭推荐汇总表. */
  readonly title: string;
  readonly organisation: string;
  /** Day on which it was made, `YYYY-MM-DD`. */
  readonly date: string;
  readonly columns: readonly string[];
  /** The fields that the first columns show: their sums and units. */
  readonly fields: readonly Pick<Field, 'sum' | 'unit'>[];
  readonly rehearsal: boolean;
}
export type SummaryRow = readonly (string | number)[];

/** Where the list stands: the sheet, and what was added up so far. */
export interface SummaryPlace {
  readonly sheet: SheetPlace;
  readonly count: number;
  readonly sums: readonly number[];
}

/** Always a text or a number cell, so that nothing that a clerk typed can become a formula. */
const cell = (value: string | number): Cell => ({
  value,
  look: typeof value === 'number' ? 'number' : 'text',
});
const headsOf = ({ columns }: Summary): readonly string[] => ['序号', ...columns];
const across = (summary: Summary, value: string, look: 'title' | 'across', height: number): SheetRow => ({
  cells: [{ value, look, span: headsOf(summary).length }],
  height,
});

/** The sheet, its columns as wide as the heads and the first rows need. */
export const summaryFrame = (summary: Summary, first: readonly SummaryRow[]): SheetFrame => ({
  name: '汇总表',
  widths: headsOf(summary).map((head, n) => {
    if (n === 0) return 6;
    const longest = Math.max(widthOf(head), ...first.map((row) => widthOf(row[n - 1] ?? '')));
    return Math.min(36, Math.max(10, longest + 2));
  }),
  sticky: 3,
  landscape: true,
  units: [...new Set(summary.fields.flatMap(({ unit }) => (unit === undefined ? [] : [unit])))],
});

/** Title, organisation and date, and the heads of the columns. */
export function summaryHead(summary: Summary): readonly SheetRow[] {
  const { title, organisation, date, rehearsal } = summary;
  return [
    across(summary, `${rehearsal ? '【演练】' : ''}${title}`, 'title', 34),
    across(summary, `填报单位（盖章）：${organisation}　　　　填报日期：${shownDate(date).zh}`, 'across', 24),
    { cells: headsOf(summary).map((value) => ({ value, look: 'head' })) },
  ];
}

/** Nominees, numbered from `count` on. */
export const summaryRows = (rows: readonly SummaryRow[], count: number): readonly SheetRow[] =>
  rows.map((row, n) => ({ cells: [cell(count + n + 1), ...row.map(cell)] }));

/** The last row: how many, and under the columns that are summed their sums. Six decimals are kept: tenths add up exactly. */
export function summaryEnd(summary: Summary, { count, sums }: SummaryPlace): SheetRow {
  const { fields, columns } = summary;
  if (!fields.some(({ sum }) => sum === true)) return across(summary, `合计：${count}`, 'across', 22);
  const under = columns.map((_, n): Cell => {
    const { sum, unit } = fields[n] ?? {};
    if (sum !== true) return cell(n === 0 ? String(count) : '');
    return { ...cell(Number((sums[n] ?? 0).toFixed(6))), unit };
  });
  return { cells: [cell('合计'), ...under] };
}

/** What was added up with some rows more. */
export const summedWith = (sums: readonly number[], rows: readonly SummaryRow[], columns: number) =>
  Array.from({ length: columns }, (_, n) =>
    rows.reduce((sum, row) => sum + (typeof row[n] === 'number' ? row[n] : 0), sums[n] ?? 0),
  );
