/** Certificates as a PDF: a sheet each, with the code by which it is checked and the fonts in it. */
import { drawCertificate, type Pen } from './certificate-drawing.ts';
import type { CertificateLook, PrintedCertificate } from './certificate-look.ts';
import { charCode, type Fonts, openFonts } from './fonts.ts';
import { breakLines } from './line-breaks.ts';
import type { PaperPicture } from './paper.ts';
import { type Canvas, mm, openCanvas, pageSize } from './pdf-canvas.ts';

/** Draws on the page that is open. */
function penOf(canvas: Canvas, look: CertificateLook, { width, height }: ReturnType<typeof pageSize>): Pen {
  const { doc, fonts } = canvas;
  const image = (of: PaperPicture | undefined, x: number, y: number, as: PDFKit.Mixins.ImageOption): void => {
    if (of !== undefined) doc.image(Buffer.from(of.bytes), x, y, as);
  };
  return {
    fonts,
    part: (_, draw) => draw(),
    line(text, x, y, style) {
      canvas.line(text, x, y, style);
    },
    frame(inset, line, color) {
      const at = inset * mm;
      doc
        .lineWidth(line)
        .strokeColor(color)
        .rect(at, at, width - 2 * at, height - 2 * at)
        .stroke();
    },
    code(path, squares, x, y, side) {
      doc.save();
      doc.rect(x, y, squares * side, squares * side).fill('#FFFFFF');
      doc.translate(x, y).scale(side).path(path).fill('#000000');
      doc.restore();
    },
    background: () => image(look.background, 0, 0, { cover: [width, height] }),
    emblem(x, y, high) {
      const { emblem } = look;
      if (emblem !== undefined)
        image(emblem, x - (high * emblem.width) / emblem.height / 2, y, { height: high });
    },
  };
}

function drawSheet(canvas: Canvas, of: PrintedCertificate, look: CertificateLook, rehearsal: boolean): void {
  const size = pageSize(look.paper, look.lies === 'wide');
  canvas.doc.addPage({ size: [size.width, size.height], margin: 0 });
  drawCertificate(penOf(canvas, look, size), of, look, rehearsal);
}

/** Lines of the sheet that names what no font has. */
const mostNamed = 40;

/** A last sheet, not to be handed out: which characters stand as 〓 on which certificates, to be written in by hand. */
function nameLacking(canvas: Canvas, certificates: readonly PrintedCertificate[]): void {
  const { lacking } = canvas.fonts;
  if (lacking.size === 0) return;
  const lines = certificates.flatMap(({ number, name, paragraphs }) => {
    const own = [...new Set([name, ...paragraphs].join(''))].filter((char) => lacking.has(char));
    return own.length === 0 ? [] : [`${number}：〓 处应为 ${own.map(charCode).join('、')}`];
  });
  const { width, height } = pageSize('A4', false);
  canvas.doc.addPage({ size: [width, height], margin: 0 });
  const set = (line: string, y: number, role: 'text' | 'strong', points: number): void => {
    const measure = (piece: string): number => canvas.fonts.widthOf(piece, role, points);
    for (const [n, piece] of breakLines(line, width - 40 * mm, measure).entries())
      canvas.line(piece, 20 * mm, y * mm + n * points * 1.75, { role, size: points, color: '#1A1A1A' });
  };
  set('缺字说明（本页不发放）', 30, 'strong', 16);
  const more = lines.length > mostNamed ? [`另有 ${lines.length - mostNamed} 份，请逐份核对。`] : [];
  const said = ['字库中没有以下字，证书上以〓代替，请补写：', ...lines.slice(0, mostNamed), ...more];
  for (const [n, line] of said.entries()) set(line, 42 + n * 5.6, 'text', 10);
}

/**
 * All of them in one PDF, a sheet each, and one behind them that names the characters that no font has. `breathe` is
 * awaited between sheets, so that others are answered meanwhile.
 */
export async function certificatesPdf(
  certificates: readonly PrintedCertificate[],
  look: CertificateLook,
  { title, rehearsal }: { readonly title: string; readonly rehearsal: boolean },
  breathe: () => Promise<void>,
  fonts?: Fonts,
): Promise<Uint8Array> {
  const canvas = await openCanvas(fonts ?? (await openFonts()), title);
  for (const [n, each] of certificates.entries()) {
    drawSheet(canvas, each, look, rehearsal);
    if (n % 10 === 9) await breathe();
  }
  nameLacking(canvas, certificates);
  return canvas.end();
}
