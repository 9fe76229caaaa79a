/** Sheets of A4 that fall into equal pieces: name tags 席卡 to be cut out, and address labels 地址标签 to be peeled off. */
import { type Fonts, openFonts } from './fonts.ts';
import { breakLines, evenLines } from './line-breaks.ts';
import { type Canvas, mm, openCanvas, pageSize } from './pdf-canvas.ts';

export interface LabelLine {
  readonly text: string;
  readonly role?: 'text' | 'strong';
  /** Points; smaller where it would take more lines than `most`. */
  readonly size: number;
  readonly most: number;
}
/** What stands on one piece, from its top. */
export type Label = readonly LabelLine[];

interface LabelFormat {
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  readonly padding: number;
  readonly align: 'left' | 'center';
  /** Lines to cut along; a sheet of labels is cut already. */
  readonly cut: boolean;
}

/** Ten tags to cut out; 24 labels of 70 × 37 mm, the commonest sheet. */
export const labelFormats = {
  tags: {
    width: 90,
    height: 54,
    left: 15,
    top: 13.5,
    columns: 2,
    rows: 5,
    padding: 5,
    align: 'center',
    cut: true,
  },
  labels: {
    width: 70,
    height: 37,
    left: 0,
    top: 0.5,
    columns: 3,
    rows: 8,
    padding: 5,
    align: 'left',
    cut: false,
  },
} as const satisfies Readonly<Record<string, LabelFormat>>;
export type LabelKind = keyof typeof labelFormats;

/** Points below which nobody reads a line. */
const smallest = 7;

/** A text in the lines that it may have, in the largest type that allows them. */
function setIn(canvas: Canvas, line: LabelLine, room: number, align: LabelFormat['align']) {
  const { text, role = 'text', most } = line;
  for (let { size } = line; ; size -= 0.5) {
    const measure = (piece: string): number => canvas.fonts.widthOf(piece, role, size);
    const lines = (align === 'center' ? evenLines : breakLines)(text, room, measure);
    if (lines.length <= most || size <= smallest) return { lines, size, role, measure };
  }
}

function drawLabel(canvas: Canvas, label: Label, format: LabelFormat, x: number, y: number): void {
  const { width, height, padding, align } = format;
  const room = (width - 2 * padding) * mm;
  const set = label.map((line) => setIn(canvas, line, room, align));
  const high = set.reduce((sum, { lines, size }) => sum + lines.length * size * 1.4, 0);
  let at = y + (height * mm - high) / 2;
  for (const { lines, size, role, measure } of set)
    for (const text of lines) {
      const begin = align === 'center' ? (width * mm - measure(text)) / 2 : padding * mm;
      canvas.line(text, x + begin, at + size * 1.05, { role, size, color: '#1A1A1A' });
      at += size * 1.4;
    }
}

/** All of them, in their order, row by row. */
export async function labelsPdf(
  labels: readonly Label[],
  kind: LabelKind,
  title: string,
  fonts?: Fonts,
): Promise<Uint8Array> {
  const canvas = await openCanvas(fonts ?? (await openFonts()), title);
  const format = labelFormats[kind];
  const { width, height } = pageSize('A4', false);
  const onPage = format.columns * format.rows;
  for (const [n, label] of labels.entries()) {
    const place = n % onPage;
    if (place === 0) canvas.doc.addPage({ size: [width, height], margin: 0 });
    const x = (format.left + (place % format.columns) * format.width) * mm;
    const y = (format.top + Math.floor(place / format.columns) * format.height) * mm;
    if (format.cut)
      canvas.doc
        .lineWidth(0.4)
        .strokeColor('#B0B0B0')
        .rect(x, y, format.width * mm, format.height * mm)
        .stroke();
    drawLabel(canvas, label, format, x, y);
  }
  return canvas.end();
}
