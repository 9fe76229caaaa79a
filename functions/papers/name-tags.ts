/** Name tags 席卡: ten to a sheet of A4, to be cut along the lines. */
import { openFonts } from './fonts.ts';
import { type Canvas, mm, openCanvas, pageSize } from './pdf-canvas.ts';

export interface NameTag {
  readonly name: string;
  /** Title, grade; and where she sits. */
  readonly lines: readonly string[];
}

/** Millimetres: two columns of five. */
const tag = { width: 90, height: 54, left: 15, top: 13.5, columns: 2, rows: 5 } as const;

/** A line in the middle of its tag, smaller where it would not fit. */
function centred(
  canvas: Canvas,
  text: string,
  x: number,
  y: number,
  size: number,
  role: 'text' | 'strong',
): void {
  const room = (tag.width - 10) * mm;
  const wide = canvas.fonts.widthOf(text, role, size);
  const fitting = wide <= room ? size : (size * room) / wide;
  const width = canvas.fonts.widthOf(text, role, fitting);
  canvas.line(text, x + (tag.width * mm - width) / 2, y, { role, size: fitting, color: '#1A1A1A' });
}

/** All of them, in their order, row by row. */
export async function nameTagsPdf(tags: readonly NameTag[], title: string): Promise<Uint8Array> {
  const canvas = await openCanvas(await openFonts(), title);
  const { width, height } = pageSize('A4', false);
  const onPage = tag.columns * tag.rows;
  for (const [n, { name, lines }] of tags.entries()) {
    const place = n % onPage;
    if (place === 0) canvas.doc.addPage({ size: [width, height], margin: 0 });
    const x = (tag.left + (place % tag.columns) * tag.width) * mm;
    const y = (tag.top + Math.floor(place / tag.columns) * tag.height) * mm;
    canvas.doc
      .lineWidth(0.4)
      .strokeColor('#B0B0B0')
      .rect(x, y, tag.width * mm, tag.height * mm)
      .stroke();
    centred(canvas, name, x, y + 26 * mm, 30, 'strong');
    for (const [at, line] of lines.entries()) centred(canvas, line, x, y + (37 + at * 7) * mm, 11, 'text');
  }
  return canvas.end();
}
