/** A table on the pages of a PDF: rows as high as their texts, cells over several columns or rows, long rows parted between pages. */
import { breakLines, evenLines } from './line-breaks.ts';
import type { PaperCell, PaperTable } from './paper.ts';
import { type Flow, mm, type TextStyle } from './pdf-canvas.ts';
import { columnsOf, edgesOf } from './table-grid.ts';

const padding = 1.6 * mm;

interface Placed {
  readonly cell: PaperCell;
  /** First column, and where it stands. */
  readonly x: number;
  readonly width: number;
  readonly down: number;
  readonly lines: readonly string[];
}

interface PlacedRow {
  readonly cells: readonly Placed[];
  readonly least: number;
}

interface TextLine {
  readonly size: number;
  readonly height: number;
}

const styleOf = (cell: PaperCell, size: number): TextStyle => ({
  role: cell.label === true ? 'strong' : 'text',
  size,
});

/** Cells with their places and lines. */
function placeRows(flow: Flow, table: PaperTable, size: number): readonly PlacedRow[] {
  const edges = edgesOf(table).map((edge) => flow.left + edge * flow.width);
  const columns = columnsOf(table);
  return table.rows.map(({ cells, least = 0 }, n) => ({
    least: least * mm,
    cells: cells.map((cell, i) => {
      const { from = 0, end = 1 } = columns[n]?.[i] ?? {};
      const x = edges[from]!;
      const width = edges[end]! - x;
      const { role } = styleOf(cell, size);
      const measure = (piece: string): number => flow.canvas.fonts.widthOf(piece, role, size);
      const lines =
        cell.text === ''
          ? []
          : cell.text
              .split('\n')
              .flatMap((line) =>
                (cell.label === true ? evenLines : breakLines)(line, width - 2 * padding, measure),
              );
      return { cell, x, width, down: cell.down ?? 1, lines };
    }),
  }));
}

const linesHigh = ({ cell, lines }: Placed, { height }: TextLine): number =>
  (lines.length + (cell.foot?.length ?? 0)) * height + 2 * padding;

/** Heights of the rows: each as high as what stands in it alone, the last one of a tall cell as high as that needs. */
function heightsOf(rows: readonly PlacedRow[], line: TextLine): readonly number[] {
  const heights = rows.map(({ cells, least }) =>
    Math.max(
      least,
      line.height + 2 * padding,
      ...cells.filter(({ down }) => down === 1).map((each) => linesHigh(each, line)),
    ),
  );
  for (const [n, { cells }] of rows.entries())
    for (const each of cells) {
      const end = Math.min(rows.length, n + each.down);
      const has = heights.slice(n, end).reduce((sum, height) => sum + height, 0);
      const lacks = linesHigh(each, line) - has;
      if (each.down > 1 && lacks > 0) heights[end - 1]! += lacks;
    }
  return heights;
}

function drawPicture(flow: Flow, { cell, x, width }: Placed, y: number, height: number): void {
  if (cell.picture === undefined) return;
  const inner = { width: width - 2, height: height - 2 };
  flow.canvas.doc.image(Buffer.from(cell.picture.bytes), x + 1, y + 1, {
    fit: [inner.width, inner.height],
    align: 'center',
    valign: 'center',
  });
}

/** Draws one cell in its box; labels and short texts stand in the middle of its height. */
function drawCell(flow: Flow, placed: Placed, y: number, height: number, line: TextLine): void {
  const { canvas } = flow;
  const { cell, x, width, lines } = placed;
  canvas.doc.lineWidth(0.6).strokeColor('#000000').rect(x, y, width, height).stroke();
  drawPicture(flow, placed, y, height);
  const style = styleOf(cell, line.size);
  const foot = cell.foot ?? [];
  const free = height - foot.length * line.height;
  const isCentred = cell.label === true;
  const inMiddle = isCentred || (lines.length <= 2 && foot.length === 0);
  let at = inMiddle ? y + (free - lines.length * line.height) / 2 : y + padding;
  for (const text of lines) {
    const wide = canvas.fonts.widthOf(text, style.role, line.size);
    canvas.line(text, isCentred ? x + (width - wide) / 2 : x + padding, at + line.height * 0.74, style);
    at += line.height;
  }
  at = y + height - foot.length * line.height - padding;
  for (const text of foot) {
    const wide = canvas.fonts.widthOf(text, 'text', line.size);
    canvas.line(text, x + width - wide - 3 * padding, at + line.height * 0.74, {
      role: 'text',
      size: line.size,
    });
    at += line.height;
  }
}

/** A row that is higher than what is left of the page, in parts; each part repeats the labels. */
function drawLong(flow: Flow, { cells }: PlacedRow, line: TextLine): void {
  let from = 0;
  const longest = Math.max(...cells.map(({ cell, lines }) => (cell.label === true ? 0 : lines.length)));
  while (from < longest) {
    const room = Math.floor((flow.bottom - flow.y - 2 * padding) / line.height);
    if (room < 3) {
      flow.newPage();
      continue;
    }
    const footed = Math.max(0, ...cells.map(({ cell }) => cell.foot?.length ?? 0));
    const rest = longest - from;
    const count = rest + footed <= room ? rest : Math.min(rest, room);
    const isLast = from + count >= longest && rest + footed <= room;
    const height = (count + (isLast ? footed : 0)) * line.height + 2 * padding;
    for (const each of cells) {
      const { foot: _foot, ...open } = each.cell;
      const part =
        each.cell.label === true
          ? each
          : { ...each, cell: isLast ? each.cell : open, lines: each.lines.slice(from, from + count) };
      drawCell(flow, part, flow.y, height, line);
    }
    flow.y += height;
    from += count;
    if (from >= longest && !isLast && footed > 0) {
      flow.newPage();
      const height = footed * line.height + 2 * padding;
      for (const each of cells)
        drawCell(flow, { ...each, lines: each.cell.label === true ? each.lines : [] }, flow.y, height, line);
      flow.y += height;
    }
  }
}

/** Rows that stand together, as a tall cell joins them. */
const joined = (rows: readonly PlacedRow[], from: number): number => {
  let end = from + 1;
  for (let n = from; n < end && n < rows.length; n++)
    end = Math.max(end, ...rows[n]!.cells.map(({ down }) => n + down));
  return Math.min(end, rows.length);
};

/** Draws a table from `flow.y` on, its head rows again on each further page; its last rows stay with what follows, `below` points high. */
export function drawTable(
  flow: Flow,
  table: PaperTable,
  { size, below }: { readonly size: number; readonly below: number },
): void {
  const line = { size, height: size * 1.55 };
  const rows = placeRows(flow, table, size);
  const heights = heightsOf(rows, line);
  const head = table.head ?? 0;
  const drawGroup = (from: number, end: number): void => {
    for (let n = from; n < end; n++) {
      for (const each of rows[n]!.cells) {
        const height = heights.slice(n, Math.min(end, n + each.down)).reduce((sum, one) => sum + one, 0);
        drawCell(flow, each, flow.y, height, line);
      }
      flow.y += heights[n]!;
    }
  };
  let n = 0;
  while (n < rows.length) {
    const end = joined(rows, n);
    const high = heights.slice(n, end).reduce((sum, one) => sum + one, 0);
    const fits = flow.y + high + (end === rows.length ? below : 0) <= flow.bottom;
    const isLong = end === n + 1 && high > (flow.bottom - flow.top) / 3;
    if (!fits && isLong) drawLong(flow, rows[n]!, line);
    else {
      if (!fits) {
        flow.newPage();
        if (n >= head) drawGroup(0, head);
      }
      drawGroup(n, end);
    }
    n = end;
  }
}
