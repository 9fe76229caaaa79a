/** Which columns each cell of a table takes: those that a tall cell above reaches into are passed over. */
import type { PaperTable } from './paper.ts';

/** First column of a cell, and the one behind it. */
export interface Columns {
  readonly from: number;
  readonly end: number;
}

/** By row and cell. */
export function columnsOf({ widths, rows }: PaperTable): readonly (readonly Columns[])[] {
  // Rows for which each column is still taken from above.
  const taken = widths.map(() => 0);
  return rows.map(({ cells }) => {
    const free = taken.map((rows) => rows === 0);
    for (let n = 0; n < taken.length; n++) taken[n] = Math.max(0, taken[n]! - 1);
    let from = 0;
    return cells.map(({ across = 1, down = 1 }) => {
      while (free[from] === false) from++;
      const end = Math.min(widths.length, from + across);
      taken.fill(down - 1, from, end);
      const placed = { from, end };
      from = end;
      return placed;
    });
  });
}

/** Where each column begins, and the last ends, in parts of a whole. */
export function edgesOf({ widths }: PaperTable): readonly number[] {
  const all = widths.reduce((sum, each) => sum + each, 0);
  const edges = [0];
  for (const each of widths) edges.push(edges.at(-1)! + each / all);
  return edges;
}
