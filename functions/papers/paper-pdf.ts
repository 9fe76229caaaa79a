/** A paper as a PDF: pages of A4 with the fonts in it, so that every printer shows it alike. */
import { charCode, type Fonts, openFonts } from './fonts.ts';
import { breakLines, evenLines } from './line-breaks.ts';
import { emblemBox, type Paper, type PaperBlock, paperMargins } from './paper.ts';
import { type Canvas, type Flow, mm, openCanvas, pageSize, type TextStyle } from './pdf-canvas.ts';
import { drawTable } from './pdf-table.ts';

const ink = '#000000';
const red = '#B3261E';

interface BlockStyle extends TextStyle {
  readonly height: number;
  readonly align: 'left' | 'center';
  readonly indent: number;
  readonly after: number;
}

const stylesOf = (layout: Paper['layout']) => {
  const body = layout === 'document' ? 16 : 10.5;
  const height = layout === 'document' ? 28 : 17;
  const text = { role: 'text', size: body, height, align: 'left', indent: 0, after: 0 } as const;
  return {
    mark: { ...text, role: 'strong', size: 14, height: 24, color: red, align: 'center', after: 4 },
    title: { ...text, role: 'strong', size: 22, height: 34, align: 'center', after: 8 },
    number: { ...text, align: 'center', after: 10 },
    heading: { ...text, role: 'strong', indent: layout === 'document' ? 2 : 0 },
    annex: { ...text, role: 'strong', after: 10 },
    paragraph: { ...text, indent: 2 },
    plain: text,
    note: { ...text, size: layout === 'document' ? 12 : 9, height: layout === 'document' ? 20 : 14 },
  } as const satisfies Readonly<Record<string, BlockStyle>>;
};

/** Sets a text from `flow.y` on, over as many pages as it needs; its last lines stay with what follows, `below` points high. */
function setText(flow: Flow, text: string, style: BlockStyle, below: number): void {
  const { canvas, left, width } = flow;
  const measure = (piece: string): number => canvas.fonts.widthOf(piece, style.role, style.size);
  const paragraphs = text.split('\n');
  for (const [p, paragraph] of paragraphs.entries()) {
    const indent = style.indent * style.size;
    const lines =
      style.align === 'center'
        ? evenLines(paragraph, width, measure)
        : breakLines(paragraph, width, measure, indent);
    for (const [n, line] of lines.entries()) {
      const isKept = p === paragraphs.length - 1 && n === Math.max(0, lines.length - keptLines);
      const wanted = isKept ? (lines.length - n) * style.height + below : style.height;
      if (flow.y + wanted > flow.bottom) flow.newPage();
      const x = style.align === 'center' ? left + (width - measure(line)) / 2 : left + (n === 0 ? indent : 0);
      canvas.line(line, x, flow.y + style.height * 0.7, style);
      flow.y += style.height;
    }
  }
  flow.y += style.after;
}

/** Lines of a paragraph that go over with its signature, so that none stands on a page of its own (GB/T 9704, 7.3.5). */
const keptLines = 2;

/** Who signs, and the day, on the right; together on one page. */
function setSignature(flow: Flow, lines: readonly string[], style: BlockStyle): void {
  const { canvas, left, width } = flow;
  const { size, height } = style;
  const widest = Math.max(0, ...lines.map((line) => canvas.fonts.widthOf(line, 'text', size)));
  if (flow.y + height * (lines.length + 1) > flow.bottom) flow.newPage();
  flow.y += height;
  const middle = Math.max(left + widest / 2, left + width - 2 * size - widest / 2);
  for (const line of lines) {
    canvas.line(line, middle - canvas.fonts.widthOf(line, 'text', size) / 2, flow.y + height * 0.7, style);
    flow.y += height;
  }
}

/** Room that the block at `n` wants below itself: a signature all of its own, behind a heading two lines with what they want. */
function roomBelow(styles: ReturnType<typeof stylesOf>, blocks: readonly PaperBlock[], n: number): number {
  const block = blocks[n];
  const next = blocks[n + 1];
  const { height } = styles.plain;
  if (block === undefined || next === undefined) return 0;
  if (next.kind === 'sign') return height * (next.lines.length + 1);
  const leads = block.kind === 'heading' || (block.kind === 'plain' && block.text.endsWith('：'));
  return leads ? height * 2 + roomBelow(styles, blocks, n + 1) : 0;
}

function setBlock(flow: Flow, { layout, blocks }: Paper, n: number): void {
  const block = blocks[n]!;
  const styles = stylesOf(layout);
  const below = roomBelow(styles, blocks, n);
  switch (block.kind) {
    case 'gap':
      flow.y += styles.plain.height;
      return;
    case 'page':
      flow.newPage();
      return;
    case 'sign':
      setSignature(flow, block.lines, styles.plain);
      return;
    case 'table':
      drawTable(flow, block, { size: layout === 'document' ? 12 : 10.5, below });
      return;
    default:
      setText(flow, block.text, styles[block.kind], below);
  }
}

function openFlow(canvas: Canvas, { layout, wide = false, emblem }: Paper): Flow {
  const size = pageSize('A4', wide);
  const { top, bottom, left, right } = paperMargins[layout];
  let page = 0;
  const flow: Flow = {
    canvas,
    left: left * mm,
    width: size.width - (left + right) * mm,
    top: top * mm,
    bottom: size.height - bottom * mm,
    y: 0,
    newPage() {
      canvas.doc.addPage({ size: [size.width, size.height], margin: 0 });
      page++;
      if (page === 1 && emblem !== undefined) {
        const height = emblemBox.height * mm;
        const across = (height * emblem.width) / emblem.height;
        canvas.doc.image(Buffer.from(emblem.bytes), (size.width - across) / 2, emblemBox.top * mm, {
          height,
        });
      }
      const said = `— ${page} —`;
      const at = (size.width - canvas.fonts.widthOf(said, 'text', 10.5)) / 2;
      canvas.line(said, at, size.height - (bottom - 8) * mm, { role: 'text', size: 10.5, color: ink });
      flow.y = flow.top;
    },
  };
  return flow;
}

const named = (chars: ReadonlySet<string>): string => [...chars].map(charCode).join('、');

/** What the fonts here do not have, and on a form what another font shows, for whoever prints it and checks. */
function fontsSaid({ lacking, borrowed }: Pick<Fonts, 'lacking' | 'borrowed'>, layout: Paper['layout']) {
  return [
    ...(lacking.size === 0 ? [] : [`注：〓 处的字 ${named(lacking)} 字库中没有，请在打印件上补写。`]),
    ...(borrowed.size === 0 || layout === 'document'
      ? []
      : [`注：${named(borrowed)} 由其他字库显示，请核对字形。`]),
  ].join('\n');
}

/** Makes the PDF. Characters that no font has are shown as 〓 and named at its end. */
export async function paperPdf(paper: Paper, fonts?: Fonts): Promise<Uint8Array> {
  const canvas = await openCanvas(fonts ?? (await openFonts()), paper.title, {
    duplex: paper.layout === 'form',
  });
  const before = { lacking: new Set(canvas.fonts.lacking), borrowed: new Set(canvas.fonts.borrowed) };
  const flow = openFlow(canvas, paper);
  flow.newPage();
  for (const n of paper.blocks.keys()) setBlock(flow, paper, n);
  const own = (of: 'lacking' | 'borrowed') =>
    new Set([...canvas.fonts[of]].filter((char) => !before[of].has(char)));
  const said = fontsSaid({ lacking: own('lacking'), borrowed: own('borrowed') }, paper.layout);
  if (said !== '') setText(flow, said, stylesOf(paper.layout).note, 0);
  return canvas.end();
}
