/** Certificates as a PDF: a sheet each, with the code by which it is checked and the fonts in it. */
import type { CertificateLook, CertificatePlace, PrintedCertificate } from './certificate-look.ts';
import { charCode, type Fonts, openFonts } from './fonts.ts';
import { breakLines } from './line-breaks.ts';
import { type Canvas, mm, openCanvas, pageSize, type TextStyle } from './pdf-canvas.ts';
import { qrCode } from './qr-code.ts';

const gold = '#B08A3C';
const red = '#A61B1B';
const ink = '#1A1A1A';
/** Width of the text, and of the code, in millimetres of A4. */
const textWidth = 201;
const codeWidth = 26;

/** Draws in millimetres of A4, whatever the sheet. */
interface Drawing {
  readonly canvas: Canvas;
  readonly scale: number;
}

function drawFrame({ canvas: { doc } }: Drawing, width: number, height: number): void {
  const frame = (inset: number, line: number, color: string): void => {
    doc
      .lineWidth(line)
      .strokeColor(color)
      .rect(inset * mm, inset * mm, width - 2 * inset * mm, height - 2 * inset * mm)
      .stroke();
  };
  frame(8, 4, red);
  frame(11, 1, gold);
  frame(12.5, 0.5, gold);
}

const centred = (
  { canvas, scale }: Drawing,
  text: string,
  { x, y, size }: CertificatePlace,
  style: TextStyle,
) => {
  const points = size * scale;
  const width = canvas.fonts.widthOf(text, style.role, points);
  canvas.line(text, x * mm * scale - width / 2, y * mm * scale, { ...style, size: points });
};

/** A paragraph from `place` on, its lines below each other; gives the height in millimetres of A4. */
function set(
  { canvas, scale }: Drawing,
  text: string,
  { x, y, size }: CertificatePlace,
  more: { readonly indent?: number; readonly role?: TextStyle['role'] } = {},
): number {
  const points = size * scale;
  const { indent = 0, role = 'text' } = more;
  const measure = (piece: string): number => canvas.fonts.widthOf(piece, role, points);
  const height = (size * 1.75) / mm;
  const lines = breakLines(text, textWidth * mm * scale, measure, indent * points);
  for (const [n, line] of lines.entries())
    canvas.line(line, x * mm * scale + (n === 0 ? indent * points : 0), (y + n * height) * mm * scale, {
      role,
      size: points,
      color: ink,
    });
  return lines.length * height;
}

function drawCode(
  { canvas, scale }: Drawing,
  of: PrintedCertificate,
  { x, y, size }: CertificatePlace,
): void {
  const { doc } = canvas;
  const { size: modules, path } = qrCode(of.address);
  const module = (codeWidth * mm * scale) / modules;
  doc.save();
  doc.rect(x * mm * scale, y * mm * scale, modules * module, modules * module).fill('#FFFFFF');
  doc
    .translate(x * mm * scale, y * mm * scale)
    .scale(module)
    .path(path)
    .fill('#000000');
  doc.restore();
  const lines = [`编号：${of.number}`, of.documentNumber, '扫码查验'].filter((line) => line !== '');
  for (const [n, line] of lines.entries())
    canvas.line(line, (x + codeWidth + 2) * mm * scale, (y + 12 + n * 5) * mm * scale, {
      role: 'text',
      size: size * scale,
      color: ink,
    });
}

function drawSignature(
  drawing: Drawing,
  { bodies, date }: PrintedCertificate,
  place: CertificatePlace,
): void {
  const step = (place.size * 1.6) / mm;
  // The last line stands where the place says, the others above it.
  const lines = [...bodies, date];
  const first = place.y + 20 - step * (lines.length - 1);
  for (const [n, line] of lines.entries())
    centred(drawing, line, { ...place, y: first + n * step }, { role: 'text', size: place.size, color: ink });
}

function drawSheet(canvas: Canvas, of: PrintedCertificate, look: CertificateLook, rehearsal: boolean): void {
  const { width, height } = pageSize(look.paper, true);
  const drawing = { canvas, scale: look.paper === 'A3' ? Math.SQRT2 : 1 };
  const { title, name, text, code, sign } = look.places;
  canvas.doc.addPage({ size: [width, height], margin: 0 });
  if (look.background === undefined) {
    drawFrame(drawing, width, height);
    centred(drawing, '荣誉证书', title, { role: 'strong', size: title.size, color: red });
  } else canvas.doc.image(Buffer.from(look.background.bytes), 0, 0, { cover: [width, height] });
  if (rehearsal)
    centred(drawing, '演练', { x: title.x, y: 24, size: 18 }, { role: 'strong', size: 18, color: red });
  const named = set(drawing, `${of.name}：`, name, { role: 'strong' });
  // A name of several lines moves the text down by those.
  let y = text.y + Math.max(0, named - (name.size * 1.75) / mm);
  for (const paragraph of of.paragraphs) y += set(drawing, paragraph, { ...text, y }, { indent: 2 });
  drawCode(drawing, of, code);
  drawSignature(drawing, of, sign);
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
  const drawing = { canvas, scale: 1 };
  set(drawing, '缺字说明（本页不发放）', { x: 20, y: 30, size: 16 }, { role: 'strong' });
  const more = lines.length > mostNamed ? [`另有 ${lines.length - mostNamed} 份，请逐份核对。`] : [];
  const said = ['字库中没有以下字，证书上以〓代替，请补写：', ...lines.slice(0, mostNamed), ...more];
  for (const [n, line] of said.entries()) set(drawing, line, { x: 20, y: 42 + n * 5.6, size: 10 });
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
